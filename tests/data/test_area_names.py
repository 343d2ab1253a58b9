"""Names of areas through time: which set a file speaks of, and what a confirmed spelling does."""

import pytest
from django.utils.translation import override

from areas.models import Area, AreaAlias, BoundarySet, Region
from areas.queries import area_tree, choosable_areas
from core.texts import shown
from data import importing, jobs
from data.models import Category, Dataset, MarketRow
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city()


def in_english(stored: str) -> str:
    with override("en"):
        return shown(stored)


def set_of(dataset) -> int:
    return dataset.boundary_set.valid_from.year


def test_the_period_decides_where_the_names_fit_both(region) -> None:
    content = uploads.register(Centre=2, East=1)
    assert set_of(uploads.checked(region, content, period="2019")) == 2009
    assert set_of(uploads.checked(region, content, period="2023")) == 2020


def test_names_outweigh_the_period(region) -> None:
    """A register of 2021 may carry the names of 2020."""
    dataset = uploads.imported(region, uploads.register(Centre=2, Lake=1, Hill=4), period="2021")
    assert set_of(dataset) == 2009
    edition = uploads.current(region, period="2021")
    assert edition.boundary_set_id == dataset.boundary_set_id
    assert uploads.cells_by_area(edition) == {"Centre": 2, "Lake": 1, "Hill": 4}
    hill = MarketRow.objects.filter(area__name="Hill").values_list("area__boundary_set__valid_from__year")
    assert set(hill) == {(2009,)}


def test_names_outweigh_the_period_the_other_way(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=2, Lakeside=1), period="2019")
    assert set_of(dataset) == 2020


def test_mixed_names_stop_with_the_list(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=5, Lake=2, Lakeside=1, Hill=1))
    assert dataset.state == State.NEEDS_MAPPING
    said = in_english(dataset.report["problem"])
    assert "mixes names from before and after" in said
    assert "Lakeside belong to one set" in said or "Lake belong to one set" in said
    assert "Centre" not in said
    assert not MarketRow.objects.exists()
    # the way on: the rows of one set alone
    uploads.imported(region, uploads.register(Centre=5, Lakeside=1, Hill=1))


def test_mixed_names_are_resolved_by_village(region) -> None:
    rows = [
        {"Kecamatan": "Lake", "Kelurahan": "Shore", "Nama Usaha": "A"},
        {"Kecamatan": "Lake", "Kelurahan": "Fishery", "Nama Usaha": "B"},
        {"Kecamatan": "Hill", "Kelurahan": "Mill", "Nama Usaha": "C"},
        {"Kecamatan": "Lakeside", "Kelurahan": "Fishery", "Nama Usaha": "D"},
    ]
    dataset = uploads.imported(region, uploads.csv(rows))
    assert dataset.report["by_village"]
    found = MarketRow.objects.order_by("row_number").values_list("area__name", "area__parent__name")
    assert list(found) == [
        ("Shore", "Hill"),
        ("Fishery", "Lakeside"),
        ("Mill", "Mill End"),
        ("Fishery", "Lakeside"),
    ]


def test_one_row_without_a_village_stops_a_mixed_file(region) -> None:
    rows = [
        {"Kecamatan": "Lake", "Kelurahan": "", "Nama Usaha": "A"},
        {"Kecamatan": "Lakeside", "Kelurahan": "Fishery", "Nama Usaha": "D"},
    ]
    assert uploads.checked(region, uploads.csv(rows)).state == State.NEEDS_MAPPING


def test_the_city_as_a_total_row_is_never_its_sub_district(db) -> None:
    region = uploads.city("pekan", "Pekan", old=False)
    boundary_set = BoundarySet.objects.get(region=region)
    top = Area.objects.get(boundary_set=boundary_set, level=1)
    Area.objects.create(boundary_set=boundary_set, parent=top, level=2, name="Pekan Kota", key="pekankota")
    content = b"Kecamatan,Jumlah Penduduk\nCentre,500\nPekan Kota,7\nPekan,507\nKota Pekan,507\n"
    dataset = uploads.checked(region, content, kind="population", series="registry")
    assert dataset.report["counts"]["skipped"] == 2
    uploads.commit(dataset)
    cells = uploads.edition_of(dataset).figurecell_set.values_list("area__name", "value")
    assert dict(cells) == {"Centre": 500, "Pekan Kota": 7}


def decided(region, wrong: str, right: str | None, period: str = "2023", **more: int):
    content = uploads.register(**{wrong: 3, "East": 1, **more})
    return uploads.imported(
        region,
        content,
        period=period,
        good=True,
        decide={"names": {"area": {wrong.replace("_", " "): right}}},
    )


def test_a_confirmed_spelling_is_applied_next_year_and_counted(region) -> None:
    decided(region, "Centr", "Centre")
    later = uploads.checked(region, uploads.register(CENTR=7, East=2), period="2024")
    assert later.state == State.CHECKED
    assert later.report["applied"] == {"area": 1, "area_rows": 7, "category": 0, "size_class": 0}


def test_a_confirmed_spelling_belongs_to_its_set(region) -> None:
    decided(region, "Lakesid", "Lakeside", Mill_End=1)
    # the other set asks again, and does not take the file for a mixed one
    other = uploads.checked(region, uploads.register(Lakesid=2, Lake=9, Centre=1), period="2020")
    assert other.state == State.NEEDS_NAMES
    assert set_of(other) == 2009
    assert [one["text"] for one in other.report["unresolved"]["area"]] == ["Lakesid"]


def test_a_former_name_is_never_an_alias_of_todays_area(region) -> None:
    dataset = uploads.read(region, uploads.register(Centre=5, Lakeside=4, Mill_End=4, Lake=3))
    Dataset.objects.filter(pk=dataset.pk).update(decisions={"names": {"area": {"Lake": "Lakeside"}}})
    dataset.refresh_from_db()
    uploads.check(dataset)
    assert dataset.state == State.NEEDS_MAPPING
    assert "Lake to another" in in_english(dataset.report["problem"])
    assert not AreaAlias.objects.exists()


def test_rows_of_a_former_name_can_be_rejected(region) -> None:
    dataset = uploads.read(region, uploads.register(Centre=5, Lakeside=4, Mill_End=4, Lake=3))
    Dataset.objects.filter(pk=dataset.pk).update(decisions={"names": {"area": {"Lake": None}}})
    dataset.refresh_from_db()
    uploads.check(dataset)
    assert dataset.state == State.CHECKED
    assert dataset.report["counts"]["rejected"] == 3


def test_correcting_a_spelling_never_rewrites_ready_rows(region) -> None:
    first = decided(region, "Centr", "Centre")
    before = uploads.cells_by_area(uploads.edition_of(first))
    alias = AreaAlias.objects.get()
    alias.area = uploads.area(region, "East")
    alias.save()
    assert uploads.cells_by_area(uploads.edition_of(first)) == before == {"Centre": 3, "East": 1}
    # the same bytes are another reading now, so they may be uploaded again
    again = uploads.checked(region, uploads.register(Centr=3, East=1))
    assert again.report["same_as"] is None
    uploads.commit(again, "replace")
    assert uploads.cells_by_area(uploads.current(region)) == {"East": 4}
    assert set(MarketRow.objects.filter(dataset=first).values_list("area__name", flat=True)) == {
        "Centre",
        "East",
    }


def test_a_decision_that_names_no_area_is_asked_again_with_its_answer(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centr=2, East=1))
    uploads.name(dataset, names={"area": {"Centr": "Lake"}})
    assert dataset.state == State.NEEDS_NAMES
    (asked,) = dataset.report["unresolved"]["area"]
    assert asked["answered"] == "Lake"
    uploads.name(dataset, names={"area": {"Centr": "Centre"}})
    assert dataset.state == State.CHECKED


def test_a_spelling_decided_without_its_regency_is_remembered_in_it(region) -> None:
    rows = [{"Kabupaten": "Sample City", "Kecamatan": "Centr", "Omzet": 5}]
    uploads.imported(region, uploads.csv(rows), decide={"names": {"area": {"Centr": "Centre"}}})
    later = uploads.checked(region, uploads.csv(rows), period="2024")
    assert later.state == State.CHECKED
    assert later.report["applied"]["area"] == 1


def test_an_unknown_village_counts_for_its_sub_district(region) -> None:
    rows = [
        {"Kecamatan": "Centre", "Kelurahan": village, "Omzet": 5} for village in ("Market", "Atlantis", "")
    ]
    dataset = uploads.imported(region, uploads.csv(rows))
    assert dataset.report["unknown_villages"] == 1
    assert uploads.cells_by_area(uploads.current(region)) == {"Market": 1, "Centre": 2}


def test_a_village_under_the_wrong_sub_district_counts_for_the_sub_district(region) -> None:
    rows = [{"Kecamatan": "Centre", "Kelurahan": "Harbour", "Omzet": 5}]
    dataset = uploads.imported(region, uploads.csv(rows))
    assert dataset.report["unknown_villages"] == 1
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 1}


def test_capitals_spaces_and_titles_are_no_variants(region) -> None:
    rows = [
        {"Kecamatan": name, "Nama Usaha": f"U{n}"}
        for n, name in enumerate(["MILL END", " mill  end", "Kec. Mill End", "millend", "[07] Mill End"])
    ]
    uploads.imported(region, uploads.csv(rows))
    assert uploads.cells_by_area(uploads.current(region)) == {"Mill End": 5}
    assert not AreaAlias.objects.exists()


def test_areas_are_created_from_a_file_only_when_asked(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    rows = [
        {"Kabupaten": "[07] MALANG", "Kecamatan": name, "Sektor": "Jasa"}
        for name in ("WUNGU", "wungu ", "Kepanjen")
    ]
    dataset = uploads.checked(region, uploads.csv(rows))
    assert dataset.state == State.NEEDS_NAMES
    assert dataset.report["no_areas_yet"]
    assert dataset.boundary_set is None
    assert not BoundarySet.objects.exists()
    uploads.name(dataset, create_areas=True, create_categories=True)
    assert dataset.state == State.CHECKED
    assert dataset.report["new_areas"] == ["Malang", "Malang > Kepanjen", "Malang > Wungu"]
    assert dataset.report["new_categories"] == ["Jasa"]
    assert list(Area.objects.filter(level=1).values_list("name", "code")) == [("Malang", "07")]
    # checked once more: they are there now, and still said to be new
    uploads.name(dataset)
    assert len(dataset.report["new_areas"]) == 3
    uploads.commit(dataset)
    assert dataset.state == State.READY


def created(region, content=None, **values) -> Dataset:
    content = content or uploads.csv([{"Kecamatan": "Wungu", "Sektor": "Jasa", "Omzet": 5}])
    decide = {"create_areas": True, "create_categories": True}
    return uploads.checked(region, content, decide=decide, **values)


def test_discarding_takes_away_what_the_check_created(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    importing.discard(created(region), None)
    assert not Area.objects.exists()
    assert not Category.objects.exists()
    assert not BoundarySet.objects.exists()


def test_discarding_in_the_middle_of_a_check_leaves_nothing(db, monkeypatch) -> None:
    region = Region.objects.create(slug="new", name="New")
    dataset = uploads.checked(region, uploads.csv([{"Kecamatan": "Wungu", "Sektor": "Jasa", "Omzet": 5}]))
    real = jobs.learn

    def discarding(plan, at):
        importing.discard(Dataset.objects.get(pk=dataset.pk), None)
        return learned

    learned = real(jobs.Plan.of(dataset))
    monkeypatch.setattr(jobs, "learn", discarding)
    uploads.name(dataset, create_areas=True, create_categories=True)
    assert dataset.state == State.DISCARDED
    assert not Area.objects.exists()
    assert not BoundarySet.objects.exists()
    assert not Category.objects.exists()


def test_discarding_leaves_what_another_file_uses(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    mine = created(region)
    yours = uploads.checked(region, uploads.csv([{"Kecamatan": "Wungu", "Omzet": 7}]), period="2022")
    importing.discard(mine, None)
    assert Area.objects.count() == 1
    uploads.commit(yours)
    assert yours.state == State.READY
    third = created(
        region, uploads.csv([{"Kecamatan": "Dolopo", "Sektor": "Tani", "Omzet": 5}]), period="2024"
    )
    importing.discard(third, None)
    assert list(Area.objects.values_list("name", flat=True)) == ["Wungu"]


def test_what_a_discarded_file_created_goes_with_the_last_that_might_use_it(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    mine = created(region)
    yours = uploads.checked(region, uploads.csv([{"Kecamatan": "Wungu", "Omzet": 7}]), period="2022")
    importing.discard(mine, None)
    importing.discard(yours, None)
    assert not Area.objects.exists()
    assert not BoundarySet.objects.exists()


def test_no_page_sees_an_area_before_its_file_is_imported(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    uploads.commit(created(region))
    boundary_set = BoundarySet.objects.get()
    more = uploads.csv([{"Kecamatan": name, "Sektor": "Jasa", "Omzet": 5} for name in ("Wungu", "Dolopo")])
    waiting = created(region, more, period="2024")
    assert waiting.state == State.CHECKED
    assert list(area_tree(boundary_set)["name"]) == ["Wungu"]
    assert [one.name for one in choosable_areas()] == ["Wungu"]
    uploads.commit(waiting)
    assert sorted(area_tree(boundary_set)["name"]) == ["Dolopo", "Wungu"]
    assert not Area.objects.filter(is_pending=True).exists()


def test_an_area_that_two_files_name_is_shown_with_the_first_of_them(db) -> None:
    """Also the regency above it, which neither file has rows of."""
    region = Region.objects.create(slug="new", name="New")
    rows = [{"Kabupaten": "Madiun", "Kecamatan": "Wungu", "Sektor": "Jasa", "Omzet": 5}]
    first = created(region, uploads.csv(rows))
    second = uploads.checked(region, uploads.csv([{**rows[0], "Omzet": 7}]), period="2022")
    assert Area.objects.filter(is_pending=True).count() == 2
    uploads.commit(second)
    assert not Area.objects.filter(is_pending=True).exists()
    importing.discard(first, None)
    assert sorted(Area.objects.values_list("name", flat=True)) == ["Madiun", "Wungu"]


def test_another_answer_takes_back_what_was_created(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    names = ("Wungu", "Wunguu")
    rows = [{"Kecamatan": name, "Sektor": "Jasa", "Omzet": n} for n, name in enumerate(names)]
    dataset = created(region, uploads.csv(rows))
    assert dataset.report["new_areas"] == ["Wungu", "Wunguu"]
    uploads.name(dataset, names={"area": {"Wunguu": "Wungu"}})
    assert dataset.report["new_areas"] == ["Wungu"]
    uploads.commit(dataset)
    assert list(Area.objects.values_list("name", flat=True)) == ["Wungu"]
    assert uploads.cells_by_area(uploads.current(region)) == {"Wungu": 2}


def test_a_file_that_cannot_be_read_any_more_leaves_nothing(db) -> None:
    region = Region.objects.create(slug="new", name="New")
    dataset = created(region)
    dataset.original.write_bytes(b"PK\x03\x04 no workbook")
    importing.choose_layout(dataset, dataset.layout, None)
    uploads.work(dataset)
    assert dataset.state == State.FAILED
    assert not Area.objects.exists()
    assert not BoundarySet.objects.exists()
    assert not Category.objects.exists()
