"""Lists that were made: what lies on the disk, and what is in it."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
from django.test import TestCase

from accounts.models import Event
from core import jobs
from core.models import Job
from core.texts import shown
from exports import files
from exports.models import Export


def work(export: Export) -> Export:
    """Let the worker do it; the job's state is the test's to look at."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.execute(export.job_id)
    export = Export.objects.select_related("job").get(pk=export.pk)
    assert export.job.message != jobs.INSIDE_ERROR, "the log of the test tells what went wrong inside"
    return export


def failed(export: Export) -> str:
    """Why nothing was made of it."""
    export = work(export)
    assert (export.job.state, export.file) == (Job.State.FAILED, "")
    assert not left()
    return shown(export.job.message)


def left() -> list[Path]:
    """What lies in the folder of files."""
    return sorted(files.directory().rglob("*")) if files.directory().is_dir() else []


def read(export: Export) -> tuple[list[str], list[list[str]]]:
    """The notes of a CSV without their sign, and its table."""
    text = export.path.read_text("utf-8-sig")
    found = list(
        csv.reader(text.splitlines(keepends=True), delimiter=";" if export.language == "id" else ",")
    )
    notes = [line[0][2:] for line in found if line[0].startswith("# ")]
    return notes, [line for line in found if not line[0].startswith("# ")]


def sheet(export: Export) -> Any:
    return openpyxl.load_workbook(export.path).worksheets[0]


def table_of(page: Any) -> list[tuple[Any, ...]]:
    """Header and rows of a workbook's sheet: from the header to the first empty line."""
    rows = list(page.iter_rows(values_only=True))
    first = next(at for at, row in enumerate(rows) if row[1] is not None)
    return rows[first : rows.index((None,) * len(rows[0]), first)]


def events(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action))
