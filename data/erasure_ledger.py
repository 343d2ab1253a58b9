"""Remembers every erasure outside the database: a backup restored later knows nothing of it.

One JSON line per erasure in DATA_DIR/erasures.jsonl: keyed hashes, folders and row numbers, no personal data.
Keep this file when a backup is restored; `manage.py reapply_erasures` works from it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.dispatch import Signal

Hashes = tuple[int | None, int | None, int | None, int | None]
# sent with people=their keyed hashes, once their contacts are deleted for everybody: what was made of them
# above this app (files, for one) is to go too
person_erased = Signal()


@dataclass(frozen=True)
class Entry:
    """One erasure. people: (name, phone, nik, nib) hashes; places: dataset folder → (sheet, row) pairs."""

    at: str
    by: str
    reason: str
    people: list[Hashes]
    places: dict[str, list[tuple[int, int]]]


def path() -> Path:
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def append(entry: Entry) -> None:
    """Write one line and wait until it is on disk. Called before the database forgets."""
    line = json.dumps(asdict(entry), separators=(",", ":")) + "\n"
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def locked() -> Iterator[None]:
    """Whoever looks at the ledger before writing takes turns with others who do."""
    with path().with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def entries() -> list[Entry]:
    """All erasures, the oldest first."""
    if not path().exists():
        return []
    return [_read(line) for line in path().read_text().splitlines() if line.strip()]


def written_at(moment: str) -> Entry:
    """The erasure written at this moment (`Entry.at`). Raises LookupError where the ledger was lost."""
    found = next((entry for entry in reversed(entries()) if entry.at == moment), None)
    if found is None:
        raise LookupError(f"the ledger has no erasure of {moment}")
    return found


def _read(line: str) -> Entry:
    value = json.loads(line)
    value["people"] = [tuple(person) for person in value["people"]]
    value["places"] = {folder: [tuple(place) for place in found] for folder, found in value["places"].items()}
    return Entry(**value)
