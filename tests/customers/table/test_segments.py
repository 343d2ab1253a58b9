"""The page of the segments of a table of customers, and the runs that are kept of it."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from analysis.derived import Formula
from core import jobs, shown
from core.models import Job
from customers import saving
from customers.models import CustomerRun
from customers.table import asked as table_asked
from customers.table import content as table_content
from customers.table import model as table_model
from customers.table import segmentation as table_segmentation
from customers.table.features import levels
from customers.table.recipe import Chosen
from customers.table.scope import TableReader
from tests.customers import small_table as tables
from tests.customers.small_table import TYPES, add_table
from tests.world import World, english

pytestmark = pytest.mark.django_db
PAGE = "/customers/table/"
TWO = f"{PAGE}?clusters=2"


def figures(client: Client, address: str = TWO) -> dict[str, Any]:
    return client.get(address).context["figures"]


def typed(client: Client, address: str = TWO, **changed: str) -> dict[str, str]:
    """The form of words as it stands, with some of it changed."""
    context = client.get(address).context
    words = {f"name-{one.place}": one.name for one in context["segments"]}
    words |= {f"strategy-{one.place}": one.strategy for one in context["segments"]}
    return {**words, "seen": context["seen"], "names_seen": context["names_seen"], **changed}


def test_two_kinds_of_customers_are_found_and_described(reader: Client) -> None:
    context = reader.get(TWO).context
    assert context["heading"] == "“High”: 54% of the customers have 96% of “Spending”"
    found = context["figures"]
    assert list(found)[:5] == ["sizes", "plane", "amounts", "profiles", "median_transactions"]
    assert {"median_c0002", "spread_c0009", "advice", "variance", "loadings", "ks", "elbow",
            "davies_bouldin", "quality", "made"} <= set(found)  # fmt: skip
    # the gap and the customer without a visit are in no segment
    assert [row["n"] for row in found["sizes"].table.rows] == [21, 18]
    assert context["numbers"][0].note == "2 lack a feature and are in no segment"
    assert sum(row["share"] for row in found["sizes"].table.rows) == pytest.approx(1)
    assert sum(row["value"] for row in found["sizes"].table.rows) == pytest.approx(1)
    high, low = found["profiles"].table.rows
    assert (high["n"], high["share"]) == (21, pytest.approx(21 / 39))
    assert high["middle"].startswith("Income 80,300 · Spending 993 · Purchases 20")
    assert high["apart"].startswith("Much ")
    assert "much less spending (48, of all 557)" in low["apart"].lower()
    assert [row["k"] for row in found["ks"].table.rows] == list(range(2, 11))


def test_shares_of_few_values_add_up(reader: Client) -> None:
    table = figures(reader)["spread_c0009"].table
    for row in table.rows:
        assert sum(row[str(visits)] for visits in range(3, 9)) == pytest.approx(1)


def test_everything_behind_the_numbers_is_printed(reader: Client) -> None:
    made = {row["what"]: row["value"] for row in figures(reader)["made"].table.rows}
    assert made["Features"] == "Income, Spending, Purchases, Purchases per visit"
    assert made["Seed of chance"] == "20260101"
    assert made["Files"].startswith("customer_table-2023.csv (")
    assert {"program", "numpy", "scikit-learn", "Reference date", "Scale", "Components"} <= set(made)


def test_features_scale_components_and_order_are_in_the_address(reader: Client) -> None:
    address = (
        f"{PAGE}?clusters=3&attribute=Education&attribute=age&attribute=Income&scale=minmax&components=2"
        "&ordered_by=age&levels=Education:+Basic+<+Master"
    )
    page = reader.get(address)
    made = {row["what"]: row["value"] for row in page.context["figures"]["made"].table.rows}
    assert made["Features"] == "Education (in steps), Age, Income"
    assert made["Components"] == "the first 2"
    assert page.context["heading"].startswith("“")
    means = [row["key"] for row in page.context["figures"]["sizes"].table.rows]
    assert means == sorted(means, reverse=True)
    form = page.context["features"]
    assert form["attribute"].initial == ["Education", "age", "Income"]
    # an address of such a page says everything again
    chips = [one.label for one in page.context["chips"]]
    assert chips == ["3 segments", "own features"]
    assert ("customer_table", "x") not in form.carried


def test_a_feature_of_ones_own_takes_nothing_away(reader: Client, world: World) -> None:
    own = Formula("worth", "Worth", "sum", ("Income", "spending"))
    saving.keep_recipe(world.region, tables.TABLE, Chosen(own=(own,)).to_json(), world.bob)
    found = figures(reader)
    assert {"median_spending", "median_c0002"} <= set(found)
    choices = dict(reader.get(TWO).context["features"].fields["attribute"].choices)
    assert choices["worth"] == "Worth"
    own = reader.get(f"{TWO}&attribute=worth&attribute=age&ordered_by=worth").context
    assert own["figures"]["sizes"].table.columns[3].label == "Worth, mean"


def test_orders_of_texts_are_read() -> None:
    found = levels("Size: S < M < L; Education: Basic <Master; nothing; : a < b")
    assert found == {"Size": ("S", "M", "L"), "Education": ("Basic", "Master"), "": ("a", "b")}


def test_names_stay_with_their_customers(reader: Client, world: World) -> None:
    answer = reader.post(f"{PAGE}words/?clusters=2", typed(reader, **{"name-1": "Our best"}))
    assert answer.status_code == 302
    assert [one.name for one in reader.get(TWO).context["segments"]] == ["Our best", "Low"]
    # with another number of segments, of another scale, most of the same customers are still called so
    other = reader.get(f"{PAGE}?clusters=3&scale=robust").context["segments"]
    assert [one.name for one in other if one.is_own] == ["Our best"]
    # and in the next file, placed by the saved model
    add_table(world, tables.rows().iloc[5:35], year=2024)
    later = reader.get(TWO).context
    assert later["edition_line"].endswith("2024")
    assert [one.name for one in later["segments"]] == ["Our best", "Low"]
    # a table without one of its columns is named by the order again
    table = tables.rows().drop(columns="Income")
    types = {name: of for name, of in TYPES.items() if name != "Income"}
    add_table(world, table, types, year=2025)
    without = reader.get(TWO).context
    assert [one.name for one in without["segments"]] == ["High", "Low"]
    assert any("fit no segment here" in one and "Our best" in one for one in without["notices"])


def test_a_name_never_slips_to_another_segment_of_a_new_file(reader: Client, world: World) -> None:
    reader.post(f"{PAGE}words/?clusters=2", typed(reader, **{"name-0": "Seldom here"}))
    # in thousands: by the saved model everybody is among those who have little, and most of them have much
    table = tables.rows()
    numbers = ["Income", "MntWines", "MntFruits", "NumWebPurchases", "NumStorePurchases"]
    table[numbers] = table[numbers] / 1_000
    add_table(world, table, year=2024)
    context = reader.get(TWO).context
    assert [one.name for one in context["segments"]] == ["High", "Low"]
    assert any("Seldom here" in one for one in context["notices"])
    # the same customers in another order, under the same ids
    add_table(world, tables.rows().iloc[::-1], year=2025)
    assert [one.name for one in reader.get(TWO).context["segments"]] == ["High", "Seldom here"]


def test_a_segment_that_most_of_its_customers_left_has_no_name_of_ones_own(
    reader: Client, world: World
) -> None:
    reader.post(f"{PAGE}words/?clusters=2", typed(reader, **{"name-1": "Our best"}))
    # one of those who had much is left, among those who have little; others have more than anybody had
    table = tables.rows().iloc[:21]
    more = table.iloc[:19].rename(index=lambda one: f"N{one}")
    numbers = ["Income", "MntWines", "MntFruits", "NumWebPurchases", "NumStorePurchases"]
    table[numbers], more[numbers] = table[numbers] / 3, table[numbers].iloc[:19].to_numpy() / 1.5
    add_table(world, pd.concat([table, more]), year=2024)
    assert "Our best" not in [one.name for one in reader.get(TWO).context["segments"]]


def test_advice_rests_on_the_largest_differences(reader: Client) -> None:
    row = figures(reader)["advice"].table.rows[0]
    proposals = [part.split(", ") for part in row["because"].split("; ")]
    sizes = [max(abs(float(one.rsplit(" ", 1)[1].replace("−", "-"))) for one in part) for part in proposals]
    assert 0 < len(sizes) <= 2
    assert sizes == sorted(sizes, reverse=True)
    assert row["strategy"].startswith("They have the most of “Spending”.")


def test_a_strategy_of_ones_own_stands_on_the_page(reader: Client) -> None:
    reader.post(f"{PAGE}words/?clusters=2", typed(reader, **{"strategy-0": "Write a letter."}))
    rows = {row["segment"]: row for row in figures(reader)["advice"].table.rows}
    assert rows["Low"]["strategy"] == "Write a letter."
    assert rows["Low"]["because"] == "words of your own"
    assert rows["High"]["strategy"].startswith("They have the most of “Spending”.")
    same = reader.post(f"{PAGE}words/?clusters=2", typed(reader, **{"name-1": "Low"}), follow=True)
    assert "Two segments have this name" in same.content.decode()


def test_a_run_is_kept_whole_and_without_customers(reader: Client, world: World) -> None:
    seen = reader.get(TWO).context["seen"]
    answer = reader.post(f"{PAGE}save/?clusters=2", {"seen": seen, "name": "First try"})
    run = CustomerRun.objects.get()
    assert answer["Location"] == f"/customers/saved/{run.pk}/"
    assert (run.kind, run.name, run.result["n"]) == ("attributes", "First try", 39)
    assert run.params["features"][1] == {"name": "spending", "label": "Spending", "encoding": "number"}
    assert "K010" not in json.dumps([run.params, run.result])
    page = reader.get(f"/customers/saved/{run.pk}/")
    shown = page.context["figures"]
    assert [row["segment"] for row in shown["segments"].table.rows] == ["High", "Low"]
    middles = {row["name"]: row for row in shown["middles"].table.rows}
    assert (middles["Spending"]["1"], middles["Spending"]["0"]) == ("993", "48")
    again = page.context["again"]
    assert again.startswith("/customers/table/?region=sample&period=2023&reference=2023-12-31&customer_")
    assert reader.get(again).context["heading"] == reader.get(TWO).context["heading"]
    # the very same is not kept twice, and what was deleted comes back
    reader.post(f"{PAGE}save/?clusters=2", {"seen": seen, "name": "First try"})
    assert CustomerRun.objects.count() == 1
    listed = reader.get("/customers/saved/").content.decode()
    assert "First try" in listed
    assert "by attributes" in listed


def test_new_customers_are_placed_as_the_run_placed_its_own(reader: Client, world: World) -> None:
    reader.post(f"{PAGE}save/?clusters=2", {"seen": reader.get(TWO).context["seen"]})
    asked = table_asked.of_reader(TableReader(QueryDict("clusters=2"), world.bob))
    found = table_segmentation.of(asked)
    placed = table_model.place(CustomerRun.objects.get().result["model"], asked.prepared())
    pd.testing.assert_series_equal(
        placed.sort_index(), found.result.labels, check_names=False, check_dtype=False
    )


@pytest.mark.parametrize(("change", "query", "said"), [
    ({"Education": [f"School {n}" for n in range(41)]}, "attribute=Education&attribute=Income",
     "“Education” has 41 different values, too many for a feature."),
    ({"Income": 5.0}, "attribute=Income&attribute=age", "“Income” has the same value for almost all"),
    ({"Income": np.nan}, "attribute=Income&attribute=age", "“Income” has no value for any customer."),
    ({}, "attribute=Dt_Customer&attribute=age", "“Dt_Customer” is a date. Derive a duration from it"),
    ({"Income": [1.0, 2.0, 3.0] * 13 + [1.0, 2.0]}, "attribute=Income&clusters=9", "different"),
    ({}, "components=6", "6 components were asked for, but there are only 4."),
    ({}, "attribute=Education&levels=Education:+Basic+<+Other", "The order of “Education” lacks “Master”."),
])  # fmt: skip
def test_what_cannot_be_grouped_is_said(
    reader: Client, world: World, change: dict[str, Any], query: str, said: str
) -> None:
    add_table(world, tables.rows().assign(**change), year=2024)
    page = reader.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert said in page.context["empty"]["text"], page.context["empty"]
    # features can still be chosen
    assert page.context["features"] is not None


@pytest.mark.parametrize(("rows", "said"), [
    (1, "Only one customer has a value in every feature, so there are no groups."),
    (0, "No column of this table tells customers apart."),
])  # fmt: skip
def test_one_customer_is_no_group(reader: Client, world: World, rows: int, said: str) -> None:
    add_table(world, tables.rows().iloc[:rows], year=2024)
    page = reader.get(f"{PAGE}?attribute=Income&attribute=age" if rows else PAGE)
    assert said in page.context["empty"]["text"]
    for other in ("quality/", "relations/"):
        assert reader.get(PAGE + other).status_code == 200


def test_a_repeated_id_is_said_and_remedied(reader: Client, world: World) -> None:
    table = pd.concat([tables.rows(), tables.rows().iloc[:2]])
    add_table(world, table, year=2024)
    before = reader.get(TWO).context
    assert before["notices"][0].startswith("Rows whose id came before: 2. Only the first row of each")
    assert sum(row["n"] for row in before["figures"]["sizes"].table.rows) == 39
    context = reader.get(f"{PAGE}quality/").context
    form = context["remedies"]
    values = {name: form[name].initial or "" for name in form.fields}
    reader.post(f"{PAGE}quality/remedies/", {**values, "seen": context["seen"]})
    assert not reader.get(TWO).context["notices"]


def test_remedies_that_no_longer_fit_are_said_here_too(reader: Client, world: World) -> None:
    context = reader.get(f"{PAGE}quality/").context
    form = context["remedies"]
    values = {name: form[name].initial or "" for name in form.fields}
    reader.post(f"{PAGE}quality/remedies/", {**values, "seen": context["seen"]})
    types = {name: of for name, of in TYPES.items() if name != "Cost"}
    add_table(world, tables.rows().drop(columns="Cost"), types, year=2024)
    assert list(reader.get(TWO).context["notices"]) == [
        "“Cost” is no longer in the table, so this step was left out for it."
    ]


def test_many_customers_are_grouped_by_the_worker(
    reader: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_segmentation, "AT_ONCE", 10)
    page = reader.get(TWO)
    assert page.context["heading"] == "The table of customers is being worked on"
    [job] = Job.objects.filter(kind="segment_table")
    refused = reader.post(f"{PAGE}save/?clusters=2", {"seen": reader.get(PAGE + "quality/").context["seen"]})
    assert refused.status_code == 302
    assert not CustomerRun.objects.exists()
    # somebody else waits for work of their own: nobody sees the progress of another's
    english(world.alice).get(TWO)
    assert Job.objects.filter(kind="segment_table").count() == 2
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 9, 9)
    assert "sizes" in figures(reader)
    # every other number of segments is there as well
    assert "sizes" in figures(reader, f"{PAGE}?clusters=5")
    assert Job.objects.filter(kind="segment_table").count() == 2


def test_a_report_does_not_come_back_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads without a browser gets the figures at once, of a very large table a word on when to ask."""
    monkeypatch.setattr(table_segmentation, "AT_ONCE", 10)
    monkeypatch.setattr(table_content, "MOST_WAITED", 20)
    with override("en"):
        later = shown.read("attribute_segments", "clusters=2", world.bob)
        assert later.problem == "The table of customers is being worked on. Ask again in a minute."
        monkeypatch.setattr(table_content, "MOST_WAITED", 1_000)
        for name in ("attribute_segments", "attribute_relations", "attribute_quality"):
            found = shown.read(name, "clusters=2", world.alice)
            assert not found.problem
            assert found.figures
            assert found.editions


def test_sales_look_and_analysts_keep(reader: Client, world: World) -> None:
    alice = english(world.alice)
    page = alice.get(TWO)
    assert page.status_code == 200
    assert "Keep these words" not in page.content.decode()
    assert alice.post(f"{PAGE}words/", {}).status_code == 403
    assert alice.post(f"{PAGE}save/", {}).status_code == 403


def test_queries_are_as_many_for_any_table(reader: Client, world: World) -> None:
    figures(reader)
    counts = []
    for year, n in ((2024, 12), (2025, 40)):
        add_table(world, tables.rows().iloc[-n:], year=year)
        with CaptureQueriesContext(connection) as queries:
            assert "sizes" in figures(reader)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25, counts


def test_names_that_mean_nothing_are_said(reader: Client) -> None:
    page = reader.get(f"{TWO}&attribute=Wealth&ordered_by=Education")
    assert list(page.context["notices"])[:2] == [
        "“Wealth” is no column that can be used like this, so it is left out.",
        "“Education” is no column that can be used like this, so it is left out.",
    ]
    assert "sizes" in page.context["figures"]
