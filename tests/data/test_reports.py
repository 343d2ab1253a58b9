"""What is stored about a file is shown in the reader's language, whoever ran the job."""

import json

import pytest
from django.utils.translation import gettext, override

from core.texts import shown
from data import problems, skipping
from data.kinds import all_kinds
from data.models import Dataset
from data.reading.values import MESSAGES
from data.skipping import REASONS
from tests.data import uploads

pytestmark = pytest.mark.django_db
MESSY = (
    b"Kecamatan,Nama Usaha,Omzet,Tahun Mulai Usaha,NIK\n"
    b"Centre,A,-5,21,12\nEast,B,banyak,0,x\n,C,5,2019,\nTotal,,10,,\nSumber: dinas,,,,\nHill,D,7,2019,\n"
)


@pytest.fixture
def region(db):
    return uploads.city()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_report_is_the_same_under_any_language(region, language) -> None:
    with override(language):
        report = uploads.checked(region, MESSY).report
    with override("en"):
        texts = [shown(error["message"]) for error in report["errors"]]
        texts += [shown(skipped["reason"]) for skipped in report["skipped"]]
    assert len(texts) == 8
    assert "Total rows: the parts are counted, never the sum as well" in texts
    assert any(text.startswith("The row names no area.") for text in texts)
    with override("en"):
        english = {str(told) for told in MESSAGES.values()}
    assert english & set(texts)


def test_the_same_file_gives_the_same_report_in_either_language(region) -> None:
    reports = []
    for language in ("id", "en"):
        with override(language):
            dataset = uploads.checked(region, MESSY)
        reports.append(json.dumps(dataset.report, sort_keys=True, default=str))
    assert reports[0] == reports[1]


def test_counts_hold_together(region) -> None:
    dataset = uploads.checked(region, MESSY)
    assert uploads.adds_up(dataset)
    counts = dataset.report["counts"]
    assert counts == {"rows": 6, "accepted": 1, "rejected": 3, "skipped": 2, "duplicates": 0}
    assert sum(one["count"] for one in dataset.report["skipped"]) == 2
    assert dataset.state == Dataset.State.CHECKED


def test_examples_end_at_twenty_and_the_count_does_not(region) -> None:
    rows = [{"Kecamatan": "Centre", "Omzet": -1 - n} for n in range(100)]
    (error,) = uploads.checked(region, uploads.csv(rows)).report["errors"]
    assert error["count"] == 100
    assert [one["row"] for one in error["examples"]] == list(range(2, 22))


def test_every_rule_says_what_to_do() -> None:
    """Two sentences: what is wrong, and what to do. Reasons for leaving rows out are no faults."""
    for kind in all_kinds().values():
        rules = [*MESSAGES, *problems._OURS, *(f"check:{number}" for number in range(len(kind.checks)))]
        for rule in rules:
            if rule == problems.OUT_OF_BOUNDS:
                continue
            with override("en"):
                said = shown(problems.message(kind, kind.columns[0].key, rule))
            assert said != rule
            assert said.count(".") >= 1, said
    assert all(REASONS.values())


def test_every_reason_is_translated() -> None:
    with override("id"):
        untranslated = [reason for reason in REASONS.values() if gettext(reason) == reason]
    assert not untranslated


def test_a_year_outside_its_limits_says_them(region) -> None:
    rows = [{"Kecamatan": "Centre", "Tahun Mulai": year} for year in (2104, 1700, 2019)]
    dataset = uploads.checked(region, uploads.csv(rows))
    (error,) = dataset.report["errors"]
    assert error["count"] == 2
    with override("en"):
        assert shown(error["message"]).endswith(f"between 1800 and {dataset.period_start.year + 1}.")


def test_the_same_answers_again_are_no_enterprise() -> None:
    assert "enterprise" in skipping.said(skipping.DUPLICATE, all_kinds()["msme_register"])
    said = skipping.said(skipping.DUPLICATE, all_kinds()["questionnaire"])
    assert said == "The same answers again: the first row counts"
