"""Segments of a shop's customers, and how many there should be."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from core.pages import ANALYSTS
from customers.shop import jobs as shop_jobs
from customers.shop import k_content, movement, movement_content, segments_content
from customers.shop.content import customer_page
from customers.shop.forms import MovementForm
from customers.shop.scope import CustomerReader
from customers.shop.summaries import COUNTS, CUSTOMERS

# customers, and who of the files is none
OF_THE_SHOP = (CUSTOMERS, COUNTS)


def customers(request: HttpRequest) -> HttpResponse:
    """Who is alike, what each group is worth, and what to do for it."""
    return customer_page(request, "customers", segments_content.build, around=_saving, needs=OF_THE_SHOP)


def _saving(reader: CustomerReader) -> dict[str, Any]:
    return {"may_save": reader.user.role in ANALYSTS, "seen": reader.seen, "names_seen": reader.names_seen}


def customer_k(request: HttpRequest) -> HttpResponse:
    """Every number of segments side by side, with a recommendation or "no clear k"."""
    return customer_page(request, "customer_k", k_content.build, waits=(shop_jobs.comparison_job,))


def customer_movement(request: HttpRequest) -> HttpResponse:
    """Who rose and who fell between two days."""
    form = MovementForm(request)
    earlier = form.reader.query.get("earlier", "")
    return customer_page(
        request, "customer_movement", movement_content.build, form=form, variant=earlier, days=movement.days
    )
