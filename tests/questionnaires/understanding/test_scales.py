"""Columns that are a scale, and all the steps it has."""

import pytest

from tests.questionnaires.understanding.guesses import guessed, question

AGREE = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
TO_FIVE = ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("chosen", "options"),
    [
        # a step that nobody chose is still a step
        (["Setuju", "Netral", "Sangat setuju"], AGREE),
        (["Setuju"], AGREE),
        # without a middle where all the others are there
        (
            ["Setuju", "Tidak setuju", "Sangat setuju", "Sangat tidak setuju"],
            ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju"),
        ),
        (["setuju", "netral", "sangat setuju"], tuple(text.lower() for text in AGREE)),
        (["S", "SS", "TS", "N"], ("STS", "TS", "N", "S", "SS")),
        (
            ["Agree", "Neutral", "Disagree"],
            ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
        ),
        (
            ["Strongly Agree", "Neutral", "Agree"],
            ("Strongly Disagree", "Disagree", "Neutral", "Agree", "Strongly Agree"),
        ),
        (["Tahu", "Sangat tahu"], ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")),
        (
            ["Sering", "Jarang", "Selalu", "Kadang-kadang"],
            ("Tidak pernah", "Jarang", "Kadang-kadang", "Sering", "Selalu"),
        ),
        (
            ["Baik", "Sangat baik", "Buruk", "Cukup"],
            ("Sangat buruk", "Buruk", "Cukup", "Baik", "Sangat baik"),
        ),
        (["Tinggi", "Rendah", "Sedang"], ("Rendah", "Sedang", "Tinggi")),
        (
            ["Sangat gurih", "Gurih", "Kurang gurih"],
            ("Sangat tidak gurih", "Tidak gurih", "Kurang gurih", "Gurih", "Sangat gurih"),
        ),
    ],
)
def test_all_steps_of_word_scales(chosen: list[str], options: tuple[str, ...]) -> None:
    found = question("Pernyataan", chosen * 9)
    assert (found.type, found.options) == ("likert", options)


def test_three_steps_of_many_answers_are_all() -> None:
    assert question("Pernyataan", ["Agree", "Neutral", "Disagree"] * 20).options == (
        "Disagree", "Neutral", "Agree",
    )  # fmt: skip


@pytest.mark.parametrize("chosen", ["Tahu|Cukup tahu|Tidak tahu", "Tahu|Sangat tahu|Cukup tahu|Tidak tahu"])
def test_awareness_always_has_its_five_steps(chosen: str) -> None:
    for times in (1, 30):
        found = question("Seberapa tahu?", chosen.split("|") * times)
        assert found.options == ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")


def test_what_many_passed_over_was_not_asked() -> None:
    found = question("Seberapa sering?", ["Jarang", "Kadang-kadang", "Selalu"] * 30)
    assert found.options == ("Jarang", "Kadang-kadang", "Selalu")
    assert not found.sure


@pytest.mark.parametrize(
    "words",
    [
        "Setuju|Tidak setuju",
        "Tahu|Tidak tahu",
        "Ya|Tidak",
        "Pernah|Tidak pernah",
        "Mungkin|Ya|Tidak",
        "Kecil|Menengah|Besar",
        "Ya|Sering|Tidak",
        "A|B|N|S",
    ],
)
def test_no_scale(words: str) -> None:
    assert question("Apakah?", words.split("|") * 20).type == "single"


def test_two_opposites_are_a_scale_beside_others() -> None:
    found = guessed({"A": list(AGREE) * 8, "B": ["Setuju", "Tidak setuju"] * 20})
    assert [one.options for one in found] == [AGREE, AGREE]


def test_words_that_are_none_of_the_scale_count_as_other() -> None:
    found = question("Pernyataan", [*AGREE] * 10 + ["tidak relevan bagi saya"])
    assert (found.type, found.options, found.has_other) == ("likert", AGREE, True)


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (["4", "5", "3"], TO_FIVE),
        ([4.0, 5.0, 2.0], TO_FIVE),
        (["4", "7", "3"], tuple("1234567")),
        (["4", "9", "3"], (*"123456789", "10")),
        (["5 (sangat setuju)", "3", "2"], ("1", "2", "3", "4", "5 (sangat setuju)")),
        (
            ["1 - Sangat tidak setuju", "3", "5 - Sangat setuju"],
            ("1 - Sangat tidak setuju", "2", "3", "4", "5 - Sangat setuju"),
        ),
        (
            # here 1 is the best
            ["1 - Baik", "2 - Cukup", "3 - Buruk"],
            ("3 - Buruk", "2 - Cukup", "1 - Baik"),
        ),
    ],
)
def test_scales_in_numbers(cells: list[object], options: tuple[str, ...]) -> None:
    found = question("Toko ini ramah", cells * 9)
    assert (found.type, found.options) == ("likert", options)


def test_from_nothing_to_ten_where_the_header_asks_for_a_score() -> None:
    found = question("Seberapa mungkin Anda menyarankan kami? (0-10)", [0, 10, 8, 7] * 9)
    assert found.options == tuple(str(at) for at in range(11))


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Jumlah karyawan", [1, 2, 5], "number"),
        ("Berapa anak Anda?", ["1", "2", "3"], "number"),
        ("Toko ini ramah", ["1", "2", "12"], "number"),
        ("Toko ini ramah", ["1", "2,5", "4"], "number"),
        ("Anggota", ["0", "1"], "single"),
        ("Menu", ["1. Nasi", "2. Mie", "3. Sate"], "single"),
    ],
)
def test_numbers_that_are_no_scale(header: str, cells: list[object], kind: str) -> None:
    assert question(header, cells * 9).type == kind


def test_columns_side_by_side_end_at_the_same_step() -> None:
    most = {f"Pernyataan {at}": ["1", "4", "7"] * 9 for at in range(4)}
    found = guessed({**most, "Pernyataan lagi": ["2", "3", "5"] * 9})
    assert {one.options for one in found} == {tuple("1234567")}
    assert [one.sure for one in found] == [True] * 4 + [False]


def test_a_longer_scale_beside_shorter_ones_changes_none_of_them() -> None:
    found = guessed({**{f"P{at}": ["1", "4", "5"] * 9 for at in range(3)}, "Nilai": ["1", "4", "10"] * 9})
    assert [len(one.options) for one in found] == [5, 5, 5, 10]


def test_four_steps_are_told_by_many_answers_that_stop_there() -> None:
    found = guessed({f"P{at}": ["1", "2", "3", "4"] * 20 for at in range(3)})
    assert {one.options for one in found} == {tuple("1234")}
    assert not any(one.sure for one in found)
