"""What is kept of a table of customers goes with an erased person, and with remedies of an older database."""

import errno
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from customers.models import CustomerRun, KeptRecipe, NamedSegments, SegmentWords
from customers.table import prepared as table_prepared
from customers.table import queries as table_queries
from data import contacts, scrubbing
from data import tables as tables_on_disk
from data.columnar import rows_path
from data.models import Edition
from tests.customers import small_table as tables
from tests.customers.small_table import add_table
from tests.world import World, build

pytestmark = pytest.mark.django_db
PAGE = "/customers/table/quality/"
NOTHING = {"remedies": [], "iqr": 1.5, "columns": [], "own": [], "without": []}


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    table = tables.rows()
    table["Education"] = table["Education"].replace("Master", "Siti Zubaidah")
    add_table(made, table)
    return made


def texts() -> set[str]:
    edition = Edition.objects.current().get(subject="customer_table", series=tables.TABLE)
    table, columns = table_prepared.raw(table_queries.table_of(edition))
    return set(table[next(one.key for one in columns if one.label == "Education")])


def test_an_erased_person_is_in_nothing_that_is_kept(reader: Client, settings: Any) -> None:
    first = reader.get(PAGE)
    assert "Siti Zubaidah" in texts()
    kept = settings.DATA_DIR / "customers"
    assert list(kept.glob("*.pickle"))
    assert scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert not list(kept.glob("*.pickle"))
    assert texts() == {"•••", "Basic"}
    assert reader.get(PAGE, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_erased_person_is_in_no_name_or_model_of_segments(reader: Client) -> None:
    page = "/customers/table/?attribute=Education&attribute=Income"
    for _ in range(2):
        context = reader.get(page).context
        typed = {"seen": context["seen"], "names_seen": context["names_seen"]}
        for one in context["segments"]:
            typed |= {
                f"name-{one.place}": one.name,
                f"strategy-{one.place}": "As of Siti Zubaidah and others",
            }
        answer = reader.post(page.replace("/table/", "/table/words/"), typed)
        assert answer.status_code == 302
    reader.post(page.replace("/table/", "/table/save/"), {"seen": typed["seen"], "name": "Siti Zubaidah"})
    assert "Siti Zubaidah" in _kept()
    assert scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert "Siti Zubaidah" not in _kept()
    assert "Siti Zubaidah" not in reader.get(page).content.decode()
    assert not scrubbing.scrub({siti()})  # type: ignore[arg-type]


def _kept() -> str:
    rows: list[Any] = [*NamedSegments.objects.values_list("result")]
    rows += SegmentWords.objects.values_list("name", "strategy")
    rows += CustomerRun.with_deleted.values_list("name", "names", "params", "result")
    return str(rows)


def siti() -> tuple[int | None, ...]:
    name = contacts.hash_value("Siti Zubaidah", "name")
    return tuple(name if purpose == "name" else None for purpose in contacts.HASHED)


def test_rows_that_nobody_can_read_keep_nobody_from_being_erased(world: World, caplog: Any) -> None:
    """Of two tables one is cut short on the disk; the person stands in both."""
    table = tables.rows()
    table["Education"] = "Siti Zubaidah"
    path = rows_path(add_table(world, table, series="Lain").datasets.get())
    path.write_bytes(path.read_bytes()[:-40])
    assert scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert texts() == {"•••", "Basic"}
    assert not path.exists()
    assert "so it is deleted" in caplog.text


def test_damage_within_the_rows_keeps_nobody_from_being_erased(world: World, caplog: Any) -> None:
    """Its beginning and end are whole, so that it opens: only reading it through meets the hole."""
    table = tables.rows()
    table["Education"] = "Siti Zubaidah"
    path = rows_path(add_table(world, table, series="Lain").datasets.get())
    whole = path.read_bytes()
    end = int.from_bytes(whole[-8:-4], "little") + 8
    path.write_bytes(whole[:4] + bytes(len(whole) - end - 4) + whole[-end:])
    assert scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert texts() == {"•••", "Basic"}
    assert not path.exists()
    assert "so it is deleted" in caplog.text


def test_a_hole_among_the_numbers_keeps_nobody_from_being_erased(world: World) -> None:
    """The words can be read, and name the person; what stands beside them cannot be written anew."""
    table = tables.rows()
    table["Education"] = "Siti Zubaidah"
    path = rows_path(add_table(world, table, series="Lain").datasets.get())
    numbers = pq.ParquetFile(path).metadata.row_group(0).column(0)
    rows = bytearray(path.read_bytes())
    start, size = numbers.data_page_offset, numbers.total_compressed_size
    rows[start : start + size] = bytes(size)
    path.write_bytes(rows)
    assert scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert not path.exists()


def test_a_full_disk_deletes_no_rows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rows_path(Edition.objects.get(series=tables.TABLE).datasets.get())

    def full(*given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tables_on_disk, "rewrite", full)
    with pytest.raises(OSError, match="No space"):
        scrubbing.scrub({siti()})  # type: ignore[arg-type]
    assert path.exists()


def test_other_remedies_of_the_same_id_count(reader: Client, world: World) -> None:
    made = KeptRecipe.objects.create(region=world.region, series=tables.TABLE, recipe=NOTHING)
    reader.get(PAGE)  # sets the cookie that the tag depends on
    before = reader.get(PAGE)
    assert reader.get(PAGE, headers={"if-none-match": before["ETag"]}).status_code == 304
    # as a restored database does
    KeptRecipe.objects.all().delete()
    KeptRecipe.objects.create(pk=made.pk, region=world.region, series=tables.TABLE, recipe=NOTHING)
    assert reader.get(PAGE, headers={"if-none-match": before["ETag"]}).status_code == 200
