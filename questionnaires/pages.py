"""Pages of the survey section. The first opens it: what the office wants to know of MSMEs."""

from django.utils.translation import gettext_lazy as _

from core.pages import ANALYSTS, Page

# the survey, the answers that respondents are chosen by, and what a page chooses besides
FILTER = ("survey", "a")

PAGES = [
    Page(
        "questionnaires",
        _("Findings"),
        "survey",
        keeps_filters=True,
        icon="survey",
        parameters=FILTER,
        in_report=True,
    ),
    Page(
        "survey_questions",
        _("Questions"),
        "survey",
        keeps_filters=True,
        icon="categories",
        parameters=("base",),
        in_report=True,
    ),
    Page(
        "survey_crosstab",
        _("Crosstab"),
        "survey",
        keeps_filters=True,
        icon="cluster",
        parameters=("row", "column", "correction"),
        has_trail=True,
    ),
    Page(
        "survey_scale",
        _("Scale check"),
        "survey",
        keeps_filters=True,
        icon="ratio",
        parameters=("item",),
        has_trail=True,
    ),
    Page(
        "survey_written",
        _("Written answers"),
        "survey",
        roles=ANALYSTS,
        keeps_filters=True,
        icon="enterprises",
        parameters=("question",),
    ),
]
