"""Deletes the rows that a dataset has in the database."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction

from data.kinds import all_kinds
from data.models import Contact, Dataset, FigureRow, MarketRow, OutlineRow

BATCH = 20_000  # rows per transaction: SQLite's one writer is never held for long (design.md)
_MODELS = (MarketRow, FigureRow, OutlineRow, Contact)


def row_models() -> tuple[Any, ...]:
    """Every table of rows that belong to datasets, those of kinds in other apps too."""
    return (*_MODELS, *(model for one in all_kinds().values() if one.open for model in one.open.models))


def delete_rows(dataset_id: int, keep: Callable[[], None] = lambda: None) -> None:
    """Delete a dataset's rows in short transactions, by ranges of their ids.

    To be called outside any transaction. keep: runs in each of them and may stop it (Progress.keep).
    """
    for model in row_models():
        rows = model.objects.filter(dataset_id=dataset_id)
        while first := rows.order_by("pk").values_list("pk", flat=True).first():
            with transaction.atomic():
                keep()
                rows.filter(pk__lt=first + BATCH).delete()


class _Again(Exception):
    """The file is being imported again, or is ready by now."""


def delete_failed(dataset_id: int) -> None:
    """Delete what an import that failed wrote, unless the file goes on: its next import clears for itself.

    To be called outside any transaction.
    """

    def still_failed() -> None:
        waiting = Dataset.objects.select_for_update().filter(pk=dataset_id, state=Dataset.State.CHECKED)
        if waiting.first() is None:  # the lock keeps the next import out until this part is deleted
            raise _Again

    with suppress(_Again):
        delete_rows(dataset_id, still_failed)
