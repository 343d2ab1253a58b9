"""Mails of saved views: made under the recipient's rights, once, and tried again while a server is away."""

import smtplib
import socket
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import override

from accounts import people
from accounts.models import Event
from core import jobs, pages, texts
from core.models import Job
from exports import files, mailing, saved_views, schedules
from exports import jobs as export_jobs
from exports.models import Delivery, SavedView, Schedule
from tests import world as worlds
from tests.exports.views_world import WEEKLY, deliveries, schedule, view
from tests.world import english

pytestmark = pytest.mark.django_db
State = Delivery.State
FAKE = "tests.exports.fake_writer"


@pytest.fixture(autouse=True)
def _quick_writers(monkeypatch: Any, settings: Any) -> None:
    monkeypatch.setattr(export_jobs, "WRITERS", dict.fromkeys(("pdf", "xlsx"), FAKE))
    settings.SITE_ADDRESS = "https://segments.example.org"
    settings.DEFAULT_FROM_EMAIL = "Office <office@example.org>"


def sent(made: Schedule) -> list[Any]:
    """Send it now, do what the worker would do, and give the mails."""
    schedules.send_now(made, made.created_by)
    work()
    return outbox.outbox


def work() -> None:
    """Do the jobs that wait."""
    for job in Job.objects.filter(kind="mail", state=Job.State.QUEUED).order_by("pk"):
        jobs.execute(job.pk)


def again(made: Schedule) -> Delivery:
    """The next attempt, as if its time had come."""
    Delivery.objects.filter(schedule=made, state=State.WAITING).update(next_attempt_at=timezone.now())
    schedules.send_due()
    work()
    return deliveries(made)[0]


def said(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    with override("en"):
        return texts.shown(delivery.problem)


def test_a_mail_says_what_the_page_says(world: worlds.World) -> None:
    made = schedule(view(world, world.bob, name="East"), world.bob, world.alice)
    [message] = sent(made)
    east = world.areas["East"].pk
    assert message.to == ["alice@example.org"]
    assert message.from_email == "Office <office@example.org>"
    assert message.subject == "East · Sample City · Data 2023 (demo data)"
    for part in (
        "Hello Alice,",
        "East: 330 MSMEs",
        "MSMEs: 330",
        "Sub-district: East",
        "Sample City · Data 2023",
        "Demo data – synthetic",
        f"https://segments.example.org/?area={east}\n",
        "because Bob had “East” mailed to you: every Monday, 07:00 WIB.",
        "To stop it, open “Saved views”: https://segments.example.org/views/",
        "Attached: east.pdf",
    ):
        assert part in message.body, message.body
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("east.pdf", "application/pdf")
    assert content.decode().startswith("Alice\nen\nOverview: East: 330 MSMEs")
    [delivery] = deliveries(made)
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)
    event = Event.objects.get(action="view_mailed")
    assert (event.user, event.subject) == (world.bob, "East")
    assert event.detail["person"] == world.alice.pk
    assert event.rows
    assert "Last sent to 1 person" in english(world.bob).get("/views/").content.decode()


def test_in_indonesian_and_as_a_workbook(world: worlds.World) -> None:
    rule = schedules.Rule("month", 0, 5, 7, "xlsx", "id")
    made = schedule(view(world, world.bob, name="Timur"), world.bob, rule=rule)
    [message] = sent(made)
    assert message.attachments[0][0] == "timur.xlsx"
    assert message.attachments[0][1].decode().startswith("Bob\nid\n")
    assert "Kecamatan: East" in message.body
    assert "Data tahun 2023" in message.subject


def test_a_card_can_be_mailed(world: worlds.World) -> None:
    made = schedule(view(world, world.bob, f"/card/{world.areas['East'].pk}/"), world.bob)
    [message] = sent(made)
    assert "East" in message.body


def test_without_demo_data_the_words_are_not_there(world: worlds.World) -> None:
    world.region.is_demo = False
    world.region.save()
    world.market.datasets.update(is_demo=False)  # type: ignore[union-attr]
    for edition in (world.population, world.facts):
        edition.datasets.update(is_demo=False)  # type: ignore[union-attr]
    [message] = sent(schedule(view(world, world.bob), world.bob))
    assert "emo data" not in message.subject + message.body


@pytest.mark.parametrize(
    "name",
    [
        "East\r\nBcc: all@example.org",
        "East\nX: y",
        "East\x0b\u2028Bcc: a@example.org",
        "x" * 80,
        "سوق 👩‍🔧",
    ],
)
def test_a_name_cannot_add_a_header_or_a_line(world: worlds.World, name: str) -> None:
    made = schedule(view(world, world.bob, name="East"), world.bob, world.alice)
    # also where a name came into the table by another way than the form
    SavedView.objects.update(name=name)
    type(world.bob).objects.filter(pk=world.bob.pk).update(name="Bob\nHello Carol,")
    type(world.alice).objects.filter(pk=world.alice.pk).update(name="Alice\r\n\r\nDear all,")
    made.refresh_from_db()
    [message] = sent(made)
    assert "\n" not in message.subject
    headers, _sign, _body = message.message().as_string().partition("\n\n")
    assert not [line for line in headers.split("\n") if line.startswith(("Bcc", "X:"))]
    assert message.recipients() == ["alice@example.org"]
    lines = message.body.split("\n")
    assert not [line for line in lines if line.startswith(("Bcc", "X:", "Hello Carol", "Dear all"))]
    assert message.attachments[0][0].isascii()


# Rights --------------------------------------------------------------------------------------------------


def test_each_gets_what_they_themselves_may_see(world: worlds.World) -> None:
    made = schedule(view(world, world.bob, "/"), world.bob, world.alice, world.carol)
    assert [one.attachments[0][1].decode().split("\n")[0] for one in sent(made)] == ["Alice", "Carol"]


def close(person: Any) -> None:
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def shrink(world: worlds.World, made: Schedule, what: str, monkeypatch: Any) -> None:
    users = type(world.bob).objects
    if what == "recipient closed":
        close(world.alice)
    elif what == "scheduler closed":
        close(world.bob)
    elif what == "scheduler sells":
        users.filter(pk=world.bob.pk).update(role="sales")
    elif what == "page of analysts":
        SavedView.objects.update(address="/data/editions/", page="editions")
    elif what == "page gone":
        SavedView.objects.update(address="/gone/")
    elif what == "card gone":
        SavedView.objects.update(address="/card/999999/", page="card")
    elif what == "not shared any more":
        SavedView.objects.update(owner=world.carol, is_shared=False)
    elif what == "role":
        entry = pages.page_named("overview")
        monkeypatch.setitem(entry.__dict__, "roles", pages.ANALYSTS)


@pytest.mark.parametrize(("what", "why"), [
    ("recipient closed", "Alice may not sign in any more."),
    ("scheduler closed", "Bob may not sign in any more."),
    ("scheduler sells", "Bob may mail views to nobody else any more."),
    ("page of analysts", "it is not one that can be mailed"),
    ("page gone", "This page does not exist any more"),
    ("card gone", "This page does not exist any more"),
    ("not shared any more", "Bob may not see this view any more"),
    ("role", "Alice may not open this page."),
])  # fmt: skip
def test_rights_that_shrink_between_scheduling_and_sending(
    world: worlds.World, what: str, why: str, monkeypatch: Any
) -> None:
    made = schedule(view(world, world.bob, name="East"), world.bob, world.alice)
    schedules.send_now(made, world.bob)
    shrink(world, made, what, monkeypatch)
    work()
    assert outbox.outbox == []
    [delivery] = deliveries(made)
    assert delivery.state == State.FAILED
    assert why in said(delivery)
    assert delivery.attempts == 1
    job = Job.objects.get(kind="mail")
    assert (job.state, job.message) == (Job.State.FAILED, delivery.problem)


def test_what_was_not_sent_is_said_on_the_page(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.bob)
    schedules.send_now(made, world.bob)
    close(world.alice)
    work()
    page = english(world.bob).get("/views/").content.decode()
    assert "Not sent to Alice: Alice may not sign in any more." in page
    assert len(outbox.outbox) == 1


def test_rights_that_change_while_it_is_made(world: worlds.World, monkeypatch: Any) -> None:
    """Made under the rights of before, it is thrown away and made anew."""
    made = schedule(view(world, world.bob), world.bob, world.alice)
    rounds: list[int] = []
    write = mailing._attachment

    def changing(*args: Any) -> bytes:
        rounds.append(1)
        if len(rounds) == 1:
            people.rights_changed(world.alice)
        return write(*args)

    monkeypatch.setattr(mailing, "_attachment", changing)
    sent(made)
    assert outbox.outbox == []
    work()
    assert len(rounds) == 2
    assert len(outbox.outbox) == 1


def test_a_page_with_nothing_to_show_is_not_sent(db: None) -> None:
    world = worlds.build(market=False, population=False, facts=False)
    made = schedule(view(world, world.bob, "/"), world.bob)
    assert sent(made) == []
    assert "nothing to show" in said(deliveries(made)[0])


# A server that is away -----------------------------------------------------------------------------------


class Answers(EmailBackend):
    """A mail server that answers what the test says, and counts how often it is asked."""

    problem: Exception | None = None
    asked = 0

    def send_messages(self, messages: Any) -> int:
        type(self).asked += 1
        if type(self).problem is not None:
            raise type(self).problem
        return int(super().send_messages(messages))


@pytest.fixture
def server(settings: Any) -> type[Answers]:
    settings.EMAIL_BACKEND = f"{__name__}.Answers"
    Answers.problem, Answers.asked = None, 0
    return Answers


def refused_recipient(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"alice@example.org": (code, b"no")})


AWAY = [
    ConnectionRefusedError(111, "refused"),
    TimeoutError("no answer"),
    smtplib.SMTPServerDisconnected("gone"),
    smtplib.SMTPAuthenticationError(535, b"who?"),
    smtplib.SMTPSenderRefused(451, b"later", "office@example.org"),
    refused_recipient(450),
    smtplib.SMTPDataError(452, b"full"),
]


@pytest.mark.parametrize("problem", AWAY, ids=lambda one: type(one).__name__)
def test_a_server_that_is_away_is_asked_again(
    world: worlds.World, server: type[Answers], problem: Exception
) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice)
    server.problem = problem
    before = timezone.now()
    sent(made)
    [delivery] = deliveries(made)
    assert delivery.state == State.WAITING
    assert timedelta(seconds=55) < delivery.next_attempt_at - before < timedelta(minutes=2)
    assert said(delivery) == "The mail server did not take the mail."
    # not before its time
    schedules.send_due()
    work()
    assert server.asked == 1
    server.problem = None
    assert again(made).state == State.SENT
    assert len(outbox.outbox) == 1
    assert said(deliveries(made)[0]) == ""


def test_pauses_grow_and_then_the_failure_is_said(world: worlds.World, server: type[Answers]) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice)
    server.problem = ConnectionRefusedError(111, "refused")
    sent(made)
    pauses = []
    for _attempt in range(mailing.MOST_ATTEMPTS - 1):
        [delivery] = deliveries(made)
        pauses.append(round((delivery.next_attempt_at - timezone.now()).total_seconds() / 60))
        again(made)
    assert pauses == list(mailing.PAUSES) == sorted(mailing.PAUSES)
    assert sum(mailing.PAUSES) <= 24 * 60
    assert server.asked == mailing.MOST_ATTEMPTS == 6
    [delivery] = deliveries(made)
    assert delivery.state == State.FAILED
    assert "in 6 attempts" in said(delivery)
    assert "choose “Send now”" in said(delivery)
    assert Job.objects.order_by("-pk")[0].message == delivery.problem
    again(made)
    assert server.asked == 6


@pytest.mark.parametrize(("problem", "why"), [
    (refused_recipient(550), "refuses this address (550)"),
    (smtplib.SMTPDataError(552, b"too large"), "refuses this mail (552)"),
    (smtplib.SMTPSenderRefused(553, b"no", "office@example.org"), "refuses this mail (553)"),
])  # fmt: skip
def test_a_refusal_for_good_is_said_at_once(
    world: worlds.World, server: type[Answers], problem: Exception, why: str
) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice)
    server.problem = problem
    sent(made)
    again(made)
    [delivery] = deliveries(made)
    assert (delivery.state, delivery.attempts, server.asked) == (State.FAILED, 1, 1)
    assert why in said(delivery)


def test_a_real_socket_that_nobody_listens_on(world: worlds.World, settings: Any) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # taken, and nobody listens
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = held.getsockname()
        made = schedule(view(world, world.bob), world.bob, world.alice)
        sent(made)
    [delivery] = deliveries(made)
    assert (delivery.state, delivery.attempts) == (State.WAITING, 1)
    assert said(delivery) == "The mail server did not take the mail."
    with override("en"):
        assert "next attempt is in 1 min." in texts.shown(Job.objects.get(kind="mail").message)
    page = english(world.bob).get("/views/").content.decode()
    assert "Not sent to Alice yet: The mail server did not take the mail. Next attempt:" in page


def test_others_go_on_where_one_is_refused(world: worlds.World, server: type[Answers]) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.carol)
    schedules.send_now(made, world.bob)
    first, second = Job.objects.filter(kind="mail").order_by("pk")
    server.problem = refused_recipient(550)
    jobs.execute(first.pk)
    server.problem = None
    jobs.execute(second.pk)
    assert [one.state for one in deliveries(made)] == [State.FAILED, State.SENT]


# Once ----------------------------------------------------------------------------------------------------


def test_a_mail_that_was_sent_is_not_sent_again(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    sent(made)
    [delivery] = deliveries(made)
    jobs.run_now("mail", delivery.pk, world.bob)
    assert len(outbox.outbox) == 1
    jobs.run_now("mail", 999_999, world.bob)


def test_a_worker_killed_behind_the_sending_sends_once_more_at_most(
    world: worlds.World, monkeypatch: Any
) -> None:
    made = schedule(view(world, world.bob), world.bob)

    def killed(*_args: Any) -> None:
        raise OperationalError("killed before it was written down")

    monkeypatch.setattr(mailing, "_sent", killed)
    schedules.send_now(made, world.bob)
    for _attempt in range(4):
        work()
    assert len(outbox.outbox) == 2
    first, second = outbox.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]
    [delivery] = deliveries(made)
    assert delivery.state == State.FAILED
    assert "it may have arrived" in said(delivery)


def test_a_fault_of_ours_is_said_and_not_repeated(world: worlds.World, monkeypatch: Any) -> None:
    made = schedule(view(world, world.bob), world.bob)

    def broken(*_args: Any) -> bytes:
        raise ValueError("a fault")

    monkeypatch.setattr(mailing, "_attachment", broken)
    sent(made)
    again(made)
    [delivery] = deliveries(made)
    assert (delivery.state, delivery.attempts) == (State.FAILED, 1)
    assert said(delivery).startswith("Something went wrong inside the system.")


def test_a_full_disk_is_said(world: worlds.World, monkeypatch: Any) -> None:
    made = schedule(view(world, world.bob), world.bob)

    def full(*_args: Any, **_more: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mailing, "TemporaryDirectory", full)
    sent(made)
    assert deliveries(made)[0].state == State.FAILED
    assert "disk" in said(deliveries(made)[0]).lower() or "room" in said(deliveries(made)[0]).lower()


def test_what_was_stopped_while_it_waited_is_not_sent(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    schedules.send_now(made, world.bob)
    saved_views.delete(made.view, world.bob)
    work()
    assert outbox.outbox == []
    assert "was deleted" in said(deliveries(made)[0])


def test_the_job_says_what_it_is_and_no_name_that_a_person_gave(world: worlds.World) -> None:
    sent(schedule(view(world, world.bob, name="Siti Aminah"), world.bob))
    page = english(world.carol).get("/data/activity/").content.decode()
    assert "Mailing a saved view" in page
    assert "Siti" not in page
    assert "Siti" not in str(Job.objects.get(kind="mail").options)


def test_whoever_is_taken_off_or_leaves_gets_nothing_that_waited(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.bob, world.carol)
    schedules.send_now(made, world.bob)
    schedules.leave(made, world.alice)
    schedules.change(made, world.bob, WEEKLY, [world.bob])
    work()
    assert [message.to for message in outbox.outbox] == [["bob@example.org"]]


def test_a_killed_worker_leaves_what_it_wrote_where_it_is_swept(
    world: worlds.World, monkeypatch: Any, settings: Any
) -> None:
    places: list[str] = []

    def noted(*_args: Any, dir: Any = None, **_more: Any) -> Any:
        places.append(str(dir))
        return TemporaryDirectory(dir=dir)

    monkeypatch.setattr(mailing, "TemporaryDirectory", noted)
    sent(schedule(view(world, world.bob), world.bob))
    assert places == [str(files.directory())]


def test_the_real_writers_are_used_without_a_word_of_ours(world: worlds.World, monkeypatch: Any) -> None:
    monkeypatch.undo()
    made = schedule(view(world, world.bob), world.bob, rule=WEEKLY)
    [message] = sent(made)
    assert message.attachments[0][1].startswith(b"%PDF-")
