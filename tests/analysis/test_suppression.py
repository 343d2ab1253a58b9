"""No amount, and no difference of amounts, rests on fewer than five enterprises."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import suppression

KEYS = (("village", "field", "size"), ("area", "field", "size"), ("area", "field"), ("area",))
MILLION = 1_000_000


def blocked(cells):
    return cells.join(suppression.blocks(cells, KEYS))


def table_of(rows):
    columns = ["village", "field", "size", "n_turnover", "turnover_sum"]
    cells = pd.DataFrame(rows, columns=columns, dtype="int64")
    return cells.assign(area=cells["village"] // 2)


def shown(cells, chosen):
    """What a page shows for a filter: base and rounded average; None where it is hidden."""
    kept = pd.Series(True, index=cells.index)
    for column, values in chosen.items():
        kept &= cells[column].isin(values)
    safe = suppression.whole(cells[kept])
    n = int(safe["n_turnover"].sum())
    average = suppression.rounded(pd.Series([safe["turnover_sum"].sum() / n if n else np.nan])).iloc[0]
    return set(cells.index[kept & (cells["n_turnover"] > 0)]), n, average


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([40, 12, 5], [True, True, True]),
        ([40, 4, 1], [True, False, False]),
        # the whole less the forty and the twelve would be the four, and so on
        ([40, 12, 4], [True, False, False]),
        ([12, 12, 4, 0], [False, True, False, False]),
        ([4, 0], [False, False]),
        ([40, 0], [True, False]),
        ([], []),
    ],
)
def test_groups_of_fewer_than_five_are_not_told(people, expected):
    assert suppression.told(pd.Series(people, dtype="int64")).tolist() == expected


@given(st.lists(st.integers(0, 12), max_size=6))
def test_what_is_left_out_is_nobody_or_five_at_least(people):
    n = pd.Series(people, dtype="int64")
    is_told = suppression.told(n)
    assert (n[is_told] >= suppression.THRESHOLD).all()
    assert not is_told.any() or n[~is_told].sum() == 0 or n[~is_told].sum() >= suppression.THRESHOLD


def test_a_hidden_enterprise_is_not_the_difference_of_two_filters():
    cells = blocked(table_of([(0, 1, 1, 10, 100), (0, 2, 1, 1, 777), (0, 3, 1, 10, 50), (2, 2, 1, 6, 90)]))
    _, alone, average = shown(cells, {"area": [0], "field": [1]})
    _, both, same = shown(cells, {"area": [0], "field": [1, 2]})
    assert (alone, average) == (both, same) == (10, 10.0)


def test_small_cells_are_pooled_with_their_neighbours():
    cells = blocked(table_of([(0, 1, 1, 3, 3), (1, 1, 1, 2, 2), (0, 2, 1, 4, 4), (2, 2, 1, 1, 1)]))
    assert shown(cells, {"area": [0], "field": [1]})[1] == 5
    assert shown(cells, {"village": [0]})[1] == 0
    # the four and the one are five together, so only the whole region shows them
    assert shown(cells, {"area": [0]})[1] == 5
    assert shown(cells, {})[1] == 10
    assert shown(cells, {"field": [2]})[1] == 5


def test_the_last_few_join_the_smallest_block():
    cells = blocked(table_of([(0, 1, 1, 9, 9), (2, 1, 1, 6, 6), (4, 1, 1, 2, 2)]))
    assert [shown(cells, {"area": [area]})[1] for area in (0, 1, 2)] == [9, 0, 0]
    assert shown(cells, {"area": [1, 2]})[1] == 8


def test_four_in_all_show_nothing_and_nobody_is_no_block():
    cells = blocked(table_of([(0, 1, 1, 4, 4), (1, 1, 1, 0, 0)]))
    assert cells["block"].tolist() == [0, 0]
    assert suppression.whole(cells).empty
    assert blocked(table_of([])).empty


def test_groups_hold_whole_blocks_only():
    cells = blocked(table_of([(0, 1, 1, 7, 7), (0, 1, 2, 2, 2), (0, 2, 1, 3, 3)]))
    by_size = suppression.whole(cells, "size").groupby("size")["n_turnover"].sum()
    assert by_size.to_dict() == {1: 7}
    assert suppression.whole(cells)["n_turnover"].sum() == 12


cell = st.tuples(st.integers(0, 5), st.integers(1, 3), st.integers(1, 2), st.integers(0, 7))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(cell, max_size=7, unique_by=lambda one: one[:3]), st.integers(0, 4))
def test_no_pair_of_filters_gives_a_small_group_away(found, step):
    """With amounts of some 100 million a difference of less than 437 million would be a small group's."""
    rows = [(*one, one[3] * (100 + step) * MILLION) for one in found]
    cells = blocked(table_of(rows))
    choices = {
        "village": [[0], [1], [2], [0, 1], [2, 3], list(range(6))],
        "field": [[1], [2], [1, 2], [1, 2, 3]],
        "size": [[1], [1, 2]],
    }
    pages = {
        (frozenset(rows), n, average)
        for chosen in product(*choices.values())
        for rows, n, average in [shown(cells, dict(zip(choices, chosen, strict=True)))]
    }
    assert all(n == 0 or n >= suppression.THRESHOLD for _, n, _ in pages)
    amounts = [(rows, n, n * average if n else 0.0) for rows, n, average in pages]
    for (one, n, amount), (other, m, less) in combinations(amounts, 2):
        reports = sum(found[place][3] for place in one ^ other)
        if (one < other or other < one) and 0 < reports < suppression.THRESHOLD:
            true = reports * (100 + step) * MILLION
            assert abs(abs(amount - less) - true) > 0.05 * true, (n, m)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(cell, min_size=1, max_size=9, unique_by=lambda one: one[:3]), st.randoms())
def test_the_order_of_rows_does_not_matter(found, random):
    cells = table_of([(*one, one[3]) for one in found])
    order = list(cells.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(blocked(cells), blocked(cells.loc[order]).loc[cells.index])


def test_amounts_leave_with_three_digits():
    found = suppression.rounded(pd.Series([123_456_789.0, 0.0, np.nan, 9_996.0, 77_765.4]))
    assert found.tolist() == pytest.approx([123_000_000, 0, np.nan, 10_000, 77_800], nan_ok=True)


def test_an_index_that_names_a_cell_twice_is_refused():
    with pytest.raises(ValueError, match="unique"):
        suppression.blocks(pd.DataFrame({"n_turnover": [1, 2]}, index=[1, 1]), ())
