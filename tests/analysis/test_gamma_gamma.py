from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma, pearsonr

from analysis import gamma_gamma
from analysis.gamma_gamma import Model, Params, correlation
from analysis.maximum_likelihood import CannotFit
from tests.analysis import shops

CDNOW = Model(6.25, 3.74, 15.44)


def table_of(*rows):
    return pd.DataFrame(rows, columns=["frequency", "value"])


def shop_of(p, q, v, customers, seed):
    rng = np.random.default_rng(seed)
    x = rng.geometric(0.3, customers)
    rates = rng.gamma(q, 1 / v, customers)
    return pd.DataFrame({"frequency": x, "value": rng.gamma(p * x) / rates / x})


def test_cdnow_gives_the_published_parameters(shared_data: Path) -> None:
    table = shops.cdnow_purchases(shared_data).table
    found = gamma_gamma.run(table, Params())
    estimates = found.maximum.parameters["estimate"]
    assert estimates.round(2).to_dict() == {"p": 6.25, "q": 3.74, "v": 15.44}
    assert found.maximum.converged
    assert (found.customers, found.left_out) == (946, 0)
    # what the readme of the package lifetimes prints for customers 1, 2, 3 and 6 of this table
    expected = found.expected(table)
    assert expected.iloc[[0, 1, 2, 5]].tolist() == pytest.approx([24.66, 18.91, 35.17, 71.46], abs=0.01)
    assert expected.mean() == pytest.approx(35.25, abs=0.01)
    assert found.observed == pytest.approx(35.08, abs=0.005)
    assert found.of_all == found.model.mean == pytest.approx(35.17, abs=0.005)
    # Fader, Hardie & Lee, "RFM and CLV", 2005: the simple correlation is 0.11
    assert found.correlation.r == pytest.approx(0.114, abs=0.0005)
    assert 0.05 < found.correlation.low < found.correlation.r < found.correlation.high < 0.18


# the slow obvious way: integrate over the customer's own rate


def density(model, x, mean):
    """Density of the mean of x purchases: their sum is Gamma(p x, rate ν)."""

    def of_rate(rate):
        return gamma(model.p * x, scale=1 / (x * rate)).pdf(mean) * gamma(model.q, scale=1 / model.v).pdf(
            rate
        )

    return quad(of_rate, 0, np.inf, epsabs=0, epsrel=1e-10, limit=200)[0]


@pytest.mark.parametrize(("x", "mean"), [(1, 12.0), (2, 35.0), (7, 80.0)])
def test_agrees_with_integration_over_the_rates(x, mean):
    found = log_likelihood(CDNOW, table_of((x, mean)))
    assert found == pytest.approx(np.log(density(CDNOW, x, mean)), rel=1e-8)

    def mean_of_rate(rate):
        posterior = gamma(CDNOW.p * x + CDNOW.q, scale=1 / (CDNOW.v + x * mean)).pdf(rate)
        return CDNOW.p / rate * posterior

    expected = quad(mean_of_rate, 0, np.inf, epsabs=0, epsrel=1e-10, limit=200)[0]
    assert CDNOW.expected(table_of((x, mean)))[0] == pytest.approx(expected, rel=1e-7)


def log_likelihood(model, table):
    """The module's own, which it maximises."""
    x, value = table["frequency"].to_numpy(float), table["value"].to_numpy(float)
    purchases = gamma_gamma._Purchases.of(x, value)
    return purchases.log_likelihood(np.log([model.p, model.q, model.v]))[0] * len(x)


POSITIVE = st.floats(-1, 2).map(lambda power: 10.0**power)
CUSTOMERS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 500)), min_size=1, max_size=10)


@given(st.tuples(POSITIVE, POSITIVE, POSITIVE), CUSTOMERS)
def test_the_gradient_is_the_slope(parameters, customers):
    table = table_of(*customers)
    function = gamma_gamma._Purchases.of(
        table["frequency"].to_numpy(float), table["value"].to_numpy(float)
    ).log_likelihood
    place = np.log(parameters)
    slopes = [(function(place + step)[0] - function(place - step)[0]) / 2e-5 for step in np.eye(3) * 1e-5]
    assert function(place)[1] == pytest.approx(slopes, rel=1e-4, abs=1e-5)


@given(CUSTOMERS)
def test_expected_values_lie_between_the_own_mean_and_that_of_all(customers):
    table = table_of(*customers)
    expected = CDNOW.expected(table)
    own, of_all = table["value"], CDNOW.mean
    assert (expected >= np.minimum(own, of_all) * (1 - 1e-12)).all()
    assert (expected <= np.maximum(own, of_all) * (1 + 1e-12)).all()
    # the more purchases, the nearer to the own mean
    more = CDNOW.expected(table.assign(frequency=table["frequency"] + 1))
    assert ((more - own).abs() <= (expected - own).abs() * (1 + 1e-9)).all()


@pytest.mark.parametrize("seed", range(3))
def test_known_parameters_lie_within_their_intervals(seed):
    found = gamma_gamma.run(shop_of(4.0, 5.0, 20.0, 3000, seed), Params(confidence=0.999))
    assert found.maximum.converged
    for name, truth in {"p": 4.0, "q": 5.0, "v": 20.0}.items():
        row = found.maximum.parameters.loc[name]
        assert row["low"] < truth < row["high"]
    assert found.model.mean == pytest.approx(4 * 20 / (5 - 1), rel=0.05)


def test_the_currency_changes_v_and_the_values_only():
    table = shop_of(4.0, 5.0, 20.0, 500, 7)
    rupiah = table.assign(value=table["value"] * 16_000)
    here, there = gamma_gamma.run(table, Params()), gamma_gamma.run(rupiah, Params())
    factors = pd.Series({"p": 1, "q": 1, "v": 16_000})
    pd.testing.assert_frame_equal(
        there.maximum.parameters, here.maximum.parameters.mul(factors, axis=0), rtol=1e-7
    )
    assert there.maximum.log_likelihood == pytest.approx(here.maximum.log_likelihood - 500 * np.log(16_000))
    pd.testing.assert_series_equal(there.expected(rupiah), here.expected(table) * 16_000)


def test_who_never_came_back_or_paid_is_expected_to_spend_the_mean_of_all():
    shop = pd.concat([shop_of(4.0, 5.0, 20.0, 500, 7), table_of((0, np.nan), (2, 0.0), (3, -4.0))])
    found = gamma_gamma.run(shop.reset_index(drop=True), Params())
    assert (found.customers, found.left_out) == (500, 2)
    expected = found.expected(shop)
    assert expected.tolist()[-3:] == [found.model.mean] * 3


def test_a_mean_that_may_be_infinite_is_replaced_by_the_observed_one():
    found = gamma_gamma.run(shop_of(3.0, 0.8, 2.0, 400, 1), Params())
    assert found.maximum.parameters.at["q", "low"] < 1
    assert found.of_all == found.observed
    assert Model(3.0, 0.8, 2.0).mean == np.inf
    # p x + q is 1 or less: even the own mean does not help
    assert Model(0.1, 0.8, 2.0).expected(table_of((1, 5.0), (9, 5.0)))[0] == np.inf


def test_correlation_is_that_of_scipy():
    table = shop_of(4.0, 5.0, 20.0, 200, 3)
    x, value = table["frequency"].to_numpy(float), table["value"].to_numpy(float)
    found = correlation(x, value, 0.9)
    limits = pearsonr(x, value).confidence_interval(0.9)
    assert [found.r, found.low, found.high] == pytest.approx(
        [pearsonr(x, value).statistic, limits.low, limits.high]
    )
    assert correlation(x, x).low == 1
    for unknown in (correlation(x[:3], value[:3]), correlation(x, np.full(200, 2.0))):
        assert np.isnan([unknown.r, unknown.low, unknown.high]).all()


def test_equal_values_have_no_maximum_and_say_so():
    found = gamma_gamma.run(table_of(*[(k, 10.0) for k in range(1, 20)]), Params())
    assert not found.maximum.converged
    assert found.maximum.at_limit
    assert np.isnan(found.correlation.r)
    assert found.expected(table_of((1, 10.0), (0, np.nan))).tolist() == pytest.approx([10, 10], rel=0.01)


@pytest.mark.parametrize(
    ("rows", "words", "data"),
    [
        ([], "Nobody came back on another day", {}),
        ([(0, np.nan), (0, np.nan)], "Nobody came back on another day", {}),
        ([(1, 0.0), (2, 0.0), (0, np.nan)], r"None of those who came back \(2\) spent", {"customers": 2}),
        ([(1, -5.0)], r"None of those who came back \(1\) spent", {"customers": 1}),
        ([(1, 5.0), (2, 0.0)], "Only one customer came back and spent something", {}),
    ],
)
def test_impossible_shops_say_what_to_do(rows, words, data):
    with pytest.raises(CannotFit, match=words) as caught:
        gamma_gamma.run(table_of(*rows), Params())
    assert caught.value.data == data


def test_impossible_values_are_refused():
    with pytest.raises(ValueError, match="finite value"):
        gamma_gamma.run(table_of((1, np.inf), (2, 3.0)), Params())
    with pytest.raises(ValueError, match="above zero"):
        Model(1.0, np.inf, 1.0)
