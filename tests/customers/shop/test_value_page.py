"""What today's customers will bring."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import caches
from django.http import QueryDict

from analysis import bg_nbd, score_cells
from core import jobs
from core.models import Job
from customers.shop import value
from customers.shop.scope import CustomerReader
from data.cells_cache import RecentlyUsed
from tests.customers.small_shop import add_shop

pytestmark = pytest.mark.django_db
PAGE = "/customers/value/"


def figures(answer):
    return answer.context["figures"]


def test_segments_sum_to_all(reader) -> None:
    answer = reader.get(PAGE)
    table = figures(answer)["by_segment"].table
    numbers = {str(one.label): one.value for one in answer.context["numbers"]}
    assert sum(row["value"] for row in table.rows) == pytest.approx(numbers["Value to come"])
    assert sum(row["share"] for row in table.rows) == pytest.approx(1)
    assert sum(row["customers"] for row in table.rows) == 30
    months = figures(answer)["to_come"].table.rows
    assert sum(row["discounted"] for row in months) == pytest.approx(numbers["Value to come"])


def test_the_formula_is_in_the_reader_s_language(reader) -> None:
    numbers = reader.get(PAGE, headers={"accept-language": "id"}).context["numbers"]
    assert "E(pembelian pada m)" in numbers[0].how


def test_half_the_margin_is_half_the_value(reader) -> None:
    def shown(address: str) -> float:
        return next(one.value for one in reader.get(address).context["numbers"] if "Value" in str(one.label))

    assert shown(f"{PAGE}?margin=50") == pytest.approx(shown(PAGE) / 2)
    assert shown(f"{PAGE}?discount=0") > shown(PAGE)
    assert shown(f"{PAGE}?months=24") > shown(PAGE)


@pytest.mark.parametrize("asked", ["margin=0", "margin=101", "months=121", "months=x", "discount=-1"])
def test_what_is_not_possible_is_said(reader, asked) -> None:
    answer = reader.get(f"{PAGE}?{asked}")
    assert answer.status_code == 200
    assert any("is not possible here" in one for one in answer.context["notices"])


def test_few_customers_are_said_beside_the_numbers(reader) -> None:
    assert figures(reader.get(PAGE))["by_segment"].warnings


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ("", [19, 20]),
        ("refunds=leave_out", [19, 20]),
        ("zeros=leave_out", [19, 19]),
        ("refunds=leave_out&zeros=leave_out", [19, 19]),
    ],
)
def test_a_refund_is_no_purchase_whatever_the_rules(world, asked, again) -> None:
    """B0 gave something back on a day of its own, B1 took something for nothing on one."""
    found = value.fits(CustomerReader(QueryDict(asked), world.bob)).purchases.table
    assert found.loc[["B0", "B1"], "frequency"].tolist() == again


def test_segments_that_mostly_bought_once_are_said_beside_their_number(reader) -> None:
    figure = figures(reader.get(PAGE))["by_segment"]
    [said] = [one for one in figure.warnings if "bought once" in one]
    lines = reader.get("/customers/list/").context["lines"]
    for name in {row["segment"] for row in figure.table.rows}:
        once = [one["frequency"] == 1 for one in lines if one["segment"] == name]
        assert (f"“{name}”" in said) == (sum(once) > len(once) / 2)


def test_without_a_model_nothing_to_come_is_told(reader, monkeypatch) -> None:
    fitted = bg_nbd.run

    def without_end(*asked):
        found = fitted(*asked)
        return replace(found, maximum=replace(found.maximum, converged=False, at_limit=("a", "b")))

    monkeypatch.setattr(bg_nbd, "run", without_end)
    answer = reader.get(PAGE)
    assert str(answer.context["heading"]).startswith("No model of repeat purchases fits")
    assert [(one.value, one.note) for one in answer.context["numbers"]] == [(None, "no model fits")] * 4
    # the simple product stays, with the reason; what the model would say is not there
    assert list(figures(answer)) == ["simple", "models"]
    assert any("a, b ran to the limit" in one for one in figures(answer)["simple"].warnings)
    assert figures(answer)["simple"].table.rows[0]["total"] > 0


def test_customers_who_never_came_back_have_no_value(world, reader) -> None:
    add_shop(world, [(f"X{n}", date(2023, 7, 1 + n), 10.0, f"r{n}") for n in range(9)], series="Once")
    answer = reader.get(f"{PAGE}?shop=Once")
    assert answer.status_code == 200
    assert answer.context["empty"]["text"]


def test_the_models_of_a_large_shop_are_fitted_by_a_job(reader, monkeypatch) -> None:
    monkeypatch.setattr(value, "AT_ONCE", 10)
    answer = reader.get(PAGE)
    assert "The models are being fitted" in answer.content.decode()
    [job] = Job.objects.filter(kind="fit_customers")
    assert reader.get(PAGE).context["job"] == job  # one job for both visits
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, value.STEPS, value.STEPS)
    shown = reader.get(PAGE)
    assert "by_segment" in figures(shown)
    # margin and horizon need no other fit
    assert "by_segment" in figures(reader.get(f"{PAGE}?margin=50"))
    assert Job.objects.filter(kind="fit_customers").count() == 1


def test_a_large_shop_that_cannot_be_fitted_says_why(world, reader, monkeypatch) -> None:
    monkeypatch.setattr(value, "AT_ONCE", 10)
    add_shop(world, [(f"X{n}", date(2023, 7, 1 + n), 10.0, f"r{n}") for n in range(20)], series="Once")
    reader.get(f"{PAGE}?shop=Once")
    job = Job.objects.get(kind="fit_customers")
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "came back" in reader.get(f"{PAGE}?shop=Once").content.decode()


def test_models_and_comparisons_outlive_the_memory(reader, monkeypatch) -> None:
    before = reader.get(PAGE).context["numbers"][0].value
    reader.get("/customers/number/")
    for one in list(RecentlyUsed._all):
        one._values.clear()
    caches["pages"].clear()
    monkeypatch.setattr(bg_nbd, "run", None)
    monkeypatch.setattr(score_cells, "compare", None)
    assert reader.get(PAGE).context["numbers"][0].value == before
    assert "ks" in figures(reader.get("/customers/number/"))
