"""Whether a set of a survey's questions measures one thing."""

from django.http import HttpRequest, HttpResponse

from questionnaires.content import survey_page
from questionnaires.scale_page import OWN, asked, content


def survey_scale(request: HttpRequest) -> HttpResponse:
    keys = asked(request.GET)
    return survey_page(request, "survey_scale", lambda reader: content(reader, keys), own=OWN, variant=keys)
