"""Questions as rows or columns: what is joined, what is cut, and what sentences call them."""

import numpy as np
import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import queries
from questionnaires.questions import TYPES
from questionnaires.sides import MOST_COLUMNS, NO_ANSWER, Side, choices, fitted, short_name, side
from tests import world as worlds
from tests.questionnaires import surveys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def made(codes: list[int], options: int, ordered: bool = False) -> Side:
    names = tuple(f"o{place}" for place in range(options))
    return Side("q01", "Q", "“Q”", names, tuple(range(options)), np.array(codes, dtype=np.int64), ordered)


def everybody(one: Side) -> np.ndarray:
    return np.ones(len(one.codes), dtype=bool)


def test_the_rarest_answers_are_joined_and_everybody_stays() -> None:
    one = made([0] * 5 + [1] * 1 + [2] * 4 + [3] * 2 + [NO_ANSWER], 5)
    found = fitted(one, everybody(one), 3, keeps_steps=True)
    assert found.options == ("o0", "o2", "2 others")
    assert found.places == (0, 2, None), "what was joined is no answer that an address can name"
    assert found.n_of(everybody(one)).tolist() == [5, 4, 3]
    assert found.codes[-1] == NO_ANSWER
    assert "2 rarest" in found.notes[0]


def test_of_several_answers_the_rarest_are_left_out() -> None:
    picks = np.array([[1, 0, 1], [1, 1, 0], [1, 0, 1]], dtype=bool)
    one = Side(
        "q01", "Q", "“Q”", ("a", "b", "c"), (0, 1, 2), np.full(3, NO_ANSWER), picks=picks,
        answered=np.ones(3, dtype=bool),
    )  # fmt: skip
    found = fitted(one, everybody(one), 2, keeps_steps=True)
    assert found.options == ("a", "c")
    assert found.picks.tolist() == [[True, True], [True, False], [True, True]]
    assert "2 most frequent of 3" in found.notes[0]


def test_steps_are_never_joined_in_the_rows() -> None:
    one = made(list(range(12)), 12, ordered=True)
    assert len(fitted(one, everybody(one), 5, keeps_steps=True).options) == 12


def test_steps_are_joined_where_they_are_too_many_columns() -> None:
    one = made([*range(12), 3, 7], 12, ordered=True)
    found = fitted(one, everybody(one), 3, keeps_steps=False)
    assert found.options == ("o3", "o7", "10 others")
    assert not found.is_ordered, "what was joined is no step"
    few = made([4, 2, 2], 12, ordered=True)
    assert fitted(few, everybody(few), 3, keeps_steps=False).options == ("o2", "o4")


def test_a_scale_of_more_steps_than_letters_is_a_page() -> None:
    world = worlds.build()
    steps = tuple(str(step) for step in range(41))
    questions = [
        surveys.question(1, "Suka?", "single", ("Ya", "Tidak")), surveys.question(2, "0-40?", "likert", steps)
    ]  # fmt: skip
    surveys.add(world, questions, {"q01": ["Ya", "Tidak"] * 82, "q02": [*steps] * 4})
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    across, down = (
        client.get(f"/survey/crosstab/?row={row}&column={column}").context["crosstab"]
        for row, column in (("q01", "q02"), ("q02", "q01"))
    )
    assert len(across["columns"]) == MOST_COLUMNS
    assert sum(one["n"] for one in across["columns"]) == 164
    assert len(down["rows"]) == 41


@given(st.lists(st.integers(-1, 9), min_size=1, max_size=60), st.integers(2, 6))
def test_joining_loses_nobody(codes: list[int], most: int) -> None:
    one = made(codes, 10)
    found = fitted(one, everybody(one), most, keeps_steps=True)
    assert len(found.options) <= most
    assert int(found.n_of(everybody(one)).sum()) == sum(code >= 0 for code in codes)
    assert (found.known == one.known).all()


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([1, 1, 1, 1], {"all the same": 4}),
        ([0, 0, 0, 0, 0, 0, 9, 9], {"up to 0": 6, "over 0": 2}),
        ([1, 2, 3, 4, None], {"up to 1": 1, "over 1, up to 2": 1, "over 2, up to 3": 1, "over 3": 1}),
        ([0.5, 1.25, 1.25, 7], {"up to 0.50": 1, "over 0.50, up to 1.25": 2, "over 1.25": 1}),
        ([None, None], {}),
    ],
)
def test_numbers_are_cut_at_answers_that_were_given(values, groups) -> None:
    world = worlds.build()
    edition = surveys.add(world, [surveys.question(1, "Berapa?", "number")], {"q01": values})
    one = side(queries.survey(edition), "q01")
    assert dict(zip(one.options, one.n_of(everybody(one)).tolist(), strict=True)) == groups
    assert [code == NO_ANSWER for code in one.codes] == [value is None for value in values]


def test_personal_texts_and_dates_are_no_choice() -> None:
    questions = [
        surveys.question(place, kind, kind, ("a", "b") if kind in ("single", "likert", "multiple") else ())
        for place, kind in enumerate(
            ("single", "multiple", "likert", "number", "date", "text", "personal"), 1
        )
    ]
    world = worlds.build()
    answers = {"q01": ["a"], "q02": [["a"]], "q03": ["b"], "q04": [1], "q05": [1], "q06": ["x"], "q07": ["y"]}
    survey = queries.survey(surveys.add(world, questions, answers))
    assert TYPES[:4] == ("single", "multiple", "likert", "number")
    assert list(choices(survey)) == ["q01", "q02", "q03", "q04"]
    for key in ("q05", "q06", "q07", "q99", "area-x"):
        with pytest.raises(KeyError):
            side(survey, key)


def test_sentences_call_a_question_by_its_role_or_its_own_words() -> None:
    assert short_name(surveys.question(1, "Apa?", "single", role="field")) == "business field"
    assert short_name(surveys.question(1, "Apa?", "single")) == "“Apa?”"
    assert short_name(surveys.question(1, "Apa? (boleh lebih dari satu)", "multiple")) == "“Apa?”"
    long = short_name(surveys.question(1, "x" * 200, "single"))
    assert len(long) == 62
    assert long.endswith("…”")
    assert short_name(surveys.question(1, "Grid [Satu]", "likert", grid="Grid", item="Satu")) == "“Satu”"
