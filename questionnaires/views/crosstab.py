"""Two questions of a survey side by side."""

from django.http import HttpRequest, HttpResponse

from areas.queries import area_tree, tree_revision
from questionnaires.content import survey_page
from questionnaires.crosstab_page import OWN, Asked, content
from questionnaires.scope import SurveyReader


def survey_crosstab(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)

    def names(reader: SurveyReader) -> object:
        """Sub-districts stand in a crosstab by their names."""
        return (asked, tree_revision(area_tree(reader.survey.edition.boundary_set)) if reader.survey else "")

    return survey_page(
        request, "survey_crosstab", lambda reader: content(reader, asked), own=OWN, variant=names
    )
