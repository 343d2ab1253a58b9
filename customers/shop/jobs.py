"""What the worker computes of a large shop, with progress: counts, segments of scores that are no steps, and
models of lifetime value. `…_job`: the person's job that makes what a page needs, None where it is there."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy, gettext_noop

from analysis.kmeans import MAX_K, MIN_K
from analysis.lrfm import Rules
from core.jobs import JobProblem, Progress
from core.models import Job
from data.models import Edition
from data.queries import edition_by_id

from .. import queries, waiting
from ..queries import Shop
from . import segmentation, summaries, value
from .scope import CustomerReader

COUNT, SEGMENT, FIT = "count_customers", "segment_customers", "fit_customers"
HEADINGS = {
    COUNT: gettext_lazy("The transactions are being counted"),
    SEGMENT: gettext_lazy("The customers are being put into segments"),
    FIT: gettext_lazy("The models are being fitted"),
}
GONE = gettext_noop("The transactions were withdrawn or deleted. Open the page anew.")


def count_job(
    reader: CustomerReader,
    user: Any,
    needs: Iterable[str] = (summaries.CUSTOMERS,),
    days: Iterable[date] = (),
) -> Job | None:
    """Counts what the page needs of the reference date, with all that other pages will need of it; and the
    customers of earlier days."""
    shop, rules = _shop(reader), reader.params.rules
    of_a_day = (reader.reference, needs, summaries.OF_A_DAY)
    customers = (summaries.CUSTOMERS,)
    for day, needed, what in (of_a_day, *((day, customers, customers) for day in days)):
        if not all(summaries.is_at_hand(shop, day, rules, one) for one in needed):
            return _job(COUNT, shop, user, reference=day.isoformat(), rules=asdict(rules), what=list(what))
    return None


def segment_job(reader: CustomerReader, user: Any) -> Job | None:
    """Groups the customers into as many segments as the address asks for."""
    return _segment_job(reader, segmentation.SEGMENTS, user)


def comparison_job(reader: CustomerReader, user: Any) -> Job | None:
    """Tries every number of segments."""
    return _segment_job(reader, segmentation.COMPARISON, user)


def _segment_job(reader: CustomerReader, what: str, user: Any) -> Job | None:
    if not segmentation.is_long(reader, what):
        return None
    # what other pages chose, and the region, change nothing
    query = replace(reader.params, carried=()).query()
    return _job(SEGMENT, _shop(reader), user, query=query, what=what)


def fit_job(reader: CustomerReader, user: Any) -> Job | None:
    """Fits the models of lifetime value."""
    shop, rules = _shop(reader), reader.params.rules
    if not value.is_long(shop, reader.reference, rules):
        return None
    return _job(FIT, shop, user, reference=reader.reference.isoformat(), rules=asdict(rules))


def _shop(reader: CustomerReader) -> Shop:
    assert reader.shop is not None
    return reader.shop


def _job(kind: str, shop: Shop, user: Any, **asked: Any) -> Job:
    options = {"editions": [one.pk for one in shop.editions], **asked}
    return waiting.job_for(kind, shop.editions[0].pk, options, user)


# In the worker: run again, each finds what is there already -----------------------------------------------


def count(job: Job, progress: Progress) -> None:
    """Count the customers of a large shop."""
    shop, reference, rules, wanted = *_counted(job), job.options["what"]
    progress.stage(gettext_noop("Counting transactions"), shop.rows)
    for done, what in enumerate(wanted, 1):
        with waiting.problems_told():
            summaries.filed(shop, reference, rules, what)
        waiting.check_kept(summaries.is_at_hand(shop, reference, rules, what))
        progress.at(shop.rows * done // len(wanted))


def segment(job: Job, progress: Progress) -> None:
    """Put the customers of a large shop into segments."""
    reader, what = _asked(job), job.options["what"]
    n = MAX_K - MIN_K + 1 if what == segmentation.COMPARISON else 0
    progress.stage(gettext_noop("Putting customers into segments"), n)
    with waiting.problems_told():
        segmentation.filed(reader, what, progress.at)
    waiting.check_kept(not segmentation.is_long(reader, what))
    progress.at(n)


def fit(job: Job, progress: Progress) -> None:
    """Fit the models of lifetime value."""
    shop, reference, rules = _counted(job)
    progress.stage(gettext_noop("Fitting models of repeat purchases"), value.STEPS)
    with waiting.problems_told():
        value.filed(shop, reference, rules, progress.at)
    waiting.check_kept(not value.is_long(shop, reference, rules))


def _counted(job: Job) -> tuple[Shop, date, Rules]:
    shop = next(iter(queries.shops(_editions(job))), None)
    if shop is None:
        raise JobProblem(GONE)
    return shop, date.fromisoformat(job.options["reference"]), Rules(**job.options["rules"])


def _asked(job: Job) -> CustomerReader:
    found = _editions(job)
    if not found or job.user is None:
        raise JobProblem(GONE)
    reader = CustomerReader(QueryDict(job.options["query"].lstrip("?")), job.user, editions=found)
    if reader.shop is None:
        raise JobProblem(GONE)
    return reader


def _editions(job: Job) -> list[Edition]:
    return [found for pk in job.options["editions"] if (found := edition_by_id(pk)) is not None]
