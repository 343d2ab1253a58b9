"""A shop's customers: the list, one of them, a telephone number, a row of a file, and somebody new."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core.roles import allow
from core.views import never_kept, page
from customers.shop import card, customer_log, list_content, listing, placing
from customers.shop.content import answered, frame
from customers.shop.facts import facts
from customers.shop.forms import CustomerForm
from customers.shop.list_form import CARRIED, CustomerListForm
from customers.shop.place_form import PlaceForm
from customers.shop.scope import CustomerReader
from data.listing import READERS, may_read
from data.originals import original


def customer_list(request: HttpRequest) -> HttpResponse:
    """Customers a page at a time, those worth a call first."""
    form = CustomerListForm(request)
    return answered(request, "customer_list", form, lambda: _listed(request, form), form.days)


def _listed(request: HttpRequest, form: CustomerListForm) -> HttpResponse:
    known = facts(form.reader)
    asked = form.asked(known.segments)
    rows = listing.chosen(known, asked)
    if asked.text and form.reads_names:
        customer_log.searched(form.reader, asked)
    number = form.page_of(list_content.pages(rows))
    shown = list_content.of_page(known, rows, number, may_read(request.user))
    return page(
        request, "customer_list", notices=form.notices, form=SimpleLazyObject(form.filled),
        chips=[*form.chips(), *form.own_chips(asked)], **list_content.of_list(known, asked, rows),
        **shown, **frame(form.reader),
    )  # fmt: skip


def customer(request: HttpRequest) -> HttpResponse:
    """One customer; `?customer=` names them."""
    return _answered(request, lambda found: _customer(request, found))


@allow(READERS)
def customer_contact(request: HttpRequest) -> HttpResponse:
    """Name and telephone number of one customer, once they were asked for; each opening is logged.

    What is fetched from the page that answers (a figure's file, another order) is that of the card.
    """
    if request.method != "POST":
        return redirect(f"{reverse('customer')}?{request.GET.urlencode()}")

    def opened(found: card.Customer) -> HttpResponse:
        customer_log.seen(request.user, "customer_contact_opened", found)
        if request.headers.get("HX-Target", "").startswith("contact-"):
            return _reach(request, found)
        return _customer(request, found, reach=card.reach(found))

    return never_kept(_answered(request, opened))


def _reach(request: HttpRequest, one: card.Customer) -> HttpResponse:
    """Name and number for a row of the list."""
    return page(
        request, "customer_list", template="customers/_reach.html", heading=one.number, reach=card.reach(one),
        **frame(one.known.reader),
    )  # fmt: skip


def _customer(request: HttpRequest, one: card.Customer, **more: Any) -> HttpResponse:
    reads = request.user.role in READERS  # type: ignore[union-attr]
    return page(
        request, "customer_list", template="customers/customer.html", heading=card.heading(one),
        numbers=card.numbers(one), figures=card.figures(one), number=one.number, reads=reads,
        advice=card.advice(one),
        has_contact=reads and bool(card.contacts(one)), segment=one.known.segments[one.segment],
        back=list_content.back(one.known.reader), without_tools=True, **frame(one.known.reader), **more,
    )  # fmt: skip


def customer_row(request: HttpRequest, dataset_id: int, sheet: int, row_number: int) -> HttpResponse:
    """A customer's row of a file, as it stands there; personal cells are masked."""
    return _answered(request, lambda found: _row(request, found, dataset_id, sheet, row_number))


def _row(request: HttpRequest, found: card.Customer, dataset_id: int, sheet: int, row: int) -> HttpResponse:
    dataset = card.dataset_of(found, dataset_id, sheet, row)
    if dataset is None:
        return _gone(request, found.known.reader)
    return page(
        request, "customer_list", template="customers/customer_row.html",
        heading=_("Row %(row)s of %(file)s") % {"row": row, "file": dataset.file_name},
        original=original(dataset, sheet, row, request.user), dataset=dataset, row_number=row,
        number=found.number, without_tools=True, **frame(found.known.reader),
    )  # fmt: skip


def customer_place(request: HttpRequest) -> HttpResponse:
    """Where somebody belongs who is not in the files yet, by the segments as they are."""
    form = CustomerForm(request, CARRIED)
    return answered(request, "customer_list", form, lambda: _placed(request, form))


def _placed(request: HttpRequest, form: CustomerForm) -> HttpResponse:
    known, asked = facts(form.reader), PlaceForm(form.reader, request.GET)
    return page(
        request, "customer_list", template="customers/customer_place.html", notices=form.notices, asked=asked,
        carried=form.reader.params.pairs(), back=list_content.back(form.reader), without_tools=True,
        **placing.of_place(known, asked), **frame(form.reader),
    )  # fmt: skip


def _answered(request: HttpRequest, make: Callable[[card.Customer], HttpResponse]) -> HttpResponse:
    """What `make` shows of the customer of the address, or that there is none."""
    form = CustomerForm(request, ("customer", *CARRIED))

    def found() -> HttpResponse:
        one = card.find(facts(form.reader), request.GET.get("customer", ""))
        return _gone(request, form.reader) if one is None else make(one)

    return answered(request, "customer_list", form, found)


def _gone(request: HttpRequest, reader: CustomerReader) -> HttpResponse:
    text = _(
        "Nobody with this number bought anything by the reference date, or the file was withdrawn. Look the "
        "number up in the list."
    )
    ways = [(_("To the list of customers"), list_content.back(reader))]
    return page(
        request, "customer_list", heading=_("This customer is not in the data shown"), text=text, ways=ways,
        template="dashboard/missing.html", status=404, without_tools=True,
    )  # fmt: skip
