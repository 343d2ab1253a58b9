"""Surveys read from the database: several files as one, filters, links."""

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from data.models import Edition
from data.queries import current_editions
from questionnaires import packing, queries
from questionnaires.models import FieldLink
from questionnaires.scope import SurveyReader
from tests import world as worlds
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

HOW = question(1, "How well do you know it?", "likert", surveys.AWARE, role="awareness")
WHAT = question(2, "What else?", "multiple", ("Brosur", "Spanduk, poster"), has_other=True)
COST = question(3, "Budget", "number")
GIVEN = {
    "q01": ["Tahu", "Tidak tahu", None, "Tahu"],
    "q02": [["Brosur"], ["Spanduk, poster", "own words"], None, ["Brosur", "Spanduk, poster"]],
    "q03": [10, None, 30, 40],
}


def reader(user, query: str = "") -> SurveyReader:
    return SurveyReader(QueryDict(query), user)


@pytest.fixture
def _english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return worlds.build()


def test_answers_are_what_was_given(world) -> None:
    found = queries.survey(surveys.add(world, [HOW, WHAT, COST], GIVEN))
    assert found.n == 4
    assert queries.answers(found, "q01").tolist() == [3, 0, -1, 3]
    bits, there = queries.picks(found, "q02")
    assert bits.tolist() == [[True, False, False], [False, True, True], [False] * 3, [True, True, False]]
    assert there.tolist() == [True, True, False, True]
    assert np.isnan(queries.answers(found, "q03")[1])
    assert found.with_role("awareness").key == "q01"
    assert found.with_role("budget") is None
    with pytest.raises(KeyError):
        queries.answers(found, "q99")


def test_two_files_of_an_edition_are_one_survey(world) -> None:
    first = surveys.add(world, [HOW, WHAT], GIVEN, areas=[world.areas["Centre"].pk, 0, 0, 0])
    other_way = question(4, "How well do you know it?", "likert", ("Tidak tahu", "Tahu"))
    second = surveys.add(world, [other_way], {"q04": ["Tahu", "Tidak tahu"]}, year=2022)
    first.datasets.add(*second.datasets.all())
    found = queries.survey(first)
    assert found.n == 6
    assert found.asked[0].question.options == surveys.AWARE
    assert queries.answers(found, "q01").tolist() == [3, 0, -1, 3, 3, 0]
    assert queries.areas(found).tolist() == [world.areas["Centre"].pk, 0, 0, 0, 0, 0]
    rows = queries.rows(found)
    assert rows["row_number"].tolist() == [2, 3, 4, 5, 2, 3]
    assert rows["dataset_id"].nunique() == 2


def test_a_scale_of_fewer_steps_first_takes_those_of_the_fuller_file(world) -> None:
    short = question(1, "How well do you know it?", "likert", ("Kurang tahu", "Tahu"))
    first = surveys.add(world, [short], {"q01": ["Tahu", "Kurang tahu"]})
    second = surveys.add(world, [HOW], {"q01": ["Sangat tahu"]}, year=2022)
    first.datasets.add(*second.datasets.all())
    found = queries.survey(first)
    assert found.asked[0].question.options == surveys.AWARE
    assert queries.answers(found, "q01").tolist() == [3, 1, 4]


def test_own_words_of_the_first_file_stay_own_words(world) -> None:
    field = question(1, "Field", "single", ("Kuliner", "Konveksi"), has_other=True)
    wider = question(1, "Field", "single", ("Kuliner", "Laundry"), has_other=True)
    ticked = question(2, "What else?", "multiple", ("Brosur",), has_other=True)
    more = question(2, "What else?", "multiple", ("Radio", "Brosur"), has_other=True)
    first = surveys.add(world, [field, ticked], {"q01": ["Kuliner", "own"], "q02": [["own"], ["Brosur"]]})
    second = surveys.add(
        world, [wider, more], {"q01": ["Laundry", "own"], "q02": [["Radio"], ["own"]]}, year=2022
    )
    first.datasets.add(*second.datasets.all())
    found = queries.survey(first)
    assert found.asked[0].question.options == ("Kuliner", "Konveksi", "Laundry")
    assert queries.answers(found, "q01").tolist() == [0, 3, 2, 3]
    assert found.asked[1].question.options == ("Brosur", "Radio")
    picks, _there = queries.picks(found, "q02")
    assert picks.tolist() == [
        [False, False, True],
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_headers_that_differ_in_signs_are_two_questions(world) -> None:
    less = question(1, "Untung < 5 juta?", "single", ("Ya", "Tidak"))
    more = question(2, "Untung > 5 juta?", "single", ("Tidak", "Ya"))
    found = queries.survey(surveys.add(world, [less, more], {"q01": ["Ya", "Ya"], "q02": ["Tidak", "Ya"]}))
    assert [one.key for one in found.asked] == ["q01", "q02"]
    assert queries.answers(found, "q01").tolist() == [0, 0]


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        (("a", "b", "c"), ("a", "c"), True), (("a", "c"), ("a", "b", "c"), True),
        (("a", "b"), ("b", "a"), False), (("a", "b"), ("a", "b", "c"), True), (("a", "b"), ("a", "x"), False),
    ],
)  # fmt: skip
def test_scales_fit_where_one_is_an_ordered_part(first, second, fits) -> None:
    assert queries.fits_scale(first, second) is fits


def test_a_question_that_one_file_does_not_ask_has_no_answers_there(world) -> None:
    first = surveys.add(world, [HOW], {"q01": ["Tahu"]})
    second = surveys.add(world, [HOW, COST], {"q01": ["Tahu"], "q03": [7]}, year=2022)
    first.datasets.add(*second.datasets.all())
    found = queries.survey(first)
    assert len(queries.answers(found, "q03")) == found.n == 2
    assert np.isnan(queries.answers(found, "q03")[0])


def test_answers_are_read_once(world) -> None:
    found = queries.survey(surveys.add(world, [HOW], {"q01": ["Tahu"]}))
    queries.answers(found, "q01")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.answers(found, "q01")
    assert not asked.captured_queries


def test_of_one_period_the_survey_imported_last_comes_first(world) -> None:
    older = surveys.add(world, [HOW], {"q01": ["Tahu"]}, year=2021)
    first = surveys.add(world, [HOW], {"q01": ["Tahu"]})
    last = surveys.add(world, [HOW], {"q01": ["Tahu"]}, series="another")
    gone = surveys.add(world, [HOW], {"q01": ["Tahu"]}, series="gone")
    Edition.objects.filter(pk=gone.pk).update(is_current=False)
    current = current_editions(world.region)
    assert queries.surveys(current) == queries.surveys(reversed(current)) == [last, first, older]
    assert reader(world.bob).editions == [last, first, older]


class TestAddress:
    def test_answers_to_one_question_are_alternatives_several_narrow(self, world) -> None:
        surveys.add(world, [HOW, WHAT, COST], GIVEN)
        assert reader(world.bob, "a=q01-3&a=q01-0").kept.tolist() == [True, True, False, True]
        assert reader(world.bob, "a=q01-3&a=q02-1").kept.tolist() == [False, False, False, True]
        assert reader(world.bob, "a=q02-2").kept.tolist() == [False, True, False, False]

    @pytest.mark.parametrize(
        "query", ["a=q01-9", "a=q99-1", "a=q03-1", "a=nonsense", "a=q01--1", "a=q01-1e3", "a=q01-²"]
    )
    def test_what_is_no_answer_is_named_and_not_used(self, world, query: str) -> None:
        surveys.add(world, [HOW, WHAT, COST], GIVEN)
        found = reader(world.bob, query)
        assert found.kept.all()
        assert len(found.notices) == 1
        assert query.partition("=")[2][:5] in found.notices[0]

    def test_a_chip_takes_its_answer_out(self, world) -> None:
        surveys.add(world, [HOW, WHAT, COST], GIVEN)
        first, second = reader(world.bob, "a=q01-3&a=q02-2").chips()
        assert first.label == "How well do you know it?: Tahu"
        assert first.href == "?a=q02-2"
        assert "other" in second.label

    def test_another_survey_or_none(self, world) -> None:
        newest = surveys.add(world, [HOW], {"q01": ["Tahu"]})
        older = surveys.add(world, [HOW], {"q01": ["Tahu", "Tahu"]}, year=2021)
        assert reader(world.bob, f"survey={older.pk}").survey.n == 2
        assert reader(world.bob, f"survey={older.pk}").params.query().startswith(f"?survey={older.pk}")
        for wrong in ("9999999", "x", "-1", str(world.market.pk)):
            found = reader(world.bob, f"survey={wrong}")
            assert found.survey.edition == newest
            assert found.notices

    def test_a_survey_that_was_replaced_is_shown_with_a_notice(self, world) -> None:
        surveys.add(world, [HOW], {"q01": ["Tahu"]})
        gone = surveys.add(world, [HOW], {"q01": ["Tahu", None]}, series="gone")
        Edition.objects.filter(pk=gone.pk).update(is_current=False)
        found = reader(world.bob, f"survey={gone.pk}")
        assert found.survey.n == 2
        assert "replaced" in found.notices[0]


def test_links_are_by_the_words_of_the_survey(world) -> None:
    food = world.categories["Food"]
    FieldLink.objects.create(region=world.region, key="kuliner", text="Kuliner", category=food)
    assert queries.field_links(world.region) == {"kuliner": [food.pk]}


def test_parts_of_a_large_file_are_put_together_in_its_order(world) -> None:
    edition = surveys.add(world, [COST], {"q03": [1, 2]})
    dataset = edition.datasets.get()
    for key, values in (("q03", [3.0]), (packing.ROW, [9]), (packing.SHEET, [0]), (packing.AREA, [0])):
        kind = "number" if key == "q03" else key
        packed = packing.pack(np.array(values, dtype=packing.DTYPES[kind]))
        surveys.AnswerPart.objects.create(dataset=dataset, key=key, sheet=0, row_number=9, n=1, packed=packed)
    found = queries.survey(edition)
    assert queries.answers(found, "q03").tolist() == [1, 2, 3]
    assert queries.rows(found)["row_number"].tolist() == [2, 3, 9]
