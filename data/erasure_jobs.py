"""Searches stored files for people and erases them in the background: a large workbook takes longer than a
page may."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.events import record
from core import jobs
from core.jobs import NotYet, Progress
from core.models import Job
from data import erasing, erasure_ledger, scrubbing
from data.editions import Refused
from data.erasing import Erased, Place
from data.erasure_ledger import Entry, Hashes
from data.models import Contact, Dataset

KIND = "erase"
SEARCH = "search_files"
JUST_BEGUN = timedelta(minutes=1)
ALREADY = gettext_noop(
    "This very erasure is under way already. Data → Activity shows how far it is; nothing more is needed."
)


def start(by: Any, contacts: Iterable[Contact], reason: str) -> Job | None:
    """Write the erasure down and hand it to the worker; None where none of the contacts is held any more."""
    entry = erasing.begin(by, contacts, reason, _check_once)
    return jobs.enqueue(KIND, user=by, at=entry.at) if entry else None


def start_in_files(by: Any, person: Hashes, reason: str) -> Job:
    """The same for a person of whom only rows are held that were never imported."""
    return jobs.enqueue(KIND, user=by, at=erasing.begin_in_files(by, person, reason, _check_once).at)


def _check_once(entry: Entry) -> None:
    """Refuse an erasure that is under way: a button pressed twice would write it down twice."""
    what = (entry.people, entry.places)
    for one in erasure_ledger.entries():
        if (one.people, one.places) == what and _is_under_way(one, entry.at):
            raise Refused(ALREADY)


def _is_under_way(entry: Entry, now: str) -> bool:
    """Whether a job has it; in the first minute its job may not be written yet."""
    job = Job.objects.filter(kind=KIND, options__at=entry.at).first()
    if job is not None:
        return not job.is_over
    return datetime.fromisoformat(now) - datetime.fromisoformat(entry.at) < JUST_BEGUN


def start_search(by: Any, person: Hashes) -> Job:
    """Look for a person through every stored file. The job keeps keyed hashes, never who it is."""
    return jobs.enqueue(SEARCH, user=by, person=list(person))


def search(job: Job, progress: Progress) -> None:
    """Note in the job, file by file, at which rows the person stands."""
    files = dict(job.options.get("files", {}))
    progress.stage(gettext_noop("Looking through the stored files"), len(erasing.reached()))
    for dataset, places in erasing.search_files(person_of(job), {int(pk) for pk in files}):
        files[str(dataset.pk)] = places
        progress.at(len(files))
        progress.note(files=files)
    with transaction.atomic():
        progress.keep()
        record(job.user, "personal_searched", "files", sum(len(places or ()) for places in files.values()))


def person_of(job: Job) -> Hashes:
    """Whom a search was for."""
    name, phone, nik, nib = job.options["person"]
    return name, phone, nik, nib


def found(job: Job) -> tuple[list[tuple[Dataset, list[Place]]], list[Dataset]]:
    """Files with rows of the person and their places; files that could not be read."""
    files = {int(pk): places for pk, places in job.options.get("files", {}).items()}
    datasets = list(Dataset.objects.filter(pk__in=files).order_by("pk"))
    told = [(one, [(sheet, row) for sheet, row in files[one.pk]]) for one in datasets if files[one.pk]]
    return told, [one for one in datasets if files[one.pk] is None]


def erase(job: Job, progress: Progress) -> None:
    """Delete the contacts, then look through every stored file of people and blank their cells.

    What is done is noted in the job, so that a worker that takes over neither counts nor logs it twice.
    Raises NotYet where a file was received and not read so far.
    """
    entry = erasure_ledger.written_at(job.options["at"])
    progress.stage(gettext_noop("Deleting contacts"))
    if "contacts" not in job.options:
        with transaction.atomic():
            progress.note(contacts=erasing.delete(entry, job.user, "personal_erased", new=True))
    datasets, is_waiting = erasing.reached(entry), False
    files = dict(job.options.get("files", {}))
    progress.stage(gettext_noop("Blanking cells in the stored files"), len(datasets))
    for place, dataset in enumerate(datasets, start=1):
        if str(dataset.pk) not in files:
            name, state = erasing.blank(dataset, entry)
            if state == erasing.WAITING:
                is_waiting = True
                continue
            files[str(dataset.pk)] = name, state
            progress.at(place)
            progress.note(files=files)
    progress.at(len(files))
    progress.stage(gettext_noop("Clearing the log and the reports"))
    scrubbing.scrub(entry.people)
    if is_waiting:  # the job that reads it comes first
        raise NotYet


def result(job: Job) -> Erased:
    """What a job has erased so far."""
    found = job.options.get("files", {}).values()
    return Erased.of(job.options.get("contacts", 0), [(name, state) for name, state in found])
