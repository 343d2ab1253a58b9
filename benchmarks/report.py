"""Writes docs/benchmarks.md: machine, versions, figures, ratios, and whether each aim was met."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import customer_lines, databases, list_lines, survey_report, whole_report_lines
from benchmarks.aims import met
from benchmarks.import_speed import FILES, OTHERS, ROWS, SAMPLE, SHEET_ROWS, STAGES

PACKAGES = (
    *("Django", "pandas", "numpy", "pyarrow", "duckdb", "sqlframe", "scikit-learn", "python-calamine"),
    *("psycopg", "django-import-export"),
)
LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BUSY = "- **The machine was busy with other work: trust the processor columns, not the wall time.**"
COLD_MS = 300


def write(
    path: Path,
    imports: dict[str, Any],
    pages: dict[str, Any],
    failed: dict[str, str],
    load: str,
    is_busy: bool,
) -> None:
    """load: how busy the machine was, as a sentence says it; failed: what was not measured, and why."""
    lines = [*_head(load, is_busy, failed), *_imports(imports)]
    lines += _pages(pages["market"]) if pages.get("market") else []
    lines += survey_report.lines(pages["surveys"]) if pages.get("surveys") else []
    lines += whole_report_lines.lines(pages.get("reports") or {})
    lines += list_lines.lines(pages.get("lists") or [])
    lines += customer_lines.lines(pages.get("customers") or {})
    path.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def replace(path: Path, found: dict[str, Any], load: str) -> None:
    """Put the sections of these parts (__main__.ALONE) in the place of those that the document has."""
    new = {
        "## Reports": whole_report_lines.lines(found.get("reports") or {}),
        "## Lists": list_lines.lines(found.get("lists") or []),
        "## Customers": customer_lines.lines(found.get("customers") or {}),
    }
    sections = path.read_text("utf-8").rstrip().split("\n## ")
    when = f"*Measured apart from the rest: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {load}.*"
    for title, lines in new.items():
        if not lines:
            continue
        text = "\n".join(lines).strip().removeprefix("## ")
        text = text.replace("\n", f"\n\n{when}\n", 1) + "\n"
        at = [place for place, one in enumerate(sections) if one.startswith(title.removeprefix("## "))]
        sections = [text if place in at else one for place, one in enumerate(sections)]
        sections += [] if at else [text]
    path.write_text("\n## ".join(one.rstrip() + "\n" for one in sections), "utf-8")


def _head(load: str, is_busy: bool, failed: dict[str, str]) -> list[str]:
    address = databases.server()
    engine = f"SQLite {sqlite3.sqlite_version}"
    engine += f", PostgreSQL {databases.version(address)}" if address else "; no PostgreSQL answered"
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; run it again rather than editing this file. No test depends on a time.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. Machine: {_processor()}, {os.cpu_count()} cores, "
        f"{_memory_gb()} GB; {platform.system()} {platform.machine()}.",
        f"- One run of `make bench`: {load}.",
        f"- Python {platform.python_version()}; {engine}; "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
        "- Seconds are wall time; *processor* is what our own process used, which other work on the machine "
        "changes less. On PostgreSQL the server's own work is only in the wall time.",
        *([BUSY] if is_busy else []),
        *(f"- **Not measured: {LABELS.get(part, part)}.** {why}." for part, why in failed.items()),
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
    for name, rows in FILES.items():
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
        f"django-import-export in bulk mode on {SAMPLE:,} rows of *plain*, names from dicts, the same "
        "checks; **compared per row**, not run on more. *lean* turns off its per-row difference and report.",
        "",
        "| case | µs a row | processor | ours *plain* is faster | processor | ours *full* is | processor |",
        "|---" * 7 + "|",
    ]
    for name in OTHERS:
        one = found[name]
        row, own = one["seconds"] / SAMPLE * 1e6, one["cpu"] / SAMPLE * 1e6
        times = " | ".join(
            f"{_faster(found, name, file):.1f} × | {_faster(found, name, file, 'cpu'):.1f} ×"
            for file in ("plain", "full")
        )
        lines.append(f"| {name} | {row:.0f} | {own:.0f} | {times} |")
    return [*lines, ""]


def _faster(found: dict[str, Any], name: str, register: str, what: str = "seconds") -> float:
    """How many times faster ours is than this case of django-import-export, per row."""
    file = register + Path(OTHERS[name][0]).suffix
    return float(found[name][what] / SAMPLE / (_total(found[file], what) / FILES[file]))


def _aims(found: dict[str, Any], reading: dict[str, Any]) -> list[str]:
    waits = found["full.csv"]["other_writer"]
    bulk, lean, sheet = (_faster(found, name, "plain") for name in OTHERS)
    worst = max(found[name]["peak_mb"] for name in FILES)
    over = {
        name: _total(found[name]) / (reading[name]["seconds"] + found[f"floor {name}"]["seconds"])
        for name in FILES
    }
    ratios = ", ".join(f"{name} {ratio:.1f}" for name, ratio in over.items())
    return [
        f"- At least 8 × django-import-export (*plain*): CSV {bulk:.1f} × — **{met(bulk >= 8)}**, lean "
        f"{lean:.1f} × — **{met(lean >= 8)}**; .xlsx {sheet:.1f} × — **{met(sheet >= 8)}**.",
        f"- Within 2 × of read plus floor: {ratios} — *plain* CSV **{met(over['plain.csv'] <= 2)}**, "
        f"all **{met(max(over.values()) <= 2)}**. What the floor does not do: two passes over the file, "
        "every rule, names, error and accepted tables, cells; for *full* encryption and hashes of people; "
        "for .xlsx a search of the whole archive for bombs and entities before it is opened.",
        f"- Under 1 GB: highest peak {worst} MB — **{met(worst < 1000)}**.",
        f"- Another writer (a row every 50 ms, {waits['rows']:,} rows, during *full* CSV) never waits over "
        f"2 s: longest {waits['max']:.2f} s, p99 {waits['p99']:.2f} s — **{met(waits['max'] <= 2)}**.",
    ]


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
    slow = [f"{name} {large[name]['cold']:.0f}" for name in market if large[name]["cold"] >= COLD_MS]
    return [
        f"- p95 under 50 ms warm: worst {worst:.1f} ms ({own:.1f} ms of processor) — **{met(worst < 50)}**.",
        f"- Under {COLD_MS} ms cold on the larger: {', '.join(slow) or 'all'} — **{met(not slow)}**.",
        f"- The larger at most 1.2 × the smaller: p95 {growth:.2f} × at worst, processor p50 "
        f"{own_growth:.2f} × — **{met(growth <= 1.2)}** by p95, "
        f"**{met(own_growth <= 1.2)}** by processor time.",
    ]
