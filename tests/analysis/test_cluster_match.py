from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis import cluster_match

TABLES = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


@settings(deadline=None)
@given(TABLES)
def test_no_other_pairing_shares_more_members(table):
    """All pairings are tried: the slow way."""
    shared = np.array(table, dtype=float)
    rows, columns = shared.shape
    partner = cluster_match.pairs(shared)
    found = sum(shared[row, column] for column, row in enumerate(partner) if row >= 0)
    used = [row for row in partner if row >= 0]
    assert len(used) == len(set(used)) == min(rows, columns)
    padded = np.zeros((max(rows, columns),) * 2)
    padded[:rows, :columns] = shared
    best = max(
        sum(padded[row, column] for column, row in enumerate(order))
        for order in permutations(range(len(padded)))
    )
    assert found == best


def series(*levels):
    return pd.Series(levels, index=range(len(levels)))


def test_renamed_groups_are_the_same():
    match = cluster_match.run(series(2, 2, 0, 0, 1), 3, series(0, 0, 1, 1, 2), 3)
    assert match.partner == (1, 2, 0)
    assert (match.n, match.kept, match.rand) == (5, 5, 1)
    assert not match.levels["moved"].any()


def test_who_moved_and_the_crosstab():
    match = cluster_match.run(series(0, 0, 1, 2, 2), 3, series(0, 0, 1, 1, 2), 3)
    assert match.crosstab.to_numpy().tolist() == [[2, 0, 0], [0, 1, 1], [0, 0, 1]]
    assert match.levels.index[match.levels["moved"]].tolist() == [3]
    assert match.rand == pytest.approx(adjusted_rand_score([0, 0, 1, 1, 2], [0, 0, 1, 2, 2]))


def test_a_group_more_has_no_partner_and_its_members_moved():
    match = cluster_match.run(series(0, 0, 1, 2, 3), 4, series(0, 0, 1, 1, 1), 2)
    assert sorted(match.partner) == [-1, -1, 0, 1]
    assert match.kept == 3


def test_equal_overlaps_are_paired_by_their_places():
    # nothing is shared by more than one: low stays low and high stays high
    match = cluster_match.run(series(0, 1, 0, 1), 2, series(0, 0, 1, 1), 2)
    assert match.partner == (0, 1)


def test_only_common_items_count():
    one, other = pd.Series([0, 1], index=[1, 2]), pd.Series([1, 0], index=[2, 3])
    match = cluster_match.run(one, 2, other, 2)
    assert match.levels.index.tolist() == [2]
    assert np.isnan(match.rand)
    assert cluster_match.run(one, 2, pd.Series([0], index=[9]), 2).n == 0


@pytest.mark.parametrize(
    ("labels", "k"), [(pd.Series([0, 3]), 3), (pd.Series([-1, 0]), 2), (pd.Series([0, 1], index=[5, 5]), 2)]
)
def test_levels_that_cannot_be(labels, k):
    with pytest.raises(ValueError):
        cluster_match.run(labels, k, pd.Series([0, 1]), 2)
