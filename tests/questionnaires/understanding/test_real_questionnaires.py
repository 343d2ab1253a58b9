"""The three real exports of ../shared/data: every column typed without help. None is part of the project."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.reading.values import one_line
from questionnaires.questions import Question
from questionnaires.understanding.guessing import ColumnCounts, guess
from questionnaires.understanding.parsing import Answers, parse

FOLDER = "questionnaires"
GENAI, DRAMA, INVESTING = (
    "gform_ux_genai_125_redacted.csv",
    "gform_drama_113_redacted.csv",
    "gform_investasi_us_dates_redacted.csv",
)
# the type of every column, in the order of the file
TYPES = {
    GENAI: [
        "date", "personal", *["single"] * 8, *["likert"] * 10, *["multiple"] * 2, *["text"] * 2, "likert",
    ],
    DRAMA: [
        "date", "personal", "single", "number", *["single"] * 3, "multiple", *["single"] * 5, *["likert"] * 3,
    ],
    INVESTING: [
        "date", *["personal"] * 2, *["single"] * 4, "number", *["likert"] * 3, "single", "likert",
        *["single"] * 3,
    ],
}  # fmt: skip
PURPOSES = {
    "Pekerjaan/tugas profesional": 93, "Riset dan mencari informasi": 88, "Belajar hal baru": 86,
    "Brainstorming ide": 67, "Tugas akademis (kuliah/sekolah)": 52, "Penerjemahan bahasa": 49,
    "Pemrograman/coding": 48, "Hiburan dan percakapan kasual": 39, "Menulis dan membuat konten": 29,
}  # fmt: skip


class File:
    """A real file, guessed and read."""

    def __init__(self, path: Path) -> None:
        self.table = pd.read_csv(path, dtype=str, keep_default_na=False)
        self.counts = [ColumnCounts() for _header in self.table]
        for header, counts in zip(self.table, self.counts, strict=True):
            counts.feed(self.table[header])
        self.questions = guess(list(self.table), self.counts)

    def answers(self, key: str) -> tuple[Question, Answers]:
        found = next(one for one in self.questions if one.key == key)
        return found, parse(found, self.table[found.header])


@pytest.fixture(params=[GENAI, DRAMA, INVESTING])
def real(request, shared_data) -> tuple[str, File]:
    return request.param, File(shared_data / FOLDER / request.param)


@pytest.fixture
def genai(shared_data) -> File:
    return File(shared_data / FOLDER / GENAI)


@pytest.fixture
def drama(shared_data) -> File:
    return File(shared_data / FOLDER / DRAMA)


@pytest.fixture
def investing(shared_data) -> File:
    return File(shared_data / FOLDER / INVESTING)


def test_the_type_of_every_column(real) -> None:
    name, file = real
    assert [one.type for one in file.questions] == TYPES[name]


def test_no_answer_is_lost_and_none_is_a_problem(real) -> None:
    _name, file = real
    for one in file.questions:
        found = parse(one, file.table[one.header])
        assert (found.problem == "").all(), one.label
        # free texts such as "-" and "?" say nothing
        assert one.type == "text" or found.values.notna().all(), one.label


def test_no_label_has_a_line_break_or_an_example(real) -> None:
    _name, file = real
    for one in file.questions:
        assert "\n" not in one.label
        assert len(one.label) < 160
        assert not any(sign in one.label for sign in ("cth", "Contoh", "- ", "(Boleh"))


def test_headers_on_one_line_say_the_same(real) -> None:
    """As the reader gives them: the breaks inside of headers are gone."""
    _name, file = real
    found = guess([one_line(one.header) for one in file.questions], file.counts)
    assert [replace(one, header="") for one in found] == [replace(one, header="") for one in file.questions]


def test_a_guess_takes_no_role_but_the_time(real) -> None:
    """None of the three asks what S0's survey asks."""
    _name, file = real
    assert [one.role for one in file.questions if one.role] == ["submitted"]
    assert file.questions[0].role == "submitted"


def test_negative_statements_of_the_usability_scale(genai) -> None:
    scale = genai.questions[10:20]
    assert {one.options for one in scale} == {("1", "2", "3", "4", "5")}
    # SUS: every second statement is worded negatively (Brooke 1996)
    assert [one.reverse for one in scale] == [False, True] * 5
    assert [one.sure for one in scale] == [True, False] * 5


def test_answers_in_natural_order(genai, drama, investing) -> None:
    assert genai.questions[2].options == ("18-24 tahun", "25-34 tahun", "35-44 tahun", "45-54 tahun")
    assert genai.questions[8].options == (
        "Jarang (kurang dari sekali dalam sebulan)", "Beberapa kali dalam sebulan", "1-2 kali seminggu",
        "3-6 kali seminggu", "Setiap hari",
    )  # fmt: skip
    assert genai.questions[9].options[0] == "Kurang dari 1 bulan"
    assert drama.questions[6].options == ("1-5 kali", "6-10 kali", "Lebih dari 10 Kali")
    assert investing.questions[4].options == ("2020", "2021", "2022")
    assert investing.questions[8].options == ("Kurang baik", "Cukup Baik", "Sangat Baik")
    assert investing.questions[9].options == ("Rendah", "Menengah", "Tinggi")
    assert investing.questions[10].options == ("Sangat Konservatif", "Moderat", "Sangat Berani")
    assert investing.questions[12].options == ("Jarang", "Kadang - kadang", "Selalu")


def chosen(question: Question, found: Answers) -> dict[str, int]:
    masks = found.values.to_numpy(dtype=np.int64)
    return {text: int((masks >> at & 1).sum()) for at, text in enumerate(question.options)}


def test_check_boxes(genai, drama) -> None:
    question, found = genai.answers("q21")
    assert chosen(question, found) == PURPOSES
    assert (question.delimiter, question.has_other, found.words.notna().sum()) == (", ", True, 4)
    question, found = genai.answers("q22")
    assert len(question.options) == 10
    assert chosen(question, found)["Respons tidak sesuai harapan"] == 54
    assert found.words.notna().sum() == 6
    question, found = drama.answers("q08")
    assert question.options == (
        "Cerita yang menarik", "Aktor/Aktris favorit", "Karakter yang kuat", "Musik dan Soundtrack", "Budaya",
    )  # fmt: skip
    assert found.words.notna().sum() == 8


def test_times(genai, drama, investing) -> None:
    for file, order, first, why in (
        (genai, "dmy", "2026-01-22T21:29:50", "dates_proven"),
        (drama, "dmy", "2023-10-04T10:31:42", "dates_close"),
        (investing, "mdy", "2023-05-26T05:27:21", "dates_proven"),
    ):
        question, found = file.answers("q01")
        assert (question.form, question.why) == ({"order": order}, why)
        assert str(np.datetime64(int(found.values.iloc[0]), "s")) == first
    days = pd.to_datetime(drama.answers("q01")[1].values.astype("int64"), unit="s").dt.date
    assert (days.max() - days.min()).days == 7


def test_numbers_and_people(drama, investing) -> None:
    question, found = drama.answers("q04")
    assert found.values.tolist() == pd.to_numeric(drama.table[question.header]).tolist()
    assert investing.answers("q08")[1].values.max() == 1_000_000_000
    assert [one.form["personal"] for one in investing.questions[1:3]] == ["owner_name", ""]


def test_what_a_person_should_look_at(real) -> None:
    """Reversed statements, a scale with steps left out, and dates within the first twelve days of a month."""
    name, file = real
    unsure = {GENAI: 5, DRAMA: 1, INVESTING: 3}
    assert sum(not one.sure for one in file.questions) == unsure[name]
