"""Pages of people and where they work. They stand here, above accounts, because a person has work areas."""

from django.utils.translation import gettext_lazy as _

from core.pages import ADMINS, Page

PAGES = [
    Page("people", _("People"), "data", ADMINS, icon="people"),
    Page("work_areas", _("Work areas"), "data", ADMINS, icon="areas"),
]
