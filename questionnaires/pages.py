"""Pages of the survey section."""

from django.utils.translation import gettext_lazy as _

from core.pages import Page

PAGES = [Page("questionnaires", _("Questionnaires"), "survey", keeps_filters=True, icon="survey")]
