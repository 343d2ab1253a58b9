"""Frequencies: the figures of S0 by hand, slow counts in plain Python, and what must always hold."""

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from analysis import frequencies
from analysis.frequencies import MOST_BINS, numbers, one_answer, rate, rates, rates_of_picks, several_answers
from analysis.proportions import wilson

codes_of_four = st.lists(st.integers(-1, 3), max_size=60).map(lambda found: np.array(found, dtype=int))
picks_of_three = st.lists(st.tuples(*[st.booleans()] * 3), max_size=40).map(
    lambda found: np.array(found, dtype=bool).reshape(-1, 3)
)
amounts = st.one_of(
    st.integers(-(10**12), 10**12).map(float), st.floats(-1e6, 1e6), st.sampled_from([0.1, 0.3, 0.29, 7.0])
)


def test_awareness_of_s0_by_hand():
    codes = np.repeat([0, 1, 2, 3, 4, -1], [5, 14, 33, 65, 33, 10])
    found = one_answer(codes, 5)
    assert (found.base, found.missing) == (150, 10)
    assert found.table["n"].tolist() == [5, 14, 33, 65, 33]
    assert found.table["share"].tolist() == pytest.approx([5 / 150, 14 / 150, 0.22, 65 / 150, 0.22])
    assert found.table.loc[2, ["low", "high"]].tolist() == pytest.approx(
        [float(one) for one in wilson(33, 150)]
    )


@given(codes_of_four, st.randoms())
def test_shares_of_one_answer_add_up_whatever_the_order(codes, chance):
    found = one_answer(codes, 4)
    plain = codes.tolist()
    assert found.table["n"].tolist() == [plain.count(option) for option in range(4)]
    assert found.base + found.missing == len(codes)
    if found.base:
        assert found.table["share"].sum() == pytest.approx(1)
        assert (found.table["low"] <= found.table["share"] + 1e-12).all()
        assert (found.table["share"] <= found.table["high"] + 1e-12).all()
    else:
        assert found.table[["share", "low", "high"]].isna().all(axis=None)
    chance.shuffle(plain)
    pd.testing.assert_frame_equal(one_answer(plain, 4).table, found.table)


def test_several_answers_have_two_bases():
    picks = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0]], dtype=bool)
    found = several_answers(picks)
    assert (found.base, found.given, found.missing) == (3, 5, 1)
    assert found.respondents["share"].tolist() == pytest.approx([1, 2 / 3, 0])
    assert found.answers["share"].tolist() == pytest.approx([0.6, 0.4, 0])
    assert found.answers.columns.tolist() == ["n", "share"]
    all_answered = several_answers(picks, np.ones(4, dtype=bool))
    assert (all_answered.base, all_answered.missing) == (4, 0)
    assert all_answered.respondents["share"].tolist() == [0.75, 0.5, 0]


@given(picks_of_three, st.randoms())
def test_shares_of_answers_add_up_and_shares_of_respondents_need_not(picks, chance):
    found = several_answers(picks)
    rows = picks.tolist()
    assert found.base == sum(any(row) for row in rows)
    assert found.given == sum(map(sum, rows))
    if found.given:
        assert found.answers["share"].sum() == pytest.approx(1)
        assert found.respondents["share"].sum() == pytest.approx(found.given / found.base)
        assert (found.answers["share"] <= found.respondents["share"] + 1e-12).all()
    else:
        assert found.answers["share"].isna().all()
    chance.shuffle(rows)
    again = several_answers(np.array(rows, dtype=bool).reshape(-1, 3))
    pd.testing.assert_frame_equal(again.respondents, found.respondents)


def test_used_by_field_of_s0_has_its_own_base_per_bar():
    groups = np.repeat([0, 1, 2, 3], [50, 36, 46, 18])
    used = np.concatenate([np.arange(n) < yes for n, yes in ((50, 34), (36, 14), (46, 14), (18, 4))])
    found = rates(groups, 4, used)
    assert found.table["n"].tolist() == [50, 36, 46, 18]
    assert found.table["yes"].tolist() == [34, 14, 14, 4]
    # 68, 38.9 and 30.4 %: features.md S0-36
    assert found.table["share"].round(3).tolist() == [0.68, 0.389, 0.304, 0.222]
    assert (found.base, found.missing) == (150, 0)


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 1)), max_size=50))
def test_rates_equal_a_plain_count(pairs):
    found = rates([group for group, _ in pairs], 3, [answer for _, answer in pairs])
    for group in range(3):
        answers = [answer for member, answer in pairs if member == group and answer >= 0]
        assert found.table.loc[group, ["n", "yes"]].tolist() == [len(answers), sum(answers)]
        share = found.table.loc[group, "share"]
        assert share == pytest.approx(sum(answers) / len(answers)) if answers else np.isnan(share)
    assert found.base == found.table["n"].sum()
    assert found.base + found.missing == len(pairs)


@given(picks_of_three, st.data())
def test_rates_of_picks_equal_a_plain_count(picks, data):
    yes = data.draw(st.lists(st.integers(-1, 1), min_size=len(picks), max_size=len(picks)))
    found = rates_of_picks(picks, yes)
    for option in range(3):
        answers = [answer for row, answer in zip(picks, yes, strict=True) if row[option] and answer >= 0]
        assert found.table.loc[option, ["n", "yes"]].tolist() == [len(answers), sum(answers)]
    assert found.base == sum(row.any() and answer >= 0 for row, answer in zip(picks, yes, strict=True))
    assert found.base + found.missing == len(picks)


def test_a_rate_of_everybody_is_that_of_one_group():
    found = rate([1, 0, -1, 1])
    assert (found["n"], found["yes"], found["share"]) == (3, 2, pytest.approx(2 / 3))
    assert rate([])["n"] == 0


def test_groups_and_answers_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        rates([0, 1], 2, [1])
    with pytest.raises(ValueError, match="one length"):
        rates_of_picks(np.ones((2, 2), dtype=bool), [1])


def test_numbers_by_hand():
    found = numbers([4, np.nan, 2, 9, 5])
    assert (found.n, found.missing) == (4, 1)
    assert (found.mean, found.median, found.minimum, found.maximum) == (5, 4.5, 2, 9)
    assert (found.lower_quartile, found.upper_quartile) == (3.5, 6)
    assert found.sd == pytest.approx(math.sqrt(26 / 3))
    # t of 3 degrees of freedom: 3.182 in every table
    assert found.mean_high - 5 == pytest.approx(3.182446 * found.sd / 2, rel=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=60), st.randoms())
def test_numbers_equal_the_standard_library_and_scipy(values, chance):
    found = numbers(values)
    assert found.mean == pytest.approx(statistics.mean(values))
    assert found.sd == pytest.approx(statistics.stdev(values))
    assert found.median == statistics.median(values)
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    assert (found.lower_quartile, found.upper_quartile) == pytest.approx((lower, upper))
    if found.sd:
        interval = ttest_1samp(values, 0).confidence_interval(0.95)
        assert (found.mean_low, found.mean_high) == pytest.approx((interval.low, interval.high))
    chance.shuffle(values)
    again = numbers(values)
    assert (again.mean, again.sd, again.mean_low) == (found.mean, found.sd, found.mean_low)


@settings(deadline=None, max_examples=300)
@given(st.lists(amounts, min_size=1, max_size=60))
def test_every_number_lies_in_one_bin_and_edges_are_round(values):
    bins = numbers(values).bins
    assert 1 <= len(bins) <= MOST_BINS
    assert bins["n"].sum() == len(values)
    assert bins["share"].sum() == pytest.approx(1)
    for low, high, n in bins[["low", "high", "n"]].itertuples(index=False):
        assert n == sum(low <= value < high for value in values)
    assert bins["low"].tolist()[1:] == bins["high"].tolist()[:-1]
    # none is empty at either end, or the figure would begin beside its data
    assert bins["n"].iloc[0] > 0
    assert bins["n"].iloc[-1] > 0
    widths = bins["high"] - bins["low"]
    first_digits = {f"{width:.2e}"[:4] for width in widths}
    assert len(first_digits) == 1
    assert first_digits <= {"1.00", "2.00", "5.00"}
    if all(value == int(value) for value in values):
        assert (bins["low"] % 1 == 0).all()
        assert (widths >= 1).all()


def test_bins_of_few_whole_numbers_hold_one_each():
    bins = numbers([0, 1, 1, 2, 2, 2, 3, 3, 5]).bins
    assert bins["low"].tolist() == [0, 1, 2, 3, 4, 5]
    assert bins["n"].tolist() == [1, 2, 3, 2, 0, 1]


def test_bins_of_money_have_edges_that_can_be_read():
    money = np.random.default_rng(20260101).lognormal(14, 0.8, 150).round(-3)
    bins = numbers(money).bins
    assert (bins["low"] % 100_000 == 0).all()
    assert 8 <= len(bins) <= MOST_BINS
    # where half of the answers are equal the quartiles say nothing about the width
    assert numbers([5] * 200 + list(range(40))).bins["low"].tolist() == [0, 5, 10, 15, 20, 25, 30, 35]
    # 0.29 × 100 is 28.999…, so an edge must not be sought by multiplying
    assert numbers([0.29, 0.3, 0.31]).bins["low"].tolist() == [0.29, 0.3, 0.31]


def test_too_few_numbers_leave_the_rest_unknown():
    none, one, flat = numbers([np.nan, np.nan]), numbers([7]), numbers([0.1] * 3)
    assert (none.n, none.missing, len(none.bins)) == (0, 2, 0)
    assert np.isnan([none.mean, none.median, none.sd, none.minimum, none.mean_low]).all()
    assert (one.mean, one.median, one.minimum, len(one.bins)) == (7, 7, 7, 1)
    assert np.isnan([one.sd, one.mean_low, one.mean_high]).all()
    assert (flat.mean, flat.sd, flat.mean_low, flat.mean_high) == (0.1, 0, 0.1, 0.1)
    assert flat.bins[["low", "high", "n"]].to_numpy().tolist() == [[0, 1, 3]]


@pytest.mark.parametrize("values", [[1, np.inf], [[1, 2]]])
def test_wrong_numbers_are_refused(values):
    with pytest.raises(ValueError, match="finite"):
        numbers(values)


def test_the_most_frequent_keep_their_order():
    assert frequencies.most_frequent([3, 9, 0, 9, 5], 3).tolist() == [1, 3, 4]
    assert frequencies.most_frequent([2, 2, 2], 2).tolist() == [0, 1]
    assert frequencies.most_frequent([1], 5).tolist() == [0]


def test_no_respondents_and_one_option():
    assert one_answer([], 2).table["n"].tolist() == [0, 0]
    assert one_answer([0, 0, -1], 1).table["share"].tolist() == [1]
    assert len(one_answer([-1], 0).table) == 0
    nobody = several_answers(np.empty((0, 2), dtype=bool))
    assert (nobody.base, nobody.given) == (0, 0)
    assert rates([], 2, []).table["share"].isna().all()
    assert frequencies.rates_of_picks(np.empty((0, 2), dtype=bool), []).table["n"].tolist() == [0, 0]


def test_a_hundred_thousand_respondents():
    chance = np.random.default_rng(20260101)
    codes, picks = chance.integers(-1, 8, 100_000), chance.random((100_000, 12)) < 0.2
    assert one_answer(codes, 8).base == (codes >= 0).sum()
    assert several_answers(picks).given == picks.sum()
    assert numbers(chance.normal(50, 9, 100_000)).bins["n"].sum() == 100_000
