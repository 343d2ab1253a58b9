from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln, hyp2f1
from scipy.stats import beta, gamma

from analysis import bg_nbd, repeat_purchases
from analysis.bg_nbd import Model, Params
from analysis.maximum_likelihood import CannotFit
from tests.analysis import shops

CDNOW = Model(0.2426, 4.4136, 0.7929, 2.4259)


def table_of(*rows):
    return pd.DataFrame(rows, columns=["frequency", "recency", "T"])


def test_cdnow_gives_the_published_parameters(shared_data: Path) -> None:
    found = bg_nbd.run(shops.cdnow_purchases(shared_data).table, Params())
    table = found.maximum.parameters
    published = {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}
    for name, value in published.items():
        assert table.at[name, "estimate"] == pytest.approx(value, abs=0.0005)
    assert found.maximum.log_likelihood == pytest.approx(-9582.43, abs=0.005)
    assert found.maximum.converged
    assert (found.maximum.starts, found.maximum.agreeing, found.maximum.at_limit) == (2, 2, ())
    assert (found.customers, found.repeaters) == (2357, 946)
    assert found.groups < 946


def test_standard_errors_are_those_of_the_papers_likelihood():
    """Second differences of the plain formula by r, α, a and b themselves, not by their logs."""
    table = shops.summary(shops.buyers(0.8, 6, 0.9, 3, 400, 60, seed=3), 60)
    found = bg_nbd.run(table, Params()).maximum.parameters
    estimate = found["estimate"].to_numpy()
    customers = [(int(x), recency, age) for x, recency, age in table.to_numpy()]

    def at(place):
        return sum(np.log(formula(Model(*place), *customer)) for customer in customers)

    steps = np.diag(estimate * 1e-3)
    second = [
        [(at(estimate + s + t) - at(estimate + s - t) - at(estimate - s + t) + at(estimate - s - t))
         / (4 * s.sum() * t.sum()) for t in steps]
        for s in steps
    ]  # fmt: skip
    errors = np.sqrt(np.diag(np.linalg.inv(-np.array(second))))
    assert found["se"].tolist() == pytest.approx(errors, rel=1e-3)


def test_the_unit_of_time_changes_alpha_only(shared_data: Path) -> None:
    daily = shops.cdnow(shared_data)
    found = {}
    for unit in ("days", "weeks"):
        params = repeat_purchases.Params(calibration_end=date(1997, 9, 30), unit=unit)
        found[unit] = bg_nbd.run(repeat_purchases.run(daily, params).table, Params()).maximum
    days, weeks = found["days"], found["weeks"]
    factors = pd.Series({"r": 1, "alpha": 7, "a": 1, "b": 1})
    pd.testing.assert_frame_equal(days.parameters, weeks.parameters.mul(factors, axis=0), rtol=1e-7)
    # each of the 2,457 repeat purchases is spread over seven times as many units
    assert weeks.log_likelihood - days.log_likelihood == pytest.approx(2457 * np.log(7))


def test_a_customer_of_the_papers_spreadsheet() -> None:
    """Fader & Hardie, note 004 ("Implementing the BG/NBD Model in Excel"): x = 2, t_x = 30.43, T = 38.86,
    1.226 purchases expected in the next 39 weeks."""
    assert CDNOW.conditional(table_of((2, 30.43, 38.86)), 39)[0] == pytest.approx(1.226, abs=0.0005)
    # and what the sheet expects of a new customer after these weeks
    published = {0.1429: 0.0078, 1.0: 0.0532, 3.0: 0.1506, 31.8571: 1.0405, 32.0: 1.0437}
    assert CDNOW.expected(list(published)) == pytest.approx(list(published.values()), abs=0.0001)
    # after 78 weeks it says 1.8576: the sum of the first 150 terms of 2F1, which is that much too low
    assert CDNOW.expected(78.0) == pytest.approx(1.8580, abs=0.0001)


# the slow obvious way: the customer's story for one λ and one p, averaged over both by numerical integration


def of_one(x, recency, age, rate, p):
    """Likelihood of a customer with this λ and p who is still alive, or who left at the last purchase."""
    alive = (1 - p) ** x * rate**x * np.exp(-rate * age)
    return alive, p * (1 - p) ** (x - 1) * rate**x * np.exp(-rate * recency) if x else 0 * alive


def averaged(model, function, steps=1500):
    """Mean of a function of λ and p over their distributions, by midpoints of equally probable steps."""
    middle = (np.arange(steps) + 0.5) / steps
    rates, leaving = gamma(model.r, scale=1 / model.alpha).ppf(middle), beta(model.a, model.b).ppf(middle)
    return function(rates[:, None], leaving[None, :]).mean()


ORACLE = Model(1.3, 6.0, 1.2, 2.5)


@pytest.mark.parametrize("customer", [(0, 0.0, 8.0), (1, 2.0, 9.0), (3, 7.5, 8.0)])
def test_agrees_with_integration_over_both_distributions(customer):
    alive = averaged(ORACLE, lambda rate, p: of_one(*customer, rate, p)[0])
    left = averaged(ORACLE, lambda rate, p: of_one(*customer, rate, p)[1])
    time = 5.0
    later = averaged(ORACLE, lambda rate, p: of_one(*customer, rate, p)[0] * -np.expm1(-rate * p * time) / p)
    table = table_of(customer)
    assert ORACLE.p_alive(table)[0] == pytest.approx(alive / (alive + left), rel=1e-4)
    assert ORACLE.conditional(table, time)[0] == pytest.approx(later / (alive + left), rel=1e-4)
    assert log_likelihood(ORACLE, table) == pytest.approx(np.log(alive + left), rel=1e-4)


def log_likelihood(model, table, weights=None):
    """The module's own, which it maximises."""
    x, recency, age = bg_nbd._columns(table)
    n = np.ones(len(x)) if weights is None else np.asarray(weights, float)
    place = np.log([model.r, model.alpha, model.a, model.b])
    return bg_nbd._Groups.of(x, recency, age, n).log_likelihood(place)[0] * n.sum()


POSITIVE = st.floats(-2, 2).map(lambda power: 10.0**power)
MODELS = st.builds(Model, POSITIVE, POSITIVE, POSITIVE, POSITIVE)
CUSTOMERS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 20), st.integers(0, 9)).map(
        lambda drawn: (drawn[0], float(drawn[1]) if drawn[0] else 0.0, float(drawn[1] + drawn[2]))
    ),
    min_size=1,
    max_size=12,
)


def formula(model, x, recency, age):
    """Equation 6 of the paper, written down as it stands."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    rate = gamma_ratio(r, x) * alpha**r
    alive = np.exp(betaln(a, b + x) - betaln(a, b)) * rate / (alpha + age) ** (r + x)
    left = np.exp(betaln(a + 1, b + x - 1) - betaln(a, b)) * rate / (alpha + recency) ** (r + x) if x else 0
    return alive + left


def gamma_ratio(r, x):
    return np.prod([r + i for i in range(x)])


@given(MODELS, CUSTOMERS)
def test_the_likelihood_is_that_of_the_paper_and_weights_are_repeated_rows(model, customers):
    expected = sum(np.log(formula(model, *customer)) for customer in customers)
    assert log_likelihood(model, table_of(*customers)) == pytest.approx(expected, rel=1e-7, abs=1e-7)
    twice = log_likelihood(model, table_of(*customers), np.full(len(customers), 2))
    assert twice == pytest.approx(log_likelihood(model, table_of(*customers, *customers)), rel=1e-9)


@given(MODELS, CUSTOMERS)
def test_the_gradient_is_the_slope(model, customers):
    x, recency, age = bg_nbd._columns(table_of(*customers))
    function = bg_nbd._Groups.of(x, recency, age, np.ones(len(x))).log_likelihood
    place = np.log([model.r, model.alpha, model.a, model.b])
    steps = np.eye(4) * 1e-5
    slopes = [(function(place + step)[0] - function(place - step)[0]) / 2e-5 for step in steps]
    assert function(place)[1] == pytest.approx(slopes, rel=1e-4, abs=1e-6)


def with_2f1(model, time):
    """Equation 9 of the paper, which divides by a - 1."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    power = (alpha / (alpha + time)) ** r
    return (a + b - 1) / (a - 1) * (1 - power * hyp2f1(r, b, a + b - 1, time / (alpha + time)))


def conditional_with_2f1(model, x, recency, age, time):
    """Equation 10 of the paper."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    power = ((alpha + age) / (alpha + age + time)) ** (r + x)
    series = hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + age + time))
    left = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x) if x else 0
    return (a + b + x - 1) / (a - 1) * (1 - power * series) / (1 + left)


@pytest.mark.parametrize("model", [CDNOW, ORACLE, Model(3.0, 20.0, 2.4, 0.8)])
def test_expected_purchases_are_those_of_the_paper(model):
    for time in (0.5, 4.0, 39.0, 200.0):
        assert model.expected(time) == pytest.approx(with_2f1(model, time), rel=1e-9)
        for customer in [(0, 0.0, 30.0), (1, 3.0, 30.0), (12, 28.0, 30.0)]:
            expected = conditional_with_2f1(model, *customer, time)
            assert model.conditional(table_of(customer), time)[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "model", [Model(0.5, 2, 1.0, 2), Model(0.5, 2, 0.2, 0.3), Model(0.5, 2, 1, 1e-3), Model(40, 2, 0.01, 30)]
)
def test_expected_purchases_where_the_papers_formula_has_no_value(model):
    def of_p(p):
        return -np.expm1(-model.r * np.log1p(p * 30 / model.alpha)) / p

    a, b = model.a, model.b
    # p and 1 - p on a log scale, since the density may be infinite at 0 and 1; nearer than e^-30 p is the end
    low = quad(lambda s: of_p(np.exp(s)) * np.exp(a * s + (b - 1) * np.log1p(-np.exp(s))),
               -30, np.log(0.5), limit=500, epsabs=0, epsrel=1e-11)[0]  # fmt: skip
    high = quad(lambda s: of_p(-np.expm1(s)) * np.exp(b * s + (a - 1) * np.log(-np.expm1(s))),
                -30, np.log(0.5), limit=500, epsabs=0, epsrel=1e-11)[0]  # fmt: skip
    ends = model.r * 30 / model.alpha * np.exp(-30 * a) / a + of_p(1.0) * np.exp(-30 * b) / b
    assert model.expected(30.0) == pytest.approx((low + high + ends) / np.exp(betaln(a, b)), rel=1e-8)


@settings(max_examples=40)
@given(MODELS, CUSTOMERS, st.floats(0, 100))
def test_what_is_expected_is_possible(model, customers, time):
    table = table_of(*customers)
    alive, later = model.p_alive(table), model.conditional(table, time)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (alive[table["frequency"] == 0] == 1).all()
    # never more than a customer who cannot leave would buy
    rate = (model.r + table["frequency"]) / (model.alpha + table["T"])
    assert ((later >= 0) & (later <= alive * rate * time * (1 + 1e-9))).all()
    assert (model.conditional(table, time + 1) >= later * (1 - 1e-9)).all()
    waiting = table.assign(T=table["T"] + 5)
    assert (model.p_alive(waiting) <= alive).all()


def test_expected_takes_times_of_any_shape():
    assert CDNOW.expected(0) == 0
    assert CDNOW.expected([]).tolist() == []
    square = CDNOW.expected([[0, 1], [10, 39]])
    assert square.shape == (2, 2)
    assert square[1, 1] == CDNOW.expected(39)


def test_many_purchases_do_not_overflow():
    table = table_of((2000, 729.9, 730.0), (2000, 700.0, 730.0), (1, 0.1, 100_000.0))
    assert CDNOW.p_alive(table).tolist() == pytest.approx([0.9995, 0, 0], abs=0.0001)
    later = CDNOW.conditional(table, 365)
    # one in 2,500 leaves after a purchase, so somewhat fewer than half of 2,000
    assert 700 < later[0] < 1000
    assert later[1:].tolist() == pytest.approx([0, 0], abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_known_parameters_lie_within_their_intervals(seed):
    truth = Model(0.8, 6.0, 0.9, 3.0)
    shop = shops.buyers(0.8, 6.0, 0.9, 3.0, customers=4000, until=104, seed=seed)
    table = shops.summary(shop, 78)
    table = table[table["T"] > 0]
    found = bg_nbd.run(table, Params(confidence=0.999))
    assert found.maximum.converged
    for name, row in found.maximum.parameters.iterrows():
        assert row["low"] < getattr(truth, name) < row["high"]
    later = sum(len([t for t in times if 78 < first + t <= 104]) for first, times in shop if first < 78)
    assert found.model.conditional(table, 26).sum() == pytest.approx(later, rel=0.06)
    # whether somebody left is never seen, but it is known here
    once_more = truth.p_alive(table)
    assert found.model.p_alive(table).corr(once_more) > 0.99


def test_weights_and_the_order_of_rows_do_not_matter():
    table = shops.summary(shops.buyers(0.8, 6, 0.9, 3, 300, 60, seed=5), 60).round({"recency": 0, "T": 0})
    table = table[(table["frequency"] == 0) | (table["recency"] > 0)]
    table["recency"] = table[["recency", "T"]].min(axis=1)
    counted = table.value_counts().rename("n").reset_index()
    weighted = bg_nbd.run(counted, Params(), weights=counted["n"])
    plain = bg_nbd.run(table.sample(frac=1, random_state=1), Params())
    pd.testing.assert_frame_equal(weighted.maximum.parameters, plain.maximum.parameters, rtol=1e-6)
    assert (weighted.customers, weighted.repeaters) == (plain.customers, plain.repeaters)


@pytest.mark.parametrize(
    ("shop", "limit"),
    [
        # nobody ever leaves, and everybody who bought again left at once
        ([(k, 9.0, 10.0) for k in range(1, 7)] * 30 + [(0, 0.0, 10.0)] * 20, "b"),
        ([(1, 1.0, 500.0)] * 50 + [(0, 0.0, 500.0)] * 10, "a"),
    ],
)
def test_shops_without_a_maximum_say_so(shop, limit):
    found = bg_nbd.run(table_of(*shop), Params())
    assert not found.maximum.converged
    assert limit in found.maximum.at_limit
    assert np.isfinite(found.model.conditional(table_of(*shop), 10)).all()


@settings(max_examples=15)
@given(CUSTOMERS)
def test_any_possible_table_is_fitted_or_refused(customers):
    table = table_of(*customers)
    if len(table) == 1 or not table["frequency"].any():
        with pytest.raises(CannotFit):
            bg_nbd.run(table, Params())
        return
    found = bg_nbd.run(table, Params())
    assert np.isfinite(found.maximum.log_likelihood)
    assert np.isfinite(found.model.conditional(table, 10)).all()


@pytest.mark.parametrize(
    ("rows", "words", "data"),
    [
        ([], "There are no customers", {}),
        ([(2, 3.0, 5.0)], "There is one customer only", {}),
        ([(0, 0.0, 0.0), (0, 0.0, 0.0)], "All purchases are on one day", {"customers": 2}),
        ([(0, 0.0, 5.0), (0, 0.0, 4.0)], "None of the 2 customers came back", {"customers": 2}),
    ],
)
def test_impossible_shops_say_what_to_do(rows, words, data):
    with pytest.raises(CannotFit, match=words) as caught:
        bg_nbd.run(table_of(*rows), Params())
    assert caught.value.data == data


@pytest.mark.parametrize(
    "row", [(1, 0.0, 5.0), (0, 2.0, 5.0), (1, 6.0, 5.0), (1, 2.0, np.inf), (-1, 2.0, 5.0)]
)
def test_impossible_rows_are_refused(row):
    with pytest.raises(ValueError, match="must"):
        bg_nbd.run(table_of((1, 2.0, 5.0), row), Params())
    with pytest.raises(ValueError, match="above zero"):
        Model(0.0, 1.0, 1.0, 1.0)


def test_every_start_reaches_the_maximum_of_an_ordinary_shop(monkeypatch):
    table = shops.summary(shops.buyers(0.8, 6, 0.9, 3, 800, 60, seed=2), 60)
    estimates = []
    for start in bg_nbd._STARTS:
        monkeypatch.setattr(bg_nbd, "_STARTS", (start,))
        estimates.append(bg_nbd.run(table, Params()).maximum.parameters["estimate"].tolist())
    assert len(estimates) == 4
    assert all(found == pytest.approx(estimates[0], rel=1e-6) for found in estimates)
