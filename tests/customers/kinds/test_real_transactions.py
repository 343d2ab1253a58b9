"""The published transaction files as they are: packed, parted by spaces, one of them without a header row."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.utils.translation import override

from data.columnar import rows_path
from data.models import Dataset

pytestmark = pytest.mark.django_db
PERIOD = "1997-01-01..1998-06-30"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.chdir(tmp_path)


def imported(path: Path, *options: Any) -> str:
    """The exit status of the command."""
    told = ("--region", "Contoh", "--period", PERIOD, "--series", "CDNOW", *options)
    with override("en"):
        try:
            call_command("import_file", "transactions", path, *told)
        except SystemExit as stop:
            return str(stop.code)
    return "0"


def table() -> Any:
    [dataset] = Dataset.objects.filter(state="ready")
    return pq.read_table(rows_path(dataset)).to_pandas()


def test_the_packed_file_goes_in_as_it_is(shared_data: Path) -> None:
    """69,659 transactions of 23,570 customers, 2,500,315.63 dollars (SOURCE.md)."""
    path = shared_data / "transactions" / "cdnow_master.txt.gz"
    assert imported(path) == "0"
    found = table()
    assert (len(found), found["customer"].nunique(), round(found["amount"].sum(), 2)) == (
        69_659,
        23_570,
        2_500_315.63,
    )
    assert found["row_number"].tolist() == list(range(2, 69_661))
    assert (str(found["day"].min()), str(found["day"].max())) == ("1997-01-01", "1998-06-30")
    assert Dataset.objects.get().original.read_bytes() == path.read_bytes()


def test_the_sample_goes_in_once_its_columns_are_named(shared_data: Path, tmp_path: Path) -> None:
    """Without a header row nobody but a person knows the columns: the command asks, and takes the answer."""
    path = shared_data / "transactions" / "cdnow_sample.txt"
    assert imported(path) == "2"
    [asked] = tmp_path.glob("*.decisions.json")
    decisions = json.loads(asked.read_text())
    assert decisions["headers_found"] == [*(f"Column {number}" for number in range(1, 6)), "@sheet"]
    decisions["mapping"] = {"customer": "Column 1", "day": "Column 3", "amount": "Column 5"}
    asked.write_text(json.dumps(decisions))
    assert imported(path, "--decisions", asked) == "0"
    found = table()
    assert (len(found), found["customer"].nunique()) == (6_919, 2_357)
    first = found.iloc[0]
    assert (first["row_number"], first["customer"], str(first["day"]), first["amount"]) == (
        1,
        "00004",
        "1997-01-01",
        29.33,
    )
