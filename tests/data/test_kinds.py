"""Each kind of file in the shapes that offices publish."""

import json
from importlib import import_module

import pytest
from django.apps import apps

from data import editions, features, importing
from data.editions import Refused
from data.models import Cell, Dataset, FigureCell, FigureRow, HeaderMapping, MarketRow
from data.reading.errors import Unreadable
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city()


def sizes(edition) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for name, size, n in Cell.objects.filter(edition=edition).values_list("area__name", "size_class", "n"):
        found[name, size] = found.get((name, size), 0) + n
    return found


def figures(dataset, name="residents") -> dict[str, float]:
    cells = FigureCell.objects.filter(edition=uploads.edition_of(dataset), name=name)
    return dict(cells.values_list("area__name", "value"))


def population(region, content, **values):
    given = {"kind": "population", "series": "registry", "name": "people.csv"} | values
    return uploads.checked(region, content, **given)


def test_long_counts(region) -> None:
    content = (
        b"Kecamatan,Sektor,Skala Usaha,Jumlah UMKM\n"
        b"Centre,Kuliner,Mikro,30\nCentre,Kuliner,Kecil,4\nCentre,Jasa,Mikro,0\nEast,Kuliner,Mikro,1.200\n"
    )
    dataset = uploads.imported(region, content, kind="msme_counts", decide={"create_categories": True})
    edition = uploads.current(region)
    assert sizes(edition) == {("Centre", 1): 30, ("Centre", 2): 4, ("East", 1): 1200}
    assert dataset.report["new_categories"] == ["Jasa", "Kuliner"]
    assert edition.lacks == ["enterprises", "turnover"]
    assert not Cell.objects.filter(edition=edition, n_turnover__gt=0).exists()


def test_wide_counts_with_a_total_column_count_once(region) -> None:
    content = b"Kecamatan,Mikro,Kecil,Menengah,Jumlah\nCentre,30,4,1,35\nEast,20,0,0,20\nHill,,,,7\n"
    content += b"Total,50,4,1,62\n"
    dataset = uploads.imported(region, content, kind="msme_counts")
    assert dataset.mapping["n"] == "Jumlah"
    edition = uploads.current(region)
    assert uploads.cells_by_area(edition) == {"Centre": 35, "East": 20, "Hill": 7}
    assert {place: n for place, n in sizes(edition).items() if n} == {
        ("Centre", 1): 30, ("Centre", 2): 4, ("Centre", 3): 1, ("East", 1): 20, ("Hill", 0): 7,
    }  # fmt: skip
    assert [line["now"] for line in dataset.report["areas"]] == [35, 20, 7]


def test_size_classes_that_do_not_add_up_to_their_total(region) -> None:
    content = b"Kecamatan,Mikro,Kecil,Jumlah\nCentre,30,4,35\nEast,20,1,21\nHill,-,-,\n"
    dataset = uploads.checked(region, content, kind="msme_counts")
    assert uploads.errors(dataset) == {("n", "check:1"): [2], ("n", "check:0"): [4]}
    assert dataset.report["counts"]["accepted"] == 1


def test_the_name_of_a_sheet_supplies_the_sub_district(region) -> None:
    head = ["Nama Usaha", "Pemilik", "Omzet"]
    content = uploads.xlsx({
        "Centre": [head, ["A", "P", 5], ["B", "Q", 6]],
        "East": [head, ["C", "R", 7]],
        "Mill End": [head, ["D", "S", 8], ["E", "T", 9]],
    })  # fmt: skip
    dataset = uploads.imported(region, content, name="b.xlsx", mapping={"sub_district": "@sheet"})
    assert dataset.layout["sheets"] == ["Centre", "East", "Mill End"]
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 2, "East": 1, "Mill End": 2}
    placed = MarketRow.objects.order_by("sheet", "row_number").values_list("sheet", "row_number", "turnover")
    assert list(placed) == [(0, 2, 5), (0, 3, 6), (1, 2, 7), (2, 2, 8), (2, 3, 9)]


def test_sheets_with_the_same_headers_go_in_together_and_errors_name_theirs(region) -> None:
    head = ["Kecamatan", "Nama Usaha", "Omzet"]
    content = uploads.xlsx({
        "Jan": [head, ["Centre", "A", 5], ["East", "B", -6]],
        "Feb": [head, ["Centre", "C", 7], ["East", "D", "x"]],
        "Notes": [["Read me"], ["please"]],
    })  # fmt: skip
    dataset = uploads.checked(region, content, name="b.xlsx")
    assert dataset.layout["sheets"] == ["Jan", "Feb"]
    found = {(e["examples"][0]["sheet"], e["examples"][0]["row"]) for e in dataset.report["errors"]}
    assert found == {("Jan", 3), ("Feb", 3)}
    uploads.commit(dataset, good=True)
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 2}


def test_one_sheet_may_be_chosen(region) -> None:
    head = ["Kecamatan", "Nama Usaha", "Omzet"]
    content = uploads.xlsx({"Jan": [head, ["Centre", "A", 5]], "Feb": [head, ["East", "C", 7]]})
    dataset = uploads.read(region, content, name="b.xlsx")
    importing.choose_layout(dataset, {"sheets": ["Feb"]}, None)
    uploads.commit(uploads.check(uploads.work(dataset)))
    assert uploads.cells_by_area(uploads.current(region)) == {"East": 1}


@pytest.mark.parametrize(
    ("period", "header"), [("2020", "OMSET_2020"), ("2023", "OMSET_2021"), ("2018", "OMSET_2021")]
)
def test_the_year_of_turnover_follows_the_period_and_is_shown(region, period, header) -> None:
    content = b"KECAMATAN,OMSET_2019,OMSET_2020,OMSET_2021\nCentre,19,20,21\nEast,19,20,21\n"
    dataset = uploads.read(region, content, period=period)
    assert dataset.mapping["turnover"] == header
    assert list(dataset.guess["by_year"]["turnover"]) == ["2019", "2020", "2021"]
    uploads.commit(uploads.check(dataset, {"turnover": "OMSET_2019"}))
    assert set(MarketRow.objects.values_list("turnover", flat=True)) == {19}


def test_stated_labels_and_the_law_of_the_year(region) -> None:
    rows = [
        {"Kecamatan": "Centre", "Skala Usaha": "ULTRA MIKRO < 150 JUTA", "Omzet": 9_000_000_000},
        {"Kecamatan": "Centre", "Skala Usaha": "", "Omzet": 400_000_000},
        {"Kecamatan": "Centre", "Skala Usaha": "", "Omzet": "", "Nama Usaha": "A"},
    ]
    found = {}
    for period in ("2020", "2022"):
        dataset = uploads.imported(region, uploads.csv(rows), period=period)
        assert dataset.report["derived_sizes"] == 1
        found[period] = list(
            MarketRow.objects.filter(dataset=dataset)
            .order_by("row_number")
            .values_list("size_class", flat=True)
        )
    # Law 20/2008: small from 300 million; Government Regulation 7/2021: micro up to 2 billion
    assert found == {"2020": [1, 2, 0], "2022": [1, 1, 0]}


def test_unknown_size_labels_are_asked_and_remembered(region) -> None:
    content = b"Kecamatan,Skala Usaha,Omzet\nCentre,Tumbuh,5\nEast,Mikro,6\n"
    dataset = uploads.checked(region, content)
    assert [one["text"] for one in dataset.report["unresolved"]["size_class"]] == ["Tumbuh"]
    uploads.commit(uploads.name(dataset, names={"size_class": {"Tumbuh": "small"}}))
    assert sizes(uploads.current(region)) == {("Centre", 2): 1, ("East", 1): 1}
    later = uploads.checked(region, content, period="2024")
    assert later.state == State.CHECKED
    assert later.report["applied"]["size_class"] == 1


def test_population_with_two_header_rows_notes_and_a_total(region) -> None:
    content = uploads.xlsx({"Data": [
        ["Penduduk Sample City", "", "", ""],
        ["Kecamatan", "Penduduk 2023", "", ""],
        ["", "Laki-laki", "Perempuan", "Jumlah"],
        ["Centre", 5000, 5100, 10100],
        ["East", 7000, 7200, 14200],
        ["Sample City", 12000, 12300, 24300],
        ["Sumber: kantor statistik", "", "", ""],
    ]})  # fmt: skip
    dataset = population(region, content, name="p.xlsx")
    assert dataset.report["counts"]["accepted"] == 2
    assert dataset.report["counts"]["skipped"] == 2
    uploads.commit(dataset)
    assert figures(dataset) == {"Centre": 10_100, "East": 14_200}
    assert figures(dataset, "male") == {"Centre": 5000, "East": 7000}


def test_population_in_thousands(region) -> None:
    content = b"Kecamatan;Jumlah Penduduk (ribu)\nCentre;203,2\nEast;1,05\nHill;88\n"
    dataset = uploads.commit(population(region, content, options={"unit": 1000}))
    assert figures(dataset) == {"Centre": 203_200, "East": 1_050, "Hill": 88_000}


def test_population_by_sex_only(region) -> None:
    content = b"Kecamatan,Laki-laki,Perempuan,Jumlah\nCentre,5,6,11\nEast,7,8,\n"
    dataset = uploads.commit(population(region, content))
    assert figures(dataset) == {"Centre": 11, "East": 15}
    only = uploads.commit(
        population(region, b"Kecamatan,Laki-laki,Perempuan\nCentre,5,6\nEast,7,9\n"), "replace"
    )
    assert figures(only) == {"Centre": 11, "East": 16}


def test_male_and_female_that_are_not_the_total(region) -> None:
    content = b"Kecamatan,Laki-laki,Perempuan,Jumlah\nCentre,500,600,1200\nEast,700,800,1500\n"
    dataset = population(region, content)
    assert uploads.errors(dataset) == {("residents", "check:0"): [2]}
    assert "do not add up" in dataset.report["errors"][0]["message"]


def test_an_area_may_stand_only_once(region) -> None:
    content = b"Kecamatan,Jumlah Penduduk\nCentre,500\nEast,600\nCENTRE ,501\n"
    dataset = population(region, content)
    assert uploads.errors(dataset) == {("sub_district", "area_twice"): [4]}


def test_a_basis_must_be_stated_and_bases_do_not_mix(region) -> None:
    content = b"Kecamatan,Jumlah Penduduk\nCentre,500\n"
    with pytest.raises(Refused, match="Choose the basis"):
        uploads.receive(region, content, kind="population", series="main")
    for series in ("registry", "census"):
        uploads.commit(population(region, content, series=series))
    assert uploads.current(region, "population", series="registry") is not None
    assert uploads.current(region, "population", series="census") is not None


def test_population_for_fewer_areas_asks(region) -> None:
    uploads.commit(population(region, b"Kecamatan,Jumlah Penduduk\nCentre,500\nEast,7\n"))
    dataset = population(region, b"Kecamatan,Jumlah Penduduk\nCentre,501\n")
    assert dataset.report["covers_fewer"]
    with pytest.raises(Refused):
        uploads.commit(dataset, "")
    uploads.commit(dataset, "add")
    assert figures(dataset) == {"Centre": 501, "East": 7}


def test_facts_of_areas_at_two_levels(region) -> None:
    content = (
        b"Kecamatan,Kelurahan,Luas (km2),Jarak ke pusat kota (km),Lintang,Bujur\n"
        b'Centre,,"26,4","1,5","0,47","101,47"\nCentre,Market,"13,2",1,"0,48","101,46"\nEast,,20,,,\nHill,Shore,,,,\n'
    )
    dataset = uploads.checked(region, content, kind="area_facts")
    assert uploads.errors(dataset) == {("km2", "check:0"): [5]}
    uploads.commit(dataset, good=True)
    assert figures(dataset, "km2") == {"Centre": 26.4, "Market": 13.2, "East": 20}
    assert figures(dataset, "lat") == {"Centre": 0.47, "Market": 0.48}
    assert set(FigureRow.objects.filter(name="km2").values_list("column", flat=True)) == {"Luas (km2)"}


def test_facts_that_cannot_be(region) -> None:
    content = b"Kecamatan,Luas (km2),Lat\nCentre,0,0.5\nEast,-3,91\nHill,5,0.5\n"
    dataset = uploads.checked(region, content, kind="area_facts")
    assert uploads.errors(dataset) == {("km2", "bounds"): [2, 3], ("lat", "bounds"): [3]}


def test_later_figures_of_an_edition_count_and_come_back(region) -> None:
    uploads.commit(population(region, b"Kecamatan,Jumlah Penduduk\nCentre,500\nEast,7\n"))
    later = uploads.commit(
        population(region, b"Kecamatan,Jumlah Penduduk\nCentre,501\nEast,8\nHill,9\n"), "add"
    )
    assert figures(later) == {"Centre": 501, "East": 8, "Hill": 9}
    left = editions.withdraw(uploads.edition_of(later), later, None)
    found = dict(FigureCell.objects.filter(edition=left).values_list("area__name", "value"))
    assert found == {"Centre": 500, "East": 7}


def test_headers_are_remembered_for_next_year(region) -> None:
    content = b"Wilayah,Sebutan,Hasil\nCentre,A,5\nEast,B,6\n"
    mapping = {"sub_district": "Wilayah", "business_name": "Sebutan", "turnover": "Hasil"}
    uploads.imported(region, content, mapping=mapping)
    later = uploads.read(region, content, period="2024")
    assert later.mapping == mapping
    assert set(later.guess["mapping_why"].values()) == {"remembered"}


def test_headers_that_were_stored_of_questions_are_forgotten(region) -> None:
    for kind, column in (("questionnaire", "q01"), ("msme_register", "turnover")):
        HeaderMapping.objects.create(region=region, kind=kind, header_key="omzet", column=column)
    import_module("data.migrations.0003_forget_headers_of_questions").forget(apps, None)
    assert [found.column for found in HeaderMapping.objects.all()] == ["turnover"]


def test_a_map_whose_areas_name_properties_of_their_own_is_refused(tmp_path) -> None:
    path = tmp_path / "map.geojson"
    areas = [{"type": "Feature", "properties": {f"p{at}": 1}, "geometry": None} for at in range(3_000)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    with pytest.raises(Unreadable) as caught:
        features.read(path, "geojson")
    assert caught.value.code == "too_many_columns"
