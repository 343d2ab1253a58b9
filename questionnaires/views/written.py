"""Written of a survey."""

from django.http import HttpRequest, HttpResponse

from data.content import Content
from questionnaires.content import survey_page


def survey_written(request: HttpRequest) -> HttpResponse:
    return survey_page(request, "survey_written", lambda reader: Content("Written"))
