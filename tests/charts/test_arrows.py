"""The loyalty matrix as text."""

import pytest

from charts import arrows, fonts


def test_each_variable_has_its_sign_in_the_order_given():
    assert arrows.loyalty({"L": 1, "R": -1, "F": 1, "M": 0}) == "L↑ R↓ F↑ M≈"
    assert arrows.loyalty({}) == ""


@pytest.mark.parametrize(("direction", "sign"), [(3, "↑"), (-2, "↓"), (0, "≈")])
def test_a_direction_is_a_sign(direction, sign):
    assert arrows.arrow(direction) == sign


@pytest.mark.usefixtures("_fonts")
def test_print_has_a_font_for_every_sign():
    said = "".join(part for _font, part in fonts.runs(arrows.UP + arrows.DOWN + arrows.NEAR))
    assert fonts.BOX not in said
