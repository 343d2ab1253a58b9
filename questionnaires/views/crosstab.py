"""Two questions of a survey side by side."""

from django.http import HttpRequest, HttpResponse

from questionnaires.content import survey_page
from questionnaires.crosstab_page import OWN, Asked, content


def survey_crosstab(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    return survey_page(
        request, "survey_crosstab", lambda reader: content(reader, asked), own=OWN, variant=asked
    )
