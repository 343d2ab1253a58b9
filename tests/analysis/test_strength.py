"""Words for Cramér's V by Cohen's bounds."""

import math

import pytest

from analysis.strength import strength


@pytest.mark.parametrize(
    ("v", "word"),
    [(0.0, "none"), (0.099, "none"), (0.1, "weak"), (0.3, "medium"), (0.5, "strong"), (1.0, "strong")],
)
def test_with_two_rows_the_bounds_are_those_of_w(v: float, word: str) -> None:
    assert strength(v, 2) == word


def test_a_larger_table_needs_less_v_for_the_same_word() -> None:
    # Cohen 1988, p. 224: with five rows a w of 0.30 is a V of 0.15
    assert strength(0.149, 5) == "weak"
    assert strength(0.15, 5) == "medium"


def test_unknown_has_no_word_and_one_row_no_association() -> None:
    assert strength(math.nan, 3) is None
    with pytest.raises(ValueError, match="two rows"):
        strength(0.2, 1)
