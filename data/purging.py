"""Deletes what a withdrawn file holds for good: its rows, its contacts and the stored file.

Counts and figures of past editions stay, since they are cells. An edition that lists the file can never be
current again (data/editions.py refuses it), because nothing could follow its numbers to rows any more.
"""

import shutil
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.events import record
from core.jobs import Progress
from core.models import Job
from data.editions import Key, Refused
from data.errors import without_values
from data.kinds import kind
from data.models import Dataset, Edition
from data.personal_preview import without_cells
from data.receiving import enqueue_for
from data.signals import rows_purged
from data.stored_rows import delete_rows

KIND = "purge"
NOT_READY = gettext_noop("Only an imported file can be deleted for good. Discard this upload instead.")
IN_USE = gettext_noop("The pages show this file. Withdraw it first, then delete it.")
GONE = gettext_noop(
    "A file behind these data was deleted for good, so that no number leads to its rows any more: nothing is "
    "saved from them. Choose another period or edition."
)
HELD = gettext_noop(
    "Saved results were computed from this file: %(what)s (%(n)s). Delete those first, or keep the file."
)


def start(dataset: Dataset, user: Any) -> Job:
    """Forbid any further use of the file, and hand the deleting to the worker. Refused while it is in use."""
    with transaction.atomic():
        _check(dataset)
        Dataset.objects.filter(pk=dataset.pk, rows_purged_at=None).update(
            rows_purged_at=timezone.now(), report=without_values(dataset.report)
        )
        record(user, "purge", dataset.file_name, dataset=dataset.pk)
        return enqueue_for(dataset, KIND, user)


def purge(job: Job, progress: Progress) -> None:
    """Delete the rows in short transactions, then the folder. Whatever is gone already is skipped."""
    assert job.subject_id is not None
    dataset = Dataset.objects.get(pk=job.subject_id, rows_purged_at__isnull=False)
    progress.stage(gettext_noop("Deleting rows"))
    rows_purged.send(sender=Dataset, editions=list(dataset.editions.values_list("pk", flat=True)))
    with transaction.atomic():
        progress.keep()
        if own := kind(dataset.kind).open:
            own.purged(dataset)
        Dataset.objects.filter(pk=dataset.pk).update(**without_cells(dataset))
    delete_rows(dataset.pk, progress.keep)
    shutil.rmtree(dataset.directory, ignore_errors=True)


def hold(editions: Iterable[Edition]) -> None:
    """Lock the files behind a result that is about to be saved, editions first as `start` does: either sees
    what the other did. Refused where one of them is deleted for good, or about to be. To be called inside a
    transaction."""
    wanted = [one.pk for one in editions]
    list(Edition.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    behind = Dataset.objects.filter(editions__in=wanted)
    held = Dataset.objects.select_for_update().filter(pk__in=behind.values("pk")).order_by("pk")
    if any(dataset.rows_purged_at for dataset in held):
        raise Refused(GONE)


def is_shown(dataset: Dataset) -> bool:
    """Whether a current edition lists the file."""
    return bool(dataset.editions.filter(is_current=True).exists())


def is_unfinished(dataset: Dataset) -> bool:
    """Whether the deleting was begun and has not come to its end: the folder goes last."""
    return dataset.rows_purged_at is not None and dataset.directory.exists()


def _check(dataset: Dataset) -> None:
    if dataset.state != Dataset.State.READY:
        raise Refused(NOT_READY)
    # locks the current edition, as activating another one does: undo and purge cannot both go through
    list(Key.of(dataset).editions().select_for_update().filter(is_current=True))
    # and the file, as a result being saved from it does: that one is found here, or finds the file gone
    list(Dataset.objects.select_for_update().filter(pk=dataset.pk))
    if is_shown(dataset):
        raise Refused(IN_USE)
    held = holders(dataset)
    if held:
        names = sorted({str(one._meta.verbose_name) for one in held})
        raise Refused(HELD, n=len(held), what=", ".join(names))


def holders(dataset: Dataset) -> list[Model]:
    """Records of other apps that point at an edition of this file: saved runs and the like.

    Through their own manager, so that what was deleted and might be brought back holds nothing.
    """
    found: set[Model] = set()
    for relation in Edition._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.auto_created or relation.concrete or model is None or isinstance(model, str):
            continue
        # the table between two others is no record of anybody's
        if model._meta.app_label != Edition._meta.app_label and not model._meta.auto_created:
            pointing = {f"{relation.field.name}__datasets": dataset}  # type: ignore[union-attr]
            found.update(model._default_manager.filter(**pointing))
    return sorted(found, key=str)
