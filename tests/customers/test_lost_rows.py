"""Imported rows that are gone from the disk or damaged: every page says so, and the others go on."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from core import shown
from core.jobs import JobProblem
from customers import lost_rows, waiting
from customers.pages import PAGES
from customers.shop import jobs as shop_jobs
from data.columnar import rows_path
from data.models import Edition
from tests.customers.small_shop import SHOP, add_shop
from tests.customers.small_table import TABLE, add_table

pytestmark = pytest.mark.django_db
WHOLE = "Lain"


def cut(path: Path) -> None:
    found = path.read_bytes()
    path.write_bytes(found[: len(found) // 2])


def spoil(path: Path) -> None:
    """All but both ends overwritten, as by a disk that fails: the end still tells what was there."""
    found = path.read_bytes()
    end = int.from_bytes(found[-8:-4], "little") + 8
    path.write_bytes(found[:4] + bytes(len(found) - 4 - end) + found[-end:])


def empty(path: Path) -> None:
    path.write_bytes(b"")


damaged = pytest.mark.parametrize("damage", [Path.unlink, cut, empty, spoil])
# every page of the menu that reads rows, and what they lead to
NAMES = [*(page.name for page in PAGES if page.name != "customer_runs"), "customer", "customer_place"]


@pytest.fixture
def files(world: Any) -> list[Path]:
    """Two shops and two tables; the rows of one of each."""
    add_shop(world, series=WHOLE)
    editions = [Edition.objects.get(subject="transactions", series=SHOP), add_table(world)]
    add_table(world, series=WHOLE)
    return [rows_path(one.datasets.get()) for one in editions]


def address(name: str, shop: str = SHOP, table: str = TABLE) -> str:
    return f"{reverse(name)}?shop={shop}&customer_table={table}&customer=A0"


@damaged
@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_what_is_lost_and_what_to_do(world, reader, files, name, damage) -> None:
    for path in files:
        damage(path)
    reader.force_login(world.carol)
    answer = reader.get(address(name))
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "The imported rows cannot be read" in said
    file = "customer_table-2023.csv" if "attribute" in name else "transactions-2023.csv"
    assert f"The rows of “{file}” are missing on this server, or damaged." in said
    edition = Edition.objects.get(datasets__file_name=file, series__in=(SHOP, TABLE))
    assert f'href="{reverse("edition", args=[edition.pk])}"' in said


@pytest.mark.parametrize("name", NAMES)
def test_it_is_said_in_indonesian_and_to_those_who_cannot_mend_it(world, files, name) -> None:
    for path in files:
        path.unlink()
    client = Client(headers={"accept-language": "id"})
    client.force_login(world.alice)
    answer = client.get(address(name))
    assert answer.status_code == 503
    assert "Baris yang diimpor tidak dapat dibaca" in answer.content.decode()
    assert "/data/editions/" not in answer.content.decode()


@damaged
@pytest.mark.parametrize("name", NAMES)
def test_other_shops_and_tables_can_be_used(reader, files, name, damage) -> None:
    for path in files:
        damage(path)
    assert reader.get(address(name, WHOLE, WHOLE)).status_code == 200


@damaged
@pytest.mark.parametrize("name", ["customers", "attribute_segments"])
def test_a_page_that_was_shown_says_it_too_and_is_back_with_its_rows(reader, files, name, damage) -> None:
    whole = [path.read_bytes() for path in files]
    assert reader.get(address(name)).status_code == 200
    for path in files:
        damage(path)
    assert reader.get(address(name)).status_code == 503
    for path, found in zip(files, whole, strict=True):
        path.write_bytes(found)
    assert reader.get(address(name)).status_code == 200


def test_a_report_leaves_such_pages_out_with_the_reason(world, files) -> None:
    for path in files:
        path.unlink()
    for name in ("customers", "attribute_quality"):
        with override("en"):
            found = shown.read(name, address(name).partition("?")[2], world.bob)
        assert "are missing on this server" in found.problem


@pytest.mark.parametrize(
    "path", ["customers", "pages/customers", "pages/customer_sales", "pages/customers/figures/worth"]
)
def test_programs_are_told(world, files, path) -> None:
    from exports import tokens

    files[0].unlink()
    key = tokens.make(world.bob)
    program = Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})
    answer = program.get(f"/api/v1/{path}?shop={SHOP}")
    assert answer.status_code == 503
    assert "are missing on this server" in answer.json()["detail"]


def test_a_form_that_was_sent_is_answered_in_words(world, reader, files) -> None:
    """The remedies of a table, chosen before its rows were lost."""
    files[1].unlink()
    reader.force_login(world.carol)
    answer = reader.post(address("attribute_recipe"), {"seen": "x"})
    assert answer.status_code == 503
    assert "are missing on this server" in answer.content.decode()


def test_a_job_fails_with_the_same_words() -> None:
    with pytest.raises(JobProblem, match="missing on this server"), waiting.problems_told():
        raise lost_rows.RowsLost([])


def test_the_same_file_can_be_imported_again(world, files) -> None:
    """Otherwise an upload of the very same bytes is refused, since they seem to be there."""
    from data import comparing

    edition = Edition.objects.get(subject="transactions", series=SHOP)
    dataset = edition.datasets.get()
    dataset.report = {"reading": "r"}
    dataset.save()
    again = type(dataset)(sha256=dataset.sha256, kind=dataset.kind, report={})
    assert comparing._same_as(again, edition, "r") == dataset.pk
    files[0].unlink()
    assert comparing._same_as(again, edition, "r") is None


def test_what_fails_for_another_reason_is_not_called_lost(world, files) -> None:
    dataset = Edition.objects.get(subject="transactions", series=SHOP).datasets.get()
    with pytest.raises(ZeroDivisionError), lost_rows.reading([dataset]):
        _ = 1 / 0


def test_the_way_leads_to_the_edition_whose_file_is_lost(world, reader, files) -> None:
    earlier = add_shop(world, year=2022)
    rows_path(earlier.datasets.get()).unlink()
    reader.force_login(world.carol)
    said = reader.get(address("customers")).content.decode()
    assert f'href="{reverse("edition", args=[earlier.pk])}"' in said


def test_a_shop_of_lost_rows_waits_for_no_job(world, reader, files, monkeypatch) -> None:
    monkeypatch.setattr(shop_jobs.summaries, "AT_ONCE", 10)
    files[0].unlink()
    assert reader.get(address("customers")).status_code == 503


def test_a_damaged_shop_is_read_through_once(reader, files, monkeypatch) -> None:
    asked = []
    usual = lost_rows.is_lost
    monkeypatch.setattr(lost_rows, "is_lost", lambda path: asked.append(path) or usual(path))
    cut(files[0])
    for _n in range(3):
        assert reader.get(f"/customers/?shop={WHOLE}").status_code == 200
    assert asked == [files[0]]
