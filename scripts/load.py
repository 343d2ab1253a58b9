"""Fifty people at once on a site of this machine: every answer timed, and how slow the slowest are.

    python scripts/load.py http://127.0.0.1:8000 --cookie "sessionid=…" [--users 50]

Each person opens one page after the other, with a pause to read it (0: none), on one connection kept open as
browsers do: where the server closed it meanwhile, the page is asked for once more on a new one, within the
same time, and counted as `reopened`. Refuses any other host, more than 200 people and more than two minutes,
and ends by itself. Standard library only.
"""

import argparse
import http.client
import json
import math
import random
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_USERS, MOST_SECONDS, MOST_PAUSE = 200, 120.0, 30.0
TIMEOUT = 30.0
PATHS = (
    "/", "/ratio/", "/geography/", "/categories/", "/clustering/", "/?size=1", "/ratio/?reading=competition",
    "/geography/?indicator=density_per_km2", "/categories/?size=2",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is opened by how many, for how long, with how long a pause in the mean."""

    host: str
    port: int
    cookies: tuple[str, ...]
    users: int = 50
    seconds: float = 20.0
    pause: float = 2.0
    paths: tuple[str, ...] = PATHS


@dataclass
class Outcome:
    """Seconds of every answer of 200, what went wrong otherwise, and how often a kept connection was gone."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reopened: int = 0

    def add(self, other: "Outcome") -> None:
        self.seconds += other.seconds
        self.errors += other.errors
        self.reopened += other.reopened

    def summary(self) -> dict[str, float | int]:
        """Counts, and milliseconds of the middle, the 95th in a hundred and the slowest answer."""
        ordered = sorted(self.seconds)
        return {
            "answers": len(ordered),
            "errors": len(self.errors),
            "reopened": self.reopened,
            "p50_ms": round(percentile(ordered, 0.50) * 1000),
            "p95_ms": round(percentile(ordered, 0.95) * 1000),
            "max_ms": round(percentile(ordered, 1.0) * 1000),
            "mean_ms": round(statistics.fmean(ordered) * 1000) if ordered else 0,
        }


def percentile(ordered: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of all do not exceed (nearest rank); 0 of nothing."""
    if not ordered:
        return 0.0
    rank = max(1, math.ceil(round(part * len(ordered), 6)))
    return ordered[min(rank, len(ordered)) - 1]


def plan(address: str, cookies: Sequence[str], users: int, seconds: float, pause: float) -> Plan:
    """The plan, or ValueError with a sentence where it would reach another machine or go on too long."""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in HOSTS:
        raise ValueError("Only a site of this machine is measured: http://127.0.0.1:PORT")
    if not 1 <= users <= MOST_USERS:
        raise ValueError(f"--users must be from 1 to {MOST_USERS}.")
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"--seconds must be above 0 and at most {MOST_SECONDS:.0f}.")
    if not 0 <= pause <= MOST_PAUSE:
        raise ValueError(f"--pause must be from 0 to {MOST_PAUSE:.0f} seconds.")
    return Plan(parts.hostname, parts.port or 80, tuple(cookies), users, seconds, pause)


def run(wanted: Plan) -> Outcome:
    """Everybody at once, until the time is over."""
    outcomes = [Outcome() for _user in range(wanted.users)]
    start = threading.Barrier(wanted.users)
    threads = [
        threading.Thread(target=_visit, args=(wanted, number, start, outcome))
        for number, outcome in enumerate(outcomes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Outcome()
    for outcome in outcomes:
        whole.add(outcome)
    return whole


def _visit(wanted: Plan, number: int, start: threading.Barrier, outcome: Outcome) -> None:
    chance = random.Random(number)  # noqa: S311 – who reads how long, the same in every run
    headers = {"Cookie": wanted.cookies[number % len(wanted.cookies)]} if wanted.cookies else {}
    headers["Accept-Encoding"] = "gzip"
    start.wait()
    until = time.monotonic() + wanted.seconds
    connection = http.client.HTTPConnection(wanted.host, wanted.port, timeout=TIMEOUT)
    # nobody opens his first page in the same instant as 49 others
    time.sleep(chance.uniform(0, wanted.pause))
    while time.monotonic() < until:
        _ask(connection, chance.choice(wanted.paths), headers, outcome)
        time.sleep(chance.uniform(0.5, 1.5) * wanted.pause)
    connection.close()


def _ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str], outcome: Outcome
) -> None:
    started = time.perf_counter()
    try:
        status = _fetched(connection, path, headers, outcome)
    except (OSError, http.client.HTTPException) as problem:
        outcome.errors.append(f"{path}: {type(problem).__name__}")
        connection.close()
        return
    if status == http.client.OK:
        outcome.seconds.append(time.perf_counter() - started)
    else:
        outcome.errors.append(f"{path}: {status}")


def _fetched(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str], outcome: Outcome
) -> int:
    """The status of the page; asked for twice where a kept connection was closed (RFC 9112, 9.3.1)."""
    is_kept = connection.sock is not None
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
    except ConnectionError:  # RemoteDisconnected is one too: closed before the first byte of an answer
        connection.close()
        if not is_kept:
            raise
        outcome.reopened += 1
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
    answer.read()
    return answer.status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--cookie", action="append", default=[])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pause", type=float, default=2.0)
    given = parser.parse_args()
    try:
        wanted = plan(given.address, given.cookie, given.users, given.seconds, given.pause)
    except ValueError as problem:
        parser.error(str(problem))
    outcome = run(wanted)
    print(json.dumps(outcome.summary()))  # noqa: T201
    for line in sorted(set(outcome.errors))[:20]:
        print(line, file=sys.stderr)  # noqa: T201
    return 1 if outcome.errors else 0


if __name__ == "__main__":
    sys.exit(main())
