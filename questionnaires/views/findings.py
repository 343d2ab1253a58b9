"""Findings of a survey."""

from django.http import HttpRequest, HttpResponse

from questionnaires import findings
from questionnaires.content import survey_page
from questionnaires.finding_register import register_of
from questionnaires.scope import SurveyReader


def questionnaires(request: HttpRequest) -> HttpResponse:
    """What the office wants to know of MSMEs, from one survey."""
    return survey_page(request, "questionnaires", findings.build, variant=_register)


def _register(reader: SurveyReader) -> object:
    return register_of(reader).cache_key
