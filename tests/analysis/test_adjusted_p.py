import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis.adjusted_p import CORRECTIONS, benjamini_hochberg, holm

several = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_the_textbook_example():
    # R: p.adjust(c(.01, .04, .03, .005), "holm") and "BH"
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def slow_holm(p):
    """Holm's steps: the smallest against all, the next against one fewer, and never below one before it."""
    found, worst = {}, 0.0
    for step, at in enumerate(sorted(range(len(p)), key=lambda one: p[one])):
        worst = max(worst, min(1.0, p[at] * (len(p) - step)))
        found[at] = worst
    return [found[at] for at in range(len(p))]


@given(several)
def test_both_equal_another_implementation(p):
    assert holm(p).tolist() == pytest.approx(slow_holm(p))
    assert benjamini_hochberg(p).tolist() == pytest.approx(false_discovery_control(p, method="bh").tolist())


@given(several, st.randoms())
def test_adjusting_raises_keeps_the_order_and_does_not_depend_on_it(p, chance):
    places = list(range(len(p)))
    chance.shuffle(places)
    for adjust in CORRECTIONS.values():
        found = adjust(p)
        assert ((found >= np.array(p) - 1e-15) & (found <= 1)).all()
        assert (np.diff(found[np.argsort(p, kind="stable")]) >= 0).all()
        assert adjust(np.array(p)[places]).tolist() == found[places].tolist()
    assert (benjamini_hochberg(p) <= holm(p) + 1e-12).all()


@pytest.mark.parametrize("adjust", CORRECTIONS.values())
def test_what_is_not_compared_is_not_counted(adjust):
    p = np.array([[0.01, np.nan, 0.03, 0.2], [np.nan] * 4])
    found = adjust(p)
    assert found[0, [0, 2, 3]].tolist() == adjust(p[0, [0, 2, 3]]).tolist()
    assert np.isnan(found[0, 1])
    assert np.isnan(found[1]).all()
    assert adjust([]).tolist() == []


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.1, 1.1])
