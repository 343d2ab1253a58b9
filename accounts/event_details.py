"""What a line of the log says besides: each detail with its name, and its value, in the reader's words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import User

# a detail without a line here is shown by its own name
NAMES: dict[str, Any] = {
    "added": _("Areas added"),
    "areas": _("Areas"),
    "boundary_set": _("Set of borders"),
    "contacts": _("With names and numbers"),
    "dataset": _("File number"),
    "edition": _("Edition number"),
    "export": _("Number of the made file"),
    "fields": _("What was changed"),
    "first": _("From line"),
    "filters": _("Filter"),
    "form": _("Format"),
    "format": _("Format"),
    "is_active": _("May sign in"),
    "kind": _("Kind of file"),
    "method": _("Method"),
    "page": _("Page"),
    "period": _("Period"),
    "person": _("Account number"),
    "removed": _("Areas removed"),
    "role": _("Role"),
    "row": _("Row"),
    "searched": _("With a text looked for"),
    "sheet": _("Sheet"),
    "subject_id": _("Edition number"),
    "unmatched": _("Without a counterpart"),
}
VALUES: dict[str, Any] = {
    **dict(User.Role.choices),
    "True": _("yes"),
    "False": _("no"),
    "email": _("Email address"),
    "is_active": _("May sign in"),
    "name": _("Name"),
    "role": _("Role"),
    "area_boundaries": _("Area outlines"),
    "area_facts": _("Area facts"),
    "msme_counts": _("MSME counts"),
    "msme_register": _("MSME register"),
    "population": _("Population"),
}
# names a person wrote are never taken for words of ours
OURS = frozenset({"contacts", "fields", "is_active", "kind", "role", "searched"})
MOST = 10


def details(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of name and value. Empty ones are left out, long lists (of ids) are shortened."""
    pairs = [
        (str(NAMES.get(name, name.replace("_", " "))), _value(name, detail[name])) for name in sorted(detail)
    ]
    return [(name, value) for name, value in pairs if value]


def _value(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    told = [str(VALUES.get(str(one), one) if name in OURS else one) for one in values if one is not None]
    if name in ("role", "is_active") and isinstance(value, list):
        return " → ".join(told)  # before and after
    more = f" … (+{len(told) - MOST})" if len(told) > MOST else ""
    return ", ".join(told[:MOST]) + more
