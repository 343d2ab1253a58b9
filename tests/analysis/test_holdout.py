from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bg_nbd, gamma_gamma, holdout, repeat_purchases
from analysis.bg_nbd import Model
from analysis.holdout import Params
from tests.analysis import shops

START = date(2026, 1, 1)
CDNOW = Model(0.2426, 4.4136, 0.7929, 2.4259)


def purchases_of(rows, calibration, until=None, unit="weeks"):
    """rows: (customer, day, amount), days from START on; calibration, until: last days of both periods."""
    table = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    table["day"] = pd.to_datetime([START + timedelta(days=day) for day in table["day"]])
    ends = [None if day is None else START + timedelta(days=day) for day in (until, calibration)]
    return repeat_purchases.run(table, repeat_purchases.Params(*ends, unit=unit))


def test_cdnow_comes_as_published(shared_data: Path) -> None:
    purchases = shops.cdnow_purchases(shared_data)
    model = bg_nbd.run(purchases.table, bg_nbd.Params()).model
    spending = gamma_gamma.run(purchases.table, gamma_gamma.Params())
    found = holdout.run(purchases, model, Params(), spending)
    table = found.by_frequency
    # the R package BTYD prints these two lines for the same data: customers, and means of weeks 40 to 78
    assert table["customers"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert table["actual"].tolist() == pytest.approx(
        [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594], abs=0.0001
    )
    assert (table["expected"] < table["actual"]).all()
    assert found.frequency_error < 0.1
    assert (found.actual, found.customers) == (1882, 2357)
    assert found.miss == pytest.approx(-0.12, abs=0.005)
    assert found.customer_error < found.customer_error_own_rate
    assert found.week_error < 0.25 * found.week_mean
    assert found.actual_amount == purchases.table["later_amount"].sum()
    assert found.expected_amount == pytest.approx(0.84 * found.actual_amount, rel=0.02)
    assert found.weeks["holdout"].tolist() == [False] * 39 + [True] * 39
    assert found.weeks["actual_sum"].iloc[[38, 77]].tolist() == [2457, 2457 + 1882]
    # expected at the end of the calibration: within 2 % of what came
    assert found.weeks["expected_sum"].iloc[38] == pytest.approx(2457, rel=0.02)


def slow_weeks(purchases, rows, model):
    """Repeat purchases up to each week's end, customer by customer."""
    first = {}
    for customer, day, _ in sorted(rows, key=lambda row: row[1]):
        first.setdefault(customer, day)
    zero = (purchases.start - START).days
    last, until = (purchases.end - START).days, (purchases.until - START).days
    members = {customer: day for customer, day in first.items() if day <= last}
    ends = [day for day in range(zero, until + 1) if (day - last) % 7 == 0]
    actual = [len({(c, d) for c, d, _ in rows if c in members and members[c] < d <= end}) for end in ends]
    unit = purchases.days_per_unit
    expected = [
        sum(float(model.expected((end - day) / unit)) for day in members.values() if day <= end)
        for end in ends
    ]
    return ends, actual, expected, last


ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 60), st.just(5.0)), min_size=3, max_size=25)


@given(ROWS, st.integers(61, 80), st.integers(81, 120), st.sampled_from(["days", "weeks"]))
def test_weeks_agree_with_counting_customer_by_customer(rows, calibration, until, unit):
    later = [(customer, day + 61, amount) for customer, day, amount in rows[1:]]
    everything = [row for row in [*rows, *later] if row[1] <= until]
    purchases = purchases_of(everything, calibration, until, unit)
    found = holdout.weekly(purchases, CDNOW)
    ends, actual, expected, last = slow_weeks(purchases, everything, CDNOW)
    assert found["end"].tolist() == [pd.Timestamp(START) + pd.Timedelta(days=end) for end in ends]
    assert found["actual_sum"].tolist() == actual
    assert found["expected_sum"].tolist() == pytest.approx(expected)
    assert found["actual"].cumsum().tolist() == actual
    assert found["expected"].cumsum().tolist() == pytest.approx(expected)
    assert found["holdout"].tolist() == [end > last for end in ends]
    assert found.index.tolist() == list(range(1, len(ends) + 1))


@given(ROWS)
def test_the_comparison_by_frequency_is_that_of_the_customers(rows):
    everything = [*rows, *((customer, day + 61, 2.0) for customer, day, _ in rows[::2])]
    purchases = purchases_of(everything, 60, 121)
    found = holdout.run(purchases, CDNOW, Params(highest=3))
    table = purchases.table
    expected = CDNOW.conditional(table, purchases.holdout)
    assert found.by_frequency.index.tolist() == [0, 1, 2, 3]
    assert found.by_frequency["customers"].sum() == found.customers == len(table)
    for name, total in (("actual", found.actual), ("expected", found.expected), ("own_rate", found.own_rate)):
        of_classes = (found.by_frequency[name] * found.by_frequency["customers"]).sum()
        assert of_classes == pytest.approx(total)
    assert found.actual == len({(customer, day) for customer, day, _ in everything if day > 60})
    errors = [abs(e - a) for e, a in zip(expected, table["later_frequency"], strict=True)]
    assert found.customer_error == pytest.approx(np.mean(errors))
    assert np.isnan([found.actual_amount, found.expected_amount]).all()


def test_own_rate_goes_on_as_before():
    rows = [("a", 0, 1), ("a", 7, 1), ("a", 14, 1), ("b", 28, 1), ("a", 35, 1), ("b", 42, 1)]
    found = holdout.run(purchases_of(rows, 28, 56), CDNOW, Params())
    # a came back twice in four weeks, b was new on the last day; four weeks follow
    assert found.own_rate == 2
    assert found.customer_error_own_rate == 1
    assert found.actual == 2
    assert found.by_frequency["customers"].tolist() == [1, 0, 1, 0, 0, 0, 0, 0]
    assert found.by_frequency["actual"].isna().sum() == 6


def test_a_hold_out_below_a_week_has_no_weekly_error():
    found = holdout.run(purchases_of([("a", 0, 1), ("b", 1, 1), ("a", 9, 1)], 7, 10), CDNOW, Params())
    assert np.isnan([found.week_error, found.week_mean]).all()
    assert found.actual == 1


def test_nobody_coming_leaves_the_miss_open():
    found = holdout.run(purchases_of([("a", 0, 1), ("b", 1, 1)], 7, 30), CDNOW, Params())
    assert found.actual == 0
    assert np.isnan(found.miss)


def test_a_simulated_shop_is_foreseen():
    shop = shops.buyers(0.8, 6.0, 0.9, 3.0, customers=3000, until=104, seed=4)
    rows = [
        (str(place), int((first + time) * 7), 1.0)
        for place, (first, later) in enumerate(shop)
        for time in [0.0, *later]
    ]
    purchases = purchases_of(rows, 78 * 7, 104 * 7)
    model = bg_nbd.run(purchases.table, bg_nbd.Params()).model
    found = holdout.run(purchases, model, Params())
    assert found.miss == pytest.approx(0, abs=0.06)
    assert found.week_error < 0.2 * found.week_mean
    large = found.by_frequency[found.by_frequency["customers"] > 100]
    assert len(large) > 4
    assert (large["expected"] - large["actual"]).abs().max() < 0.4
    whole = found.weeks[["actual_sum", "expected_sum"]].iloc[20:]
    assert (whole["expected_sum"] / whole["actual_sum"] - 1).abs().max() < 0.08


def test_without_a_hold_out_there_is_nothing_to_compare():
    purchases = purchases_of([("a", 0, 1), ("a", 9, 1)], None)
    with pytest.raises(ValueError, match="no hold-out"):
        holdout.run(purchases, CDNOW, Params())
    assert holdout.weekly(purchases, CDNOW)["holdout"].tolist() == [False, False]
    with pytest.raises(ValueError, match="a class"):
        Params(highest=0)
