"""Overview: the numbers add up, filters act, levels do not follow them."""

import csv

import pytest

from data.content import Content
from data.models import Edition, FigureCell, SizeClass
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db


def rows(response, key="areas"):
    return {row["name"]: row for row in response.context["figures"][key].table.rows}


def test_it_asks_for_a_sign_in(client) -> None:
    assert client.get("/").status_code == 302


def test_the_heading_is_the_finding(reader) -> None:
    response = reader.get("/")
    assert response.status_code == 200
    # Centre 480 and East 330 of 1,100
    assert response.context["heading"] == "74% of all 1,100 MSMEs are in 2 of 5 sub-districts"
    assert b"<h1>74% of all 1,100 MSMEs" in response.content


def test_four_numbers(reader) -> None:
    msmes, fields, turnover, ratio = reader.get("/").context["numbers"]
    assert (msmes.value, fields.value) == (worlds.TOTAL, 4)
    assert turnover.shown.startswith("Rp")
    assert "median ≈" in turnover.note
    # 1,089 MSMEs of known areas ÷ 83,000 residents
    assert ratio.value == pytest.approx(1089 / 83)
    assert "2023" in ratio.note
    assert "civil registry" in ratio.note


def test_the_table_adds_up_to_the_heading(reader) -> None:
    table = reader.get("/").context["figures"]["areas"].table
    assert sum(row["n"] for row in table.rows) == worlds.TOTAL == table.total["n"]
    assert rows(reader.get("/"))["area not stated"]["n"] == worlds.UNPLACED
    assert sum(row["share_msme"] for row in table.rows if row.get("share_msme")) == pytest.approx(1)


@pytest.mark.parametrize("key", ["sizes", "fields"])
def test_mixes_add_up_too(reader, key) -> None:
    table = reader.get("/").context["figures"][key].table
    assert sum(row["n"] for row in table.rows) == worlds.TOTAL
    assert sum(row["share"] for row in table.rows) == pytest.approx(1)


@pytest.mark.parametrize("name", ["category", "size"])
def test_filters_drill_down_to_the_whole(reader, world, name) -> None:
    key = "fields" if name == "category" else "sizes"
    links = [row["_href"] for row in reader.get("/").context["figures"][key].table.rows]
    found = [reader.get(f"/{link}").context["numbers"][0].value for link in links]
    assert sum(found) == worlds.TOTAL


def test_areas_drill_down_to_the_whole(reader, world) -> None:
    areas = [world.areas[name].pk for name in worlds.DISTRICTS]
    found = [reader.get(f"/?area={area}").context["numbers"][0].value for area in areas]
    assert sum(found) + worlds.UNPLACED == worlds.TOTAL


def test_a_chosen_area_changes_no_level(reader, world) -> None:
    plain = {name: row.get("level") for name, row in rows(reader.get("/")).items()}
    assert plain["Centre"] == "high"
    chosen = rows(reader.get(f"/?area={world.areas['Hill'].pk}"))
    assert {name: row.get("level") for name, row in chosen.items()} == plain


def test_one_area_is_said_in_words(reader, world) -> None:
    response = reader.get(f"/?area={world.areas['Centre'].pk}")
    assert response.context["heading"] == "Centre: 480 MSMEs, 43.6% of Sample City"
    assert [name for name, row in rows(response).items() if row.get("_selected")] == ["Centre"]
    assert [chip.label for chip in response.context["chips"]] == ["Centre"]


def test_turnover_of_few_is_hidden_everywhere(reader, world) -> None:
    hill, food = world.areas["Hill"].pk, world.categories["Food"].pk
    response = reader.get(f"/?area={hill}")
    fields = rows(response, "fields")
    assert fields["Food"]["average_turnover"] is None
    assert fields["Farming"]["average_turnover"] == 118_000_000
    assert "fewer than five" in " ".join(response.context["figures"]["fields"].warnings)
    few = reader.get(f"/?area={hill}&category={food}").context["numbers"][2]
    assert few.shown == "–"
    assert "fewer than five" in few.note
    table = reader.get(f"/?area={hill}&download=csv&figure=fields").content.decode("utf-8-sig")
    line = next(line for line in csv.reader(table.splitlines()) if line[0] == "Food")
    assert line[1] == "3"
    assert line[3:] == ["", ""]


def test_own_areas_are_marked_and_nothing_is_filtered(world) -> None:
    response = english(world.alice).get("/")
    assert response.context["numbers"][0].value == worlds.TOTAL
    assert [name for name, row in rows(response).items() if row.get("_selected")] == ["Centre"]
    assert response.context["chips"] == []


def test_few_queries_and_none_for_cells_when_warm(reader, django_assert_max_num_queries) -> None:
    reader.get("/")
    with django_assert_max_num_queries(12):
        assert reader.get("/").status_code == 200


def test_a_warm_page_is_not_computed_again(reader, monkeypatch) -> None:
    reader.get("/")
    monkeypatch.setattr("dashboard.overview.content", lambda market: Content("computed again"))
    monkeypatch.setattr("dashboard.views.overview_page.content", lambda market: Content("computed again"))
    assert reader.get("/").context["heading"].startswith("74%")


def test_the_browser_keeps_what_has_not_changed(reader) -> None:
    reader.get("/")  # the first answer gives the cookie that later ones depend on
    first = reader.get("/")
    again = reader.get("/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_map_is_drawn_and_its_areas_are_links(reader, world) -> None:
    plot = reader.get("/").context["figures"]["segments"].plot
    areas = plot["data"][0]
    assert areas["type"] == "choropleth"
    assert set(areas["locations"]) == {world.areas[name].pk for name in worlds.DISTRICTS}
    values, links = zip(*areas["customdata"], strict=True)
    assert sorted(values) == [43, 100, 136, 330, 480]
    assert all(link.startswith("?area=") for link in links)


def test_the_size_bar_has_every_part(reader) -> None:
    plot = reader.get("/").context["figures"]["sizes"].plot
    assert sum(trace["x"][0] for trace in plot["data"]) == pytest.approx(plot["layout"]["xaxis"]["range"][1])


def test_published_lists_stand_beside_recomputed_ones(world) -> None:
    world.market.notes = {
        "published": [
            {"label": "Many MSMEs", "areas": ["Centre", "North"], "remark": "An old list.",
             "indicator": "n", "end": "highest", "by": "rank"},
            {"label": "High group", "areas": ["Centre"], "indicator": "n", "by": "kmeans"},
            {"label": "Without a rule", "areas": ["West"]},
        ]
    }  # fmt: skip
    world.market.save()
    figure = english(world.bob).get("/").context["figures"]["published"]
    many, high, no_rule = figure.table.rows
    assert many["recomputed"] == "Centre and East"
    assert many["difference"] == "only published: North; only recomputed: East"
    assert many["note"] == "An old list."
    assert high["difference"] == "the same"
    assert no_rule["recomputed"] == "not possible with these data"
    assert figure.title.startswith("1 of 3")


def test_without_published_lists_there_is_no_panel(reader) -> None:
    assert "published" not in reader.get("/").context["figures"]


def test_counts_say_what_they_lack(world) -> None:
    world.market.notes = {"lacks": ["turnover", "enterprises"]}
    world.market.save()
    notices = " ".join(english(world.bob).get("/").context["notices"])
    assert "no turnover" in notices
    assert "no list of enterprises" in notices


def test_levels_follow_the_field_on_every_part_of_the_page(reader, world) -> None:
    response = reader.get(f"/?category={world.categories['Farming'].pk}")
    figures = response.context["figures"]
    assert figures["segments"].title == "1 of 5 sub-districts are high in Farming: West"
    assert figures["segments"].base.startswith("level of MSMEs (Farming) · n = 100 MSMEs")
    for key in ("segments", "areas", "all"):
        levels = {row["name"]: row.get("level") for row in figures[key].table.rows}
        assert (levels["West"], levels["Hill"], levels["Centre"]) == ("high", "medium", "low")


def test_every_number_says_how_it_is_computed(reader) -> None:
    assert all(len(number.how) > 30 for number in reader.get("/").context["numbers"])
    assert "median" in reader.get("/").context["numbers"][2].how


def test_large_enterprises_are_counted_and_said(reader, world) -> None:
    assert not any("Large enterprises" in one for one in reader.get("/").context["notices"])
    centre, food = world.areas["Centre"], world.categories["Food"]
    world.market.cell_set.create(area=centre, category=food, size_class=SizeClass.LARGE, n=7)
    worlds.add_market(world, worlds.MARKET, 2022)
    Edition.objects.filter(pk=world.market.pk).update(created_at="2026-01-01T00:00Z")
    response = reader.get("/")
    assert response.context["numbers"][0].value == worlds.TOTAL + 7
    said = [one for one in response.context["notices"] if "Large enterprises in these data" in one]
    assert "counted with the others: 7." in said[0]
    assert not any("Large" in one for one in reader.get("/?size=1&size=2&size=3").context["notices"])
    assert any("Large" in one for one in reader.get("/ratio/").context["notices"])


def test_a_ratio_of_some_areas_says_of_how_many(reader, world) -> None:
    FigureCell.objects.filter(edition=world.population, area=world.areas["North"]).delete()
    ratio = reader.get("/").context["numbers"][3]
    # 953 MSMEs ÷ 43,000 residents of the other four
    assert ratio.value == pytest.approx(953 / 43)
    assert "only of the 4 of 5 sub-districts with known residents" in ratio.note
