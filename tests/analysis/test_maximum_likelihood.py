import numpy as np
import pytest
from scipy.stats import expon, norm

from analysis import maximum_likelihood
from analysis.maximum_likelihood import HIGHEST, CannotFit


def gamma_rate(values):
    """Mean log-likelihood of exponential values by the log of their rate: known by hand, rate = 1 / mean."""

    def function(place):
        rate = np.exp(place[0])
        return float(np.log(rate) - rate * np.mean(values)), np.array([1 - rate * np.mean(values)])

    return function


def test_the_rate_of_exponential_values_is_that_of_the_book():
    values = expon(scale=4).rvs(500, random_state=3)
    found = maximum_likelihood.run(gamma_rate(values), ["rate"], [[5.0], [0.01]], len(values), 0.9)
    rate = 1 / values.mean()
    row = found.parameters.loc["rate"]
    assert row["estimate"] == pytest.approx(rate, rel=1e-9)
    # the information of n exponential values about ln rate is n
    assert row["se"] == pytest.approx(rate / np.sqrt(500), rel=1e-6)
    half = norm.ppf(0.95) / np.sqrt(500)
    assert [row["low"], row["high"]] == pytest.approx([rate * np.exp(-half), rate * np.exp(half)], rel=1e-6)
    assert found.log_likelihood == pytest.approx(expon(scale=1 / rate).logpdf(values).sum())
    assert (found.converged, found.at_limit, found.starts, found.agreeing) == (True, (), 2, 2)


def test_the_better_of_two_hills_is_taken():
    def hills(place):
        x = place[0]
        low, high = np.exp(-((x + 3) ** 2)), 2 * np.exp(-((x - 3) ** 2))
        return float(low + high), np.array([-2 * (x + 3) * low - 2 * (x - 3) * high])

    found = maximum_likelihood.run(hills, ["x"], [[np.exp(-3.5)], [np.exp(2.5)], [np.exp(2.0)]], 10)
    assert np.log(found.parameters.at["x", "estimate"]) == pytest.approx(3, abs=1e-6)
    assert (found.starts, found.agreeing, found.converged) == (3, 2, True)


def test_a_parameter_without_an_end_is_at_its_limit():
    found = maximum_likelihood.run(lambda place: (float(place[0]), np.ones(1)), ["x"], [[1.0]], 10)
    assert found.parameters.at["x", "estimate"] == pytest.approx(HIGHEST)
    assert (found.converged, found.at_limit) == (False, ("x",))
    assert found.parameters.loc["x", ["se", "low", "high"]].isna().all()


def test_a_flat_likelihood_has_not_converged():
    found = maximum_likelihood.run(lambda place: (-1.0, np.zeros(2)), ["x", "y"], [[1.0, 2.0]], 10)
    assert not found.converged
    assert found.parameters["se"].isna().all()


def test_an_error_carries_its_text_and_data():
    error = CannotFit("Only %(n)d came.", {"n": 3})
    assert (str(error), error.text, error.data) == ("Only 3 came.", "Only %(n)d came.", {"n": 3})
    assert CannotFit("Nobody came.").data == {}
