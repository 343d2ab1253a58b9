"""Types, roles and guesses of questions in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TYPE_WORDS: dict[str, Any] = {
    "single": _("one answer"),
    "multiple": _("several answers"),
    "likert": _("scale (Likert)"),
    "number": _("number"),
    "date": _("date and time"),
    "text": _("free text"),
    "personal": _("personal (name, phone …)"),
    "skip": _("do not import"),
}
ROLE_WORDS: dict[str, Any] = {
    "": _("itself only"),
    "submitted": _("when it was answered"),
    "importance": _("importance of influencer marketing"),
    "awareness": _("awareness of influencer marketing"),
    "used": _("has used influencer marketing"),
    "frequency": _("how often it is used"),
    "budget": _("budget for it"),
    "effect": _("effect on brand awareness"),
    "other_methods": _("other methods, such as brochures"),
    "field": _("business field"),
    "sub_district": _("sub-district"),
    "size": _("size of the business"),
}
