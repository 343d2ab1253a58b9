"""Words of scales: their order, their spellings, and what is no scale."""

import pytest

from questionnaires.understanding.likert_words import numbered, step

SCALES = [
    "Sangat tidak setuju|Tidak setuju|Netral|Setuju|Sangat setuju",
    "Sangat tidak setuju|Tidak setuju|Ragu-ragu|Setuju|Sangat setuju",
    "Sangat tidak setuju|Tidak setuju|Agak tidak setuju|Netral|Agak setuju|Setuju|Sangat setuju",
    "Sangat tidak setuju|Tidak setuju|Kurang setuju|Cukup setuju|Setuju|Sangat setuju",
    "STS|TS|KS|N|S|SS",
    "Strongly disagree|Disagree|Somewhat disagree|Neutral|Somewhat agree|Agree|Strongly agree",
    "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
    "Tidak pernah|Jarang|Kadang-kadang|Sering|Selalu",
    "Never|Rarely|Sometimes|Often|Always",
    "Sangat tidak puas|Tidak puas|Kurang puas|Cukup puas|Puas|Sangat puas",
    "Very dissatisfied|Dissatisfied|Neutral|Satisfied|Very satisfied",
    "Sangat tidak penting|Tidak penting|Kurang penting|Penting|Sangat penting",
    "Not at all important|Slightly important|Moderately important|Very important|Extremely important",
    "Tidak tahu|Kurang tahu|Cukup tahu|Tahu|Sangat tahu",
    "Don't know|Not enough|Quite|Know|Very well",
    "Sangat buruk|Buruk|Cukup|Baik|Sangat baik",
    "Poor|Fair|Good|Very good|Excellent",
    "Sangat kurang|Kurang|Cukup|Baik|Baik sekali",
    "Kurang baik|Cukup baik|Baik|Sangat baik",
    "Sangat tidak mungkin|Tidak mungkin|Mungkin|Sangat mungkin",
    "Very unlikely|Unlikely|Neutral|Likely|Very likely",
    "Pasti tidak|Mungkin tidak|Ragu-ragu|Mungkin ya|Pasti",
    "Rendah|Menengah|Tinggi",
    "Sangat Konservatif|Konservatif|Moderat|Berani|Sangat Berani",
    "Tidak tertarik|Kurang tertarik|Tertarik|Sangat tertarik",
]


@pytest.mark.parametrize("words", SCALES)
def test_steps_rise_on_one_scale(words: str) -> None:
    steps = [step(text) for text in words.split("|")]
    assert all(steps), words
    ranks = [one.rank for one in steps if one]
    assert ranks == sorted(set(ranks))
    assert len({one.scale for one in steps if one} - {""}) == 1


@pytest.mark.parametrize(
    ("spelling", "usual"),
    [
        ("Tidak  Setuju", "Tidak setuju"),
        ("tdk setuju", "Tidak setuju"),
        ("TS", "Tidak setuju"),
        ("gak setuju", "Tidak setuju"),
        ("Ragu ragu", "Ragu-ragu"),
        ("kadang2", "Kadang-kadang"),
        ("KADANG - KADANG", "Kadang-kadang"),
        ("sgt setuju", "Sangat setuju"),
        ("Setuju sekali", "Sangat setuju"),
        ("don’t know", "Don't know"),
        ("Bagus", "Baik"),
    ],
)
def test_spellings_are_one_step(spelling: str, usual: str) -> None:
    assert step(spelling) == step(usual) is not None


@pytest.mark.parametrize(
    "text", ["Ya", "Tidak ada", "Pernah", "Instagram 2", "S1", "toko ini ramai sekali ya kak"]
)
def test_other_answers_are_no_known_step(text: str) -> None:
    found = step(text)
    assert found is None or found.scale == text.casefold()


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("5", 5, ""),
        ("1 - Sangat tidak setuju", 1, "Sangat tidak setuju"),
        ("5 (sangat setuju)", 5, "sangat setuju"),
        ("(3) Netral", 3, "Netral"),
        ("2. Buruk", 2, "Buruk"),
        ("4 = Baik", 4, "Baik"),
        ("Baik (4)", 4, "Baik"),
    ],
)
def test_numbers_with_words(text: str, number: int, words: str) -> None:
    assert numbered(text) == (number, words)


@pytest.mark.parametrize("text", ["1-5 kali", "2.5", "5 kali", "20:30", "Baik", "500.000", ""])
def test_other_numbers_are_no_steps(text: str) -> None:
    assert numbered(text) is None
