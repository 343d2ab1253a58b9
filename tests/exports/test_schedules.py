"""Schedules: made by those who may, due once whoever looks, stopped and brought back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone

from accounts.models import Event, User
from core.management.commands import work
from core.models import Job
from exports import schedules
from exports import view_queries as queries
from exports.models import Delivery, Schedule
from tests import world as worlds
from tests.exports.views_world import WEEKLY, deliveries, schedule, view
from tests.world import english

pytestmark = pytest.mark.django_db
WAITING, SENT, FAILED = Delivery.State.WAITING, Delivery.State.SENT, Delivery.State.FAILED


def text(answer: Any) -> str:
    return answer.content.decode()


def fields(*people: User, **values: Any) -> dict[str, Any]:
    found = {"every": "week", "weekday": 2, "day": 5, "hour": 6, "format": "xlsx", "language": "id"}
    return {**found, **({"recipients": [one.pk for one in people]} if people else {}), **values}


def make_due(made: Schedule, **ago: float) -> Any:
    due_at = timezone.now() - timedelta(**ago)
    Schedule.objects.filter(pk=made.pk).update(next_at=due_at)
    return due_at


# Making --------------------------------------------------------------------------------------------------


def test_an_analyst_has_a_view_mailed_to_people(world: worlds.World) -> None:
    saved = view(world, world.bob)
    answer = english(world.bob).post(f"/views/{saved.pk}/mail/", fields(world.alice, world.bob))
    assert answer["Location"] == "/views/"
    made = Schedule.objects.get()
    assert (made.every, made.weekday, made.hour, made.format, made.language) == ("week", 2, 6, "xlsx", "id")
    assert set(made.recipients.all()) == {world.alice, world.bob}
    assert made.region == world.region
    local = made.next_at.astimezone(ZoneInfo("Asia/Jakarta"))
    assert (local.weekday(), local.hour, local.minute) == (2, 6, 0)
    assert made.next_at > timezone.now()
    assert Event.objects.get(action="schedule_made").rows == 2
    page = text(english(world.bob).get("/views/"))
    assert "Mailed every Wednesday, 06:00 WIB, as XLSX" in page


def test_the_hour_is_of_the_regions_zone(world: worlds.World) -> None:
    world.region.time_zone = "Asia/Jayapura"
    world.region.save()
    saved = view(world, world.bob)
    english(world.bob).post(f"/views/{saved.pk}/mail/", fields(world.bob, every="day"))
    assert Schedule.objects.get().next_at.hour == 21  # 06:00 there is 21:00 UTC of the day before
    assert "06:00 WIT" in text(english(world.bob).get("/views/"))


def test_sales_mail_themselves_only(world: worlds.World) -> None:
    saved = view(world, world.alice)
    client = english(world.alice)
    page = text(client.get(f"/views/{saved.pk}/mail/"))
    assert "recipients" not in page
    client.post(f"/views/{saved.pk}/mail/", fields(world.bob, world.carol))
    assert list(Schedule.objects.get().recipients.all()) == [world.alice]


def test_recipients_are_named_with_their_role(world: worlds.World) -> None:
    """Where they are chosen and where they are listed: what each of them gets depends on it."""
    saved = view(world, world.bob)
    client = english(world.bob)
    form = text(client.get(f"/views/{saved.pk}/mail/"))
    for words in ("Alice (Sales)", "Bob (Analyst)", "Carol (Admin)"):
        assert words in form
    schedule(saved, world.bob, world.alice, world.carol)
    listed = text(client.get("/views/"))
    assert "to 2 people" in listed
    assert "Alice (Sales), Carol (Admin)" in listed


def test_only_people_who_may_sign_in_are_offered(world: worlds.World) -> None:
    saved = view(world, world.bob)
    world.carol.is_active = False
    world.carol.save()
    client = english(world.bob)
    assert "Carol" not in text(client.get(f"/views/{saved.pk}/mail/"))
    answer = client.post(f"/views/{saved.pk}/mail/", fields(world.carol))
    assert answer.status_code == 422
    assert "This person may not sign in" in text(answer)
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("wrong", [
    {"every": "hour"}, {"weekday": 7}, {"weekday": "x"}, {"day": 0}, {"day": 29}, {"hour": 24}, {"hour": -1},
    {"format": "pptx"}, {"language": "fr"}, {"recipients": []}, {"recipients": ["budi@example.org"]},
    {"recipients": [999999]}, {"every": ""},
])  # fmt: skip
def test_what_cannot_be_is_refused(world: worlds.World, wrong: dict[str, Any]) -> None:
    saved = view(world, world.bob)
    answer = english(world.bob).post(f"/views/{saved.pk}/mail/", fields(world.bob, **wrong))
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("address", ["/enterprises/", "/survey/written/", "/data/editions/", "/glossary/"])
def test_lists_and_pages_without_figures_are_not_mailed(world: worlds.World, address: str) -> None:
    saved = view(world, world.bob, address)
    assert "Mail it" not in text(english(world.bob).get("/views/"))
    answer = english(world.bob).get(f"/views/{saved.pk}/mail/")
    assert answer.status_code == 403
    assert "This page cannot be mailed" in text(answer)


def test_nobody_makes_too_many_or_for_too_many(world: worlds.World, monkeypatch: Any) -> None:
    saved = view(world, world.bob)
    monkeypatch.setattr(schedules, "MOST_RECIPIENTS", 1)
    with pytest.raises(ValidationError):
        schedule(saved, world.bob, world.alice, world.bob)
    with pytest.raises(ValidationError):
        schedules.make(saved, world.bob, WEEKLY, [], None)
    monkeypatch.setattr(schedules, "MOST_SCHEDULES", 1)
    schedule(saved, world.bob)
    with pytest.raises(ValidationError):
        schedule(saved, world.bob)


# Who may change it ---------------------------------------------------------------------------------------

ACTS = ("pause", "resume", "send", "delete", "restore")


@pytest.mark.parametrize(("who", "is_shared", "status"), [
    ("bob", False, 302), ("carol", True, 302), ("carol", False, 404), ("alice", True, 404),
    ("alice", False, 404),
])  # fmt: skip
def test_a_schedule_is_changed_by_its_maker_and_admins(
    world: worlds.World, who: str, is_shared: bool, status: int
) -> None:
    made = schedule(view(world, world.bob, shared=is_shared), world.bob, world.alice)
    client = english(getattr(world, who))
    for act in ACTS:
        assert client.post(f"/schedules/{made.pk}/{act}/").status_code == status, act
        assert client.get(f"/schedules/{made.pk}/{act}/").status_code == 405
    assert client.get(f"/schedules/{made.pk}/").status_code == (200 if status == 302 else 404)
    changed = client.post(f"/schedules/{made.pk}/", fields(world.alice))
    assert changed.status_code == status


def test_it_is_changed(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice)
    client = english(world.bob)
    assert client.get(f"/schedules/{made.pk}/").context["form"].initial["recipients"] == [world.alice.pk]
    client.post(f"/schedules/{made.pk}/", fields(world.carol, every="month"))
    made.refresh_from_db()
    assert (made.every, made.day, made.language) == ("month", 5, "id")
    assert list(made.recipients.all()) == [world.carol]
    assert made.next_at.astimezone(ZoneInfo("Asia/Jakarta")).day == 5


def test_pause_resume_stop_and_undo(world: worlds.World) -> None:
    made = schedule(view(world, world.bob, name="East"), world.bob)
    client = english(world.bob)
    client.post(f"/schedules/{made.pk}/send/")
    client.post(f"/schedules/{made.pk}/pause/")
    assert [one.state for one in deliveries(made)] == [FAILED]
    assert "Paused: every Monday" in text(client.get("/views/"))
    make_due(made, days=30)
    schedules.send_due()
    assert len(deliveries(made)) == 1
    client.post(f"/schedules/{made.pk}/resume/")
    made.refresh_from_db()
    assert made.is_active
    assert made.next_at > timezone.now()
    answer = client.post(f"/schedules/{made.pk}/delete/", follow=True)
    assert "“East” is not mailed any more." in text(answer)
    make_due(made, days=30)
    schedules.send_due()
    assert len(deliveries(made)) == 1
    client.post(f"/schedules/{made.pk}/restore/")
    made.refresh_from_db()
    assert made.deleted_at is None
    assert made.next_at > timezone.now()


def test_stopping_and_undoing_passes_no_limit(world: worlds.World, monkeypatch: Any) -> None:
    saved = view(world, world.bob)
    monkeypatch.setattr(schedules, "MOST_SCHEDULES", 1)
    first = schedule(saved, world.bob)
    schedules.delete(first, world.bob)
    second = schedule(saved, world.bob)
    client = english(world.bob)
    answer = client.post(f"/schedules/{first.pk}/restore/", follow=True)
    assert "Bob has 1 schedules, as many as there may be. Delete one first." in text(answer)
    first.refresh_from_db()
    assert first.deleted_at is not None
    schedules.delete(second, world.bob)
    client.post(f"/schedules/{first.pk}/restore/")
    first.refresh_from_db()
    assert first.deleted_at is None


def test_whoever_gets_it_can_stop_it_for_themselves_and_undo_that(world: worlds.World) -> None:
    made = schedule(view(world, world.bob, name="East"), world.bob, world.alice)
    client = english(world.alice)
    assert "by Bob, every Monday, 07:00 WIB" in text(client.get("/views/"))
    answer = client.post(f"/schedules/{made.pk}/leave/", follow=True)
    assert "“East” is not mailed to you any more." in text(answer)
    made.refresh_from_db()
    assert not made.recipients.exists()
    assert not made.is_active  # nobody is left
    proof = answer.context["left_proof"]
    # the proof is of this person and this schedule
    assert english(world.carol).post(f"/schedules/{made.pk}/rejoin/", {"left": proof}).status_code == 404
    assert client.post(f"/schedules/{made.pk}/rejoin/", {"left": proof + "x"}).status_code == 404
    assert client.post(f"/schedules/{made.pk}/rejoin/").status_code == 404
    client.post(f"/schedules/{made.pk}/rejoin/", {"left": proof})
    made.refresh_from_db()
    assert list(made.recipients.all()) == [world.alice]
    assert made.is_active
    # nobody leaves what they do not get
    assert english(world.carol).post(f"/schedules/{made.pk}/leave/").status_code == 404


@pytest.mark.parametrize("others", [0, 1])
def test_a_paused_schedule_is_left_before_it_is_resumed(world: worlds.World, others: int) -> None:
    """And undoing that resumes it no more than it was, also where nobody else gets it."""
    made = schedule(view(world, world.bob), world.bob, world.alice, *[world.carol][:others])
    schedules.pause(made, world.bob)
    client = english(world.alice)
    assert "Paused: every Monday, 07:00 WIB" in text(client.get("/views/"))
    answer = client.post(f"/schedules/{made.pk}/leave/", follow=True)
    assert not made.recipients.filter(pk=world.alice.pk).exists()
    client.post(f"/schedules/{made.pk}/rejoin/", {"left": answer.context["left_proof"]})
    made.refresh_from_db()
    assert made.recipients.filter(pk=world.alice.pk).exists()
    assert not made.is_active


def test_coming_back_does_not_resume_what_somebody_paused(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.carol)
    client = english(world.alice)
    answer = client.post(f"/schedules/{made.pk}/leave/", follow=True)
    schedules.pause(made, world.bob)
    client.post(f"/schedules/{made.pk}/rejoin/", {"left": answer.context["left_proof"]})
    made.refresh_from_db()
    assert set(made.recipients.all()) == {world.alice, world.carol}
    assert not made.is_active


def test_years_of_mails_are_not_read_for_a_page(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(
            schedule=made, recipient=world.bob, due_at=now - timedelta(days=ago), state=SENT, sent_at=now
        )
        for ago in range(queries.MOST_MAILS + 5)
    )
    [read] = queries.visible_schedules(world.bob)
    assert [one.due_at for one in read.mails] == [
        now - timedelta(days=ago) for ago in range(queries.MOST_MAILS)
    ]


# What is due ---------------------------------------------------------------------------------------------


def test_what_is_due_is_made_once_for_each_person(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.carol)
    due_at = make_due(made, minutes=3)
    schedules.send_due()
    schedules.send_due()
    found = deliveries(made)
    assert [(one.recipient, one.due_at, one.state) for one in found] == [
        (world.alice, due_at, WAITING), (world.carol, due_at, WAITING),
    ]  # fmt: skip
    jobs = Job.objects.filter(kind="mail").order_by("pk")
    assert [job.subject_id for job in jobs] == [one.pk for one in found]
    assert {job.user for job in jobs} == {world.bob}
    made.refresh_from_db()
    assert made.next_at > timezone.now()


def test_a_worker_that_was_away_for_weeks_sends_one(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, rule=replace(WEEKLY, every="day"))
    make_due(made, days=40)
    schedules.send_due()
    schedules.send_due()
    assert len(deliveries(made)) == 1


def test_of_two_workers_one_makes_it(world: worlds.World) -> None:
    """Both have read the schedule and the mail as they were before either wrote."""
    made = schedule(view(world, world.bob), world.bob)
    make_due(made, minutes=3)
    first, second = Schedule.objects.get(pk=made.pk), Schedule.objects.get(pk=made.pk)
    now = timezone.now()
    schedules._make_due(first, now)
    schedules._make_due(second, now)
    [one] = deliveries(made)
    again = Delivery.objects.get(pk=one.pk)
    schedules._queue(one, now)
    schedules._queue(again, now)
    assert Job.objects.filter(kind="mail").count() == 1


def test_a_kill_before_the_end_leaves_nothing_half(world: worlds.World, monkeypatch: Any) -> None:
    made = schedule(view(world, world.bob), world.bob)
    due_at = make_due(made, minutes=3)

    def killed(*_args: Any) -> int:
        raise OperationalError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(schedules, "_deliver", killed)
        with pytest.raises(OperationalError):
            schedules.send_due()
    made.refresh_from_db()
    assert made.next_at == due_at
    schedules.send_due()
    assert len(deliveries(made)) == 1


def test_a_mail_whose_job_was_lost_is_queued_again(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    make_due(made, minutes=3)
    schedules.send_due()
    Job.objects.all().delete()
    schedules.queue_waiting(timezone.now() + timedelta(minutes=5))
    assert not Job.objects.exists()
    schedules.queue_waiting(timezone.now() + timedelta(minutes=11))
    schedules.queue_waiting(timezone.now() + timedelta(minutes=30))
    assert Job.objects.count() == 1  # one is under way


def test_one_that_fails_does_not_stop_the_others(world: worlds.World) -> None:
    bad, good = (schedule(view(world, world.bob, name=name), world.bob) for name in ("Bad", "Good"))
    for one in (bad, good):
        make_due(one, minutes=3)
    Schedule.objects.filter(pk=bad.pk).update(every="never")
    schedules.send_due()
    assert not deliveries(bad)
    assert len(deliveries(good)) == 1


def test_what_rests_is_not_due(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    make_due(made, minutes=3)
    made.view.deleted_at = timezone.now()
    made.view.save()
    schedules.send_due()
    made.view.deleted_at = None
    made.view.save()
    User.objects.filter(pk=world.bob.pk).update(is_active=False)
    schedules.send_due()
    assert not deliveries(made)


def test_send_now_is_once_for_two_clicks(world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob, world.alice, world.carol)
    client = english(world.bob)
    assert "2 mails are on their way." in text(client.post(f"/schedules/{made.pk}/send/", follow=True))
    assert "It was sent a moment ago" in text(client.post(f"/schedules/{made.pk}/send/", follow=True))
    assert len(deliveries(made)) == 2
    assert Job.objects.filter(kind="mail").count() == 2


# The worker ----------------------------------------------------------------------------------------------

CALLS: list[str] = []


def sweeps_well() -> None:
    CALLS.append("well")


def sweeps_badly() -> None:
    CALLS.append("badly")
    raise ValueError("a fault")


def sweeps_without_a_database() -> None:
    CALLS.append("away")
    raise OperationalError("away")


def test_the_worker_sweeps_what_the_settings_list_each_by_itself(settings: Any, monkeypatch: Any) -> None:
    CALLS.clear()
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    names = ("sweeps_badly", "sweeps_without_a_database", "sweeps_well")
    settings.SWEEPS = [f"{__name__}.{name}" for name in names]
    work.sweep_once()
    work.sweep_once()
    assert CALLS == ["badly", "away", "well"] * 2


def test_schedules_are_swept(settings: Any, world: worlds.World) -> None:
    made = schedule(view(world, world.bob), world.bob)
    make_due(made, minutes=3)
    assert "exports.schedules.send_due" in settings.SWEEPS
    work.sweep_once()
    assert len(deliveries(made)) == 1
