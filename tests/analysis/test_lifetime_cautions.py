import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import bg_nbd, gamma_gamma, holdout, lifetime_cautions, lifetime_value, repeat_purchases
from analysis.gamma_gamma import Correlation
from analysis.lifetime_cautions import base, fit, forecast, horizon, leaving, related, seasons, values
from tests.analysis import shops
from tests.analysis.test_lifetime_value import SHOP, fitted
from tests.analysis.test_purchase_seasons import STEADY, shop_of


def said(cautions):
    return [text % data for text, data in cautions]


def test_cdnow_is_trusted_but_for_two_things(shared_data: Path) -> None:
    purchases = shops.cdnow_purchases(shared_data)
    buying = bg_nbd.run(purchases.table, bg_nbd.Params())
    spending = gamma_gamma.run(purchases.table, gamma_gamma.Params())
    check = holdout.run(purchases, buying.model, holdout.Params())
    params = lifetime_value.Params(months=24)
    together, longer = said(lifetime_cautions.run(purchases, buying, spending, params, check))
    assert together.startswith("How much and how often customers buy go together a little (r = 0.11")
    assert longer.startswith("The horizon of 24 months is longer than the 9.0 months of data")
    assert lifetime_cautions.run(purchases, buying) == ()


def test_few_customers_who_came_back():
    buying, _ = fitted()
    assert base(buying) == []
    [text] = said(base(replace(buying, repeaters=29)))
    assert text == "Only 29 of 100 customers came back: below 30 this is a hint at most."


def test_a_fit_without_end_and_one_without_convergence():
    maximum = fitted()[0].maximum
    assert fit(maximum, "BG/NBD") == []
    lost = replace(maximum, converged=False, at_limit=("a", "b"))
    assert said(fit(lost, "BG/NBD")) == [
        "The BG/NBD model has no best fit: a, b ran to the limit. Do not use its numbers."
    ]
    assert said(fit(replace(maximum, converged=False), "Gamma-Gamma")) == [
        "The Gamma-Gamma model did not converge. Do not use its numbers."
    ]
    alone = said(fit(replace(maximum, agreeing=1, starts=4), "BG/NBD"))
    assert alone == ["Only one of 4 starts of the BG/NBD model led to this fit: it may not be the best."]


def test_a_parameter_that_is_hardly_known():
    maximum = fitted()[0].maximum
    maximum.parameters.loc["b", ["low", "high"]] = [0.1, 7.0]
    [(text, data)] = fit(maximum, "BG/NBD")
    assert text.startswith("%(name)s of the %(model)s model is hardly known")
    assert data == {"name": "b", "model": "BG/NBD", "low": 0.1, "high": 7.0}


@pytest.mark.parametrize(("a", "b", "names"), [(0.8, 2, []), (0.001, 2, ["a"]), (150, 200, ["a", "b"])])
def test_extreme_a_or_b(a, b, names):
    buying, _ = fitted(buying=bg_nbd.Model(0.3, 4.0, a, b))
    assert [data["name"] for _, data in leaving(buying)] == names
    assert leaving(replace(buying, maximum=replace(buying.maximum, converged=False))) == []


@pytest.mark.parametrize(
    ("correlation", "words"),
    [
        (Correlation(0.05, 0.01, 0.09), None),
        (Correlation(0.4, -0.1, 0.7), None),
        (Correlation(np.nan, np.nan, np.nan), None),
        (Correlation(-0.2, -0.3, -0.1), "a little .r = -0.2, -0.3 to -0.1.; .* somewhat off"),
        (Correlation(0.4, 0.3, 0.5), "do not use its values"),
    ],
)
def test_value_and_frequency_go_together(correlation, words):
    found = said(related(correlation))
    assert len(found) == (words is not None)
    assert all(re.search(words, text) for text in found)


def test_values_that_are_not_in_the_model():
    _, spending = fitted()
    assert values(spending) == []
    assert said(values(replace(spending, left_out=3))) == [
        "Customers who came back but spent nothing: 3. They are given the mean value."
    ]
    spending.maximum.parameters.loc["q", "low"] = 0.9
    [text] = said(values(spending))
    assert text.startswith("A few very large purchases leave the mean value open (q = 3.74)")


def test_a_horizon_longer_than_the_data():
    # 365 days
    assert horizon(SHOP, lifetime_value.Params(months=12)) == []
    [text] = said(horizon(SHOP, lifetime_value.Params(months=13)))
    assert text.startswith("The horizon of 13 months is longer than the 12.0 months of data")


def check_of(**changed):
    rows = [("a", 0, 1.0), ("a", 7, 1.0), ("b", 1, 1.0), ("b", 9, 1.0), ("a", 20, 1.0)]
    table = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    table["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(table["day"], unit="D")
    params = repeat_purchases.Params(calibration_end=pd.Timestamp("2025-01-11").date())
    found = holdout.run(repeat_purchases.run(table, params), fitted()[0].model, holdout.Params())
    return replace(found, **changed)


def test_a_hold_out_that_came_otherwise():
    good = {"expected": 95.0, "actual": 100, "customer_error": 0.7, "customer_error_own_rate": 0.9}
    assert forecast(check_of(**good)) == []
    [text] = said(forecast(check_of(**{**good, "expected": 70.04})))
    assert text == "In the hold-out 70.0 purchases were expected and 100 came: do not rely on totals."
    assert len(forecast(check_of(**{**good, "actual": 0}))) == 1
    [text] = said(forecast(check_of(**{**good, "customer_error": 0.9})))
    assert text.startswith(
        "The model is no better than each customer's own past rate (mean error 0.9 against 0.9"
    )


def test_seasons_that_return_and_months_that_may():
    assert seasons(shop_of(2), STEADY) == []
    assert said(seasons(shop_of(2, busy={(2024, 4), (2025, 4)}), STEADY)) == [
        "Purchases follow seasons (months: 4), which the model does not know."
    ]
    [text] = said(seasons(shop_of(1, busy={(2024, 4)}), STEADY))
    assert text.startswith("Unusual months: 2024-04. With less than two years of data")
    # once in two years is no season
    assert seasons(shop_of(2, busy={(2024, 4)}), STEADY) == []
