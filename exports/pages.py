"""Pages of what leaves the system."""

from django.utils.translation import gettext_lazy as _

from core.pages import Page

PAGES = [
    Page("report_new", _("Make a report"), "share", icon="report", keeps_filters=True),
    Page("export_files", _("My files"), "share", icon="download"),
    Page("saved_views", _("Saved views"), "share", icon="bookmark"),
]
