"""Where next: the order follows the weights of the address, and what cannot be scored is said."""

import pytest

from analysis.indicators import INDICATORS
from dashboard import weights
from data.models import FigureCell
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db


def order(response):
    table = response.context["figures"]["sensitivity"].table
    return [row["name"] for row in table.rows]


def test_one_criterion_alone_is_its_own_order(reader) -> None:
    response = reader.get("/suitability/?w=n:4")
    # 480, 330, 136, 100 and 43 MSMEs
    assert order(response) == ["Centre", "East", "North", "West", "Hill"]
    assert response.context["heading"] == "First by these weights: Centre, East and North"
    assert order(reader.get("/suitability/?w=n:-4")) == ["Hill", "West", "North", "East", "Centre"]


def test_the_bars_are_made_of_their_criteria(reader) -> None:
    figure = reader.get("/suitability/?w=n:3&w=ratio_per_1000:1").context["figures"]["score"]
    rows = {row["name"]: row for row in figure.table.rows}
    n, ratio = (136 - 43) / (480 - 43), (136 / 40 - 136 / 40) / 1
    assert rows["North"]["suitability"] == pytest.approx(100 * (3 * n + ratio) / 4)
    assert rows["Centre"]["suitability"] == pytest.approx(100)
    for row in rows.values():
        assert row["part_n"] + row["part_ratio_per_1000"] == pytest.approx(row["suitability"])
    bars = [trace for trace in figure.plot["data"] if trace["type"] == "bar"]
    assert [trace["name"] for trace in bars] == ["MSMEs", "MSMEs per 1,000 residents"]
    assert sum(trace["x"][0] for trace in bars) == pytest.approx(100)


def test_the_usual_weights_hold_without_any_in_the_address(reader) -> None:
    usual = "&".join(f"w={key}:{weight}" for key, weight in weights.USUAL_WEIGHTS.items())
    one, other = reader.get("/suitability/"), reader.get(f"/suitability/?{usual}")
    assert one.context["heading"] == other.context["heading"]
    assert other.context["usual_href"] == ""
    chosen = {item["key"]: item["weight"] for item in one.context["weights"]}
    assert chosen == dict.fromkeys(weights.CRITERIA, 0) | weights.USUAL_WEIGHTS


def test_at_first_number_and_ratio_alone_decide_in_equal_parts(reader) -> None:
    usual = reader.get("/suitability/")
    assert order(usual) == order(reader.get("/suitability/?w=n:1&w=ratio_per_1000:1"))
    for row in usual.context["figures"]["score"].table.rows:
        assert row["part_n"] + row["part_ratio_per_1000"] == pytest.approx(row["suitability"])


def test_what_is_not_known_anywhere_has_no_influence_and_is_said(reader) -> None:
    response = reader.get("/suitability/?w=n:1&w=distance_km:-5")
    assert order(response)[0] == "Centre"
    assert "without influence: Distance to the centre" in " ".join(response.context["notices"])


def test_an_area_without_residents_has_no_score(world) -> None:
    FigureCell.objects.filter(edition=world.population, area=world.areas["Hill"]).update(value=0)
    response = english(world.bob).get("/suitability/?w=n:1&w=ratio_per_1000:1")
    notices = " ".join(response.context["notices"])
    assert "Without a score, because a criterion is not known there: Hill." in notices
    rows = {row["name"]: row for row in response.context["figures"]["sensitivity"].table.rows}
    assert rows["Hill"]["rank"] is None
    assert rows["Centre"]["rank"] == 1


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("w=none", "No criterion has a weight"),
        ("w=distance_km:3", "The criteria do not tell the areas apart"),
    ],
    ids=["none", "unknown"],
)
def test_without_a_usable_weight_it_says_what_to_do(reader, query, title) -> None:
    response = reader.get(f"/suitability/?{query}")
    assert response.status_code == 200
    assert response.context["empty"]["title"] == title
    assert b'name="w"' in response.content


@pytest.mark.parametrize("query", ["w=n:9", "w=zzz:1", "w=n", "w=n:1&w=n:2", "w=n:1.5", "w=%3Cb%3E:1"])
def test_a_weight_that_is_none_is_ignored_and_said(reader, query) -> None:
    response = reader.get(f"/suitability/?{query}")
    assert response.status_code == 200
    assert "was ignored: w=" in " ".join(response.context["notices"])
    assert b"<b>:1" not in response.content


def test_the_weights_stay_with_every_click_and_filter(reader, world) -> None:
    food = world.categories["Food"].pk
    response = reader.get(f"/suitability/?w=n:2&w=residents:-1&category={food}")
    href = response.context["figures"]["sensitivity"].table.rows[0]["_href"]
    assert "w=n%3A2&w=residents%3A-1" in href
    assert f"category={food}" in href
    assert response.context["form"].fields["w"].initial == ["n:2", "residents:-1"]
    assert ("category", str(food)) in response.context["carried"]
    assert f'<input type="hidden" name="category" value="{food}">' in response.content.decode()


def test_a_chosen_area_is_told_its_place(reader, world) -> None:
    response = reader.get(f"/suitability/?w=n:2&area={world.areas['North'].pk}")
    assert response.context["heading"] == "Place among 5 sub-districts by these weights: North (3)"
    assert order(response)[0] == "Centre"


def test_the_score_is_of_what_the_filter_leaves(reader, world) -> None:
    farming = world.categories["Farming"].pk
    assert order(reader.get(f"/suitability/?w=n:1&category={farming}"))[:2] == ["West", "Hill"]


def test_weights_that_nearly_balance_are_called_unsure(reader) -> None:
    # Centre leads by number, North by residents; with equal weights the rest hangs on a small change
    figures = reader.get("/suitability/?w=n:2&w=residents:2").context["figures"]
    shares = [row["top_share"] for row in figures["sensitivity"].table.rows]
    assert sum(shares) == pytest.approx(3)
    assert all(row["range"] for row in figures["sensitivity"].table.rows)


def test_every_criterion_has_a_definition() -> None:
    assert set(weights.CRITERIA) <= set(INDICATORS)
    assert set(weights.USUAL_WEIGHTS) <= set(weights.CRITERIA)


def test_one_sub_district_cannot_be_ordered() -> None:
    world = worlds.ground(districts=["Centre"])
    worlds.people(world)
    worlds.add_market(world, {"Centre": worlds.MARKET["Centre"]})
    response = english(world.bob).get("/suitability/")
    assert response.status_code == 200
    assert response.context["empty"]["title"] == "The criteria do not tell the areas apart"


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/suitability/")
    with django_assert_max_num_queries(12):
        reader.get("/suitability/")
