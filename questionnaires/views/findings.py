"""Findings of a survey."""

from django.http import HttpRequest, HttpResponse

from data.content import Content
from questionnaires.content import survey_page


def questionnaires(request: HttpRequest) -> HttpResponse:
    return survey_page(request, "questionnaires", lambda reader: Content("Findings"))
