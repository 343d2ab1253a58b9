"""Geography: the number chosen, its map or bars, and shares that sum to one."""

import pytest

from dashboard import geography
from tests import world as worlds

from .conftest import english

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", [geography.SEGMENT, *geography.KEYS])
def test_every_number_has_its_map(reader, key) -> None:
    response = reader.get(f"/geography/?indicator={key}")
    assert response.status_code == 200
    figure = response.context["figures"]["map"]
    assert figure.plot["data"][0]["type"] == "choropleth"
    assert figure.title
    assert "approximate" in " ".join(figure.warnings)
    assert response.context["figures"]["areas"].table.sort == f"-{geography.shown_key(key)}"


def test_the_legend_counts_its_classes(reader) -> None:
    plot = reader.get("/geography/").context["figures"]["map"].plot
    legend = [
        trace["name"] for trace in plot["data"] if trace["type"] == "scattergeo" and trace["showlegend"]
    ]
    assert legend == ["high (1)", "medium (1)", "low (3)"]


def test_shares_sum_to_one(reader) -> None:
    figure = reader.get("/geography/").context["figures"]["shares"]
    for key in ("share_msme", "share_residents", "share_land"):
        assert sum(row.get(key) or 0 for row in figure.table.rows) == pytest.approx(1)
    for place in range(3):
        whole = figure.plot["layout"]["xaxis"]["range"][1]
        assert sum(trace["x"][place] for trace in figure.plot["data"]) == pytest.approx(whole)


def test_density_needs_land(reader) -> None:
    densest = reader.get("/geography/").context["numbers"][2]
    assert densest.value == "Centre"
    assert densest.note == "96.0 per km²"


def test_exact_outlines_are_not_called_approximate(world) -> None:
    worlds.add_outlines(world)
    figure = english(world.bob).get("/geography/").context["figures"]["map"]
    assert "approximate" not in " ".join(figure.warnings)


def test_without_outlines_there_are_bars_and_advice() -> None:
    world = worlds.build(facts=False)
    figure = english(world.bob).get("/geography/").context["figures"]["map"]
    assert figure.plot["data"][0]["type"] == "bar"
    assert "Upload a boundary file" in " ".join(figure.warnings)


def test_a_number_that_is_not_known_says_so() -> None:
    world = worlds.build(facts=False)
    figure = english(world.bob).get("/geography/?indicator=density_per_km2").context["figures"]["map"]
    assert figure.plot is None
    assert "not known for any area" in " ".join(figure.warnings)


def test_the_chosen_area_is_outlined(reader, world) -> None:
    east = world.areas["East"].pk
    plot = reader.get(f"/geography/?area={east}").context["figures"]["map"].plot
    widths = dict(zip(plot["data"][0]["locations"], plot["data"][0]["marker"]["line"]["width"], strict=True))
    assert widths[east] == 4
    assert set(widths.values()) == {1, 4}


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/geography/")
    with django_assert_max_num_queries(12):
        reader.get("/geography/")


def test_levels_are_made_of_what_the_filter_leaves_in_every_area(reader, world) -> None:
    """Most farmers are in the West: it is high by them, whatever the other fields and the chosen area."""
    farming, east = world.categories["Farming"].pk, world.areas["East"].pk
    figure = reader.get(f"/geography/?category={farming}&area={east}").context["figures"]["map"]
    levels = {row["name"]: row.get("level") for row in figure.table.rows}
    assert (levels["West"], levels["Hill"], levels["Centre"]) == ("high", "medium", "low")
    assert figure.title == "High concentration of MSMEs (Farming): West"
    assert figure.base.startswith("level of MSMEs (Farming) · n = 100 MSMEs")
    assert "always over all sub-districts" in figure.subtitle


def test_a_chosen_area_is_marked_and_the_others_stay(reader, world) -> None:
    figure = reader.get(f"/geography/?area={world.areas['East'].pk}").context["figures"]["all"]
    assert figure.title == "All 5 sub-districts"
    assert [row["name"] for row in figure.table.rows if row.get("_selected")] == ["East"]
    assert sum(row["n"] for row in figure.table.rows) == worlds.TOTAL == figure.table.total["n"]
    assert figure.base.startswith("n = 1,100 MSMEs")
