"""Background jobs: who runs one, how far it is, and what happens when its worker dies.

django-q2 carries the call; our row decides. A worker claims the row by a conditional update and keeps a lease
alive by a heartbeat. A lease that runs out is queued again by `sweep`, so a job must be idempotent.

A call that django-q2 has handed to a worker which then dies is locked for a day and would be lost: so `sweep`
sends a waiting job again when no unread call for it is left. A job called twice is claimed once.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop
from django_q.models import OrmQ
from django_q.tasks import async_task

from . import texts
from .models import ATTEMPTS, LEASE, Job
from .processes import holder_is_dead, holder_name

__all__ = [
    "JobProblem",
    "LeaseLost",
    "NotYet",
    "Progress",
    "enqueue",
    "execute",
    "hand_back",
    "holder_is_dead",
    "job_failed",
    "latest",
    "run_now",
    "sweep",
]
log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 10
RESEND = timedelta(seconds=60)
TASK = "core.jobs.execute"
job_failed = Signal()  # sent with job=Job once a job will not be tried again

INSIDE_ERROR = gettext_noop(
    "Something went wrong inside the system. Nothing was changed. Try again; if it happens again, "
    "give the administrator of this server the number of this job."
)
INTERRUPTED = gettext_noop("This was interrupted. Nothing was changed. Start it again when you are ready.")
# of jobs that cannot be undone, whatever stopped them
HALF_DONE = gettext_noop(
    "This stopped before its end. What was done until then stays done; the rest can be done again. If it "
    "stops again, give the administrator of this server the number of this job."
)
WORKER_LOST = gettext_noop(
    "The worker stopped three times while doing this. Nothing was changed. "
    "The file may be too large for this machine: split it, or ask the administrator of this server."
)

NO_END = gettext_noop(
    "This stopped, and that cannot be written down where it belongs. It is tried again every minute. If it "
    "stays so, give the administrator of this server the number of this job: %(n)s."
)


class LeaseLost(Exception):
    """Another worker took the job over: stop without touching anything."""


class NotYet(Exception):
    """Another job must come first. The one that raises this is queued behind it, ATTEMPTS times at most."""


class JobProblem(Exception):
    """An expected failure. Its message is shown to the person: a msgid or lazy text, `params` fill it."""

    def __init__(self, message: Any, params: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.kept = texts.keep(message, params)


def enqueue(kind: str, subject_id: int | None = None, user: Any = None, **options: Any) -> Job:
    """Create a job and hand it to the worker once the current transaction is committed."""
    job = Job.objects.create(kind=kind, subject_id=subject_id, user=user, options=options)
    # robust: the job is stored by now, and if sending fails a sweep sends it
    transaction.on_commit(lambda: _send(job.pk), robust=True)
    return job


def run_now(
    kind: str,
    subject_id: int | None = None,
    user: Any = None,
    listener: Callable[[Job], None] | None = None,
    **options: Any,
) -> Job:
    """Run a job in this process (command line, tests): the same code, lease and progress row.

    Returns it when it is over, also where a worker happened to claim it first or it took several attempts.
    """
    job = Job.objects.create(kind=kind, subject_id=subject_id, user=user, options=options)
    execute(job.pk, listener)
    job.refresh_from_db()
    while not job.is_over:
        time.sleep(0.5)
        execute(job.pk, listener)
        job.refresh_from_db()
    return job


def _send(job_id: int) -> None:
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    async_task(TASK, job_id)


class Progress:
    """Handed to a job's function: writes stage and counts, and refuses to go on without the lease."""

    def __init__(self, job: Job, listener: Callable[[Job], None] | None = None) -> None:
        self.job = job
        self.listener = listener
        self._written = 0.0

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage (an English msgid; the page translates it) of `total` units (rows)."""
        self._save(stage=name, done=0, total=total, stage_started_at=timezone.now())

    def at(self, done: int, total: int | None = None) -> None:
        """Say how many units are done; written at most once a second."""
        if time.monotonic() - self._written >= 1 or 0 < (total or self.job.total) <= done:
            self._save(done=done, **({"total": total} if total else {}))

    def begin(self, done: int, **values: Any) -> None:
        """Begin a unit that may take long, `done` of them being over: written at once, with what it is."""
        self._save(done=done, options={**self.job.options, **values})

    def note(self, **values: Any) -> None:
        """Add to the job's options what is done already, for a worker that takes over and for the page."""
        self._save(options={**self.job.options, **values})

    def keep(self) -> None:
        """Raise LeaseLost unless this worker still holds the job; call it inside a final transaction.

        It writes, so that the row stays locked until that transaction ends: on PostgreSQL nobody can take
        the job over between this check and the commit.
        """
        if not _mine(self.job).update(lease_until=timezone.now() + LEASE):
            raise LeaseLost

    def _save(self, **values: Any) -> None:
        self._written = time.monotonic()
        for name, value in values.items():
            setattr(self.job, name, value)
        if not _mine(self.job).update(lease_until=timezone.now() + LEASE, **values):
            raise LeaseLost
        if self.listener:
            self.listener(self.job)


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, holder=job.holder, state=Job.State.RUNNING)


def execute(job_id: int, listener: Callable[[Job], None] | None = None) -> None:
    """Entry point of the worker. Claims the job; a loser ends quietly."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        function = import_string(settings.JOB_KINDS[job.kind])
        with _heartbeat(job):
            function(job, Progress(job, listener))
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.pk)
    except JobProblem as problem:
        _finish(job, Job.State.FAILED, problem.kept)
    except NotYet:
        _again(job)
    except (OperationalError, InterfaceError):
        # the database was away, locked or full for a while: the job is idempotent, so it is tried again
        log.exception("job %s (%s, subject %s) met a database problem", job.pk, job.kind, job.subject_id)
        if not connection.in_atomic_block:  # a broken one is replaced; a caller's own transaction is not ours
            close_old_connections()
        _again(job)
    except KeyboardInterrupt:
        _finish(job, Job.State.FAILED, INTERRUPTED)
        raise
    except Exception:  # the boundary: whatever a job raises is logged and said, once
        log.exception("job %s (%s, subject %s) failed", job.pk, job.kind, job.subject_id)
        _finish(job, Job.State.FAILED, INSIDE_ERROR)
    else:
        _finish(job, Job.State.DONE, "")


def _claim(job_id: int) -> Job | None:
    now = timezone.now()
    holder = holder_name()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempt__lt=ATTEMPTS).update(
        state=Job.State.RUNNING,
        holder=holder,
        lease_until=now + LEASE,
        attempt=F("attempt") + 1,
        stage="",
        done=0,
        total=0,
        started_at=now,
        stage_started_at=now,
    )
    return Job.objects.filter(pk=job_id, holder=holder).first() if claimed else None


def _finish(job: Job, state: str, message: str) -> None:
    """End the job, and let whoever waits for its failure write that down in the same transaction."""
    if job.kind in settings.JOBS_IN_PARTS and message in (INSIDE_ERROR, INTERRUPTED, WORKER_LOST):
        message = HALF_DONE
    with transaction.atomic():
        over = _mine(job).update(state=state, message=message, finished_at=timezone.now(), lease_until=None)
        if over and state == Job.State.FAILED:
            job.refresh_from_db()
            job_failed.send(sender=Job, job=job)


def _again(job: Job, message: str = INSIDE_ERROR) -> None:
    """Put a job of ours back in the queue, or end it after the last attempt."""
    if job.attempt >= ATTEMPTS:
        _finish(job, Job.State.FAILED, message)
    elif _mine(job).update(
        state=Job.State.QUEUED, holder="", lease_until=None, message="", sent_at=timezone.now()
    ):
        async_task(TASK, job.pk)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Keep the lease alive from a thread: a long step inside pandas must not lose the job."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        # Bounded: inside a caller's own transaction (tests) the beat may wait for a lock of this very thread.
        thread.join(timeout=5)


def _beat(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(HEARTBEAT_SECONDS):
            close_old_connections()
            try:
                if not _mine(job).update(lease_until=timezone.now() + LEASE):
                    return  # taken over: Progress tells the job at its next step
            except (OperationalError, InterfaceError):
                # a writer held the database too long, or it is away: three more beats fit into the lease
                log.warning("job %s: a heartbeat was not written", job.pk, exc_info=True)
    finally:
        connection.close()


def sweep(dead_holders: Callable[[str], bool] | None = None, just_started: bool = False) -> int:
    """Queue jobs again whose lease ran out, or whose holder is known to be dead. Returns how many.

    Also sends waiting jobs whose call was lost. `just_started` (a worker that has read no call yet) sends
    them without the usual pause of a minute. Any number of workers may sweep at once.
    """
    now = timezone.now()
    taken_back = 0
    for job in Job.objects.filter(state=Job.State.RUNNING).order_by("pk"):
        if job.lease_until is None or job.lease_until < now or (dead_holders and dead_holders(job.holder)):
            taken_back += _take_back(job)
    _send_lost_calls(now if just_started else now - RESEND)
    return taken_back


def _take_back(job: Job) -> bool:
    """Queue or end a job that its holder lost. False if the holder renewed its lease in the meantime, or
    where its end cannot be written: the next sweep tries again, and until then the job says so.
    """
    if not _mine(job).filter(lease_until=job.lease_until).update(lease_until=timezone.now()):
        return False
    try:
        _again(job, WORKER_LOST)
    except Exception:  # one job whose failure cannot be written must not hold up the others
        log.exception("job %s could not be taken back", job.pk)
        _mine(job).update(message=texts.keep(NO_END, {"n": job.pk}))
        return False
    return True


def _send_lost_calls(before: datetime) -> None:
    """Send waiting jobs again that were last sent before then and have no unread call in the broker."""
    lost = Q(sent_at__lte=before) | Q(sent_at=None, created_at__lte=before)
    waiting = list(Job.objects.filter(lost, state=Job.State.QUEUED).order_by("pk"))
    unread = _unread_calls() if waiting else set()
    for job in waiting:
        same = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED, sent_at=job.sent_at)
        if job.pk not in unread and same.update(sent_at=timezone.now()):
            async_task(TASK, job.pk)


def _unread_calls() -> set[int]:
    """Ids of the jobs whose call no worker has fetched yet. A call signed with another key counts as none."""
    calls = [call.task for call in OrmQ.objects.filter(lock__lte=timezone.now())]
    return {call["args"][0] for call in calls if call.get("func") == TASK}


def hand_back(holders: Callable[[str], bool]) -> None:
    """After an orderly stop: return the jobs of these holders without counting the attempt against them."""
    for job in Job.objects.filter(state=Job.State.RUNNING):
        if holders(job.holder):
            _mine(job).update(
                state=Job.State.QUEUED, holder="", lease_until=None, sent_at=None, attempt=F("attempt") - 1
            )


def latest(kinds: list[str], subject_id: int) -> Job | None:
    """The newest job of these kinds for one subject."""
    return Job.objects.filter(kind__in=kinds, subject_id=subject_id).first()
