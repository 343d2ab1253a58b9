"""Keeps the segments of a table of customers: as a run, and what people call them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from analysis.kmeans import CannotCluster
from core.pages import ANALYSTS
from core.roles import allow
from customers import saving
from customers.models import CustomerRun
from customers.naming import names_of
from customers.table import asked as table_asked
from customers.table import jobs as table_jobs
from customers.table import run as table_run
from customers.table.content import frame
from customers.table.facts import TableFacts, facts
from customers.table.scope import TableReader
from customers.table.words import problem_words
from customers.views import keeping
from customers.views.tables import NO_TABLE, table_seen
from data.editions import Refused

NOT_YET = gettext_noop("These segments are still being computed. Save them once the page shows them.")


@require_POST
@allow(ANALYSTS)
def attribute_run_save(request: HttpRequest) -> HttpResponse:
    """Keep the segmentation that the address describes."""
    return keeping.save(request, "attribute_segments", _known, _keep)


@require_POST
@allow(ANALYSTS)
def attribute_words(request: HttpRequest) -> HttpResponse:
    """Name the segments of the address."""
    return keeping.name_segments(request, "attribute_segments", _looked, _around)


def _around(request: HttpRequest) -> dict[str, Any]:
    reader = TableReader(request.GET, request.user)
    return frame(reader) if reader.table is not None else {}


def _looked(request: HttpRequest) -> keeping.Looked:
    reader = TableReader(request.GET, request.user)
    known = _found(reader, request)
    edition, result = known.asked.table.edition, table_run.result_of(known)
    return keeping.Looked(known, reader, edition, CustomerRun.Kind.ATTRIBUTES, result, frame(reader))


def _known(request: HttpRequest) -> TableFacts:
    return _found(table_seen(request), request)


def _found(reader: TableReader, request: HttpRequest) -> TableFacts:
    """The segments of an address. Refused where they are not to be had now."""
    if reader.table is None:
        raise Refused(NO_TABLE)
    asked = table_asked.of_reader(reader)
    try:
        if table_jobs.waiting_for_segments(asked, request.user) is not None:
            raise Refused(NOT_YET)
        return facts(asked)
    except CannotCluster as problem:
        raise Refused(problem_words(problem, asked.prepared())) from problem


def _keep(known: TableFacts, name: str, user: Any) -> tuple[CustomerRun, bool]:
    table = known.asked.table
    return saving.save(
        CustomerRun.Kind.ATTRIBUTES, name or table_run.default_name(known), [table.edition],
        table_run.params_of(known), table_run.result_of(known), user, table.is_demo,
        names_of(known.segments),
    )  # fmt: skip
