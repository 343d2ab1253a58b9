"""The page of a saved segmentation, whichever kind it is of."""

from typing import Any

from django.urls import reverse

from data.content import Content

from . import run_content, run_now
from .models import CustomerRun
from .table import run_content as table_run_content

Kind = CustomerRun.Kind
_CONTENT = {Kind.LRFM: run_content.content, Kind.ATTRIBUTES: table_run_content.content}
_PAGES = {Kind.LRFM: "customers", Kind.ATTRIBUTES: "attribute_segments"}
_QUERIES = {Kind.LRFM: run_content.address, Kind.ATTRIBUTES: table_run_content.address}


def content(run: CustomerRun, user: Any) -> Content:
    """What was stored, as figures, with what the segments are called today."""
    return _CONTENT[Kind(run.kind)](run, run_now.names(run, user))


def address(run: CustomerRun) -> str:
    """The page that shows the same on today's data."""
    kind = Kind(run.kind)
    return reverse(_PAGES[kind]) + _QUERIES[kind](run)
