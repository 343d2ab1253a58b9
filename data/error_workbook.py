"""The rejected rows as a file to correct and upload again: the original cells, wrong ones coloured.

As .xlsx in constant memory (stack.md, What bites 13), and for text files as CSV too.
"""

import csv
import math
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import FileCreateError

from data import errors as found_errors
from data import problems, templates_xlsx
from data.models import Dataset
from data.plan import Plan
from data.reading import spaces
from data.reading.chunks import Chunk

# a comment costs memory until the workbook is closed; every reason also stands in the first column
MOST_COMMENTS = 20_000
LAST_ROW = 1_048_575
LONGEST_TEXT = 32_767
# the reason and the row's number stand before the cells of the file
OWN_COLUMNS = 2
DATES = ((datetime, "dd/mm/yyyy hh:mm"), (date, "dd/mm/yyyy"), (time, "hh:mm:ss"), (timedelta, "[h]:mm:ss"))
WRONG = {"bg_color": "#FFD9D2", "border": 1, "border_color": "#B3261E"}
BOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA = re.compile(r"^\s*[=@\t\r]|^\s*[+-](?![\d\s.,()/-]*$)")

Reasons = dict[str, list[str]]  # column key ("" for the whole row) → messages


def ready(dataset: Dataset) -> dict[str, Path]:
    """The files that are written already and belong to the last check, by ending."""
    errors = found_errors.path(dataset)
    if not errors.exists():
        return {}
    made = {ending: dataset.directory / f"errors.{ending}" for ending in ("xlsx", "csv")}
    since = errors.stat().st_mtime_ns
    return {
        ending: path for ending, path in made.items() if path.exists() and path.stat().st_mtime_ns >= since
    }


def write(dataset: Dataset, path: Path) -> int:
    """Write the rejected rows to `path` (.xlsx), and to .csv beside it where the upload was a text file.

    Returns the number of rows. Files appear under their names when they are whole.
    """
    plan = Plan.of(dataset)
    targets = [path, path.with_suffix(".csv")] if plan.layout.is_text else [path]
    drafts = [target.with_name(f"{target.name}.{os.getpid()}.part") for target in targets]
    try:
        with ExitStack() as stack:
            writers: list[Any] = [stack.enter_context(Workbook(drafts[0], plan))]
            writers += [stack.enter_context(Text(draft, plan)) for draft in drafts[1:]]
            rows = _write_rows(dataset, plan, writers)
        for draft, target in zip(drafts, targets, strict=True):
            os.replace(draft, target)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return rows


def _write_rows(dataset: Dataset, plan: Plan, writers: list[Any]) -> int:
    labels = {column.key: str(column.label) for column in plan.kind.columns}
    count = 0
    for sheet, number, cells, reasons in rejected(dataset, plan):
        text = reason_text(labels, reasons)
        for writer in writers:
            writer.row(sheet, number, text, cells, reasons)
        count += 1
    return count


def rejected(dataset: Dataset, plan: Plan) -> Iterator[tuple[str, int, list[Any], Reasons]]:
    """Every rejected row in the order of the file: sheet, row number, its cells, reasons by column key."""
    wanted, words = ["sheet", "row", "column", "rule"], ["column", "rule"]
    # the few words as categories: a text object per error would cost more than all else
    errors = pq.read_table(found_errors.path(dataset), columns=wanted, read_dictionary=words).to_pandas()
    by_sheet: dict[Any, pd.DataFrame] = dict(iter(errors.groupby("sheet", sort=True)))
    messages: dict[tuple[str, str], str] = {}
    for column, rule in errors[words].drop_duplicates().itertuples(index=False):
        messages[column, rule] = problems.said(plan.kind, column, rule)
    for chunk in plan.chunks():
        known = by_sheet.get(plan.sheet_number(chunk))
        if known is not None:
            yield from _rows(chunk, known[known["row"].isin(chunk.table.index)], messages)


def _rows(
    chunk: Chunk, wrong: pd.DataFrame, messages: dict[tuple[str, str], str]
) -> Iterator[tuple[str, int, list[Any], Reasons]]:
    reasons: dict[int, Reasons] = {}
    for row, column, rule in zip(wrong["row"], wrong["column"], wrong["rule"], strict=True):
        said = reasons.setdefault(int(row), {}).setdefault(column, [])
        if messages[column, rule] not in said:
            said.append(messages[column, rule])
    part = chunk.table[chunk.table.index.isin(list(reasons))]
    for number, cells in zip(part.index, part.to_numpy(dtype=object), strict=True):
        yield chunk.sheet, int(number), list(cells), reasons[int(number)]


def headings(plan: Plan) -> list[str]:
    """Reason and row number first, where they are seen at once, then the headers of the file."""
    return [_("What to correct"), _("Row in the uploaded file"), *_headers(plan)]


def _headers(plan: Plan) -> list[str]:
    """Those of the file; where it has none, the names that its columns are known by when they come back."""
    if plan.layout.header_rows:
        return plan.headers
    read = [column for column in plan.columns if column.type != "open"]
    known = {plan.positions[column.key]: templates_xlsx.header(column) for column in read}
    return [known.get(at, name) for at, name in enumerate(plan.headers)]


def reason_text(labels: dict[str, str], reasons: Reasons) -> str:
    """All reasons of a row in one text: "Turnover: …; Sub-district: …". labels: by column key."""
    parts = [(labels.get(column, ""), message) for column, said in reasons.items() for message in said]
    return "; ".join(f"{label}: {message}" if label else message for label, message in parts)


class Workbook:
    """The .xlsx: a sheet per sheet of the upload under its own name, which may be the sub-district's."""

    def __init__(self, path: Path, plan: Plan) -> None:
        self.plan = plan
        self.book = xlsxwriter.Workbook(path, BOOK_OPTIONS)
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrong = self.book.add_format(WRONG)
        self.dates = {kind: self.book.add_format({"num_format": form}) for kind, form in DATES}
        self.wrong_dates = {kind: self.book.add_format({"num_format": form, **WRONG}) for kind, form in DATES}
        self.sheet: Any = None
        self.name: str | None = None
        self.at = 0
        self.comments = 0

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *error: Any) -> None:
        if self.sheet is None:
            self._begin("")
        try:
            self.book.close()
        except FileCreateError as problem:
            # XlsxWriter wraps what the disk said, which the job can tell as it is: full, or the folder gone
            raise problem.args[0] from problem

    def row(self, sheet: str, number: int, text: str, cells: list[Any], reasons: Reasons) -> None:
        if self.sheet is None or sheet != self.name or self.at > LAST_ROW:
            self._begin(sheet)
        self.sheet.write_string(self.at, 0, _text(text))
        self.sheet.write_number(self.at, 1, number)
        said = {self.plan.positions.get(column, -1): messages for column, messages in reasons.items()}
        write_string, at = self.sheet.write_string, self.at
        for place, cell in enumerate(cells):
            # nearly all cells are texts that are right: 6 million of them in 200,000 rows of 31 columns
            if place not in said and type(cell) is str:
                if cell:
                    write_string(at, place + OWN_COLUMNS, _text(cell))
            else:
                self._cell(place + OWN_COLUMNS, cell, said.get(place))
        self.at += 1

    def _begin(self, sheet: str) -> None:
        used = {known.get_name().casefold() for known in self.book.worksheets()}
        self.sheet = self.book.add_worksheet(free_name(sheet or _("To correct"), used))
        self.name, self.at = sheet, 1
        self.sheet.set_column(0, 0, 60)
        self.sheet.set_column(1, len(self.plan.headers) + 1, 18)
        self.sheet.freeze_panes(1, OWN_COLUMNS)
        for place, text in enumerate(headings(self.plan)):
            self.sheet.write_string(0, place, _text(text), self.head)

    def _cell(self, place: int, cell: Any, reasons: list[str] | None) -> None:
        kind = next((kind for kind, _form in DATES if isinstance(cell, kind)), None)
        form = self.wrong if reasons else None
        if kind is not None:
            dates = self.wrong_dates if reasons else self.dates
            self.sheet.write_datetime(self.at, place, cell, dates[kind])
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.at, place, cell, form)
        elif isinstance(cell, int | float) and math.isfinite(cell):
            self.sheet.write_number(self.at, place, cell, form)
        elif str(cell):
            self.sheet.write_string(self.at, place, _text(str(cell)), form)
        elif reasons:
            self.sheet.write_blank(self.at, place, None, form)
        if reasons and self.comments < MOST_COMMENTS:
            self.sheet.write_comment(self.at, place, "\n".join(reasons), {"x_scale": 2})
            self.comments += 1


class Text:
    """The same rows as CSV, with the separator of the upload, or commas where that is a run of blanks."""

    def __init__(self, path: Path, plan: Plan) -> None:
        self.plan = plan
        # the mark at the start makes spreadsheets and our own reader take it for UTF-8
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        delimiter = plan.layout.delimiter
        self.writer = csv.writer(self.file, delimiter="," if delimiter == spaces.DELIMITER else delimiter)

    def __enter__(self) -> "Text":
        self.writer.writerow([safe(text) for text in headings(self.plan)])
        return self

    def __exit__(self, *error: Any) -> None:
        self.file.close()

    def row(self, sheet: str, number: int, text: str, cells: list[Any], reasons: Reasons) -> None:
        self.writer.writerow([safe(text), number, *[safe(str(cell)) for cell in cells]])


def _text(text: str) -> str:
    """As much as a cell holds. XlsxWriter writes XML of its own form as it is: a formula could hide there."""
    return f"{text[: LONGEST_TEXT - 1]} " if text.startswith("<r>") else text[:LONGEST_TEXT]


def free_name(name: str, used: set[str]) -> str:
    """A sheet name that Excel takes: 31 letters, none of its signs, not used before."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "1"
    number, free = 2, clean
    while free.casefold() in used:
        free = f"{clean[:26]} ({number})"
        number += 1
    return free


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers and phones (-5, +62 812) stay as they are."""
    return f"'{text}" if _FORMULA.match(text) else text
