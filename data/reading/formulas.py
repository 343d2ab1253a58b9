"""Cells of an .xlsx sheet that the reader gives as empty although they are not.

A formula written by a program that never computed it has no stored result; a cell with an error such as
#DIV/0! has no value. Both would be taken for missing values without this look into the sheet itself.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from data.reading import archives, grids
from data.reading.limits import DEFAULT

if TYPE_CHECKING:
    from data.reading.layout import Layout

CELL = re.compile(rb"<(?:[\w.-]+:)?c\s([^>]*[^>/])>(.*?)</(?:[\w.-]+:)?c>", re.DOTALL)
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>[^<]")
TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
CELL_END = re.compile(rb"</(?:[\w.-]+:)?c>")
LONGEST_NAME = 100
MOST = 10_000
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class BrokenCell:
    """`row`: 1-based row of the sheet; `column`: counted from 0; `reason`: "formula" or "error"."""

    sheet: str
    row: int
    column: int
    reason: str


def formula_cells(path: Path, layout: "Layout") -> list[BrokenCell]:
    """Return the cells below the header whose value is lost, in sheet order, at most 10,000.

    Only .xlsx files tell: for every other format the list is empty.
    """
    if layout.format != "xlsx":
        return []
    infos = {info.filename: info for info in archives.members(path, DEFAULT)}
    parts = sheet_parts(path, infos)
    found: list[BrokenCell] = []
    with path.open("rb") as file:
        for name in layout.sheets:
            first = layout.header_at(name) + layout.header_rows + layout.number_row
            if name in parts:
                cells = _broken(archives.unpack(file, infos[parts[name]]), name)
                found += [cell for cell in cells if cell.row >= first]
    return found[:MOST]


def sheet_parts(path: Path, infos: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Return sheet name → name of its part inside the workbook."""
    book = next((name for name in sorted(infos) if name.endswith("workbook.xml")), None)
    if book is None:
        return {}
    folder = PurePosixPath(book).parent
    relations = str(folder / "_rels" / "workbook.xml.rels")
    if relations not in infos:
        return {}
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(archives.read(path, infos[relations])).iter()
    }
    parts = {}
    for element in ElementTree.fromstring(archives.read(path, infos[book])).iter():
        target = targets.get(element.get(RELATION) or element.get(STRICT_RELATION))
        if element.tag.endswith("}sheet") and target:
            part = target.lstrip("/") if target.startswith("/") else str(folder / target)
            if part in infos:
                parts[element.get("name", "")] = part
    return parts


def _broken(blocks: Iterable[bytes], sheet: str) -> Iterator[BrokenCell]:
    for piece in _whole_cells(blocks):
        if not _may_be_broken(piece):
            continue
        for match in CELL.finditer(piece):
            attributes, content = match.groups()
            reason = _reason(attributes, content)
            at = REFERENCE.search(attributes) if reason else None
            if at:
                column = grids.column_number(at.group(1).decode()) - 1
                yield BrokenCell(sheet, int(at.group(2)), column, reason)


def _may_be_broken(piece: bytes) -> bool:
    """Whether there is a formula or an error, however it is written."""
    is_odd = grids.holds(piece, b":f", b":") or grids.holds(piece, b"t='e'", b"'")
    return is_odd or b"<f" in piece or b't="e"' in piece


def _reason(attributes: bytes, content: bytes) -> str:
    kind = TYPE.search(attributes)
    if kind and kind.group(1) == b"e":
        return "error"
    # t="str" with an empty value is a formula whose result is an empty text
    is_empty = FORMULA.search(content) and not VALUE.search(content)
    return "formula" if is_empty and not (kind and kind.group(1) == b"str") else ""


def _whole_cells(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream behind the last complete cell of each block."""
    rest = b""
    for block in blocks:
        rest += block
        end = _last_end(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        if len(rest) > grids.LONGEST_TAG:
            raise grids.bad_xml()
    yield rest


def _last_end(piece: bytes) -> int:
    """Where the last `</c>` or `</prefix:c>` ends, 0 where none does; searched from behind."""
    at = piece.rfind(b"c>")
    while at >= 0:
        tag = piece.rfind(b"<", max(0, at - LONGEST_NAME), at)
        if tag >= 0 and CELL_END.fullmatch(piece, tag, at + 2):
            return at + 2
        at = piece.rfind(b"c>", 0, at)
    return 0
