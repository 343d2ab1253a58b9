"""Roles by words in both languages: each at most once, and unsure where two compete."""

import random

from tests.questionnaires.understanding.guesses import guessed

INDONESIAN = {
    "submitted": ("Timestamp", ["13/05/2023 10:00:00", "14/05/2023 11:00:00"]),
    "sub_district": ("Kecamatan", ["Tampan", "Sukajadi", "Rumbai"]),
    "field": ("Bidang usaha", ["Kuliner", "Konveksi", "Makanan", "Lainnya"]),
    "size": ("Skala usaha Anda", ["Mikro", "Kecil", "Menengah"]),
    "importance": ("Apakah menurut Anda influencer marketing penting bagi usaha Anda?", ["Ya", "Tidak"]),
    "awareness": (
        "Apakah Anda mengetahui influencer marketing?",
        ["Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu"],
    ),
    "used": ("Apakah Anda pernah menggunakan jasa influencer?", ["Pernah", "Belum pernah"]),
    "frequency": ("Berapa kali memakai influencer dalam 1 bulan?", ["< 3 kali", "3 - 5 kali", "> 5 kali"]),
    "budget": (
        "Berapa anggaran untuk influencer per bulan?",
        ["< 500.000", "Rp500.000 - Rp2.500.000", "> 2.500.000"],
    ),
    "effect": ("Apakah influencer marketing meningkatkan brand awareness?", ["Ya", "Tidak", "Ragu-ragu"]),
    "other_methods": (
        "Metode promosi lain apa yang Anda gunakan?",
        ["Brosur, Spanduk", "Brosur", "Spanduk", "Media sosial, Brosur"],
    ),
}  # fmt: skip
ENGLISH = {
    "submitted": ("Completion time", ["2023-05-13 10:00:00", "2023-05-14 11:00:00"]),
    "sub_district": ("Sub-district", ["Tampan", "Sukajadi", "Rumbai"]),
    "field": ("What type of business do you run?", ["Food and beverages", "Clothing", "Crafts"]),
    "size": ("Business size", ["Micro", "Small", "Medium"]),
    "importance": ("How important are influencers?", ["Not important", "Important", "Very important"]),
    "awareness": (
        "How well do you know influencer marketing?",
        ["Don't know", "Not enough", "Quite", "Know", "Very well"],
    ),
    "used": ("Have you ever used influencer marketing?", ["Yes", "No"]),
    "frequency": ("How often do you use influencers per month?", ["< 3 times", "3-5 times", "> 5 times"]),
    "budget": (
        "What is your monthly budget for influencers?",
        ["Below 500,000", "500,000 - 2,500,000", "Above 2,500,000"],
    ),
    "effect": ("Did it increase your brand awareness?", ["Yes", "No"]),
    "other_methods": (
        "Which other marketing methods do you use?",
        ["Brochures, Banners", "Brochures", "Banners, Radio", "Radio"],
    ),
}  # fmt: skip


def table(*named: tuple[str, list[str]], n: int = 90) -> dict[str, list[str]]:
    mixed = random.Random(5)
    return {header: mixed.choices(words, k=n) for header, words in named}


def roles(found):
    return {one.header: one.role for one in found}


def test_every_role_is_found_in_both_languages() -> None:
    for words in (INDONESIAN, ENGLISH):
        found = guessed(table(*words.values()))
        assert roles(found) == {header: role for role, (header, _answers) in words.items()}
        assert all(one.sure for one in found)


def test_answers_decide_where_the_header_says_little() -> None:
    aware = INDONESIAN["awareness"][1]
    assert guessed(table(("Tentang influencer marketing", aware)))[0].role == "awareness"
    asked = ("Apakah influencer penting?", ["Ya", "Tidak"])
    assert [one.role for one in guessed(table(("Tentang pajak", aware), asked))] == ["", "importance"]


def test_brand_awareness_is_the_effect_and_not_awareness() -> None:
    found = guessed(table(("Apakah influencer menambah brand awareness?", ["Ya", "Tidak"])))
    assert found[0].role == "effect"


def test_no_role_comes_twice_and_rivals_are_unsure() -> None:
    found = guessed(
        table(
            ("Seberapa penting influencer bagi Anda?", ["Penting", "Tidak penting", "Sangat penting"]),
            ("Seberapa penting influencer bagi pesaing?", ["Penting", "Tidak penting", "Sangat penting"]),
        )
    )
    assert [one.role for one in found] == ["importance", ""]
    assert (found[0].sure, found[0].why) == (False, "two_for_role")


def test_the_one_about_influencers_wins() -> None:
    found = guessed(
        table(
            ("Pernahkah Anda menggunakan brosur?", ["Ya", "Tidak"]),
            ("Pernahkah Anda menggunakan influencer?", ["Ya", "Tidak"]),
        )
    )
    assert [one.role for one in found] == ["", "used"]


def test_a_row_of_a_grid_has_no_role_unless_it_speaks_of_influencers() -> None:
    often = ["Never", "Rarely", "Often", "Always"]
    rows = [(f"How often do you use these for marketing? [{item}]", often) for item in ("WhatsApp", "Radio")]
    assert [one.role for one in guessed(table(*rows))] == ["", ""]
    found = guessed(table(*rows, ("How often do you use these for marketing? [Influencers]", often)))
    assert [one.role for one in found] == ["", "", "frequency"]
    alone = guessed(table((rows[0][0].partition(" [")[0], often)))
    assert [one.role for one in alone] == ["frequency"]


def test_a_survey_about_something_else_has_only_the_general_roles() -> None:
    found = guessed(
        table(
            ("Timestamp", ["13/05/2023 10:00:00", "14/05/2023 11:00:00"]),
            ("Seberapa sering Anda menonton drama?", ["Sering", "Jarang", "Selalu"]),
            ("Berapa dana yang Anda investasikan?", ["< 500.000", "> 500.000"]),
            ("Apakah rasa itu penting?", ["Ya", "Tidak"]),
            ("Kecamatan", ["Tampan", "Sukajadi", "Rumbai"]),
        )
    )
    assert [one.role for one in found] == ["submitted", "", "", "", "sub_district"]


def test_a_role_needs_a_question_of_its_kind() -> None:
    found = guessed(
        {"Saran tentang pentingnya influencer": [f"saran ke {at} untuk kami" for at in range(40)]}
    )
    assert (found[0].type, found[0].role) == ("text", "")
