"""The part of docs/benchmarks.md about reports."""

from typing import Any

from benchmarks.aims import met

SECONDS = {"pdf": 10, "xlsx": 5, "pptx": 10}
GROWTH = 5


def lines(found: dict[str, Any]) -> list[str]:
    """Seconds per format and size, then the aims."""
    if not found:
        return []
    small, large = (found[name]["formats"] for name in found)
    listed = [
        "",
        "## Reports",
        "",
        "The whole report as the job makes it, on SQLite: every page read with nothing kept (*read*), then "
        "written. 15 sub-districts: a register of 10,000 rows, residents, land, a survey of 500. 514 "
        "sub-districts: counts of nine fields, residents, exact outlines of 160 corners. *grown* is how far "
        "the peak of memory rose over that of the import before.",
        "",
        "| areas | pages | figures | longest table | format | read s | write s | together | kB | grown MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found.values():
        for format, times in one["formats"].items():
            listed.append(
                f"| {one['areas']} | {one['pages']} | {one['figures']} | {one['longest']} | {format} "
                f"| {times['read']:.1f} | {times['write']:.1f} | {_together(times):.1f} "
                f"| {times['kb']:,.0f} | {one['grown_mb']} |"
            )
    listed.append("")
    for format, limit in SECONDS.items():
        seconds, growth = _together(small[format]), _together(large[format]) / limit
        listed.append(
            f"- {format} of 15 under {limit} s: {seconds:.1f} s — **{met(seconds < limit)}**; of 514 within "
            f"{GROWTH} × of that limit: {growth:.1f} × — **{met(growth <= GROWTH)}** "
            f"({_together(large[format]) / seconds:.1f} × of what 15 took)."
        )
    return [*listed, ""]


def _together(times: dict[str, float]) -> float:
    return times["read"] + times["write"]
