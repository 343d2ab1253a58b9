"""A page read without a browser says what the browser's page says, under the same rights."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override

from core import pages
from core.shown import Unchanged, filters_said, read, read_address
from tests import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


def test_a_page_has_its_figures_filters_and_editions(world: worlds.World) -> None:
    with override("en"):
        shown = read("overview", f"area={world.areas['East'].pk}", world.bob)
    assert shown.title == "Overview"
    assert "segments" in shown.figures
    assert ("Sub-district", "East") in shown.filters
    assert ("Business field", "all") in shown.filters
    assert world.market is not None
    assert world.population is not None
    assert {world.market.pk, world.population.pk} <= set(shown.editions)
    assert shown.is_demo
    with override("en"):
        assert "Demo data – synthetic" in shown.lines
    assert shown.address == f"/?area={world.areas['East'].pk}"


def test_what_does_not_fit_is_said_as_on_the_page(world: worlds.World, settings: Any) -> None:
    with override("en"):
        shown = read("overview", "?area=999999", world.bob)
    assert any("area=999999" in notice for notice in shown.notices)


def test_a_page_that_sends_on_is_followed_with_what_it_said(world: worlds.World) -> None:
    with override("en"):
        shown = read("card", f"area={world.areas['East'].pk}", world.bob)
    assert shown.heading.startswith("East")
    assert shown.address.startswith(f"/card/{world.areas['East'].pk}/")


def test_another_roles_page_is_refused(world: worlds.World) -> None:
    with pytest.raises(PermissionDenied):
        read("people", "", world.alice)


def test_a_person_who_may_not_sign_in_reads_nothing(world: worlds.World) -> None:
    world.bob.is_active = False
    with pytest.raises(PermissionDenied):
        read("overview", "", world.bob)


def test_no_such_page_and_no_such_card(world: worlds.World) -> None:
    with pytest.raises(Http404):
        read_address("/nothing/here/", "", world.bob)
    with pytest.raises(Http404):
        read_address("/card/999999/", "", world.bob)


def test_every_page_of_the_report_can_be_read(world: worlds.World) -> None:
    names = [page.name for page in pages.all_pages() if page.in_report]
    assert names[:3] == ["overview", "ratio", "geography"]
    for name in names:
        shown = read(name, "", world.bob)
        assert shown.heading
        assert shown.figures or shown.problem


def test_a_page_that_is_held_is_not_made_again(world: worlds.World) -> None:
    held = read("ratio", "year=2023", world.bob).etag
    assert held.startswith('W/"')
    with pytest.raises(Unchanged) as found:
        read("ratio", "year=2023", world.bob, held=f'"another", {held}')
    assert found.value.etag == held


def test_another_filter_language_person_or_right_is_another_page(world: worlds.World) -> None:
    with override("id"):  # whatever a request of another test left active
        held = read("ratio", "year=2023", world.bob).etag
        assert read("ratio", "", world.bob, held=held).etag != held
        assert read("ratio", "year=2023", world.carol, held=held).etag != held
    with override("en"):
        assert read("ratio", "year=2023", world.bob, held=held).etag != held
    world.bob.permission_revision += 1
    with override("id"):
        assert read("ratio", "year=2023", world.bob, held=held).etag != held


def test_editions_of_a_comparison_are_told_too(world: worlds.World) -> None:
    before = worlds.add_market(world, {"East": {"Food": {worlds.MICRO: 100}}}, year=2022)
    shown = read("overview", "", world.bob)
    assert "change" in shown.figures
    assert before.pk in shown.editions
    assert before.pk not in read("ratio", "", world.bob).editions


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([], ""),
        ([("Year", "2023")], "Year: 2023"),
        ([("Year", "2023"), ("Size", "micro, small")], "Year: 2023; Size: micro, small"),
        ([("Year", "2023"), ("Size", "all"), ("Area", "all")], "Year: 2023. No other filters."),
        ([("Q1", "all"), ("Q2", "all")], "No filters."),
    ],
)
def test_what_limits_nothing_is_said_once(filters, said) -> None:
    """A survey can be filtered by each of its questions: seventeen times "all" hid the one in use."""
    with override("en"):
        assert filters_said(filters) == said
