"""Files as programs of statistics write them, through the whole pipeline: spaces, no header row, .gz."""

# ruff: noqa: F811 – a test names the fixtures it imports

import csv
import gzip
import io
import json

import openpyxl
import pandas as pd
import pytest
from django.urls import reverse

from data import sources
from data.decisions import check_decisions
from data.editions import Refused
from data.error_workbook import write
from data.kinds import kind
from data.layout_form import LayoutForm
from data.models import Dataset, HeaderMapping
from data.plan import Plan
from data.reading import spaces
from data.reading.values import DateLearner, date
from tests.data import uploads
from tests.data.test_import_file import READY, UNDECIDED, UNREADABLE, command, decisions, folder, region  # noqa: F401 – fixtures too

pytestmark = pytest.mark.django_db

POPULATION = b" Centre  1000\n East     900\n Hill     800\n"
COLUMNS = {"sub_district": "Column 1", "residents": "Column 2"}
CENSUS = ("--series", "census")
WRONG = b' Hill  800\n Centre   -5\n East  "" \n'


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def population(region, content=POPULATION, name="people.txt", **values):
    given = {"kind": "population", "series": "census", "mapping": COLUMNS} | values
    return uploads.checked(region, content, name=name, **given)


# From the command line --------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
def test_the_command_takes_it_with_its_decisions(command, folder, packed):
    content, name = (gzip.compress(POPULATION), "people.txt.gz") if packed else (POPULATION, "people.txt")
    status, said = command(content, *CENSUS, kind="population", name=name)
    assert status == UNDECIDED, said
    [written] = folder.glob("*.decisions.json")
    asked = json.loads(written.read_text())
    assert asked["headers_found"] == ["Column 1", "Column 2", "@sheet"]
    status, said = command(None, *CENSUS, *decisions(folder, mapping=COLUMNS), kind="population", name=name)
    assert (status, "3 rows = 3 accepted" in said) == (READY, True), said
    dataset = Dataset.objects.get(state="ready")
    assert dataset.original.read_bytes() == content
    assert dataset.size == len(content)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(POPULATION)[:-4],
        gzip.compress(gzip.compress(POPULATION)),
        gzip.compress(b"\0" * 60_000_000),
    ],
    ids=["cut off", "packed twice", "a bomb"],
)
def test_the_command_refuses_what_cannot_be_unpacked(command, content):
    status, said = command(content, *CENSUS, kind="population", name="people.txt.gz")
    assert status == UNREADABLE
    assert said.strip().endswith(".")
    assert not Dataset.objects.exclude(state="discarded").exists()


def test_a_decisions_file_may_say_that_there_is_no_header(command, folder):
    """And that spaces part the cells: a comma in the file kept them from being guessed."""
    content = b"Centre 2000\nEast 1,900\nHill 800\n"
    layout = {"header_rows": 0, "delimiter": " "}
    told = decisions(folder, layout=layout, mapping=COLUMNS)
    status, said = command(content, *CENSUS, *told, kind="population", name="people.txt")
    assert (status, "3 rows = 3 accepted" in said) == (READY, True), said


@pytest.mark.parametrize("rows", [-1, True, "0", 0.0, 1.5])
def test_header_rows_are_whole_numbers_from_nought(rows):
    check_decisions({"layout": {"header_rows": 0}}, kind("population"))
    with pytest.raises(Refused):
        check_decisions({"layout": {"header_rows": rows}}, kind("population"))
    with pytest.raises(Refused):
        check_decisions({"layout": {"header_row": 0}}, kind("population"))


# On the pages -----------------------------------------------------------------------------------------------


def layout_url(dataset):
    return reverse("dataset_layout", args=[dataset.pk])


def test_the_layout_page_shows_both_guesses_as_choices(region, admin_client):
    dataset = uploads.read(region, POPULATION, kind="population", series="census", name="people.txt")
    form = admin_client.get(layout_url(dataset)).context["form"]
    assert form["delimiter"].value() == "spaces"
    assert form["header_rows"].value() == 0
    assert {row["field"].name for row in form.rows if row["why"]} >= {"delimiter", "header_rows"}
    page = admin_client.get(layout_url(dataset)).content.decode()
    assert '<option value="spaces" selected>' in page
    assert '<option value="0" selected>' in page


def test_what_is_chosen_there_is_read_and_previewed(region, admin_client):
    dataset = uploads.read(region, POPULATION, kind="population", series="census", name="people.txt")
    chosen = {"header_row": 1, "header_rows": 1, "encoding": "utf-8", "delimiter": "spaces"}
    assert admin_client.post(layout_url(dataset), chosen).status_code == 302
    assert uploads.work(dataset).guess["headers"] == ["Centre", "1000"]
    chosen |= {"header_row": 2, "header_rows": 0}
    assert admin_client.post(layout_url(dataset), chosen).status_code == 302
    guess = uploads.work(dataset).guess
    assert guess["headers"] == ["Column 1", "Column 2"]
    assert guess["preview"]["rows"][0] == [2, "East", "900"]
    assert guess["preview"]["before"] == [[1, "Centre", "1000"]]
    assert not LayoutForm(dataset, chosen).errors


def test_no_header_takes_the_numbers_below_it_along(region):
    """A row "(1) (2) (3)" belongs to a header; without one it is data."""
    content = b"Kecamatan;Jumlah;Catatan\n(1);(2);(3)\nCentre;5;a\nEast;6;b\n"
    dataset = uploads.read(region, content, kind="population", series="census")
    assert dataset.layout["number_row"]
    chosen = {"header_row": 1, "header_rows": 0, "encoding": "utf-8", "delimiter": "semicolon"}
    form = LayoutForm(dataset, chosen)
    assert form.is_valid()
    assert form.is_new
    assert not form.layout["number_row"]


def test_columns_without_names_are_told_by_their_first_values(region, admin_client):
    dataset = uploads.read(region, POPULATION, kind="population", series="census", name="people.txt")
    form = admin_client.get(reverse("dataset_columns", args=[dataset.pk])).context["form"]
    assert form["residents"].field.choices[1:] == [
        ("Column 1", "Column 1: Centre, East, Hill"),
        ("Column 2", "Column 2: 1000, 900, 800"),
    ]
    assert not dataset.guess["preview"]["is_masked"]


# Behind the layout ------------------------------------------------------------------------------------------


def test_it_is_imported_from_its_first_row(region):
    dataset = uploads.commit(population(region))
    assert (
        dataset.report["counts"] | {"rows": 3, "accepted": 3, "rejected": 0, "skipped": 0}
        == (dataset.report["counts"])
    )
    [source] = sources.sources([uploads.edition_of(dataset).pk])
    assert (source.header_row, source.header_rows) == (0, 0)
    assert [(used.header, used.letter) for used in source.columns] == [("Column 1", "A"), ("Column 2", "B")]


def test_numbers_that_count_up_are_data_where_no_header_stands_above(region):
    """Below a header they would number its columns."""
    content = b"Centre 1 2 3\nEast 4 5 6\n"
    mapping = {"sub_district": "Column 1", "residents": "Column 4"}
    dataset = population(region, content, mapping=mapping)
    assert dataset.report["counts"]["skipped"] == 0


def test_made_up_names_are_not_remembered(region):
    """The third column of the next file may be anything."""
    uploads.commit(population(region))
    assert not HeaderMapping.objects.exists()
    again = uploads.read(
        region, POPULATION, kind="population", series="census", name="again.txt", period="2024"
    )
    assert again.mapping == {}


def test_the_rejected_rows_come_back_under_names_that_are_known(region):
    dataset = population(region, WRONG)
    assert dataset.report["counts"]["rejected"] == 2
    assert write(dataset, dataset.directory / "errors.xlsx") == 2
    book = openpyxl.load_workbook(dataset.directory / "errors.xlsx").active
    headers = [cell.value for cell in book[1]][2:]
    assert not [header for header in headers if header.startswith("Column")]
    text = (dataset.directory / "errors.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1:] for row in rows[1:]] == [["2", "Centre", "-5"], ["3", "East", ""]]
    # corrected, it goes in again without a question
    back = uploads.read(region, text.replace("-5", "50").encode(), kind="population", series="census")
    assert (back.layout["delimiter"], back.layout["header_rows"]) == (",", 1)
    assert back.mapping == {"sub_district": headers[0], "residents": headers[1]}


# The real files ---------------------------------------------------------------------------------------------


def test_days_written_without_signs_are_read_whatever_the_rest_shows(shared_data):
    """The first 50,000 rows of a column prove no order; later dates with signs must not change them."""
    path = shared_data / "transactions" / "cdnow_master.txt.gz"
    with gzip.open(path, "rt") as lines:
        days = pd.Series([line.split()[1] for line in lines][1:], dtype="str")
    learner = DateLearner()
    for start in range(0, len(days), 10_000):
        learner.feed(days.iloc[start : start + 10_000])
    learner.feed(pd.Series(["12/31/1997", "01/02/1997"], dtype="str"))
    assert learner.form().order == "mdy"
    found = date(days, learner.form())
    assert (found.problem == "").all()
    assert found.values.min().isoformat() == "1997-01-01T00:00:00"
    assert found.values.max().isoformat() == "1998-06-30T00:00:00"


@pytest.mark.parametrize(
    ("name", "rows", "columns", "header_rows", "total"),
    [("cdnow_master.txt.gz", 69_659, 4, 1, 2_500_315.63), ("cdnow_sample.txt", 6_919, 5, 0, 244_091.94)],
)
def test_the_real_transactions_are_laid_out(region, shared_data, name, rows, columns, header_rows, total):
    content = (shared_data / "transactions" / name).read_bytes()
    dataset = uploads.read(region, content, name=name)
    assert dataset.state == Dataset.State.NEEDS_MAPPING
    assert (dataset.layout["delimiter"], dataset.layout["header_rows"]) == (spaces.DELIMITER, header_rows)
    assert (dataset.guess["rows"], len(dataset.guess["headers"])) == (rows, columns)
    assert dataset.original.read_bytes() == content
    table = pd.concat(chunk.table for chunk in Plan.of(dataset).chunks())
    assert table.index.tolist() == list(range(1 + header_rows, rows + 1 + header_rows))
    assert table[columns - 1].astype(float).sum() == pytest.approx(total)
