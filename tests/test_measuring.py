"""The scripts that measure the product: what they refuse, and that they count right."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.test_tools import script

load: Any = script("load")
scores: Any = script("lighthouse_scores")
SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "http://example.com"}, "this machine"),
        ({"address": "https://127.0.0.1"}, "this machine"),
        ({"address": "127.0.0.1:8000"}, "this machine"),
        ({"users": 0}, "--users"),
        ({"users": 100_000}, "--users"),
        ({"seconds": 0}, "--seconds"),
        ({"seconds": 3600}, "--seconds"),
        ({"pause": -1}, "--pause"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, value)),
)
def test_the_load_stays_on_this_machine_and_ends(changed, said) -> None:
    usual = {"address": "http://127.0.0.1:1", "cookies": [], "users": 2, "seconds": 1, "pause": 0}
    with pytest.raises(ValueError, match=said):
        load.plan(**{**usual, **changed})


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [
        ([], 0.95, 0),
        ([3], 0.5, 3),
        ([1, 2, 3, 4], 0.5, 2),
        ([1, 2, 3, 4], 1, 4),
        (list(range(1, 101)), 0.95, 95),
    ],
)
def test_percentiles_by_nearest_rank(values, part, expected) -> None:
    assert load.percentile(values, part) == expected


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = (self.headers["Cookie"] or "").encode()
        self.send_response(200 if self.path == "/" and body == b"a=1" else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


class Forgets(Answers):
    """Says that it keeps the connection and closes it, as a server does whose patience is short."""

    def do_GET(self) -> None:
        super().do_GET()
        self.close_connection = True


class HangsUp(Answers):
    """Closes the connection without an answer."""

    def do_GET(self) -> None:
        self.close_connection = True


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def address() -> Iterator[str]:
    with serving(Answers) as found:
        yield found


def test_answers_and_errors_are_counted(address: str) -> None:
    outcome = load.run(load.plan(address, ["a=1"], 4, 0.3, 0.01))
    assert outcome.seconds
    assert {error.split(": ")[1] for error in outcome.errors} <= {"503"}
    summary = outcome.summary()
    assert summary["answers"] == len(outcome.seconds)
    assert summary["p50_ms"] <= summary["p95_ms"] <= summary["max_ms"]


def test_a_page_is_asked_for_again_where_the_kept_connection_was_closed() -> None:
    with serving(Forgets) as address:
        wanted = load.plan(address, ["a=1"], 1, 1, 0)
        connection, outcome = HTTPConnection(wanted.host, wanted.port, timeout=5), load.Outcome()
        for _visit in range(3):
            load._ask(connection, "/", {"Cookie": "a=1"}, outcome)
        connection.close()
    assert (len(outcome.seconds), outcome.errors) == (3, [])
    assert outcome.summary()["reopened"] == 2


def test_a_new_connection_without_an_answer_is_an_error() -> None:
    with serving(HangsUp) as address:
        outcome = load.run(load.plan(address, [], 1, 0.1, 0.05))
    assert {error.split(": ")[1] for error in outcome.errors} == {"RemoteDisconnected"}
    assert outcome.summary()["reopened"] == 0


def report_of_lighthouse(performance: float | None) -> dict[str, Any]:
    def category(score: float | None, *ids: str) -> dict[str, Any]:
        return {"score": score, "auditRefs": [{"id": one, "weight": 1} for one in ids]}

    failed = {"score": None, "title": "Speed", "errorMessage": "NO_LCP"}
    return {
        "categories": {
            "performance": category(performance, "slow", "speed"), "accessibility": category(1, "fine"),
            "best-practices": category(0.96),
        },
        "audits": {
            "slow": {"score": 0.4, "title": "Largest paint", "displayValue": "3.1 s"},
            "speed": failed if performance is None else {"score": 1, "title": "Speed"},
            "fine": {"score": 1, "title": "Names"},
        },
    }  # fmt: skip


def test_a_report_of_lighthouse_is_read() -> None:
    found = scores.read(report_of_lighthouse(0.914), "/", "mobile")
    assert (found.performance, found.accessibility, found.best_practices) == (91, 100, 96)
    assert found.lost == ("Largest paint 3.1 s",)
    assert found.is_whole
    assert found.missing == ()


@pytest.mark.parametrize(
    ("reports", "runs", "performance"),
    [([0.9], 1, 90), ([None, 0.8, 0.9], 2, 80), ([None, None, 0.7], 3, 70), ([None, None, None], 3, None)],
)
def test_lighthouse_runs_again_where_a_score_is_missing(reports, runs, performance) -> None:
    waiting = iter(reports)
    done = []

    def run() -> Any:
        done.append(scores.read(report_of_lighthouse(next(waiting)), "/", "mobile"))
        return done[-1]

    assert scores.whole(run).performance == performance
    assert len(done) == runs


def test_a_missing_score_is_a_dash_with_its_reason_and_never_zero(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    quality: Any = script("quality")
    line = quality.score_line(scores.read(report_of_lighthouse(None), "/ratio/", "mobile"))
    assert line.startswith("| `/ratio/` | mobile | – | 100 | 96 |")
    assert "no score in 3 runs: NO_LCP" in line
    whole = quality.score_line(scores.read(report_of_lighthouse(0.0), "/ratio/", "mobile"))
    assert whole == "| `/ratio/` | mobile | 0 | 100 | 96 | Largest paint 3.1 s |"


def test_sheets_are_counted(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    weight: Any = script("page_weight")
    assert len(weight.SHEETS.findall(b"/Type /Pages /Type /Page\n/Type/Page>> /Type /PageLabel")) == 2
    assert "page_weight" in sys.modules
