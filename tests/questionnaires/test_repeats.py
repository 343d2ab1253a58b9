"""A later export of a running survey repeats the first one: each respondent counts once, and nothing is kept
for it that says who answered."""

import importlib

import numpy as np
import pandas as pd
import pytest
from django.apps import apps

from data import importing
from data.models import Dataset, Edition
from questionnaires import packing, queries
from questionnaires.models import AnswerPart
from questionnaires.repeats import unrepeated
from tests import world as worlds
from tests.data import uploads
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question

WHEN = question(1, "Timestamp", "date", role="submitted")


def table(*rows: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["moment", "answer"])


def every(n: int) -> np.ndarray:
    return np.ones(n, dtype=bool)


def test_what_an_earlier_file_has_is_left_out_as_often_as_it_has_it() -> None:
    first, second = table((1, 0), (1, 0), (2, np.nan)), table((1, 0), (2, np.nan), (1, 0), (1, 0), (1, 1))
    before, after = unrepeated([first, second], [every(3), every(5)])
    assert before.all()
    assert after.tolist() == [False, False, False, True, True]


def test_without_a_moment_nothing_is_left_out() -> None:
    rows = table((0, 1), (5, 1))
    _before, after = unrepeated([rows, rows], [every(2), np.array([False, True])])
    assert after.tolist() == [True, False]


def test_a_third_file_is_told_by_both_before_it() -> None:
    files = [table((1, 1)), table((2, 1)), table((2, 1), (1, 1))]
    kept = unrepeated(files, [every(len(file)) for file in files])
    assert [mask.tolist() for mask in kept] == [[True], [True], [False, False]]


@pytest.mark.django_db
class TestTwoFilesOfOneSurvey:
    def survey(self, first: dict, second: dict, asked: tuple, later: tuple, **areas) -> queries.Survey:
        world = worlds.build()
        edition = surveys.add(world, [WHEN, asked], first)
        areas = {"areas": [area.pk for area in list(world.areas.values())[:1]] * len(second["q01"])}
        other = surveys.add(world, [WHEN, later], second, year=2022, **areas)
        edition.datasets.add(*other.datasets.all())
        return queries.survey(edition)

    @pytest.mark.parametrize("kind", ["single", "multiple"])
    def test_own_words_of_one_may_be_an_option_of_the_next(self, kind) -> None:
        asked = question(2, "Media", kind, ("Facebook", "Instagram"), has_other=True)
        later = question(2, "Media", kind, ("insta-gram", "Radio", "FACEBOOK"))
        given = [["Facebook"], ["Radio"], ["Instagram"]]
        then = [["FACEBOOK"], ["Radio"], ["insta-gram"], ["Radio"]]
        if kind == "single":
            given, then = [one[0] for one in given], [one[0] for one in then]
        found = self.survey(
            {"q01": [10, 20, 30], "q02": given}, {"q01": [10, 20, 30, 40], "q02": then}, asked, later
        )
        assert (found.n, found.repeated) == (4, 3)
        assert queries.rows(found)["row_number"].tolist() == [2, 3, 4, 5]

    def test_another_answer_at_the_same_moment_is_another_person(self) -> None:
        asked = question(2, "Suka?", "single", ("Ya", "Tidak"))
        moments = [10, None]
        first, second = {"q01": moments, "q02": ["Ya", "Ya"]}, {"q01": moments, "q02": ["Tidak", "Ya"]}
        found = self.survey(first, second, asked, asked)
        assert (found.n, found.repeated) == (4, 0)


MEDIA = "Timestamp,No HP,Media yang dipakai"
GIVEN = ["Facebook"] * 30 + ["Instagram"] * 30 + ["Radio", "Koran", "telp 081234567890"]


def export(answers: list[str]) -> bytes:
    rows = (
        f"2023/09/{day // 40 + 1:02} 10:{day % 40:02}:00 AM GMT+7,08{day:010},{said}"
        for day, said in enumerate(answers)
    )
    return "\n".join([MEDIA, *rows]).encode()


@pytest.mark.django_db
def test_own_words_that_become_an_option_are_counted_once() -> None:
    region = uploads.city()
    given = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"}
    first = uploads.commit(uploads.check(uploads.read(region, export(GIVEN), **given)))
    assert first.guess["questions"][2]["options"] == ["Facebook", "Instagram"]
    later = uploads.check(uploads.read(region, export([*GIVEN, *["Radio"] * 6]), **given))
    assert "Radio" in later.guess["questions"][2]["options"]
    importing.commit(later, "add", False, None)
    assert uploads.work(later).state == Dataset.State.READY
    found = queries.survey(Edition.objects.current().get(subject="survey"))
    assert (found.n, found.repeated) == (69, 63)


@pytest.mark.django_db
def test_nothing_is_kept_besides_the_closed_answers_and_the_place() -> None:
    """A hash of a row would tell an erased person's number to whoever tries all numbers."""
    given = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"}
    uploads.commit(uploads.check(uploads.read(uploads.city(), export(GIVEN), **given)))
    kept = {packing.ROW, packing.SHEET, packing.AREA}
    assert set(AnswerPart.objects.values_list("key", flat=True)) == kept | {"q01", "q03"}


@pytest.mark.django_db
def test_hashes_of_an_earlier_version_are_deleted() -> None:
    dataset = surveys.add(worlds.build(), [WHEN], {"q01": [10, 20]}).datasets.get()
    AnswerPart.objects.create(dataset=dataset, key="same", sheet=0, row_number=2, n=2, packed=b"")
    migration = importlib.import_module("questionnaires.migrations.0002_no_hashes_of_submissions")
    migration.delete_hashes(apps, None)
    assert set(AnswerPart.objects.values_list("key", flat=True)) == {"row", "sheet", "area", "q01"}
