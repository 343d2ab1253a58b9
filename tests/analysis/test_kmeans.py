from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris

from analysis import kmeans
from analysis.kmeans import CannotCluster, Params

N = Params(features=("n",))


def table_of(values, **columns):
    return pd.DataFrame({"n": values, **columns})


def slow_optimum(values, weights, k):
    """Smallest inertia over every way to cut the sorted values into k runs (the optimum is among them)."""
    order = np.argsort(values)
    values, weights = np.asarray(values, float)[order], np.asarray(weights, float)[order]

    def inertia(part, weight):
        return float(weight @ (part - np.average(part, weights=weight)) ** 2)

    best = np.inf
    for cuts in combinations(range(1, len(values)), k - 1):
        parts = np.split(np.arange(len(values)), cuts)
        best = min(best, sum(inertia(values[part], weights[part]) for part in parts))
    return best


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 4)), min_size=3, max_size=9), st.integers(2, 4))
def test_one_feature_gives_the_exact_optimum_with_weights(pairs, k):
    values, weights = zip(*pairs, strict=True)
    if len(set(values)) < k:
        return
    params = Params(features=("n",), k=k, scaling="none")
    result = kmeans.run(table_of(values), params, pd.Series(weights))
    assert result.exact
    assert result.inertia == pytest.approx(slow_optimum(values, weights, k), abs=1e-6)
    means = [np.average(np.array(values)[result.labels == i], weights=np.array(weights)[result.labels == i])
             for i in range(k)]  # fmt: skip
    assert result.centroids["n"].tolist() == pytest.approx(means)
    assert means == sorted(means)


def test_levels_run_from_low_to_high():
    result = kmeans.run(table_of([900, 10, 500, 12, 880], index_name=0), N)
    assert result.labels.tolist() == [2, 0, 1, 0, 2]
    assert result.sizes.to_dict() == {0: 2, 1: 1, 2: 2}
    assert result.centroids["n"].tolist() == [11, 500, 890]


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(12)), st.sampled_from([("n",), ("n", "ratio")]))
def test_the_order_of_the_rows_does_not_matter(order, features):
    values = [120, 80, 33, 410, 415, 222, 918, 17, 300, 555, 1040, 76]
    table = table_of(values, ratio=[9.1, 8, 30, 2, 5.5, 7, 12, 40, 1, 3, 4, 11])
    params = Params(features=features)
    straight, shuffled = kmeans.run(table, params), kmeans.run(table.iloc[list(order)], params)
    pd.testing.assert_series_equal(straight.labels, shuffled.labels)
    pd.testing.assert_frame_equal(straight.centroids, shuffled.centroids, check_exact=True)
    assert straight.inertia == shuffled.inertia


@pytest.mark.parametrize("scaling", ["zscore", "minmax", "none"])
def test_weights_mean_repeated_rows(scaling):
    table = table_of([1.0, 2, 9, 10, 30, 31], other=[5.0, 4, 9, 11, 2, 1])
    weights = pd.Series([3, 1, 2, 4, 1, 5])
    params = Params(features=("n", "other"), scaling=scaling)
    weighted = kmeans.run(table, params, weights)
    repeated = kmeans.run(table.loc[table.index.repeat(weights)].reset_index(drop=True), params)
    assert weighted.labels.repeat(weights).tolist() == repeated.labels.tolist()
    assert weighted.inertia == pytest.approx(repeated.inertia)
    assert weighted.sizes.to_dict() == repeated.sizes.to_dict()


def test_iris_reaches_the_published_inertia():
    iris = load_iris(as_frame=True).data
    result = kmeans.run(iris, Params(features=tuple(iris.columns), scaling="none"))
    # 78.85: the k = 3 optimum of the iris data, as in scikit-learn and in R's kmeans (tot.withinss)
    assert result.inertia == pytest.approx(78.851441426, abs=1e-6)
    assert sorted(result.sizes) == [38, 50, 62]
    assert not result.exact


def test_agrees_with_scikit_learn_on_scaled_features():
    iris = load_iris(as_frame=True).data
    scaled = (iris - iris.mean()) / iris.std(ddof=0)
    reference = KMeans(4, n_init=50, random_state=1, tol=0).fit(scaled)
    # several local optima lie within 3e-6 of one another here: ours must be at least as good
    assert kmeans.run(iris, Params(tuple(iris.columns), k=4)).inertia <= reference.inertia_ + 1e-9
    assert kmeans.run(iris, Params(tuple(iris.columns))).inertia == pytest.approx(139.82049635974974)


def test_rows_with_a_missing_feature_are_left_out_and_listed():
    table = pd.DataFrame({"n": [1.0, None, 5, 9]}, index=["a", "b", "c", "d"])
    result = kmeans.run(table, N)
    assert result.left_out == ("b",)
    assert result.labels.to_dict() == {"a": 0, "c": 1, "d": 2}


@pytest.mark.parametrize(
    ("values", "k", "words"),
    [
        ([1, 1, 2], 3, "only 2 different values"),
        ([7, 7, 7], 2, "All values are equal"),
        ([7, None], 2, "Only one row has values"),
        ([], 3, "nothing to group"),
        ([None, None], 3, "nothing to group"),
        ([1, 2, 3], 1, "from 2 to 10"),
        (range(20), 11, "from 2 to 10"),
    ],
)
def test_impossible_requests_say_what_to_do(values, k, words):
    with pytest.raises(CannotCluster, match=words) as caught:
        kmeans.run(table_of(pd.Series(values, dtype=float)), Params(("n",), k=k))
    assert caught.value.text % caught.value.data == str(caught.value)
    assert "Choose" in str(caught.value)


@pytest.mark.parametrize("weights", [[1, 0, 1], [1, -1, 1], [1, np.nan, 1], [1, np.inf, 1]])
def test_bad_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weight"):
        kmeans.run(table_of([1, 2, 3]), N, pd.Series(weights))


def test_infinite_values_and_repeated_index_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        kmeans.run(table_of([1, np.inf, 3]), N)
    with pytest.raises(ValueError, match="unique"):
        kmeans.run(pd.DataFrame({"n": [1, 2]}, index=[1, 1]), N)


@pytest.mark.parametrize(
    "wrong", [{"features": ()}, {"features": ("n", "n")}, {"scaling": "log"}, {"n_init": 0}]
)
def test_wrong_parameters_are_refused(wrong):
    with pytest.raises(ValueError):
        Params(**{"features": ("n",), **wrong})


def test_a_constant_feature_changes_nothing():
    values = [1, 2, 40, 41, 90, 92]
    alone = kmeans.run(table_of(values), N)
    beside = kmeans.run(table_of(values, same=5), Params(("n", "same")))
    assert beside.labels.tolist() == alone.labels.tolist()


def test_level_names():
    assert kmeans.level_names(3) == ("low", "medium", "high")
    assert kmeans.level_names(2) == ("1 (lowest)", "2 (highest)")
    assert kmeans.level_names(5) == ("1 (lowest)", "2", "3", "4", "5 (highest)")
    assert [len(kmeans.level_names(k)) for k in range(2, 11)] == list(range(2, 11))
    with pytest.raises(ValueError):
        kmeans.level_names(1)
