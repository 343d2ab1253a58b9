"""The clustering page."""

from django.http import HttpRequest, HttpResponse

from clustering import content
from clustering.forms import ClusterForm
from data.content import market_page


def clustering(request: HttpRequest) -> HttpResponse:
    """K-Means of the region's areas by any indicators, with everything that says how far to trust it."""
    form = ClusterForm(request)
    params = form.cluster_params
    return market_page(
        request, "clustering", lambda market: content.content(market, params), form=form, variant=params
    )
