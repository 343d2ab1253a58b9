"""What the check page tells a person before the import: sums, and files that look like one another."""

import pytest
from django.utils.translation import override

from core.texts import shown
from data import importing
from data.editions import Refused
from data.enterprises import visible_rows
from data.kinds import kind
from data.models import MarketRow
from data.recognition import recognise

from . import uploads


@pytest.fixture
def region(db):
    return uploads.city()


def test_a_population_file_states_what_it_sums_to(region) -> None:
    content = b"Kecamatan,Jumlah Penduduk\nCentre,116.594\nEast,38.195\n"
    dataset = uploads.checked(region, content, kind="population", series="registry")
    (total,) = dataset.report["totals"]
    assert total["sum"] == 154_789
    with override("en"):
        assert (shown(total["label"]), shown(total["level"])) == ("Residents", "sub-district")


def test_the_same_register_in_another_format_is_pointed_out(region) -> None:
    first = uploads.imported(region, uploads.register(Centre=5, East=3))
    again = uploads.checked(region, uploads.register(East=3, Centre=5))
    assert again.report["same_as"] is None
    assert (again.report["looks_like"], again.report["looks_like_id"]) == (first.file_name, first.pk)
    with pytest.raises(Refused, match="most likely the same rows"):
        importing.commit(again, "", False, None)
    other = uploads.checked(region, uploads.register(Centre=5, East=4))
    assert other.report["looks_like"] == ""


def test_a_count_of_villages_is_not_the_column_that_names_them() -> None:
    found = recognise(kind("area_boundaries"), ["kecamatan", "n_kelurahan", "geometry"], {}, 2021)
    assert found.mapping == {"sub_district": "kecamatan", "geometry": "geometry"}
    assert found.unused == ["n_kelurahan"]


def test_a_row_without_a_key_does_not_blur_the_keys_of_others(region, carol) -> None:
    rows = [
        {
            "Kecamatan": "Centre",
            "Nama Usaha": f"Shop {n}",
            "Nama Pemilik": f"Owner {n}",
            "Alamat": f"Road {n}",
        }
        for n in range(4)
    ]
    uploads.imported(region, uploads.csv(rows[:3]))
    more = [*rows[1:], {"Kecamatan": "East", "Nama Usaha": "Shop Z"}]
    uploads.imported(region, uploads.csv(more), mode="add", name="second.csv")
    edition = uploads.current(region)
    assert MarketRow.objects.filter(duplicate_key=None).count() == 1
    assert sum(uploads.cells_by_area(edition).values()) == visible_rows(edition, carol).count() == 5


def test_a_chosen_column_without_a_value_is_pointed_out(region, carol, client) -> None:
    rows = [
        {"Kecamatan": "Centre", "Nama Usaha": f"Shop {n}", "Omzet": "", "Tahun Berdiri": year}
        for n, year in enumerate(["", "2019"])
    ]
    dataset = uploads.checked(region, uploads.csv(rows))
    assert dataset.report["empty"] == ["turnover"]
    client.force_login(carol)
    page = client.get(f"/data/files/{dataset.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "No row has a value in: Yearly turnover (Rp) (Omzet)." in page
    full = uploads.checked(region, uploads.csv([row | {"Omzet": "5000000"} for row in rows]))
    assert full.report["empty"] == []
    page = client.get(f"/data/files/{full.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "No row has a value in" not in page
