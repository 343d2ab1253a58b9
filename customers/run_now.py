"""What the segments of a saved segmentation are called today, where that is known without a long count."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from analysis.kmeans import CannotCluster
from analysis.refusal import Refusal

from . import naming, run_content
from .engine import EngineAway
from .lost_rows import CannotRead
from .models import CustomerRun
from .naming import Segment
from .shop import facts, segmentation, summaries
from .shop.scope import CustomerReader
from .table import asked as table_asked
from .table import facts as table_facts
from .table import naming as table_naming
from .table import run_content as table_run_content
from .table import segmentation as table_segmentation
from .table.scope import TableReader


def names(run: CustomerRun, user: Any) -> dict[int, str]:
    """Segment of the run → what most of its customers' segment is called on today's data; without those that
    have no such segment."""
    of_kind = {CustomerRun.Kind.LRFM: _of_shop, CustomerRun.Kind.ATTRIBUTES: _of_table}
    try:
        return of_kind[CustomerRun.Kind(run.kind)](run, user)
    except (Refusal, CannotCluster, EngineAway, CannotRead):
        # the page of a run says what was found then; today's segments are not to be had
        return {}


def _of_shop(run: CustomerRun, user: Any) -> dict[int, str]:
    reader = CustomerReader(QueryDict(run_content.address(run).removeprefix("?")), user)
    shop = reader.shop
    if shop is None or shop.series != run.series:
        return {}
    if not summaries.is_at_hand(shop, reader.reference, reader.params.rules, summaries.CUSTOMERS):
        return {}
    if segmentation.is_long(reader, segmentation.SEGMENTS):
        return {}
    known = facts.facts(reader)
    return _called(naming.partners(run.result, known.found), known.segments)


def _of_table(run: CustomerRun, user: Any) -> dict[int, str]:
    reader = TableReader(QueryDict(table_run_content.address(run).removeprefix("?")), user)
    if reader.table is None or reader.table.series != run.series:
        return {}
    asked = table_asked.of_reader(reader)
    if table_segmentation.is_long(asked):
        return {}
    known = table_facts.facts(asked)
    return _called(table_naming.partners(run.result, known.found), known.segments)


def _called(partners: Mapping[int, int], segments: Mapping[int, Segment]) -> dict[int, str]:
    return {theirs: segments[own].name for own, theirs in partners.items() if own in segments}
