"""The files behind editions as plain values: what was uploaded, and which columns were used as what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.pages import ANALYSTS
from core.texts import shown

from . import features
from .models import Dataset, Edition
from .plan import Plan
from .reading.grids import column_letters


@dataclass(frozen=True)
class UsedColumn:
    """A column of a file that was imported. header: as in the file.

    number: from 1, 0 where the column is the name of the sheet; letter: as a spreadsheet names it, "" where
    the file has no such cells (a map, the name of a sheet).
    """

    key: str
    label: str
    header: str
    number: int
    letter: str


@dataclass(frozen=True)
class Source:
    """One file of one edition.

    edition: its id; number: which edition of its period it is. rows: those imported; rows_in_file: all that
    are not blank; rows_wrong: left out because they were wrong; rows_skipped: total lines, notes, duplicates.
    sheets: names in the order they were read, none for a text file; header_row: the first row of the header
    (header_row_of names the sheets where it differs), 0 where there is none. uploaded_by: "" for whom the
    pages do not name people. is_purged: its rows and the file were deleted for good.
    """

    edition: int
    subject: str
    period: str
    number: int
    series: str
    region: str
    time_zone: str
    dataset: int
    kind: str
    file_name: str
    sha256: str
    size: int
    rows: int | None
    rows_in_file: int | None
    rows_wrong: int
    rows_skipped: int
    uploaded_at: datetime
    uploaded_by: str
    sheets: tuple[str, ...]
    is_text: bool
    header_row: int
    header_rows: int
    header_row_of: tuple[tuple[str, int], ...]
    columns: tuple[UsedColumn, ...]
    definition: str
    source: str
    is_demo: bool
    is_purged: bool

    def column(self, key: str) -> UsedColumn | None:
        return next((one for one in self.columns if one.key == key), None)

    def sheet(self, place: int) -> str:
        """The name of the sheet at a row's position; "" for files without sheets."""
        return self.sheets[place] if 0 <= place < len(self.sheets) else ""


def sources(edition_ids: Iterable[int], user: Any = None) -> tuple[Source, ...]:
    """The files of these editions, in the order of the ids; ids that are no edition's are passed over.

    user: who reads it. As on the pages of files and editions, analysts and admins see who uploaded a file.
    Three queries, however many editions.
    """
    wanted = list(dict.fromkeys(edition_ids))
    known = Edition.objects.filter(pk__in=wanted).select_related("region")
    editions = {one.pk: one for one in known.prefetch_related("datasets__region", "datasets__created_by")}
    names_people = getattr(user, "role", "") in ANALYSTS
    return tuple(
        _source(editions[pk], dataset, names_people)
        for pk in wanted
        if pk in editions
        for dataset in sorted(editions[pk].datasets.all(), key=lambda one: one.pk)
    )


def _source(edition: Edition, dataset: Dataset, names_people: bool) -> Source:
    counts = dataset.report.get("counts", {})
    layout = dataset.layout
    return Source(
        edition=edition.pk,
        subject=str(edition.get_subject_display()),
        period=edition.period_label,
        number=edition.number,
        series=edition.series,
        region=edition.region.name,
        time_zone=edition.region.time_zone,
        dataset=dataset.pk,
        kind=dataset.kind,
        file_name=dataset.file_name,
        sha256=dataset.sha256,
        size=dataset.size,
        rows=counts.get("accepted"),
        rows_in_file=counts.get("rows"),
        rows_wrong=int(counts.get("rejected") or 0),
        rows_skipped=int(counts.get("skipped") or 0),
        uploaded_at=dataset.created_at,
        uploaded_by=str(dataset.created_by or "") if names_people else "",
        sheets=tuple(layout.get("sheets") or ()),
        is_text=layout.get("format") in ("csv", "tsv"),
        header_row=int(layout.get("header_row") or 0) if layout.get("header_rows") else 0,
        header_rows=int(layout.get("header_rows") or 0),
        header_row_of=tuple((str(sheet), int(row)) for sheet, row in layout.get("header_row_of") or ()),
        columns=_columns(dataset),
        definition=shown(dataset.definition),
        source=shown(dataset.source),
        is_demo=dataset.is_demo,
        is_purged=dataset.rows_purged_at is not None,
    )


def _columns(dataset: Dataset) -> tuple[UsedColumn, ...]:
    """In the order of the file; none where what was read from the file is not kept any more."""
    if not dataset.guess.get("headers") or not dataset.layout:
        return ()
    plan = Plan.of(dataset)
    has_cells = plan.layout.format not in features.FORMATS
    labels = {column.key: str(column.label) for column in plan.kind.columns}
    found = []
    for key, position in sorted(plan.positions.items(), key=lambda one: (one[1], one[0])):
        number = position + 1
        letter = column_letters(number) if number and has_cells else ""
        found.append(
            UsedColumn(key, labels.get(key, key), plan.headers[position] if number else "", number, letter)
        )
    return tuple(found)
