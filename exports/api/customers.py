"""A shop's customers by number, and the segmentations that are kept, as on their pages and without names."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from ninja.errors import HttpError

from analysis.refusal import Refusal
from core.shown import PageRequest
from customers import queries, waiting
from customers.lost_rows import CannotRead
from customers.problems import words
from customers.shop import jobs as shop_jobs
from customers.shop import list_content, listing
from customers.shop.content import frame
from customers.shop.facts import Facts, facts
from customers.shop.list_form import CustomerListForm
from data.paging import LONGEST_TEXT

from . import list_shapes, shapes
from .answers import Later
from .lists import cut, listed
from .pages import Filter, read_page, whole_page

router = Router(tags=["Customers"])
Sought = Annotated[str, Query(max_length=LONGEST_TEXT, description="Part of a customer's number.")]
RunId = Annotated[int, Path(ge=1, le=shapes.LARGEST_ID, description="See /segmentations.")]


@router.get("/customers", response=shapes.either(list_shapes.CustomersOut), summary="Customers of a shop")
def list_customers(
    request: HttpRequest, part: Query[shapes.Part], filters: Query[shapes.CustomerListFilter], q: Sought = ""
) -> dict[str, Any]:
    """The customers of a shop with their segment and whether they are worth a call, in the order of the page.

    A customer is a number of the shop's own. Names and telephone numbers are opened on the site only.
    """
    form = _form(request)
    if form.reader.shop is None:
        return listed(request, part, 0, [], **_without(form, _("No transactions are loaded yet")))
    try:
        form.reader.shop.check()
        _wait(form)
        known = facts(form.reader)
    except CannotRead as problem:
        raise HttpError(503, words(problem.text, problem.data)) from problem
    except Refusal as problem:
        text = words(problem.text, problem.data)
        return listed(request, part, 0, [], **_without(form, text), **_frame(form))
    asked = form.asked(known.segments)
    found = listing.chosen(known, asked)
    items = list(_customers(known, asked, found, part))
    return listed(request, part, len(found), items, **_about(form, known, asked, found), **_frame(form))


def _wait(form: CustomerListForm) -> None:
    """Raise Later where the list must be counted first, which no request does for a large shop."""
    reader, days = form.reader, form.days(form.reader)
    job = shop_jobs.count_job(reader, reader.user, days=days) or shop_jobs.segment_job(reader, reader.user)
    if job is not None:
        text, seconds = waiting.later(job)
        raise Later(f"{shop_jobs.HEADINGS[job.kind]}. {text}", seconds)


def _form(request: HttpRequest) -> CustomerListForm:
    """The filter as the page reads it; which part of the list is asked for is no filter."""
    query = request.GET.copy()
    for own in (*shapes.Part.model_fields, "page"):
        query.pop(own, None)
    return CustomerListForm(PageRequest(reverse("customer_list"), query, request.auth))  # type: ignore[attr-defined]


def _customers(known: Facts, asked: listing.Asked, found: listing.Chosen, part: shapes.Part) -> Any:
    rows = found.part(part.offset, part.offset + part.limit)
    moves: list[Any] = [{}] * len(rows)
    if asked.is_of_a_move:
        moves = list(listing.moves(known, asked, rows.index).to_dict("records"))
    for number, row, move in zip(rows.index.tolist(), rows.to_dict("records"), moves, strict=True):
        yield _customer(known, str(number), row, move)


def _customer(known: Facts, number: str, row: dict[Any, Any], move: dict[Any, Any]) -> dict[str, Any]:
    same = ("segment", "frequency", "monetary", "usual", "length", "recency", "border", "next")
    return {
        "number": number,
        **{name: row[name] for name in same},
        **{name: None if row[name] != row[name] else row[name] for name in ("gap", "overdue")},
        "segment_name": known.segments[int(row["segment"])].name,
        "is_worth_a_call": row["call"] > 0,
        "is_worth_one_try": row["once"] > 0,
        "first_day": row["first_day"].date(),
        "last_day": row["last_day"].date(),
        "was": move.get("before"),
        "change": move.get("change"),
        "href": list_content.address(known, number),
    }


def _about(
    form: CustomerListForm, known: Facts, asked: listing.Asked, found: listing.Chosen
) -> dict[str, Any]:
    said = list_content.of_list(known, asked, found)
    empty = said["empty"]
    return {
        "heading": said["heading"],
        "segments": [{"segment": place, "name": known.segments[place].name} for place in known.order],
        "until": form.reader.reference,
        "notices": [*form.notices, *filter(None, [list_content.old_files(form.reader)])],
        "problem": f"{empty['title']}. {empty['text']}" if empty else "",
    }


def _frame(form: CustomerListForm) -> dict[str, Any]:
    said = frame(form.reader)
    return {name: said[name] for name in ("edition_line", "source_line", "is_demo")}


def _without(form: CustomerListForm, problem: str) -> dict[str, Any]:
    """Why there is nobody: no shop, or nobody to group."""
    region, shop = form.reader.region, form.reader.shop
    found: dict[str, Any] = {
        "heading": problem, "segments": [], "notices": form.notices, "problem": problem,
        "until": form.reader.reference if shop else None,
    }  # fmt: skip
    if shop is None:
        place = {"edition_line": region.name if region else "", "source_line": ""}
        found |= place | {"is_demo": bool(region and region.is_demo)}
    return found


@router.get(
    "/segmentations",
    response=shapes.either(list_shapes.Listed[list_shapes.SegmentationOut]),
    summary="Segmentations that are kept",
)
def list_segmentations(request: HttpRequest, part: Query[shapes.Part]) -> dict[str, Any]:
    """Every segmentation of customers that somebody kept, the newest first. They hold no customer."""
    found = queries.listed_runs()
    return listed(request, part, found.count(), [_run(one) for one in cut(found, part)])


def _run(one: Any) -> dict[str, Any]:
    same = ("id", "name", "kind", "series", "n", "silhouette", "is_demo", "created_at")
    return {
        **{name: getattr(one, name) for name in same},
        "region": one.region.slug,
        "editions": [edition.pk for edition in one.editions.all()],
        "href": reverse("api:segmentation", args=[one.pk]),
    }


@router.get(
    "/segmentations/{run_id}",
    response=shapes.either(shapes.OnePage),
    summary="One segmentation that is kept",
    url_name="segmentation",
)
def one_segmentation(
    request: HttpRequest, response: HttpResponse, run_id: RunId, filters: Filter
) -> dict[str, Any]:
    """Sizes, means and quality as they were found, and every choice that they depend on."""
    return whole_page(read_page(request, response, "customer_run", [run_id]), filters)
