"""The published table of 2,240 customers from its file to its segments, in both of its forms."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from core import jobs
from core.models import Job
from tests.analysis.attribute_tables import FILES

pytestmark = pytest.mark.django_db
PAGE = "/customers/table/"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def analyst(db: None) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_user("bob@example.org", "a long test password", role="analyst"))
    return client


def load(shared_data: Path, name: str, period: str = "2014") -> None:
    told = ("--region", "Contoh", "--period", period, "--series", "Marketing")
    with override("en"):
        call_command("import_file", "customer_attributes", shared_data / "customers" / name, *told)


def segments(client: Client, query: str = "") -> Any:
    """The page of segments, once the worker has grouped the customers."""
    client.get(PAGE + query)
    for job in Job.objects.filter(kind="segment_table", state="queued"):
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert job.state == "done", job.message
    return client.get(PAGE + query).context


def keep(client: Client, check: str, column: str, step: str) -> None:
    """Keep what the form proposes, and one step besides."""
    context = client.get(f"{PAGE}quality/").context
    form = context["remedies"]
    [place] = [one.key for one in form.places if (one.check, one.column) == (check, column)]
    typed = {name: form[name].initial or "" for name in form.fields} | {place: step}
    answer = client.post(f"{PAGE}quality/remedies/", {**typed, "seen": context["seen"]})
    assert answer.status_code == 302


@pytest.mark.parametrize("name", FILES)
def test_the_known_answers_stand_on_the_page_of_quality(
    shared_data: Path, analyst: Client, name: str
) -> None:
    """SOURCE.md: 24 missing incomes, mean 52,247.25, maximum 666,666, born 1893, 182 duplicates ignoring the
    id, two constant columns."""
    load(shared_data, name)
    context = analyst.get(f"{PAGE}quality/").context
    found = [row["finding"] for row in context["figures"]["findings"].table.rows]
    assert "“Income” is missing in 24 of 2,240 rows." in found
    assert "Rows that repeat an earlier one in everything but the id, perhaps the same people: 182." in found
    assert "“Year_Birth”: 2 of 2,240 values before 1900, the earliest 1893." in found
    for constant in ("Z_CostContact", "Z_Revenue"):
        assert any(text.startswith(f"“{constant}” has the same value") for text in found)
    numbers = {row["label"]: row for row in context["figures"]["numbers"].table.rows}
    income = numbers["Income"]
    assert (income["mean"], income["max"], income["missing"]) == ("52,247", "666,666", 24)
    types = {row["label"]: row["type"] for row in context["figures"]["columns"].table.rows}
    assert (numbers["Year_Birth"]["min"], types["Dt_Customer"]) == ("1893", "date")
    assert [one.shown for one in context["numbers"]] == ["2,240", "24", "182", "2"]


def test_from_the_file_to_segments(shared_data: Path, analyst: Client) -> None:
    load(shared_data, FILES[0])
    keep(analyst, "outliers", "Income", "leave_out_outliers")
    done = {row["step"]: row for row in analyst.get(f"{PAGE}quality/").context["figures"]["done"].table.rows}
    assert done["Leave out rows with outliers"]["after"] == 2_232
    assert done["Fill in the median"]["cells"] == 24

    pairs = analyst.get(f"{PAGE}relations/").context["figures"]
    rows = {row["pair"]: row for row in pairs["relations"].table.rows}
    assert len(rows) == 7
    assert rows["Income × Spending"]["pearson"] > 0.8
    formulas = {row["label"]: row for row in pairs["formulas"].table.rows}
    assert formulas["Purchases per visit"]["why"] == "the divisor is zero (7)"

    context = segments(analyst)
    figures = context["figures"]
    by_k = {row["k"]: row["silhouette"] for row in figures["ks"].table.rows}
    assert list(by_k) == list(range(2, 11))
    # document 003 has 0.535 for four segments by features it does not name
    assert by_k[4] == pytest.approx(0.52, abs=0.03)
    n = [row["n"] for row in figures["sizes"].table.rows]
    assert sum(n) == 2_232 - 7
    assert sum(row["share"] for row in figures["sizes"].table.rows) == pytest.approx(1)
    assert [row["segment"] for row in figures["sizes"].table.rows] == ["Very high", "High", "Moderate", "Low"]
    # both clouds draw at most 2,000 points, and say so
    for key in ("plane", "amounts"):
        marks = [one for one in figures[key].plot["data"] if len(one["x"]) > 1]
        assert sum(len(one["x"]) for one in marks) == 2_000
        assert "2,000 of 2,225 points, drawn by chance" in figures[key].base
    assert {"spread_conversion", "spread_campaigns", "profiles", "advice", "variance"} <= set(figures)
    for row in figures["spread_campaigns"].table.rows:
        assert sum(row[str(n)] for n in range(5)) == pytest.approx(1)
