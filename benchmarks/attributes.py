"""Segments of a table of customers by their attributes, k from 2 to 10: ours, and scikit-learn on the same
components."""

import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis import column_types, components, derived, personality, usual_features
from analysis.cluster_stability import samples_of
from analysis.column_types import Column
from analysis.components import Params
from analysis.encoding import Feature
from demo import attributes

KS = tuple(range(2, 11))
# as many as cluster_stability.samples_of and kmeans_many give a table of thousands
SAMPLES, STARTS = 25, 5
SEED = 20260101
FEATURES = ("spending", "transactions", "conversion", "campaigns")


def table(times: int) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The demo's 2,000 customers, of so many seeds, with the usual formulas; customers without an income stay
    out."""
    parts = [attributes.customers(SEED + one).drop(columns="ID Pelanggan") for one in range(times)]
    rows = pd.concat(parts, ignore_index=True).dropna()
    rows.index = pd.Index([f"P{one:07d}" for one in range(len(rows))], name="customer")
    rows["Tanggal Daftar"] = [f"{day:%d/%m/%Y}" for day in rows["Tanggal Daftar"]]
    found, columns = column_types.typed(rows.astype(str))
    formulas = tuple(one.formula for one in usual_features.proposed(columns))
    made = derived.run(found, columns, formulas, attributes.REFERENCE)
    return made.table, made.columns


def turned(times: int) -> components.Result:
    """Their principal components."""
    found, columns = table(times)
    income = next(one.key for one in columns if one.label == "Pendapatan")
    features = tuple(map(Feature, (income, *FEATURES)))
    return components.run(found, columns, Params(features))


def ours(times: int) -> dict[str, Any]:
    """Every k with all quality figures and the resamples of such a table."""
    found = turned(times)
    result: dict[str, Any] = {"customers": len(found.scores), "samples": samples_of(len(found.scores))}

    def compare() -> None:
        compared = personality.compare(found, KS, result["samples"])
        result.update(inertia=compared.table["inertia"].to_dict())

    # the first run loads what it needs
    result["first"], result["again"] = _timed(compare), _timed(compare)
    return result


def rows(times: int) -> dict[str, Any]:
    """KMeans, silhouette_score and the fits of the resamples per k by scikit-learn; no other figure."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    values = turned(times).scores.to_numpy(dtype=np.float64)
    generator = np.random.default_rng(SEED)
    result: dict[str, Any] = {"inertia": {}}

    def compare() -> None:
        for k in KS:
            model = KMeans(k, n_init=10, random_state=0).fit(values)
            result["inertia"][k] = float(model.inertia_)
            silhouette_score(values, model.labels_)
            for _sample in range(SAMPLES):
                drawn = values[generator.integers(0, len(values), len(values))]
                KMeans(k, n_init=STARTS, random_state=0).fit(drawn)

    result["whole"] = _timed(compare)
    return result


def _timed(work: Callable[[], Any]) -> dict[str, float]:
    started, own = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - own}
