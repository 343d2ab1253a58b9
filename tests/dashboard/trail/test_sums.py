"""Every number of every figure can be followed, and what stands behind it adds up to it."""

import pytest
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from analysis import suppression
from core import pages, shown
from dashboard.trail import content as trail
from dashboard.trail import tables as trail_tables
from data.models import Dataset, MarketRow, SizeClass
from tests import world as worlds
from tests.questionnaires import office

from . import traced
from .traced import One

ROWS = st.lists(
    st.builds(
        One,
        area=st.sampled_from([*worlds.DISTRICTS, "North upper", "North lower", "Sample City"]),
        category=st.sampled_from(["Food", "Fashion", "Crafts", None]),
        size=st.sampled_from([0, SizeClass.MICRO, SizeClass.SMALL]),
        turnover=st.none() | st.integers(1, 10**9),
        employees=st.none() | st.integers(0, 50),
        n=st.integers(1, 3),
    ),
    min_size=1,
    max_size=60,
)
FILTERS = st.sampled_from(["", "size=1", "area", "category", "area+category"])
PAGES = ("overview", "ratio", "geography", "categories", "clustering", "suitability", "card")
# K-Means with its resamples takes most of the time: the others are enough for random markets
QUICK = tuple(one for one in PAGES if one != "clustering")


def query_of(world: worlds.World, kind: str) -> str:
    told = {"area": f"area={world.areas['North'].pk}"}
    if "Food" in world.categories:
        told["category"] = f"category={world.categories['Food'].pk}"
    return kind if "=" in kind else "&".join(told[one] for one in kind.split("+") if one in told)


def asked_of(step: trail.Step) -> trail.Asked:
    pairs = {name.removeprefix("of_"): value for name, value in step.pairs.items()}
    if "answer" in pairs:
        key, _minus, place = str(pairs["answer"]).partition("-")
        return trail.Asked(answer=trail.Answer(key, int(place)))
    return trail.Asked(trail.Slice(**pairs))


def follow(name: str, query: str, user: object, args: tuple[int, ...] = ()) -> int:
    """Follows every figure and row of a page; returns how many numbers were worked out again."""
    page = trail.Page(shown.read(name, query, user, args), user)
    again = 0
    for key in page.shown.figures:
        whole = page.trail(key, trail.Asked())
        assert whole.inputs, (name, query, key)
        for one in (whole, *(page.trail(key, asked_of(step)) for step in whole.steps)):
            for line in one.lines:
                assert line.agrees is not False, (name, query, key, one.what, line)
                again += line.agrees is True
            for found in one.inputs:
                assert found.agrees is not False, (name, query, key, one.what, found)
                if found.key == "n" and not found.shares:
                    assert found.agrees or not found.files, (name, key, one.what, found)
                    assert sum(file.rows for file in found.files) >= len(found.files)
    return again


class Sums(HypothesisTestCase):
    """Random markets: rows are written, cells counted from them, pages read, every number followed back."""

    @given(rows=ROWS, kind=FILTERS)
    @settings(max_examples=3, deadline=None)
    def test_the_rows_add_up_to_every_number(self, rows: list[One], kind: str) -> None:
        world = traced.build(rows)
        query = query_of(world, kind)
        again = sum(follow(name, query, world.bob) for name in QUICK)
        # a filter may leave nothing at all; without one there is always a number
        assert again or query
        follow("card", query, world.bob, (world.areas["Centre"].pk,))

    @given(rows=ROWS)
    @settings(max_examples=5, deadline=None)
    def test_the_rows_own_median_is_the_one_shown(self, rows: list[One]) -> None:
        world = traced.build(rows)
        page = trail.Page(shown.read("overview", "", world.bob), world.bob)
        for step in page.trail("sizes", trail.Asked()).steps:
            asked = trail.Asked(asked_of(step).of, measure="median_turnover")
            (line,) = page.trail("sizes", asked).lines
            told = [one.turnover for one in rows if one.size == (asked.of.size or 0) and one.turnover]
            assert line.agrees is not False, (step, line, sorted(told))
            if line.agrees and len(told) < suppression.THRESHOLD:
                raise AssertionError("the median of fewer than five is never told")


class Converted(TestCase):
    """Residents and MSMEs of the borders of before."""

    def test_the_parts_add_up_to_the_residents_of_today(self) -> None:
        world = worlds.build(population=False)
        old = {"Centre": 9_000, "East": 18_000, "North": 39_000, "West": 12_000}
        people = traced.figures(world, "population", "residents", old, 2019, old=True, series="registry")
        page = trail.Page(shown.read("ratio", f"population={people.pk}", world.bob), world.bob)
        (found,) = [
            one
            for one in page.trail("all", trail.Asked(trail.Slice(area=world.areas["Hill"].pk))).inputs
            if one.key == "residents"
        ]
        assert found.agrees
        assert [(one.name, one.stated, one.share, one.part) for one in found.shares] == [
            ("West", "12.000", "0,5000", "6.000")
        ] or [(one.name, one.part) for one in found.shares] == [("West", "6,000")]
        assert [(cell.area, cell.address) for cell in found.cells] == [("West", "C7")]

    def test_a_change_leads_to_the_rows_of_both_years(self) -> None:
        world = traced.build([One("Hill", "Food", 1), *[One("West", "Food", 1)] * 3])
        traced.market(world, [One("West", "Food", 1)] * 4, 2019, old=True)
        page = trail.Page(shown.read("overview", "", world.bob), world.bob)
        found = page.trail("change", trail.Asked(trail.Slice(area=world.areas["Hill"].pk)))
        now, before = found.inputs
        assert (now.agrees, before.agrees) == (True, True)
        assert [one.name for one in before.shares] == ["West"]
        assert [file.rows for file in before.files] == [4]


@pytest.mark.django_db
def test_every_figure_of_every_page_has_a_trail_and_tables() -> None:
    """Also of the pages of answers, with the survey of the office."""
    world = worlds.build()
    office.add(world)
    followed = [one for one in pages.all_pages() if one.leads_to_rows]
    assert {one.name for one in followed} >= {*PAGES, "questionnaires", "survey_questions", "survey_areas"}
    for page in followed:
        seen = shown.read(page.name, "", world.carol)
        # the office asks no two questions of one scale, and has no shop
        assert seen.figures or page.name == "survey_scale" or page.section == "customers"
        for key, tables in trail_tables.of_page(seen, world.carol).items():
            assert tables, (page.name, key)
            assert all(table.caption and table.rows for table in tables)
            assert tables[-1].rows, (page.name, key)


@pytest.mark.django_db
def test_answers_are_counted_again_from_the_file() -> None:
    world = worlds.build()
    office.add(world)
    assert follow("questionnaires", "", world.alice) > 20
    assert follow("survey_questions", "a=q01-0", world.alice) > 20


@pytest.mark.django_db
def test_amounts_of_fewer_than_five_are_in_no_trail() -> None:
    rows = [One("Centre", "Food", 1, 1_234_567)] * 4 + [One("East", "Food", 1, 7_000_000)] * 9
    world = traced.build(rows)
    page = trail.Page(shown.read("overview", "", world.carol), world.carol)
    found = page.trail("all", trail.Asked(trail.Slice(area=world.areas["Centre"].pk)))
    money = next(one for one in found.inputs if one.key == "turnover_sum")
    assert "fewer than five" in money.said or "kurang dari lima" in money.said
    assert not money.files


@pytest.mark.django_db
def test_rows_that_were_deleted_are_said() -> None:
    world = traced.build([One("Centre", "Food", 1)] * 3)
    MarketRow.objects.all().delete()
    Dataset.objects.filter(editions=world.market).update(rows_purged_at="2026-01-01T00:00Z")
    page = trail.Page(shown.read("overview", "", world.carol), world.carol)
    (found,) = [one for one in page.trail("sizes", trail.Asked()).inputs if one.key == "n"]
    assert found.agrees is None
    assert "deleted for good" in found.said or "dihapus" in found.said
