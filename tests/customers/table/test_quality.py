"""The page on the quality of a table of customers, and its remedies."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import jobs
from core.models import Job
from customers.models import KeptRecipe
from customers.table import quality as table_quality
from tests.customers import small_table as tables
from tests.customers.small_table import TABLE, TYPES, add_table
from tests.world import World, build, english

pytestmark = pytest.mark.django_db
PAGE = "/customers/table/quality/"


def keep(client: Client, **chosen: str) -> Any:
    """Send the form as it stands, with some of it chosen otherwise."""
    context = client.get(PAGE).context
    form = context["remedies"]
    typed = {name: form[name].initial or "" for name in form.fields}
    return client.post(f"{PAGE}remedies/", {**typed, "seen": context["seen"], **chosen})


def rows(client: Client, figure: str, query: str = "") -> list[dict[str, Any]]:
    return client.get(PAGE + query).context["figures"][figure].table.rows


def test_findings_stand_in_words_with_what_to_do(reader: Client) -> None:
    context = reader.get(PAGE).context
    assert context["heading"] == (
        "To look at: gaps in 1 column, 1 repeated row, outliers in 1 column and 1 column of one value"
    )
    assert [str(one.value) for one in context["numbers"]] == ["41", "1", "1", "1"]
    found = context["figures"]["findings"].table.rows
    assert [row["finding"] for row in found] == [
        "“Income” is missing in 1 of 41 rows.",
        "Rows that repeat an earlier one in everything but the id, perhaps the same people: 1.",
        "“Income”: 1 of 40 values above 170,300.",
        "“Cost” has the same value wherever it is known, so it tells nobody apart.",
    ]
    assert all(row["to_do"] and not row["remedy"] for row in found)
    assert "done" not in context["figures"]
    described = {row["label"]: row for row in rows(reader, "columns")}
    assert described["Member"]["type"] == "yes or no"
    # a figure of one column with a gap would only repeat the finding
    assert "gaps" not in context["figures"]


def test_every_number_has_its_mean_and_quartiles(reader: Client) -> None:
    found = {row["label"]: row for row in rows(reader, "numbers")}
    assert "Education" not in found
    income, member, joined = found["Income"], found["Member"], found["Dt_Customer"]
    assert (income["min"], income["q1"], income["median"], income["q3"], income["max"]) == (
        "20,000", "20,300", "80,000", "80,300", "9\xa0million",
    )  # fmt: skip
    assert income["mean"] == f"{tables.rows()['Income'].mean():,.0f}"
    assert income["missing"] == 1
    [outlier] = rows(reader, "outliers")
    assert (outlier["n_above"], outlier["limits"]) == (1, "−69,700 – 170,300")
    assert (found["Year_Birth"]["min"], found["Year_Birth"]["mean"]) == ("1960", "1970")
    assert (member["mean"], member["median"]) == ("24%", "")
    assert (joined["min"], joined["mean"]) == ("1 January 2020", "")


def test_kept_remedies_act_and_say_what_they_did(reader: Client) -> None:
    answer = keep(reader, **{"duplicates-1": "drop_duplicates", "outliers-c0002": "leave_out_outliers"})
    assert answer.status_code == 302
    done = rows(reader, "done")
    assert [(row["step"], row["before"], row["after"], row["cells"]) for row in done] == [
        ("Leave out columns with one value", 41, 41, 0),
        ("Leave out rows that repeat another, whatever their id", 41, 40, 0),
        ("Leave out rows with outliers", 40, 39, 0),
        ("Fill in the median", 39, 39, 1),
    ]
    assert done[0]["columns"] == "Cost"
    remedies = {row["finding"]: row["remedy"] for row in rows(reader, "findings")}
    assert remedies["“Income” is missing in 1 of 41 rows."] == "Fill in the median"
    context = reader.get(PAGE).context
    assert context["numbers"][0].note == "39 after the remedies"
    assert not context["remedies"].is_first
    # the form says what is in use
    assert context["remedies"]["outliers-c0002"].initial == "leave_out_outliers"


def test_remedies_act_on_the_next_file_and_what_does_not_fit_is_said(reader: Client, world: World) -> None:
    keep(reader)
    later = tables.rows().rename(columns={"Cost": "Price"}).assign(Points=1.0 + np.arange(41.0))
    add_table(world, later, {**TYPES, "Price": "number", "Points": "number"}, year=2024)
    context = reader.get(PAGE).context
    assert context["edition_line"].endswith(f"{TABLE} 2024")
    assert [row["cells"] for row in context["figures"]["done"].table.rows] == [0, 1]
    assert sorted(context["notices"]) == [
        "“Cost” is no longer in the table, so this step was left out for it.",
        "“Points” is new: no step was chosen for it.",
        "“Price” is new: no step was chosen for it.",
    ]
    # the step for the column that is gone stays until somebody takes it out
    gone = [row for row in context["remedies"].rows if row["title"] == "Cost"]
    assert gone[0]["findings"] == ["The column is not in these data; the step stays for data that have it."]
    before = reader.get(f"{PAGE}?period=2023").context
    assert before["edition_line"].endswith(f"{TABLE} 2023")
    assert not before["notices"]


def test_the_remedies_before_can_be_used_again(reader: Client) -> None:
    keep(reader, **{"missing-c0002": "leave_out_missing"})
    keep(reader, **{"missing-c0002": "fill_mean"})
    newest, first = KeptRecipe.objects.all()
    assert [one["action"] for one in newest.recipe["remedies"]] == ["drop_constant", "fill_mean"]
    assert reader.post(f"{PAGE}remedies/{first.pk}/").status_code == 302
    assert KeptRecipe.objects.first().recipe == first.recipe
    assert KeptRecipe.objects.count() == 3
    assert "Leave out rows with missing values" in [row["step"] for row in rows(reader, "done")]
    assert reader.post(f"{PAGE}remedies/9999/").status_code == 404


@pytest.mark.parametrize(("value", "said"), [
    ("", "Write the value that fills the gaps."),
    ("much", "“much” is no number. Write it like 1234.5."),
])  # fmt: skip
def test_a_value_of_ones_own_must_fit(reader: Client, value: str, said: str) -> None:
    answer = keep(reader, **{"missing-c0002": "fill_constant", "missing-c0002-value": value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not KeptRecipe.objects.exists()
    answer = keep(reader, **{"missing-c0002": "fill_constant", "missing-c0002-value": "50000"})
    assert answer.status_code == 302
    assert rows(reader, "done")[-1]["used"] == "50,000"


def test_a_text_of_numbers_is_read_as_numbers(reader: Client, world: World) -> None:
    table = tables.rows()
    table["Points"] = [f"{n}" if n else "many" for n in range(41)]
    add_table(world, table, {**TYPES, "Points": "text"}, year=2024)
    finding = "“Points” is kept as text, but 40 of 41 values read as numbers."
    assert finding in [row["finding"] for row in rows(reader, "findings")]
    assert keep(reader).status_code == 302
    step = rows(reader, "done")[0]
    assert (step["step"], step["cells"], step["used"]) == ("Read as numbers", 41, "“Points”: 1 value lost")
    # what could not be read is a gap now, and a remedy for it is offered
    assert "missing-c0012" in reader.get(PAGE).context["remedies"].fields


def test_only_analysts_and_admins_change_anything(reader: Client, world: World) -> None:
    keep(reader)
    kept = KeptRecipe.objects.get()
    alice = english(world.alice)
    page = alice.get(PAGE)
    assert page.status_code == 200
    assert page.context["remedies"] is None
    assert "Use again" not in page.content.decode()
    assert alice.post(f"{PAGE}remedies/", {}).status_code == 403
    assert alice.post(f"{PAGE}remedies/{kept.pk}/").status_code == 403
    assert KeptRecipe.objects.count() == 1
    assert keep(english(world.carol)).status_code == 302


def test_nothing_is_kept_of_what_changed_meanwhile(reader: Client) -> None:
    answer = reader.post(f"{PAGE}remedies/", {"seen": "something else", "iqr": "2.5"})
    assert answer.status_code == 422
    assert "The data changed since you opened this page" in answer.content.decode()
    # what was chosen stands in the form still
    assert answer.context["remedies"]["iqr"].value() == "2.5"
    assert not KeptRecipe.objects.exists()


def test_queries_are_as_many_for_any_table(reader: Client, world: World) -> None:
    reader.get(PAGE)
    counts = []
    for year in (2024, 2025):
        add_table(world, tables.rows().iloc[: 10 if year == 2024 else 40], year=year)
        reader.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reader.get(f"{PAGE}?reference={year}-06-30")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20, counts


def test_odd_addresses_are_said_and_ignored(reader: Client) -> None:
    context = reader.get(f"{PAGE}?customer_table=x&period=1990&reference=soon&clusters=99&scale=big").context
    assert [str(one) for one in context["notices"]] == [
        "There is no table of customers “x” here.",
        "There are no data for “1990”; 2023 is shown.",
        "“soon” means nothing here, so it is not used.",
        "“big” means nothing here, so it is not used.",
        "“99” means nothing here, so it is not used.",
    ]


def test_a_large_table_is_looked_at_by_the_worker(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_quality, "AT_ONCE", 10)
    page = reader.get(PAGE)
    assert page.context["heading"] == "The table of customers is being worked on"
    job = Job.objects.get(kind="segment_table")
    assert job.options["what"] == "quality"
    # asked again, the same job is waited for
    reader.get(PAGE)
    assert Job.objects.filter(kind="segment_table").count() == 1
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "")
    assert "findings" in reader.get(PAGE).context["figures"]


def test_before_the_first_table_the_page_says_what_will_be_here(
    settings: Any, tmp_path: Path, db: None
) -> None:
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    page = english(made.carol).get(PAGE)
    assert page.context["heading"] == "No table of customers is loaded yet"
    assert "Upload a table of customers" in page.content.decode()
    assert "Upload a table of customers" not in english(made.alice).get(PAGE).content.decode()
