"""The clustering page: parameters in the address, levels, quality, stability, and what cannot be grouped."""

from typing import Any

import pandas as pd
import pytest
from django.test import Client
from sklearn.metrics import silhouette_score

from analysis.kmeans import Params
from clustering.levels import area_levels
from clustering.runs import run
from core import formats
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.fixture
def reader(world: worlds.World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    return client


def figure(response: Any, key: str) -> Any:
    return response.context["figures"][key]


def test_plain_words_come_before_the_reader_s_terms(reader) -> None:
    response = reader.get("/clustering/")
    labels = [str(number.label) for number in response.context["numbers"]]
    assert labels == [
        "Groups", "How clearly the groups are apart", "Least stable group", "Recommended number of groups",
    ]  # fmt: skip
    notes = " ".join(str(number.note) for number in response.context["numbers"])
    assert "mean silhouette of n = 5 sub-districts" in notes
    assert "(Jaccard)" in notes
    html = response.content.decode()
    assert '#term-silhouette"' in html.split('<dl class="numbers">')[1].split("</dl>")[0]
    assert "by their spread (z-scores)" in html


def test_stable_sure_and_apart_are_told_apart_in_one_sentence(reader) -> None:
    response = reader.get("/clustering/")
    sentence = response.context["difference"]
    assert sentence.count(".") == 1
    assert f'<p class="base mt-2">{sentence}</p>' in response.content.decode()
    # the same three words in the figures that they belong to
    figures = response.context["figures"]
    assert "Stable groups" in sentence
    assert "stable" in figures["centroids"].title
    assert "clearly apart" in sentence
    assert "clearly the groups are apart" in figures["silhouettes"].summary
    assert "sure of its group" in sentence
    assert "of its group" in figures["robust"].subtitle
    assert "sure of" in figures["robust"].summary


def test_members_centroids_and_silhouettes(reader) -> None:
    response = reader.get("/clustering/")
    assert response.status_code == 200
    rows = {row["name"]: row for row in figure(response, "members").table.rows}
    assert {name: row["level"] for name, row in rows.items()} == {
        "Centre": "high", "East": "medium", "North": "low", "West": "low", "Hill": "low",
    }  # fmt: skip
    sizes = {row["level"]: row["size"] for row in figure(response, "centroids").table.rows}
    assert sizes == {"low": 3, "medium": 1, "high": 1}
    counts = [[row["n"]] for row in rows.values()]
    expected = silhouette_score(counts, [row["level"] for row in rows.values()])
    assert response.context["numbers"][1].value == pytest.approx(expected)
    bars = figure(response, "silhouettes").plot["data"]
    assert sum(len(trace["y"]) for trace in bars) == 5


def test_one_feature_is_exact_and_several_are_not(reader) -> None:
    assert "exact optimum" in reader.get("/clustering/").context["numbers"][0].note
    several = reader.get("/clustering/?feature=n&feature=ratio_per_1000").context
    assert "starts" in several["numbers"][0].note
    assert "Residents: 2023" in several["figures"]["members"].base


@pytest.mark.parametrize(("k", "groups"), [(2, 2), (4, 4)])
def test_k_is_in_the_address(reader, k, groups) -> None:
    response = reader.get(f"/clustering/?k={k}")
    assert len(figure(response, "centroids").table.rows) == groups
    chosen = [row["k"] for row in figure(response, "ks").table.rows if row["_selected"]]
    assert chosen == [k]


def test_k_above_the_number_of_areas(reader) -> None:
    response = reader.get("/clustering/?k=9")
    assert response.status_code == 200
    assert "Choose 5 groups or fewer" in response.context["empty"]["text"]


def test_as_many_groups_as_areas_have_no_silhouette(reader) -> None:
    response = reader.get("/clustering/?k=5")
    assert response.status_code == 200
    assert "silhouettes" not in response.context["figures"]
    assert "cannot be judged" in " ".join(figure(response, "members").warnings)


def test_it_says_when_no_k_is_clear(reader) -> None:
    found = figure(reader.get("/clustering/"), "ks")
    assert found.title.startswith("No clear k")
    assert "disagree" in found.summary
    assert [trace["x"] for trace in found.plot["data"]] == [[2, 3, 4]]


def test_a_small_n_is_said_beside_the_figure(reader) -> None:
    warnings = " ".join(figure(reader.get("/clustering/"), "members").warnings)
    assert "only n = 5" in warnings
    assert "below 0.5" in warnings


def test_filters_do_not_change_the_levels(reader, world) -> None:
    plain = figure(reader.get("/clustering/"), "members").table.rows
    food = world.categories["Food"].pk
    filtered = figure(reader.get(f"/clustering/?category={food}&size=1"), "members").table.rows
    assert [row["level"] for row in filtered] == [row["level"] for row in plain]


def test_a_feature_nobody_knows_cannot_group() -> None:
    world = worlds.build(population=False)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    response = client.get("/clustering/?feature=residents")
    assert response.status_code == 200
    assert "no row has all values" in response.context["empty"]["text"]


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/clustering/")
    with django_assert_max_num_queries(12):
        reader.get("/clustering/")


def test_clear_groups_are_recommended_and_stable() -> None:
    values = [10, 11, 12, 13, 100, 101, 102, 103, 104, 200, 201, 202, 203]
    found = run(pd.DataFrame({"n": values}, index=range(len(values))), Params(("n",)))
    assert found.recommendation is not None
    assert found.recommendation.k == 3
    assert found.stability is not None
    assert (found.stability.jaccard > 0.9).all()
    assert found.robustness is not None
    assert (found.robustness.table["sample"] > 0.9).all()


def test_levels_without_a_result_have_a_problem() -> None:
    found = area_levels(pd.DataFrame({"n": [5.0, 5.0, 5.0]}))
    assert found.result is None
    assert found.members(2) == []
    assert found.of(pd.Index([0, 1, 2])).isna().all()
    assert found.problem


def test_reasons_have_the_language_s_decimal_sign(world) -> None:
    client = Client(headers={"accept-language": "id"})
    client.force_login(world.bob)
    summary = figure(client.get("/clustering/"), "ks").summary
    assert "0,68" in summary
    assert "0.68" not in summary


def test_a_group_of_one_member_is_not_called_stable(reader) -> None:
    response = reader.get("/clustering/")
    rows = {row["level"]: row for row in figure(response, "centroids").table.rows}
    assert rows["high"]["size"] == 1
    assert rows["high"]["verdict"] == "one member: cannot be judged"
    assert formats.is_missing(rows["high"]["jaccard"])
    assert "2 with one member: cannot be judged" in response.context["numbers"][2].note
    assert "that can be judged" in figure(response, "centroids").title


def test_each_k_is_judged_on_the_same_number_of_resamples(reader) -> None:
    response = reader.get("/clustering/?k=2")
    found = figure(response, "ks")
    assert "100 resamples for each k" in found.base
    assert [row["rand"] is not None for row in found.table.rows] == [True, True, True]
    assert "Drawn anew 100 times" in figure(response, "centroids").summary


@pytest.mark.parametrize(
    ("filter", "said"),
    [("category={food}", "changes nothing here"), ("size=1", "changes nothing here"),
     ("area={centre}", "only marked"), ("k=3", "")],
    ids=["category", "size", "area", "none"],
)  # fmt: skip
def test_a_filter_that_does_nothing_is_said(reader, world, filter, said) -> None:
    values = {"food": world.categories["Food"].pk, "centre": world.areas["Centre"].pk}
    response = reader.get(f"/clustering/?{filter.format(**values)}")
    notices = " ".join(response.context["notices"])
    assert said in notices
    assert bool(notices) == bool(said)


def test_chosen_areas_are_marked(reader, world) -> None:
    response = reader.get(f"/clustering/?area={world.areas['West'].pk}")
    rows = {row["name"]: row["_selected"] for row in figure(response, "members").table.rows}
    assert [name for name, marked in rows.items() if marked] == ["West"]


def test_more_groups_than_colours_have_their_number_at_each_name(reader) -> None:
    response = reader.get("/clustering/?k=4")
    [names] = [trace for trace in figure(response, "members").plot["data"] if trace.get("mode") == "text"]
    assert {"East · 3", "North · 2", "Hill · 1"} <= set(names["text"])
    assert "Centre · 4" in figure(response, "silhouettes").plot["layout"]["yaxis"]["ticktext"]
    assert {row["name"] for row in figure(response, "silhouettes").table.rows} >= {"Centre"}
    order = figure(response, "order").table
    assert {row["name"]: row["level"] for row in order.rows}["Centre"] == 4
    three = figure(reader.get("/clustering/?k=3"), "silhouettes").plot["layout"]["yaxis"]["ticktext"]
    assert "Centre" in three


def test_how_often_each_area_keeps_its_group(reader) -> None:
    found = figure(reader.get("/clustering/"), "robust")
    rows = {row["name"]: row for row in found.table.rows}
    assert set(rows) == {"Centre", "East", "Hill", "North", "West"}
    assert all(0 <= row["together"] <= 1 for row in rows.values())
    assert rows["Centre"]["highest"] == max(row["highest"] for row in rows.values())
    assert rows["Hill"]["highest"] == 0
    assert found.title.startswith("Centre is in the highest group in")
    assert "sure of" in found.summary
    # five areas drawn with replacement are often fewer than three different ones
    assert "left out" in " ".join(found.warnings)
    shown = [value for trace in found.plot["data"] for value in trace["x"]]
    assert sorted(shown) == pytest.approx(sorted(100 * row["together"] for row in rows.values()))


def test_what_cannot_vary_is_said_and_has_no_column() -> None:
    world = worlds.build(population=False, facts=False)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    worlds.Cell.objects.filter(edition=world.market).update(
        employees=None, n_employees=0, turnover_sum=None, n_turnover=0
    )
    found = figure(client.get("/clustering/"), "robust")
    assert "were not varied" in " ".join(found.warnings)
    assert "indicators" not in [column.key for column in found.table.columns]


@pytest.mark.parametrize("key", ["ks", "robust", "members", "centroids", "silhouettes"])
def test_every_table_can_be_downloaded(reader, key) -> None:
    response = reader.get(f"/clustering/?download=csv&figure={key}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv"
    assert len(response.content.decode("utf-8-sig").splitlines()) > 4
