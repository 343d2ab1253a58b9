"""The page on what goes together in a table of customers, and its derived features."""

from typing import Any

import pytest
from django.test import Client

from customers.models import KeptRecipe
from tests.customers import small_table as tables
from tests.customers.small_table import add_table
from tests.world import World, english

pytestmark = pytest.mark.django_db
PAGE = "/customers/table/relations/"


def keep(client: Client, **chosen: Any) -> Any:
    """Send the form as it stands, with some of it chosen otherwise."""
    context = client.get(PAGE).context
    form = context["formulas"]
    typed = {name: form[name].initial or "" for name in form.fields if name != "more"}
    return client.post(f"{PAGE}formulas/", {**typed, "seen": context["seen"], **chosen})


def formulas(client: Client, query: str = "") -> dict[str, dict[str, Any]]:
    figure = client.get(PAGE + query).context["figures"]["formulas"]
    return {row["label"]: row for row in figure.table.rows}


def test_features_are_declared_with_formula_meaning_and_gaps(reader: Client) -> None:
    found = formulas(reader)
    assert found["Spending"]["formula"] == "MntWines + MntFruits"
    assert found["Purchases"]["formula"] == "NumWebPurchases + NumStorePurchases"
    assert found["Age"]["formula"] == "t − Year_Birth"
    rate = found["Purchases per visit"]
    assert (rate["n"], rate["missing"], rate["why"]) == (40, 1, "the divisor is zero (1)")
    product = found["Purchases × visits ÷ 100"]
    assert product["formula"] == "Purchases × NumWebVisitsMonth ÷ 100"
    assert "A product and no rate" in product["meaning"]
    figure = reader.get(PAGE).context["figures"]["formulas"]
    assert figure.title == "7 derived features; “Purchases per visit” is not known of 1 customer"
    assert "“Conversion” is here twice" in figure.summary


def test_a_formula_has_the_sign_of_the_language(world: World) -> None:
    alice = Client(headers={"accept-language": "id"})
    alice.force_login(world.alice)
    found = [row["formula"] for row in alice.get(PAGE).context["figures"]["formulas"].table.rows]
    assert "(t − Dt_Customer) ÷ 365,2425" in found


def test_ages_are_counted_to_the_reference_date(reader: Client) -> None:
    figures = reader.get(f"{PAGE}?reference=2030-01-01").context["figures"]
    assert [row["group"] for row in figures["ages"].table.rows] == ["45–54", "55–64", "≥65"]
    assert sum(row["share"] for row in figures["ages"].table.rows) == pytest.approx(1)
    assert "reference date 1 January 2030" in figures["ages"].base


def test_pairs_have_correlations_with_intervals_and_a_line(reader: Client) -> None:
    figures = reader.get(PAGE).context["figures"]
    rows = {row["pair"]: row for row in figures["relations"].table.rows}
    assert len(rows) == 7
    assert rows["Spending × Purchases per visit"]["interval"] == "0.96 to 0.99"
    assert rows["Age × Purchases per visit"]["verdict"] == "may be none: the interval spans zero"
    assert rows["Age × Purchases per visit"]["_muted"]
    pair = figures["pair_age_conversion"]
    assert pair.title == "“Age” says next to nothing about “Purchases per visit”"
    assert pair.warnings[0].startswith("The interval spans zero")
    # one income nobody would believe hides what the ranks show
    income = figures["pair_c0002_spending"]
    assert income.title == "By rank: The more “Income”, the more “Spending”"
    assert "lie apart" in " ".join(income.warnings)
    assert [trace["mode"] for trace in income.plot["data"]] == ["markers", "lines"]
    assert sum(row["n"] for row in income.table.rows) == 40


def test_a_pair_of_ones_own_comes_first(reader: Client) -> None:
    context = reader.get(f"{PAGE}?across=Year_Birth&up=Member").context
    keys = [key for key in context["figures"] if key.startswith("pair_")]
    assert keys[0] == "pair_c0001_c0010"
    assert context["figures"][keys[0]].table.rows[0]["range"].startswith("1960 – ")
    odd = reader.get(f"{PAGE}?across=Education&up=spending").context
    assert list(odd["notices"]) == ["“Education” is no column of numbers here, so it is not used."]


def test_features_are_chosen_and_written(reader: Client, world: World) -> None:
    answer = keep(
        reader, wanted=["spending", "transactions"], name="Wine share", kind="ratio", first="MntWines",
        second="spending",
    )  # fmt: skip
    assert answer.status_code == 302
    found = formulas(reader)
    assert list(found) == ["Purchases", "Spending", "Wine share"]
    assert found["Wine share"]["formula"] == "MntWines ÷ Spending"
    # the next file has it too
    add_table(world, tables.rows().iloc[:30], year=2024)
    assert formulas(reader)["Wine share"]["n"] == 30
    # and it can be taken out again, with the usual ones back
    keep(reader, keep=[], wanted=["spending", "age"])
    assert list(formulas(reader)) == ["Age", "Spending"]
    assert KeptRecipe.objects.first().recipe["own"] == []


@pytest.mark.parametrize(("typed", "said"), [
    ({"name": "", "first": "Income"}, "Give the new feature a name."),
    ({"name": "X", "first": ""}, "Choose the column that it is made of."),
    ({"name": "X", "kind": "ratio", "first": "Income"}, "Choose a second column"),
    ({"name": "X", "kind": "ratio", "first": "Income", "second": "Income"}, "Choose a second column"),
    ({"name": "X", "kind": "groups", "first": "Income", "edges": "20, 10"}, "rising numbers with commas"),
    ({"name": "X", "kind": "groups", "first": "Income", "edges": "1, nan"}, "rising numbers with commas"),
    ({"name": "X", "kind": "sum", "first": "Dt_Customer", "second": "Income"}, "of a type that this formula"),
    ({"name": "X", "kind": "years_since", "first": "Income"}, "of a type that this formula cannot use"),
])  # fmt: skip
def test_a_formula_that_cannot_be_computed_is_refused(
    reader: Client, typed: dict[str, str], said: str
) -> None:
    answer = keep(reader, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not KeptRecipe.objects.exists()


def test_only_analysts_and_admins_change_features(reader: Client, world: World) -> None:
    alice = english(world.alice)
    assert alice.get(PAGE).context["formulas"] is None
    assert alice.post(f"{PAGE}formulas/", {}).status_code == 403


def test_remedies_stay_when_features_change(reader: Client, world: World) -> None:
    KeptRecipe.objects.create(
        region=world.region, series=tables.TABLE, recipe={
            "remedies": [{"action": "drop_duplicates", "columns": [], "value": ""}], "iqr": 1.5,
            "columns": [], "own": [], "without": [],
        },
    )  # fmt: skip
    keep(reader, wanted=["age"])
    newest = KeptRecipe.objects.first()
    assert [one["action"] for one in newest.recipe["remedies"]] == ["drop_duplicates"]
    assert "age" not in newest.recipe["without"]


def test_a_table_without_anything_to_derive(reader: Client, world: World) -> None:
    table = tables.rows()[["Education", "Cost"]]
    add_table(world, table, {"Education": "text", "Cost": "number"}, year=2024)
    context = reader.get(PAGE).context
    assert context["heading"] == "0 derived features"
    assert list(context["figures"]) == ["formulas"]
