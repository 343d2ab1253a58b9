"""Tables packed alone as .gz: unpacked with the real bytes counted, since nothing in the file tells them."""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from data.reading.archives import BLOCK, bomb, broken, too_large
from data.reading.limits import Limits

MAGIC = b"\x1f\x8b"
WINDOW = zlib.MAX_WBITS | 16  # with the header and the check sums of a .gz


def is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def unpack(path: Path, limits: Limits) -> Iterator[bytes]:
    """Yield the content in blocks; one that is damaged, cut off, or more than a table needs is refused."""
    packed, count = path.stat().st_size, 0
    for block in _blocks(path):
        count += len(block)
        if count > limits.ratio_from and count > limits.ratio * packed:
            raise bomb()
        if count > limits.text:
            raise too_large()
        yield block


def write(path: Path, target: Path, limits: Limits) -> Path:
    """Unpack to `target`, a name of our own choosing."""
    with target.open("wb") as out:
        for block in unpack(path, limits):
            out.write(block)
    return target


def pack(table: Path, target: Path) -> None:
    """Pack a table; the file says neither its name nor the time, as nothing here needs them."""
    with (
        table.open("rb") as source,
        target.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed)


def _blocks(path: Path) -> Iterator[bytes]:
    """The parts of a file one after another: packed files may be joined, with zeros behind the last."""
    with path.open("rb") as file:
        rest = file.read(BLOCK)
        while rest := _next_part(file, rest):
            inflate = zlib.decompressobj(WINDOW)
            while not inflate.eof:
                if not (rest := rest or file.read(BLOCK)):
                    raise broken()
                try:
                    yield inflate.decompress(rest, BLOCK)
                except zlib.error as error:
                    raise broken() from error
                rest = inflate.unconsumed_tail
            rest = inflate.unused_data


def _next_part(file: BinaryIO, rest: bytes) -> bytes:
    """What follows the zeros behind a part; nothing at the end of the file."""
    while not (rest := rest.lstrip(b"\0")):
        if not (rest := file.read(BLOCK)):
            break
    return rest
