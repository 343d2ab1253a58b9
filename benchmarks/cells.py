"""Customers of a simulated shop, and their segments for k from 2 to 10: by ours on cells of equal scores, by
scikit-learn on a row per customer."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis import score_cells, scores

KS = tuple(range(2, 11))
SAMPLES = 100
STARTS = 10
MEASURED = 20_000


def scored(customers: int) -> pd.DataFrame:
    """Scores 1 to 5 of values that hang together and are never equal, so that every different row of scores
    occurs, which is the most work for cells; in a real shop, where many came once, there are fewer."""
    generator = np.random.default_rng(20260101)
    common = generator.normal(size=customers)
    strengths = {"length": 0.8, "recency": -0.5, "frequency": 1.2, "monetary": 1.0}
    table = pd.DataFrame(
        {name: common * one + generator.normal(size=customers) for name, one in strengths.items()},
        index=pd.Index([f"C{number:08d}" for number in range(customers)], name="customer"),
    )
    return scores.run(table, scores.Params()).scores


def ours(customers: int) -> dict[str, Any]:
    """Cells, then every k with all quality figures and 100 resamples, and the segment of every customer."""
    table = scored(customers)
    found: dict[str, Any] = {"customers": customers}

    def whole() -> None:
        cells = score_cells.cells(table)
        compared = score_cells.compare(cells, KS, SAMPLES)
        for one in compared.groupings.values():
            cells.spread(one.result.labels)
        found.update(cells=len(cells.table), inertia=compared.table["inertia"].to_dict())
        found["silhouette"] = compared.table["silhouette"].to_dict()

    # the first run loads what it needs
    found["first"] = _timed(whole)
    found["again"] = _timed(whole)
    return found


def rows(customers: int) -> dict[str, Any]:
    """KMeans(n_init=10) per k on a row per customer, with the silhouette of a sample of them."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    values = scored(customers).to_numpy(dtype=np.float64)
    found: dict[str, Any] = {"fit": {}, "silhouettes": {}, "inertia": {}, "silhouette": {}}
    for k in KS:
        model = KMeans(k, n_init=STARTS, random_state=0)
        found["fit"][k] = _timed(lambda model=model: model.fit(values))
        found["inertia"][k] = float(model.inertia_)

        def judge(k: int = k, labels: Any = model.labels_) -> None:
            score = silhouette_score(values, labels, sample_size=MEASURED, random_state=0)
            found["silhouette"][k] = float(score)

        found["silhouettes"][k] = _timed(judge)
    return found


def _timed(work: Callable[[], Any]) -> dict[str, float]:
    started, own = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - own}
