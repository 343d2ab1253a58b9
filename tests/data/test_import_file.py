"""`manage.py import_file`: the same steps from the shell, with an exit status for each end."""

import json

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils.translation import override

from areas.models import Region
from core.models import Job
from data import editions
from data.models import Category, Dataset, Edition
from tests.data import uploads
from tests.data.reading import bad_files as bad

pytestmark = pytest.mark.django_db
READY, REJECTED, UNDECIDED, UNREADABLE = 0, 1, 2, 3


@pytest.fixture
def region(db):
    return uploads.city()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(region, folder, capsys):
    """Runs the command on a file; returns its exit status and what it printed."""

    def run(content=None, *options, name="register.csv", kind="msme_register", period="2023", where="sample"):
        if content is not None:
            (folder / name).write_bytes(content)
        status = READY
        with override("en"):
            try:
                call_command(
                    "import_file", kind, folder / name, "--region", where, "--period", period, *options
                )
            except SystemExit as stop:
                status = stop.code
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def decisions(folder, **values):
    path = folder / "decided.json"
    path.write_text(json.dumps(values))
    return ("--decisions", str(path))


def test_ready(region, command) -> None:
    status, said = command(uploads.register(Centre=3, East=2))
    assert status == READY
    assert "5 rows = 5 accepted + 0 rejected + 0 skipped" in said
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3, "East": 2}


def test_rejected_rows(region, command) -> None:
    content = uploads.csv({"Kecamatan": ["Centre", "East"], "Omzet": [5, -5]})
    status, said = command(content)
    assert status == REJECTED
    assert "rows 3" in said
    assert not Edition.objects.exists()
    assert Dataset.objects.get().state == Dataset.State.DISCARDED
    status, said = command(content, "--accept-good-rows")
    assert status == READY
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 1}


def test_the_same_rows_in_another_format_are_asked_about(region, folder, command) -> None:
    assert command(uploads.register(Centre=3, East=2))[0] == READY
    again = uploads.register(East=2, Centre=3)
    status, said = command(again, name="again.csv")
    assert status == UNDECIDED
    assert "as many MSMEs in every area as register.csv" in said
    assert json.loads((folder / "again.decisions.json").read_text())["mode"] == ""
    assert command(again, *decisions(folder, mode="replace"), name="again.csv")[0] == READY
    assert uploads.current(region).datasets.get().file_name == "again.csv"


def test_only_bad_rows(command) -> None:
    content = uploads.csv({"Kecamatan": ["Centre", "East"], "Omzet": [-5, -5]})
    assert command(content, "--accept-good-rows")[0] == REJECTED


def test_missing_decisions_are_written_to_fill_in(region, folder, command) -> None:
    content = uploads.register(Centr=3, East=2, Nowhere=1)
    status, said = command(content)
    assert status == UNDECIDED
    assert "register.decisions.json" in said
    path = folder / "register.decisions.json"
    asked = json.loads(path.read_text())
    assert asked["names"]["area"] == {"Centr": "Centre", "Nowhere": ""}
    # unchanged it still asks
    assert command(None, "--decisions", str(path))[0] == UNDECIDED
    asked["names"]["area"]["Nowhere"] = None
    path.write_text(json.dumps(asked))
    assert command(None, "--decisions", str(path), "--accept-good-rows")[0] == READY
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3, "East": 2}


@pytest.mark.parametrize(("what", "header"), [("area", "Kecamatan"), ("category", "Bidang Usaha")])
def test_a_name_of_another_number_is_not_filled_in(region, folder, command, what, header) -> None:
    known = region.boundary_sets.get(valid_to=None).areas.get(name="Lakeside")
    type(known).objects.filter(pk=known.pk).update(name="Ilir Barat I", key="ilirbarati")
    Category.objects.create(region=region, name="Ilir Barat I", key="ilirbarati")
    rows = {"Kecamatan": ["East", "East"], "Bidang Usaha": ["Ilir Barat I"] * 2}
    command(uploads.csv({**rows, header: ["Ilir Barat II", "Ilir Barrat I"]}))
    asked = json.loads((folder / "register.decisions.json").read_text())
    assert asked["names"][what] == {"Ilir Barat II": "", "Ilir Barrat I": "Ilir Barat I"}


def test_an_answer_that_names_no_area_is_said(folder, command) -> None:
    status, said = command(
        uploads.register(Centr=3, East=2), *decisions(folder, names={"area": {"Centr": "Atlantis"}})
    )
    assert status == UNDECIDED
    assert "Atlantis" in said


def test_columns_that_are_not_recognised_are_asked_for(region, folder, command) -> None:
    content = b"Wilayah;Hasil\nCentre;5\n"
    status, _said = command(content)
    assert status == UNDECIDED
    asked = json.loads((folder / "register.decisions.json").read_text())
    assert asked["headers_found"] == ["Wilayah", "Hasil", "@sheet"]
    asked["mapping"] = {"sub_district": "Wilayah", "turnover": "Hasil"}
    (folder / "register.decisions.json").write_text(json.dumps(asked))
    assert command(None, "--decisions", "register.decisions.json")[0] == READY


def test_add_or_replace_is_asked(region, folder, command) -> None:
    command(uploads.register(Centre=3, East=2))
    content = uploads.register(Centre=1)
    status, said = command(content)
    assert status == UNDECIDED
    assert "add to it or to replace it" in said
    assert command(content, *decisions(folder, mode="add"))[0] == READY
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 4, "East": 2}


def test_the_same_file_twice(region, command) -> None:
    content = uploads.register(Centre=3)
    command(content)
    status, said = command(content)
    assert status == READY
    assert "already part of the current edition" in said
    assert Edition.objects.count() == 1


def test_adding_what_cannot_be_added(region, folder, command) -> None:
    command(uploads.register(Centre=3))
    status, said = command(
        b"Kecamatan,Jumlah UMKM\nCentre,5\nEast,6\n", *decisions(folder, mode="add"), kind="msme_counts"
    )
    assert status == REJECTED
    assert "cannot be added to one another" in said


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"\n\n", "a.csv", "The file is empty"),
        (bad.png(), "a.csv", "named like a text table but is none"),
        (uploads.register(Centre=1), "a.xlsx", "The name does not fit the content"),
        (bad.bytes_of_zip({"a.csv": b"x"})[:-20], "a.zip", "damaged or incomplete"),
    ],
    # names of their own: a zip holds the time, and two workers must collect the same names
    ids=["empty", "blank", "binary", "other-format", "broken-zip"],
)
def test_unreadable(command, content, name, said) -> None:
    status, printed = command(content, name=name)
    assert status == UNREADABLE
    assert said in printed
    assert not Edition.objects.exists()


def test_a_mixed_file_stops_with_the_list(command) -> None:
    status, said = command(uploads.register(Centre=3, Lake=2, Lakeside=1))
    assert status == UNREADABLE
    assert "Lakeside" in said


def test_a_file_that_is_not_there(command) -> None:
    status, said = command(None, name="nothing.csv")
    assert status == UNREADABLE
    assert "cannot be opened" in said
    assert not Dataset.objects.exists()


def test_a_bad_period_and_a_missing_basis(command) -> None:
    assert "is no period" in command(uploads.register(Centre=1), period="23")[1]
    status, said = command(b"Kecamatan,Jumlah Penduduk\nCentre,5\n", kind="population")
    assert status == UNREADABLE
    assert "Choose the basis" in said


def test_a_refused_file_makes_no_region(command) -> None:
    assert command(b"", where="Somewhere New")[0] == UNREADABLE
    assert not Region.objects.filter(slug="somewhere-new").exists()


BAD_DECISIONS = [
    ("[]", "one JSON object"),
    ("{", "no JSON"),
    ('{"planet": 1}', "“planet” is not known"),
    ('{"mode": "overwrite"}', "add or replace"),
    ('{"names": {"area": ["Centre"]}}', "“area” cannot be"),
    ('{"names": {"planets": {}}}', "“planets” is not known"),
    ('{"names": {"area": {"Centr": 5}}}', "cannot be 5"),
    ('{"names": {"size_class": {"Tumbuh": "huge"}}}', "“huge” is no size class"),
    ('{"layout": {"header_row": "three"}}', "“header_row” cannot be"),
    ('{"layout": {"header_row": 0}}', "“header_row” cannot be"),
    ('{"layout": {"colour": 1}}', "“colour” is not known"),
    ('{"layout": {"encoding": "klingon"}}', "name of an encoding"),
    ('{"layout": {"delimiter": ";;"}}', "a single sign"),
    ('{"layout": []}', "“layout” cannot be"),
    ('{"mapping": {"planet": "Kecamatan"}}', "“planet” is not known"),
    ('{"mapping": {"sub_district": 3}}', "“sub_district” cannot be 3"),
    ('{"mapping": {"sub_district": "Nope"}}', "no column “Nope”"),
    ('{"options": {"unit": "x"}}', "“unit” cannot be"),
    ('{"create_areas": "yes"}', "true or false"),
    ('{"accept_good_rows": 1}', "true or false"),
    ('{"basis": 7}', "“basis” cannot be 7"),
]


@pytest.mark.parametrize(("text", "said"), BAD_DECISIONS)
def test_decisions_that_cannot_be_are_said(folder, command, text, said) -> None:
    (folder / "bad.json").write_text(text)
    status, printed = command(uploads.register(Centre=1), "--decisions", "bad.json")
    assert status in (UNDECIDED, UNREADABLE)
    assert said in printed
    assert "Traceback" not in printed
    assert not Edition.objects.exists()


def test_a_decisions_file_that_is_not_there(command) -> None:
    status, said = command(uploads.register(Centre=1), "--decisions", "nowhere.json")
    assert status == UNREADABLE
    assert "cannot be read" in said


@pytest.mark.parametrize(("times", "ends"), [(1, READY), (99, REJECTED)])
def test_a_database_that_is_away_is_tried_again(region, command, monkeypatch, times, ends) -> None:
    """It was called once: the command ended in silence, and a worker imported the file later all the same."""
    real, calls = editions.activate, []

    def activate(*args):
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError("database is locked")
        return real(*args)

    monkeypatch.setattr(editions, "activate", activate)
    monkeypatch.setattr("core.jobs.time.sleep", lambda _seconds: None)
    status, said = command(uploads.register(Centre=3, East=2))
    assert status == ends
    assert ("Ready: " in said) == (ends == READY)
    assert ("went wrong" in said) == (ends == REJECTED)
    assert not Job.objects.exclude(state__in=(Job.State.DONE, Job.State.FAILED)).exists()
    assert Dataset.objects.get().state == ("ready" if ends == READY else "discarded")


def test_nothing_is_left_under_way(command, folder) -> None:
    """Each run that does not end ready throws its upload away: the file is still where it was."""
    command(uploads.register(Centre=3))
    command(uploads.register(Centre=3))
    command(uploads.register(Centr=3))
    command(uploads.csv({"Kecamatan": ["Centre"], "Omzet": [-5]}))
    command(bad.png(), name="a.csv")
    states = list(Dataset.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["ready", "discarded", "discarded", "discarded", "discarded"]
