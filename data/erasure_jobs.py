"""Erases people in the background: rewriting a large workbook takes longer than a page may."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from core import jobs
from core.jobs import Progress
from core.models import Job
from data import erasing, erasure_ledger
from data.erasing import Erased
from data.models import Contact

KIND = "erase"


def start(by: Any, contacts: Iterable[Contact], reason: str) -> Job | None:
    """Write the erasure down and hand it to the worker; None where none of the contacts is held any more."""
    entry = erasing.begin(by, contacts, reason)
    return jobs.enqueue(KIND, user=by, at=entry.at) if entry else None


def erase(job: Job, progress: Progress) -> None:
    """Delete the contacts, then look through every stored file of people and blank their cells.

    What is done is noted in the job, so that a worker that takes over neither counts nor logs it twice.
    """
    entry = erasure_ledger.written_at(job.options["at"])
    progress.stage(gettext_noop("Deleting contacts"))
    if "contacts" not in job.options:
        with transaction.atomic():
            progress.note(contacts=erasing.delete(entry, job.user, "personal_erased", new=True))
    datasets = erasing.reached(entry)
    files = dict(job.options.get("files", {}))
    progress.stage(gettext_noop("Blanking cells in the stored files"), len(datasets))
    for place, dataset in enumerate(datasets, start=1):
        if str(dataset.pk) not in files:
            files[str(dataset.pk)] = erasing.blank(dataset, entry)
            progress.at(place)
            progress.note(files=files)
    progress.at(len(datasets))


def result(job: Job) -> Erased:
    """What a job has erased so far."""
    found = job.options.get("files", {}).values()
    return Erased.of(job.options.get("contacts", 0), [(name, state) for name, state in found])
