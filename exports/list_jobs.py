"""The job that writes a list to a file, under the rights that the person has meanwhile."""

from collections.abc import Callable
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext_noop, override

from core.formats import integer
from core.jobs import JobProblem, Progress
from core.models import Job
from customers.waiting import problems_told

from . import files, list_csv, list_xlsx, lists
from .list_form import MOST_SHEET_ROWS
from .list_kinds import KINDS
from .lists import Asked, ListFile, Parts
from .models import Export

WRITERS: dict[str, Callable[[Path, ListFile], int]] = {"csv": list_csv.write, "xlsx": list_xlsx.write}
OTHER_DATA = gettext_noop(
    "The data that this list was asked for are not here any more: they were deleted for good, or it has no "
    "rows now. Open the list again."
)
CHANGED = gettext_noop(
    "Rows of these data were deleted while the list was being written, so it would not have been whole. Open "
    "the list and ask for it again."
)


def write_list(job: Job, progress: Progress) -> None:
    """Read the list a part at a time and write it. Done again, it writes the file anew."""
    export = Export.objects.select_related("user").filter(pk=job.subject_id or 0).first()
    if export is None:
        raise JobProblem(files.DISCARDED)
    if export.made_at is not None:  # a worker ended between handing it over and saying so
        return
    kind, person = KINDS[export.kind], files.still_allowed(export)
    with override(export.language):
        progress.stage(gettext_noop("Looking for the rows"))
        with (
            problems_told(),
            kind.again(QueryDict(export.query), person, export.options) as found,
        ):
            _write(_checked(found, export), export, progress)


def _checked(found: Asked | None, export: Export) -> Asked:
    """Raise JobProblem where the list is not there any more, or too long."""
    if found is None or not found.n:
        raise JobProblem(OTHER_DATA)
    if export.format == "xlsx" and found.n > MOST_SHEET_ROWS:
        values = {"n": integer(found.n), "most": integer(MOST_SHEET_ROWS)}
        raise JobProblem(KINDS[export.kind].too_long, values)
    return found


def _write(found: Asked, export: Export, progress: Progress) -> None:
    progress.stage(gettext_noop("Writing the list"), found.n)
    parts, sheet = _parts(found, export, progress), str(KINDS[export.kind].sheet)
    table = lists.file_of(found, export, parts, sheet)
    export.is_demo = found.is_demo
    name = lists.file_name(found, export.format)
    files.make(export, progress, lambda path: _written(path, table, found, export), name)


def _parts(found: Asked, export: Export, progress: Progress) -> Parts:
    """The lines, with the person's rights looked at for each part."""
    done = 0
    for part in found.parts(bool(export.options.get("contacts")) and found.has_contacts):
        files.still_allowed(export)
        yield part
        done += len(part)
        progress.at(done)


def _written(path: Path, table: ListFile, found: Asked, export: Export) -> int:
    rows = WRITERS[export.format](path, table)
    if rows != found.n:
        raise JobProblem(CHANGED)
    return rows
