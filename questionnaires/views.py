"""The survey section: says whether a survey is loaded."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.views import page
from data.forms import MarketForm
from data.kinds import all_kinds
from data.models import Edition
from data.queries import of_subject


def questionnaires(request: HttpRequest) -> HttpResponse:
    """Which surveys of the region are loaded, or that there are none and where to load one."""
    reader = MarketForm(request).reader
    region = reader.region
    surveys = of_subject(reader.editions, Edition.Subject.SURVEY) if region else []
    return page(
        request,
        "questionnaires",
        heading=heading(surveys),
        notices=reader.notices,
        surveys=surveys,
        can_be_loaded=any(one.subject == Edition.Subject.SURVEY for one in all_kinds().values()),
        region=region,
        edition_line=region.name if region else "",
        is_demo=bool(region and region.is_demo),
    )


def heading(surveys: list[Edition]) -> str:
    """The finding: how many surveys there are."""
    if not surveys:
        return _("No survey is loaded yet")
    return _("Surveys loaded: %(n)s") % {"n": len(surveys)}
