"""Pages, their figures, and the cards of areas: what core.shown reads, for the person who asks."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from ninja.errors import HttpError

from core import pages
from core.shown import Shown, Unchanged, read
from customers.answers import UNAVAILABLE

from . import shapes, values
from .answers import Later

router = Router(tags=["Pages"])
# pages that are no part of a report because each asks for a choice first; they show numbers all the same
BESIDES_REPORT = frozenset({"card", "survey_crosstab", "survey_scale"})
SECTIONS = frozenset({"market", "survey", "customers"})
Name = Annotated[str, Path(max_length=40, description="A page's name, see /pages.")]
Key = Annotated[str, Path(max_length=80, description="A figure's key, as the page tells it.")]
AreaId = Annotated[int, Path(ge=1, le=shapes.LARGEST_ID, description="An area's id, see /areas.")]
Filter = Query[shapes.PageFilter]


def readable(user: Any) -> list[pages.Page]:
    """The pages of numbers that the person may open, in the order of the menu."""
    return [
        page
        for page in pages.all_pages()
        if page.section in SECTIONS
        and (page.in_report or page.name in BESIDES_REPORT)
        and user.role in page.roles
    ]


@router.get("/pages", response=shapes.either(shapes.Pages), summary="Pages that you may read")
def list_pages(request: HttpRequest) -> dict[str, Any]:
    """Every page of numbers that your role may open, with the names of its own parameters."""
    items = [
        {
            "name": page.name,
            "title": str(page.title),
            "section": str(pages.SECTIONS[page.section]),
            "address": reverse(page.name),
            "parameters": list(page.parameters),
            "href": reverse("api:page", args=[page.name]),
        }
        for page in readable(_person(request))
    ]
    return {"items": items, "count": len(items)}


@router.get("/pages/{name}", response=shapes.either(shapes.OnePage), summary="One page", url_name="page")
def one_page(request: HttpRequest, response: HttpResponse, name: Name, filters: Filter) -> dict[str, Any]:
    """All numbers and figures of a page under a filter, as they stand on the page itself.

    The query of the page's own address can be used as it is. Whatever does not fit is ignored, and
    `notices` say so, as on the page.
    """
    return whole_page(read_page(request, response, _known(request, name)), filters)


@router.get(
    "/pages/{name}/figures/{key}", response=shapes.either(shapes.OneFigure), summary="One figure of a page"
)
def one_figure(
    request: HttpRequest, response: HttpResponse, name: Name, key: Key, filters: Filter
) -> dict[str, Any]:
    """One figure, with what belongs to its numbers."""
    try:
        shown = read_page(request, response, _known(request, name), held=_held_pages(request, key))
    except Unchanged as page:
        raise Unchanged(_tag(page.etag, key)) from page
    figure = shown.figures.get(key)
    if figure is None:
        keys = ", ".join(shown.figures) or _("none, because of this filter")
        text = _("This page has no such figure. It has: %(keys)s.")
        raise Http404(text % {"keys": keys})
    if shown.etag:
        response["ETag"] = _tag(shown.etag, key)
    return {**values.about(shown), "figure": values.figure(figure, _sort(filters, key))}


def _tag(page: str, key: str) -> str:
    """The ETag of a figure: its page's, with its key. Only a figure that is there was ever given one."""
    return f'{page[:-1]}-{key}"'


def _held_pages(request: HttpRequest, key: str) -> str:
    """The ETags of pages of which this very figure is held."""
    ending = f'-{key}"'
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return ", ".join(f'{tag.removesuffix(ending)}"' for tag in tags if tag.endswith(ending))


@router.get("/cards/{area_id}", response=shapes.either(shapes.OnePage), summary="The card of an area")
def one_card(
    request: HttpRequest, response: HttpResponse, area_id: AreaId, filters: Filter
) -> dict[str, Any]:
    """Everything that is known of one area, as on its card.

    The card of an area of other borders is that of the same ground today, where there is one.
    """
    return whole_page(read_page(request, response, "card", [area_id]), filters)


def _person(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _known(request: HttpRequest, name: str) -> str:
    names = [page.name for page in readable(_person(request))]
    if name not in names:
        text = _("There is no such page for you. There are: %(names)s.")
        raise Http404(text % {"names": ", ".join(names)})
    return name


def read_page(
    request: HttpRequest,
    response: HttpResponse,
    name: str,
    args: Iterable[Any] = (),
    held: str | None = None,
) -> Shown:
    """The page, whose ETag becomes that of the answer; it is not made for who holds it already (`held`).

    Raises Later where it shows a job that it waits for, HttpError where its numbers cannot be read now.
    """
    held = request.headers.get("If-None-Match", "") if held is None else held
    shown = read(name, _asked(request), _person(request), args, held=held)
    if shown.retry_after:
        raise Later(shown.problem, shown.retry_after)
    if shown.status == UNAVAILABLE:
        raise HttpError(shown.status, shown.problem)
    if shown.etag:
        response["ETag"] = shown.etag
    return shown


def _asked(request: HttpRequest) -> QueryDict:
    """The address's parameters without those by which pages give files away."""
    query = request.GET.copy()
    for own in ("download", "figure"):
        query.pop(own, None)
    return query


def whole_page(shown: Shown, filters: shapes.PageFilter) -> dict[str, Any]:
    """shapes.OnePage."""
    return {
        **values.about(shown),
        "numbers": [values.number(one) for one in shown.numbers],
        "figures": [values.figure(one, _sort(filters, key)) for key, one in shown.figures.items()],
    }


def _sort(filters: shapes.PageFilter, key: str) -> str | None:
    """The order asked for, where it is this figure's."""
    return filters.sort if filters.table in (None, "", key) else None
