"""What docs/benchmarks.md says of segments by attributes."""

from typing import Any

from benchmarks.aims import met

SECONDS = 4
# of the smallest table, as it was measured before distances were taken once for every k (November 2026)
BEFORE = "5.8 s of processor, and 13 to 17 s in the worker of a busy machine"


def lines(found: dict[str, Any]) -> list[str]:
    """Principal components of the demo's customers, every k with all its figures; beside it scikit-learn.

    found: of `attributes_speed.measure`.
    """
    if not found:
        return []
    ours, rows = found["ours"], found["scikit-learn"]
    return [
        "",
        "### Segments by attributes",
        "",
        "The demo's table of 2,000 customers, of one and of ten seeds: on the components that keep 80 % of "
        "the variance, k from 2 to 10 with all quality figures, 25 resamples and the recommendation. *again* "
        "and *processor* are the second time in the same process.",
        "",
        "| customers | seconds | again | processor | peak MB |",
        "|---|---|---|---|---|",
        *(
            f"| {one['customers']:,} | {one['first']['seconds']:.1f} | {one['again']['seconds']:.1f} "
            f"| {one['again']['cpu']:.1f} | {one['peak_mb']} |"
            for one in ours
        ),
        "",
        *_aims(ours[0], rows),
        "",
    ]


def _aims(one: dict[str, Any], rows: dict[str, Any]) -> list[str]:
    seconds, own, theirs = one["first"]["seconds"], one["first"]["cpu"], rows["whole"]
    better = [k for k, inertia in one["inertia"].items() if inertia <= rows["inertia"][k] * (1 + 1e-9)]
    return [
        f"- {one['customers']:,} customers under {SECONDS} s: {seconds:.1f} s ({own:.1f} s of processor) — "
        f"**{met(seconds < SECONDS)}**; before: {BEFORE}.",
        f"- scikit-learn (`KMeans(n_init=10)`, `silhouette_score`, and 25 resamples with `n_init=5` per k; "
        f"no other figure) took {theirs['seconds']:.1f} s ({theirs['cpu']:.1f} s of processor), "
        f"{theirs['cpu'] / own:.1f} × as much by processor; its inertia is no smaller than ours for "
        f"{len(better)} of {len(one['inertia'])} k.",
    ]
