"""Which answers count as what, in both languages, and where no rule is safe."""

import math

import pytest

from questionnaires import meaning
from tests.questionnaires.surveys import question

KNOWN = ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")
AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")


def words(kind, options, role="importance", **more):
    found = meaning.counted(question(1, "?", kind, options, role=role, **more))
    return None if found is None else found.words


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (KNOWN, ("Tahu", "Sangat tahu")),
        (AGREE, ("Agree", "Strongly agree")),
        (("1", "2", "3", "4", "5"), ("4", "5")),
        (("1", "2", "3", "4"), ("3", "4")),
        (("Tidak penting", "Kurang penting", "Penting", "Sangat penting"), ("Penting", "Sangat penting")),
        (("1", "2", "3", "4", "5", "6", "7"), ("5", "6", "7")),
        # a middle step that says so plainly counts
        (("Tidak tahu", "Tahu", "Sangat tahu"), ("Tahu", "Sangat tahu")),
        (("Not important", "Important", "Very important"), ("Important", "Very important")),
        (("Not aware", "Somewhat aware", "Aware"), ("Aware",)),
        (("No", "Yes"), ("Yes",)),
    ],
)  # fmt: skip
def test_of_steps_the_upper_half_counts(options, expected):
    assert words("likert", options, "awareness") == expected


def test_of_a_reversed_question_the_lower_half_counts():
    assert words("likert", AGREE, reverse=True) == ("Strongly disagree", "Disagree")
    assert words("likert", KNOWN[:3], reverse=True) == ("Tidak tahu",)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Ya", "Tidak"), ("Ya",)),
        (("No", "Yes"), ("Yes",)),
        (("Pernah", "Belum pernah", "Tidak yakin"), ("Pernah",)),
        (("Sudah pernah", "Tidak pernah"), ("Sudah pernah",)),
        (("Ya, sering", "Ya, sekali", "Tidak, tapi tertarik", "Mungkin"), ("Ya, sering", "Ya, sekali")),
        (("Yes, I have", "No, never", "I don't remember"), ("Yes, I have",)),
        (("Tidak pernah", "Jarang", "Kadang-kadang", "Sering"), ("Jarang", "Kadang-kadang", "Sering")),
        (("Never", "Rarely", "Often"), ("Rarely", "Often")),
        (("Have used it", "Haven’t used it"), ("Have used it",)),
        (("Tidak", "Belum"), None),
        (("Instagram", "TikTok"), None),
        (("1", "2", "3"), None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["single", "likert"])
def test_used_goes_by_words(kind, options, expected):
    assert words(kind, options, "used") == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Sangat penting", "Penting", "Cukup penting", "Tidak penting"), ("Sangat penting", "Penting")),
        (
            ("Very important", "Important", "Quite important", "Not important"),
            ("Very important", "Important"),
        ),
        (("Unimportant", "Important"), ("Important",)),
        (("Tidak", "Tidak yakin", "Ya"), ("Ya",)),
        (("Meningkat", "Tetap", "Menurun"), ("Meningkat",)),
        (("Brand awareness increased", "No change"), ("Brand awareness increased",)),
        (("Sales did not increase", "More people know us"), ("More people know us",)),
        (("A", "B"), None),
    ],
)
def test_other_answers_go_by_words(options, expected):
    assert words("single", options, "effect") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Have never used it", "Have not used it", "Pasti tidak", "Tentu tidak", "Definitely not", "Enggak",
        "Sudah pasti tidak", "Benar-benar tidak penting", "Already not", "Tidak, tapi pasti nanti",
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["used", "importance"])
def test_a_sure_no_is_no_yes(text, role):
    assert meaning.says_yes(text, role) is False


@pytest.mark.parametrize(
    "text",
    [
        "Pernah", "Sudah", "Pasti", "Tentu saja", "Have", "Already", "Definitely", "Ya, tapi tidak sering",
        "Pernah, tapi tidak rutin", "Have used it but not often", "Sudah (tidak rutin)",
    ],
)  # fmt: skip
def test_a_remark_behind_a_yes_does_not_deny_it(text):
    assert meaning.says_yes(text, "used") is True


def test_who_uses_it_no_longer_has_used_it():
    assert words("single", ("Masih", "Sudah tidak menggunakan", "No longer", "Tidak"), "used") == (
        "Sudah tidak menggunakan", "No longer",
    )  # fmt: skip
    assert meaning.says_yes("Sudah tidak penting", "importance") is False


def test_own_words_of_people_never_count():
    found = meaning.counted(question(1, "?", "single", ("Ya", "Tidak"), role="used", has_other=True))
    assert found == meaning.Counted((0,), ("Ya",))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Kurang dari 3 kali", (0, 2)),
        ("< 3 kali", (0, 2)),
        ("Less than 3 times", (0, 2)),
        ("Maksimal 3 kali", (0, 3)),
        ("Up to 3 times", (0, 3)),
        ("≤ 2 kali", (0, 2)),
        ("1-2 kali sebulan", (1, 2)),
        ("1–3 times", (1, 3)),
        ("3–5 kali", (3, 5)),
        ("Lebih dari 5 kali", (6, math.inf)),
        ("More than 2 times", (3, math.inf)),
        ("At least 2 times", (2, math.inf)),
        ("Sekali", (1, 1)),
        ("Twice", (2, 2)),
        ("Tidak pernah", (0, 0)),
        ("Setiap hari", (30, 30)),
        ("1 kali seminggu", (5, 5)),
        ("Jarang", None),
        ("Tidak tentu", None),
    ],
)
def test_times_a_month_are_read_in_both_languages(text, times):
    assert meaning.times_a_month(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("1 kali dalam 3 bulan", (1, 1)),
        ("1 kali per 6 bulan", (1, 1)),
        ("Setiap 2 minggu", (3, 3)),
        ("Setiap dua minggu", (3, 3)),
        ("Every two months", (1, 1)),
        ("Every other day", (15, 15)),
        ("Every 3 days", (10, 10)),
        ("Once every three months", (1, 1)),
        ("Dua minggu sekali", (3, 3)),
        ("2 kali dalam 2 minggu", (5, 5)),
        ("2 kali setiap minggu", (9, 9)),
        ("Setiap bulan 2 kali", (2, 2)),
        ("3 per minggu", (13, 13)),
        ("Kurang dari 3 kali dalam 2 bulan", (0, 1)),
        ("Twice in the month", (2, 2)),
        ("Setiap minggu", (5, 5)),
        ("Monthly", (1, 1)),
        # how long, or a period that cannot be read, is no number of times
        ("2 minggu", None),
        ("Setiap 2-3 bulan", None),
        ("1 kali dalam beberapa bulan", None),
        ("Lebih dari 3 bulan sekali", None),
        ("1 kali per 0 bulan", None),
    ],
)
def test_a_period_may_have_a_number_of_its_own(text, times):
    assert meaning.times_a_month(text) == times


@pytest.mark.parametrize(
    "text", ["9" * 400 + " kali", "1 kali per " + "9" * 400 + " bulan", "9" * 16 + " kali"]
)
def test_a_number_that_nobody_means_is_no_number_of_times(text):
    assert meaning.times_a_month(text) is None


def test_seldom_parts_answers_at_three_times():
    asked = question(
        1, "?", "single", options=("Kurang dari 3 kali", "3–5 kali", "Lebih dari 5 kali", "Tidak tentu")
    )
    assert meaning.seldom(asked) == meaning.Seldom((0,), (1, 2), (), (3,))
    asked = question(1, "?", "single", options=("1-2 times", "2-4 times", "5 times or more"))
    assert meaning.seldom(asked) == meaning.Seldom((0,), (2,), (1,))


@pytest.mark.parametrize("options", [("Jarang", "Sering"), ("1-4 kali",), ()])
def test_seldom_cannot_be_told_without_a_number_on_one_side(options):
    assert meaning.seldom(question(1, "?", "single", options=options)) is None


def test_bands_of_a_budget_rise():
    asked = question(
        1, "?", "single", options=("> 2.500.000", "< 500.000", "500.000 - 2.500.000"), has_other=True
    )
    assert meaning.in_rising_order(asked) == (1, 2, 0, 3)
    assert meaning.in_rising_order(question(1, "?", "single", options=("Blue", "Red"))) == (0, 1)


def test_brochures_and_influencers_are_found_by_their_words():
    options = (
        "Brosur, pamflet",
        "Leaflets / flyers",
        "Influencer",
        "Endorse selebgram",
        "Tidak pakai brosur",
        "Radio",
    )
    assert meaning.brochures(options) == (0, 1)
    assert meaning.influencers(options) == (2, 3)


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (
            ("Food and beverage", "Konveksi & pakaian", "Makanan", "Lainnya"),
            [("Food and beverage", "Makanan")],
        ),
        (("F&B", "Fashion", "food", "Konveksi"), [("F&B", "food"), ("Fashion", "Konveksi")]),
        (("Jasa foto", "Jasa cuci", "Toko kelontong"), []),
        (("Batik tulis", "Batik cap", "Kopi"), [("Batik tulis", "Batik cap")]),
        (("Kuliner", "Makanan ringan", "Keripik ringan"), [("Kuliner", "Makanan ringan", "Keripik ringan")]),
        ((), []),
    ],
)
def test_fields_that_overlap_in_meaning_are_found(names, groups):
    assert meaning.overlapping(names) == groups
