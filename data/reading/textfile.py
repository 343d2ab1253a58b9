"""Text tables: in which encoding, cut by which delimiter, and their records with true line numbers.

The order of encodings (mark at the start, strict UTF-8 over the whole file, a bounded guess, cp1252) got
every sample right that the project tried; a guesser alone gave up on cp1252 with a euro sign.
"""

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from charset_normalizer import from_bytes
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from data.reading import spaces
from data.reading.errors import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE_PAGES = ["cp1252", "cp932", "gb18030", "big5", "euc_kr", "cp1251", "cp1250", "cp1256"]
DELIMITERS = (",", ";", "\t", "|")
BLOCK = 1 << 20
GUESS_BYTES = 1 << 18
FEW_BYTES = 32
MIXED = "cp1252-where-needed"
MOST_REPORTED = 1_000
SENTINEL = "\x00end-of-file\x00"  # without a sign that could part cells
SAMPLE = 65_536  # characters


@dataclass(frozen=True)
class Encoding:
    """`mixed_rows`: lines (1-based, at most 1,000 of them) written in cp1252 inside a UTF-8 file."""

    name: str
    reason: Any
    mixed_rows: tuple[int, ...] = ()


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _cp1252)


def open_text(path: Path, encoding: str) -> TextIO:
    """Open for reading with line ends kept; bytes outside the encoding are read as cp1252, never dropped."""
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise Unreadable(
            _("This encoding is not known here. Choose one from the list."), "unknown_encoding"
        ) from error
    return path.open(encoding=encoding, errors=MIXED, newline="")


def sniff_encoding(path: Path) -> Encoding:
    """Return the encoding of a whole file with the reason for it."""
    with path.open("rb") as file:
        start = file.read(4_096)
    for mark, name in MARKS:
        if start.startswith(mark):
            return Encoding(name, _("The file says so itself, by the mark at its start."))
    if wide := unmarked_wide(start):
        return Encoding(wide, _("Every second byte is empty, as in UTF-16."))
    if _is_utf8(path):
        return Encoding("utf-8", _("The whole file is valid UTF-8."))
    return _other_encoding(path)


def sniff_delimiter(sample: str) -> tuple[str, Any]:
    """Return the delimiter of a text and the reason; title lines without any do not count."""
    if _is_spaced(sample):
        return spaces.DELIMITER, _("Only spaces part the cells, and every line has the same number of cells.")
    counted = max(DELIMITERS, key=lambda mark: _regularity(sample, mark))
    try:
        found = csv.Sniffer().sniff(sample, delimiters="".join(DELIMITERS)).delimiter
    except csv.Error:
        found = counted
    if found == counted or _regularity(sample, found) < _regularity(sample, counted):
        return counted, _("With it most lines have the same number of cells.")
    return found, _("Its use around the cells is the most regular.")


def cut(lines: Iterable[str], delimiter: str) -> Any:
    """Return the csv module's reader of these lines, or what is like it where blanks part the cells."""
    if delimiter == spaces.DELIMITER:
        return spaces.Reader(lines)
    return csv.reader(lines, delimiter=delimiter)


def records(lines: Iterable[str], delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the record's first line, cells), counting from `first`; blank lines give no cells.

    Raises `Unreadable` where a quotation mark is never closed: everything behind it would be one cell.
    """
    reader = cut(itertools.chain(lines, [SENTINEL]), delimiter)
    at = first
    try:
        for cells in reader:
            if cells and cells[-1].endswith(SENTINEL):
                if cells != [SENTINEL]:
                    raise open_quote(at)
                return
            yield at, cells
            at = first + reader.line_num
    except csv.Error as error:
        raise open_quote(at) from error


class Lines:
    """Lines of a file, counted as they are taken, one by one or in blocks."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.taken = 0
        self._ahead = io.StringIO()  # read from the file, not taken yet

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead.readline() or next(self.file)
        self.taken += 1
        return line

    def block(self, characters: int, most: int) -> tuple[str, int]:
        """The next lines, as many as begin within so many characters, in one piece, and their number.

        At most `most` of them: a million lines may be as short as their ends.
        """
        text = self._ahead.read() or self.file.read(characters) + self.file.readline()
        count = count_lines(text)
        if count > most:
            self._ahead = io.StringIO(text, newline="")
            text, count = "".join(itertools.islice(self._ahead, most)), most
        self.taken += count
        return text, count


def count_lines(text: str) -> int:
    """How many lines a text has; "\\r\\n", "\\n" and "\\r" end one."""
    lone = text.count("\r") - text.count("\r\n") if "\r" in text else 0
    return text.count("\n") + lone + (text != "" and not text.endswith(("\n", "\r")))


def split(text: str) -> list[str]:
    """The lines of a text with their ends, cut as a file would be; str.splitlines knows more ends."""
    return list(io.StringIO(text, newline=""))


def plain(text: str, count: int, delimiter: str) -> str | None:
    """The text of `count` lines as one in which each delimiter parts two cells, or None where only the csv
    module can tell which do."""
    if '"' in text:
        return None
    if delimiter != spaces.DELIMITER:
        return text
    collapsed = spaces.collapsed(text)
    # a blank alone between "\r" and "\n" was a line
    return collapsed if collapsed is not None and count_lines(collapsed) == count else None


def whole_records(batch: list[str], lines: Lines, delimiter: str) -> list[tuple[int, list[str]]]:
    """The records of lines just taken; the last one may read on, and so may those behind its end."""
    wanted, first = lines.taken, lines.taken - len(batch) + 1
    found = []
    for number, cells in records(itertools.chain(batch, lines), delimiter, first):
        found.append((number, cells))
        # the last record of the batch may have pulled more lines than the batch holds
        if lines.taken > wanted or number >= wanted:
            break
    return found


def open_quote(line: int) -> Unreadable:
    message = _(
        "A quotation mark opened in line {line} is never closed. Close or delete it, then upload again."
    )
    return Unreadable(format_lazy(message, line=line), "open_quote")


def sample_of(path: Path, encoding: str, lines: int = 200) -> str:
    """Return the first lines, cut at 64 K characters."""
    with open_text(path, encoding) as file:
        return "".join(itertools.islice(file, lines))[:SAMPLE]


def _is_spaced(sample: str) -> bool:
    """Whether blanks part the cells: never where another delimiter occurs, since words have blanks too."""
    if any(mark in sample for mark in DELIMITERS):
        return False
    found = [cells for _line, cells in _safe_records(sample, spaces.DELIMITER)]
    # the last line of a sample may be cut
    return spaces.are_cells(found if len(sample) < SAMPLE else found[:-1])


def _regularity(sample: str, delimiter: str) -> float:
    """Return the share of lines that have the most usual number of cells, times that number of cuts."""
    widths = Counter(len(cells) for _line, cells in _safe_records(sample, delimiter) if cells)
    usual = max(widths, key=lambda width: (widths[width] if width > 1 else 0, width), default=1)
    return widths[usual] / max(1, widths.total()) * min(usual - 1, 5)


def _safe_records(sample: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """A sample may end inside a cell: what was whole until there still counts."""
    found = records(sample.splitlines(keepends=True), delimiter)
    while True:
        try:
            yield next(found)
        except (Unreadable, StopIteration):
            return


def unmarked_wide(start: bytes) -> str:
    """Return which UTF-16 the first bytes look like without a mark, or nothing."""
    half = max(1, len(start) // 2)
    if start[1::2].count(0) > half * 0.6 and start[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if start[::2].count(0) > half * 0.6 and start[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _other_encoding(path: Path) -> Encoding:
    """Tell UTF-8 with some foreign lines from a file that is wholly in another code page."""
    good, bad, evidence = 0, [], bytearray()
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            if _decodes(line):
                good += 1
            else:
                bad.append(number)
                evidence += line[: max(0, GUESS_BYTES - len(evidence))]
    if good:
        return Encoding(
            "utf-8", _("Most lines are UTF-8; the others are read as cp1252."), tuple(bad[:MOST_REPORTED])
        )
    return _code_page(bytes(evidence))


def _code_page(evidence: bytes) -> Encoding:
    if sum(byte > 127 for byte in evidence) < FEW_BYTES:
        return Encoding(
            "cp1252", _("Not UTF-8, and too few special letters to tell: the usual one of Windows.")
        )
    best = from_bytes(evidence, cp_isolation=CODE_PAGES).best()
    # western letters read as the central European page look hardly worse, and files from there are rare here
    if best is None or best.encoding == "cp1250":
        return Encoding("cp1252", _("No other encoding fits better: the usual one of Windows."))
    return Encoding(best.encoding, _("The special letters fit this encoding best."))


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
