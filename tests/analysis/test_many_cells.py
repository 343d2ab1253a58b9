import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cluster_scores, kmeans, many_cells


@settings(deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=30), st.integers(1, 300))
def test_a_sample_has_its_size_and_takes_nobody_twice(weights, size):
    counts = pd.Series(weights)
    drawn = many_cells.sample(counts, size, seed=1)
    assert drawn.sum() == min(size, sum(weights))
    assert (drawn <= counts).all()
    assert drawn.tolist() == many_cells.sample(counts, size, seed=1).tolist()


def test_every_customer_is_as_likely_to_be_drawn():
    counts = pd.Series([1, 5, 94])
    drawn = np.array([many_cells.sample(counts, 20, seed) for seed in range(4_000)]).mean(axis=0)
    assert drawn == pytest.approx([0.2, 1, 18.8], abs=0.05)


def test_silhouettes_of_all_levels_are_the_exact_ones():
    generator = np.random.default_rng(1)
    rows, weights = generator.normal(size=(40, 2)), generator.integers(1, 4, 40).astype(float)
    labels = generator.integers(0, 3, 40)
    exact = cluster_scores.silhouettes(rows, labels, weights)
    assert many_cells.silhouettes(rows, [labels], weights)[0].tolist() == exact.tolist()
    # of two levels, whatever their numbers are
    two = labels != 1
    [found] = many_cells.silhouettes(rows[two], [labels[two]], weights[two])
    assert found == pytest.approx(cluster_scores.silhouettes(rows[two], labels[two] // 2, weights[two]))


def test_each_row_is_with_the_nearest_mean():
    rows = np.random.default_rng(3).normal(size=(2_500, 3))
    labels = many_cells.partition(rows, np.ones(2_500), kmeans.Params(("a", "b", "c"), 5, "none"))
    means = kmeans.means(rows, labels, np.ones(2_500), 5)
    apart = ((rows[:, None] - means) ** 2).sum(axis=2)
    assert labels.tolist() == apart.argmin(axis=1).tolist()
