"""The scripts that measure the product: what they refuse, and that they count right."""

import sys
import threading
from collections.abc import Iterator
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


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_answers_and_errors_are_counted(address: str) -> None:
    outcome = load.run(load.plan(address, ["a=1"], 4, 0.3, 0.01))
    assert outcome.seconds
    assert {error.split(": ")[1] for error in outcome.errors} <= {"503"}
    summary = outcome.summary()
    assert summary["answers"] == len(outcome.seconds)
    assert summary["p50_ms"] <= summary["p95_ms"] <= summary["max_ms"]


def test_a_report_of_lighthouse_is_read() -> None:
    def category(score: float, *ids: str) -> dict[str, Any]:
        return {"score": score, "auditRefs": [{"id": one, "weight": 1} for one in ids]}

    report = {
        "categories": {
            "performance": category(0.914, "slow"), "accessibility": category(1, "fine"),
            "best-practices": category(0.96),
        },
        "audits": {
            "slow": {"score": 0.4, "title": "Largest paint", "displayValue": "3.1 s"},
            "fine": {"score": 1, "title": "Names"},
        },
    }  # fmt: skip
    found = scores.read(report, "/", "mobile")
    assert (found.performance, found.accessibility, found.best_practices) == (91, 100, 96)
    assert found.lost == ("Largest paint 3.1 s",)


def test_sheets_are_counted(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    weight: Any = script("page_weight")
    assert len(weight.SHEETS.findall(b"/Type /Pages /Type /Page\n/Type/Page>> /Type /PageLabel")) == 2
    assert "page_weight" in sys.modules
