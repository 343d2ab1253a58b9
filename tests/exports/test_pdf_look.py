"""The printed report has the light colours of the site."""

import re
from pathlib import Path

import pytest

from charts import theme
from exports.pdf import look

TOKENS = (Path(__file__).parents[2] / "static" / "src" / "css" / "tokens.css").read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ink", look.INK), ("ink-2", look.INK_2), ("line", look.LINE), ("line-strong", look.LINE_STRONG),
        ("wash", look.WASH), ("accent", look.ACCENT), ("accent-wash", look.ACCENT_WASH),
        ("caution", look.CAUTION), ("caution-wash", look.CAUTION_WASH),
    ],
)  # fmt: skip
def test_a_colour_is_that_of_the_page(name: str, value: str) -> None:
    found = re.search(rf"--{name}: light-dark\((#\w{{6}}),", TOKENS)
    assert found
    assert found[1] == value


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (look.INK_2, "#ffffff"),
        (look.CAUTION, look.CAUTION_WASH),
        (look.ACCENT, "#ffffff"),
        (look.INK, look.ACCENT_WASH),
    ],
)
def test_text_has_enough_contrast(ink: str, ground: str) -> None:
    assert theme.contrast(ink, ground) >= 4.5
