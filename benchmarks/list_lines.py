"""The part of docs/benchmarks.md about lists of enterprises and of customers."""

from typing import Any

from benchmarks.aims import met

MOST_MB = 300


def lines(found: list[dict[str, Any]]) -> list[str]:
    """Seconds, rows per second and memory of each file, then the aim."""
    if not found:
        return []
    worst = max(one["peak_mb"] for one in found)
    return [
        "",
        "## Lists",
        "",
        "Every row of a register, and every customer of a shop that is counted, as a file, as the job writes "
        "it, on SQLite. *With contacts* opens name, owner, address and telephone number of each row, or name "
        "and telephone number of each customer.",
        "",
        "| list | file | rows | seconds | processor | rows a second | MB | peak MB |",
        "|---" * 8 + "|",
        *(
            f"| {one['of']} | {one['format']}{' with contacts' if one['contacts'] else ''} "
            f"| {one['rows']:,} | {one['seconds']:.1f} | {one['cpu']:.1f} "
            f"| {one['rows'] / one['seconds']:,.0f} | {one['size'] / 1e6:.0f} | {one['peak_mb']} |"
            for one in found
        ),
        "",
        f"- At most {MOST_MB} MB of memory: {worst} MB at worst — **{met(worst < MOST_MB)}**.",
        "",
    ]
