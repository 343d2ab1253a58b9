"""The part of docs/benchmarks.md about surveys."""

from typing import Any

from benchmarks.aims import met
from benchmarks.import_speed import STAGES

IMPORT_SECONDS, WARM_MS, CROSSTAB_MS = 30, 100, 300


def lines(found: dict[str, Any]) -> list[str]:
    """A table of stages, one of pages, and whether each aim was met."""
    seconds, pages = found["seconds"], found["pages"]
    total = sum(seconds.values())
    warm, crosstab = pages["findings"]["p95"], pages["crosstab"]["cold"]
    return [
        "",
        "## Surveys",
        "",
        f"A generated questionnaire of {found['respondents']:,} respondents and {found['questions']} "
        "questions (scales, one and several answers, a number, free text) as CSV, on SQLite; its pages "
        "through Django's test client, signed in. *cold* is the median of five requests after every cache "
        "was emptied.",
        "",
        "| receive | read | check | import | together | peak MB |",
        "|---|---|---|---|---|---|",
        "| "
        + " | ".join(f"{seconds[stage]:.1f}" for stage in STAGES)
        + f" | {total:.1f} | {found['peak_mb']} |",
        "",
        "| page | cold ms | p50 | p95 | kB |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {one['cold']:.0f} | {one['p50']:.1f} | {one['p95']:.1f} | {one['kb']} |"
            for name, one in pages.items()
        ),
        "",
        f"- Import under {IMPORT_SECONDS} s: {total:.1f} s — **{met(total < IMPORT_SECONDS)}**.",
        f"- Findings p95 under {WARM_MS} ms warm: {warm:.1f} ms — **{met(warm < WARM_MS)}**.",
        f"- A crosstab under {CROSSTAB_MS} ms cold: {crosstab:.0f} ms — **{met(crosstab < CROSSTAB_MS)}**.",
        "",
    ]
