"""Many weightings at once: each must come out as it does alone, and as good as scikit-learn's."""

import ckwrap
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris

from analysis import kmeans, kmeans_many, lloyd, one_feature


def inertia(rows, weights, centres):
    return float((weights * ((rows[:, None] - centres[None]) ** 2).sum(axis=2).min(axis=1)).sum())


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(-50, 50), min_size=4, max_size=14, unique=True),
    st.integers(2, 4),
    st.integers(0, 2**32 - 1),
)
def test_one_feature_has_the_optimum_of_ckwrap(values, k, seed):
    rows = np.array(sorted(values), dtype=float)
    weights = np.random.default_rng(seed).integers(0, 4, size=(6, len(rows))).astype(float)
    weights = weights[(weights > 0).sum(axis=1) >= k]
    if not len(weights):
        return
    found = one_feature.centroids(rows, weights, k)
    assert (np.diff(found, axis=1) > 0).all()
    for centres, weight in zip(found, weights, strict=True):
        drawn = weight > 0
        labels = np.asarray(ckwrap.ckmeans(rows[drawn], k, weights=weight[drawn]).labels)
        best = kmeans.sum_of_squares(rows[drawn][:, None], labels, weight[drawn])
        assert inertia(rows[:, None], weight, centres[:, None]) == pytest.approx(best, abs=1e-9)


def test_one_feature_keeps_its_digits_on_large_values():
    rows = np.array([1e12, 1e12 + 1, 1e12 + 2, 1e12 + 50, 1e12 + 51])
    assert one_feature.centroids(rows, np.ones((1, 5)), 2)[0].tolist() == [1e12 + 1, 1e12 + 50.5]


def test_more_values_than_the_table_holds_give_the_same(monkeypatch):
    rows = np.random.default_rng(5).normal(size=(40, 1))
    weights = np.random.default_rng(6).integers(0, 3, size=(8, 40)).astype(float)
    table = kmeans_many.centroids(rows, weights, 4, seed=1)
    monkeypatch.setattr(one_feature, "MOST", 10)
    assert kmeans_many.centroids(rows, weights, 4, seed=1) == pytest.approx(table, abs=1e-12)


def test_several_features_are_as_good_as_scikit_learn():
    iris = load_iris().data
    weights = np.random.default_rng(3).multinomial(150, np.full(150, 1 / 150), size=10).astype(float)
    for k in (2, 3, 6):
        found = lloyd.centroids(*_different(iris, weights), k, seed=2, starts=20)
        for centres, weight in zip(found, weights, strict=True):
            theirs = KMeans(k, n_init=20, random_state=2, tol=0).fit(iris, sample_weight=weight).inertia_
            # both are good solutions of many starts, none a proven optimum
            assert inertia(iris, weight, centres) <= theirs * 1.01


def _different(rows, weights):
    unique, place = np.unique(rows, axis=0, return_inverse=True)
    held = np.zeros((len(weights), len(unique)))
    np.add.at(held.T, place.reshape(-1), weights.T)
    return unique, held


def test_a_weighting_has_the_same_groups_alone_and_repeated_rows_count():
    rows = np.array([[0.0, 0], [0, 1], [5, 5], [5, 6], [9, 0], [9, 1], [9, 1]])
    weights = np.array([[1.0, 1, 1, 1, 1, 1, 0], [3, 1, 1, 1, 0, 1, 1], [1, 1, 0, 0, 0, 0, 0]])
    found = kmeans_many.centroids(rows, weights, 3, seed=1)
    assert found[0] == pytest.approx(np.array([[0, 0.5], [9, 0.5], [5, 5.5]]))
    assert found[1] == pytest.approx(np.array([[0, 0.25], [9, 1], [5, 5.5]]))
    assert np.isnan(found[2]).all()
    levels = kmeans_many.levels(rows, found)
    assert levels[0].tolist() == [0, 0, 2, 2, 1, 1, 1]
    assert levels[2].tolist() == [-1] * 7


def test_blocks_do_not_change_whether_all_are_solved(monkeypatch):
    rows, weights = load_iris().data[:40], np.ones((7, 40))
    monkeypatch.setattr(lloyd, "_HELD", 1000)
    found = kmeans_many.centroids(rows, weights, 3, seed=1)
    assert found.shape == (7, 3, 4)
    assert not np.isnan(found).any()


def test_groups_that_lose_all_rows_are_filled_again():
    rows = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0]])
    labels = np.array([[0, 0, 0, 0]], dtype=np.int8)
    moved = lloyd._moved(rows, np.ones((1, 4)), labels, np.array([[[5.5, 0], [99, 0]]]))
    assert moved[0, 0].tolist() == [5.5, 0]
    assert moved[0, 1].tolist() in rows.tolist()


@pytest.mark.parametrize("far", [0, 1e9])
def test_labels_by_products_are_those_by_distances(far):
    generator = np.random.default_rng(5)
    rows = generator.normal(size=(300, 4)) * 1000 + far
    centres = rows[generator.integers(0, 300, size=(20, 6))]
    middle = rows.mean(axis=0)
    centred = np.vstack([(rows - middle).T, np.ones(len(rows))])
    quick = lloyd._quick_labels(centred, centres - middle)
    assert quick.tolist() == lloyd.nearest(rows, centres)[0].tolist()


def slow_seeds(rows, weights, k, generator):
    """The greedy k-means++ of one weighting at a time, word for word."""
    trials, centres = 2 + int(np.log(k)), []
    draws = [generator.random((len(weights), trials)) for _place in range(k)]
    for at, weight in enumerate(weights):
        nearest, own = np.ones(len(rows)), []
        for place, drawn in enumerate(draws):
            running = np.cumsum(weight * nearest)
            picked = [np.flatnonzero(running > one * running[-1])[0] for one in drawn[at]]
            nearest = np.full(len(rows), np.inf) if not place else nearest
            left = [np.minimum(nearest, ((rows - rows[one]) ** 2).sum(axis=1)) for one in picked]
            best = int(np.argmin([weight @ one for one in left])) if place else 0
            nearest = left[best]
            own.append(rows[picked[best]])
        centres.append(own)
    return np.array(centres)


@pytest.mark.parametrize("k", [2, 5, 9])
def test_starts_are_those_of_the_slow_definition(k):
    generator = np.random.default_rng(k)
    rows = generator.normal(size=(60, 3))
    weights = generator.integers(0, 4, size=(12, 60)).astype(float)
    found = lloyd._seeds(rows, weights, k, np.random.default_rng(7))
    assert found.tolist() == slow_seeds(rows, weights, k, np.random.default_rng(7)).tolist()
