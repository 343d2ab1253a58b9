"""What changed since the edition before: numbers, causes that add up, and when nothing may be compared."""

import pytest
from django.db.models import F

from areas.models import Area, AreaChange, BoundarySet
from data.models import Edition, FigureCell
from demo.demo_file import SOURCE
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db
MICRO, SMALL = worlds.MICRO, worlds.SMALL
# the old West became West and Hill, half of its people each: 101 are 51 and 50
OLD_MARKET = {
    "Centre": {"Food": {MICRO: 400}},
    "East": {"Food": {MICRO: 300}},
    "North": {"Food": {MICRO: 100}},
    "West": {"Farming": {MICRO: 101}},
}
OLD_PEOPLE = {"Centre": 9_000, "East": 18_000, "North": 38_000, "West": 12_000}
SAME = {"definition": "MSMEs with a licence", "source": "Office of trade"}


@pytest.fixture
def before(world):
    """The market of 2021 on the former borders, with residents of the same basis."""
    Edition.objects.filter(pk=world.market.pk).update(**SAME)
    worlds.add_figures(world, "population", {"residents": OLD_PEOPLE}, 2021, series="registry", old=True)
    return worlds.add_market(world, OLD_MARKET, 2021, old=True, unplaced=5, **SAME)


def rows(figure):
    return {row["name"]: row for row in figure.table.rows}


def figures(reader, url="/"):
    return reader.get(url).context["figures"]


def adds_up(figure, causes):
    """Every row and the total, as they are shown."""
    for row in [*figure.table.rows, figure.table.total]:
        if row.get("after") is not None:
            parts = [row.get(one) or 0 for one in causes]
            assert (row.get("before") or 0) + sum(parts) == pytest.approx(row["after"], abs=1e-9), row


def test_without_an_earlier_edition_the_page_says_so(reader) -> None:
    response = reader.get("/")
    assert "There are no data before 2023" in response.context["figures"]["no_change"].summary
    assert b"There are no data before 2023" in response.content
    assert "change" not in response.context["figures"]
    assert [number.change for number in response.context["numbers"]] == [""] * 4


def test_the_numbers_say_how_they_changed(reader, before) -> None:
    msmes, fields, turnover, ratio = reader.get("/").context["numbers"]
    # 1,100 against 906; 4 fields against 2; 1,089 ÷ 83 against 901 ÷ 77 = 11.7
    assert msmes.change == "+194 since 2021"
    assert fields.change == "+2 since 2021"
    assert turnover.change.endswith("% since 2021")
    assert ratio.change == "+1.4 since 2021"
    assert (msmes.direction, ratio.direction) == ("up", "up")


def test_borders_and_growth_add_up_to_the_change(reader, before) -> None:
    figure = figures(reader)["change"]
    found = rows(figure)
    assert [(found["Centre"][key]) for key in ("before", "borders", "msme", "after")] == [400, 0, 80, 480]
    # not there before: what it had is what the borders brought it
    assert [(found["Hill"][key]) for key in ("before", "borders", "msme", "after")] == [None, 51, -8, 43]
    assert [(found["West"][key]) for key in ("before", "borders", "msme", "after")] == [None, 50, 50, 100]
    assert found["West (borders until 2020)"]["borders"] == -101
    assert found["area not stated"]["msme"] == 6
    adds_up(figure, ["borders", "msme"])
    total = figure.table.total
    assert (total["before"], total["borders"], total["msme"], total["after"]) == (906, 0, 194, 1100)
    assert sum(row["msme"] for row in figure.table.rows) == 194
    assert sum(row["borders"] for row in figure.table.rows) == 0
    assert sum(row["before"] or 0 for row in figure.table.rows) == 906


def test_the_figure_says_what_it_shows(reader, before) -> None:
    figure = figures(reader)["change"]
    assert figure.title == "194 more MSMEs than in 2021; the largest rise: Centre"
    assert figure.summary.startswith("More MSMEs than in 2021 in 4 of 5 sub-districts, fewer in 1.")
    assert "n = 1,100 MSMEs" in figure.base
    assert "compared with n = 906" in figure.base
    assert "The borders of these changed: Hill and West" in " ".join(figure.warnings)
    (trace,) = figure.plot["data"]
    assert sorted(trace["x"]) == [-8, 30, 36, 50, 80]
    assert all(link.startswith("?area=") for link in trace["customdata"])


def test_the_ratio_by_cause_adds_up(reader, before) -> None:
    figure = figures(reader)["change_ratio"]
    assert figure.title == "Sample City: the ratio rose from 11.7 in 2021 to 13.1"
    adds_up(figure, ["msme", "population"])
    total = figure.table.total
    assert (total["before"], total["after"]) == (11.7, 13.1)
    assert total["msme"] > 0 > total["population"]
    (trace,) = figure.plot["data"]
    assert trace["hovertext"] == ["2021", "Number of MSMEs", "Number of residents", "2023"]
    assert trace["x"] == [total["before"], total["msme"], total["population"], total["after"]]
    assert "civil registry" in figure.base


def test_levels_and_their_causes(reader, before, world) -> None:
    """Hill had 51 of 400, 300, 100, 51, 50; with 330 it is in the middle, by the old limits as by the new."""
    found = figures(reader)
    assert found["change"].summary.endswith("All 5 sub-districts are on the same level as in 2021.")
    assert "change_levels" not in found
    farms = world.market.cell_set.get(area=world.areas["Hill"], category=world.categories["Farming"])
    farms.n = 327
    farms.save()
    Edition.objects.filter(pk=world.market.pk).update(created_at="2026-01-01T00:00Z")
    figure = figures(reader)["change_levels"]
    assert figure.title == "1 of 5 sub-districts are on another level than in 2021: Hill"
    (row,) = figure.table.rows
    assert (row["before"], row["after"], row["causes"]) == ("low", "medium", "number of MSMEs +1")


def test_the_filter_acts_on_both_editions(reader, before, world) -> None:
    food = world.categories["Food"].pk
    response = reader.get(f"/?category={food}")
    assert response.context["numbers"][0].change.startswith("\u2212")
    # 760 of Food now (with 11 of no area) against 805
    assert response.context["figures"]["change"].table.total["before"] == 805
    adds_up(response.context["figures"]["change"], ["borders", "msme"])


def test_a_chosen_area_is_compared_on_today_s_borders(reader, before, world) -> None:
    response = reader.get(f"/?area={world.areas['West'].pk}")
    msmes, fields, turnover, ratio = response.context["numbers"]
    assert msmes.change == "+50 since 2021"
    # neither fields nor turnover convert
    assert (fields.change, turnover.change) == ("", "")
    # 100 of 8,000 against 50 of 6,000
    assert ratio.change == "+4.2 since 2021"
    assert "West: the ratio rose" in response.context["figures"]["change_ratio"].title


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"definition": "All MSMEs, told to the press"}, "what is counted differs (2021: “All MSMEs"),
        ({"source": "Statistics office"}, "the sources differ (2021: Statistics office"),
        ({"notes": {"grain": "counts", "lacks": ["turnover", "enterprises"]}}, "a table of counts"),
    ],
)
def test_other_definitions_are_never_growth(reader, before, values, reason) -> None:
    Edition.objects.filter(pk=before.pk).update(**values)
    response = reader.get("/")
    msmes, _fields, _turnover, ratio = response.context["numbers"]
    assert msmes.change == "2021: 906, not comparable"
    assert msmes.direction == ""
    assert ratio.change == "2021: 11.7, not comparable"
    figure = response.context["figures"]["change"]
    assert figure.title == "2021 and 2023 do not count the same: no growth can be told"
    assert reason in figure.warnings[0]
    assert [column.key for column in figure.table.columns if column.key == "msme"] == []
    assert rows(figure)["Centre"]["not_comparable"] == 80
    adds_up(figure, ["borders", "not_comparable"])
    assert "number of MSMEs" not in str(response.context["figures"].get("change_levels"))
    # nothing may look or read like growth
    others = response.context["figures"]["change_ratio"]
    assert (figure.plot, others.plot) == (None, None)
    assert figure.subtitle == "Number of MSMEs in 2021 and in 2023, on today's borders"
    assert figure.summary.startswith("2021: 906; 2023: 1,100. Their difference says nothing about growth.")
    assert "number of residents \u2212" in others.summary
    html = response.content.decode()
    for key in ("change", "change_ratio"):
        part = html.split(f'id="figure-{key}"')[1].split("</section>")[0]
        assert '<details class="as-table">' in part
        assert "plot-frame" not in part


def test_a_ratio_of_which_nothing_can_be_compared_is_told_side_by_side(reader, before) -> None:
    Edition.objects.filter(pk=before.pk).update(source="Statistics office")
    Edition.objects.filter(subject="population", period_label="2021").update(series="census")
    figure = figures(reader)["change_ratio"]
    assert figure.title == "Sample City: a ratio of 11.7 in 2021 and 13.1 in 2023, not comparable"
    assert (figure.subtitle, figure.summary) == ("MSMEs per 1,000 residents in 2021 and in 2023", "")
    assert figure.plot is None


def test_the_same_words_with_another_date_are_comparable(reader, before) -> None:
    Edition.objects.filter(pk=before.pk).update(
        source="Office of Trade, 2021", definition="MSMEs with a licence."
    )
    assert reader.get("/").context["numbers"][0].change == "+194 since 2021"


def test_another_basis_of_residents_is_no_growth_of_residents(reader, before) -> None:
    Edition.objects.filter(subject="population", period_label="2021").update(series="census")
    response = reader.get("/")
    assert response.context["numbers"][0].change == "+194 since 2021"
    assert response.context["numbers"][3].change == "2021: 11.7, not comparable"
    figure = response.context["figures"]["change_ratio"]
    assert "another basis (census, then civil registry)" in figure.warnings[0]
    total = figure.table.total
    assert "population" not in [column.key for column in figure.table.columns]
    assert total["msme"] > 0 > total["not_comparable"]
    adds_up(figure, ["msme", "not_comparable"])
    assert figure.plot is None
    assert "number of MSMEs +" in figure.summary


def test_a_size_class_of_another_law_is_not_comparable(world) -> None:
    Edition.objects.filter(pk=world.market.pk).update(**SAME)
    worlds.add_market(world, OLD_MARKET, 2019, old=True, **SAME)
    client = english(world.bob)
    assert client.get("/").context["numbers"][0].change == "+199 since 2019"
    response = client.get("/?size=1")
    assert "not comparable" in response.context["numbers"][0].change
    assert "UU 20/2008" in response.context["figures"]["change"].warnings[0]


def test_an_area_of_one_edition_only_has_no_change(reader, before, world) -> None:
    before.cell_set.filter(area__name__startswith="North").delete()
    response = reader.get("/")
    assert response.context["numbers"][0].change == "2021: 806, not comparable"
    figure = response.context["figures"]["change"]
    assert "Not known in both editions, so without a change: North" in " ".join(figure.warnings)
    assert rows(figure)["North"]["msme"] is None
    assert rows(figure)["Centre"]["msme"] == 80
    # the ratio compared is of four areas, the one shown of five
    assert response.context["numbers"][3].change == ""
    assert "Only of the 4 of 5" in " ".join(response.context["figures"]["change_ratio"].warnings)


def test_unknown_borders_are_said(reader, before) -> None:
    AreaChange.objects.all().delete()
    response = reader.get("/")
    assert "it is not known what became of these areas" in response.context["figures"]["no_change"].summary
    assert "change" not in response.context["figures"]


def test_without_residents_there_is_no_ratio_to_compare(reader, before) -> None:
    Edition.objects.filter(subject="population", period_label="2021").update(is_current=False)
    response = reader.get("/")
    assert "change_ratio" not in response.context["figures"]
    assert response.context["numbers"][3].change == ""
    assert response.context["numbers"][0].change == "+194 since 2021"


def test_the_same_borders_need_no_column(reader, world) -> None:
    Edition.objects.filter(pk=world.market.pk).update(**SAME)
    worlds.add_market(world, worlds.MARKET, 2022, **SAME)
    response = reader.get(f"/?area={world.areas['West'].pk}")
    figure = response.context["figures"]["change"]
    assert [column.key for column in figure.table.columns] == ["name", "before", "msme", "after"]
    assert figure.title == "11 more MSMEs than in 2022"
    assert response.context["numbers"][2].change == "0.0% since 2022"
    assert "Both ratios use the residents of 2023" in " ".join(
        response.context["figures"]["change_ratio"].warnings
    )


def test_what_is_not_stated_is_said(reader, world) -> None:
    worlds.add_market(world, worlds.MARKET, 2022)
    warnings = " ".join(figures(reader)["change"].warnings)
    assert "What is counted is not stated for 2022 and 2023" in warnings


def test_real_data_are_not_compared_with_the_demo(reader, before) -> None:
    before.datasets.update(is_demo=False)
    Edition.objects.filter(pk=before.pk).update(source=SOURCE)
    response = reader.get("/")
    assert "Demo data are compared with demo data only" in response.context["figures"]["no_change"].summary


def test_another_series_is_another_story(reader, before) -> None:
    Edition.objects.filter(pk=before.pk).update(series="press")
    assert "change" not in figures(reader)


def test_a_withdrawn_edition_before_is_forgotten_at_once(reader, before) -> None:
    assert "change" in figures(reader)
    Edition.objects.filter(pk=before.pk).update(is_current=False)
    assert "change" not in figures(reader)


def test_both_languages(world, before) -> None:
    response = english(world.bob).get("/", headers={"accept-language": "id"})
    assert response.context["numbers"][0].change == "+194 sejak 2021"


def test_a_warm_page_with_a_comparison_asks_little(reader, before, django_assert_max_num_queries) -> None:
    reader.get("/")
    with django_assert_max_num_queries(13):
        assert reader.get("/").status_code == 200


def test_corrected_borders_are_used_at_once(reader, before, world) -> None:
    assert rows(figures(reader)["change"])["Hill"]["borders"] == 51
    shares = AreaChange.objects.filter(from_area=world.old_areas["West"])
    shares.filter(to_area=world.areas["Hill"]).update(share=0.2)
    shares.filter(to_area=world.areas["West"]).update(share=0.8)
    assert rows(figures(reader)["change"])["Hill"]["borders"] == 20


def test_a_former_area_is_called_by_its_new_name_at_once(reader, before, world) -> None:
    assert "West (borders until 2020)" in rows(figures(reader)["change"])
    Area.objects.filter(pk=world.old_areas["West"].pk).update(name="Far West")
    found = rows(figures(reader)["change"])
    assert "Far West (borders until 2020)" in found
    assert "West (borders until 2020)" not in found
    BoundarySet.objects.filter(pk=world.old.pk).update(valid_to="2019-06-30")
    assert "Far West (borders until 2019)" in rows(figures(reader)["change"])


@pytest.mark.parametrize("filters", ["", "size=1", "size=2", "category=Food", "category=Farming"])
def test_changes_of_the_areas_sum_to_the_change_of_the_region(reader, before, world, filters) -> None:
    name, _sign, value = filters.partition("=")
    query = f"{name}={world.categories[value].pk if name == 'category' else value}" if name else ""
    whole = reader.get(f"/?{query}").context["figures"]["change"].table
    areas = [
        reader.get(f"/?{query}&area={world.areas[area].pk}").context["numbers"][0]
        for area in worlds.DISTRICTS
    ]
    shown = sum(int(one.change.split(" ")[0].replace("\u2212", "-")) for one in areas)
    unplaced = [row["msme"] for row in whole.rows if row["name"] == "area not stated"]
    assert shown + sum(unplaced) == whole.total["msme"]


def leave_out(edition, n) -> None:
    """Say that n rows of an edition's file were wrong."""
    edition.datasets.update(report={"counts": {"rejected": n}})


def test_rows_that_were_left_out_are_a_caution(reader, before, world) -> None:
    leave_out(before, 55)
    leave_out(world.market, 12)
    figure = figures(reader)["change"]
    assert (
        "Rows that were wrong and left out: 55 of 2021, 12 of 2023. The true difference in MSMEs is between "
        "+139 and +206." in figure.warnings
    )
    assert figure.plot is not None
    assert figure.title.startswith("194 more MSMEs than in 2021")


def test_a_difference_within_the_rows_left_out_is_no_growth(reader, before, world) -> None:
    leave_out(before, 194)
    response = reader.get("/")
    figure = response.context["figures"]["change"]
    assert figure.title == (
        "2021 and 2023: a difference of 194 MSMEs, which may be nothing but the rows that were left out"
    )
    assert "Their difference says nothing about growth." in figure.summary
    ratio_figure = response.context["figures"]["change_ratio"]
    assert ratio_figure.title == (
        "Sample City: a ratio of 11.7 in 2021 and 13.1 in 2023; the difference may be nothing but the rows "
        "that were left out"
    )
    # nothing may look or read like growth
    assert (figure.plot, ratio_figure.plot) == (None, None)
    assert figure.subtitle == "Number of MSMEs in 2021 and in 2023, on today's borders"
    assert rows(figure)["Centre"]["not_comparable"] == 80
    assert "number of MSMEs" not in ratio_figure.summary
    assert "left out: 194 of 2021" in ratio_figure.warnings[0]
    msmes, _fields, _turnover, ratio = response.context["numbers"]
    assert msmes.change == "2021: 906, rows were left out"
    assert ratio.change == "2021: 11.7, rows were left out"
    assert (msmes.direction, ratio.direction) == ("", "")


@pytest.mark.parametrize(("old", "new"), [(100, 500), (0, 194)])
def test_rows_left_out_of_the_newer_edition_make_no_rise(reader, before, world, old, new) -> None:
    leave_out(before, old)
    leave_out(world.market, new)
    found = figures(reader)
    assert found["change"].title.startswith("194 more MSMEs than in 2021")
    assert found["change_ratio"].title == "Sample City: the ratio rose from 11.7 in 2021 to 13.1"


def test_many_more_residents_are_a_lower_ratio_whatever_was_left_out(reader, before, world) -> None:
    leave_out(before, 194)
    older = Edition.objects.get(subject="population", period_label="2021")
    FigureCell.objects.filter(edition=older).update(value=F("value") / 4)
    response = reader.get("/")
    figures = response.context["figures"]
    assert figures["change"].title.endswith("may be nothing but the rows that were left out")
    assert "the ratio fell from 46.8 in 2021 to 13.1" in figures["change_ratio"].title
    assert "since 2021" in response.context["numbers"][3].change


def test_equal_numbers_differ_in_nothing_that_rows_could_explain(reader, world) -> None:
    Edition.objects.filter(pk=world.market.pk).update(**SAME)
    older = worlds.add_market(world, worlds.MARKET, 2022, unplaced=worlds.UNPLACED, **SAME)
    leave_out(older, 3)
    found = figures(reader)
    assert found["change"].title == "As many MSMEs as in 2022"
    assert found["change_ratio"].title == "Sample City: the ratio is 13.1 as in 2022"


def test_rows_of_counts_may_hold_any_number(reader, before, world) -> None:
    leave_out(before, 1)
    Edition.objects.filter(pk__in=[before.pk, world.market.pk]).update(notes={"lacks": ["enterprises"]})
    figure = figures(reader)["change"]
    assert "Part of the difference can come from that." in " ".join(figure.warnings)
    assert "may be nothing but the rows that were left out" in figure.title
