"""Business fields: totals, levels of area × field, the dominant ones, and one area's own page."""

import pytest
from sklearn.metrics import silhouette_samples

from charts import theme
from data.models import Cell
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db


def test_the_largest_field_is_the_heading(reader) -> None:
    response = reader.get("/categories/")
    assert response.status_code == 200
    # 760 of 1,100, the unplaced ones too
    assert (
        response.context["heading"] == "Food is the largest business field in Sample City: 69.1% of the MSMEs"
    )


def test_levels_cluster_every_cell_that_is_not_empty(reader) -> None:
    plot = reader.get("/categories/").context["figures"]["levels"].plot
    levels = [level for row in plot["data"][0]["z"] for level in row if level is not None]
    assert len(levels) == 11
    assert set(levels) == {0, 1, 2}


def test_the_count_table_adds_up(reader) -> None:
    table = reader.get("/categories/").context["figures"]["levels"].table
    cells = sum(row[column.key] for row in table.rows for column in table.columns[1:])
    # without the 11 of no area and the 10 of no field
    assert cells == worlds.TOTAL - worlds.UNPLACED - 10


def test_dominant_fields(reader) -> None:
    figures = reader.get("/categories/").context["figures"]
    assert figures["dominant"].title == "Food is the largest field in 3 of 5 sub-districts"
    rows = {row["name"]: row for row in figures["dominant"].table.rows}
    assert rows["Hill"]["field"] == "Farming"
    assert rows["Hill"]["share"] == pytest.approx(40 / 43)
    levels = figures["variety"].table.rows
    assert all(row["low"] + row["medium"] + row["high"] == row["parts"] for row in levels)


def test_shares_are_of_all_msmes_also_without_a_field(world) -> None:
    """One base on the whole page: heading, totals and the list of areas."""
    Cell.objects.filter(edition=world.market, area=world.areas["Hill"]).exclude(
        category=world.categories["Farming"]
    ).update(category=None)
    reader = english(world.bob)
    hill = f"?area={world.areas['Hill'].pk}"
    answer = reader.get(f"/categories/{hill}")
    figures = answer.context["figures"]
    (listed,) = [row for row in figures["dominant"].table.rows if row["name"] == "Hill"]
    (total,) = [row for row in figures["fields"].table.rows if row["name"] == "Farming"]
    assert listed["share"] == total["share"] == pytest.approx(40 / 43)
    assert "93.0% of the MSMEs" in answer.context["heading"]
    (share,) = [one for one in figures["dominant"].table.columns if one.key == "share"]
    assert share.label == "Share of all MSMEs there"


def test_equal_fields_are_all_named(reader, world) -> None:
    worlds.add_market(world, {"Centre": {"Food": {worlds.MICRO: 9}, "Crafts": {worlds.MICRO: 9}}}, 2024)
    response = reader.get("/categories/")
    assert (
        "are the largest business fields in Sample City: 50.0% of the MSMEs each"
        in response.context["heading"]
    )
    (row,) = [one for one in response.context["figures"]["dominant"].table.rows if one["name"] == "Centre"]
    assert set(row["field"].split(" and ")) == {"Food", "Crafts"}


def others(world: worlds.World) -> None:
    """A market in which "Lainnya" is the largest, and a field that the file names has nobody."""
    fields = {"Lainnya": {worlds.MICRO: 90}, "Food": {worlds.MICRO: 50}, "Fashion": {worlds.MICRO: 40}}
    market = {
        "Centre": {**fields, "Empty": {worlds.MICRO: 0}},
        "East": {**fields, "Crafts": {worlds.MICRO: 7}},
    }
    worlds.add_market(world, market, 2024)


def test_others_are_said_and_never_the_largest(reader, world) -> None:
    others(world)
    response = reader.get("/categories/")
    assert response.context["heading"].startswith("Food is the largest named business field")
    assert "“Lainnya” together have 49.0%" in response.context["heading"]
    figures = response.context["figures"]
    assert figures["dominant"].title == "Food is the largest field in 2 of 5 sub-districts"
    assert "“Lainnya” is larger in 2 sub-districts" in figures["dominant"].summary
    bars = figures["fields"].plot
    assert bars["layout"]["yaxis"]["categoryarray"][0] == str(world.categories["Lainnya"].pk)
    assert "The field “Lainnya” of the data: 49.0%." in figures["fields"].summary
    assert "Lainnya" not in reader.get("/").context["figures"]["fields"].title


def test_a_field_of_the_file_without_anybody_is_said(reader, world) -> None:
    others(world)
    number = reader.get("/categories/").context["numbers"][0]
    assert number.value == 4
    assert number.note == "of 5 in the files; without any MSME: Empty"


def test_one_sub_district_has_its_own_numbers(reader, world) -> None:
    response = reader.get(f"/categories/?area={world.areas['Centre'].pk}")
    fields, ratio, msmes, half = response.context["numbers"]
    assert (fields.value, msmes.value, half.value) == (3, 480, 1)
    assert ratio.value == pytest.approx(48)
    rows = {row["name"]: row["n"] for row in response.context["figures"]["fields"].table.rows}
    assert rows == {"Food": 340, "Fashion": 120, "Crafts": 20}
    assert response.context["heading"].startswith("Food is the largest business field in Centre")


def test_more_fields_than_colours_are_joined(reader, world) -> None:
    many = {f"Field {place:02}": {worlds.MICRO: 20 - place} for place in range(18)}
    worlds.add_market(world, {"Centre": many}, 2024)
    figure = reader.get("/").context["figures"]["fields"]
    fields, rest = figure.plot["data"]
    assert len(fields["x"]) == 8
    # the joined ones hold 12 + 11 + … + 3
    assert (rest["x"], rest["marker"]["color"]) == ([75], theme.OTHERS)
    assert "10 further fields" in figure.plot["layout"]["yaxis"]["ticktext"]
    assert figure.plot["layout"]["yaxis"]["categoryarray"][0] == "-1"


def test_what_is_joined_is_no_field_of_the_data(reader, world) -> None:
    """A field called "Lainnya", what states no field, and the bar of the rest are three things."""
    many: dict[str | None, dict[int, int]] = {f"Field {at:02}": {worlds.MICRO: 40 - at} for at in range(12)}
    worlds.add_market(world, {"Centre": {**many, "Lainnya": {worlds.MICRO: 60}, None: {0: 3}}}, 2024)
    figure = reader.get("/").context["figures"]["fields"]
    labels = figure.plot["layout"]["yaxis"]["ticktext"]
    # eight bars, Lainnya one of them, and the other five fields with what states none
    assert {"5 further fields and not stated", "Lainnya"} <= set(labels)
    assert figure.summary.endswith("The field “Lainnya” of the data: 12.6%. Not stated: 0.6%.")


def test_columns_and_parts_of_a_rest_say_of_what() -> None:
    names = ["Centre", *(f"Place {at:02}" for at in range(21))]
    world = worlds.ground(districts=names)
    worlds.people(world)
    fields: dict[str | None, dict[int, int]] = {f"Field {at:02}": {worlds.MICRO: 9} for at in range(21)}
    worlds.add_market(world, dict.fromkeys(names, fields))
    client = english(world.bob)
    columns = client.get("/categories/").context["figures"]["levels"].table.columns
    assert columns[-1].label == "1 further field"
    parts = client.get("/geography/").context["figures"]["shares"].plot["data"]
    assert parts[-1]["name"].startswith("15 further sub-districts")


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/categories/")
    with django_assert_max_num_queries(12):
        reader.get("/categories/")


def test_bars_are_links_that_filter(reader, world) -> None:
    bars = reader.get("/categories/").context["figures"]["fields"].plot["data"][0]
    food = world.categories["Food"].pk
    assert dict(zip(bars["y"], bars["customdata"], strict=True))[str(food)] == f"?category={food}"


def test_more_fields_than_areas_are_the_rows_with_their_numbers(reader, world) -> None:
    many = {f"Field {place:02}": {worlds.MICRO: 60 - place} for place in range(35)}
    worlds.add_market(world, {"Centre": many, "East": many}, 2024)
    figure = reader.get("/categories/").context["figures"]["levels"]
    cells, numbers = figure.plot["data"][:2]
    assert cells["x"] == ["Centre", "East"]
    assert len(cells["y"]) == 30
    assert len(numbers["customdata"]) == 60
    assert "30 largest of 35 fields" in " ".join(figure.warnings)
    assert len(figure.table.rows) == 35
    assert figure.table_on_phone
    assert figure.table.heat_key[0] == (100, "high")


@pytest.mark.parametrize("k", [2, 5])
def test_the_number_of_groups_is_in_the_address(reader, world, k) -> None:
    response = reader.get(f"/categories/?category_k={k}")
    levels = response.context["figures"]["levels"].plot["data"][0]["z"]
    assert {level for row in levels for level in row if level is not None} == set(range(k))
    groups = response.context["figures"]["groups"].table.rows
    assert len(groups) == k
    assert sum(row["n"] for row in groups) == worlds.TOTAL - worlds.UNPLACED - 10
    assert sum(row["cells"] for row in groups) == 11
    assert response.context["form"]["category_k"].initial == k
    # every link of the page keeps it
    assert all(
        f"category_k={k}" in row["_href"] for row in response.context["figures"]["dominant"].table.rows
    )


@pytest.mark.parametrize("k", ["1", "11", "x", "²", "-3", "9" * 40])
def test_an_impossible_number_of_groups_is_ignored_and_said(reader, k) -> None:
    response = reader.get("/categories/", {"category_k": k})
    assert response.status_code == 200
    assert len(response.context["figures"]["groups"].table.rows) == 3
    assert "category_k=" in " ".join(map(str, response.context["notices"]))


def test_more_groups_than_numbers_say_what_to_do(reader, world) -> None:
    worlds.add_market(world, {"Centre": {"Food": {worlds.MICRO: 9}, "Crafts": {worlds.MICRO: 4}}}, 2024)
    figures = reader.get("/categories/?category_k=6").context["figures"]
    assert "only 2 different values" in " ".join(figures["levels"].warnings)
    assert "groups" not in figures


def test_silhouettes_n_and_cautions_stand_beside_the_levels(reader) -> None:
    figures = reader.get("/categories/").context["figures"]
    assert "over n = 11 combinations" in figures["levels"].summary
    cautions = " ".join(figures["levels"].warnings)
    assert "only n = 11 combinations" in cautions
    rows = figures["fit"].table.rows
    assert len(rows) == 11
    cells = [[row["n"]] for row in rows]
    expected = silhouette_samples(cells, [row["level"] for row in rows])
    assert [row["silhouette"] for row in rows] == pytest.approx(list(expected))


def test_a_group_of_one_is_said_to_be_an_exception(reader, world) -> None:
    fields = {"Food": {worlds.MICRO: 900}, "Fashion": {worlds.MICRO: 10}, "Crafts": {worlds.MICRO: 11}}
    worlds.add_market(world, {"Centre": fields}, 2024)
    warnings = reader.get("/categories/?category_k=2").context["figures"]["levels"].warnings
    assert "Groups of one combination alone: 1" in " ".join(warnings)


def test_a_chosen_field_or_area_never_changes_the_levels_beside_it(reader, world) -> None:
    whole = reader.get("/categories/").context["figures"]["levels"].table.rows
    food, centre = world.categories["Food"].pk, world.areas["Centre"].pk
    part = reader.get(f"/categories/?category={food}").context["figures"]["levels"].table.rows
    assert [row["_heat"][f"c{food}"] for row in part] == [row["_heat"][f"c{food}"] for row in whole]
    alone = reader.get(f"/categories/?area={centre}").context["figures"]["levels"]
    bars = {one: trace["name"] for trace in alone.plot["data"] for one in trace["y"]}
    in_map = {row["name"]: row for row in whole}["Centre"]["_heat"]
    assert bars[str(food)] == in_map[f"c{food}"][1] == "high"


def test_quotients_are_those_of_the_whole_region(reader, world) -> None:
    figure = reader.get("/categories/").context["figures"]["quotients"]
    rows = {(row["name"], row["field"]): row for row in figure.table.rows}
    farming = rows["Hill", "Farming"]
    # 40 of 43 in Hill, 100 of 1,079 in the city (11 have no area, 10 no field)
    assert farming["quotient"] == pytest.approx((40 / 43) / (100 / 1079))
    assert farming["low"] < farming["quotient"] < farming["high"]
    assert farming["verdict"] == "above 1"
    assert figure.title == "Farming in Hill has 10.0 times its share in Sample City: the clearest speciality"
    small = rows["Centre", "Crafts"]
    assert small["expected"] == pytest.approx(480 * 20 / 1079)
    centre = world.areas["Centre"].pk
    alone = reader.get(f"/categories/?area={centre}").context["figures"]["quotients"].table.rows
    assert {row["field"]: row["quotient"] for row in alone} == {
        field: row["quotient"] for (name, field), row in rows.items() if name == "Centre"
    }


def test_small_quotients_are_grey_and_not_judged(reader, world) -> None:
    worlds.add_market(
        world,
        {
            "Centre": {"Food": {worlds.MICRO: 90}, "Rare": {worlds.MICRO: 3}},
            "East": {"Food": {worlds.MICRO: 80}},
        },
        2024,
    )
    figure = reader.get("/categories/").context["figures"]["quotients"]
    (rare,) = [row for row in figure.table.rows if row["field"] == "Rare"]
    assert (rare["_muted"], rare["verdict"]) == (True, "too small to judge")
    assert "Too small to judge: 1 " in figure.summary
    assert figure.title.startswith("No clear speciality")


def test_variety_and_concentration_by_hand(reader) -> None:
    figures = reader.get("/categories/").context["figures"]
    areas = {row["name"]: row for row in figures["variety"].table.rows}
    assert areas["Hill"]["hhi"] == pytest.approx((40 / 43) ** 2 + (3 / 43) ** 2)
    assert areas["Hill"]["effective"] == pytest.approx(1 / areas["Hill"]["hhi"])
    fields = {row["name"]: row for row in figures["concentration"].table.rows}
    assert fields["Crafts"]["effective"] == 1
    assert fields["Crafts"]["_muted"]
    assert "Crafts" not in figures["concentration"].title
    assert figures["concentration"].plot["layout"]["shapes"]


def test_size_mix_adds_up_per_field(reader, world) -> None:
    figure = reader.get("/categories/").context["figures"]["field_sizes"]
    rows = {row["name"]: row for row in figure.table.rows}
    assert rows["Food"][f"s{worlds.SMALL}"] == 66
    for row in rows.values():
        assert sum(value for key, value in row.items() if key[0] == "s") == row["n"]
        assert sum(value for key, value in row.items() if key[0] == "p") == pytest.approx(1)
    assert figure.title == "Food has the largest share above micro: 8.8%"
    # a chosen size does not empty the mix
    again = reader.get(f"/categories/?size={worlds.SMALL}").context["figures"]["field_sizes"]
    assert {row["name"]: row["n"] for row in again.table.rows}["Food"] == rows["Food"]["n"]


def test_chosen_fields_are_the_heading(reader, world) -> None:
    food = world.categories["Food"].pk
    heading = reader.get(f"/categories/?category={food}").context["heading"]
    assert heading == "Food: 760 MSMEs in Sample City, 69.1% of all"


@pytest.mark.parametrize(
    "query", ["", "?area={area}", "?category={field}", "?area={area}&category={field}", "?size=3"]
)
def test_tables_of_the_page_can_be_downloaded(reader, world, query) -> None:
    address = "/categories/" + query.format(
        area=world.areas["North"].pk, field=world.categories["Farming"].pk
    )
    response = reader.get(address)
    assert response.status_code == 200
    for key in response.context["figures"]:
        sign = "&" if query else "?"
        saved = reader.get(f"{address}{sign}download=xlsx&figure={key}")
        assert saved.status_code == 200
        assert saved["Content-Disposition"].endswith(f'"{key}.xlsx"')


def test_one_chosen_field_is_shown_by_area(reader, world) -> None:
    food = world.categories["Food"].pk
    figures = reader.get(f"/categories/?category={food}").context["figures"]
    assert next(iter(figures)) == "levels"
    bars = {one: trace["name"] for trace in figures["levels"].plot["data"] for one in trace["y"]}
    assert len(bars) == 5
    assert bars[str(world.areas["Centre"].pk)] == "high"
    # the other fields stay beside it
    rows = {row["name"]: row["_selected"] for row in figures["concentration"].table.rows}
    assert rows == {"Food": True, "Fashion": False, "Farming": False, "Crafts": False}
