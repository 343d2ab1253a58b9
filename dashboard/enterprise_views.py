"""Enterprises: the list behind a number, one of them, its row in the file, and its telephone number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from areas.queries import area_tree
from core import formats
from core.roles import allow
from core.views import never_kept, page
from data.content import Content, allowed, market_page
from data.enterprises import edition_of, visible_row
from data.listing import READERS, Listing, phones_of
from data.market import Market
from data.models import Edition, MarketRow
from data.originals import original
from data.params import MarketParams

from . import enterprise_log as log
from . import enterprises as content
from .area_forms import ListForm


def enterprises(request: HttpRequest) -> HttpResponse:
    """The rows behind the filter that the person may see, a page at a time."""
    form = ListForm(request)
    if form.scope is None:
        return market_page(request, "enterprises", lambda market: Content(""), form=form)
    request.filters_found = form.carried()  # type: ignore[attr-defined]
    market, listing = _listing(request, form)
    shown = content.of_page(listing, form.page_of(listing.pages))
    log.list_shown(listing, [one.line for one in shown["entries"]], shown["number"])
    texts = content.of_list(market, listing)
    texts["empty"] = allowed(request, texts["empty"])
    return page(
        request, "enterprises", notices=form.notices, chips=form.chips(), form=form, is_demo=market.is_demo,
        **texts, **shown,
    )  # fmt: skip


def _listing(request: HttpRequest, form: ListForm) -> tuple[Market, Listing]:
    assert form.scope is not None
    scope, params = form.scope, form.params()
    listing = Listing(scope.edition, request.user, params, scope.tree, form.text)
    return Market(scope, params), listing


def enterprise(request: HttpRequest, row_id: int) -> HttpResponse:
    """One enterprise: where, what, how large, and the way to its row in the file."""
    found = _found(request, row_id)
    return _gone(request) if found is None else _enterprise(request, *found)


@require_POST
@allow(READERS)
def enterprise_contact(request: HttpRequest, row_id: int) -> HttpResponse:
    """The telephone numbers of one enterprise, once they were asked for; each opening is logged."""
    found = _found(request, row_id)
    if found is None:
        return _gone(request)
    log.row_shown(request.user, "contact_opened", found[0])
    return never_kept(_enterprise(request, *found, opened=True, phones=phones_of(found[0])))


def _enterprise(request: HttpRequest, row: MarketRow, edition: Edition, **more: Any) -> HttpResponse:
    listing = Listing(edition, request.user, MarketParams(), area_tree(edition.boundary_set))
    entry = content.entry(listing.described([row])[0], listing)
    if listing.reads and "opened" not in more and (entry.line.name or entry.line.address):
        log.row_shown(request.user, "enterprise_seen", row)
    is_part = request.headers.get("HX-Target", "").startswith("contact-")
    return page(
        request, "enterprises",
        heading=entry.name,
        template="dashboard/_contact.html" if is_part else "dashboard/enterprise.html",
        reads=listing.reads,
        **content.of_one(row, entry, listing),
        **more,
    )  # fmt: skip


def enterprise_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """The row of the uploaded file, personal cells masked."""
    found = _found(request, row_id)
    return _gone(request) if found is None else _row(request, *found)


@require_POST
@allow(READERS)
def enterprise_row_open(request: HttpRequest, row_id: int) -> HttpResponse:
    """The same with the personal cells that the role may read; logged."""
    found = _found(request, row_id)
    if found is None:
        return _gone(request)
    log.row_shown(request.user, "row_opened", found[0])
    return never_kept(_row(request, *found, opened=True))


def _row(request: HttpRequest, row: MarketRow, edition: Edition, opened: bool = False) -> HttpResponse:
    shown = original(row.dataset, row.sheet, row.row_number, request.user, opened)
    listing = Listing(edition, request.user, MarketParams(), area_tree(edition.boundary_set))
    heading = _("Row %(row)s of %(file)s")
    return page(
        request, "enterprises",
        heading=heading % {"row": formats.integer(row.row_number), "file": row.dataset.file_name},
        template="dashboard/enterprise_row.html",
        original=shown,
        opened=opened,
        **content.of_one(row, content.entry(listing.described([row])[0], listing), listing),
    )  # fmt: skip


def _found(request: HttpRequest, row_id: int) -> tuple[MarketRow, Edition] | None:
    """The row in the edition of the address, or in the current one, where the person may see it."""
    asked = request.GET.get("edition", "")
    edition = edition_of(row_id, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0)
    row = None if edition is None else visible_row(edition, request.user, row_id)
    return None if row is None or edition is None else (row, edition)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same answer for what is not there and for what lies in somebody else's area."""
    text = _(
        "Its file was withdrawn or replaced since, or it lies outside your work areas. Open the list again "
        "and choose from what is shown there."
    )
    return _missing(request, _("This enterprise is not in the data that you see"), text)


def _missing(request: HttpRequest, heading: str, text: str) -> HttpResponse:
    ways = [(_("To the list of enterprises"), reverse("enterprises"))]
    return page(
        request,
        "enterprises",
        heading=heading,
        template="dashboard/missing.html",
        status=404,
        text=text,
        ways=ways,
    )
