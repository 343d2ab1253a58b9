"""`make quality`: measures the running product with its demo and writes docs/quality.md.

Lighthouse of every page of the menu (mobile and desktop), bytes of a first and a next page, sheets of A4, and
fifty people at once. Takes some ten minutes; run it on a machine that does nothing else.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lighthouse_scores as lighthouse
import load
import page_weight
from pictures import sign_in, site
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "docs" / "quality.md"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
FIRST_LIMIT, NEXT_LIMIT = 450, 60  # kB of 1,000 bytes
LEAST = {"mobile": 90, "desktop": 95}
SLOWEST_MS = 500


def main() -> None:
    chromium = subprocess.run(  # noqa: S603
        [sys.executable, str(PROJECT / "scripts" / "find_chromium.py")], stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    lines = [*head()]
    with site() as (address, email, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        state, paths, market = signed_in(browser, address, email, password)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])
        parts = (
            lambda: weight_lines(browser, address, state, market),
            lambda: sheet_lines(browser, address, state, market),
            lambda: load_lines(address, cookie),
            lambda: lighthouse_lines(chromium, address, cookie, paths),
        )
        for part in parts:
            for line in part():  # written after each, so that an interrupted run leaves what it has measured
                lines.append(line)
                TARGET.write_text("\n".join(lines).rstrip() + "\n")
        browser.close()
    say(f"Written: {TARGET.relative_to(PROJECT)}")


def head() -> Iterator[str]:
    yield "# Quality, measured"
    yield ""
    yield "Written by `make quality`; run it again rather than editing this file. No test depends on a time."
    yield ""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield f"- {now} UTC; {machine}; load average (1, 5, 15 minutes) {loads()} at the start."
    yield "- With other work on the machine times are too long; bytes and sheets are not touched by it."
    yield "- The product as `make run` starts it, with its demo, on SQLite: one web process of eight threads."
    yield ""


def loads() -> str:
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def signed_in(browser: Browser, address: str, email: str, password: str) -> tuple[Any, list[str], list[str]]:
    """The cookies of the demo's admin, the addresses of the menu, and those of its section on the market."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, address, email, password)
    paths, market = (
        page.locator(f"#side-nav {part} a[href^='/']").evaluate_all("(all) => all.map((one) => one.pathname)")
        for part in ("section", "section:first-of-type")
    )
    state = context.storage_state()
    context.close()
    return state, list(dict.fromkeys(paths)), list(dict.fromkeys(market))


# Bytes ---------------------------------------------------------------------------------------------------


def weight_lines(browser: Browser, address: str, state: Any, paths: list[str]) -> Iterator[str]:
    yield "## Bytes"
    yield ""
    yield "As sent, compressed, with headers; kB of 1,000 bytes. The first page is opened by a signed-in"
    yield "person with an empty cache, the next one from its menu. While a page without charts is read, the"
    yield "code of charts (some 300 kB) is fetched ahead for the next one, but not to save data nor on a slow"
    yield "network: it is counted with the first page."
    yield f"Aim: below {FIRST_LIMIT}, and below {NEXT_LIMIT}."
    yield ""
    yield "| first page | kB | next page | kB | largest of the first |"
    yield "|---|---|---|---|---|"
    for place, first in enumerate(paths):
        then = paths[(place + 1) % len(paths)]
        say(f"bytes of {first}")
        one, two = page_weight.first_and_next(browser, address, state, first, then)
        largest = ", ".join(f"{short(name)} {size / 1000:.0f}" for name, size in one.largest())
        kb = (f"{fetched.total / 1000:.0f}" for fetched in (one, two))
        first_kb, next_kb = kb
        yield f"| `{first}` | {first_kb} | `{then}` | {next_kb} | {largest} |"
    yield ""


def short(address: str) -> str:
    """A file's name without its hashes."""
    name = address.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return name.split(".")[0] if "." in name else f"page {name}"


# Paper ---------------------------------------------------------------------------------------------------


def sheet_lines(browser: Browser, address: str, state: Any, paths: list[str]) -> Iterator[str]:
    yield "## Paper"
    yield ""
    yield "Sheets of A4 that each page on the market takes, in Indonesian and in English."
    yield ""
    yield "| page | id | en |"
    yield "|---|---|---|"
    found: dict[str, list[int]] = {path: [] for path in paths}
    for language in ("id", "en"):
        context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page = context.new_page()
        for path in paths:
            page.goto(f"{address}{path}")
            page_weight.drawn(page)
            found[path].append(page_weight.sheets(page))
        context.close()
    yield from (f"| `{path}` | {counts[0]} | {counts[1]} |" for path, counts in found.items())
    yield ""


# Load ----------------------------------------------------------------------------------------------------


def load_lines(address: str, cookie: str) -> Iterator[str]:
    yield "## Fifty people at once"
    yield ""
    yield "`scripts/load.py`, 20 s each, HTML of nine addresses of the market pages in a fixed random order."
    yield "One person has opened them for 20 s before; the program itself shares the cores."
    yield f"Aim: no error, 95 of 100 answers below {SLOWEST_MS} ms."
    yield ""
    yield "| pause between pages | answers | errors | p50 ms | p95 ms | slowest ms |"
    yield "|---|---|---|---|---|---|"
    load.run(load.plan(address, [cookie], 1, 20.0, 0.0))
    for pause, words in ((2.0, "1 to 3 s, as people read"), (0.0, "none: 50 requests always under way")):
        say(f"50 people, pause {pause} s")
        outcome = load.run(load.plan(address, [cookie], 50, 20.0, pause))
        one = outcome.summary()
        yield (
            f"| {words} | {one['answers']} | {one['errors']} | {one['p50_ms']} | {one['p95_ms']} "
            f"| {one['max_ms']} |"
        )
        for error in sorted(set(outcome.errors))[:5]:
            say(error)
    yield ""
    yield f"Load average after it: {loads()}."
    yield ""


# Lighthouse ----------------------------------------------------------------------------------------------


def lighthouse_lines(chromium: str, address: str, cookie: str, paths: list[str]) -> Iterator[str]:
    yield "## Lighthouse"
    yield ""
    program = lighthouse.install()
    if program is None:
        yield "Not measured: npm could not fetch it."
        return
    least = f"{LEAST['desktop']} desktop and {LEAST['mobile']} mobile"
    yield f"Lighthouse {lighthouse.VERSION}, one run of each page as it comes, on its own simulated phone and"
    yield f"desktop. Aim: accessibility and best practices 100, performance at least {least}."
    yield f"A run without a score is repeated, {lighthouse.MOST_RUNS} runs at most; then it is a dash."
    yield ""
    yield "| page | look | performance | accessibility | best practices | what cost points |"
    yield "|---|---|---|---|---|---|"
    for path in paths:
        for look in lighthouse.LOOKS:
            yield scored(program, chromium, address, path, look, cookie)
    yield ""
    yield f"Load average after it: {loads()}."


def scored(program: Path, chromium: str, address: str, path: str, look: str, cookie: str) -> str:
    say(f"lighthouse {look} {path}")
    try:
        one = lighthouse.score(program, chromium, address, path, look, cookie)
    except (RuntimeError, subprocess.TimeoutExpired) as problem:
        return f"| `{path}` | {look} | – | – | – | not measured: {' '.join(str(problem).split())[:120]} |"
    return score_line(one)


def score_line(one: lighthouse.Score) -> str:
    """A row of the table: a dash where there is no score, and why."""
    scores = " | ".join(
        "–" if part is None else str(part)
        for part in (one.performance, one.accessibility, one.best_practices)
    )
    notes = list(one.lost[:4])
    if not one.is_whole:
        why = "; ".join(one.missing) or "Lighthouse does not say why"
        notes.append(f"no score in {lighthouse.MOST_RUNS} runs: {' '.join(why.split())[:120]}")
    return f"| `{one.path}` | {one.look} | {scores} | {'; '.join(notes).replace('|', '/')} |"


if __name__ == "__main__":
    main()
