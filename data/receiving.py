"""Takes a file in: into its own folder under a generated name, hashed, with its period and series."""

import calendar
import hashlib
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_noop

from accounts.events import record
from areas.models import Region
from core import jobs
from core.models import Job
from data.editions import Refused
from data.kinds import Kind
from data.kinds import kind as kind_named
from data.models import Dataset, HeaderMapping
from data.room import NO_ROOM, is_full

TOO_LARGE = gettext_noop("The file is larger than %(limit)s MB. Split it, or save it as .csv and zip it.")
EMPTY = gettext_noop("The file is empty. Choose another one.")
BAD_PERIOD = gettext_noop("“%(text)s” is no period. Write a year such as 2023, or 2023-07-01..2023-12-31.")
BAD_SERIES = gettext_noop("Choose the basis of these figures: %(choices)s.")
SPARE = 50_000_000  # bytes left free for the database to go on writing


@dataclass(frozen=True)
class Period:
    """First and last day with the label people use for it."""

    start: date
    end: date
    label: str

    @classmethod
    def parse(cls, text: str) -> "Period":
        """ "2023", "2023-07" or "2023-07-01..2023-12-31"; Refused otherwise, or outside 1900–2100."""
        text = text.strip()
        try:
            if re.fullmatch(r"\d{4}", text):
                found = cls(date(int(text), 1, 1), date(int(text), 12, 31), text)
            elif match := re.fullmatch(r"(\d{4})-(\d\d)", text):
                year, month = int(match[1]), int(match[2])
                last = calendar.monthrange(year, month)[1]
                found = cls(date(year, month, 1), date(year, month, last), text)
            else:
                first, _separator, last_day = text.partition("..")
                found = cls(date.fromisoformat(first), date.fromisoformat(last_day), text)
        except (ValueError, calendar.IllegalMonthError) as problem:
            raise Refused(BAD_PERIOD, text=text) from problem
        if not (1900 <= found.start.year <= 2100 and found.start <= found.end and found.end.year <= 2100):
            raise Refused(BAD_PERIOD, text=text)
        return found


def receive(
    file: Any,
    *,
    name: str,
    kind: str,
    region: Region,
    period: Period,
    user: Any,
    series: str = "main",
    definition: str = "",
    source: str = "",
    enqueue: bool = True,
    limit_mb: int | None = None,
) -> Dataset:
    """Store a file and let the worker read it. `file` is an uploaded file, an open binary file or bytes.

    limit_mb: how large it may be; UPLOAD_LIMIT_MB unless whoever sends it has it on the server already.
    """
    declared = kind_named(kind)
    _check_series(declared, series)
    folder = f"datasets/{uuid.uuid4().hex}"
    size, digest = _store(file, Path(settings.MEDIA_ROOT) / folder, limit_mb or settings.UPLOAD_LIMIT_MB)
    values = {
        "kind": kind,
        "region": region,
        "series": series,
        "period_start": period.start,
        "period_end": period.end,
        "period_label": period.label,
        "folder": folder,
        "file_name": Path(name).name[:200] or "file",
        "size": size,
        "sha256": digest,
        "definition": definition[:200],
        "source": source[:200],
        "created_by": user if getattr(user, "pk", None) else None,
    }
    dataset = _create(values)
    record(user, "upload", dataset.file_name, dataset=dataset.pk, kind=kind, period=period.label)
    if enqueue:
        dataset.state = Dataset.State.READING
        dataset.save(update_fields=["state"])
        enqueue_for(dataset, "read", user if getattr(user, "pk", None) else None)
    return dataset


def enqueue_for(dataset: Dataset, job: str, user: Any, **options: Any) -> Job:
    """Queue a job about a dataset; its label and page let the list of all work say what it is about."""
    return jobs.enqueue(job, dataset.pk, user, label=dataset.file_name, page="dataset", **options)


def _check_series(declared: Kind, series: str) -> None:
    if declared.series and series not in dict(declared.series):
        raise Refused(BAD_SERIES, choices=", ".join(str(label) for _key, label in declared.series))


def _store(file: Any, directory: Path, limit_mb: int) -> tuple[int, str]:
    """Write the file in pieces; on a full disk nothing of it stays."""
    digest, size = hashlib.sha256(), 0
    try:
        directory.mkdir(parents=True, mode=0o700)
        if shutil.disk_usage(directory).free < SPARE:
            raise Refused(NO_ROOM)
        with (directory / "original").open("wb") as target:
            for piece in _pieces(file):
                size += len(piece)
                if size > limit_mb * 1_000_000:
                    raise Refused(TOO_LARGE, limit=limit_mb)
                digest.update(piece)
                target.write(piece)
        if size == 0:
            raise Refused(EMPTY)
    except OSError as problem:
        shutil.rmtree(directory, ignore_errors=True)
        if is_full(problem):
            raise Refused(NO_ROOM) from problem
        raise
    except Refused:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return size, digest.hexdigest()


def _create(values: dict[str, Any]) -> Dataset:
    """The dataset's row; without it the stored file would belong to nobody."""
    try:
        with transaction.atomic():
            return Dataset.objects.create(**values)
    except DatabaseError as problem:
        shutil.rmtree(Path(settings.MEDIA_ROOT) / values["folder"], ignore_errors=True)
        if is_full(problem):
            raise Refused(NO_ROOM) from problem
        raise


def _pieces(file: Any) -> Iterator[bytes]:
    if isinstance(file, bytes):
        yield file
    elif hasattr(file, "chunks"):
        yield from file.chunks()
    else:
        while piece := file.read(1_000_000):
            yield piece


def remembered_headers(dataset: Dataset) -> dict[str, str]:
    """Header key → column of the last file of this kind in this region."""
    found = HeaderMapping.objects.filter(region=dataset.region, kind=dataset.kind)
    return dict(found.values_list("header_key", "column"))
