"""Files that are made for a person, kept for a while, handed out to that person, and deleted.

The only writer of Export. A file appears under its name when it is whole; it lies in DATA_DIR, never in a web
root, under a random name.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.events import record
from accounts.models import User
from core import jobs
from core.jobs import JobProblem, NotYet, Progress
from core.texts import shown
from data import scrubbing
from data.erasure_ledger import Hashes
from data.room import NO_ROOM, is_full

from .models import Export

# a report is fetched in the next days or made again; what names people lies about no longer than it takes
KEEP, KEEP_PERSONAL = timedelta(days=7), timedelta(hours=24)
# nobody reads twenty reports at once, and each takes a worker some seconds
MOST_WAITING = 5
RIGHTS_CHANGED = gettext_noop(
    "Your rights have changed since you asked for this file, so it is not handed out. Ask for it again: you "
    "will get what you may see now."
)
TOO_MANY = gettext_noop("%(n)s of your files are still being made. Wait for one of them, then ask again.")
DISCARDED = gettext_noop("This file was given up before it was made.")
GONE = gettext_noop("This file is not kept any more. Ask for it again.")
Write = Callable[[Path], int | None]
# files that can still be fetched, or are being made
_THERE = ~Q(file="") | Q(made_at=None)


class Refused(Exception):
    """Why no file is made or handed out: a msgid, with what fills it."""

    def __init__(self, message: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@transaction.atomic
def ask(
    user: Any,
    kind: str,
    format: str,
    query: str,
    language: str,
    *,
    options: dict[str, Any] | None = None,
    purpose: str = "",
    is_personal: bool = False,
) -> Export:
    """Begin to make a file. The same one, asked for again while it is being made, is the one under way."""
    # the person's own row is locked: two clicks at once are one after the other
    person = User.objects.select_for_update().get(pk=user.pk)
    chosen = {
        "kind": kind, "format": format, "query": query, "language": language, "options": options or {},
        "purpose": purpose, "is_personal": is_personal, "permission_revision": person.permission_revision,
    }  # fmt: skip
    waiting = list(of_person(person).filter(job__state__in=("queued", "running")))
    for one in waiting:
        if all(getattr(one, name) == value for name, value in chosen.items()):
            return one
    if len(waiting) >= MOST_WAITING:
        raise Refused(TOO_MANY, {"n": len(waiting)})
    export = Export.objects.create(user=person, **chosen)
    export.job = jobs.enqueue(kind, export.pk, person)
    export.save(update_fields=["job"])
    return export


def of_person(user: Any) -> Any:
    """A person's files, the newest first, with their jobs."""
    return Export.objects.filter(user=user).select_related("job", "user")


def make(export: Export, progress: Progress, write: Write, file_name: str) -> None:
    """Let `write` fill the file and hand it over; what it returns is the number of rows.

    The person's rights are looked at again behind it: what was made under others is deleted unseen. Raises
    NotYet where somebody was erased meanwhile, who may stand in it.
    """
    Export.objects.filter(pk=export.pk).update(is_void=False)
    folder = made_directory()
    name = f"{secrets.token_hex(16)}.{export.format}"
    draft = folder / f"{name}.part"
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        rows = write(draft)
        _hand_over(export, progress, draft, name, file_name, rows)
    except OSError as problem:
        if is_full(problem):
            raise JobProblem(NO_ROOM) from problem
        raise
    finally:
        draft.unlink(missing_ok=True)


@transaction.atomic
def _hand_over(
    export: Export, progress: Progress, draft: Path, name: str, file_name: str, rows: int | None
) -> None:
    progress.keep()
    still_allowed(export)
    # locked: an erasure marks it before this, or finds it listed behind it
    if Export.objects.select_for_update().get(pk=export.pk).is_void:
        raise NotYet
    target = draft.with_name(name)
    os.replace(draft, target)
    _forget(export)
    now = timezone.now()
    export.file, export.file_name, export.rows = name, file_name, rows
    export.size, export.made_at = target.stat().st_size, now
    export.expires_at = now + (KEEP_PERSONAL if export.is_personal else KEEP)
    # it may be a name, and nothing needs it any more
    export.query = _sought(QueryDict(export.query, mutable=True))
    names = ("file", "file_name", "rows", "size", "made_at", "expires_at", "is_demo", "query")
    export.save(update_fields=names)
    _log(export.user, export, "made")


def still_allowed(export: Export) -> User:
    """The person as they are now. Raises JobProblem where their rights have changed since they asked."""
    person = User.objects.get(pk=export.user_id)
    if not person.is_active or person.permission_revision != export.permission_revision:
        raise JobProblem(RIGHTS_CHANGED)
    return person


def open_for(user: Any, export: Export) -> BinaryIO:
    """The opened file for the person it was made for; the handing out is logged. Raises Refused otherwise."""
    if user.permission_revision != export.permission_revision:
        raise Refused(RIGHTS_CHANGED)
    # a worker that is not running deletes nothing, but what has ended has ended
    if not export.file or _is_over(export):
        raise Refused(GONE)
    try:
        # open from here on: a sweep takes nothing away from whoever reads it already
        file = export.path.open("rb")
    except FileNotFoundError:
        raise Refused(GONE) from None
    _log(user, export, "downloaded")
    return file


def _is_over(export: Export) -> bool:
    return export.expires_at is not None and export.expires_at < timezone.now()


def _log(user: Any, export: Export, act: str) -> None:
    """Who, what and why. The reason is the line's subject, where an erasure finds whom it may name."""
    subject = " · ".join(part for part in (shown(export.purpose), export.file_name) if part)
    about = {"export": export.pk, "format": export.format, **export.options}
    record(user, f"{export.kind}_{act}", subject, export.rows, **about)


def delete(export: Export) -> None:
    """Delete the file now; that it was made stays in the list."""
    _forget(export)
    export.file = ""
    export.save(update_fields=["file"])


def delete_personal() -> int:
    """Delete every file that holds people, and void those being written: somebody was erased. How many."""
    return _delete_all(Export.objects.filter(is_personal=True))


def delete_lists(editions: Iterable[int]) -> int:
    """The same with the lists of these editions: rows of theirs are deleted for good."""
    gone = set(editions)
    lists = Export.objects.exclude(kind=Export.Kind.REPORT).filter(_THERE)
    of_them = [pk for pk, options in lists.values_list("pk", "options") if gone & _editions(options)]
    return _delete_all(Export.objects.filter(pk__in=of_them))


def _editions(options: dict[str, Any]) -> set[int]:
    """Ids of the editions that a list was made from."""
    return {*options.get("editions", ()), options.get("edition", 0)}


@transaction.atomic
def _delete_all(exports: Any) -> int:
    found = list(exports.select_for_update().filter(_THERE))
    for export in found:
        delete(export)
    Export.objects.filter(pk__in=[one.pk for one in found], made_at=None).update(is_void=True)
    return len(found)


def forget(people: Collection[Hashes]) -> None:
    """Take erased people out of the reasons, the filters in words (a segment may be called after somebody),
    and what was looked for: it may be a name."""
    for export in Export.objects.select_related("job"):
        query = QueryDict(export.query, mutable=True)
        # while it is being made it is looked for, unless it is one of them: then nothing is found
        sought = "" if export.job is None or export.job.is_over else query.get("q", "")
        changed = {
            "purpose": scrubbing.without(export.purpose, people),
            "query": _sought(query, scrubbing.without(sought, people)),
            "options": scrubbing.inside(export.options, lambda text: scrubbing.without(text, people)),
        }
        if changed != {name: getattr(export, name) for name in changed}:
            Export.objects.filter(pk=export.pk).update(**changed)


def _sought(query: QueryDict, text: str = "") -> str:
    """The filter with this text to look for, or without any."""
    if text:
        query["q"] = text
    else:
        query.pop("q", None)
    return query.urlencode()


def directory() -> Path:
    """Where the files lie."""
    return Path(settings.DATA_DIR) / "exports"


def made_directory() -> Path:
    """The same, where something is to be written into it."""
    found = directory()
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def sweep() -> None:
    """Delete what is kept long enough, and what no line of the list knows (a worker was killed)."""
    over = Q(expires_at__lt=timezone.now())
    for export in Export.objects.exclude(file="").filter(over):
        delete(export)
    _delete_strays()


def _delete_strays() -> None:
    """What a killed worker left: half written files of hours ago, their parts, whole ones nobody lists."""
    folder = directory()
    if not folder.is_dir():
        return
    old = (timezone.now() - timedelta(hours=6)).timestamp()
    found = _older(folder, old)
    listed = set(Export.objects.filter(file__in=[path.name for path in found]).values_list("file", flat=True))
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in listed:
            path.unlink(missing_ok=True)


def _older(folder: Path, moment: float) -> list[Path]:
    found = []
    for path in folder.iterdir():
        # a writer may have given its draft another name by now
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < moment:
                found.append(path)
    return found


def _forget(export: Export) -> None:
    if export.file:
        export.path.unlink(missing_ok=True)
