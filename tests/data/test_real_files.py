"""The real files of ../shared/data, through the whole pipeline. None of them is part of the project."""

import json
from collections import Counter

import pandas as pd
import pyogrio
import pytest
import shapely

from areas.models import Area, AreaAlias, Region
from areas.queries import area_tree
from dashboard.management.commands.load_demo import load_areas
from data import editions
from data.models import Cell, Dataset, Edition, MarketRow, OutlineRow
from data.outlines import outlines
from data.reading.names import key
from tests.data import uploads
from tests.data.reading.bad_files import bytes_of_zip

pytestmark = pytest.mark.django_db
State = Dataset.State
JATIM = "umkm/jatim_register_3388.csv"
# Micro and small per sub-district, from SOURCE.md
TANGSEL = {
    "Ciputat": (9605, 2090), "Ciputat Timur": (6890, 2158), "Pamulang": (12152, 2607),
    "Pondok Aren": (11493, 3150), "Serpong": (9143, 3699), "Serpong Utara": (7763, 2548),
    "Setu": (4199, 1547),
}  # fmt: skip
CREATE = {"create_areas": True, "create_categories": True}


@pytest.fixture
def province(db) -> Region:
    return Region.objects.create(slug="jawa-timur", name="Jawa Timur")


@pytest.fixture
def pekanbaru(db) -> Region:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    return region


def jatim(province, shared_data, **mapping):
    content = (shared_data / JATIM).read_bytes()
    columns = {"regency": "KAB_KOTA", "category": "JENIS_LAPANGAN_USAHA"} | mapping
    return uploads.checked(province, content, name="jatim.csv", period="2021", mapping=columns, decide=CREATE)


def test_jatim_by_regency(province, shared_data) -> None:
    dataset = jatim(province, shared_data, sub_district="")
    assert dataset.state == State.CHECKED
    counts = dataset.report["counts"]
    assert counts["rows"] == 3388
    assert uploads.adds_up(dataset)
    raw = pd.read_csv(shared_data / JATIM, dtype=str)
    reported = uploads.errors(dataset)
    for column, found in (("OMSET_2021", "2147483647"), ("TAHUN_MULAI_USAHA", "2104"), ("UMUR", "3")):
        rows = set(raw.index[raw[column].str.strip() == found] + 2)
        assert rows
        assert rows <= {row for (_column, _rule), listed in reported.items() for row in listed}, column
    assert [error["value"] for error in examples(dataset, "turnover", "clipped")] == ["2147483647"] * len(
        reported["turnover", "clipped"]
    )
    assert "2104" in [error["value"] for error in examples(dataset, "start_year", "year_range")]
    uploads.commit(dataset, good=True)
    by_area = uploads.cells_by_area(uploads.current(province, period="2021"))
    assert sum(by_area.values()) == counts["accepted"] == MarketRow.objects.count()
    assert len(by_area) == raw["KAB_KOTA"].map(key).nunique()


def examples(dataset, column, rule):
    return next(
        error["examples"]
        for error in dataset.report["errors"]
        if (error["column"], error["rule"]) == (column, rule)
    )


def test_jatim_by_sub_district_under_its_regency(province, shared_data) -> None:
    dataset = jatim(province, shared_data)
    assert dataset.state == State.CHECKED
    assert dataset.report["counts"]["rows"] == 3388
    assert uploads.adds_up(dataset)
    raw = pd.read_csv(shared_data / JATIM, dtype=str)
    pairs = {
        (key(one), key(other))
        for one, other in zip(raw["KAB_KOTA"], raw["KECAMATAN"].fillna(""), strict=True)
    }
    districts = Area.objects.filter(level=Area.Level.DISTRICT)
    assert districts.count() == len({pair for pair in pairs if pair[1]})
    # the same name under several regencies is several places
    repeated = Counter(districts.values_list("key", flat=True))
    assert sum(count > 1 for count in repeated.values()) > 50
    uploads.commit(dataset, good=True)
    edition = uploads.current(province, period="2021")
    assert sum(uploads.cells_by_area(edition).values()) == dataset.report["counts"]["accepted"]


def test_jatim_as_old_workbook_gives_the_same_rows(province, shared_data) -> None:
    one = jatim(province, shared_data)
    uploads.commit(one, good=True)
    content = (shared_data / "umkm/jatim_register_title_rows.xls").read_bytes()
    other = uploads.checked(
        province, content, name="jatim.xls", period="2022",
        mapping={"regency": "KAB_KOTA", "category": "JENIS_LAPANGAN_USAHA", "turnover": "OMSET_2021",
                 "employees": "JML_TENAGA_KERJA_2021"},
    )  # fmt: skip
    assert other.layout["header_row"] == 4
    for name in ("rows", "accepted", "rejected", "skipped"):
        assert other.report["counts"][name] == one.report["counts"][name], name
    # three rows of titles stand above
    shifted = {place: [row + 3 for row in rows] for place, rows in uploads.errors(one).items()}
    assert uploads.errors(other) == shifted
    uploads.commit(other, good=True)
    fields = ("area_id", "category_id", "size_class", "n", "turnover", "employees", "start_year")
    rows = [
        list(MarketRow.objects.filter(dataset=dataset).order_by("row_number").values_list(*fields))
        for dataset in (one, other)
    ]
    assert rows[0] == rows[1]


def test_spelling_variants_are_merged_only_after_confirmation(province, shared_data) -> None:
    raw = pd.read_csv(shared_data / JATIM, dtype=str)
    first = raw[raw["KAB_KOTA"] == "[07] MALANG"]
    some = first["KECAMATAN"].dropna().str.strip().mode()[0]
    uploads.imported(
        province, first.to_csv(index=False).encode(), period="2021", good=True, decide=CREATE,
        mapping={"regency": "KAB_KOTA", "category": "JENIS_LAPANGAN_USAHA"},
    )  # fmt: skip
    wrong = some[:-2] + some[-1] + some[-2]
    later = (
        first.assign(KECAMATAN=first["KECAMATAN"].str.strip().replace(some, wrong))
        .to_csv(index=False)
        .encode()
    )
    mapping = {"regency": "KAB_KOTA", "category": "JENIS_LAPANGAN_USAHA"}
    dataset = uploads.checked(province, later, period="2022", mapping=mapping)
    assert dataset.state == State.NEEDS_NAMES
    (asked,) = dataset.report["unresolved"]["area"]
    assert asked["parent"] == "Malang"
    # capitals, spaces and codes are no variants: "MALANG" and "[07] MALANG" were never asked about
    assert key(asked["text"].split(" > ")[1]) == key(wrong)
    assert key(asked["suggestions"][0]["name"].split(" > ")[1]) == key(some)
    uploads.name(dataset, names={"area": {asked["text"]: asked["suggestions"][0]["name"]}})
    assert dataset.state == State.CHECKED
    uploads.commit(dataset, good=True)
    assert AreaAlias.objects.get().area.key == key(some)
    next_year = uploads.checked(province, later, period="2023", mapping=mapping)
    assert next_year.state == State.CHECKED
    assert next_year.report["applied"]["area"] == 1
    assert next_year.report["applied"]["area_rows"] == asked["rows"]


def test_tangsel_counts(db, shared_data) -> None:
    region = Region.objects.create(slug="tangsel", name="Tangerang Selatan")
    content = (shared_data / "umkm/tangsel_counts_161.xlsx").read_bytes()
    dataset = uploads.imported(region, content, kind="msme_counts", name="tangsel.xlsx", decide=CREATE)
    assert dataset.report["counts"]["accepted"] == 161
    edition = uploads.current(region)
    found = {}
    for name, size, n in Cell.objects.filter(edition=edition).values_list("area__name", "size_class", "n"):
        found.setdefault(name, Counter())[size] += n
    assert {name: (sizes[1], sizes[2]) for name, sizes in found.items()} == TANGSEL
    assert sum(uploads.cells_by_area(edition).values()) == 79_044
    assert Cell.objects.filter(edition=edition).values("category").distinct().count() == 23


def test_palembang_population(db, shared_data) -> None:
    region = Region.objects.create(slug="palembang", name="Palembang")
    content = (shared_data / "umkm/palembang_kecamatan_18.csv").read_bytes()
    dataset = uploads.imported(
        region, content, kind="population", name="palembang.csv", series="registry", decide=CREATE
    )
    assert dataset.report["counts"]["accepted"] == 18
    found = dict(uploads.edition_of(dataset).figurecell_set.values_list("area__name", "value"))
    assert found["Alang-Alang Lebar"] == 116_594
    assert len(found) == 18


@pytest.mark.parametrize(("file", "year", "count"), [("12", 2020, 12), ("15", 2023, 15)])
def test_outlines_of_pekanbaru(pekanbaru, shared_data, file, year, count) -> None:
    content = (shared_data / f"areas/pekanbaru_kecamatan_{file}.geojson").read_bytes()
    dataset = uploads.checked(
        pekanbaru, content, kind="area_boundaries", name="areas.geojson", period=str(year)
    )
    if dataset.state == State.NEEDS_NAMES:
        pytest.fail(str(dataset.report["unresolved"]))
    dataset = uploads.commit(dataset)
    assert dataset.state == State.READY
    edition = uploads.edition_of(dataset)
    assert edition.boundary_set.areas.filter(level=2).count() == count
    assert OutlineRow.objects.filter(dataset=dataset).count() == count
    market = market_edition(edition)
    tree = area_tree(edition.boundary_set)
    shown = outlines([edition], market, tree, Area.Level.DISTRICT)
    assert not shown.approximate
    assert len(shown.shapes) == count
    total = sum(shapely.from_geojson(json.dumps(shape)).area for shape in shown.shapes.values())
    assert 0.04 < total < 0.06  # square degrees at the equator: some 632 km²


def market_edition(like: Edition) -> Edition:
    period = {"period_start": like.period_start, "period_end": like.period_end}
    return Edition.objects.create(
        subject="market", region=like.region, boundary_set=like.boundary_set, number=1, action="replace",
        period_label=like.period_label, is_current=True, **period,
    )  # fmt: skip


def test_exact_outlines_replace_approximate_ones(pekanbaru, shared_data) -> None:
    boundary_set = Area.objects.get(name="Binawidya", level=Area.Level.DISTRICT).boundary_set
    areas = Area.objects.filter(boundary_set=boundary_set, level=Area.Level.VILLAGE).select_related("parent")
    rows = [
        {
            "Kecamatan": area.parent.name,
            "Kelurahan": area.name,
            "Luas": 5,
            "Lat": 0.5 + n / 1000,
            "Lon": 101.4,
        }
        for n, area in enumerate(areas)
    ]
    facts = uploads.imported(pekanbaru, uploads.csv(rows), kind="area_facts")
    edition = uploads.edition_of(facts)
    market, tree = market_edition(edition), area_tree(boundary_set)
    assert outlines([edition], market, tree, 2).approximate
    content = (shared_data / "areas/pekanbaru_kecamatan_15.geojson").read_bytes()
    exact = uploads.imported(pekanbaru, content, kind="area_boundaries", name="a.geojson")
    both = [edition, uploads.edition_of(exact)]
    assert not outlines(both, market, tree, 2).approximate
    left = editions.withdraw(both[1], exact, None)
    assert outlines([edition, left], market, tree, 2).approximate


def test_features_that_match_no_area_are_listed(pekanbaru, shared_data) -> None:
    content = json.loads((shared_data / "areas/pekanbaru_kecamatan_15.geojson").read_text())
    content["features"][3]["properties"]["kecamatan"] = "Atlantis"
    dataset = uploads.checked(
        pekanbaru, json.dumps(content).encode(), kind="area_boundaries", name="areas.geojson"
    )
    assert [asked["text"] for asked in dataset.report["unresolved"]["area"]] == ["Atlantis"]
    uploads.name(dataset, names={"area": {"Atlantis": None}})
    assert uploads.errors(dataset) == {("sub_district", "name_rejected"): [4]}
    uploads.commit(dataset, good=True)
    assert OutlineRow.objects.filter(dataset=dataset).count() == 14


def test_a_zipped_shapefile(pekanbaru, shared_data, tmp_path) -> None:
    content = json.loads((shared_data / "areas/pekanbaru_kecamatan_15.geojson").read_text())
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in content["features"]]
    names = [one["properties"]["kecamatan"] for one in content["features"]]
    pyogrio.raw.write(
        tmp_path / "areas.shp", shapely.to_wkb(shapes), [pd.Series(names, dtype=object).to_numpy()],
        ["KECAMATAN"], geometry_type="MultiPolygon", crs="EPSG:4326", promote_to_multi=True,
    )  # fmt: skip
    packed = bytes_of_zip({path.name: path.read_bytes() for path in tmp_path.glob("areas.*")})
    dataset = uploads.imported(pekanbaru, packed, kind="area_boundaries", name="areas.zip")
    assert OutlineRow.objects.filter(dataset=dataset).count() == 15


def test_another_coordinate_system_is_refused(pekanbaru, tmp_path) -> None:
    square = shapely.to_wkb([shapely.box(790_000, 50_000, 791_000, 51_000)])
    names = pd.Series(["Sail"], dtype=object).to_numpy()
    pyogrio.raw.write(
        tmp_path / "a.shp", square, [names], ["KECAMATAN"], geometry_type="Polygon", crs="EPSG:32647"
    )
    packed = bytes_of_zip({path.name: path.read_bytes() for path in tmp_path.glob("a.*")})
    dataset = uploads.read(pekanbaru, packed, kind="area_boundaries", name="a.zip")
    assert dataset.state == State.FAILED
    assert "WGS84" in dataset.message
