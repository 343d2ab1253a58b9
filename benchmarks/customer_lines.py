"""The part of docs/benchmarks.md about customers."""

from typing import Any

from benchmarks import attribute_lines
from benchmarks.aims import met

CELLS_SECONDS = 5
LRFM_SECONDS, LRFM_MB = 10, 2000


def lines(found: dict[str, Any]) -> list[str]:
    """The section, with the parts that were measured: lrfm, cells, attributes."""
    parts = [
        *lrfm(found.get("lrfm") or {}),
        *cells(found.get("cells") or {}),
        *attribute_lines.lines(found.get("attributes") or {}),
    ]
    return ["", "## Customers", *parts] if parts else []


def lrfm(found: dict[str, Any]) -> list[str]:
    """Transactions to length, recency, frequency and money, on DuckDB and by pandas.

    found: of `lrfm_speed.measure`.
    """
    if not found:
        return []
    return [
        "",
        "### LRFM from transactions",
        "",
        "Generated transactions in Parquet (receipts of one or two lines, refunds, zeros), from the file to "
        "a table of customers in pandas, receipts as visits. *again*: the second time in the same process. "
        "*months*: sales per month; *counts*: refunds, zeros, exact duplicates; *scores*: fifths of the four "
        "variables. Peak memory is that of all of it in one process.",
        "",
        "| rows | customers | LRFM s | again | processor | months s | counts s | scores s | peak MB "
        "| pandas LRFM s | processor | peak MB |",
        "|---" * 12 + "|",
        *(_lrfm_row(one, other) for one, other in zip(found["ours"], found["pandas"], strict=True)),
        "",
        *_lrfm_aims(found["ours"], found["pandas"]),
        "",
    ]


def _lrfm_row(one: dict[str, Any], other: dict[str, Any]) -> str:
    times, theirs = one["times"], other["times"]["summary"]
    parts = " | ".join(f"{times[name]['seconds']:.1f}" for name in ("months", "counts", "scores"))
    return (
        f"| {one['rows']:,} | {one['customers']:,} | {times['summary']['seconds']:.1f} "
        f"| {times['summary again']['seconds']:.1f} | {times['summary again']['cpu']:.1f} | {parts} "
        f"| {one['peak_mb']} | {theirs['seconds']:.1f} | {theirs['cpu']:.1f} | {other['peak_mb']} |"
    )


def _lrfm_aims(ours: list[dict[str, Any]], pandas: list[dict[str, Any]]) -> list[str]:
    least, largest, theirs = ours[0], ours[-1], pandas[-1]
    first, again = (largest["times"][name] for name in ("summary", "summary again"))
    grown = again["cpu"] / least["times"]["summary again"]["cpu"]
    seconds, other = first["seconds"], theirs["times"]["summary"]["seconds"]
    return [
        f"- LRFM of {largest['rows']:,} transactions under {LRFM_SECONDS} s: {seconds:.1f} s, of them "
        f"{first['cpu']:.1f} s of processor — **{met(seconds < LRFM_SECONDS)}**.",
        f"- Under {LRFM_MB / 1000:.0f} GB: {largest['peak_mb']} MB — "
        f"**{met(largest['peak_mb'] < LRFM_MB)}**; pandas {theirs['peak_mb']} MB.",
        f"- pandas took {other:.1f} s for the same numbers, {other / seconds:.1f} × as long.",
        f"- {largest['rows'] // least['rows']} × as many rows took {grown:.1f} × the processor time.",
    ]


def cells(found: dict[str, Any]) -> list[str]:
    """Segments on cells of equal scores, by number of customers, and scikit-learn on a row per customer.

    found: of `cells_speed.measure`.
    """
    if not found:
        return []
    largest, rows = found["ours"][-1], found["scikit-learn"]
    return [
        "",
        "### Segments by K-Means",
        "",
        "LRFM scores 1 to 5 of simulated customers, k from 2 to 10: K-Means, inertia, silhouette, "
        "Davies-Bouldin, Calinski-Harabasz, stability on 100 resamples, the recommendation and everybody's "
        "segment. *again* and *processor* are the second time in the same process.",
        "",
        "| customers | different rows | seconds | again | processor | peak MB |",
        "|---|---|---|---|---|---|",
        *(
            f"| {one['customers']:,} | {one['cells']} | {one['first']['seconds']:.2f} "
            f"| {one['again']['seconds']:.2f} | {one['again']['cpu']:.2f} | {one['peak_mb']} |"
            for one in found["ours"]
        ),
        "",
        f"Beside it scikit-learn on a row for each of the {largest['customers']:,} customers: "
        "`KMeans(n_init=10)` per k, `silhouette_score` on 20,000 of them; no other figure, no resamples.",
        "",
        "| k | fit s | silhouette s | its inertia ÷ ours | its silhouette − ours, exact |",
        "|---|---|---|---|---|",
        *(
            f"| {k} | {fit['seconds']:.1f} | {rows['silhouettes'][k]['seconds']:.1f} "
            f"| {rows['inertia'][k] / largest['inertia'][k]:.6f} "
            f"| {rows['silhouette'][k] - largest['silhouette'][k]:+.4f} |"
            for k, fit in rows["fit"].items()
        ),
        "",
        *_aims(found["ours"], rows),
        "",
    ]


def _aims(ours: list[dict[str, Any]], rows: dict[str, Any]) -> list[str]:
    least, largest = ours[0], ours[-1]
    seconds, own = largest["first"]["seconds"], largest["first"]["cpu"]
    parts = [*rows["fit"].values(), *rows["silhouettes"].values()]
    theirs, their_own = (sum(part[what] for part in parts) for what in ("seconds", "cpu"))
    grown = largest["again"]["cpu"] / least["again"]["cpu"]
    return [
        f"- {largest['customers']:,} customers under {CELLS_SECONDS} s: {seconds:.1f} s ({own:.1f} s of "
        f"processor) — **{met(seconds < CELLS_SECONDS)}**.",
        f"- scikit-learn took {theirs:.0f} s for its part, {theirs / seconds:.0f} × as long "
        f"({their_own / own:.0f} × by processor).",
        f"- {largest['customers'] // least['customers']:,} × as many customers took {grown:.1f} × the "
        "processor time.",
    ]
