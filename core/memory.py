"""Keeps a job that goes through many rows small: what it frees goes back to the system at once."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from django.db import connection


@contextmanager
def frugal() -> Iterator[None]:
    """Arrow takes its tables from the C library meanwhile, in one thread: its own pool and each of its
    threads keep what was freed, together some 100 MB of a million rows."""
    usual, threads, io_threads = pa.default_memory_pool(), pa.cpu_count(), pa.io_thread_count()
    usual.release_unused()
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        yield
    finally:
        pa.set_memory_pool(usual)
        pa.set_cpu_count(threads)
        pa.set_io_thread_count(io_threads)
        give_back()


def give_back() -> None:
    """Give back what is free between pieces in use, where the C library knows how (glibc): tables of some
    megabytes come from the heap there, once others of their size were freed. And what SQLite read."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
