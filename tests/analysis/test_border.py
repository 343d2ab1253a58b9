import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import border, score_cells, scores

CENTROIDS = pd.DataFrame({"recency": [1.0, 5.0, 5.0], "monetary": [1.0, 1.0, 5.0]})


def slow(row, centroids, weights):
    apart = [
        sum(((x - y) * w) ** 2 for x, y, w in zip(row, c, weights, strict=True)) ** 0.5 for c in centroids
    ]
    own, other = sorted(range(len(apart)), key=lambda i: (apart[i], i))[:2]
    return own, other, 1 - apart[own] / apart[other] if apart[other] else 0.0


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=30),
    st.sampled_from([(), (1.0, 2.0)]),
)
def test_own_and_next_segment_are_those_of_the_definition(rows, weights):
    found = border.run(pd.DataFrame(rows, columns=["recency", "monetary"]), CENTROIDS, weights)
    assert found["border"].between(0, 1).all()
    for row, line in zip(rows, found.itertuples(), strict=True):
        own, other, closeness = slow(row, CENTROIDS.to_numpy().tolist(), weights or (1, 1))
        assert line.segment == own
        assert line.border == pytest.approx(closeness, abs=1e-12)
        # of several segments equally far any may be named next
        apart = (((np.array(row) - CENTROIDS.to_numpy()) * (weights or (1, 1))) ** 2).sum(axis=1)
        assert apart[line.next] == pytest.approx(apart[other])
        assert line.next != line.segment


def test_at_the_centroid_and_on_the_border():
    rows = pd.DataFrame({"monetary": [1, 1, 3], "recency": [1, 3, 5], "else": [0, 0, 0]}, index=list("abc"))
    found = border.run(rows, CENTROIDS)
    assert found["border"].tolist() == [1, 0, 0]
    assert found["segment"].tolist() == [0, 0, 1]
    assert found["next"].tolist() == [1, 1, 2]
    assert found.loc["b", ["own_distance", "next_distance"]].tolist() == [2, 2]
    assert found.index.tolist() == ["a", "b", "c"]
    same = border.run(rows, CENTROIDS.iloc[[0, 0]].reset_index(drop=True))
    assert same["border"].tolist()[0] == 0


CUSTOMERS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 9), st.integers(0, 40)),
    min_size=6,
    max_size=40,
)


@settings(deadline=None, max_examples=80)
@given(CUSTOMERS, st.sampled_from(["quantile", "minmax", "zscore"]), st.booleans(), st.integers(2, 4))
def test_placing_a_customer_of_the_run_gives_the_segment_of_the_run(rows, method, recent_is_high, k):
    """Stored as text and read again, as a saved run is; one at a time, as a new customer comes."""
    table = pd.DataFrame(rows, columns=["length", "recency", "frequency", "monetary"])
    scored = scores.run(table, scores.Params(method=method, recent_is_high=recent_is_high))
    cells = score_cells.cells(scored.scores)
    if len(cells.table) < k or cells.n <= k:
        return
    weights = (1.0, 0.3, 2.0, 1.0)
    params = score_cells.Params(weights=weights, n_init=3)
    result = score_cells.group(cells, k, params=params).result
    stored = pd.DataFrame(json.loads(json.dumps(result.centroids.to_dict("list"))))
    placed = [
        border.run(scores.place(table.iloc[[i]], scored), stored, weights)["segment"].item()
        for i in range(len(table))
    ]
    assert placed == cells.spread(result.labels).tolist()


def test_a_new_customer_is_placed_by_its_days_and_money():
    day = date(2024, 2, 5)
    first = [day - timedelta(days=n) for n in (400, 390, 380, 30, 20, 10)]
    table = pd.DataFrame(
        {
            "length": [390, 380, 370, 0, 0, 0],
            "recency": [(day - one).days - n for one, n in zip(first, [390, 380, 370, 0, 0, 0], strict=True)],
            "frequency": [20, 21, 22, 1, 1, 1],
            "monetary": [9e6, 9.1e6, 9.2e6, 1e5, 1.1e5, 1.2e5],
        }
    )
    scored = scores.run(table, scores.Params())
    result = score_cells.group(score_cells.cells(scored.scores), 2).result
    new = pd.DataFrame(
        {"length": [400], "recency": [3], "frequency": [30], "monetary": [8.9e6]}, index=["new"]
    )
    found = border.run(scores.place(new, scored), result.centroids)
    assert found.loc["new", "segment"] == result.labels.max()


def test_what_cannot_be_placed():
    row = pd.DataFrame({"recency": [1.0], "monetary": [np.nan]})
    with pytest.raises(ValueError, match="missing"):
        border.run(row, CENTROIDS)
    with pytest.raises(ValueError, match="two centroids"):
        border.run(row.fillna(1), CENTROIDS.iloc[:1])
    with pytest.raises(ValueError, match="a weight per variable"):
        border.run(row.fillna(1), CENTROIDS, (1,))
    with pytest.raises(KeyError):
        border.run(row[["recency"]], CENTROIDS)
