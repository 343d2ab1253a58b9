"""The whole report in each format, made as the job makes it: pages read with nothing kept, then written."""

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import override

from benchmarks import pages, requests, wide_region, world

FORMATS = ("pdf", "xlsx", "pptx")


def measure(folder: Path, wide: bool, rows: str) -> dict[str, Any]:
    """Seconds per format, of 15 sub-districts with a survey, or of 514 with outlines.

    rows: the register of the 15. `grown_mb`: how far the peak rose above what the import needed.
    """
    from areas.models import Area

    if wide:
        _wide(folder)
    else:
        _city(Path(rows))
    with requests.signed_in():
        # without a level the pages show the regencies
        found = _made(f"level={Area.Level.DISTRICT.value}" if wide else "")
    return {**found, "areas": wide_region.DISTRICTS if wide else 15}


def _city(register: Path) -> None:
    from benchmarks import survey_file

    world.import_file(register)
    pages.people_and_land()
    with TemporaryDirectory() as name:
        path = Path(name) / "survey.csv"
        survey_file.write_csv(path, 500)
        world.import_file(path, "questionnaire", series="benchmark")


def _wide(folder: Path) -> None:
    from areas.models import Area, BoundarySet, Region

    # the database is a copy of one with another region's areas
    # an area that others lie in is kept from being deleted
    Area.objects.update(parent=None)
    Area.objects.all().delete()
    BoundarySet.objects.all().delete()
    Region.objects.all().delete()
    wide_region.load()
    for path, kind, series in wide_region.write(folder):
        world.import_file(path, kind, series=series)


def _made(query: str) -> dict[str, Any]:
    from accounts.models import User
    from exports import jobs, report

    person = User.objects.get()
    found: dict[str, Any] = {"formats": {}}
    with override("en"), TemporaryDirectory() as name:
        before = _peak()
        for format in FORMATS:
            requests.forget()
            started = time.perf_counter()
            whole = report.collect(report.page_names(person), query, person)
            read = time.perf_counter()
            path = Path(name) / f"report.{format}"
            jobs.writer(format).write(whole, path, lambda done, total=0: None)
            found["formats"][format] = {
                "read": read - started, "write": time.perf_counter() - read, "kb": path.stat().st_size / 1000
            }  # fmt: skip
        tables = [figure.table for page in whole.pages for figure in page.figures.values() if figure.table]
        longest = max(len(table.rows) for table in tables)
        return {
            **found, "grown_mb": _peak() - before, "figures": whole.figures, "pages": len(whole.pages),
            "longest": longest,
        }  # fmt: skip


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
