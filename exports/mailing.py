"""The job "mail": makes what one person may see of a saved view, and hands it to the mail server.

The only writer of what became of a Delivery. Everything is read under the RECIPIENT's rights of that moment.
A server that is away is asked again by the worker's sweep (exports/schedules.py), after growing pauses.

A mail counts as sent once the server took it. A worker that is killed between the two does not know, so the
next one sends again, once more at most; both carry the same Message-ID, by which many servers show one.
"""

import logging
import smtplib
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_noop, override

from accounts.events import record
from core import shown, texts
from core.jobs import JobProblem, NotYet, Progress
from core.models import Job
from core.pages import ANALYSTS
from core.shown import Shown
from data.room import NO_ROOM, is_full

from . import addresses, files, report
from .jobs import writer
from .mail_text import Letter, subject, text
from .models import Delivery, Schedule
from .schedule_words import rule_words

log = logging.getLogger(__name__)
# minutes after the first, second … attempt; then the failure is said. 13 hours: a night without a server
PAUSES = (1, 5, 15, 60, 720)
MOST_ATTEMPTS = len(PAUSES) + 1
# how often one job hands its mail over: a second time where its first worker was killed meanwhile
MOST_HANDED = 2
TYPES = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}

GONE = gettext_noop("The saved view or its schedule was deleted.")
CLOSED = gettext_noop("%(person)s may not sign in any more.")
NOT_THEIRS = gettext_noop("%(person)s may not open this page.")
SELF_ONLY = gettext_noop("%(by)s may mail views to nobody else any more.")
HIDDEN = gettext_noop("%(by)s may not see this view any more: it is not shared with everyone now.")
NO_PAGE = gettext_noop("This page does not exist any more, or it is not one that can be mailed.")
NOTHING = gettext_noop("The page has nothing to show under these filters: %(why)s")
REFUSED = gettext_noop(
    "The mail server refuses this address (%(code)s). Check the address of %(person)s under Data → People."
)
REFUSED_MAIL = gettext_noop(
    "The mail server refuses this mail (%(code)s). Ask the administrator of this server to look at its mail "
    "settings."
)
AGAIN = gettext_noop("The mail server did not take the mail. The next attempt is in %(n)s min.")
# on the schedule, beside the moment of the next attempt
NOT_TAKEN = gettext_noop("The mail server did not take the mail.")
GIVEN_UP = gettext_noop(
    "The mail server did not take the mail in %(n)s attempts. Ask the administrator of this server to look "
    "at its mail settings, then choose “Send now”."
)
UNSURE = gettext_noop(
    "The worker stopped twice while this mail was being handed over, so it may have arrived. Ask the person, "
    "or choose “Send now”."
)


class NotSent(Exception):
    """Why this person gets nothing, now and at the next attempt: a msgid with what fills it."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.kept = texts.keep(message, params or None)


def mail(job: Job, progress: Progress) -> None:
    """Make and send one mail, if it still waits."""
    related = ("schedule__view", "schedule__region", "schedule__created_by", "recipient")
    delivery = Delivery.objects.select_related(*related).filter(pk=job.subject_id or 0).first()
    if delivery is None or delivery.state != Delivery.State.WAITING:
        return
    _count(delivery)
    try:
        _refuse_who_may_not(delivery)
        with override(delivery.schedule.language):
            found, message = _made(delivery, progress)
        _hand_over(job, progress, delivery, message)
    except NotSent as problem:
        _failed(delivery, problem.kept)
    _sent(delivery, found)


def _count(delivery: Delivery) -> None:
    """Counted before it is tried, so that a worker which dies of it is counted too."""
    delivery.attempts += 1
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.next_attempt_at = timezone.now() + timedelta(minutes=pause)
    delivery.save(update_fields=["attempts", "next_attempt_at"])


# Who gets what -------------------------------------------------------------------------------------------


def _refuse_who_may_not(delivery: Delivery) -> None:
    """Raise NotSent where rights are not what they were when the schedule was made."""
    schedule, person = delivery.schedule, delivery.recipient
    by, view = schedule.created_by, schedule.view
    if schedule.deleted_at or view.deleted_at:
        raise NotSent(GONE)
    if not person.is_active:
        raise NotSent(CLOSED, person=str(person))
    if not by.is_active:
        raise NotSent(CLOSED, person=str(by))
    if view.owner_id != by.pk and not view.is_shared:
        raise NotSent(HIDDEN, by=str(by))
    if person.pk != by.pk and by.role not in ANALYSTS:
        raise NotSent(SELF_ONLY, by=str(by))


def _made(delivery: Delivery, progress: Progress) -> tuple[Shown, EmailMessage]:
    """What the page shows the recipient, and the mail with it."""
    progress.stage(gettext_noop("Reading the pages"))
    found = _read(delivery)
    progress.stage(gettext_noop("Writing the report"), len(found.figures))
    letter = _letter(delivery)
    content = _attachment(found, delivery, progress)
    delivery.recipient.refresh_from_db()
    if delivery.recipient.permission_revision != delivery.recipient_revision:  # type: ignore[attr-defined]
        raise NotYet  # made anew under the rights of now
    return found, _message(delivery, letter, found, content)


def _read(delivery: Delivery) -> Shown:
    person = delivery.recipient
    delivery.recipient_revision = person.permission_revision  # type: ignore[attr-defined]
    try:
        address = addresses.cleaned(delivery.schedule.view.address)
        if not address.can_be_mailed:
            raise NotSent(NO_PAGE)
        found = shown.read_address(address.path, address.query, person, waits=True)
    except PermissionDenied as problem:
        raise NotSent(NOT_THEIRS, person=str(person)) from problem
    except (Http404, addresses.NoView) as problem:
        raise NotSent(NO_PAGE) from problem
    if found.problem:
        raise NotSent(NOTHING, why=found.problem)
    return found


def _attachment(found: Shown, delivery: Delivery, progress: Progress) -> bytes:
    made = report.of_pages((found,), delivery.recipient)
    try:
        # where the worker sweeps: a killed one leaves its folder behind
        with TemporaryDirectory(dir=files.made_directory()) as folder:
            path = Path(folder) / "view"
            writer(delivery.schedule.format).write(made, path, progress.at)
            return path.read_bytes()
    except OSError as problem:
        if is_full(problem):
            raise NotSent(NO_ROOM) from problem
        raise


# The mail ------------------------------------------------------------------------------------------------


def _letter(delivery: Delivery) -> Letter:
    schedule = delivery.schedule
    return Letter(
        view=schedule.view.name,
        recipient=str(delivery.recipient),
        by=str(schedule.created_by),
        is_own=schedule.created_by_id == delivery.recipient_id,
        rule=rule_words(schedule),
        link=settings.SITE_ADDRESS + schedule.view.address,
        stop=settings.SITE_ADDRESS + reverse("saved_views"),
        file=file_name(schedule),
    )


def file_name(schedule: Schedule) -> str:
    """The attachment's name, in letters that every mail program can show."""
    return f"{slugify(schedule.view.name)[:60] or schedule.view.page}.{schedule.format}"


def _message(delivery: Delivery, letter: Letter, found: Shown, content: bytes) -> EmailMessage:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMessage(
        subject(letter, found), text(letter, found), to=[delivery.recipient.email],
        headers={
            # the same for a mail that is sent twice (above); no program answers by itself
            "Message-ID": f"<mail-{delivery.pk}-{delivery.due_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )  # fmt: skip
    message.attach(letter.file, content, "/".join(TYPES[delivery.schedule.format]))
    return message


def _hand_over(job: Job, progress: Progress, delivery: Delivery, message: EmailMessage) -> None:
    handed = int(job.options.get("handed", 0))
    if handed >= MOST_HANDED:
        raise NotSent(UNSURE)
    progress.stage(gettext_noop("Sending the mail"))
    progress.note(handed=handed + 1)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as problem:
        _refused_or_again(progress, delivery, problem)


# What became of it ---------------------------------------------------------------------------------------


@transaction.atomic
def _sent(delivery: Delivery, found: Shown) -> None:
    # also where it was given up while it was under way: it did arrive
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), problem=""
    )
    schedule = delivery.schedule
    record(
        schedule.created_by, "view_mailed", schedule.view.name, rows=_rows(found), view=schedule.view_id,
        schedule=schedule.pk, person=delivery.recipient_id, format=schedule.format, page=schedule.view.page,
    )  # fmt: skip


def _rows(found: Shown) -> int:
    return sum(len(figure.table.rows) for figure in found.figures.values() if figure.table is not None)


def _refused_or_again(progress: Progress, delivery: Delivery, problem: Exception) -> NoReturn:
    """A refusal for good is said at once; anything else is tried again, as long as attempts are left."""
    log.warning("mail %s was not taken, attempt %s: %s", delivery.pk, delivery.attempts, problem)
    if (refusal := _refusal(delivery, problem)) is not None:
        _failed(delivery, refusal)
    if delivery.attempts >= MOST_ATTEMPTS:
        _failed(delivery, texts.keep(GIVEN_UP, {"n": delivery.attempts}))
    params = {"n": PAUSES[delivery.attempts - 1]}
    progress.note(again=True)
    Delivery.objects.filter(pk=delivery.pk).update(problem=NOT_TAKEN)
    raise JobProblem(AGAIN, params)


def _refusal(delivery: Delivery, problem: Exception) -> str | None:
    """Why the server will never take it, by its answer of 500 or more; None where it may."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in problem.recipients.values()]
        params = {"code": max(codes, default=0), "person": str(delivery.recipient)}
        return texts.keep(REFUSED, params) if codes and min(codes) >= 500 else None
    # a refused sign-in is a matter of this server's settings, which somebody may be mending just now
    is_answer = isinstance(problem, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    code = getattr(problem, "smtp_code", 0)
    return texts.keep(REFUSED_MAIL, {"code": code}) if is_answer and code >= 500 else None


def _failed(delivery: Delivery, kept: str) -> NoReturn:
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.FAILED, problem=kept)
    problem = JobProblem("")
    problem.kept = kept
    raise problem


def job_failed(job: Job) -> None:
    """What ended for another reason (a fault of ours, a worker lost three times) is said and not repeated."""
    if job.kind == "mail" and not job.options.get("again"):
        waiting = Delivery.objects.filter(pk=job.subject_id or 0, state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.FAILED, problem=job.message)
