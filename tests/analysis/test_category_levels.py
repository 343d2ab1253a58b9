"""Levels of area x category: as clustering every cell for itself, and judged as scikit-learn does."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples

from analysis import category_levels, kmeans
from analysis.category_levels import Params
from analysis.kmeans import CannotCluster

COUNTS = pd.DataFrame({"food": [900, 12, 0], "fashion": [300, 11, 310], "repair": [10, None, 9]})


def test_every_area_has_one_scale():
    found = category_levels.run(COUNTS, Params())
    assert found.levels.loc[0].tolist() == [2, 1, 0]
    assert found.levels.loc[1, "food"] == 0  # the largest of its area, yet low in the region
    assert found.levels.isna().to_numpy().tolist() == [[0, 0, 0], [0, 0, 1], [1, 0, 0]]
    assert found.groups["cells"].tolist() == [4, 2, 1]
    assert found.groups[["least", "most", "n"]].to_numpy().tolist() == [
        [9, 12, 42],
        [300, 310, 610],
        [900] * 3,
    ]
    assert found.cells == 7


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=6), st.integers(2, 5)
)
def test_it_is_the_clustering_of_the_single_cells(rows, k):
    counts = pd.DataFrame(rows, columns=list("abcd"))
    cells = counts.stack()
    cells = cells[cells > 0]
    try:
        slow = kmeans.run(pd.DataFrame({"n": cells}), kmeans.Params(("n",), k=k))
    except CannotCluster:
        with pytest.raises(CannotCluster):
            category_levels.run(counts, Params(k))
        return
    found = category_levels.run(counts, Params(k))
    levels = found.levels.stack()[cells.index]
    # two partitions may be equally good; no other is better
    assert _inertia(cells, levels) == pytest.approx(_inertia(cells, slow.labels), abs=1e-9)
    assert levels.groupby(levels).size().tolist() == found.groups["cells"].tolist()
    assert found.groups["n"].sum() == counts.to_numpy().sum()
    assert (found.groups["least"].to_numpy()[1:] > found.groups["most"].to_numpy()[:-1]).all()
    if k < len(cells):
        expected = silhouette_samples(cells.to_numpy()[:, None], levels.to_numpy(dtype=int))
        assert found.silhouettes.stack()[cells.index].to_numpy() == pytest.approx(expected, abs=1e-9)
        assert found.silhouette == pytest.approx(expected.mean())


def _inertia(cells, levels):
    return float(((cells - cells.groupby(levels).transform("mean")) ** 2).sum())


def test_the_order_of_rows_and_columns_does_not_matter():
    found = category_levels.run(COUNTS, Params())
    turned = category_levels.run(COUNTS.iloc[::-1, ::-1], Params())
    pd.testing.assert_frame_equal(turned.levels.loc[[0, 1, 2], list(COUNTS)], found.levels)
    pd.testing.assert_frame_equal(turned.groups, found.groups)


def test_three_clear_groups_are_recommended_and_noise_is_not():
    clear = pd.DataFrame([[10, 11, 12, 500], [501, 502, 9, 2000], [2003, 2001, 499, 2002]])
    assert category_levels.run(clear, Params(2)).recommendation.k == 3
    even = pd.DataFrame(np.arange(1, 61).reshape(6, 10))
    assert category_levels.run(even, Params()).recommendation.k is None


def test_a_group_for_every_cell_is_not_judged():
    found = category_levels.run(pd.DataFrame([[1, 20, 300]]), Params())
    assert np.isnan(found.silhouette)
    assert found.recommendation is None
    assert found.silhouettes.isna().all(axis=None)


@pytest.mark.parametrize(
    ("counts", "k", "words"),
    [
        ([[0, 0], [0, None]], 3, "nothing to group"),
        ([[4, 4], [4, 0]], 2, "All values are equal"),
        ([[4, 5], [4, 0]], 3, "only 2 different values"),
        ([[4, 5], [4, 0]], 11, "from 2 to 10"),
    ],
)
def test_impossible_requests_say_what_to_do(counts, k, words):
    with pytest.raises(CannotCluster, match=words):
        category_levels.run(pd.DataFrame(counts), Params(k))


@pytest.mark.parametrize("counts", [pd.DataFrame([[-1, 2]]), pd.DataFrame([[1, 2]], columns=["a", "a"])])
def test_wrong_tables_are_refused(counts):
    with pytest.raises(ValueError):
        category_levels.run(counts, Params())
