"""The card of a sub-district, the choice of one, and where a person begins after signing in."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.queries import ancestors_at, area_by_id, successors_of
from core.formats import is_missing
from core.pages import SALES
from core.views import page
from data.content import market_page
from data.queries import exact_counterparts
from data.scope import Reader, Scope

from . import card as card_page
from . import survey_card, survey_places
from .area_forms import CardForm


def start(request: HttpRequest) -> HttpResponse:
    """After signing in: sales people begin with the card of their own area, others with the overview."""
    user: Any = request.user
    if user.role != SALES:
        return redirect("overview")
    scope = Reader(QueryDict(), user).scope
    return redirect("card" if scope is not None and scope.highlight else "overview")


def card(request: HttpRequest, area_id: int = 0) -> HttpResponse:
    """One area's card. Without an area: the one chosen or worked in, else a list to choose from."""
    if area_id:
        return _of_area(request, area_id)
    form = CardForm(request)
    one = _only(form)
    if one and "all" not in request.GET:
        return _to(request, one)
    return market_page(request, "card", card_page.chooser, form=form)


def _only(form: CardForm) -> int:
    """The one area that is chosen in the address, or that the person works in; 0 where it is not clear."""
    scope = form.scope
    if scope is None:
        return 0
    chosen = form.params().area or scope.highlight
    return chosen[0] if len(chosen) == 1 else 0


def _to(request: HttpRequest, area_id: int, **changes: str) -> HttpResponse:
    """To a card, with the filters of this address."""
    query = request.GET.copy()
    query.pop("area", None)
    query.update(changes)
    text = f"?{query.urlencode()}" if query else ""
    return redirect(reverse("card", args=[area_id]) + text)


def _of_area(request: HttpRequest, area_id: int) -> HttpResponse:
    area = area_by_id(area_id)
    if area is None:
        return _missing(
            request, _("There is no such area"), _("The link may be old. Choose an area from the list.")
        )
    # the menu carries the area to the other pages
    request.GET = _about(request.GET, area_id)  # type: ignore[assignment]
    form = CardForm(request)
    slug = area.boundary_set.region.slug
    if form.reader.region is not None and form.reader.region.slug != slug:
        return _to(request, area_id, region=slug)
    if form.scope is not None and area_id not in form.scope.areas:
        return _elsewhere(request, form, area)
    surveys = survey_card.newest(form.scope)
    return market_page(
        request,
        "card",
        lambda market: card_page.content(market, area_id, surveys),
        form=form,
        variant=(area_id, survey_places.cache_key(form.scope, surveys)),
    )


def _about(query: QueryDict, area_id: int) -> QueryDict:
    found = query.copy()
    found["area"] = str(area_id)
    found._mutable = False
    return found


def _elsewhere(request: HttpRequest, form: CardForm, area: Any) -> HttpResponse:
    """An area that these data do not show: of another level, or of other borders."""
    scope = form.scope
    assert scope is not None
    if area.pk in scope.tree.index:
        return _other_level(request, scope, area)
    same = exact_counterparts([area.pk], scope.edition.boundary_set_id).get(area.pk)
    if same is not None:
        text = _("This card was asked for in other borders; %(name)s is the same ground today.")
        messages.info(request, text % {"name": scope.tree.at[same, "name"]})
        return _to(request, same)
    return _other_borders(request, scope, area)


def _other_level(request: HttpRequest, scope: Scope, area: Any) -> HttpResponse:
    """An area of these borders that the page's level does not show: its level, or the area it is part of."""
    if area.level in scope.levels:
        return _to(request, area.pk, level=str(area.level))
    above = ancestors_at(scope.tree, scope.level)[area.pk]
    if not is_missing(above) and area.level > scope.level:
        text = _("%(name)s is part of this area; its own numbers are not known.")
        messages.info(request, text % {"name": area})
        return _to(request, int(above))
    text = _("These data have no card of %(name)s. Choose an area from the list.") % {"name": area}
    return _missing(request, _("There is no card of %(name)s") % {"name": area}, text)


def _other_borders(request: HttpRequest, scope: Any, area: Any) -> HttpResponse:
    """The area as it was is not in these data: what became of it, where that is known."""
    found = successors_of(area, scope.edition.boundary_set_id)
    became = [(str(one), reverse("card", args=[one.pk])) for one in found]
    values = {"name": area, "borders": area.boundary_set, "period": scope.edition.period_label}
    heading = _("%(name)s (%(borders)s) is not in the data of %(period)s") % values
    text = _("Its borders are others than those of these data, and no single area is the same ground.")
    return _missing(request, heading, text, became)


def _missing(
    request: HttpRequest, heading: str, text: str, ways: list[tuple[str, str]] | None = None
) -> HttpResponse:
    everything = reverse("card") + "?" + urlencode({"all": 1})
    return page(
        request, "card", heading=heading, template="dashboard/missing.html", status=404, text=text,
        ways=[*(ways or []), (_("All areas"), everything)],
    )  # fmt: skip
