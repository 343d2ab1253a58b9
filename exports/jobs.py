"""The job that makes the whole report. Idempotent: done again, it makes the file anew."""

from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Protocol

from django.utils.text import get_valid_filename, slugify
from django.utils.translation import gettext_noop, override

from core.jobs import JobProblem, Progress
from core.models import Job

from . import files, report
from .models import Export

# a format is one module with `write(report, path, progress)`
WRITERS = {
    "pdf": "exports.report_pdf",
    "xlsx": "exports.report_xlsx",
    "pptx": "exports.report_pptx",
}
NOTHING = gettext_noop(
    "There is nothing to put into this report: none of its pages has data under these filters. Remove a "
    "filter, choose another year, or ask an admin of your office to upload the files."
)


class Writer(Protocol):
    def write(self, report: report.Report, path: Path, progress: report.Progress) -> None: ...


def writer(format: str) -> Writer:
    """The module that writes this format."""
    found: Any = import_module(WRITERS[format])
    return found


def make_report(job: Job, progress: Progress) -> None:
    """Read the pages under the person's rights, and write them."""
    export = Export.objects.filter(pk=job.subject_id or 0).first()
    if export is None:
        raise JobProblem(files.DISCARDED)
    person = files.still_allowed(export)
    with override(export.language):
        names = _names(export, person)
        progress.stage(gettext_noop("Reading the pages"), len(names))
        # a page that nobody opened before may take half a minute: its name says what the time is spent on
        found = report.collect(
            names, export.query, person, progress.at, lambda place, name: progress.begin(place, page=name)
        )
        progress.note(page="")
        if not found.pages:
            _nothing()
        export.is_demo = found.is_demo
        progress.stage(gettext_noop("Writing the report"), found.figures)
        files.make(
            export,
            progress,
            lambda path: _written(found, export.format, path, progress),
            _name(found, export),
        )


def _names(export: Export, person: Any) -> list[str]:
    """The pages that were asked for, of those that the person may open now."""
    allowed = report.page_names(person)
    asked = export.options.get("pages") or allowed
    return [name for name in allowed if name in asked]


def _nothing() -> NoReturn:
    raise JobProblem(NOTHING)


def _written(found: report.Report, format: str, path: Path, progress: Progress) -> None:
    writer(format).write(found, path, progress.at)


def _name(found: report.Report, export: Export) -> str:
    """The name that the file is saved under: words, region, chosen areas, day."""
    words = slugify(found.title, allow_unicode=True) or "report"
    day = found.made_at.strftime("%Y-%m-%d")
    return get_valid_filename(f"{words}-{day}.{export.format}")
