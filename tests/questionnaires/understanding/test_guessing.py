"""What each question of a file is, from the whole column; and the files that are hardly any survey."""

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.questions import TYPES, Question
from questionnaires.understanding.guessing import ColumnCounts, alternatives, as_type, guess
from questionnaires.understanding.parsing import parse
from questionnaires.understanding.reasons import REASONS
from tests.questionnaires.understanding.guesses import counted, guessed, question, series

TEXTS = [f"pendapat ke {at} tentang toko ini" for at in range(40)]
TABLE = {
    "Timestamp": [f"{day}/05/2023 10:00:00" for day in range(1, 31)],
    "Nama": [f"Orang {at}" for at in range(30)],
    "Umur": [str(at) for at in range(20, 50)],
    "Jenis kelamin": ["Laki-laki", "Perempuan", "Perempuan"] * 10,
    "Media": ["Brosur, Radio", "Brosur", "Radio, Koran", "Koran, lain kali", "Radio"] * 6,
    "Toko ini ramah": ["1", "2", "4", "5", "4", "3"] * 5,
    "Pelayanan baik": ["Setuju", "Netral", "Tidak setuju"] * 10,
    "Omzet": ["< 1 juta", "1-5 juta", "> 5 juta"] * 10,
    "Kesan": TEXTS[:30],
}
# a guess takes a tenth of a second, so the tests of invariants try a few examples only
KINDS = ["date", "personal", "number", "single", "multiple", "likert", "likert", "single", "text"]


def test_a_whole_file() -> None:
    found = guessed(TABLE)
    assert [one.type for one in found] == KINDS
    assert [one.key for one in found] == [f"q{at:02d}" for at in range(1, 10)]
    assert [one.header for one in found] == list(TABLE)
    assert {one.why for one in found} <= set(REASONS)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(mixed: random.Random) -> None:
    rows = list(zip(*TABLE.values(), strict=True))
    mixed.shuffle(rows)
    columns = zip(*rows, strict=True)
    assert guessed(dict(zip(TABLE, map(list, columns), strict=True))) == guessed(TABLE)


@settings(max_examples=15)
@given(st.integers(1, 31))
def test_chunks_give_what_all_at_once_gives(size: int) -> None:
    counts = [counted(cells, size) for cells in TABLE.values()]
    assert list(guess(list(TABLE), counts)) == guessed(TABLE)


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["A", "b c", "", "-", "3", "4/5/2023", "A, b", None]), max_size=30),
    st.integers(1, 9),
)
def test_counts_do_not_depend_on_chunks(cells: list[str | None], size: int) -> None:
    whole, parts = counted(cells), counted(cells, size)
    assert (whole.texts, whole.beyond) == (parts.texts, parts.beyond)
    assert whole.dates_seen.decide() == parts.dates_seen.decide()
    assert guess(["x"], [whole]) == guess(["x"], [parts])


def test_counts_of_a_column() -> None:
    counts = counted(["a", " a", 5.0, None, "", pd.Timestamp("2023-05-01")])
    assert counts.texts == {"a": 2, "5": 1, "2023-05-01": 1}
    assert counts.beyond == 0
    assert counts.most_common(2) == [["a", 2], ["2023-05-01", 1]]


def test_more_texts_than_are_kept_are_still_counted() -> None:
    counts = counted(["a", "b", "c", "a", "c"], limit=2)
    assert (dict(counts.texts), counts.beyond) == ({"a": 2, "b": 1}, 2)


def test_a_text_that_was_kept_is_counted_in_later_chunks() -> None:
    assert counted(["a", "b", "c", "a"], chunk=1, limit=2).texts == {"a": 2, "b": 1}


def test_100000_answers() -> None:
    """Each distinct cell is looked at once, and a column of names keeps no more than its limit."""
    n = 100_000
    places = itertools.cycle(["Tampan", "Sukajadi", "Rumbai"])
    media = [
        ", ".join(text for bit, text in enumerate("ABCDEFGHIJKLM") if at >> bit & 1) for at in range(8_192)
    ]
    table = {
        "Timestamp": [f"{at % 28 + 1}/05/2023 10:{at // 60 % 60:02d}:{at % 60:02d}" for at in range(n)],
        "Nama": [f"Orang {at}" for at in range(n)],
        "Kecamatan": [next(places) for _at in range(n)],
        "Media": [media[at % 8_192] for at in range(n)],
        "Toko ini ramah": [str(at % 5 + 1) for at in range(n)],
        "Berapa modal Anda?": [str(at * 1_000) for at in range(n)],
        "Kesan": [f"kesan ke {at}, semoga sukses" for at in range(n)],
    }
    counts = [counted(cells, 30_000) for cells in table.values()]
    assert all(len(one.texts) <= one.limit for one in counts)
    assert all(one.texts.total() + one.beyond == n for one in counts[:3])
    found = guess(list(table), counts)
    kinds = ["date", "personal", "single", "multiple", "likert", "number", "text"]
    assert [one.type for one in found] == kinds
    assert set(found[3].options) == set("ABCDEFGHIJKLM")
    read = parse(found[3], series(table["Media"]))
    assert read.values.notna().sum() == sum(map(bool, table["Media"]))
    assert (read.problem == "").all()


def test_one_question() -> None:
    assert question("Apakah Anda puas?", ["Ya", "Tidak", "Ya"] * 9).type == "single"


def test_constant_answers() -> None:
    found = question("Bersedia mengisi?", ["Ya"] * 40)
    assert (found.type, found.options, found.why) == ("single", ("Ya",), "one_answer")


def test_three_answers_are_guessed_and_never_sure() -> None:
    found = guessed(
        {
            "Jenis kelamin": ["Laki-laki", "Perempuan", "Laki-laki"],
            "Umur": ["20", "30", "25"],
            "Media": ["A, B", "B, C", "A"],
            "Pelayanan baik": ["Setuju", "Netral", "Setuju"],
            "Saran": ["tambah menu", "lebih murah", "-"],
            "Usaha": ["Kuliner", "Jasa", "Konveksi"],
        }
    )
    assert [one.type for one in found] == ["single", "number", "multiple", "likert", "text", "single"]
    assert not any(one.sure for one in found)


def test_only_personal_columns() -> None:
    names = [f"Orang {at}" for at in range(30)]
    found = guessed({"Nama": names, "No HP": [f"0812{at:08d}" for at in range(30)], "Alamat": names})
    assert {one.type for one in found} == {"personal"}


def test_two_identical_headers() -> None:
    counts = [counted(["Ya", "Tidak"] * 9), counted([str(at) for at in range(20, 40)])]
    first, second = guess(["Isian", "Isian"], counts)
    assert (first.key, first.label, first.type) == ("q01", "Isian", "single")
    assert (second.key, second.label, second.type) == ("q02", "Isian (2)", "number")


def test_a_header_for_each_column() -> None:
    with pytest.raises(ValueError):
        guess(["A", "B"], [counted(["x"])])


def test_blank_tail_rows_count_for_nothing() -> None:
    cells = ["Ya", "Tidak", "Ya"] * 9
    assert question("Puas?", cells + [""] * 500 + [None] * 500) == question("Puas?", cells)


def test_an_empty_column_and_a_row_number_are_skipped() -> None:
    found = guessed({"Kosong": ["", "-", None, ""], "No": [1.0, 2.0, 3.0, 4.0]})
    assert [(one.type, one.why) for one in found] == [("skip", "empty"), ("skip", "row_number")]


def test_rare_own_words_of_one_answer() -> None:
    cells = ["Guru"] * 20 + ["Petani"] * 15 + ["supir", "Nelayan", "buruh lepas", "IRT"]
    found = question("Pekerjaan", cells)
    assert (found.options, found.has_other) == (("Guru", "Petani"), True)
    assert question("Pekerjaan", cells[:36]).options == ("Guru", "Petani", "supir")


def test_places_are_kept_however_rare() -> None:
    cells = ["Tampan", "Sukajadi"] * 20 + ["Rumbai", "Senapelan", "Lima Puluh", "Sail"]
    found = question("Kecamatan", cells)
    assert (len(found.options), found.has_other) == (6, False)


def test_a_few_years_are_a_choice_and_many_a_number() -> None:
    few = question("Angkatan", ["2021", "2020", "2022", "2021"] * 9)
    assert (few.type, few.options, few.why) == ("single", ("2020", "2021", "2022"), "years")
    assert question("Tahun berdiri", [str(1980 + at) for at in range(40)]).type == "number"


def test_an_unclear_sign_in_numbers_is_said() -> None:
    found = question("Modal", ["1.500", "2.750", "900"] * 9)
    assert (found.form["thousands"], found.why, found.sure) == (".", "numbers_unsure", False)
    assert question("Berat", ["1.5", "2.75", "0.5"] * 9).form == {"decimal": ".", "thousands": ","}


def test_questions_with_much_to_say_are_text() -> None:
    assert question("Jelaskan alasan Anda", ["tidak ada"] * 25 + TEXTS[:10]).type == "text"


def test_the_rows_of_a_grid_have_the_same_options() -> None:
    rows = {
        "Seberapa penting? [Harga]": ["Penting", "Sangat penting"] * 9,
        "Seberapa penting? [Rasa]": ["Tidak penting", "Cukup penting"] * 9,
        "Seberapa penting? [Lokasi]": ["Kurang penting", "Penting"] * 9,
    }
    found = guessed(rows)
    assert [one.type for one in found] == ["likert"] * 3
    assert len({one.options for one in found}) == 1
    assert {(one.grid, one.item) for one in found} == {
        ("Seberapa penting?", "Harga"), ("Seberapa penting?", "Rasa"), ("Seberapa penting?", "Lokasi"),
    }  # fmt: skip


def test_a_grid_of_check_boxes_has_the_same_options_in_each_row() -> None:
    rows = {
        "Kapan? [Pagi]": ["Senin, Selasa", "Senin", "Rabu"] * 9,
        "Kapan? [Sore]": ["Rabu", "Rabu, Kamis", "Kamis"] * 9,
    }
    found = guessed(rows)
    assert [one.type for one in found] == ["multiple"] * 2
    assert found[0].options == found[1].options


def test_unlike_rows_of_a_form_are_guessed_apart() -> None:
    found = guessed(
        {
            "Pemilik [Nama]": [f"Orang {at}" for at in range(30)],
            "Pemilik [Umur]": [str(at) for at in range(20, 50)],
        }
    )
    assert [one.type for one in found] == ["personal", "number"]


def test_a_chosen_type_is_read_from_the_whole_column() -> None:
    counts = counted(["Brosur, Radio", "Radio", "Brosur", "Koran, Radio"] * 9)
    found = as_type("q07", "Media", counts, "multiple")
    assert found is not None
    assert (found.key, found.type, found.why) == ("q07", "multiple", "chosen")
    assert set(found.options) == {"Brosur", "Radio", "Koran"}
    assert as_type("q07", "Media", counts, "number") is None
    assert as_type("q07", "Media", counts, "date") is None
    for kind in ("text", "personal", "skip"):
        plain = as_type("q07", "Media", counts, kind)
        assert plain is not None
        assert (plain.type, plain.options) == (kind, ())


def test_free_text_has_no_type_that_is_counted() -> None:
    found = alternatives(["Kesan", "Umur"], [counted(TEXTS), counted(["20", "30", "40"] * 9)])
    assert found["q01"] == {}
    assert {"number", "single"} <= set(found["q02"])
    assert Question.from_json(found["q02"]["number"]).type == "number"


def test_an_empty_column_fits_no_type_that_is_counted() -> None:
    assert as_type("q01", "Kosong", ColumnCounts(), "single") is None
    assert {kind for kind in TYPES if as_type("q01", "Kosong", ColumnCounts(), kind)} == {
        "text",
        "personal",
        "skip",
    }


def test_questions_survive_json() -> None:
    for one in guessed(TABLE):
        assert Question.from_json(one.to_json()) == one
