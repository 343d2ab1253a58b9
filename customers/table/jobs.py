"""What the worker computes of a table of customers: the report of its quality, or all its segments."""

from typing import Any

from django.utils.translation import gettext_noop

from core.jobs import JobProblem, Progress
from core.models import Job

from .. import waiting
from . import asked as table_asked
from . import quality, segmentation
from .asked import Asked

KIND = "segment_table"


def waiting_for_segments(asked: Asked, user: Any) -> Job | None:
    """The job that groups the customers, where it is too much to wait for. Raises CannotUse."""
    if not segmentation.is_long(asked):
        return None
    return _job_of(asked, segmentation.WHAT, user)


def waiting_for_quality(asked: Asked, user: Any) -> Job | None:
    """The job that looks at every column, where it is too much to wait for."""
    if not quality.is_long(asked):
        return None
    return _job_of(asked, quality.WHAT, user)


def _job_of(asked: Asked, what: str, user: Any) -> Job:
    return waiting.job_for(KIND, asked.table.edition.pk, asked.to_json(what), user)


def segment_table(job: Job, progress: Progress) -> None:
    """Compute and keep what a page asked for. Run again, it finds what is there already."""
    asked = table_asked.of_options(job.options)
    if asked is None:
        raise JobProblem(gettext_noop("The table of customers was replaced or deleted. Open the page anew."))
    with waiting.problems_told():
        _COMPUTED[job.options["what"]](asked, progress)


def _segments(asked: Asked, progress: Progress) -> None:
    n = len(segmentation.KS)
    progress.stage(gettext_noop("Trying every number of segments"), n)
    segmentation.filed(asked, progress.at)
    waiting.check_kept(not segmentation.is_long(asked))
    progress.at(n)


def _quality(asked: Asked, progress: Progress) -> None:
    progress.stage(gettext_noop("Looking at every column"), asked.table.rows)
    quality.filed(asked)
    waiting.check_kept(not quality.is_long(asked))
    progress.at(asked.table.rows)


_COMPUTED = {segmentation.WHAT: _segments, quality.WHAT: _quality}
