"""The market pages: filter → market → content → answer (data.content)."""

from django.http import HttpRequest, HttpResponse

from data.content import Content, market_page
from data.market import Market

from . import categories as categories_page
from . import geography as geography_page
from . import overview as overview_page
from . import ratio as ratio_page
from . import suitability as suitability_page
from . import survey_areas as survey_areas_page
from . import survey_places
from .category_form import CategoryForm
from .forms import GeographyForm
from .survey_form import SurveyAreasForm
from .weights import SuitabilityForm


def overview(request: HttpRequest) -> HttpResponse:
    """Where the MSMEs are, how many, in which fields, with what turnover."""
    return market_page(request, "overview", overview_page.content)


def ratio(request: HttpRequest) -> HttpResponse:
    """MSMEs per 1,000 residents, read as opportunity or as competition."""
    return market_page(request, "ratio", ratio_page.content)


def geography(request: HttpRequest) -> HttpResponse:
    """One number on the map; shares of MSMEs, people and land."""
    return market_page(request, "geography", geography_page.content, form=GeographyForm(request))


def categories(request: HttpRequest) -> HttpResponse:
    """Business fields, their levels per sub-district, and one sub-district's own."""
    return market_page(request, "categories", categories_page.content, form=CategoryForm(request))


def suitability(request: HttpRequest) -> HttpResponse:
    """Where next: the areas by a score of the reader's own weights."""
    return market_page(request, "suitability", suitability_page.content, form=SuitabilityForm(request))


def survey_areas(request: HttpRequest) -> HttpResponse:
    """What respondents of a survey answered, by the level of their area and by area."""
    form = SurveyAreasForm(request)
    asking = form.asking

    def build(market: Market) -> Content:
        return survey_areas_page.content(market, asking)

    shown = [asking.survey] if asking.survey else []
    variant = (asking.cache_key, survey_places.cache_key(form.scope, shown))
    return market_page(request, "survey_areas", build, form=form, variant=variant)
