"""The log of people's acts."""

from django.utils.translation import gettext_lazy as _

from core.pages import ADMINS, Page

PAGES = [Page("events", _("Log"), "data", ADMINS, icon="log")]
