"""Pages of the data section."""

from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

from core.pages import ADMINS, ANALYSTS, EVERYONE, Page

PAGES = [
    Page("datasets", _("Files"), "data", ANALYSTS, icon="data"),
    Page("upload", _("Upload"), "data", ADMINS, icon="upload"),
    Page("editions", _("Editions"), "data", ANALYSTS, icon="history"),
    Page("kinds", _("Kinds of file"), "data", ANALYSTS, icon="list"),
    Page("activity", _("Activity"), "data", ANALYSTS, icon="activity"),
    Page("glossary", _("Glossary"), "help", EVERYONE, keeps_filters=True, icon="info"),
]
if find_spec("data.views.personal"):
    PAGES.append(Page("personal_inventory", _("Personal data"), "data", ADMINS, icon="shield"))
