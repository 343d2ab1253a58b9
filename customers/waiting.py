"""The job that a page waits for, where what it needs takes too long to compute while somebody waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from analysis.refusal import Refusal
from core import jobs
from core.jobs import JobProblem
from core.models import Job
from core.texts import shown
from data.editions import Refused

from .lost_rows import CannotRead

TRY_AGAIN = timedelta(minutes=2)
ASK_AGAIN_SECONDS = 60
# of one person: nobody looks at more pages at once, and imports wait behind all of them
MOST_WAITING = 5
TOO_MANY = gettext_noop(
    "%(n)s computations that you asked for are still under way, so no further one was begun. Wait until one "
    "of them is done, then ask again; Data → Activity shows how far they are."
)
NOT_KEPT = gettext_noop(
    "This was computed, and could not be kept: the disk of the server is full, or cannot be written. Ask the "
    "administrator of this server to free space, then open the page again."
)


class TooMany(Refused):
    """The person waits for as many jobs as anybody may: none is begun."""


def job_for(kind: str, subject: int, asked: dict[str, Any], user: Any) -> Job:
    """The person's job of a kind that makes what is not there yet. asked: its options. Raises TooMany.

    Nobody sees the progress of another's job; theirs, once it is done, leaves nothing to do for this one. A
    job that ended just now is the answer, too: why it failed, or that what it made is not found here, as
    where the worker is of another version. Later it is tried again.
    """
    wanted = {"kind": kind, "subject_id": subject, "options": asked, "user": user}
    return _newest(wanted) or _begun(wanted)


def _newest(wanted: dict[str, Any]) -> Job | None:
    last = Job.objects.filter(**wanted).order_by("-pk").first()
    return last if last is not None and (not last.is_over or _ended_just_now(last)) else None


@transaction.atomic
def _begun(wanted: dict[str, Any]) -> Job:
    # the person's own row is locked: of two requests at once the second finds the job of the first
    person = User.objects.select_for_update().get(pk=wanted["user"].pk)
    if job := _newest(wanted):
        return job
    n = _jobs_of_pages().filter(user=person, state__in=(Job.State.QUEUED, Job.State.RUNNING)).count()
    if n >= MOST_WAITING:
        raise TooMany(TOO_MANY, n=n)
    return jobs.enqueue(wanted["kind"], wanted["subject_id"], person, **wanted["options"])


def _jobs_of_pages() -> "QuerySet[Job]":
    """All that pages on customers wait for; lists and reports have a limit of their own."""
    own = [kind for kind, function in settings.JOB_KINDS.items() if function.startswith("customers.")]
    return Job.objects.filter(kind__in=own)


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
