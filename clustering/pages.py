"""Pages of clustering; the clustering page itself is listed by the dashboard."""

from django.utils.translation import gettext_lazy as _

from core.pages import ANALYSTS, Page

PAGES = [Page("saved_runs", _("Saved groupings"), "market", ANALYSTS, icon="history")]
