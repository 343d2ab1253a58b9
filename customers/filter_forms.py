"""The filter of every page on customers by itself, for who says in words what an address chooses: nothing is
counted or grouped for it, and no job begins."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest

from analysis.refusal import Refusal

from .lost_rows import CannotRead
from .shop import segmentation, summaries
from .shop.facts import facts
from .shop.forms import CustomerForm, MovementForm
from .shop.list_form import CustomerListForm
from .shop.scope import CustomerReader
from .shop.value_form import ValueForm
from .table.features_form import GroupedForm
from .table.form import TableForm


def _list(request: HttpRequest) -> CustomerListForm:
    form = CustomerListForm(request)
    if form.reader.shop is not None and form.reader.query.get("segment") and _is_at_hand(form.reader):
        # a segment's name takes no waiting then; nobody can be grouped where facts refuses
        with suppress(Refusal, CannotRead):
            form.segments = facts(form.reader).segments
    return form


def _is_at_hand(reader: CustomerReader) -> bool:
    """Whether the segments of an address need no job."""
    assert reader.shop is not None
    counted = summaries.is_at_hand(reader.shop, reader.reference, reader.params.rules, summaries.CUSTOMERS)
    return counted and not segmentation.is_long(reader, segmentation.SEGMENTS)


FORMS: dict[str, Callable[[HttpRequest], CustomerForm | TableForm]] = {
    "customers": CustomerForm,
    "customer_k": CustomerForm,
    "customer_list": _list,
    "customer_movement": MovementForm,
    "customer_value": ValueForm,
    "customer_sales": lambda request: CustomerForm(request, with_scores=False),
    "attribute_segments": GroupedForm,
    "attribute_relations": lambda request: TableForm(request, with_pair=True),
    "attribute_quality": TableForm,
}


def of_page(name: str, request: HttpRequest) -> Any:
    """The filter of a page, as the page itself shows it."""
    return FORMS[name](request).filled()
