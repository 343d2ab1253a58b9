"""A page on a table of customers: address → table → content (kept by edition, choices, language) → answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.kmeans import CannotCluster
from core.models import Job
from core.shown import PageRequest
from data.content import Content, Empty, kept_page

from .. import about, answers
from ..lost_rows import CannotRead
from ..waiting import TooMany
from ..words import table_name
from . import asked as table_asked
from .asked import Asked
from .form import TableForm
from .scope import TableReader
from .words import problem_words

Build = Callable[[Asked], Content]
Wait = Callable[[Asked, Any], Job | None]
# the API cannot come back: up to so many rows it waits. A report and a mail, made by jobs, always do
MOST_WAITED = 100_000
WORKING = gettext_lazy("The table of customers is being worked on")
ONCE = gettext_lazy(
    "This happens once for each choice of data and features; afterwards the page opens at once."
)


def table_page(
    request: HttpRequest,
    name: str,
    build: Build,
    form: TableForm,
    *,
    wait: Wait = lambda _asked, _user: None,
    around: Callable[[TableReader], dict[str, Any]] = lambda _reader: {},
) -> HttpResponse:
    """Answer with one page on a table of customers.

    wait: the job that the page has to wait for, None where there is none; around: what stands beside the
    content and is not kept with it.
    """
    reader = form.reader
    if reader.table is None:
        return _without_table(request, name, form)
    try:
        return _answered(request, name, build, form, wait, around)
    except TooMany as problem:
        return answers.too_many(request, name, form, problem, frame(reader))
    except CannotRead as problem:
        return answers.cannot_read(request, name, form, problem, [reader.table.edition], frame(reader))


def _answered(
    request: HttpRequest,
    name: str,
    build: Build,
    form: TableForm,
    wait: Wait,
    around: Callable[[TableReader], dict[str, Any]],
) -> HttpResponse:
    reader = form.reader
    asked = table_asked.of_reader(reader)
    if (job := _job(request, asked, wait)) is not None:
        return answers.working(request, name, form, job, WORKING, ONCE, frame(reader))
    return kept_page(
        request,
        name,
        _key(name, reader),
        lambda: _built(asked, build),
        lambda: {**frame(reader), **around(reader)},
        form=SimpleLazyObject(form.filled),
        notices=form.notices,
        chips=form.chips(),
        is_filtered=bool(reader.params.pairs()),
    )


def _job(request: HttpRequest, asked: Asked, wait: Wait) -> Job | None:
    """What is refused needs no job: the page says why."""
    if isinstance(request, PageRequest) and (request.waits or asked.table.rows <= MOST_WAITED):
        return None
    try:
        return wait(asked, request.user)
    except CannotCluster:
        return None


def _built(asked: Asked, build: Build) -> Content:
    """The content, or why there is none."""
    try:
        return build(asked)
    except CannotCluster as problem:
        try:
            text = problem_words(problem, asked.prepared())
        except CannotCluster:
            text = problem_words(problem)
        title = _("These customers cannot be shown this way")
        return Content(title, empty=Empty(_("Nothing to show"), text))


def _key(name: str, reader: TableReader) -> str:
    assert reader.region is not None
    series = tuple((one.series, tuple(e.period_label for e in one.editions)) for one in reader.tables)
    return answers.content_key("customer-table", name, reader.cache_key, reader.region.name, series)


def frame(reader: TableReader) -> dict[str, Any]:
    """What stands around the content of every page: source, edition, whether it is demo data."""
    table, region = reader.table, reader.region
    assert table is not None
    assert region is not None
    name, editions = table_name(table.series), (table.edition,)
    label = f"{name} {table.edition.period_label}"
    return answers.frame(region, name, label, editions, table.is_demo, about.of_table(table))


def _without_table(request: HttpRequest, name: str, form: TableForm) -> HttpResponse:
    """The page before the first table of customers."""
    region = form.reader.region
    text = _(
        "A table of customers has one row per customer and whatever is known of them: age, income, spending, "
        "visits. Once it is loaded, this page shows how good the data are and which customers are alike."
    )
    heading, action = _("No table of customers is loaded yet"), _("Upload a table of customers")
    return answers.without_data(request, name, form, heading, text, action, region)
