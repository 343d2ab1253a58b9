"""Is a workbook safe to hand to the reader? Decided from its content, before anything is parsed."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

# openpyxl, which writes and reads our templates elsewhere, only turns entities off when this is installed
import defusedxml  # noqa: F401
from django.utils.translation import gettext_lazy as _

from data.reading import archives, grids
from data.reading.errors import Unreadable
from data.reading.limits import Limits

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
XML_NAMES = (".xml", ".rels", ".vml")
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
PLAIN_ENCODINGS = re.compile(rb"utf-8|us-ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)


def kind_of(path: Path, infos: list[zipfile.ZipInfo]) -> str:
    """Return "xlsx" or "ods" for a workbook and "" for any other archive; refuse other office files."""
    names = {info.filename: info for info in infos}
    if "mimetype" in names and archives.read(path, names["mimetype"], most=1_000).startswith(ODS_TYPE):
        return "ods"
    if "[Content_Types].xml" not in names:
        return ""
    folders = {name.split("/")[0] for name in names}
    if "xl" not in folders and not any(name.endswith("workbook.xml") for name in names):
        raise not_a_table()
    return "xlsx"


def not_a_table() -> Unreadable:
    return Unreadable(
        _("The file is not a table. Upload an .xlsx, .xls, .ods, .csv or .tsv file, also as .zip or .gz."),
        "not_a_table",
    )


def macros() -> Unreadable:
    return Unreadable(
        _("The workbook holds macros, which are never accepted. Save it as .xlsx and upload that."),
        "macro",
    )


def check_xlsx(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack every part once: bytes counted, XML without tricks, sheets of a size that can be held."""
    _check_parts(path, infos)
    with path.open("rb") as file:
        for info in infos:
            blocks = archives.unpack(file, info)
            if not info.filename.lower().endswith(XML_NAMES):
                _drain(blocks)
                continue
            extent = grids.References(limits)
            for piece in grids.whole_tags(safe_xml(blocks)):
                extent.feed(piece)
            if extent.has_unnamed_cells:
                grids.CountedCells(limits).feed(archives.unpack(file, info))


def check_ods(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """The same for an OpenDocument sheet."""
    with path.open("rb") as file:
        for info in infos:
            blocks = archives.unpack(file, info)
            if info.filename == "META-INF/manifest.xml" and b"encryption-data" in b"".join(blocks):
                raise archives.encrypted()
    if any(info.filename.startswith(("Basic/", "Scripts/")) for info in infos):
        raise macros()
    with path.open("rb") as file:
        for info in infos:
            blocks = archives.unpack(file, info)
            is_xml = info.filename.endswith(XML_NAMES)
            if info.filename == "content.xml":
                grids.RepeatedCells(limits).feed(safe_xml(blocks))
            else:
                _drain(safe_xml(blocks) if is_xml else blocks)


def safe_xml(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass a part on while refusing a document type, entities and encodings that hide them.

    Office programs write none of these, so the whole part is searched, not only its beginning.
    """
    tail = b""
    for number, block in enumerate(blocks):
        seen = tail + block
        if number == 0:
            _check_encoding(block)
        if grids.holds(seen, b"<!DOCTYPE", b"!") or grids.holds(seen, b"<!ENTITY", b"!"):
            raise Unreadable(
                _("The workbook refers to content outside itself. Save it again as .xlsx and upload that."),
                "external_entity",
            )
        tail = seen[-16:]
        yield block


def _check_encoding(start: bytes) -> None:
    declared = ENCODING.search(start[:1_000])
    is_plain = declared is None or PLAIN_ENCODINGS.fullmatch(declared.group(1))
    if b"\x00" in start[:1_000] or start.startswith((b"\xff\xfe", b"\xfe\xff")) or not is_plain:
        raise grids.bad_xml()


def _check_parts(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    names = {info.filename.lower() for info in infos}
    types = next(info for info in infos if info.filename == "[Content_Types].xml")
    declared = archives.read(path, types)
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in declared.lower():
        raise macros()
    if any(name.endswith("/workbook.bin") for name in names):
        raise Unreadable(
            _("Binary workbooks (.xlsb) are not accepted. Save the file as .xlsx and upload that."), "xlsb"
        )


def _drain(blocks: Iterable[bytes]) -> None:
    for _block in blocks:
        pass
