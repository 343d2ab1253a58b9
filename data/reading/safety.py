"""May this file be read at all, and what is it really? Decided by its content, never by its name alone."""

import mmap
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from data.reading import archives, compound, gzipped, textfile, workbooks
from data.reading.errors import Unreadable
from data.reading.limits import DEFAULT, Limits

__all__ = ["DEFAULT", "FileForm", "Limits", "Unreadable", "extract", "inspect"]

FORMATS = ("csv", "tsv", "xlsx", "xls", "ods", "geojson", "shapefile")
TEXT_NAMES = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv"}
MAP_NAMES = (".geojson", ".json")
TABLE_NAMES = (*TEXT_NAMES, ".xlsx", ".xls", ".ods", *MAP_NAMES)
MACRO_NAMES = (".xlsm", ".xltm", ".xlam")
ARCHIVE_NAMES = (".zip", ".gz", ".rar", ".7z", ".tar", ".tgz")
ARCHIVE_MARKS = (gzipped.MAGIC, b"Rar!", b"7z\xbc\xaf", b"BZh", b"PK\x05\x06")
TAR_AT, TAR_MARK = 257, b"ustar"
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".xml")
SHAPE_NEEDED = {".shp", ".shx", ".dbf"}
SHAPE_MAGIC = b"\x00\x00\x27\x0a"
# longest first bytes of things that are often renamed to .csv or .xls
FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"MZ",
    b"BZh",
)
MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<table", b"<meta", b"mime-version:")
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
GEO_TYPE = re.compile(
    rb'"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"'
)
# a few lost bytes are survived, more than one in 200 is no text
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
SAMPLE = 1 << 18


@dataclass(frozen=True)
class FileForm:
    """What a file is. `member` names the one table inside a .zip (for a shapefile its .shp) or a .gz."""

    format: str
    member: str | None = None


def inspect(path: Path, name: str, limits: Limits = DEFAULT) -> FileForm:
    """Return what the file at `path`, received under `name`, really is.

    Raises `Unreadable` for everything that is not one readable table or map; reads each byte at most
    twice and never keeps more than a block of what it unpacks.
    """
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(_("The file is empty. Export the table again and upload the new file."), "empty")
    if size > max(limits.upload, limits.text):
        raise archives.too_large()
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    form = _form(path, start, PurePosixPath(name), limits)
    if form.format not in ("csv", "tsv") and size > limits.upload:
        raise archives.too_large()
    return form


def extract(path: Path, form: FileForm, into_dir: Path) -> Path:
    """Return the path of the table itself: `path`, or what is in a .zip or .gz unpacked into `into_dir`.

    The unpacked files get names of our own; a shapefile's parts lie beside its .shp.
    """
    if form.member is None:
        return path
    table = into_dir / f"table{PurePosixPath(form.member).suffix.lower()}"
    if gzipped.is_gzip(path):
        return gzipped.write(path, table, DEFAULT)
    infos = {info.filename: info for info in archives.members(path, DEFAULT)}
    if form.format != "shapefile":
        return archives.write(path, infos[form.member], table)
    stem = str(PurePosixPath(form.member).with_suffix(""))
    for name, info in infos.items():
        if name.lower().startswith(stem.lower() + ".") and PurePosixPath(name).suffix.lower() in SHAPE_PARTS:
            archives.write(path, info, into_dir / f"map{name[len(stem) :].lower()}")
    return into_dir / "map.shp"


def _form(path: Path, start: bytes, name: PurePosixPath, limits: Limits) -> FileForm:
    suffix = name.suffix.lower()
    if start.startswith(gzipped.MAGIC):
        return _named(_gzip_form(path, _inner_name(name), limits), suffix, (".gz",))
    if start.startswith(compound.MAGIC):
        compound.check_xls(path, limits)
        return _named(FileForm("xls"), suffix, (".xls",))
    if start.startswith(b"PK\x05\x06"):
        raise _no_table()
    if start.startswith(b"PK\x03\x04"):
        return _zip_form(path, suffix, limits)
    _check_text(start, suffix)
    return _text_form(path, start, suffix)


def _text_form(path: Path, start: bytes, suffix: str) -> FileForm:
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) and suffix in MAP_NAMES:
        _check_geojson(path)
        return FileForm("geojson")
    if suffix not in TEXT_NAMES:
        raise _wrong_name(".csv")
    if not start.strip(b"".join(BOMS) + b' \t\r\n\x00,;|"'):
        raise Unreadable(_("The file is empty. Export the table again and upload the new file."), "empty")
    return FileForm(TEXT_NAMES[suffix])


def _zip_form(path: Path, suffix: str, limits: Limits) -> FileForm:
    infos = archives.members(path, limits)
    kind = workbooks.kind_of(path, infos)
    if kind == "xlsx":
        workbooks.check_xlsx(path, infos, limits)
        if suffix in MACRO_NAMES:
            raise workbooks.macros()
        return _named(FileForm("xlsx"), suffix, (".xlsx",))
    if kind == "ods":
        workbooks.check_ods(path, infos, limits)
        return _named(FileForm("ods"), suffix, (".ods",))
    return _named(_packed_form(path, infos, limits), suffix, (".zip",))


def _packed_form(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> FileForm:
    """Find the one table of an ordinary archive and look at it as if it had come alone."""
    shapes = [info for info in infos if info.filename.lower().endswith(".shp")]
    if shapes:
        return _shapefile(path, infos, shapes)
    if any(info.filename.lower().endswith(ARCHIVE_NAMES) for info in infos):
        raise _nested()
    if len(infos) > 1:
        raise Unreadable(
            _("The archive holds several files. Upload them one by one, or a .zip with one table in it."),
            "several_tables",
        )
    if not infos:
        raise _no_table()
    name = infos[0].filename
    if not name.lower().endswith((*TABLE_NAMES, *MACRO_NAMES)):
        raise workbooks.not_a_table()
    with tempfile.TemporaryDirectory() as folder:
        inner = archives.write(path, infos[0], Path(folder) / "table")
        return FileForm(inspect(inner, name, limits).format, name)


def _gzip_form(path: Path, name: str, limits: Limits) -> FileForm:
    """Look at the one file in a .gz as if it had come alone, under its own name."""
    with tempfile.TemporaryDirectory() as folder:
        inner = gzipped.write(path, Path(folder) / "table", limits)
        if name.lower().endswith(ARCHIVE_NAMES) or _is_archive(inner, limits):
            raise _nested()
        return FileForm(inspect(inner, name, limits).format, name)


def _inner_name(name: PurePosixPath) -> str:
    """What the one file in a .gz is called: "sales.txt.gz" holds "sales.txt", and "sales.gz" a text table."""
    known = name.stem.lower().endswith((*TABLE_NAMES, *MACRO_NAMES, *ARCHIVE_NAMES))
    return name.stem if known else f"{name.stem}.csv"


def _is_archive(path: Path, limits: Limits) -> bool:
    """Whether a file holds others; workbooks are archives too, but of their own parts."""
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"PK\x03\x04"):
        return not workbooks.kind_of(path, archives.members(path, limits))
    return start.startswith(ARCHIVE_MARKS) or start[TAR_AT:].startswith(TAR_MARK)


def _shapefile(path: Path, infos: list[zipfile.ZipInfo], shapes: list[zipfile.ZipInfo]) -> FileForm:
    if len(shapes) > 1:
        raise Unreadable(
            _("The archive holds several maps. Upload a .zip with the parts of one shapefile."),
            "several_tables",
        )
    stem = shapes[0].filename[:-4].lower()
    parts = {
        info.filename.lower()[len(stem) :] for info in infos if info.filename.lower().startswith(stem + ".")
    }
    if not parts >= SHAPE_NEEDED:
        raise Unreadable(
            _("The shapefile is incomplete. Put its .shp, .shx, .dbf and .prj files into the .zip."),
            "shapefile_parts",
        )
    with path.open("rb") as file:
        if not b"".join(archives.unpack(file, shapes[0]))[:4] == SHAPE_MAGIC:
            raise workbooks.not_a_table()
        for info in infos:
            for _block in archives.unpack(file, info):
                pass
    return FileForm("shapefile", shapes[0].filename)


def _check_text(start: bytes, suffix: str) -> None:
    """Refuse what is no text: pictures, documents, web pages, or bytes that no encoding of text holds."""
    start = _narrow(start)
    body = start.lstrip(b"".join(BOMS)).lstrip()
    if body.lower().startswith(MARKUP):
        raise Unreadable(
            _("The file is a web page or XML, not a table. Open it and save it as .xlsx."),
            "markup",
        )
    strange = sum(start.count(bytes([code])) for code in CONTROLS)
    if body.startswith(FOREIGN) or strange > len(start) / 200:
        if suffix in TEXT_NAMES:
            raise Unreadable(
                _("The file is named like a text table but is none. Export the table as CSV again."),
                "binary",
            )
        raise workbooks.not_a_table()


def _narrow(start: bytes) -> bytes:
    """Return UTF-16 text as UTF-8, so that one half of a letter is not taken for a control character."""
    wide = "utf-16" if start.startswith(BOMS[1:]) else textfile.unmarked_wide(start[:4_096])
    return start.decode(wide, "ignore").encode() if wide else start


def _check_geojson(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if GEO_TYPE.search(content) is None:
            raise Unreadable(
                _("The file is JSON but not GeoJSON. Export the areas as GeoJSON and upload that."),
                "not_geojson",
            )


def _named(form: FileForm, suffix: str, allowed: tuple[str, ...]) -> FileForm:
    if suffix not in allowed:
        raise _wrong_name(allowed[0])
    return form


def _wrong_name(suffix: str) -> Unreadable:
    texts: dict[str, Any] = {
        ".csv": _(
            "The name does not fit the content: this is a text table. Rename it to .csv and upload it again."
        ),
        ".xls": _(
            "The name does not fit the content: this is an old workbook. Rename it to .xls and try again."
        ),
        ".xlsx": _(
            "The name does not fit the content: this is a workbook. Rename it to .xlsx and upload it again."
        ),
        ".ods": _(
            "The name does not fit the content: this is a workbook. Rename it to .ods and upload it again."
        ),
        ".gz": _(
            "The name does not fit the content: this is a packed file. Rename it to .csv.gz and try again."
        ),
        ".zip": _(
            "The name does not fit the content: this is an archive. Rename it to .zip and upload it again."
        ),
    }
    return Unreadable(texts[suffix], "wrong_extension")


def _nested() -> Unreadable:
    return Unreadable(
        _("The archive holds another archive. Upload a .zip with the table itself in it."), "nested_zip"
    )


def _no_table() -> Unreadable:
    return Unreadable(
        _("The archive holds no table. Pack the table into the .zip and upload it again."), "no_table"
    )
