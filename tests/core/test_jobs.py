"""Who runs a job, what it says while it runs, and what happens when it cannot go on."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, connections
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_q.models import OrmQ

from core import jobs
from core.models import ATTEMPTS, LEASE, Job

KINDS = {
    "good": "tests.core.test_jobs.good",
    "bad": "tests.core.test_jobs.bad",
    "refused": "tests.core.test_jobs.refused",
    "away": "tests.core.test_jobs.away",
    "behind": "tests.core.test_jobs.behind",
    "stopped": "tests.core.test_jobs.stopped",
    "robbed": "tests.core.test_jobs.robbed",
    "together": "tests.core.test_jobs.together",
}
runs: list[int] = []
meeting = threading.Barrier(2, timeout=10)


def good(job: Job, progress: jobs.Progress) -> None:
    runs.append(job.pk)
    progress.stage("Reading", total=10)
    progress.at(10)


def bad(job: Job, progress: jobs.Progress) -> None:
    raise ValueError("a secret of the inside")


def refused(job: Job, progress: jobs.Progress) -> None:
    raise jobs.JobProblem("The file has no rows. Choose another sheet.")


def away(job: Job, progress: jobs.Progress) -> None:
    runs.append(job.pk)
    raise OperationalError("database is locked")


def behind(job: Job, progress: jobs.Progress) -> None:
    runs.append(job.pk)
    if job.attempt < 2:
        raise jobs.NotYet


def stopped(job: Job, progress: jobs.Progress) -> None:
    raise KeyboardInterrupt


def robbed(job: Job, progress: jobs.Progress) -> None:
    Job.objects.filter(pk=job.pk).update(holder="another")
    progress.stage("Writing")
    runs.append(job.pk)


def together(job: Job, progress: jobs.Progress) -> None:
    runs.append(job.pk)


@pytest.fixture(autouse=True)
def _kinds(settings: Any) -> None:
    settings.JOB_KINDS = KINDS
    runs.clear()


@pytest.fixture
def failures() -> Any:
    """Jobs whose failure was announced."""
    heard: list[Job] = []

    def listen(sender: Any, job: Job, **_: Any) -> None:
        heard.append(job)

    jobs.job_failed.connect(listen)
    yield heard
    jobs.job_failed.disconnect(listen)


def running(**values: Any) -> Job:
    fields = {"holder": "somewhere:1:1:x", "attempt": 1, "lease_until": timezone.now() + LEASE, **values}
    return Job.objects.create(kind="good", state=Job.State.RUNNING, **fields)


@pytest.mark.django_db
def test_it_runs_to_the_end(alice: Any) -> None:
    job = jobs.run_now("good", subject_id=7, user=alice, colour="blue")
    assert (job.state, job.done, job.total, job.attempt) == (Job.State.DONE, 10, 10, 1)
    assert (job.subject_id, job.user, job.options) == (7, alice, {"colour": "blue"})
    assert job.share == 1.0
    assert jobs.latest(["good", "bad"], 7) == job


@pytest.mark.django_db
def test_it_tells_a_listener(db: None) -> None:
    heard: list[tuple[str, int, int]] = []
    jobs.run_now("good", listener=lambda job: heard.append((job.stage, job.done, job.total)))
    assert heard == [("Reading", 0, 10), ("Reading", 10, 10)]


@pytest.mark.django_db
def test_an_expected_problem_is_said(failures: list[Job]) -> None:
    job = jobs.run_now("refused")
    assert job.message == "The file has no rows. Choose another sheet."
    assert [(failed.pk, failed.state) for failed in failures] == [(job.pk, Job.State.FAILED)]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["bad", "unknown kind"])
def test_nothing_of_the_inside_is_said(kind: str, failures: list[Job], caplog: Any) -> None:
    job = jobs.run_now(kind)
    assert job.state == Job.State.FAILED
    assert job.message == jobs.INSIDE_ERROR
    assert "failed" in caplog.text
    assert [failed.message for failed in failures] == [jobs.INSIDE_ERROR]


@pytest.mark.django_db
def test_a_database_problem_is_tried_again_and_then_said(failures: list[Job], caplog: Any) -> None:
    job = jobs.run_now("away")
    assert runs == [job.pk] * ATTEMPTS
    assert (job.state, job.message, len(failures)) == (Job.State.FAILED, jobs.INSIDE_ERROR, 1)
    assert "locked" in caplog.text


@pytest.mark.django_db
def test_what_must_wait_for_another_job_is_queued_behind_it(failures: list[Job], caplog: Any) -> None:
    job = jobs.run_now("behind")
    assert (job.state, runs, failures, caplog.text) == (Job.State.DONE, [job.pk] * 2, [], "")


@pytest.mark.django_db
def test_an_interrupted_command_leaves_no_job_behind(failures: list[Job]) -> None:
    with pytest.raises(KeyboardInterrupt):
        jobs.run_now("stopped")
    job = Job.objects.get()
    assert (job.state, job.message, failures) == (Job.State.FAILED, jobs.INTERRUPTED, [job])


@pytest.mark.django_db
def test_a_loser_ends_quietly(failures: list[Job]) -> None:
    job = Job.objects.create(kind="robbed")
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (runs, failures) == ([], [])
    assert (job.state, job.holder) == (Job.State.RUNNING, "another")


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED, Job.State.RUNNING])
def test_what_runs_or_is_over_is_not_run_again(state: str) -> None:
    job = running()
    Job.objects.filter(pk=job.pk).update(state=state)
    jobs.execute(job.pk)
    assert runs == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_claim_one_job_once() -> None:
    job = Job.objects.create(kind="together")

    def work() -> None:
        try:
            meeting.wait()
            jobs.execute(job.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert (runs, job.attempt, job.state) == ([job.pk], 1, Job.State.DONE)


@pytest.mark.django_db
def test_an_expired_lease_is_queued_again_once() -> None:
    job = running(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.sweep() == 1
    assert jobs.sweep(jobs.holder_is_dead) == 0
    job.refresh_from_db()
    assert (job.state, job.holder, OrmQ.objects.count()) == (Job.State.QUEUED, "", 1)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.DONE, 2)


@pytest.mark.django_db
def test_one_that_waits_tells_how_many_were_asked_for_before() -> None:
    running()
    running(lease_until=timezone.now() - timedelta(seconds=1))  # its worker is gone
    first, second = (Job.objects.create(kind="good") for _ in range(2))
    running()  # begun by another worker while the first waits for its next attempt
    assert (first.ahead, second.ahead) == (1, 2)
    with override("en"):
        said = render_to_string("core/_job.html", {"job": second})
    assert "2 other jobs were asked for before this one." in said
    jobs.execute(first.pk)
    first.refresh_from_db()
    assert (first.ahead, second.ahead) == (0, 1)


@pytest.mark.django_db
def test_one_that_no_worker_takes_says_so_after_a_while() -> None:
    job = Job.objects.create(kind="good")
    assert not job.is_left_alone  # a worker may be about to take it
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert job.is_left_alone
        other = running()
        assert not job.is_left_alone
        Job.objects.filter(pk=other.pk).update(state=Job.State.DONE, finished_at=timezone.now())
        assert not job.is_left_alone  # the worker was there just now
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert job.is_left_alone
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert not job.is_left_alone


@pytest.mark.django_db
def test_the_page_of_a_job_that_no_worker_takes_says_what_to_do(alice: Any) -> None:
    job = Job.objects.create(kind="good", user=alice)
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    address = reverse("job_progress", args=[job.pk])
    assert "does not seem to run" not in client.get(address).content.decode()
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert "does not seem to run" in client.get(address).content.decode()
    running()
    assert "does not seem to run" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_live_lease_is_left_alone() -> None:
    job = running()
    assert jobs.sweep(jobs.holder_is_dead) == 0
    assert jobs.sweep(lambda holder: holder == job.holder) == 1


@pytest.mark.django_db
def test_a_lease_renewed_in_the_meantime_is_not_taken() -> None:
    job = running(lease_until=timezone.now() - timedelta(seconds=1))
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + LEASE)
    assert jobs._take_back(job) is False
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


@pytest.mark.django_db
def test_after_three_attempts_it_fails_with_a_message(failures: list[Job]) -> None:
    job = running(attempt=ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, jobs.WORKER_LOST)
    assert failures == [job]
    assert OrmQ.objects.count() == 0


@pytest.mark.django_db
def test_one_listener_that_fails_does_not_hold_up_the_others(caplog: Any, carol: Any) -> None:
    lost = [running(attempt=ATTEMPTS, lease_until=timezone.now() - LEASE) for _ in range(2)]

    def listen(sender: Any, job: Job, **_: Any) -> None:
        if job == lost[0]:
            raise ValueError("cannot be written")

    jobs.job_failed.connect(listen)
    try:
        assert jobs.sweep() == 1
        assert jobs.sweep() == 0
    finally:
        jobs.job_failed.disconnect(listen)
    states = [Job.objects.get(pk=job.pk).state for job in lost]
    assert states == [Job.State.RUNNING, Job.State.FAILED]
    assert "could not be taken back" in caplog.text
    # the one who waits for it is told; once it can be written, the end says what it was
    assert f"the number of this job: {lost[0].pk}." in job_page(lost[0], carol)
    assert jobs.sweep() == 1
    lost[0].refresh_from_db()
    assert (lost[0].state, lost[0].message) == (Job.State.FAILED, jobs.WORKER_LOST)


def job_page(job: Job, user: Any) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(reverse("job_progress", args=[job.pk])).content.decode()


@pytest.mark.django_db
def test_a_job_whose_call_was_lost_is_sent_again_without_a_flood(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("good")
    assert jobs._unread_calls() == {job.pk}
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        jobs.sweep()
        assert OrmQ.objects.count() == 1  # still waiting to be read
    OrmQ.objects.update(lock=timezone.now() + timedelta(days=1))  # read by a worker, which then died
    jobs.sweep()
    assert OrmQ.objects.count() == 1  # perhaps it is only about to begin
    jobs.sweep(just_started=True)
    assert OrmQ.objects.count() == 2
    for _ in range(3):
        jobs.sweep(just_started=True)
    assert OrmQ.objects.count() == 2


@pytest.mark.django_db
def test_a_job_that_was_never_sent_is_sent_after_a_minute(mocker_free_send: list[int]) -> None:
    job = Job.objects.create(kind="good")
    jobs.sweep()
    assert mocker_free_send == []
    Job.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    jobs.sweep()
    assert mocker_free_send == [job.pk]


@pytest.fixture
def mocker_free_send(monkeypatch: Any) -> list[int]:
    """Ids of the jobs handed to the broker."""
    sent: list[int] = []
    monkeypatch.setattr(jobs, "async_task", lambda name, job_id: sent.append(job_id))
    return sent


@pytest.mark.django_db
def test_an_orderly_stop_does_not_count_as_an_attempt() -> None:
    job, other = running(attempt=2), running(holder="elsewhere:1:1:y")
    jobs.hand_back(lambda holder: holder == job.holder)
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.QUEUED, 1)
    assert (other.state, other.attempt) == (Job.State.RUNNING, 1)


@pytest.mark.django_db
def test_the_heartbeat_keeps_the_lease_and_ends_when_it_is_taken(monkeypatch: Any) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0)
    job = running(lease_until=timezone.now())
    beats = iter([False, False, True])

    class Stop:
        def wait(self, seconds: float) -> bool:
            return next(beats)

    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr(jobs, "connection", type("Open", (), {"close": staticmethod(lambda: None)}))
    jobs._beat(job, Stop())  # type: ignore[arg-type]
    job.refresh_from_db()
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + LEASE / 2
    Job.objects.filter(pk=job.pk).update(holder="another")
    jobs._beat(job, type("Never", (), {"wait": lambda self, seconds: False})())  # type: ignore[arg-type]


@pytest.mark.django_db
def test_keep_refuses_without_the_lease() -> None:
    job = running()
    progress = jobs.Progress(job)
    progress.keep()
    Job.objects.filter(pk=job.pk).update(holder="another")
    with pytest.raises(jobs.LeaseLost):
        progress.keep()


@pytest.mark.django_db(transaction=True)
def test_nobody_takes_the_job_between_keep_and_commit() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: the question does not arise")
    from django.db import transaction

    job = running(lease_until=timezone.now() - timedelta(seconds=1))
    claimed: list[Any] = []

    def rival() -> None:
        claimed.append(jobs._claim(job.pk))
        connections.close_all()

    thread = threading.Thread(target=rival)
    with transaction.atomic():
        jobs.Progress(job).keep()
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()  # it waits for our commit
    thread.join()
    assert claimed == [None]


def test_time_left_follows_the_pace() -> None:
    job = Job(state=Job.State.RUNNING, done=25, total=100)
    assert (job.share, job.time_left) == (0.25, None)
    with time_machine.travel("2026-01-01T00:00:30+00:00", tick=False):
        job.stage_started_at = timezone.now() - timedelta(seconds=10)
        assert job.time_left == timedelta(seconds=30)
        job.stage_started_at = timezone.now() - timedelta(seconds=1)
        assert job.time_left is None
