"""Old binary workbooks (.xls) and encrypted new ones: the compound file around them, and its records.

Layout after [MS-CFB] (compound files) and [MS-XLS] (records).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from data.reading import archives, grids, workbooks
from data.reading.errors import Unreadable
from data.reading.limits import Limits

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
BOF, FILEPASS = 0x0809, 0x002F
# number, rk, shared label, label, boolean or error, formula, blank; each starts with row and column
CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x0006, 0x0201})
# several cells in one record: row, first column, ..., last column
RUNS = frozenset({0x00BD, 0x00BE})


def check_xls(path: Path, limits: Limits) -> None:
    """Raise `Unreadable` unless the compound file is an unprotected workbook of a size that can be held."""
    data = path.read_bytes()
    try:
        streams = _streams(data)
        _check_names(set(streams))
        book = streams.get("Workbook") or streams.get("Book")
        if book is None:
            raise workbooks.not_a_table()
        _check_records(_content(data, *book), limits)
    except (struct.error, IndexError, RecursionError) as error:
        raise broken_workbook() from error


def broken_workbook() -> Unreadable:
    return Unreadable(
        _("The workbook is damaged. Open it, save it again as .xlsx, and upload the new copy."),
        "broken_workbook",
    )


def _check_names(names: set[str]) -> None:
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise archives.encrypted()
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT"}:
        raise workbooks.macros()


def _check_records(book: bytes, limits: Limits) -> None:
    rows = columns = held = 0
    for kind, start, length in _records(book):
        if kind == FILEPASS:
            raise archives.encrypted()
        if kind == BOF:
            held, rows, columns = held + rows * columns, 0, 0
        elif kind in CELLS:
            row, column = struct.unpack_from("<HH", book, start)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind in RUNS:
            (row,) = struct.unpack_from("<H", book, start)
            (column,) = struct.unpack_from("<H", book, start + length - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if held + rows * columns > limits.cells:
            raise grids.too_long()


def _records(book: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        at += 4 + length


def _streams(data: bytes) -> dict[str, tuple[int, int]]:
    """Return name: (first sector, bytes) of everything in the directory."""
    directory = _chain(data, struct.unpack_from("<I", data, 48)[0])
    found = {}
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        first, size = struct.unpack_from("<II", directory, at + 116)
        if name:
            found[name] = (first, size)
    return found


def _content(data: bytes, first: int, size: int) -> bytes:
    """Return a stream; those under 4,096 bytes lie in a stream of their own with 64-byte sectors."""
    (cutoff,) = struct.unpack_from("<I", data, 56)
    if size >= cutoff:
        return _chain(data, first)[:size]
    root = _streams(data)["Root Entry"]
    small, table = _chain(data, root[0]), _chain(data, struct.unpack_from("<I", data, 60)[0])
    following = struct.unpack(f"<{len(table) // 4}I", table)
    parts = [small[number * 64 : number * 64 + 64] for number in _walk(first, following)]
    return b"".join(parts)[:size]


def _chain(data: bytes, first: int) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    parts = [data[(number + 1) * size : (number + 2) * size] for number in _walk(first, _sectors(data, size))]
    return b"".join(parts)


def _walk(first: int, following: tuple[int, ...]) -> Iterator[int]:
    """Follow a chain of sectors; one that visits more sectors than exist is a loop."""
    for _step in range(len(following) + 1):
        if first >= END - 3:
            return
        yield first
        first = following[first]
    raise broken_workbook()


def _sectors(data: bytes, size: int) -> tuple[int, ...]:
    """Return the allocation table: for each sector the next one of its chain."""
    listed = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _step in range(min(count, len(data) // size)):
        if more >= END - 3:
            break
        block = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        listed += block[:-1]
        more = block[-1]
    tables = [data[(number + 1) * size : (number + 2) * size] for number in listed if number < END - 3]
    joined = b"".join(tables)
    return struct.unpack(f"<{len(joined) // 4}I", joined)
