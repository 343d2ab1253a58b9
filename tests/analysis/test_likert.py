"""Ordered answers: S0's awareness by hand, a slow count in plain Python, and what must always hold."""

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import likert
from analysis.likert import Params, bars, compare, run, scores
from analysis.proportions import difference_within, wilson

scales = st.integers(2, 7).flatmap(
    lambda steps: st.tuples(st.just(steps), st.lists(st.integers(-1, steps - 1), max_size=40), st.booleans())
)
# respondents x items, some without an answer, of five steps
grids = st.integers(1, 4).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(-1, 4), min_size=items, max_size=items), min_size=1, max_size=20
    ).map(np.array)
)


def test_awareness_of_s0_by_hand():
    found = run(np.repeat([0, 1, 2, 3, 4, -1], [5, 14, 33, 65, 33, 2]), Params(5))
    assert (found.n, found.missing) == (150, 2)
    assert found.shares["n"].tolist() == [5, 14, 33, 65, 33]
    assert (found.agree, found.neutral, found.disagree) == pytest.approx((98 / 150, 33 / 150, 19 / 150))
    assert found.net == pytest.approx(79 / 150)
    assert (found.mean, found.median) == (pytest.approx(557 / 150), 4)
    # the plain interval of the difference, which is near for a large sample
    plain = 1.96 * np.sqrt((117 / 150 - found.net**2) / 150)
    assert (found.net_low, found.net_high) == pytest.approx((found.net - plain, found.net + plain), abs=0.015)


@settings(deadline=None)
@given(scales, st.randoms())
def test_one_question_equals_a_plain_count(scale, chance):
    steps, codes, reverse = scale
    found = run(codes, Params(steps), reverse)
    score = [steps - code if reverse else code + 1 for code in codes if code >= 0]
    n, middle = len(score), (steps + 1) / 2
    assert (found.n, found.missing) == (n, len(codes) - n)
    assert found.shares["n"].tolist() == [score.count(step) for step in range(1, steps + 1)]
    if not n:
        assert np.isnan([found.agree, found.net, found.net_low, found.mean, found.median, found.sd]).all()
        return
    assert found.shares["share"].sum() == pytest.approx(1)
    assert found.agree == pytest.approx(sum(one > middle for one in score) / n)
    assert found.disagree == pytest.approx(sum(one < middle for one in score) / n)
    assert found.agree + found.neutral + found.disagree == pytest.approx(1)
    assert -1 <= found.net_low <= found.net <= found.net_high <= 1
    assert (found.mean, found.median) == pytest.approx((statistics.mean(score), statistics.median(score)))
    assert np.isnan(found.sd) if n == 1 else found.sd == pytest.approx(statistics.stdev(score))
    chance.shuffle(codes)
    again = run(codes, Params(steps), reverse)
    pd.testing.assert_frame_equal(again.shares, found.shares)
    assert [again.mean, again.sd, again.net_low] == pytest.approx(
        [found.mean, found.sd, found.net_low], rel=0, abs=0, nan_ok=True
    )


@given(scales)
def test_a_reversed_question_is_the_mirror_of_itself(scale):
    steps, codes, _ = scale
    if not [code for code in codes if code >= 0]:
        return
    plain, turned = run(codes, Params(steps)), run(codes, Params(steps), reverse=True)
    assert turned.shares["share"].tolist() == plain.shares["share"].tolist()[::-1]
    assert (turned.net, turned.net_low, turned.net_high) == (-plain.net, -plain.net_high, -plain.net_low)
    assert turned.mean == pytest.approx(steps + 1 - plain.mean)
    assert turned.median == steps + 1 - plain.median


def test_an_even_scale_has_no_neutral_step_and_a_small_interval_of_wilson():
    found = run([0, 1, 2, 2, 3, 3, 3, -1], Params(4))
    assert (found.neutral, found.agree) == (0, pytest.approx(5 / 7))
    low, high = (float(limit) for limit in wilson(5, 7))
    assert (found.net_low, found.net_high) == pytest.approx((2 * low - 1, 2 * high - 1))


def test_all_agreeing_does_not_make_it_sure():
    # the plain interval would be from 1 to 1
    found = run([4, 4, 4], Params(5))
    assert (found.net, found.net_high, found.sd) == (1, 1, 0)
    assert found.net_low < 0


@settings(deadline=None)
@given(grids, st.data())
def test_several_questions_are_the_single_ones_sorted(grid, data):
    reverse = data.draw(st.lists(st.booleans(), min_size=grid.shape[1], max_size=grid.shape[1]))
    found = compare(grid, Params(5), reverse)
    singles = [run(column, Params(5), turned) for column, turned in zip(grid.T, reverse, strict=True)]
    # by net agreement, then as in the file; without an answer last
    order = sorted(range(len(singles)), key=lambda at: (np.isnan(singles[at].net), -singles[at].net, at))
    assert found.table.index.tolist() == order
    for at in order:
        expected = [getattr(singles[at], name) for name in found.table.columns]
        assert found.table.loc[at].tolist() == pytest.approx(expected, nan_ok=True)
        expected = singles[at].shares["share"].tolist()
        assert found.shares.loc[at].tolist() == pytest.approx(expected, nan_ok=True)


def test_equal_questions_keep_their_order_and_unanswered_ones_come_last():
    codes = np.array([[-1, 4, 0, 4, 2], [-1, 4, 0, 4, 2]])
    assert compare(codes, Params(5)).table.index.tolist() == [1, 3, 4, 2, 0]
    assert compare(codes, Params(5), reverse=True).table.index.tolist() == [2, 4, 1, 3, 0]


@settings(deadline=None)
@given(grids)
def test_diverging_bars_lie_around_zero(grid):
    found = compare(grid, Params(5))
    left, right = bars(found.shares.to_numpy())
    answered = found.table["n"].to_numpy() > 0
    assert np.isnan(left[~answered]).all()
    left, right, table = left[answered], right[answered], found.table[answered]
    assert (right - left).ravel() == pytest.approx(found.shares[answered].to_numpy().ravel(), abs=1e-12)
    assert left[:, 1:].tolist() == right[:, :-1].tolist()
    # the middle step half on each side, so what agrees ends at agree + neutral / 2
    assert left[:, 2] == pytest.approx((-table["neutral"] / 2).to_numpy(), abs=1e-12)
    assert right[:, 4] == pytest.approx((table["agree"] + table["neutral"] / 2).to_numpy(), abs=1e-12)


def test_bars_by_hand():
    left, right = bars([[0.1, 0.2, 0.3, 0.4]])
    assert left[0] == pytest.approx([-0.3, -0.2, 0, 0.3])
    assert right[0] == pytest.approx([-0.2, 0, 0.3, 0.7])
    left, _right = bars([[0.1, 0.2, 0.4, 0.2, 0.1]])
    assert left[0] == pytest.approx([-0.5, -0.4, -0.2, 0.2, 0.4])


def test_scores_run_from_one_and_back():
    assert scores([0, 4, -1], 5).tolist()[:2] == [1, 5]
    assert np.isnan(scores([0, 4, -1], 5)[2])
    assert scores([0, 4], 5, reverse=True).tolist() == [5, 1]


def test_no_respondents_and_no_questions():
    nobody = compare(np.empty((0, 2), dtype=int), Params(5))
    assert nobody.table["n"].tolist() == [0, 0]
    assert nobody.table.drop(columns=["n", "missing"]).isna().all(axis=None)
    assert len(compare(np.empty((3, 0), dtype=int), Params(5)).table) == 0
    pd.testing.assert_frame_equal(run([], Params(3)).shares, run([-1], Params(3)).shares)


def test_wrong_parameters_are_refused():
    with pytest.raises(ValueError, match="two steps"):
        Params(1)
    with pytest.raises(ValueError, match="between -1 and 4"):
        run([5], Params(5))
    with pytest.raises(ValueError, match="respondents x items"):
        compare([1, 2], Params(5))


def test_a_hundred_thousand_respondents():
    codes = np.random.default_rng(20260101).integers(-1, 5, (100_000, 10))
    found = likert.compare(codes, Params(5))
    assert (found.table["n"] + found.table["missing"] == 100_000).all()
    item = found.table.index[0]
    agree, against = (codes[:, item] > 2).sum(), ((codes[:, item] >= 0) & (codes[:, item] < 2)).sum()
    low, high = difference_within(agree, against, (codes[:, item] >= 0).sum())
    assert found.table.loc[item, ["net_low", "net_high"]].tolist() == [float(low), float(high)]
