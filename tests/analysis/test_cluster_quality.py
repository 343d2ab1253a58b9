import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.datasets import load_iris

from analysis import cluster_quality, cluster_scores, kmeans
from analysis.kmeans import CannotCluster, Params

IRIS = load_iris(as_frame=True).data
RAW = Params(tuple(IRIS.columns), scaling="none")
N = Params(("n",), scaling="none")


def slow_silhouette(rows, labels, i):
    """Rousseeuw's definition, word for word."""
    own = [j for j in range(len(rows)) if labels[j] == labels[i] and j != i]
    if not own:
        return 0.0
    a = np.mean([np.linalg.norm(rows[i] - rows[j]) for j in own])
    others = {label for label in labels if label != labels[i]}
    b = min(
        np.mean([np.linalg.norm(rows[i] - rows[j]) for j in range(len(rows)) if labels[j] == other])
        for other in others
    )
    return (b - a) / max(a, b) if max(a, b) else 0.0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 3)), min_size=5, max_size=14),
    st.integers(2, 4),
)
def test_scores_equal_scikit_learn_and_the_slow_definition_on_repeated_rows(points, k):
    table = pd.DataFrame([(x, y) for x, y, _ in points], columns=["x", "y"], dtype=float)
    weights = pd.Series([weight for *_, weight in points])
    if len(table.drop_duplicates()) < k:
        return
    result = kmeans.run(table, Params(("x", "y"), k=k, scaling="none"), weights)
    if weights.sum() <= k:
        return
    quality = cluster_quality.run(table, result, weights)
    rows = table.to_numpy().repeat(weights, axis=0)
    labels = result.labels.to_numpy().repeat(weights)
    slow = [slow_silhouette(rows, labels, i) for i in range(len(rows))]
    assert quality.silhouette_items.repeat(weights).tolist() == pytest.approx(slow, abs=1e-9)
    assert quality.silhouette == pytest.approx(metrics.silhouette_score(rows, labels), abs=1e-9)
    assert quality.n == len(rows)
    if quality.inertia > 1e-9:
        assert quality.calinski_harabasz == pytest.approx(metrics.calinski_harabasz_score(rows, labels))
        assert quality.davies_bouldin == pytest.approx(metrics.davies_bouldin_score(rows, labels))


def test_iris_has_the_published_scores():
    quality = cluster_quality.run(IRIS, kmeans.run(IRIS, RAW))
    # 0.5528 and 561.63 for k = 3: in scikit-learn's, R's and MATLAB's examples on iris
    assert quality.silhouette == pytest.approx(0.5528190123564091, abs=1e-9)
    assert quality.calinski_harabasz == pytest.approx(561.62775662962, abs=1e-6)
    assert quality.davies_bouldin == pytest.approx(0.6619715465007511, abs=1e-9)
    items = metrics.silhouette_samples(IRIS, kmeans.run(IRIS, RAW).labels)
    assert quality.silhouette_items.tolist() == pytest.approx(items.tolist(), abs=1e-9)


# The Ruspini data (1970), as in R's package cluster
RUSPINI = """
4 53 5 63 10 59 9 77 13 49 13 69 12 88 15 75 18 61 19 65 22 74 27 72 28 76 24 58 27 55 28 60 30 52
31 60 32 61 36 72 28 147 32 149 35 153 33 154 38 151 41 150 38 145 38 143 32 143 34 141 44 156 44
149 44 143 46 142 47 149 49 152 50 142 53 144 52 152 55 155 54 124 60 136 63 139 86 132 85 115 85 96
78 94 74 96 97 122 98 116 98 124 99 119 99 128 101 115 108 111 110 111 108 116 111 126 115 117 117
115 70 4 77 12 83 21 61 15 69 15 78 16 66 18 58 13 64 20 69 21 66 23 61 25 76 27 72 31 64 30
"""


def ruspini():
    return pd.DataFrame(np.array(RUSPINI.split(), dtype=float).reshape(-1, 2), columns=["x", "y"])


def test_ruspini_has_the_published_silhouette_and_number_of_clusters():
    comparison = cluster_quality.compare(ruspini(), Params(("x", "y"), scaling="none"), samples=20)
    # 0.74 for k = 4: Kaufman & Rousseeuw 1990, ch. 2, table 6
    assert comparison.loc[4, "silhouette"] == pytest.approx(0.74, abs=0.005)
    assert comparison.loc[4, "inertia"] == pytest.approx(12881.05, abs=0.01)
    advice = cluster_quality.recommend(comparison)
    assert advice.k == 4
    assert "strong structure" in advice.reasons[0][0]
    assert all(text % data for text, data in advice.reasons)


def test_a_row_alone_in_its_cluster_has_silhouette_zero():
    table = pd.DataFrame({"n": [1.0, 2, 50]})
    quality = cluster_quality.run(table, kmeans.run(table, Params(("n",), k=2)))
    assert quality.silhouette_items[2] == 0
    assert quality.silhouette_clusters[1] == 0


@pytest.mark.parametrize(("values", "k"), [([1, 2, 3], 3), ([5, 9], 2)])
def test_as_many_groups_as_rows_cannot_be_judged(values, k):
    table = pd.DataFrame({"n": values})
    result = kmeans.run(table, Params(("n",), k=k))
    with pytest.raises(CannotCluster, match="cannot be judged"):
        cluster_quality.run(table, result)


def test_weights_that_are_no_counts_are_refused():
    with pytest.raises(ValueError, match="whole weights"):
        cluster_scores.guard(np.array([0, 1]), np.array([1.5, 2]))


def test_blocks_do_not_change_the_silhouettes(monkeypatch):
    labels, weights = kmeans.run(IRIS, RAW).labels.to_numpy(), np.ones(len(IRIS))
    whole = cluster_scores.silhouettes(IRIS.to_numpy(), labels, weights)
    monkeypatch.setattr(cluster_scores, "_BLOCK", 7)
    assert cluster_scores.silhouettes(IRIS.to_numpy(), labels, weights).tolist() == pytest.approx(
        whole.tolist()
    )


def test_points_only_have_no_variance_ratio():
    labels, rows = np.array([0, 0, 1, 1]), np.array([[1.0], [1], [4], [4]])
    assert np.isnan(cluster_scores.calinski_harabasz(rows, labels, np.ones(4)))
    assert cluster_scores.davies_bouldin(rows, labels, np.ones(4)) == 0
    assert np.isnan(cluster_scores.davies_bouldin(np.ones((4, 1)), labels, np.ones(4)))


def test_compare_leaves_out_what_the_rows_do_not_allow():
    table = pd.DataFrame({"n": [1, 2, 40, 41, 90]})
    comparison = cluster_quality.compare(table, N)
    assert comparison.index.tolist() == [2, 3, 4]
    assert comparison["n"].tolist() == [5, 5, 5]
    assert comparison["inertia"].is_monotonic_decreasing
    assert comparison["jaccard_min"].isna().all()
    with pytest.raises(CannotCluster, match="All values are equal"):
        cluster_quality.compare(pd.DataFrame({"n": [3, 3, 3]}), N)


def test_three_clear_groups_are_recommended_with_reasons():
    table = pd.DataFrame({"n": [10, 11, 12, 13, 100, 101, 103, 104, 300, 301, 302, 305]})
    advice = cluster_quality.recommend(cluster_quality.compare(table, N, samples=30))
    words = [text % data for text, data in advice.reasons]
    assert advice.k == 3
    assert any("criteria prefer 3 groups" in word for word in words)
    assert any("only 12 rows" in word for word in words)


def test_no_structure_has_no_clear_k():
    noise = np.random.default_rng(3).uniform(size=(200, 5))
    table = pd.DataFrame(noise, columns=list("abcde"))
    advice = cluster_quality.recommend(
        cluster_quality.compare(table, Params(tuple("abcde"), n_init=3), range(2, 6))
    )
    assert advice.k is None
    assert "below 0.5" in advice.reasons[0][0]


def comparison_of(**columns):
    ks = pd.RangeIndex(2, 6, name="k")
    base = {"n": 50, "inertia": [100.0, 20, 15, 12], "smallest": 5, "jaccard_min": np.nan, "rand": np.nan}
    return pd.DataFrame({**base, **columns}, index=ks)


AGREED = {
    "silhouette": [0.4, 0.6, 0.5, 0.4],
    "davies_bouldin": [1, 0.5, 0.8, 0.9],
    "calinski_harabasz": [1, 2, 3, 4],
}


@pytest.mark.parametrize(
    ("columns", "k", "words"),
    [
        ({}, 3, "criteria prefer"),
        ({"calinski_harabasz": [9, 2, 3, 4]}, 3, "criteria prefer"),
        ({"davies_bouldin": [1, 0.9, 0.8, 0.5], "inertia": [100.0, 90, 20, 15]}, None, "disagree"),
        ({"silhouette": [0.3, 0.49, 0.4, 0.4]}, None, "artificial"),
        ({"jaccard_min": [0.9, 0.55, 0.9, 0.9]}, None, "falls apart"),
        ({"jaccard_min": [0.9, 0.7, 0.9, 0.9]}, 3, "doubtful"),
        ({"smallest": 1}, 3, "single member"),
    ],
)
def test_recommendation_rules(columns, k, words):
    advice = cluster_quality.recommend(comparison_of(**{**AGREED, **columns}))
    assert advice.k == k
    assert any(words in text % data for text, data in advice.reasons)


def test_elbow():
    assert cluster_quality.elbow(pd.Series([100.0, 20, 15, 12, 10], index=range(2, 7))) == 3
    assert cluster_quality.elbow(pd.Series([10.0, 5], index=[2, 3])) is None
    assert cluster_quality.elbow(pd.Series([40.0, 30, 20, 10], index=range(2, 6))) is None
