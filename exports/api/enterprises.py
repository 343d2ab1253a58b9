"""The list of enterprises within a person's areas, masked and logged as on its page."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router

from core.shown import PageRequest
from dashboard import enterprise_log, enterprises
from dashboard.area_forms import ListForm
from data.listing import Line, Listing
from data.market import Market
from data.paging import LONGEST_TEXT
from data.params import NOT_STATED

from . import list_shapes, shapes
from .lists import listed

router = Router(tags=["Enterprises"])
Sought = Annotated[
    str,
    Query(max_length=LONGEST_TEXT, description="Part of a village's or business's name, or a row number."),
]


@router.get(
    "/enterprises", response=shapes.either(list_shapes.Enterprises), summary="Enterprises in your areas"
)
def list_enterprises(
    request: HttpRequest, part: Query[shapes.Part], filters: Query[shapes.MarketFilter], q: Sought = ""
) -> dict[str, Any]:
    """The rows of the register behind a filter, by sub-district and village.

    Sales see those of their work areas only. Names and addresses are masked for analysts. Reading names is
    written down in the log, and no answer has telephone numbers.
    """
    user = request.auth  # type: ignore[attr-defined]
    form = _form(request, user)
    if form.scope is None:
        return listed(request, part, 0, [], **_without_data(form))
    listing = Listing(form.scope.edition, user, form.params(), form.scope.tree, form.text)
    market = Market(form.scope, form.params())
    lines = listing.lines_from(part.offset, part.limit)
    enterprise_log.list_shown(
        listing, lines, part.offset // part.limit + 1, form="API", first=part.offset + 1
    )
    items = [_enterprise(line, listing) for line in lines]
    return listed(request, part, listing.found, items, **_about(market, listing, form))


def _form(request: HttpRequest, user: Any) -> ListForm:
    """The filter as the page reads it; which part of the list is asked for is no filter."""
    query = request.GET.copy()
    for own in shapes.Part.model_fields:
        query.pop(own, None)
    return ListForm(PageRequest(reverse("enterprises"), query, user))


def _enterprise(line: Line, listing: Listing) -> dict[str, Any]:
    row = line.row
    return {
        "id": row.pk,
        **{name: getattr(line, name) for name in ("name", "address", "district", "village", "is_sealed")},
        "category": row.category_id or NOT_STATED,
        "category_name": enterprises.category_of(row),
        "size": row.size_class,
        "size_name": str(row.get_size_class_display()),
        "n": row.n,
        "row": row.row_number,
        "file": row.dataset.file_name,
        "href": enterprises.entry(line, listing).href,
    }


def _about(market: Market, listing: Listing, form: ListForm) -> dict[str, Any]:
    said = enterprises.of_list(market, listing)
    empty = said["empty"]
    return {
        **{name: said[name] for name in ("heading", "edition_line", "source_line")},
        "notices": [*form.notices, *said["lead"]],
        "is_demo": market.is_demo,
        "problem": f"{empty.title}. {empty.text}" if empty else "",
    }


def _without_data(form: ListForm) -> dict[str, Any]:
    region = form.reader.region
    words = _("There are no MSME data yet")
    if region:
        words = _("There are no MSME data of %(region)s yet") % {"region": region.name}
    return {
        "heading": words,
        "notices": form.notices,
        "edition_line": region.name if region else "",
        "source_line": "",
        "is_demo": bool(region and region.is_demo),
        "problem": words,
    }
