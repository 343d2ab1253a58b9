"""Addresses of the survey pages."""

from django.urls import URLPattern, path

from .views.crosstab import survey_crosstab
from .views.findings import questionnaires
from .views.questions import survey_questions
from .views.scale import survey_scale
from .views.written import survey_written

urlpatterns: list[URLPattern] = [
    path("", questionnaires, name="questionnaires"),
    path("questions/", survey_questions, name="survey_questions"),
    path("crosstab/", survey_crosstab, name="survey_crosstab"),
    path("scale/", survey_scale, name="survey_scale"),
    path("written/", survey_written, name="survey_written"),
]
