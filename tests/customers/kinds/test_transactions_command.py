"""Transactions from the shell: what cannot be told is asked by a decisions file, and size is no matter."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.utils.translation import override

from data.columnar import rows_path
from data.editions import Refused
from data.models import Dataset
from tests.data import uploads

pytestmark = pytest.mark.django_db
UNCLEAR = "No Member;Tanggal;Total Belanja\n1;03/04/2023;50.000\n2;05/06/2023;75.000\n"


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.chdir(tmp_path)


def run(content: str | bytes, *options: str) -> int:
    """The exit status of the command for a file of this content."""
    path = Path("sales.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with override("en"):
        try:
            call_command(
                "import_file", "transactions", path, "--region", "Contoh", "--period", "2023", *options
            )
        except SystemExit as stop:
            return int(str(stop.code))
    return 0


def table() -> Any:
    return pq.read_table(rows_path(Dataset.objects.get(state="ready"))).to_pandas()


def test_a_shop_must_have_a_name(capsys) -> None:
    assert run(UNCLEAR) == 3
    assert "Give --series (Name of the shop)" in capsys.readouterr().err


def test_unclear_dates_are_asked_by_a_decisions_file(capsys) -> None:
    assert run(UNCLEAR, "--series", "Toko") == 2
    assert "could be either way round" in capsys.readouterr().err
    asked = json.loads(Path("sales.decisions.json").read_text())
    assert asked["options"] == {"dates": ""}
    asked["options"] = {"dates": "mdy", "numbers": "english"}
    Path("sales.decisions.json").write_text(json.dumps(asked))
    assert run(UNCLEAR, "--series", "Toko", "--decisions", "sales.decisions.json") == 0
    found = table()
    assert [str(one) for one in found["day"]] == ["2023-03-04", "2023-05-06"]
    assert found["amount"].tolist() == [50.0, 75.0]


@pytest.mark.parametrize("options", [{"dates": "ydm"}, {"numbers": "french"}, {"dates": 3}])
def test_answers_that_are_none_are_refused(options, capsys) -> None:
    Path("d.json").write_text(json.dumps({"options": options}))
    assert run(UNCLEAR, "--series", "Toko", "--decisions", "d.json") == 3
    assert "It must be" in capsys.readouterr().err


def test_a_register_is_told_from_transactions(capsys) -> None:
    content = "Nama Usaha;NIB;Omzet 2022;Tenaga Kerja;Skala Usaha\nWarung A;9900000000001;5;2;Mikro\n"
    assert run(content, "--series", "Toko") == 2
    said = capsys.readouterr().err
    assert "Choose a column for at least one of: Customer number." in said
    assert "This looks like another kind of file: MSME register." in said


def test_the_limit_of_the_upload_page_does_not_bind_the_command(settings) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    lines = "".join(f"{n};13/01/2023;{n}.500\n" for n in range(60_000))
    content = ("No Member;Tanggal;Total Belanja\n" + lines).encode()
    assert len(content) > 1_000_000
    with pytest.raises(Refused):
        uploads.receive(uploads.city(), content, kind="transactions", name="sales.csv", series="Toko")
    assert run(content, "--series", "Toko") == 0
    assert len(table()) == 60_000
