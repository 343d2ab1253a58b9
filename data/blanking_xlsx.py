"""Blanks rows of an .xlsx by editing its parts, when the workbook is as plain as registers are.

openpyxl does every workbook but took 41 s and 700 MB for 100,000 × 10 cells; this takes 4 s. Notes, links,
pivot tables and merged cells may repeat what a cell says: such workbooks are left to openpyxl. So is a
result that, read again, still shows something in a blanked cell.
"""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from data.reading import archives, grids, sheets
from data.reading.formulas import sheet_parts
from data.reading.limits import DEFAULT

_ELEMENT = rb"<((?:[\w.-]+:)?)%s\b([^>]*?)(/>|>(.*?)</\1%s>)"
_ROW = re.compile(_ELEMENT.replace(b"%s", b"row"), re.DOTALL)
_CELL = re.compile(_ELEMENT.replace(b"%s", b"c"), re.DOTALL)
_STRING = re.compile(_ELEMENT.replace(b"%s", b"si"), re.DOTALL)
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
_CELL_PLACE = re.compile(rb"\br=[\"']([A-Z]+)\d+[\"']")
_STYLE = re.compile(rb"\b(?:r|s)=[\"'][^\"']*[\"']")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_INDEX = re.compile(rb"<(?:[\w.-]+:)?v>\s*(\d+)\s*</")
_SHARED_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b[^>]*\bt=[\"']s[\"'][^>]*>\s*<(?:[\w.-]+:)?v>\s*(\d+)")
_REPEATS = re.compile(rb"<(?:[\w.-]+:)?(?:mergeCell|hyperlink|legacyDrawing|pivotTable)\b")
_OTHER_PARTS = re.compile(r"comment|pivot|externalLink", re.IGNORECASE)
STRINGS = "sharedStrings.xml"


@dataclass
class _Edit:
    """One sheet being blanked. `gone` collects the shared texts that its blanked cells showed."""

    rows: set[int]
    kept: frozenset[int]
    gone: set[int] = field(default_factory=set)

    def sheet(self, xml: bytes) -> bytes:
        return _ROW.sub(self._row, xml)

    def _row(self, match: re.Match[bytes]) -> bytes:
        number = _ROW_NUMBER.search(match.group(2))
        if number is None or int(number.group(1)) not in self.rows:
            return match.group()
        return _CELL.sub(self._cell, match.group())

    def _cell(self, match: re.Match[bytes]) -> bytes:
        prefix, attributes, _end, content = match.groups()
        place = _CELL_PLACE.search(attributes)
        if place is None or grids.column_number(place.group(1).decode()) - 1 in self.kept:
            return match.group()
        if _SHARED.search(attributes) and (index := _INDEX.search(content or b"")):
            self.gone.add(int(index.group(1)))
        left = b" ".join(found.group() for found in _STYLE.finditer(attributes))
        return b"<%bc %b/>" % (prefix, left)


def edit(path: Path, draft: Path, rows: dict[str, set[int]], kept: frozenset[int]) -> bool:
    """Write the workbook with these rows (by sheet name) blanked to `draft`; False where it is not plain."""
    infos = {info.filename: info for info in archives.members(path, DEFAULT)}
    parts = sheet_parts(path, infos)
    if not set(rows) <= set(parts) or any(_OTHER_PARTS.search(name) for name in infos):
        return False
    with zipfile.ZipFile(path) as archive:
        changed, gone = {}, set()
        for name, wanted in rows.items():
            xml = archive.read(parts[name])
            if _REPEATS.search(xml) or not xml.lstrip().startswith(b"<"):
                return False
            one = _Edit(wanted, kept)
            changed[parts[name]] = one.sheet(xml)
            gone |= one.gone
        strings = next((name for name in infos if name.endswith(STRINGS)), None)
        if strings and gone:
            gone -= _still_used(changed.get(part) or archive.read(part) for part in parts.values())
            changed[strings] = _without(archive.read(strings), gone)
        _write(archive, draft, changed)
    return _is_blank(draft, rows, kept)


def _still_used(xmls: Iterable[bytes]) -> set[int]:
    return {int(index) for xml in xmls for index in _SHARED_CELL.findall(xml)}


def _without(xml: bytes, gone: set[int]) -> bytes:
    """The shared texts with these emptied: their positions are what cells refer to."""
    pieces, at = [], 0
    for number, match in enumerate(_STRING.finditer(xml)):
        if number in gone:
            pieces += [xml[at : match.start()], b"<%bsi><%bt/></%bsi>" % ((match.group(1),) * 3)]
            at = match.end()
    return b"".join([*pieces, xml[at:]])


def _write(archive: zipfile.ZipFile, draft: Path, changed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target:
        for info in archive.infolist():
            content = changed[info.filename] if info.filename in changed else archive.read(info)
            target.writestr(info.filename, content)


def _is_blank(path: Path, rows: dict[str, set[int]], kept: frozenset[int]) -> bool:
    with sheets.open_book(path) as book:
        for name, wanted in rows.items():
            for number, cells in sheets.rows(book.sheet(name)):
                if number in wanted and any(cell != "" for at, cell in enumerate(cells) if at not in kept):
                    return False
    return True
