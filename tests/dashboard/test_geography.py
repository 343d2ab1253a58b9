"""Geography: the number chosen, its map or bars, and shares that sum to one."""

import pytest

from dashboard import area_maps
from dashboard.forms import INDICATORS, SEGMENT
from data.models import FigureCell
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", [SEGMENT, *INDICATORS])
def test_every_number_has_its_map(reader, key) -> None:
    response = reader.get(f"/geography/?indicator={key}")
    assert response.status_code == 200
    figure = response.context["figures"]["map"]
    assert figure.title
    if key == "distance_km":
        assert figure.plot is None
        assert "not known for any area" in " ".join(figure.warnings)
        return
    assert figure.plot["data"][0]["type"] == "choropleth"
    assert "approximate" in " ".join(figure.warnings)
    assert response.context["figures"]["areas"].table.sort == f"-{area_maps.shown_key(key)}"


def test_the_legend_counts_its_classes(reader) -> None:
    plot = reader.get("/geography/").context["figures"]["map"].plot
    legend = [
        trace["name"] for trace in plot["data"] if trace["type"] == "scattergeo" and trace["showlegend"]
    ]
    assert legend == ["high (1)", "medium (1)", "low (3)"]


def test_levels_beside_the_map_are_told_in_the_readers_words(reader) -> None:
    [column] = [
        one
        for one in reader.get("/geography/").context["figures"]["areas"].table.columns
        if one.key == "level"
    ]
    assert column.kind == "level"
    divided = reader.get("/geography/?indicator=n").context["figures"]["areas"].table.columns
    assert [one.kind for one in divided if one.key == "level"] == ["integer"]


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


def legend(figure):
    return [one["name"] for one in figure.plot["data"] if one["type"] == "scattergeo" and one["showlegend"]]


def test_a_number_is_divided_into_classes_with_their_ranges_and_counts(reader) -> None:
    figures = reader.get("/geography/?indicator=n&classes=equal&steps=2").context["figures"]
    # 43, 100, 136, 330 and 480: the middle of 43 and 480 is 261.5
    assert legend(figures["map"]) == ["262 to 480 (2)", "43 to 262 (3)"]
    levels = dict(zip(figures["map"].plot["data"][0]["locations"],
                      figures["map"].plot["data"][0]["z"], strict=True))  # fmt: skip
    assert sorted(levels.values()) == [0, 0, 0, 1, 1]
    assert "Equal steps, 2 classes: goodness of variance fit 0." in figures["map"].summary
    words = {row["name"]: row["level"] for row in figures["areas"].table.rows if row.get("level")}
    assert (words["Centre"], words["Hill"]) == ("2", "1")


def test_the_ways_to_make_classes_are_compared_and_can_be_chosen(reader) -> None:
    fit = reader.get("/geography/?indicator=n&steps=3").context["figures"]["fit"]
    rows = {row["name"]: row for row in fit.table.rows}
    assert rows["K-Means"]["gvf"] == pytest.approx(rows["Natural breaks"]["gvf"])
    assert rows["K-Means"]["gvf"] == max(row["gvf"] for row in rows.values())
    assert rows["K-Means"]["_selected"]
    assert "classes=quantile" in rows["Quantiles"]["_href"]
    assert "steps=3" in rows["Quantiles"]["_href"]
    assert fit.title.startswith("Best fit: K-Means")


def test_levels_have_no_other_classes(reader) -> None:
    response = reader.get("/geography/?classes=quantile&steps=4")
    assert "fit" not in response.context["figures"]
    assert response.context["form"].fields["classes"].widget.is_hidden
    assert legend(response.context["figures"]["map"]) == ["high (1)", "medium (1)", "low (3)"]


@pytest.mark.parametrize("query", ["indicator=zzz", "classes=zzz", "steps=99", "steps=x", "reading=zzz"])
def test_what_the_address_cannot_ask_is_ignored_and_said(reader, query) -> None:
    response = reader.get(f"/geography/?{query}")
    assert response.status_code == 200
    assert f"was ignored: {query}" in " ".join(response.context["notices"])


def test_a_location_quotient_needs_one_business_field(reader, world) -> None:
    response = reader.get("/geography/?indicator=location_quotient")
    assert "choose one" in " ".join(response.context["notices"])
    assert response.context["form"].fields["indicator"].initial == SEGMENT
    farming = world.categories["Farming"].pk
    figure = reader.get(f"/geography/?indicator=location_quotient&category={farming}").context["figures"][
        "map"
    ]
    rows = {row["name"]: row["location_quotient"] for row in figure.table.rows if row.get("n") is not None}
    # of the MSMEs whose place and field are stated 100 farm: 60 of the West's 100, 40 of the Hill's 43
    stated = 1_100 - worlds.UNPLACED - 10
    assert rows["West"] == pytest.approx((60 / 100) / (100 / stated))
    assert rows["Hill"] == pytest.approx((40 / 43) / (100 / stated))


def test_places_that_share_the_highest_value_are_all_named(world) -> None:
    FigureCell.objects.filter(edition=world.facts, area=world.areas["East"], name="km2").update(value=5)
    FigureCell.objects.filter(edition=world.facts, area=world.areas["Hill"], name="km2").update(value=40)
    figure = english(world.bob).get("/geography/?indicator=km2").context["figures"]["map"]
    assert figure.title == "Land area: highest in Hill and West, 40.0"


def test_a_filter_that_hides_turnover_is_named_as_the_reason(reader, world) -> None:
    hill_food = f"category={world.categories['Food'].pk}&size=3"
    figure = reader.get(f"/geography/?indicator=average_turnover&{hill_food}").context["figures"]["map"]
    assert figure.plot is None
    assert "This filter leaves too little" in " ".join(figure.warnings)


def test_shares_are_drawn_as_percent(reader) -> None:
    plot = reader.get("/geography/?indicator=share_msme").context["figures"]["map"].plot
    drawn = [pair[0] for pair in plot["data"][0]["customdata"]]
    assert sum(drawn) == pytest.approx(100)


def test_classes_are_bars_where_there_is_no_map() -> None:
    world = worlds.build(facts=False)
    figure = english(world.bob).get("/geography/?indicator=n&steps=2").context["figures"]["map"]
    assert [trace["name"] for trace in figure.plot["data"]] == ["330 to 480", "43 to 136"]


def test_the_index_of_concentration_stands_behind_what_it_means(reader) -> None:
    number = reader.get("/geography/").context["numbers"][-1]
    # 480, 330, 136, 100 and 43 of 1,089: one over the sum of their squared shares
    shares = [n / 1_089 for n in (480, 330, 136, 100, 43)]
    assert number.label == "As evenly spread as over"
    assert number.value == pytest.approx(1 / sum(share**2 for share in shares), abs=0.15)
    assert (number.unit, number.note) == ("equal sub-districts", "concentration (HHI) 0.31")
