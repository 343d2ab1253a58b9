"""Business fields: totals, levels of area × field, the dominant ones, and one area's own page."""

import pytest

from charts import theme
from tests import world as worlds

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
    figure = reader.get("/categories/").context["figures"]["dominant"]
    assert figure.title == "Food is the largest field in 3 of 5 sub-districts"
    rows = {row["name"]: row for row in figure.table.rows}
    assert rows["Hill"]["field"] == "Farming"
    assert all(row["low"] + row["medium"] + row["high"] == row["fields"] for row in rows.values())


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
    assert "10 others" in figure.plot["layout"]["yaxis"]["ticktext"]
    assert figure.plot["layout"]["yaxis"]["categoryarray"][0] == "-1"
    heat = reader.get("/categories/").context["figures"]["levels"]
    assert len(heat.plot["data"][0]["x"]) == 14
    assert "14 largest" in " ".join(heat.warnings)


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/categories/")
    with django_assert_max_num_queries(12):
        reader.get("/categories/")


def test_bars_are_links_that_filter(reader, world) -> None:
    bars = reader.get("/categories/").context["figures"]["fields"].plot["data"][0]
    food = world.categories["Food"].pk
    assert dict(zip(bars["y"], bars["customdata"], strict=True))[str(food)] == f"?category={food}"
