"""Files that are broken or hostile, made on the spot."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlwt

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def shared(name: str) -> Path:
    """Return a real file, or skip where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the real file {name} is not here")
    return path


def xlsx(path: Path, rows, *, merge=(), sheets=("Sheet1",)) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows[name] if isinstance(rows, dict) else rows:
            sheet.append(row)
        for area in merge:
            sheet.merge_cells(area)
    book.save(path)
    return path


def edited(path: Path, part: str, old: bytes, new: bytes, extra: dict[str, bytes] | None = None) -> Path:
    """Rewrite one part of a workbook, and add others."""
    target = path.with_name("edited-" + path.name)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            out.writestr(name, content)
        for name, content in (extra or {}).items():
            out.writestr(name, content)
    return target


SHEET = "xl/worksheets/sheet1.xml"


def with_cells(path: Path, cells: bytes, part: str = SHEET) -> Path:
    """Put raw XML behind the last row of a small workbook."""
    return edited(xlsx(path, [["a", "b"], [1, 2]]), part, b"</sheetData>", cells + b"</sheetData>")


def streamed_bomb(path: Path, total: int) -> Path:
    """Write a sheet of `total` bytes of blanks without ever holding them."""
    small = xlsx(path.with_name("small.xlsx"), [["a"], [1]])
    block = b" " * 1_000_000
    with (
        zipfile.ZipFile(small) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for name in source.namelist():
            with out.open(name, "w", force_zip64=True) as part:
                if name == SHEET:
                    for _n in range(total // len(block)):
                        part.write(block)
                part.write(source.read(name))
    return path


def lying_bomb(path: Path, real: int) -> Path:
    """Declare 1,000 bytes for a sheet that unpacks to `real` bytes, in both of the archive's headers."""
    small = xlsx(path.with_name("small.xlsx"), [["a"], [1]])
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, b" " * real if name == SHEET else source.read(name))
    content = bytearray(path.read_bytes())
    size, lie = struct.pack("<I", real), struct.pack("<I", 1_000)
    assert content.count(size) == 2
    path.write_bytes(bytes(content).replace(size, lie))
    return path


def xls(path: Path, rows, *, password: bool = False) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    book.save(str(path))
    if password:
        content = bytearray(path.read_bytes())
        second = content.find(b"\x09\x08\x10\x00") + 20
        content[second : second + 2] = b"\x2f\x00"
        path.write_bytes(content)
    return path


def encrypted_package(path: Path) -> Path:
    """Build a compound file whose directory lists the streams of an encrypted .xlsx."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<108I", *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, end, *[free] * 125)
    names = ["Root Entry", "EncryptionInfo", "EncryptedPackage"]
    directory = b"".join(_entry(name, kind=5 if name == "Root Entry" else 2) for name in names).ljust(
        512, b"\0"
    )
    path.write_bytes(header + table + directory + bytes(512))
    return path


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + struct.pack("<III", *[0xFFFFFFFF] * 3)
    )
    return entry.ljust(116, b"\0") + struct.pack("<III", 2, 16, 0)


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S1">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "{}</manifest:manifest>"
)


def ods(path: Path, rows: str, manifest: str = "", start: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
        out.writestr("content.xml", ODS.format(rows=rows).replace("?><office", f"?>{start}<office"))
    return path


def ods_row(*cells: str, times: int = 1) -> str:
    start, end = '<table:table-cell office:value-type="string"><text:p>', "</text:p></table:table-cell>"
    inner = "".join(start + cell + end for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def ods_blank(rows: int, columns: int) -> str:
    """Return the empty rows that programs write below and beside a table."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"/>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def bytes_of_zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(range(256)) * 40)
