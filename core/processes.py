"""Which process is which: the name a worker signs its jobs with, and whether that worker still lives."""

import ctypes
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def holder_name() -> str:
    """`host:pid:start:unique` of this process; `start` tells it from a later process with the same number."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_started(pid) or 0}:{uuid.uuid4().hex}"


def holder_is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine that no longer runs."""
    host, pid, start, _unique = ([*holder.split(":"), "", "", ""])[:4]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    if not Path("/proc/self/stat").exists():
        return not _answers(int(pid))
    return _started(int(pid)) != start


def _started(pid: int) -> str | None:
    """Clock ticks between boot and the start of a process (proc(5), field 22); None once it is dead.

    A zombie is dead: in a container without an init nobody may ever collect it.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]


def children(pid: int) -> list[int]:
    """Processes started by another one and still running (Linux; elsewhere none are known)."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def wait_for_the_end_of(pids: list[int], seconds: float) -> None:
    """Return once none of them runs, or after so many seconds."""
    deadline = time.monotonic() + seconds
    while any(_started(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)


def _answers(pid: int) -> bool:
    """The same question where there is no /proc; a number used again looks alive until the lease ends."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def die_with_parent(parent: int, sign: int = signal.SIGTERM) -> None:
    """Ask the kernel to send `sign` to this process when `parent`, which just started it, dies (Linux)."""
    if not os.path.exists("/proc/self/stat"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(sign))
    if os.getppid() != parent:  # it died before the request arrived
        os.kill(os.getpid(), sign)


def forks_die_with_parent() -> None:
    """Make every process forked from here on, at any depth, end at once when the one above it is killed."""
    parent = os.getpid()

    def remember() -> None:
        nonlocal parent
        parent = os.getpid()

    os.register_at_fork(before=remember, after_in_child=lambda: die_with_parent(parent, signal.SIGKILL))


def tied_to_this_process() -> Callable[[], None]:
    """A `preexec_fn`: the started program gets SIGTERM when this process dies."""
    parent = os.getpid()
    return lambda: die_with_parent(parent)


class Stop:
    """A wish to stop that a signal handler may set at any moment.

    Not threading.Event: its lock is not reentrant, and a handler that runs while the same thread is inside
    `wait` would wait for itself for ever.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self, *_signal: object) -> None:
        self.is_asked = True

    def wait(self, seconds: float) -> bool:
        """Sleep that long, or until asked to stop; return whether it was asked."""
        deadline = time.monotonic() + seconds
        while not self.is_asked and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        return self.is_asked
