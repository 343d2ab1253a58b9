"""The guess of a layout: one look at the whole file, a reason for each choice, what is odd about it."""

import itertools
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from data.reading import formulas, grids, header, sheets, textfile
from data.reading.errors import Unreadable
from data.reading.header import Head, Row
from data.reading.layout import COMPARED_ROWS, TEXT_FORMATS, Guess, Layout, Note, SheetInfo, Top, address
from data.reading.limits import DEFAULT, Limits
from data.reading.sheets import Merge

FIRST_ROWS = header.SEARCHED + COMPARED_ROWS
LAST_ROWS = 40
BATCH = 500  # rows; with thousands alive at once the garbage collector takes three times the time
BLOCK, LINES = 2_000_000, 20_000  # characters and lines of a text that are looked at together
SHOWN = 5


@dataclass
class Look:
    """What one pass over a sheet leaves behind."""

    name: str
    first: list[Row] = field(default_factory=list)
    last: deque[Row] = field(default_factory=lambda: deque(maxlen=LAST_ROWS))
    merges: list[Merge] = field(default_factory=list)
    widths: Counter[int] = field(default_factory=Counter)
    count: int = 0
    head: Head | None = None

    def feed(self, rows: Iterable[Row], limit: int) -> None:
        remaining = iter(rows)
        # in batches: a few calls for each of a million rows would double the time of the look
        while batch := list(itertools.islice(remaining, BATCH)):
            self._take([row for row in batch if any(row[1])], limit)
        self._find_head()

    def feed_text(self, file: TextIO, delimiter: str, limit: int) -> None:
        """The same for a text file; lines without a quotation mark are counted without being cut."""
        lines = textfile.Lines(file)
        while (block := lines.block(BLOCK, LINES))[0]:
            text, count = block
            plain = textfile.plain(text, count, delimiter)
            if plain is None:
                records = textfile.whole_records(textfile.split(text), lines, delimiter)
                self._take([row for row in records if any(row[1])], limit)
            else:
                self._take_plain(textfile.split(plain), lines.taken - count + 1, delimiter, limit)
        self._find_head()

    def _take_plain(self, batch: list[str], first: int, delimiter: str, limit: int) -> None:
        nothing = delimiter + "\r\n"
        used = [(number, line) for number, line in enumerate(batch, first) if line.strip(nothing)]
        ends = max(FIRST_ROWS, LAST_ROWS)
        middle = used[ends:-ends]
        self._add(len(middle), limit, [line.count(delimiter) + 1 for _number, line in middle])
        for part in (used[:ends], used[max(ends, len(used) - ends) :]):
            self._take([(number, line.rstrip("\r\n").split(delimiter)) for number, line in part], limit)

    def _take(self, used: list[Row], limit: int) -> None:
        self._add(len(used), limit, [len(cells) for _number, cells in used])
        self.first += used[: FIRST_ROWS - len(self.first)]
        self.last.extend(used[-LAST_ROWS:])

    def _add(self, count: int, limit: int, widths: list[int]) -> None:
        self.count += count
        if self.count > limit:
            raise grids.too_long()
        self.widths.update(widths)

    def _find_head(self) -> None:
        self.head = header.find(self.first[: header.SEARCHED + header.COMPARED], self.merges)

    @property
    def first_data_row(self) -> int:
        head = self.head
        return head.row + head.rows + head.number_row if head else 1

    def top(self) -> Top:
        """Return the beginning as the layout module cuts it."""
        head = self.head or Head(1, 1, False)
        at = next(position for position, row in enumerate(self.first) if row[0] == head.row)
        ends = at + head.rows + head.number_row
        below = self.first[ends : ends + COMPARED_ROWS]
        return Top(self.first[:at], self.first[at : at + head.rows], below, self.merges)

    def info(self) -> SheetInfo:
        top = self.top()
        below = self.count - len(top.before) - len(top.header) - bool(self.head and self.head.number_row)
        return SheetInfo(self.name, below, top.width, header.unique(top.raw_labels)[0])


def guess(path: Path, form: str, limits: Limits = DEFAULT) -> Guess:
    """Return the proposed layout of a text file or workbook; `Unreadable` where no table is found."""
    if form in TEXT_FORMATS:
        return _guess_text(path, form, limits)
    return _guess_book(path, form, limits)


def _guess_text(path: Path, form: str, limits: Limits) -> Guess:
    encoding = textfile.sniff_encoding(path)
    sample = textfile.sample_of(path, encoding.name)
    delimiter, why = textfile.sniff_delimiter(sample)
    look = Look("")
    with textfile.open_text(path, encoding.name) as lines:
        look.feed_text(lines, delimiter, limits.csv_rows)
    grids.check_extent(1, max(look.widths, default=0), limits)
    head = _head([look])
    layout = Layout(form, (), head.row, head.rows, encoding.name, delimiter, head.number_row)
    reasons = {"encoding": encoding.reason, "delimiter": why, **_head_reasons(head)}
    warnings = [*_label_warnings(look), *_ragged(look), *_mixed(encoding.mixed_rows)]
    return Guess(layout, reasons, [look.info()], warnings, _notes(look), encoding.mixed_rows)


def _guess_book(path: Path, form: str, limits: Limits) -> Guess:
    looks = _looks(path, limits)
    found = [look for look in looks if look.head]
    groups: dict[tuple[bool, tuple[str, ...]], list[Look]] = {}
    for look in found:
        labels = tuple(text.casefold() for text in look.top().raw_labels)
        groups.setdefault((bool(look.head and look.head.rows), labels), []).append(look)
    # the group with the most rows; the first of the workbook where two have as many
    chosen = max(groups.values(), key=lambda group: sum(look.info().rows for look in group), default=[])
    head = _head(chosen)
    layout = Layout(
        form,
        tuple(look.name for look in chosen),
        head.row,
        head.rows,
        number_row=head.number_row,
        header_row_of=tuple(
            (look.name, look.head.row) for look in chosen if look.head and look.head.row != head.row
        ),
    )
    warnings = [*_label_warnings(chosen[0]), *_merged(chosen), *_broken_cells(path, layout)]
    notes = [note for look in chosen for note in _notes(look)]
    reasons = {"sheets": _sheet_reason(chosen, found), **_head_reasons(head)}
    return Guess(layout, reasons, [look.info() for look in found], warnings, notes)


def _looks(path: Path, limits: Limits) -> list[Look]:
    looks = []
    with sheets.open_book(path) as book:
        for name in book.names():
            sheet = sheets.load(book, name, limits)
            look = Look(name, merges=sheets.merges(sheet))
            look.feed(sheets.rows(sheet), limits.sheet_rows)
            looks.append(look)
    return looks


def _head(looks: list[Look]) -> Head:
    """Return the header of the first sheet; no rows at all, or none below the header, is unreadable."""
    if not looks or looks[0].head is None:
        raise Unreadable(
            _("The file has no rows. Export the table again and upload the new file."), "no_rows"
        )
    if sum(look.info().rows for look in looks) <= 0:
        raise Unreadable(
            _("The file has a header but no rows below it. Add the rows and upload the file again."),
            "header_only",
        )
    return looks[0].head


def _head_reasons(head: Head) -> dict[str, Any]:
    if not head.rows:
        text = _("The first row holds numbers or dates in the same columns as the rows below, and no names.")
        return {"header_rows": text, "header_row": _("The first row of the table; it is read as data.")}
    reasons: dict[str, Any] = {"header_row": _("The first row that names most of the columns.")}
    if head.row > 1:
        reasons["header_row"] = format_lazy(
            _("Row {row} is the first that names most of the columns; the rows above are titles."),
            row=head.row,
        )
    if head.rows > 1:
        reasons["header_rows"] = _("The row below names columns that the first one leaves blank.")
    if head.number_row:
        reasons["number_row"] = _("The row below the header only numbers the columns.")
    return reasons


def _sheet_reason(chosen: list[Look], found: list[Look]) -> Any:
    if len(found) == 1:
        return _("The only sheet with rows.")
    if len(chosen) == 1:
        return _("The sheet with the most rows.")
    return _("These sheets have the same columns and are read together.")


def _label_warnings(look: Look) -> list[Any]:
    labels = look.top().raw_labels
    repeated = sorted(set(header.unique(labels)[1]))
    warnings = []
    if repeated:
        text = _(
            "These headers occur more than once and were numbered: {names}. Check which column is which."
        )
        warnings.append(format_lazy(text, names=", ".join(repeated)))
    unnamed = [grids.column_letters(column) for column, text in enumerate(labels, start=1) if not text]
    if unnamed:
        text = _("These columns have no header: {names}. Name them in the file if they are needed.")
        warnings.append(format_lazy(text, names=", ".join(unnamed[:SHOWN])))
    return warnings


def _ragged(look: Look) -> list[Any]:
    width = look.top().width
    count = sum(rows for cells, rows in look.widths.items() if cells > width)
    if not count:
        return []
    text = _("{count} rows have more cells than the header. Check their quotation marks and delimiters.")
    return [format_lazy(text, count=count)]


def _mixed(rows: tuple[int, ...]) -> list[Any]:
    if not rows:
        return []
    text = _(
        "Some lines are in another encoding than the rest, the first in line {row}. Check their letters."
    )
    return [format_lazy(text, row=rows[0])]


def _merged(looks: list[Look]) -> list[Any]:
    found = [
        address(*first)
        for look in looks
        for first, last in look.merges
        if first[0] >= look.first_data_row and last[0] > first[0]
    ]
    if not found:
        return []
    text = _("Cells merged over several rows ({count}, the first at {address}): words count for each row.")
    return [format_lazy(text, count=len(found), address=found[0])]


def _broken_cells(path: Path, layout: Layout) -> list[Any]:
    found = formulas.formula_cells(path, layout)
    warnings = []
    for reason, text in (
        (
            "formula",
            _("{count} formulas have no stored result, the first at {address}: open the file and save it."),
        ),
        (
            "error",
            _("{count} cells hold an error such as #DIV/0!, the first at {address}. Correct them."),
        ),
    ):
        cells = [cell for cell in found if cell.reason == reason]
        if cells:
            at = f"{cells[0].sheet}!{address(cells[0].row, cells[0].column)}"
            warnings.append(format_lazy(text, count=len(cells), address=at))
    return warnings


def _notes(look: Look) -> list[Note]:
    """Return the remarks below the table: everything after its last full row."""
    below = [row for row in look.last if row[0] >= look.first_data_row]
    typical = header.typical_width(look.top().below)
    notes: list[Note] = []
    for number, cells in reversed(below):
        if not header.is_note(cells, typical):
            break
        notes.append(Note(look.name, number, " ".join(filter(None, map(header.label, cells)))))
    return notes[::-1]
