import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_stability
from analysis.kmeans import CannotCluster, Params

N = Params(("n",))
CLEAR = pd.DataFrame({"n": [10, 11, 12, 13, 100, 101, 103, 104, 300, 301, 302, 305]})


def contingency(one, other):
    shared = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(shared, (one, other), 1)
    return shared


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_adjusted_rand_equals_scikit_learn(pairs):
    one, other = map(list, zip(*pairs, strict=True))
    found = cluster_stability.adjusted_rand(contingency(one, other))
    assert found == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_jaccard_equals_the_definition_on_sets(pairs):
    one, other = map(list, zip(*pairs, strict=True))
    found = cluster_stability.jaccards(contingency(one, other))

    def members(labels, label):
        return {i for i, value in enumerate(labels) if value == label}

    for label, jaccard in enumerate(found):
        mine = members(one, label)
        if not mine:
            assert np.isnan(jaccard)
            continue
        theirs = [members(other, found_label) for found_label in set(other)]
        assert jaccard == pytest.approx(max(len(mine & their) / len(mine | their) for their in theirs))


def test_clear_groups_are_stable_and_noise_is_not():
    clear = cluster_stability.run(CLEAR, N)
    assert clear.jaccard.min() > cluster_stability.STABLE
    even = cluster_stability.run(pd.DataFrame({"n": range(60)}), Params(("n",), k=7))
    assert even.jaccard.min() < cluster_stability.STABLE
    assert even.rand < clear.rand


def test_same_seed_same_figures_in_any_order_of_rows():
    once, again = cluster_stability.run(CLEAR, N), cluster_stability.run(CLEAR.iloc[::-1], N)
    assert once.jaccard.tolist() == again.jaccard.tolist()
    assert once.rand == again.rand
    other = cluster_stability.run(CLEAR, Params(("n",), seed=1))
    assert other.jaccard.tolist() != once.jaccard.tolist()


def test_resamples_that_cannot_be_clustered_are_counted():
    stability = cluster_stability.run(pd.DataFrame({"n": [1, 5, 9]}), N, samples=50)
    assert stability.samples + stability.failed == 50
    assert stability.failed > 0


def test_weights_are_drawn_as_rows():
    table = pd.DataFrame({"n": [10, 100, 300]})
    weighted = cluster_stability.run(table, N, pd.Series([400, 400, 400]), samples=20)
    assert (weighted.jaccard.tolist(), weighted.rand, weighted.failed) == ([1, 1, 1], 1, 0)


def test_impossible_requests():
    with pytest.raises(CannotCluster):
        cluster_stability.run(pd.DataFrame({"n": [1, 1]}), N)
    with pytest.raises(ValueError, match="whole weights"):
        cluster_stability.run(CLEAR, N, pd.Series(0.5, index=CLEAR.index))


def test_a_group_of_one_member_cannot_be_judged():
    # drawn it is found again, not drawn it does not count: 1 by construction, whatever the data
    found = cluster_stability.run(pd.DataFrame({"n": [1, 2, 3, 4, 50]}), Params(("n",), k=2))
    assert np.isnan(found.jaccard[1])
    assert found.jaccard[0] > 0.8
    counted = cluster_stability.run(
        pd.DataFrame({"n": [1, 2, 3, 4, 50]}), Params(("n",), k=2), pd.Series([1, 1, 1, 1, 2])
    )
    assert not counted.jaccard.isna().any()


@pytest.mark.parametrize(
    ("rows", "samples"), [(0, 100), (15, 100), (150, 100), (300, 50), (653, 25), (10_000, 25)]
)
def test_large_tables_are_judged_on_fewer_resamples(rows: int, samples: int) -> None:
    assert cluster_stability.samples_of(rows) == samples
