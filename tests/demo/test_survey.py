"""The demo's survey: every margin counted from the written file, and the mess that was put into it."""

import csv
import io
import re
import zipfile
from collections import Counter

import numpy as np
import pytest

from demo import survey
from demo.market import EDITIONS
from demo.survey_file import HEADERS, survey_2023, table

PLACE = {header: position for position, header in enumerate(HEADERS.values())}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return survey_2023(tmp_path_factory.mktemp("demo"), 2021)


@pytest.fixture(scope="module")
def lines(file):
    """Every line of the .csv inside the .zip, the header first."""
    with zipfile.ZipFile(file.path) as archive:
        (name,) = archive.namelist()
        text = archive.read(name).decode()
    assert name.endswith(".csv")
    assert "DATA DEMO" in name
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def people(lines):
    """One dict per respondent, by key: the second submission and the empty row left out."""
    seen, found = set(), []
    for cells in lines[1:-1]:
        if tuple(cells[1:]) not in seen:
            seen.add(tuple(cells[1:]))
            found.append(dict(zip(HEADERS, cells, strict=True)))
    return found


def counts(people, key):
    return dict(Counter(person[key] for person in people))


def test_the_file_is_what_google_gives(file, lines):
    assert file.path.name.endswith(".csv.zip")
    assert (file.kind, file.series, file.period_label) == ("questionnaire", "kesadaran", "2023")
    assert lines[0] == list(HEADERS.values())
    assert [header for header in lines[0] if "\n" in header] == [HEADERS["awareness"]]
    assert {len(cells) for cells in lines} == {len(HEADERS)}
    # the last row is empty; above it stand 150 people and one of them again
    assert set(lines[-1]) == {""}
    assert len(lines) == 1 + 151 + 1
    assert file.expect == {"accepted": 150, "rejected": 0, "skipped": 1, "duplicates": 1}
    assert set(file.decisions) == {"create_categories", "accept_good_rows", "mode"}


def test_one_person_sent_the_form_twice(lines, people):
    repeated = Counter(tuple(cells[1:]) for cells in lines[1:-1])
    assert sorted(repeated.values(), reverse=True)[:2] == [2, 1]
    assert len(people) == 150
    first, again = (cells[0] for cells in lines[1:-1] if repeated[tuple(cells[1:])] == 2)
    assert first != again


def test_time_stamps_carry_their_zone(lines):
    form = re.compile(r"2023/09/\d\d (1[0-2]|[1-9]):[0-5]\d:[0-5]\d (AM|PM) GMT\+7")
    moments = [cells[0] for cells in lines[1:-1]]
    assert all(form.fullmatch(moment) for moment in moments)
    assert {moment[-8:-6] for moment in moments} == {"AM", "PM"}
    days = [moment[:10] for moment in moments]
    assert days == sorted(days)


def test_awareness_gives_the_paper_s_percentages(people):
    expected = {"Tidak tahu": 5, "Kurang tahu": 14, "Cukup tahu": 33, "Tahu": 65, "Sangat tahu": 33}
    assert counts(people, "awareness") == expected
    assert [round(n / 150 * 100) for n in expected.values()] == [3, 9, 22, 43, 22]


def test_use_by_business_field_is_the_paper_s(people):
    found = {
        field: (sum(p["used"] == "Ya" for p in people if p["field"] == field), n)
        for field, n in counts(people, "field").items()
    }
    assert found == {
        "Food and beverage": (34, 50),
        "Konveksi & pakaian": (14, 36),
        "Makanan": (14, 46),
        "Lainnya": (4, 18),
    }
    assert counts(people, "used") == {"Ya": 66, "Tidak": 84}


def test_users_alone_say_how_often_and_to_what_effect(people):
    users = [person for person in people if person["used"] == "Ya"]
    assert counts(users, "frequency") == {"Kurang dari 3 kali": 51, "3–5 kali": 11, "Lebih dari 5 kali": 4}
    assert counts(users, "effect") == {"Ya": 46, "Tidak": 11, "Tidak yakin": 9}
    others = [person for person in people if person["used"] == "Tidak"]
    assert counts(others, "frequency") == counts(others, "effect") == {"": 84}


@pytest.mark.parametrize(
    ("key", "margin"), [("importance", survey.IMPORTANCE), ("budget", survey.BUDGET), ("size", survey.SIZES)]
)
def test_invented_margins_are_met(people, key, margin):
    assert counts(people, key) == margin
    assert sum(margin.values()) == 150


def test_other_methods_are_several_marks_in_one_cell(people):
    marks = Counter(mark for person in people for mark in person["methods"].split(";"))
    assert marks == Counter(survey.METHODS | dict.fromkeys(survey.OTHER_METHODS, 1))
    assert "" not in marks
    # commas stand inside options, so only the semicolon tells marks apart
    assert any("," in name for name in survey.METHODS)


def test_respondents_come_from_all_fifteen_sub_districts(people):
    found = counts(people, "sub_district")
    assert found.pop("") == survey.WITHOUT_DISTRICT
    assert found == survey.sub_district_counts()
    assert set(found) == set(EDITIONS[2023].counts)
    assert min(found.values()) >= 3


def statements(people):
    places = {word: float(place) for place, word in enumerate(survey.AGREEMENT)}
    return np.array([[places[person[text]] for text in survey.STATEMENTS] for person in people])


def test_each_statement_has_its_margin(people):
    given = statements(people)
    for column, (text, margin) in enumerate(survey.STATEMENTS.items()):
        assert np.bincount(given[:, column].astype(int), minlength=5).tolist() == list(margin), text


def test_the_statements_hold_together_once_the_negative_one_is_turned(people):
    def alpha(given):
        k = given.shape[1]
        return k / (k - 1) * (1 - given.var(axis=0, ddof=1).sum() / given.sum(axis=1).var(ddof=1))

    given = statements(people)
    negative = list(survey.STATEMENTS).index(survey.NEGATIVE)
    turned = given.copy()
    turned[:, negative] = 4 - turned[:, negative]
    assert alpha(turned) == pytest.approx(0.8, abs=0.05)
    assert alpha(given) < alpha(turned) - 0.2
    others = np.delete(given, negative, axis=1).sum(axis=1)
    assert np.corrcoef(given[:, negative], others)[0, 1] < -0.3


def test_answers_go_together_as_they_would(people):
    """Nobody uses what he hardly knows; users find it more important; more is spent by larger enterprises."""
    hardly = {"Tidak tahu", "Kurang tahu"}
    assert all(person["used"] == "Tidak" for person in people if person["awareness"] in hardly)

    def important(used):
        asked = [person for person in people if person["used"] == used]
        return sum(p["importance"] in {"Penting", "Sangat penting"} for p in asked) / len(asked)

    assert important("Ya") > important("Tidak") + 0.15
    least = next(iter(survey.BUDGET))
    small = [p["budget"] == least for p in people if p["size"] == "Mikro"]
    large = [p["budget"] == least for p in people if p["size"] != "Mikro"]
    assert np.mean(small) > np.mean(large)


def test_nobody_can_be_called(people):
    assert len({person["owner_name"] for person in people}) == 150
    assert all(person["owner_name"].startswith("Demo ") for person in people)
    digits = [re.sub(r"\D", "", person["phone"]) for person in people]
    assert all(re.fullmatch(r"(0|62)8000007\d{4}", number) for number in digits)
    assert len(set(digits)) == 150


def test_remarks_are_optional_and_differ(people):
    written = [person["remark"] for person in people if person["remark"]]
    assert len(written) == survey.REMARKS + len(survey.NO_REMARK)
    assert len(set(written)) == len(written)


def test_the_seed_decides_every_cell():
    assert table(2021).equals(table(2021))
    assert not table(2021).equals(table(2022))
    with pytest.raises(ValueError, match="shape"):
        survey.by_rank(np.zeros(3), {"Ya": 1, "Tidak": 1})
