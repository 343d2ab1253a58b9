"""The part of docs/benchmarks.md about surveys."""

from typing import Any

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
        + " | ".join(f"{seconds[stage]:.1f}" for stage in ("receive", "read", "check", "import"))
        + f" | {total:.1f} | {found['peak_mb']} |",
        "",
        "| page | cold ms | p50 | p95 | kB |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {one['cold']:.0f} | {one['p50']:.1f} | {one['p95']:.1f} | {one['kb']} |"
            for name, one in pages.items()
        ),
        "",
        f"- Import under {IMPORT_SECONDS} s: {total:.1f} s — **{_met(total < IMPORT_SECONDS)}**.",
        f"- Findings p95 under {WARM_MS} ms warm: {warm:.1f} ms — **{_met(warm < WARM_MS)}**.",
        f"- A crosstab under {CROSSTAB_MS} ms cold: {crosstab:.0f} ms — **{_met(crosstab < CROSSTAB_MS)}**.",
        "",
    ]


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"
