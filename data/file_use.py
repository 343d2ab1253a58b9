"""Who uses a stored file at the same time: any number of jobs that read it, or one that changes it.

What a job makes of a file (checked rows, an error workbook, contacts) would still hold a person whom an
erasure takes out of the file meanwhile. So they wait for one another, also across processes.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from data.models import Dataset


@contextmanager
def unchanged(dataset: Dataset) -> Iterator[None]:
    """Nobody changes the file meanwhile; who does so already is waited for."""
    with _held(dataset, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(dataset: Dataset) -> Iterator[None]:
    """No job makes anything of the file meanwhile; those that do so already are waited for."""
    with _held(dataset, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(dataset: Dataset, how: int) -> Iterator[None]:
    try:
        file = (dataset.directory / "use.lock").open("w")
    except FileNotFoundError:  # discarded or deleted for good with its folder: nothing is left to wait for
        yield
        return
    with file:  # let go when it is closed, also where its process is killed
        fcntl.flock(file, how)
        yield
