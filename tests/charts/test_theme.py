from pathlib import Path

import pytest

from charts import theme

TOKENS = Path(__file__).parents[2] / "static/src/css/tokens.css"
SCHEMES = ("light", "dark")
MUTED = {"light": "#b4bac2", "dark": "#555c66"}
INK = {"light": "#14181f", "dark": "#eceef1"}


@pytest.mark.parametrize("paper", [theme.LIGHT_PAPER, theme.DARK_PAPER])
@pytest.mark.parametrize("colour", [theme.OTHERS, theme.OUTLINE, theme.SELECTED])
def test_marks_without_a_token_stand_out_on_both_papers(colour, paper):
    assert theme.contrast(colour, paper) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_medium_and_high_stand_out_and_low_by_its_edge(scheme):
    paper = theme.PAPERS[scheme]
    low, medium, high = theme.LEVEL_VALUES[scheme]
    assert theme.contrast(medium, paper) >= 3
    assert theme.contrast(high, paper) >= 3
    assert theme.contrast(low, paper) < 3, "then it needs no edge"
    assert theme.contrast(theme.EDGE_VALUES[scheme], paper) >= 3


def test_the_style_sheet_has_the_same_values():
    css = TOKENS.read_text()
    names = ("level-low", "level-medium", "level-high", "level-edge")
    pairs = zip(
        *([*theme.LEVEL_VALUES[scheme], theme.EDGE_VALUES[scheme]] for scheme in SCHEMES), strict=True
    )
    for name, (light, dark) in zip(names, pairs, strict=True):
        assert f"--{name}: light-dark({light}, {dark});" in css
    for place, name in enumerate(("against-low", "against-medium", "against-high")):
        light, dark = (theme.AGAINST_VALUES[scheme][place] for scheme in SCHEMES)
        assert f"--{name}: light-dark({light}, {dark});" in css
    assert f"--muted: light-dark({MUTED['light']}, {MUTED['dark']});" in css
    assert f"--paper: light-dark({theme.LIGHT_PAPER}, {theme.DARK_PAPER});" in css


def test_contrast_is_that_of_the_standard():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("k", range(2, 11))
def test_levels_leave_the_paper_from_low_to_high(k, scheme):
    colours = theme.level_colours(k)
    values = [theme.contrast(theme.level_value(one, scheme), theme.PAPERS[scheme]) for one in colours]
    assert len(set(colours)) == len(set(values)) == k
    assert values == sorted(values)
    assert (colours[0], colours[-1]) == (theme.LEVELS[0], theme.LEVELS[-1])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_neighbouring_levels_are_told_apart_in_greyscale(scheme):
    low, medium, high = theme.LEVEL_VALUES[scheme]
    assert theme.contrast(low, medium) >= 2.4
    assert theme.contrast(medium, high) >= 2.4
    assert [theme.level_pattern(level) for level in range(3)] == list(theme.PATTERNS)
    assert len(set(theme.PATTERNS)) == 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_steps_between_lie_between(scheme):
    assert theme.level_colours(4)[1] == "var(--level-33)"
    low, medium, _high = theme.LEVEL_VALUES[scheme]
    assert theme.level_value(theme.LEVELS[1], scheme) == medium
    between = theme.level_value("var(--level-33)", scheme)
    assert theme.contrast(low, between) > 1.2
    assert theme.contrast(between, medium) > 1.2


def test_the_eight_colours_are_those_of_okabe_and_ito():
    assert len(set(theme.OKABE_ITO)) == 8
    weak = {
        colour
        for colour in theme.OKABE_ITO
        if min(theme.contrast(colour, paper) for paper in (theme.LIGHT_PAPER, theme.DARK_PAPER)) < 3
    }
    # these rely on the outline of their marks
    assert weak == {"#e69f00", "#56b4e9", "#f0e442", "#000000"}


def test_no_text_or_background_colour_is_fixed():
    layout = theme.figure([], "en").layout.template.layout
    assert layout == theme.TEMPLATE.layout
    assert layout.font.color is None
    assert layout.hoverlabel.font.color is None
    assert layout.paper_bgcolor == layout.plot_bgcolor == theme.CLEAR
    assert layout.xaxis.tickfont.color is None


@pytest.mark.parametrize(("language", "signs"), [("id", ",."), ("en", ".,"), ("en-us", ".,"), ("fr", ".,")])
def test_separators_are_decimal_then_thousands(language, signs):
    assert theme.separators(language) == signs


def test_stepped_scale_gives_each_level_its_colour():
    assert theme.stepped_scale(2) == [
        [0, theme.LEVELS[0]], [0.5, theme.LEVELS[0]], [0.5, theme.LEVELS[2]], [1, theme.LEVELS[2]],
    ]  # fmt: skip


@pytest.mark.parametrize("k", [0, 11])
def test_impossible_numbers_of_levels_are_refused(k):
    with pytest.raises(ValueError):
        theme.level_colours(k)


@pytest.mark.parametrize("colour", [*theme.OKABE_ITO, theme.OTHERS])
def test_text_on_marks_is_readable(colour):
    assert theme.contrast(theme.text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("place", range(0, 101, 5))
def test_text_on_every_level_is_readable(place, scheme):
    """The browser takes black or white by the contrast, as text_on does for a plain colour."""
    token = theme.level_token(place / 100)
    assert theme.text_on(token) == token.replace("--level", "--on-level")
    value = theme.level_value(token, scheme)
    assert theme.contrast(theme.text_on(value), value) >= 4.5


@pytest.mark.parametrize(("language", "text"), [("id", "95,1\u00a0%"), ("en", "95.1%")])
def test_percentages_are_written_as_in_texts(language, text):
    assert theme.percent(95.08, language) == text
    assert text.endswith(theme.percent_sign(language))


def test_cells_of_tables_have_the_colours_of_heat_maps():
    """static/src/css/heat.css: each step of 2 to 10 levels, with black or white on it as text_on says."""
    places = {round(100 * level / (k - 1)) for k in range(2, 11) for level in range(k)}
    css = (Path(__file__).parents[2] / "static/src/css/heat.css").read_text()
    for place in sorted(places):
        token = theme.level_token(place / 100)
        light, dark = (theme.text_on(theme.level_value(token, scheme)) for scheme in SCHEMES)
        cell = f"--cell: {_mixed(place)}; --cell-ink: light-dark({light}, {dark})"
        assert f".heat-{place} {{ {cell}; }}" in css


def _mixed(place):
    """The colour between two levels, in the sheet's own words."""
    if place in (0, 50, 100):
        return theme.level_token(place / 100)
    low, high = ("low", "medium") if place < 50 else ("medium", "high")
    return f"color-mix(in srgb, var(--level-{low}), var(--level-{high}) {2 * place % 100}%)"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("k", range(2, 12))
def test_a_scale_with_two_ends_is_strongest_at_both(k, scheme):
    colours = theme.sided_colours(k)
    assert len(set(colours)) == k
    assert [one == theme.NEITHER for one in colours] == [k % 2 == 1 and at == k // 2 for at in range(k)]
    values = [theme.level_value(one, scheme) for one in colours if one != theme.NEITHER]
    strengths = [theme.contrast(one, theme.PAPERS[scheme]) for one in values]
    against, on_side = strengths[: k // 2], strengths[k // 2 :]
    assert against == sorted(against, reverse=True)
    assert on_side == sorted(on_side)
    # neither side stands out more than the other
    assert [round(one, 1) for one in reversed(against)] == pytest.approx(on_side, rel=0.15)


def test_a_scale_with_two_ends_has_two_steps_at_least():
    with pytest.raises(ValueError, match="two steps"):
        theme.sided_colours(1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_readable_on_the_middle_step(scheme):
    assert theme.text_on(theme.NEITHER) == theme.INK
    assert theme.contrast(INK[scheme], MUTED[scheme]) >= 4.5
    assert theme.text_on("var(--against-25)") == "var(--on-against-25)"
