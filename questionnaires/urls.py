"""Addresses of the survey pages."""

from django.urls import URLPattern, path

from .views.columns import survey_columns
from .views.crosstab import survey_crosstab
from .views.findings import questionnaires
from .views.questions import survey_questions
from .views.reading import survey_reading
from .views.scale import survey_scale
from .views.written import survey_written

urlpatterns: list[URLPattern] = [
    path("", questionnaires, name="questionnaires"),
    path("questions/", survey_questions, name="survey_questions"),
    path("crosstab/", survey_crosstab, name="survey_crosstab"),
    path("scale/", survey_scale, name="survey_scale"),
    path("written/", survey_written, name="survey_written"),
    path("reading/<int:edition_id>/", survey_reading, name="survey_reading"),
    path("files/<int:dataset_id>/questions/", survey_columns, name="survey_columns"),
]
