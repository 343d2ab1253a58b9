"""Files of what takes long to count, in DATA_DIR/customers: whole or not there, and the oldest go.

Several processes, and threads of one, read, write and delete them at the same time.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from django.conf import settings

# of each kind of file
MOST_KEPT = 60
# what a killed process began and nobody finished
STRAY_SECONDS = 3600
_DRAFT = ".part"
_T = TypeVar("_T")
log = logging.getLogger(__name__)


class _File(NamedTuple):
    used: float
    size: int
    path: Path


def path_of(name: str, suffix: str) -> Path:
    """Where a file of this name stands, or would."""
    return Path(settings.DATA_DIR) / "customers" / f"{name}{suffix}"


def read_or_make(
    path: Path, read: Callable[[BinaryIO], _T], make: Callable[[], _T], write: Callable[[_T, Path], None]
) -> _T:
    """What a file holds; made and written where it is not there, or cannot be read any more.

    Who needs it while somebody else makes it waits for that, and reads it. What cannot be written, as on a
    full disk, is answered all the same, and made again the next time.
    """
    try:
        return _read(path, read)
    except FileNotFoundError:
        pass
    except Exception:
        # a disk that was full or lost its power; it can be made anew
        log.exception("%s cannot be read: it is made anew", path)
    with _claimed(path) as claim:
        # made while this one waited; what is wrong with a file is logged above
        with suppress(Exception):
            return _read(path, read)
        found = make()
        if _write(found, path, write, claim):
            _tidy(path)
    return found


@contextmanager
def _claimed(path: Path) -> Iterator[BinaryIO | None]:
    """An empty file that one holds while a value is made, and that others wait for. `forget` takes it along,
    and then what is made of rows that are gone by now is not kept.

    None where there can be no such file, as on a full disk: then nothing is kept either.
    """
    place = path.with_name(f"{path.name}.claim{_DRAFT}")
    claim = None
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        claim = _held(place)
    try:
        yield claim
    finally:
        if claim is not None:
            if _stands(claim):
                place.unlink(missing_ok=True)
            claim.close()


def _held(place: Path) -> BinaryIO:
    """The file at a place, once nobody else holds it."""
    while True:
        claim = place.open("wb")
        fcntl.flock(claim, fcntl.LOCK_EX)
        if _stands(claim):
            return claim
        # it was deleted while this one waited: another may stand at its place by now
        claim.close()


def _stands(claim: BinaryIO) -> bool:
    """Whether an open file was not deleted."""
    return os.fstat(claim.fileno()).st_nlink > 0


def _read(path: Path, read: Callable[[BinaryIO], _T]) -> _T:
    with opened(path) as file:
        return read(file)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file that is there: whoever tidies up leaves it alone until it is closed."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        os.utime(file.fileno())
        yield file


def _write(found: _T, path: Path, write: Callable[[_T, Path], None], claim: BinaryIO | None) -> bool:
    """Whether it was written: whole, under a name of its own first."""
    # after `forget` another may write the same meanwhile
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}{_DRAFT}")
    try:
        write(found, draft)
        if claim is None or not _stands(claim):
            return False
        # deleted rows take what is half written along
        with suppress(FileNotFoundError):
            os.replace(draft, path)
    except OSError:
        log.exception("%s cannot be written: what it would hold is made again the next time", path)
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def forget(suffix: str) -> None:
    """Delete every file of a kind, and what is half written."""
    folder = path_of("", "")
    for pattern in (f"*{suffix}", f"*{_DRAFT}"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


def _tidy(path: Path) -> None:
    """Delete the files longest unused: of this one's kind beyond so many, of all kinds beyond so many bytes;
    and drafts that nobody finished. The file itself stays, however large."""
    files = [one for one in _files(path.parent, "*") if one.path.suffix != _DRAFT]
    same = [one.path for one in files if one.path.suffix == path.suffix]
    drafts = _files(path.parent, f"*{_DRAFT}")
    stray = (one.path for one in drafts if one.used < time.time() - STRAY_SECONDS)
    for old in dict.fromkeys((*stray, *same[:-MOST_KEPT], *_without_room(files))):
        if old != path:
            _delete(old)


def _without_room(files: list[_File]) -> list[Path]:
    """Files for which there is no room beside those used after them."""
    room, found = settings.CUSTOMER_FILES_MB * 1_000_000, []
    for one in reversed(files):
        room -= one.size
        if room < 0:
            found.append(one.path)
    return found


def _delete(path: Path) -> None:
    """Delete a file, unless somebody reads it just now: then the next one who tidies up does."""
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)


def _files(folder: Path, pattern: str) -> list[_File]:
    """The one longest unused first; another process may delete one meanwhile."""
    found = []
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):
            about = path.stat()
            found.append(_File(about.st_mtime, about.st_size, path))
    return sorted(found)
