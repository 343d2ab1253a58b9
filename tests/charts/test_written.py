"""Numbers of figures as they are read, beside Python's own formatting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import written


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.85, "+.2f", "+0.85"),
        (-0.4, "+.2f", "−0.40"),
        (0.001, "+.2f", "0.00"),
        (1_234.5, ",.1f", "1,234.5"),
        (1_234.0, ",~f", "1,234"),
        (-2.0, ".0f", "−2"),
    ],
)
def test_a_number_has_the_form_that_is_asked_for(value, form, text):
    assert written.number(value, form, ".,") == text


@given(st.floats(-1e6, 1e6))
def test_a_plus_stands_only_before_what_is_above_zero(value):
    said = written.number(value, "+,.2f", ".,")
    shown = round(abs(value), 2)
    assert said.startswith("+") == (value > 0 and f"{shown:.2f}" != "0.00")
    assert said.lstrip("+−").replace(",", "") == f"{abs(value):.2f}"
