"""Writes docs/benchmarks.md: machine, versions, figures, ratios, and whether each aim was met."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.import_speed import ROWS, SAMPLE, SHEET_ROWS

PACKAGES = ("Django", "pandas", "numpy", "pyarrow", "python-calamine", "psycopg", "django-import-export")
LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
STAGES = ("receive", "read", "check", "import")
SIZES = {"plain.csv": ROWS, "full.csv": ROWS, "plain.xlsx": SHEET_ROWS, "full.xlsx": SHEET_ROWS}


def write(path: Path, imports: dict[str, Any], pages: dict[str, Any]) -> None:
    lines = [*_head(), *_imports(imports), *_pages(pages)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _head() -> list[str]:
    address = databases.server()
    engine = f"SQLite {sqlite3.sqlite_version}"
    engine += f", PostgreSQL {databases.version(address)}" if address else "; no PostgreSQL answered"
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; run it again rather than editing this file. No test depends on a time.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. Machine: {_processor()}, {os.cpu_count()} cores, "
        f"{_memory_gb()} GB; {platform.system()} {platform.machine()}. Load at the end: {_load()}.",
        f"- Python {platform.python_version()}; {engine}; "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
        "- Seconds are wall time; *processor* is what our own process used, which other work on the machine "
        "changes less. On PostgreSQL the server's own work is only in the wall time.",
        *_busy(),
        "",
    ]


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _busy() -> list[str]:
    if os.getloadavg()[0] <= (os.cpu_count() or 1) + 1:
        return []
    return ["- **The machine was busy with other work: trust the processor columns, not the wall time.**"]


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _imports(results: dict[str, Any]) -> list[str]:
    lines = [
        "## Import",
        "",
        f"A generated register of {ROWS:,} rows as CSV and {SHEET_ROWS:,} as .xlsx (15 sub-districts, 83 "
        "villages, 20 categories, one row in a thousand wrong, good rows accepted), into `data_marketrow` "
        "with its indexes and foreign keys. *full* has names, NIB, phone and address, which we encrypt into "
        "a second table and hash; *plain* has none, like the floor. The floor is typed values made outside "
        "the clock, one `executemany` (COPY on PostgreSQL), for *full* with the second table too.",
        "",
    ]
    for kind in ("sqlite", "postgresql"):
        if kind in results:
            lines += _database(kind, results[kind], results["reading"])
    return lines


def _database(kind: str, found: dict[str, Any], reading: dict[str, Any]) -> list[str]:
    lines = [
        f"### {LABELS[kind]}",
        "",
        "| file | rows | receive | read | check | import | together | processor | µs a row | peak MB "
        "| raw read | floor | × read + floor | × by processor |",
        "|---" * 14 + "|",
    ]
    for name, rows in SIZES.items():
        lines.append(_row(name, rows, found[name], reading[name], found[f"floor {name}"]))
    return [*lines, "", *_others(found), *_aims(found, reading), ""]


def _total(case: dict[str, Any], what: str = "seconds") -> float:
    return float(sum(case[what].values()))


def _row(name: str, rows: int, ours: Any, read: Any, floor: Any) -> str:
    total, own = _total(ours), _total(ours, "cpu")
    under, under_own = read["seconds"] + floor["seconds"], read["cpu"] + floor["cpu"]
    stages = " | ".join(f"{ours['seconds'][stage]:.1f}" for stage in STAGES)
    return (
        f"| {name} | {rows:,} | {stages} | {total:.1f} | {own:.1f} | {total / rows * 1e6:.1f} "
        f"| {ours['peak_mb']} | {read['seconds']:.1f} | {floor['seconds']:.1f} | {total / under:.1f} "
        f"| {own / under_own:.1f} |"
    )


def _others(found: dict[str, Any]) -> list[str]:
    lines = [
        f"django-import-export in bulk mode on {SAMPLE:,} rows of *plain* CSV, names from dicts, the same "
        "checks; **scaled linearly**, not run on more. *lean* turns off its per-row difference and report.",
        "",
        "| case | µs a row | by processor | a million rows | ours *plain* is faster | ours *full* is |",
        "|---" * 6 + "|",
    ]
    plain, full = found["plain.csv"], found["full.csv"]
    for name in ("import-export", "import-export lean"):
        one = found[name]
        row, own = one["seconds"] / SAMPLE, one["cpu"] / SAMPLE
        lines.append(
            f"| {name} | {row * 1e6:.0f} | {own * 1e6:.0f} | {row * 1e6:.0f} s "
            f"| {row * ROWS / _total(plain):.1f} × | {row * ROWS / _total(full):.1f} × |"
        )
    return [*lines, ""]


def _aims(found: dict[str, Any], reading: dict[str, Any]) -> list[str]:
    plain, waits = found["plain.csv"], found["full.csv"]["other_writer"]
    bulk = found["import-export"]["seconds"] / SAMPLE * ROWS / _total(plain)
    lean = found["import-export lean"]["seconds"] / SAMPLE * ROWS / _total(plain)
    worst = max(found[name]["peak_mb"] for name in SIZES)
    over = {
        name: _total(found[name]) / (reading[name]["seconds"] + found[f"floor {name}"]["seconds"])
        for name in SIZES
    }
    ratios = ", ".join(f"{name} {ratio:.1f}" for name, ratio in over.items())
    return [
        f"- At least 8 × django-import-export (*plain* CSV): {bulk:.1f} × — **{_met(bulk >= 8)}**; "
        f"lean {lean:.1f} × — **{_met(lean >= 8)}**.",
        f"- Within 2 × of read plus floor: {ratios} — *plain* CSV **{_met(over['plain.csv'] <= 2)}**, "
        f"all **{_met(max(over.values()) <= 2)}**. What the floor does not do: two passes over the file, "
        "every rule, names, error and accepted tables, cells; for *full* encryption and hashes of people; "
        "for .xlsx a search of the whole archive for bombs and entities before it is opened.",
        f"- Under 1 GB: highest peak {worst} MB — **{_met(worst < 1000)}**.",
        f"- Another writer (a row every 50 ms, {waits['rows']:,} rows, during *full* CSV) never waits over "
        f"2 s: longest {waits['max']:.2f} s, p99 {waits['p99']:.2f} s — **{_met(waits['max'] <= 2)}**.",
    ]


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def _pages(results: dict[str, Any]) -> list[str]:
    small, large = (results[name]["pages"] for name in results)
    counts = "; ".join(f"{name}: {one['cells']:,} cells" for name, one in results.items())
    lines = [
        "## Pages",
        "",
        "Server time in milliseconds through Django's test client (all middleware, no network, no browser "
        "cache), 200 warm requests each, signed in, SQLite, cache in memory; *cold* is the median of five "
        f"requests after every cache was emptied. The same areas and categories. {counts}.",
        "",
        "| page | rows | cold | p50 | p95 | processor p50 | processor p95 | kB | p50 ÷ smaller "
        "| p95 ÷ smaller |",
        "|---" * 10 + "|",
    ]
    for page in large:
        for name, pages in zip(results, (small, large), strict=True):
            one, base = pages[page], small[page]
            lines.append(
                f"| {page} | {name.removesuffix(' rows')} | {one['cold']:.0f} | {one['p50']:.1f} "
                f"| {one['p95']:.1f} | {one['cpu_p50']:.1f} | {one['cpu_p95']:.1f} | {one['kb']} "
                f"| {one['p50'] / base['p50']:.2f} | {one['p95'] / base['p95']:.2f} |"
            )
    return [*lines, "", *_page_aims(small, large)]


def _page_aims(small: dict[str, Any], large: dict[str, Any]) -> list[str]:
    market = [name for name in large if name != "empty"]
    worst = max(pages[name]["p95"] for pages in (small, large) for name in market)
    own = max(pages[name]["cpu_p95"] for pages in (small, large) for name in market)
    growth = max(large[name]["p95"] / small[name]["p95"] for name in market)
    own_growth = max(large[name]["cpu_p50"] / small[name]["cpu_p50"] for name in market)
    return [
        f"- p95 under 50 ms warm: worst {worst:.1f} ms ({own:.1f} ms of processor) — **{_met(worst < 50)}**.",
        f"- The larger at most 1.2 × the smaller: p95 {growth:.2f} × at worst, processor p50 "
        f"{own_growth:.2f} × — **{_met(growth <= 1.2)}** by p95, "
        f"**{_met(own_growth <= 1.2)}** by processor time.",
    ]
