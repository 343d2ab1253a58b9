"""A copy for a respondent: what was chosen stands beside what was written, each under a name of its own."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation

from data import personal
from data.kinds import Said, kind_of
from data.models import Contact, Dataset
from questionnaires.copying import answers_of
from questionnaires.questions import Question
from tests import world as worlds
from tests.data import uploads
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question

pytestmark = pytest.mark.django_db
MEDIA = ("Facebook", "Instagram")
QUESTIONS = (
    question(1, "Usia", "single", ("20–30", "31–40")),
    question(2, "Seberapa tahu?", "likert", surveys.AWARE),
    question(3, "Media", "multiple", MEDIA, has_other=True),
    question(4, "Karyawan", "number"),
    question(5, "Dikirim", "date"),
    question(6, "Saran", "text"),
    question(7, "Tidak dibaca", "skip"),
    Question("q08", "Nama Anda", "Nama Anda", "personal", form={"personal": "owner_name"}),
)
ANSWERS = {
    "q01": ["31–40", None],
    "q02": ["Tahu", None],
    "q03": [["Facebook", "Radio"], None],
    "q04": [2.5, None],
    "q05": [1_700_000_000, None],
    "q06": ["Bagus", None],
    "owner_name": ["Ani Wijaya", "Budi"],
}
CHOSEN = {"Usia": "31–40", "Seberapa tahu?": "Tahu", "Karyawan": 2.5, "Dikirim": "2023-11-14 22:13:20"}


def told(found) -> dict:
    return {one.label: one.value for one in found}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def ground(db):
    return worlds.ground()


def test_every_answer_of_a_respondent_is_told_in_words(ground) -> None:
    area = next(iter(ground.areas.values()))
    surveys.add(ground, QUESTIONS, ANSWERS, areas=[area.pk, 0])
    dataset = Dataset.objects.get()
    whole = {"Area": str(area), **CHOSEN, "Media": "Facebook; other answers"}
    assert told(answers_of(dataset, 0, 2, {})) == whole
    assert told(answers_of(dataset, 0, 2, {"q03_words": "Radio"})) == {**whole, "Media": "Facebook"}
    assert answers_of(dataset, 0, 3, {}) == []
    assert answers_of(dataset, 0, 99, {}) == []
    assert answers_of(dataset, 1, 2, {}) == []


FILE = "Nama Anda,Pemilik,Media,Usia\n" + "\n".join(
    [
        "Zed Person,Nama Satu,Radio kampung,20",
        *(f"Orang {n},Nama {n},{'Facebook' if n % 2 else 'Instagram'},{n}" for n in range(30, 60)),
        *("Yan P,Nama A,kata lain,21", "Xi P,Nama B,aneh,22"),
    ]
)


@pytest.fixture
def contact(db) -> Contact:
    region = uploads.city()
    dataset = uploads.read(region, FILE.encode(), kind="questionnaire", name="survey.csv", series="awareness")
    asked = dataset.guess["questions"]
    assert [one["form"].get("personal") for one in asked[:2]] == ["owner_name", "owner_name"]
    uploads.commit(uploads.check(dataset))
    return Contact.objects.get(row_number=2)


def test_equal_labels_do_not_hide_one_another(contact, carol) -> None:
    """A name is read as the owner's, "Pemilik" in Indonesian, and the next question is called so too."""
    with translation.override("id"):
        [row] = json.loads(personal.export(carol, [contact.pk], "surat 3 Mei", "json"))["rows"]
    assert (row["Pemilik (Nama Anda)"], row["Pemilik"]) == ("Zed Person", "Nama Satu")
    assert row["Media"] == "Radio kampung"
    assert row["Usia"] == 20


def test_labels_and_headers_alike_are_numbered() -> None:
    said = [Said("Media", "Media", 1), Said("Media", "Media", 2), Said("Media", "Lain", 3), Said("A", "", 4)]
    assert personal._by_label(said) == {"Media": 1, "Media (2)": 2, "Media (Lain)": 3, "A": 4}


def test_the_workbook_holds_the_same(contact, carol) -> None:
    book = openpyxl.load_workbook(BytesIO(personal.export(carol, [contact.pk], "letter", "xlsx")))
    _title, _blank, headers, values = book.active.iter_rows(values_only=True)
    row = dict(zip(headers, values, strict=True))
    assert (row["Usia"], row["Media"]) == (20, "Radio kampung")


def test_contacts_of_one_file_take_few_queries(contact, monkeypatch, django_assert_max_num_queries) -> None:
    ids = list(Contact.objects.values_list("pk", flat=True))
    assert len(ids) == 33
    made = []
    monkeypatch.setattr(personal, "kind_of", lambda dataset: made.append(dataset) or kind_of(dataset))
    with django_assert_max_num_queries(4):
        assert len(personal.chosen(ids)) == 33
    assert len(made) == 1
