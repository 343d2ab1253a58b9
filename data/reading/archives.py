"""Zip archives and what is in them, unpacked with the real bytes counted: their headers can lie."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from data.reading.errors import Unreadable
from data.reading.limits import Limits

BLOCK = 1 << 18
END_RECORD = b"PK\x05\x06"
CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def broken() -> Unreadable:
    return Unreadable(
        _("The file is damaged or incomplete. Save or pack it again, then upload the new copy."), "broken_zip"
    )


def bomb() -> Unreadable:
    return Unreadable(
        _("The file unpacks to far more than a table needs. Upload a workbook with only the table in it."),
        "bomb",
    )


def too_large() -> Unreadable:
    return Unreadable(
        _("The file is too large. Delete what is not needed, or split the table and upload its parts."),
        "too_large",
    )


def members(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the files of an archive after checking names, number, declared sizes and methods."""
    _check_directory_size(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, struct.error, ValueError) as error:
        raise broken() from error
    _check_sizes(infos, path.stat().st_size, limits)
    for info in infos:
        _check_member(info)
    if len({info.filename for info in infos}) < len(infos):
        raise unsafe_name()
    return [info for info in infos if not is_clutter(info.filename)]


def is_clutter(name: str) -> bool:
    """Files that operating systems add to every archive."""
    return name.startswith(CLUTTER[0]) or PurePosixPath(name).name in CLUTTER[1:]


def unsafe_name() -> Unreadable:
    return Unreadable(
        _("The archive holds a file with an unsafe or repeated name. Pack the table again and upload that."),
        "unsafe_name",
    )


def encrypted() -> Unreadable:
    return Unreadable(
        _("The file is protected with a password. Remove the password, save the file, and upload it again."),
        "encrypted",
    )


def unpack(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of one member in blocks; more bytes than declared, or damage, is refused.

    The standard reader stops quietly at the declared size, while other readers go on to the real end:
    the stream itself is followed here, so both are the same afterwards.
    """
    count, check = 0, 0
    for block in _blocks(file, info):
        count += len(block)
        check = zlib.crc32(block, check)
        if count > info.file_size:
            raise bomb()
        yield block
    if count != info.file_size or check != info.CRC:
        raise broken()


def read(path: Path, info: zipfile.ZipInfo, most: int = 20_000_000) -> bytes:
    """Return a small member whole; a larger one than `most` bytes is refused."""
    if info.file_size > most:
        raise bomb()
    with path.open("rb") as file:
        return b"".join(unpack(file, info))


def write(path: Path, info: zipfile.ZipInfo, target: Path) -> Path:
    """Unpack one member to `target`, a name of our own choosing."""
    with path.open("rb") as file, target.open("wb") as out:
        for block in unpack(file, info):
            out.write(block)
    return target


def _blocks(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = _seek_content(file, info)
    inflate = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left and (packed := file.read(min(BLOCK, left))):
        left -= len(packed)
        yield from [packed] if inflate is None else _inflated(inflate, packed)
    if left or (inflate is not None and not inflate.eof):
        raise broken()


def _inflated(inflate: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    try:
        while packed and not inflate.eof:
            yield inflate.decompress(packed, BLOCK)
            packed = inflate.unconsumed_tail
    except zlib.error as error:
        raise broken() from error


def _seek_content(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Move behind the member's own header and return how many packed bytes follow."""
    file.seek(info.header_offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise broken()
    name, extra = struct.unpack("<HH", head[26:30])
    file.seek(name + extra, 1)
    return info.compress_size


def _check_directory_size(path: Path, limits: Limits) -> None:
    """Refuse a huge list of members before the standard reader makes objects of it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) < at + 22:
        raise broken()
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > limits.entries or directory > limits.entries * 1_024:
        raise bomb()


def _check_sizes(infos: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > limits.entries or total > limits.unpacked:
        raise bomb()
    if total > limits.ratio_from and total > limits.ratio * packed:
        raise bomb()


def _check_member(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise encrypted()
    name = info.filename
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or ":" in name:
        raise unsafe_name()
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(
            _("The archive is packed in an unusual way. Upload an ordinary .zip or the table itself."),
            "zip_method",
        )
