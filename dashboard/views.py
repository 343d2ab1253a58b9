"""The market pages: filter → market → content → answer (data.content)."""

from django.http import HttpRequest, HttpResponse

from data.content import market_page

from . import categories as categories_page
from . import geography as geography_page
from . import overview as overview_page
from . import ratio as ratio_page
from . import suitability as suitability_page
from .category_form import CategoryForm
from .forms import GeographyForm
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
