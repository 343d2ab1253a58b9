import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.cluster import KMeans

from analysis import cell_levels, cluster_quality, cluster_stability, kmeans, many_cells, score_cells
from analysis.kmeans import CannotCluster
from analysis.score_cells import Params

LRFM = ["length", "recency", "frequency", "monetary"]


def scores_of(rows, columns=None):
    """Scores of customers c0, c1 …"""
    names = columns or LRFM[: len(rows[0])]
    return pd.DataFrame(rows, columns=names, index=[f"c{i}" for i in range(len(rows))])


def shop(n, seed=4):
    """Scores 1 to 5 that hang together, as those of a shop do."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=n)
    values = [common * strength + generator.normal(size=n) for strength in (1, 0.5, 1.5, 1)]
    return scores_of(np.column_stack([pd.qcut(column, 5, labels=False) + 1 for column in values]))


def equals_scikit_learn(scores, grouping, factors):
    """Every figure against scikit-learn on a row per customer."""
    labels = score_cells.cells(scores).spread(grouping.result.labels).to_numpy()
    rows, quality = scores.to_numpy() * factors, grouping.quality
    centres = np.array([rows[labels == level].mean(axis=0) for level in range(grouping.result.params.k)])
    assert quality.inertia == pytest.approx(((rows - centres[labels]) ** 2).sum(), rel=1e-9, abs=1e-9)
    assert quality.silhouette == pytest.approx(metrics.silhouette_score(rows, labels), abs=1e-9)
    items = pd.Series(metrics.silhouette_samples(rows, labels)).groupby(labels).mean()
    assert quality.silhouette_clusters.tolist() == pytest.approx(items.tolist(), abs=1e-9)
    if quality.inertia > 1e-9:
        chi = metrics.calinski_harabasz_score(rows, labels)
        assert quality.calinski_harabasz == pytest.approx(chi, rel=1e-9)
        assert quality.davies_bouldin == pytest.approx(metrics.davies_bouldin_score(rows, labels), abs=1e-9)
    assert grouping.result.sizes.tolist() == np.bincount(labels).tolist()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=8, max_size=40),
    st.integers(2, 5),
    st.sampled_from([(), (1.0, 2.0, 0.5, 3.0)]),
)
def test_every_figure_is_that_of_scikit_learn_on_a_row_per_customer(rows, k, weights):
    scores = scores_of(rows)
    cells = score_cells.cells(scores)
    if len(cells.table) < k or cells.n <= k:
        return
    grouping = score_cells.group(cells, k, params=Params(weights=weights, n_init=5))
    equals_scikit_learn(scores, grouping, np.array(weights or [1.0] * 4))


def test_a_thousand_customers_have_the_figures_of_scikit_learn_and_no_worse_groups():
    scores = shop(1_000)
    found = score_cells.compare(score_cells.cells(scores), (3, 5, 7), samples=0)
    for k, grouping in found.groupings.items():
        equals_scikit_learn(scores, grouping, np.ones(4))
        theirs = KMeans(k, n_init=10, random_state=0).fit(scores.to_numpy()).inertia_
        assert grouping.result.inertia <= theirs * (1 + 1e-9)
        assert (grouping.measured, grouping.drawn) == (1_000, 0)
    assert found.table.index.tolist() == [3, 5, 7]
    assert found.table["jaccard_min"].isna().all()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(*[st.integers(1, 4)] * 2), min_size=6, max_size=30),
    st.integers(2, 4),
    st.sampled_from([(), (1.0, 3.0)]),
)
def test_each_customer_is_with_the_nearest_centroid_and_the_levels_rise(rows, k, weights):
    cells = score_cells.cells(scores_of(rows))
    if len(cells.table) < k or cells.n <= k:
        return
    result = score_cells.group(cells, k, params=Params(weights=weights, n_init=3)).result
    factors = np.array(weights or [1.0, 1.0])
    placed = cell_levels.nearest(cells.table, result.centroids, factors)
    assert placed.tolist() == result.labels.tolist()
    assert (np.diff((result.centroids * factors).mean(axis=1)) > -1e-12).all()
    assert result.sizes.sum() == len(rows)


def test_a_falling_variable_turns_the_order_only():
    scores = scores_of([[1, 1], [1, 2], [1, 1], [5, 5], [5, 4], [4, 5]], ["recency", "length"])
    cells = score_cells.cells(scores)
    rising = score_cells.group(cells, 2).result
    falling = score_cells.group(cells, 2, params=Params(falling=("recency", "length"))).result
    assert falling.labels.tolist() == (1 - rising.labels).tolist()
    assert falling.centroids.iloc[::-1].to_numpy().tolist() == rising.centroids.to_numpy().tolist()


def test_weights_of_the_variables_change_the_groups_and_not_the_units():
    scores = scores_of([[1, 5], [1, 4], [5, 5], [5, 4]], ["recency", "monetary"])
    cells = score_cells.cells(scores)
    heavy = score_cells.group(cells, 2, params=Params(weights=(0.1, 9))).result
    assert cells.spread(heavy.labels).tolist() == [1, 0, 1, 0]
    assert heavy.centroids.to_numpy().tolist() == [[3, 4], [3, 5]]
    with pytest.raises(ValueError, match="every variable needs a weight"):
        score_cells.group(cells, 2, params=Params(weights=(1,)))
    for wrong in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="above zero"):
            Params(weights=(1, wrong))


def test_cells_count_every_customer_once_and_say_who_is_left_out():
    scores = scores_of([[2, 1], [1, 5], [2, 1], [np.nan, 3], [1, 5], [2, 1]])
    cells = score_cells.cells(scores)
    assert cells.table.to_numpy().tolist() == [[1, 5], [2, 1]]
    assert cells.weights.tolist() == [2, 3]
    assert cells.place.to_dict() == {"c0": 1, "c1": 0, "c2": 1, "c4": 0, "c5": 1}
    assert cells.left_out.tolist() == ["c3"]
    assert cells.n == 5
    spread = cells.spread(pd.Series({1: 8, 0: 7}, name="level"))
    assert spread.to_dict() == {"c0": 8, "c1": 7, "c2": 8, "c4": 7, "c5": 8}


def test_the_order_of_the_customers_never_shows():
    scores = shop(400)
    once = score_cells.compare(score_cells.cells(scores), [3, 4], samples=10)
    again = score_cells.compare(score_cells.cells(scores.iloc[::-1]), [3, 4], samples=10)
    pd.testing.assert_frame_equal(once.table, again.table)
    assert once.groupings[3].result.labels.tolist() == again.groupings[3].result.labels.tolist()


def test_stability_of_cells_is_that_of_rows():
    scores = shop(600)
    cells = score_cells.cells(scores)
    grouping = score_cells.group(cells, 4, samples=60)
    rows = scores.reset_index(drop=True)
    by_row = cluster_stability.run(rows, kmeans.Params(tuple(LRFM), 4, "none"), samples=60)
    # other draws of the same chances
    assert grouping.stability.jaccard.tolist() == pytest.approx(by_row.jaccard.tolist(), abs=0.06)
    assert grouping.stability.rand == pytest.approx(by_row.rand, abs=0.06)
    assert (grouping.drawn, grouping.stability.samples) == (600, 60)


def test_many_different_rows_are_grouped_whole_and_measured_on_a_sample(monkeypatch):
    monkeypatch.setattr(score_cells, "FEW", 2_000)
    generator = np.random.default_rng(2)
    centres = generator.integers(0, 3, 2_500)
    scores = scores_of(generator.normal(size=(2_500, 2)) + centres[:, None] * 9)
    cells = score_cells.cells(scores)
    grouping = score_cells.group(cells, 3, samples=5, params=Params(sample=400, drawn=200))
    labels, rows = cells.spread(grouping.result.labels).to_numpy(), scores.to_numpy()
    assert labels.tolist() == centres.tolist()
    assert not grouping.result.exact
    assert (grouping.measured, grouping.drawn) == (400, 200)
    assert len(grouping.quality.silhouette_items) == 400
    picked = grouping.quality.silhouette_items.index
    sampled = cells.table.loc[picked].to_numpy(), grouping.result.labels[picked].to_numpy()
    assert grouping.quality.silhouette == pytest.approx(metrics.silhouette_score(*sampled), abs=1e-9)
    expected = metrics.davies_bouldin_score(rows, labels), metrics.calinski_harabasz_score(rows, labels)
    found = grouping.quality.davies_bouldin, grouping.quality.calinski_harabasz
    assert found == pytest.approx(expected, rel=1e-9)
    assert grouping.stability.jaccard.min() > 0.99
    again = score_cells.group(score_cells.cells(scores.iloc[::-1]), 3, params=Params(sample=400))
    assert again.quality.silhouette == grouping.quality.silhouette


def test_a_segment_that_no_sampled_customer_is_in_has_no_silhouette():
    alone = np.zeros(5, dtype=np.int64)
    both = many_cells.silhouettes(np.arange(5.0)[:, None], [alone, np.array([0, 0, 2, 2, 2])], np.ones(5))
    assert np.isnan(both[0]).all()
    assert not np.isnan(both[1]).any()
    means = many_cells.means_of(np.array([0.5, 1.0]), np.array([0, 2]), np.array([1.0, 3]), 3)
    assert means[[0, 2]].tolist() == [0.5, 1.0]
    assert np.isnan(means[1])
    unknown = cluster_quality.side_by_side(
        {2: {"n": 9, "inertia": 1.0, "smallest": 4, "calinski_harabasz": 2.0, "silhouette": float("nan")}}
    )
    advice = cluster_quality.recommend(unknown)
    assert advice.k is None
    assert "not known" in advice.reasons[0][0]


@pytest.mark.parametrize(
    ("rows", "k", "words"),
    [
        ([[1, 2], [3, 4], [5, 5]], 1, "number of segments is 1"),
        ([[1, 2], [3, 4], [5, 5]], 11, "number of segments is 11"),
        ([[np.nan, 1]], 2, "No customer has all scores"),
        ([[1, 2]], 2, "only one customer"),
        ([[3, 3]] * 40, 2, "All 40 customers have the same scores"),
        ([[1, 1], [5, 5], [5, 5]], 3, "only 2 different rows of scores. Choose 2 segments"),
        ([[1, 1], [5, 5], [3, 5]], 3, "cannot be judged on 3"),
    ],
)
def test_what_cannot_be_grouped_says_why(rows, k, words):
    cells = score_cells.cells(scores_of(rows))
    with pytest.raises(CannotCluster, match=words):
        score_cells.group(cells, k)
    with pytest.raises(CannotCluster, match=words):
        score_cells.compare(cells, [k])


def test_what_is_no_table_of_scores():
    with pytest.raises(ValueError, match="occurs twice"):
        score_cells.cells(pd.DataFrame({"recency": [1, 2]}, index=["a", "a"]))
    with pytest.raises(ValueError, match="infinite"):
        score_cells.cells(scores_of([[1, np.inf]]))


def test_compare_keeps_what_is_possible_and_says_what_is_not():
    scores = scores_of([[1, 1]] * 30 + [[1, 2]] * 30 + [[5, 5]] * 40)
    found = score_cells.compare(score_cells.cells(scores), samples=10)
    assert sorted(found.groupings) == [2, 3]
    assert sorted(found.refused) == list(range(4, 11))
    text, data = found.refused[4]
    assert "4 segments were asked for" in text % data
    assert found.choices["silhouette"] == 3
    assert found.table.loc[3, "inertia"] == 0


def test_clear_segments_are_recommended_and_noise_is_not():
    generator = np.random.default_rng(1)
    corners = np.array([[1, 5, 1, 1], [5, 5, 5, 5], [1, 1, 1, 1]])[generator.integers(0, 3, 900)]
    noise = generator.random((900, 4)) < 0.05
    scores = scores_of(np.where(noise, 3, corners))
    found = score_cells.compare(score_cells.cells(scores), range(2, 7), samples=20)
    assert found.recommendation.k == 3
    even = scores_of(generator.integers(1, 6, (900, 4)))
    found = score_cells.compare(score_cells.cells(even), range(2, 7), samples=5)
    assert found.recommendation.k is None
    assert "artificial" in found.recommendation.reasons[0][0]


def test_the_published_davies_bouldin_list_chooses_five():
    # Table 3 of the study of a Makassar restaurant (features.md S2-6)
    published = [1.3494173046618871, 0.9403921851366462, 0.7740137975213526]
    published += [0.7025572457404367, 0.9160234246810964]
    columns = {"silhouette": np.nan, "calinski_harabasz": np.nan, "inertia": [9.0, 7, 5, 3, 1]}
    table = pd.DataFrame({"davies_bouldin": published, **columns}, index=pd.RangeIndex(2, 7, name="k"))
    assert cluster_quality.choices(table) == {"davies_bouldin": 5}


def test_several_k_side_by_side_have_the_figures_of_each_alone():
    cells = score_cells.cells(shop(300))
    both = score_cells.compare(cells, [2, 5], samples=5)
    for k, grouping in both.groupings.items():
        alone = score_cells.group(cells, k, samples=5)
        expected = alone.quality.silhouette_items.tolist()
        assert grouping.quality.silhouette_items.tolist() == pytest.approx(expected, abs=1e-12)
        assert grouping.quality.silhouette == pytest.approx(alone.quality.silhouette, abs=1e-12)
        assert grouping.stability.jaccard.tolist() == alone.stability.jaccard.tolist()


def test_a_table_of_some_thousands_is_judged_on_all_of_its_customers():
    scores = scores_of(np.random.default_rng(4).normal(size=(2_300, 2)))
    grouping = score_cells.group(score_cells.cells(scores), 3, samples=2)
    assert (grouping.measured, grouping.drawn) == (2_300, 2_300)
