"""Recognises a full disk, wherever it is met: a file, SQLite or PostgreSQL."""

import errno
import sqlite3

from django.db import OperationalError
from django.utils.translation import gettext_noop

NO_ROOM = gettext_noop(
    "The server has no room for this file. Nothing was kept. Ask its administrator to free space."
)
RUN_OUT = gettext_noop(
    "The server has run out of space. Your file and your choices are kept, and nothing that is shown has "
    "changed. Ask its administrator to free space, then try again."
)
_DISK_FULL = "53100"  # PostgreSQL, Appendix A: disk_full


def is_full(problem: BaseException) -> bool:
    """Whether a disk, a quota or a database has no room left."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    if not isinstance(problem, OperationalError):
        return False
    cause = problem.__cause__
    codes = (getattr(cause, "sqlstate", None), getattr(cause, "sqlite_errorcode", None))
    return _DISK_FULL in codes or sqlite3.SQLITE_FULL in codes or "disk is full" in str(problem)
