"""Three pages answer "where first?": each says by what, and leads to the others with the filters kept."""

from urllib.parse import parse_qs, urlsplit

import pytest

from areas.models import WorkArea
from data.models import Edition, FigureCell
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db
PAGES = {
    "overview": ("/", "is answered here by the number of MSMEs."),
    "ratio": ("/ratio/", "by MSMEs per 1,000 residents, highest first, and by number and ratio together."),
    "suitability": ("/suitability/", "by a score of: MSMEs 3, MSMEs per 1,000 residents 3."),
}


def links(response):
    """The addresses in the sentence, by path."""
    sentence = response.content.decode().split('<p class="orders">')[1].split("</p>")[0]
    found = [part.split('"')[0].replace("&amp;", "&") for part in sentence.split('href="')[1:]]
    return {urlsplit(one).path: parse_qs(urlsplit(one).query) for one in found}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_by_what_it_orders_and_names_the_others(reader, world, name) -> None:
    path, words = PAGES[name]
    food = str(world.categories["Food"].pk)
    response = reader.get(f"{path}?category={food}&size=1")
    assert words in response.context["orders"]["here"]
    assert words in response.content.decode()
    others = {one: address for one, (address, _words) in PAGES.items() if one != name}
    assert links(response) == {path: {"category": [food], "size": ["1"]} for path in others.values()}
    assert [one for one, _text in response.context["orders"]["others"]] == list(others)


def test_the_order_follows_the_reading_and_the_weights(reader) -> None:
    competition = reader.get("/ratio/?reading=competition")
    assert "lowest first" in competition.context["orders"]["here"]
    weighed = reader.get("/suitability/?w=n:2&w=residents:-1").context["orders"]["here"]
    assert weighed.endswith("by a score of: MSMEs 2, Residents 1 (less is better).")


def test_weights_chosen_before_are_not_lost_on_the_way(reader) -> None:
    """The other pages carry them, in what the sentence links to as in the menu."""
    assert links(reader.get("/?w=n:2&reading=competition"))["/suitability/"] == {
        "w": ["n:2"], "reading": ["competition"],
    }  # fmt: skip


def test_where_nothing_can_be_ordered_nothing_is_said_of_an_order(world) -> None:
    Edition.objects.filter(subject="population").update(is_current=False)
    response = english(world.bob).get("/ratio/")
    assert "orders" not in response.context
    assert b'class="orders"' not in response.content


# A sales person's own areas ------------------------------------------------------------------------------


def test_a_sales_person_is_told_where_their_own_areas_come(world) -> None:
    for name in ("West", "North"):
        WorkArea.objects.create(user=world.alice, area=world.areas[name], confirmed=True)
    response = english(world.alice).get("/suitability/?w=n:4")
    # 480, 330, 136, 100 and 43 MSMEs: the Centre is first, North third, West fourth
    assert response.context["own"] == "Your areas among 5 sub-districts: Centre (1), North (3) and West (4)"
    assert f'<p class="own">{response.context["own"]}</p>' in response.content.decode()
    for key in ("score", "sensitivity", "points"):
        marked = [row for row in response.context["figures"][key].table.rows if row["_selected"]]
        assert {row["name"] for row in marked} == {"Centre", "North", "West"}


def test_whoever_has_no_areas_is_told_nothing_of_them(reader) -> None:
    assert reader.get("/suitability/").context["own"] == ""


def test_own_areas_without_a_score_are_said(world) -> None:
    FigureCell.objects.filter(edition=world.population, area=world.areas["Centre"]).update(value=0)
    response = english(world.alice).get("/suitability/?w=n:1&w=ratio_per_1000:1")
    assert response.context["own"] == "Your areas have no score: one of the criteria is not known there."


def test_points_are_called_points_where_a_phone_repeats_the_heading(reader) -> None:
    """A 38 under "MSMEs" reads like 38 MSMEs."""
    response = reader.get("/suitability/")
    html = response.content.decode().split('id="figure-points"')[1]
    for label in (
        "MSMEs (points of 100)",
        "MSMEs per 1,000 residents (points of 100)",
        "Suitability score (of 100)",
    ):
        assert f'data-label="{label}"' in html
    parts = response.context["figures"]["score"].table.columns
    assert [str(column.unit) for column in parts] == ["", "of 100", "points", "points"]


def test_one_sub_district_has_no_order() -> None:
    world = worlds.ground(districts=["Centre"])
    worlds.people(world)
    worlds.add_market(world, {"Centre": worlds.MARKET["Centre"]})
    assert "orders" not in english(world.bob).get("/suitability/").context
