"""`manage.py load_areas`: Pekanbaru's new borders of 2020 come into force, and people are asked."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import demo.pekanbaru as facts
from accounts.models import Event
from areas import queries, successors, working
from areas.models import Area, AreaChange, BoundarySet, Region
from demo.population import by_village

pytestmark = pytest.mark.django_db
HEADERS = ["kode", "kelurahan", "kecamatan", "kecamatan lama", "penduduk", "luas"]
NEW_DAY = "2020-12-31"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def rows(key):
    residents = by_village(2020)
    for village in facts.VILLAGES:
        now = village.sub_district_2009 if key == "2009" else village.sub_district_2021
        former = "" if key == "2009" else village.sub_district_2009
        yield [
            village.code,
            village.name,
            now,
            former,
            residents[village.code],
            str(village.km2).replace(".", ","),
        ]


def write(path: Path, lines, headers=HEADERS) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headers, *lines])
    return path


def load(path, valid_from, *more):
    call_command("load_areas", str(path), "--region", "Pekanbaru", "--valid-from", valid_from, *more)


@pytest.fixture
def old(tmp_path):
    load(write(tmp_path / "old.csv", rows("2009")), "2009-01-01")
    return BoundarySet.objects.get()


@pytest.fixture
def new_file(tmp_path, old):
    return write(tmp_path / "new.csv", rows("2021"))


def district(boundary_set, name):
    return Area.objects.get(boundary_set=boundary_set, level=Area.Level.DISTRICT, name=name)


def share(before, after, basis):
    return AreaChange.objects.get(from_area=before, to_area=after, basis=basis).share


def expected(weight):
    """The part of the old Tampan that lies in today's Binawidya."""
    tampan = [one for one in facts.VILLAGES if one.sub_district_2009 == "Tampan"]
    inside = sum(weight(one) for one in tampan if one.sub_district_2021 == "Binawidya")
    return pytest.approx(inside / sum(map(weight, tampan)), abs=1e-9)


def by_residents():
    residents = by_village(2020)
    return expected(lambda village: residents[village.code])


def by_land():
    return expected(lambda village: village.km2)


def newest():
    return BoundarySet.objects.latest("valid_from")


def test_the_new_set_follows_the_old_one(old, new_file, capsys):
    load(
        new_file, NEW_DAY, "--residents-column", "Penduduk", "--land-column", "luas", "--note", "Perda 2/2020"
    )
    old.refresh_from_db()
    after = newest()
    assert (old.valid_from, old.valid_to) == (date(2009, 1, 1), date(2020, 12, 30))
    assert (after.valid_from, after.valid_to, after.note) == (date(2020, 12, 31), None, "Perda 2/2020")
    levels = [
        Area.objects.filter(boundary_set=one, level=level).count() for one in (old, after) for level in (2, 3)
    ]
    assert levels == [12, 83, 15, 83]
    said = capsys.readouterr()
    assert "83 villages loaded" in said.out
    assert "ends on 2020-12-30" in said.out
    assert said.err == ""
    assert Event.objects.filter(action="area_changes_loaded").count() == 1


def test_shares_are_by_village_by_residents_and_by_land(old, new_file):
    load(new_file, NEW_DAY, "--residents-column", "penduduk", "--land-column", "luas")
    tampan, binawidya = district(old, "Tampan"), district(newest(), "Binawidya")
    assert share(tampan, binawidya, "land") == by_land()
    assert share(tampan, binawidya, "residents") == by_residents()
    assert share(district(old, "Sail"), district(newest(), "Sail"), "exact") == 1
    villages = AreaChange.objects.filter(from_area__level=3, to_area__level=3)
    assert set(villages.values_list("share", "basis")) == {(1.0, "exact")}
    assert villages.count() == 83


def test_people_of_a_divided_area_are_proposed_what_it_became(old, new_file, alice, carol):
    working.set_areas(carol, alice, [district(old, "Tampan")])
    load(new_file, NEW_DAY, "--residents-column", "penduduk")
    waiting = queries.proposals().filter(user=alice)
    assert {proposal.area.name for proposal in waiting} == {"Binawidya", "Tuahmadani"}
    assert queries.scope(alice, newest()) == set()
    for proposal in waiting:
        (successors.confirm if proposal.area.name == "Tuahmadani" else successors.decline)(carol, proposal)
    assert successors.propose(newest()) == 0
    assert district(newest(), "Tuahmadani").pk in queries.scope(alice, newest())


def test_without_weights_the_divided_areas_are_named(old, new_file, alice, carol, capsys):
    working.set_areas(carol, alice, [district(old, "Tampan"), district(old, "Sail")])
    load(new_file, NEW_DAY)
    warning = capsys.readouterr().err
    assert "Tampan" in warning
    assert "Sail" not in warning
    assert "--residents-column" in warning
    assert [proposal.area.name for proposal in queries.proposals()] == ["Sail"]


def test_an_old_set_without_villages_is_joined_by_the_former_sub_district(tmp_path, new_file, old):
    AreaChange.objects.all().delete()
    Area.objects.filter(boundary_set=old, level=Area.Level.VILLAGE).delete()
    load(new_file, NEW_DAY, "--residents-column", "penduduk")
    assert share(district(old, "Tampan"), district(newest(), "Binawidya"), "residents") == by_residents()
    assert not AreaChange.objects.filter(to_area__level=Area.Level.VILLAGE).exists()


def test_columns_of_another_name_are_chosen(tmp_path, old, shared_data):
    path = shared_data / "areas" / "villages_83.csv"
    chosen = ["--sub-district-column", "sub_district_2021", "--former-column", "sub_district_2020"]
    load(path, NEW_DAY, *chosen, "--land-column", "area_km2")
    assert share(district(old, "Tampan"), district(newest(), "Binawidya"), "land") == by_land()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda line: [*line[:3], "Tampann", *line[4:]], "“Tampann”, the former sub-district of"),
        (lambda line: ["14.71", "Jadirejo", "Sukajadi", *line[3:]], "“Jadirejo” occurs twice"),
    ],
)
def test_what_is_refused_changes_nothing(old, tmp_path, change, message):
    lines = list(rows("2021"))
    path = write(tmp_path / "wrong.csv", [*lines[:-1], change(lines[-1])])
    with pytest.raises(CommandError, match=message) as refused:
        load(path, NEW_DAY)
    assert refused.value.returncode == 1
    old.refresh_from_db()
    assert old.valid_to is None
    assert BoundarySet.objects.count() == 1


def test_a_set_that_is_there_already_is_refused(old, new_file):
    load(new_file, NEW_DAY)
    before = AreaChange.objects.count()
    with pytest.raises(CommandError, match="in force at the same time"):
        load(new_file, NEW_DAY)
    assert BoundarySet.objects.count() == 2
    assert AreaChange.objects.count() == before


@pytest.mark.parametrize(
    ("headers", "line", "options", "message"),
    [
        (["kelurahan", "omzet"], ["Sail", "1"], [], "no column “sub-district”"),
        (HEADERS, ["1", "", "Sail", "", "1", "1"], [], "Row 2 names no village"),
        (
            HEADERS,
            ["1", "A", "Sail", "", "many", "1"],
            ["--residents-column", "penduduk"],
            "Row 2 of “penduduk”",
        ),
        (
            HEADERS,
            ["1", "A", "Sail", "", "-5", "1"],
            ["--residents-column", "penduduk"],
            "no number from zero",
        ),
        (HEADERS, ["1", "A", "Sail", "", "5", "1"], ["--land-column", "hektar"], "no column “hektar”"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_status_3(tmp_path, capsys, headers, line, options, message):
    path = write(tmp_path / "odd.csv", [line], headers)
    with pytest.raises(SystemExit) as ended:
        load(path, NEW_DAY, *options)
    assert ended.value.code == 3
    assert message in capsys.readouterr().err
    assert not Region.objects.exists()


def test_a_missing_or_empty_file_ends_with_status_3(tmp_path, capsys):
    (tmp_path / "empty.csv").write_text("")
    for name, message in (("none.csv", "cannot be opened"), ("empty.csv", "is empty")):
        with pytest.raises(SystemExit) as ended:
            load(tmp_path / name, NEW_DAY)
        assert ended.value.code == 3
        assert message in capsys.readouterr().err
