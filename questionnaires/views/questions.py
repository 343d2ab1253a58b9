"""Questions of a survey, one by one."""

from django.http import HttpRequest, HttpResponse

from questionnaires import question_pages
from questionnaires.content import survey_page


def survey_questions(request: HttpRequest) -> HttpResponse:
    """Every closed question and every number; `base=answers` changes what several answers are shares of."""
    return survey_page(request, "survey_questions", question_pages.build, own=(question_pages.BASE,))
