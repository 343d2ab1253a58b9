import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp1f1, roots_jacobi

from analysis import beta_quadrature

SHAPES = st.floats(-4, 5).map(lambda power: 10.0**power)


@given(SHAPES, SHAPES, st.integers(1, 80))
def test_weights_are_shares_and_points_lie_inside(a, b, points):
    places, weights = beta_quadrature.run(a, b, points)
    assert len(places) == len(weights) == points
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert ((places > 0) & (places <= 1)).all()


@given(SHAPES, SHAPES)
def test_the_first_moments_are_exact(a, b):
    places, weights = beta_quadrature.run(a, b, 3)
    moment = 1.0
    for power in range(1, 6):
        moment *= (a + power - 1) / (a + b + power - 1)
        assert weights @ places**power == pytest.approx(moment, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize(("a", "b"), [(0.79, 2.43), (1, 1), (0.5, 0.5), (30, 4), (0.1, 12)])
def test_agrees_with_scipy_where_that_does_not_overflow(a, b):
    x, weights = roots_jacobi(24, b - 1, a - 1)
    places, shares = beta_quadrature.run(a, b, 24)
    assert places == pytest.approx((1 + x) / 2, abs=1e-12)
    assert shares == pytest.approx(weights / weights.sum(), abs=1e-12)


def test_averages_a_function_over_the_density():
    places, weights = beta_quadrature.run(2.5, 4.0, 20)
    # the moment generating function of the Beta distribution
    assert weights @ np.exp(-3 * places) == pytest.approx(hyp1f1(2.5, 6.5, -3), rel=1e-12)
