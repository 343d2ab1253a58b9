"""The rows of a table in chunks of bounded size, with the true row number of each.

Text files are read by a faster parser wherever it provably finds the same records as the csv module: by
Arrow where no line holds a quotation mark and all have as many cells as the header, and by pandas' C parser
where that returns exactly one record per line. Everything else (line breaks inside cells, rows that are too
long, quotation marks left open) goes through the csv module, which also counts the lines. Where blanks part
the cells, both get lines with exactly one blank between two cells.
"""

import csv
import functools
import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow

from data.reading import grids, header, parsed, sheets, spaces, textfile
from data.reading.formulas import formula_cells
from data.reading.header import Row
from data.reading.layout import COMPARED_ROWS, Layout, Top, split_head, top
from data.reading.limits import DEFAULT

__all__ = ["Chunk", "chunks", "formula_cells"]

AS_STR = {pa.string(): pd.StringDtype(na_value=np.nan)}.get
USUAL_LINE = 200  # characters; a part costs hundreds of calls, however short it is
# cells; lines of one letter under a header of a hundred columns would be gigabytes of nothing
USUAL_ROW = 100
PART = 500  # rows; with thousands alive at once the garbage collector takes three times the time


@dataclass(frozen=True)
class Chunk:
    """Rows of one sheet ("" for a text file).

    table: cells, "" where there is nothing; columns 0..n-1 as in the file, more of them than the header
        has where a row holds more; index: row of the sheet, or first line of the record. Text files give
        str only, in columns of type str or object; sheets give str, float, int, bool, and dates and times
        of `datetime`, in columns of type str or float64 where all cells are such, else object.
    """

    sheet: str
    table: pd.DataFrame


def chunks(path: Path, layout: Layout, size: int = 50_000) -> Iterator[Chunk]:
    """Return all rows below the header except blank ones, at most `size` rows of a sheet at a time.

    Of a text file so many lines as `size` usual ones are long. Of wide tables fewer, so that what a chunk
    holds is bounded: see `_most_rows`.
    """
    make = functools.partial(_chunks, path, layout, size)
    return make() if layout.is_text else sheets.once(path, layout.sheets, (layout, size), make)


def _chunks(path: Path, layout: Layout, size: int) -> Iterator[Chunk]:
    for sheet in layout.sheets or ("",):
        tables = (
            _text_tables(path, layout, size) if layout.is_text else _sheet_tables(path, layout, sheet, size)
        )
        for width, table in tables:
            table = _trimmed(_without_blank_rows(table), width)
            if len(table):
                grids.check_extent(1, table.shape[1], DEFAULT)
                yield Chunk(sheet, table)


def _most_rows(size: int, width: int) -> int:
    """How many rows of `width` cells hold as much as `size` usual ones; ten times as many at most."""
    return max(1, size * USUAL_ROW // max(10, width))


def _text_tables(path: Path, layout: Layout, size: int) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield (columns of the header, table)."""
    width = top(path, layout).width
    with textfile.open_text(path, layout.encoding) as file:
        lines = textfile.Lines(file)
        _pass_head(lines, layout)
        while (block := lines.block(size * USUAL_LINE, _most_rows(size, width + 1)))[0]:
            text, count = block
            table = _one_record_per_line(text, count, layout.delimiter, width)
            if table is None:
                found = textfile.whole_records(textfile.split(text), lines, layout.delimiter)
                yield from ((width, part) for part in _frames(found, width, size))
            else:
                table.index = pd.RangeIndex(lines.taken - len(table) + 1, lines.taken + 1)
                yield width, table


def _pass_head(lines: textfile.Lines, layout: Layout) -> None:
    """Take the lines above the data, and none of the data, which may begin on the first line."""
    rows = textfile.records(lines, layout.delimiter)
    if layout.header_rows:
        split_head(rows, layout)
        return
    while lines.taken + 1 < layout.header_row and next(rows, None):
        pass


def _one_record_per_line(text: str, count: int, delimiter: str, width: int) -> pd.DataFrame | None:
    """Return the table, or None unless each of `count` lines is one record of at most `width` + 1 cells."""
    text = (spaces.collapsed(text) or "") if delimiter == spaces.DELIMITER else text
    if not text or not width:
        return None
    table = _cut_lines(text, delimiter, width)
    if table is not None and len(table) == count:
        return table
    content = io.StringIO(text, newline="")
    try:
        # pandas would make all records as long as the first, and take its first cells for an index
        if len(next(csv.reader(content, delimiter=delimiter))) > width + 1:
            return None
        content.seek(0)
        table = pd.read_csv(
            content,
            sep=delimiter,
            header=None,
            names=range(width + 1),
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
            low_memory=False,
        )
    except (csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError):
        return None
    return table if len(table) == count else None


def _cut_lines(text: str, delimiter: str, width: int) -> pd.DataFrame | None:
    """Return the table of lines that are cut at every delimiter, or None if not all have `width` cells.

    Without quotation marks there is nothing else to know about CSV, and Arrow does it in a sixth of the time.
    """
    if '"' in text or "\x00" in text or not delimiter.isascii():
        return None
    names = [str(column) for column in range(width)]
    try:
        content = text.encode()
        table = arrow.read_csv(
            pa.BufferReader(content),
            arrow.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            arrow.ParseOptions(
                delimiter=delimiter,
                quote_char=False,
                double_quote=False,
                escape_char=False,
                ignore_empty_lines=False,
            ),
            arrow.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    cut = table.to_pandas(types_mapper=AS_STR)
    cut.columns = pd.RangeIndex(width)
    return cut


def _sheet_tables(path: Path, layout: Layout, sheet: str, size: int) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield (columns of the header, table); the sheet is loaded once, which is most of the work."""
    with sheets.open_book(path) as book:
        loaded = sheets.load(book, sheet)
        rows = sheets.rows(loaded)
        merges = sheets.merges(loaded)
        before, head, rows = split_head(rows, layout, sheet)
        below = list(itertools.islice(rows, COMPARED_ROWS))
        width = Top(before, head, below, merges).width
        rows = itertools.chain(below, rows)
        starts = _merged_down(merges) if layout.fill_merged else {}
        if starts:
            rows = _filled_down(rows, starts)
        size = min(size, _most_rows(size, sheets.width(loaded)))
        while len(table := _sheet_table(rows, size)):
            yield width, table


def _sheet_table(rows: Iterator[Row], size: int) -> pd.DataFrame:
    """The next `size` rows of a sheet, all of one length, as columns."""
    numbers: list[int] = []
    columns: dict[int, list[Any]] = {}
    while part := list(itertools.islice(rows, min(PART, size - len(numbers)))):
        numbers += [number for number, _cells in part]
        for at, cells in enumerate(zip(*(cells for _number, cells in part), strict=True)):
            columns.setdefault(at, []).extend(cells)
    table = {at: _column(cells) for at, cells in columns.items()}
    return pd.DataFrame(table, index=pd.Index(numbers, dtype="int64"), columns=range(len(table)))


def _column(cells: list[Any]) -> Any:
    """Cells of one type go to Arrow or numpy at once, without a Python object for each from there on."""
    types = set(map(type, cells))
    if types == {str}:
        texts = pa.chunked_array([pa.array(cells, pa.string())])
        return texts.to_pandas(types_mapper=AS_STR).array
    array = np.empty(len(cells), dtype=float if types == {float} else object)
    array[:] = cells
    return array


def _merged_down(merges: list[sheets.Merge]) -> dict[int, list[tuple[int, int]]]:
    """First row → (column, last row) of cells that are merged downwards in one column."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (first, left), (last, right) in merges:
        if left == right and last > first:
            starts.setdefault(first, []).append((left, last))
    return starts


def _filled_down(rows: Iterable[Row], starts: dict[int, list[tuple[int, int]]]) -> Iterator[Row]:
    """Repeat words of a cell that is merged downwards; a number would be counted twice."""
    open_merges: dict[int, tuple[str, int]] = {}
    for number, cells in rows:
        for column, (text, last) in open_merges.items():
            if number <= last and header.filled(cells):
                cells[column] = text
        for column, last in starts.get(number, ()):
            if isinstance(cells[column], str) and cells[column].strip():
                open_merges[column] = (cells[column], last)
        yield number, cells


def _frames(rows: list[Row], width: int, size: int) -> Iterator[pd.DataFrame]:
    """Rows of any length in parts of at least `width` columns; one long row must not make all as long."""
    widest = max((len(cells) for _number, cells in rows), default=0)
    grids.check_extent(1, widest, DEFAULT)
    most = _most_rows(size, max(width, widest))
    for start in range(0, len(rows), most):
        yield _frame(rows[start : start + most], width)


def _frame(rows: list[Row], width: int) -> pd.DataFrame:
    """Return an object table of at least `width` columns, "" where a row has ended."""
    width = max(width, *(len(cells) for _number, cells in rows))
    table = np.empty((len(rows), width), dtype=object)
    for at, (_number, cells) in enumerate(rows):
        table[at, : len(cells)] = cells
        table[at, len(cells) :] = ""
    numbers = pd.Index([number for number, _cells in rows], dtype="int64")
    return pd.DataFrame(table, index=numbers, columns=range(width))


def _without_blank_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Columns are looked at one after another, and only the rows that were blank so far."""
    blank = np.arange(len(table))
    for column in table.columns:
        blank = blank[_is_nothing(table[column].iloc[blank])]
        if not len(blank):
            return table
    return table.drop(index=table.index[blank])


def _is_nothing(column: pd.Series) -> "np.ndarray[Any, Any]":
    """Which cells are texts without anything visible."""
    if parsed.are_numbers(column):
        return np.zeros(len(column), dtype=bool)
    nothing = (column == "").to_numpy(dtype=bool, copy=True)
    rest = np.flatnonzero(~nothing)
    if parsed.are_texts(column):
        # a text that begins with a plain letter or digit is one; names would be a million distinct cells
        unsure = rest[~column.iloc[rest].str.match("[!-~]").to_numpy(dtype=bool)]
        cells = column.iloc[unsure].to_numpy(dtype=object)
    else:
        unsure, cells = rest, column.iloc[rest].to_numpy(dtype=object)
        if pd.api.types.infer_dtype(cells, skipna=False) == "string":
            unsafe = ~np.asarray((cells >= "!") & (cells <= "~"), dtype=bool)
            unsure, cells = unsure[unsafe], cells[unsafe]
    nothing[unsure] = [isinstance(cell, str) and header.is_blank(cell) for cell in cells]
    return nothing


def _trimmed(table: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return at least `width` columns, and more only up to the last that holds something."""
    last = table.shape[1]
    while last > width and all(header.is_blank(cell) for cell in parsed.codes(table[last - 1])[1]):
        last -= 1
    if last == table.shape[1] == width:
        return table
    return table.reindex(columns=range(max(last, width)), fill_value="")
