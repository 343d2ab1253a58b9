from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp2f1

from analysis import bg_nbd, gamma_gamma, lifetime_value, repeat_purchases
from analysis.lifetime_value import MONTH, Params
from analysis.maximum_likelihood import CannotFit, Maximum
from tests.analysis import shops

BUYING = bg_nbd.Model(0.2426, 4.4136, 0.7929, 2.4259)
SPENDING = gamma_gamma.Model(6.25, 3.74, 15.44)


def fitted(buying=BUYING, spending=SPENDING):
    """Results as the fits return them, with parameters that are given."""

    def maximum(parameters):
        table = pd.DataFrame({"estimate": parameters, "se": 0.1, "low": 2.0, "high": 9.0})
        return Maximum(table, np.eye(len(parameters)), -1.0, True, (), 2, 2)

    buyers = bg_nbd.Result(buying, maximum(vars(buying)), 100, 50, 40, bg_nbd.Params())
    unrelated = gamma_gamma.Correlation(0.0, -0.1, 0.1)
    spenders = gamma_gamma.Result(
        spending, maximum(vars(spending)), 50, 0, 30.0, unrelated, gamma_gamma.Params()
    )
    return buyers, spenders


def shop_of(rows, unit="weeks"):
    table = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    table["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(table["day"], unit="D")
    return repeat_purchases.run(table, repeat_purchases.Params(unit=unit))


ROWS = [
    ("a", 0, 30.0), ("a", 40, 50.0), ("a", 90, 70.0), ("b", 3, 20.0), ("c", 10, 90.0), ("c", 200, 10.0),
    ("d", 350, 15.0), ("d", 364, 15.0), ("e", 364, 40.0),
]  # fmt: skip
SHOP = shop_of(ROWS)


def slow_value(row, params, days_per_unit):
    """One customer, one month after the other, by the formulas of the papers as they stand."""
    r, alpha, a, b = BUYING.r, BUYING.alpha, BUYING.a, BUYING.b
    x, recency, age, mean = int(row["frequency"]), row["recency"], row["T"], row["value"]
    left = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x) if x else 0

    def purchases(time):
        power = ((alpha + age) / (alpha + age + time)) ** (r + x)
        series = hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + age + time))
        return (a + b + x - 1) / (a - 1) * (1 - power * series) / (1 + left)

    p, q, v = SPENDING.p, SPENDING.q, SPENDING.v
    of_all = p * v / (q - 1)
    weight = p * x / (p * x + q - 1)
    worth = of_all if not x else (1 - weight) * of_all + weight * mean
    value, before = 0.0, 0.0
    for month in range(1, params.months + 1):
        now = purchases(month * 365.25 / 12 / days_per_unit)
        value += params.margin * worth * (now - before) / (1 + params.discount) ** (month / 12)
        before = now
    return 1 / (1 + left), before, worth, value


@pytest.mark.parametrize("unit", ["days", "weeks"])
def test_each_value_is_that_of_the_formulas(unit):
    purchases = shop_of(ROWS, unit)
    params = Params(margin=0.3, months=30, discount=0.12)
    found = lifetime_value.run(purchases, *fitted(), params)
    expected = [slow_value(row, params, purchases.days_per_unit) for _, row in purchases.table.iterrows()]
    columns = ["p_alive", "purchases", "purchase_value", "value"]
    assert found.customers.index.tolist() == ["a", "b", "c", "d", "e"]
    assert found.customers[columns].to_numpy() == pytest.approx(np.array(expected), rel=1e-8)


def test_cdnow_gives_the_values_of_lifetimes(shared_data: Path) -> None:
    """The package's readme prints them for customers 1, 2, 3 and 6: 12 months of 30 units, 1 % a month."""
    table = shops.cdnow_purchases(shared_data).table
    buying = bg_nbd.run(table, bg_nbd.Params()).model
    spending = gamma_gamma.run(table, gamma_gamma.Params())
    up_to = buying.while_alive(table["frequency"], table["T"], np.arange(1, 13) * 30.0)
    discounted = np.diff(up_to, axis=1, prepend=0) @ 1.01 ** -np.arange(1, 13.0)
    value = buying.p_alive(table) * discounted * spending.expected(table)
    assert value.iloc[[0, 1, 2, 5]].tolist() == pytest.approx([140.096, 18.943, 38.181, 1003.868], rel=0.001)


def test_a_simulated_shop_is_worth_what_it_brings():
    """Whoever is alive, and at which rate, is known here; the model knows frequency, recency and T only."""
    shop = shops.buyers(0.8, 6.0, 0.9, 3.0, customers=4000, until=104, seed=11)
    rows = [
        (f"{place:04}", int((first + time) * 7), 10.0)
        for place, (first, later) in enumerate(shop)
        for time in [0.0, *later]
        if first + time < 52 * 1.2
    ]
    purchases = shop_of(rows)
    buying = bg_nbd.run(purchases.table, bg_nbd.Params())
    _, spending = fitted(spending=gamma_gamma.Model(1e4, 1e4, 9.999))
    params = Params(margin=1.0, months=6, discount=0.1)
    found = lifetime_value.run(purchases, buying, spending, params)
    end = (purchases.end - purchases.start).days / 7
    months = [
        min(int((first + time - end) * 7 / MONTH), 6)
        for first, later in shop
        for time in later
        if first + time > end + 1 / 7
    ]
    actual = np.bincount(months, minlength=7)[:6]
    assert found.months["purchases"].sum() == pytest.approx(actual.sum(), rel=0.06)
    assert found.value == pytest.approx(10 * actual @ params.factors, rel=0.06)


@given(st.floats(0.01, 1), st.integers(1, 120), st.floats(0, 1))
def test_months_customers_and_groups_sum_to_the_whole(margin, months, discount):
    params = Params(margin, months, discount)
    found = lifetime_value.run(SHOP, *fitted(), params)
    assert found.months.index.tolist() == list(range(1, months + 1))
    assert found.months["purchases"].sum() == pytest.approx(found.purchases)
    assert found.months["discounted"].sum() == pytest.approx(found.value)
    undiscounted = margin * (found.customers["purchases"] * found.customers["purchase_value"]).sum()
    assert found.months["value"].sum() == pytest.approx(undiscounted)
    assert found.value <= undiscounted * (1 + 1e-12)
    groups = lifetime_value.by_group(found, pd.Series({"a": 1, "b": 2, "c": 1, "d": 2, "e": 2}))
    assert groups["value"].sum() == pytest.approx(found.value)
    assert groups["share"].sum() == pytest.approx(1)
    assert groups["customers"].tolist() == [2, 3]
    assert groups["alive"].sum() == pytest.approx(found.customers["p_alive"].sum())
    assert groups.loc[1, "mean_value"] == pytest.approx(found.customers.loc[["a", "c"], "value"].mean())


def test_without_discount_and_with_all_of_the_price_value_is_purchases_times_worth():
    found = lifetime_value.run(SHOP, *fitted(), Params(1.0, 24, 0.0))
    expected = BUYING.conditional(SHOP.table, 24 * MONTH / 7)
    assert found.customers["purchases"].tolist() == pytest.approx(expected.tolist())
    assert found.customers["value"].tolist() == pytest.approx(
        (expected * SPENDING.expected(SHOP.table)).tolist()
    )
    # a new customer buys now, and later what BG/NBD expects of the first two years
    new = SPENDING.mean * (1 + BUYING.expected(24 * MONTH / 7))
    assert found.new_customer == pytest.approx(new)


def test_the_discount_is_per_year():
    assert Params(months=24, discount=0.21).factors[[11, 23]] == pytest.approx([1 / 1.21, 1 / 1.4641])


def test_simple_value_shows_its_factors():
    found = lifetime_value.simple(SHOP, Params(margin=0.25, months=24)).loc["all"]
    # 9 purchases of 340 in all; 4 of them repeats in the years since the five first ones
    years = (364 + 361 + 354 + 14 + 0) / 365.25
    assert found["average_value"] == pytest.approx(340 / 9)
    assert found["per_year"] == pytest.approx(4 / years)
    assert (found["customers"], found["margin"], found["years"]) == (5, 0.25, 2)
    assert found["value"] == pytest.approx(340 / 9 * 4 / years * 0.25 * 2)
    assert found["total"] == pytest.approx(5 * found["value"])


def test_simple_value_of_groups():
    groups = pd.Series({"a": "x", "c": "x", "b": "y", "e": "z"})
    found = lifetime_value.simple(SHOP, Params(), groups)
    assert found.index.tolist() == ["x", "y", "z"]
    assert found["customers"].tolist() == [2, 1, 1]
    assert found.loc["x", "average_value"] == 250 / 5
    assert found.loc["y", "value"] == 0
    # e has been there for a day only: nothing can be said of a year
    assert found.loc["z", ["per_year", "value", "total"]].isna().all()


def test_the_unit_of_time_does_not_matter_to_the_simple_value():
    rows = [("a", 0, 30.0), ("a", 40, 50.0), ("b", 90, 70.0)]
    by_days, by_weeks = (lifetime_value.simple(shop_of(rows, unit), Params()) for unit in ("days", "weeks"))
    pd.testing.assert_frame_equal(by_days, by_weeks)


def test_a_mean_that_may_be_infinite_is_not_used():
    buying, spending = fitted(spending=gamma_gamma.Model(6.0, 0.9, 15.0))
    spending.maximum.parameters.loc["q", "low"] = 0.8
    found = lifetime_value.run(SHOP, buying, spending, Params())
    assert found.customers.at["b", "purchase_value"] == spending.observed == 30
    assert np.isfinite(found.value)
    assert np.isfinite(found.new_customer)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"margin": 0.0}, "margin"),
        ({"margin": 1.1}, "margin"),
        ({"months": 0}, "horizon"),
        ({"months": 121}, "horizon"),
        ({"discount": -0.1}, "discount"),
        ({"discount": 1.5}, "discount"),
    ],
)
def test_wrong_parameters_are_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        Params(**wrong)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", 0, -5.0)], "Nobody bought anything"),
        ([("a", 0, 5.0), ("a", 9, 5.0)], "There is one customer only"),
        ([("a", 0, 5.0), ("b", 0, 5.0)], "All purchases are on one day"),
        ([("a", 0, 5.0), ("b", 9, 5.0)], "None of the 2 customers came back"),
        ([("a", 0, 0.0), ("b", 9, 0.0), ("b", 12, 0.0)], r"None of those who came back \(1\) spent anything"),
        ([("a", 0, 5.0), ("b", 9, 5.0), ("b", 12, 3.0)], "Only one customer came back"),
    ],
)
def test_a_shop_that_has_no_lifetime_value_says_why(rows, words):
    def from_purchases_to_value():
        purchases = shop_of(rows)
        buying = bg_nbd.run(purchases.table, bg_nbd.Params())
        spending = gamma_gamma.run(purchases.table, gamma_gamma.Params())
        return lifetime_value.run(purchases, buying, spending, Params())

    with pytest.raises(CannotFit, match=words):
        from_purchases_to_value()
