"""Questions of a survey."""

from django.http import HttpRequest, HttpResponse

from data.content import Content
from questionnaires.content import survey_page


def survey_questions(request: HttpRequest) -> HttpResponse:
    return survey_page(request, "survey_questions", lambda reader: Content("Questions"))
