"""The job that a page waits for, where what it needs takes too long to compute while somebody waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from analysis.refusal import Refusal
from core import jobs
from core.jobs import JobProblem
from core.models import Job
from core.texts import shown

from .lost_rows import CannotRead

TRY_AGAIN = timedelta(minutes=2)
ASK_AGAIN_SECONDS = 60
NOT_KEPT = gettext_noop(
    "This was computed, and could not be kept: the disk of the server is full, or cannot be written. Ask the "
    "administrator of this server to free space, then open the page again."
)


def job_for(kind: str, subject: int, asked: dict[str, Any], user: Any) -> Job:
    """The person's job of a kind that makes what is not there yet. asked: its options.

    Nobody sees the progress of another's job; theirs, once it is done, leaves nothing to do for this one. A
    job that ended just now is the answer, too: why it failed, or that what it made is not found here, as
    where the worker is of another version. Later it is tried again.
    """
    same = Job.objects.filter(kind=kind, subject_id=subject, options=asked, user=user)
    last = same.order_by("-pk").first()
    if last is not None and (not last.is_over or _ended_just_now(last)):
        return last
    return jobs.enqueue(kind, subject, user, **asked)


def later(job: Job) -> tuple[str, int]:
    """What who cannot come back by itself is told, as the API, and the seconds after which to ask again."""
    if job.state == Job.State.FAILED:
        return shown(job.message), int(TRY_AGAIN.total_seconds())
    return _("Ask again in a minute."), ASK_AGAIN_SECONDS


@contextmanager
def problems_told() -> Iterator[None]:
    """What an analysis refuses, and rows that cannot be read, as the message of the job."""
    try:
        yield
    except (Refusal, CannotRead) as problem:
        raise JobProblem(problem.text, dict(problem.data)) from problem


def _ended_just_now(job: Job) -> bool:
    return job.finished_at is not None and timezone.now() - job.finished_at < TRY_AGAIN


def check_kept(is_there: bool) -> None:
    """Let a job fail whose result was made and is not kept: the page would wait for it for ever."""
    if not is_there:
        raise JobProblem(NOT_KEPT)
