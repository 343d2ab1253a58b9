"""What pages read: editions, cells at a level, figures, outlines."""

from datetime import date

import pandas as pd
import pytest

from analysis.geometry import area_km2
from areas.queries import area_tree
from data import cell_tables, queries
from data.cells_cache import RecentlyUsed, rows_weigh
from data.models import Cell, Edition
from data.outlines import outlines
from data.params import NOT_STATED
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


def test_cells_are_one_query_and_then_none(world, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        first = queries.cells(world.market)
    with django_assert_num_queries(0):
        second = queries.cells(world.market)
    pd.testing.assert_frame_equal(first, second)
    assert first["n"].sum() == worlds.TOTAL


def test_changing_a_table_does_not_change_what_is_kept(world) -> None:
    table = queries.cells(world.market)
    table["n"] = 0
    assert queries.cells(world.market)["n"].sum() == worlds.TOTAL


@pytest.mark.parametrize("level", [1, 2, 3])
def test_totals_add_up_at_every_level(world, level) -> None:
    tree = area_tree(world.new)
    shown = queries.at_level(queries.cells(world.market), tree, level)
    assert shown["n"].sum() == worlds.TOTAL
    by_area = shown.groupby("area_id")["n"].sum()
    if level == 2:
        assert by_area[world.areas["North"].pk] == 136
        assert by_area[NOT_STATED] == worlds.UNPLACED
    if level == 3:
        # only North is known village by village
        assert by_area[NOT_STATED] == worlds.TOTAL - 136


def test_a_category_not_stated_is_kept(world) -> None:
    by_category = cell_tables.sums(blocked(world), "category_id")
    assert by_category.loc[NOT_STATED, "n"] == 10
    assert pd.isna(by_category.loc[NOT_STATED, "turnover_sum"])


def test_levels_with_one_area_are_left_out(world) -> None:
    cells = queries.cells(world.market)
    assert queries.levels_known(cells, area_tree(world.new)) == [2, 3]


def of_subject(world, subject):
    return queries.of_subject(queries.current_editions(world.region), subject)


def test_the_newest_edition_with_data_is_first(world) -> None:
    older = worlds.add_market(world, worlds.MARKET, 2021)
    empty = worlds.add_edition(world, "market", 2024)
    empty.datasets.clear()
    assert of_subject(world, "market") == [world.market, older]
    assert of_subject(world, "survey") == []


def test_population_of_the_same_borders_then_time_then_basis(world) -> None:
    def people(year: int, basis: str, **values):
        return worlds.add_figures(
            world, "population", {"residents": {"Centre": 1}}, year, series=basis, **values
        )

    assert queries.nearest_population(world.market) == world.population
    census = people(2022, "census")
    people(2023, "census")
    people(2023, "projection")
    people(2023, "other borders", old=True)
    assert queries.nearest_population(world.market) == world.population
    market_2022 = worlds.add_market(world, worlds.MARKET, 2022)
    assert queries.nearest_population(market_2022) == census
    registry = people(2022, "registry")
    assert queries.nearest_population(market_2022) == registry


def test_population_of_other_borders_is_never_taken_silently() -> None:
    world = worlds.build(population=False)
    old = worlds.add_figures(
        world, "population", {"residents": {"Centre": 1}}, 2023, series="census", old=True
    )
    assert queries.nearest_population(world.market) is None
    assert queries.foreign_population(world.market, queries.current_editions(world.region)) == old


def test_a_withdrawn_edition_can_still_be_shown(world) -> None:
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    assert of_subject(world, "market") == []
    assert queries.edition_by_id(world.market.pk) == world.market
    assert queries.edition_by_id(10**9) is None


def test_figures_are_areas_by_name(world) -> None:
    table = queries.figures(world.facts)
    assert table.loc[world.areas["Hill"].pk, "km2"] == 60
    assert pd.isna(table.loc[world.areas["Hill"].pk, "lat"])
    assert queries.figures(None).empty


def test_figures_of_parts_are_added_only_when_all_are_known(world) -> None:
    tree = area_tree(world.new)
    villages = {"Centre upper": 10, "Centre lower": 20, "East upper": 5}
    edition = worlds.add_figures(world, "population", {"residents": villages}, 2022)
    shown = queries.figures_at_level(queries.figures(edition), tree, 2)["residents"]
    assert shown[world.areas["Centre"].pk] == 30
    assert pd.isna(shown[world.areas["East"].pk])
    assert len(shown) == len(worlds.DISTRICTS)


def test_only_the_same_ground_is_a_counterpart(world) -> None:
    old = [world.old_areas[name].pk for name in worlds.OLD_DISTRICTS]
    same = queries.exact_counterparts(old, world.new.pk)
    assert same[world.old_areas["Centre"].pk] == world.areas["Centre"].pk
    assert world.old_areas["West"].pk not in same


def test_uploaded_outlines_replace_approximate_ones(world) -> None:
    tree = area_tree(world.new)
    guessed = outlines(queries.current_editions(world.region), world.market, tree, 2)
    assert guessed.approximate
    assert set(guessed.shapes) == {world.areas[name].pk for name in worlds.DISTRICTS}
    worlds.add_outlines(world)
    exact = outlines(queries.current_editions(world.region), world.market, tree, 2)
    assert not exact.approximate
    assert area_km2(exact.shapes[world.areas["Hill"].pk]) == pytest.approx(44.3, abs=0.3)
    city = outlines(queries.current_editions(world.region), world.market, tree, 1)
    assert area_km2(city.shapes[world.areas["Sample City"].pk]) == pytest.approx(216, abs=10)


def test_no_facts_means_no_outlines() -> None:
    world = worlds.build(facts=False)
    found = outlines(queries.current_editions(world.region), world.market, area_tree(world.new), 2)
    assert found.shapes == {}


def blocked(world):
    return cell_tables.in_blocks(queries.cells(world.market), area_tree(world.new), 2)


def test_turnover_of_few_is_hidden(world) -> None:
    cells = queries.at_level(blocked(world), area_tree(world.new), 2)
    hill = cell_tables.narrowed(cells, area_id=(world.areas["Hill"].pk,))
    table = cell_tables.with_turnover(hill, "category_id")
    food, farming = world.categories["Food"].pk, world.categories["Farming"].pk
    assert table.loc[food, ["n_reports", "n_turnover"]].tolist() == [3, 0]
    assert pd.isna(table.loc[food, "average_turnover"])
    assert table["hidden"].to_dict() == {food: True, farming: False}


def test_the_whole_tells_no_more_than_its_parts(world) -> None:
    hill = cell_tables.narrowed(blocked(world), area_id=(world.areas["Hill"].pk,))
    farming = cell_tables.narrowed(hill, category_id=(world.categories["Farming"].pk,))
    one, other = cell_tables.total(farming), cell_tables.total(hill)
    # the three others would be the difference of the two pages
    assert one["average_turnover"] == other["average_turnover"] == 118_000_000
    assert other[["n_reports", "n_turnover"]].tolist() == [39, 36]


def test_levels_tell_no_more_than_one_of_them(world) -> None:
    tree, cells = area_tree(world.new), blocked(world)
    north = world.areas["North"].pk
    assert (cells.groupby("block")["n_turnover"].sum().drop(0) >= 5).all()
    # four and two small ones of its villages are six of the sub-district
    small = cell_tables.narrowed(
        queries.at_level(cells, tree, 2), area_id=(north,), size_class=(worlds.SMALL,)
    )
    villages = cell_tables.narrowed(queries.at_level(cells, tree, 3), size_class=(worlds.SMALL,))
    ids = [world.areas["North upper"].pk, world.areas["North lower"].pk]
    assert cell_tables.sums(small, "area_id")["n_reports"].tolist() == [6]
    assert cell_tables.sums(villages, "area_id").loc[ids, "n_turnover"].tolist() == [0, 0]


def test_median_is_within_one_percent(world) -> None:
    edition = worlds.add_edition(world, "market", 2019)
    Cell.objects.create(**worlds.cell(edition, world.areas["Centre"], None, worlds.MICRO, 100, True))
    assert cell_tables.median(queries.cells(edition)) == pytest.approx(144_500_000, rel=0.01)


def test_the_least_recently_used_is_dropped() -> None:
    kept: RecentlyUsed[int] = RecentlyUsed(2)
    for key in "abac":
        kept.get(key, lambda key=key: ord(key))
    assert len(kept) == 2
    assert kept.get("a", lambda: -1) == ord("a")
    assert kept.get("b", lambda: -1) == -1


def test_large_tables_push_others_out_of_memory_sooner() -> None:
    kept: RecentlyUsed[int] = RecentlyUsed(3, rows_weigh)
    for rows in (10, 20, 600_000):
        kept.get(rows, lambda rows=rows: rows)
    # the large one counts for three
    assert len(kept) == 1
    kept.get(10, lambda: 10)
    assert len(kept) == 1
    assert kept.get(10, lambda: -1) == 10


def test_the_period_between_two_editions_is_measured_in_days(world) -> None:
    far = Edition(period_start=date(2010, 1, 1), period_end=date(2010, 12, 31), series="registry", pk=1)
    near = Edition(period_start=date(2023, 6, 1), period_end=date(2023, 6, 30), series="census", pk=2)
    assert queries.nearest(world.market, [far, near]) == near
