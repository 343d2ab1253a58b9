"""Each case runs in a process of its own, so that its peak memory is its own.

This side imports neither pandas nor Django: a child's peak begins at what its parent held.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
# seconds for all cases together (some ten minutes on two idle cores); the case that is running then is ended
BUDGET = 1500
_began = time.monotonic()
# the benchmark's own files are larger than what a page accepts by default
LIMITS = {"UPLOAD_LIMIT_MB": "400", "PYTHONWARNINGS": "ignore"}


class NotMeasured(Exception):
    """A case that did not end well, or not in time; its text says which and why."""


def run(case: str, environment: dict[str, str], **options: Any) -> dict[str, Any]:
    """Run one function of benchmarks.cases in a child. Returns its result with `peak_mb`."""
    what = f"{case} {', '.join(f'{k} {v}' for k, v in options.items())}".strip()
    print(f"  {what}", flush=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.cases", case, json.dumps(options)],
            cwd=PROJECT,
            env={**os.environ, **LIMITS, **environment},
            stdout=subprocess.PIPE,
            text=True,
            timeout=max(1.0, _began + BUDGET - time.monotonic()),
            check=True,
        )
    except subprocess.TimeoutExpired as problem:
        raise NotMeasured(f"{what}: the {BUDGET // 60} minutes of the whole run were over") from problem
    except subprocess.CalledProcessError as problem:
        raise NotMeasured(f"{what}: ended with status {problem.returncode}") from problem
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def beside(case: str, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    """A child that works until the block ends (its standard input closes); its result comes then."""
    result: dict[str, Any] = {}
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.cases", case, "{}"],
        cwd=PROJECT,
        env={**os.environ, **LIMITS, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield result
        out, _nothing = child.communicate("", timeout=60)
        if child.returncode:
            raise NotMeasured(f"{case}: ended with status {child.returncode}")
        result.update(json.loads(out.splitlines()[-1]))
    except subprocess.TimeoutExpired as problem:
        raise NotMeasured(f"{case}: did not end") from problem
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def answer(functions: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """The child's side: call the named function and print its result."""
    started = time.perf_counter()
    result = functions[sys.argv[1]](**json.loads(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak_mb": round(peak), "whole_s": round(time.perf_counter() - started, 2)}))
