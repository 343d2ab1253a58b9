"""Whether questions are one scale: numbers by hand, what is preselected, what cannot be computed."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from django.test import Client

from questionnaires import queries
from questionnaires.scale_check import preselected
from tests import world as worlds
from tests.questionnaires import surveys

pytestmark = pytest.mark.django_db
STEPS = ("STS", "TS", "N", "S", "SS")
# four questions of 40 respondents; the last runs the other way round
SCORES = np.array(
    [[(at + turn) % 5, (at + turn + at % 2) % 5, (at + turn * (at % 3)) % 5, 4 - (at + turn) % 5]
     for turn in range(2) for at in range(20)]
)  # fmt: skip


@pytest.fixture
def world():
    return worlds.build()


def likert(place: int, label: str = "", steps=STEPS, **more):
    return surveys.question(place, label or f"Item {place}", "likert", steps, **more)


def add(world, scores, **more):
    questions = [likert(place + 1, **more.get(f"q{place + 1:02d}", {})) for place in range(scores.shape[1])]
    words = {
        one.key: [None if np.isnan(value) else STEPS[int(value)] for value in column]
        for one, column in zip(questions, scores.T, strict=True)
    }
    return surveys.add(world, questions, words)


def scale(person, query: str = "", language: str = "en"):
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client.get(f"/survey/scale/{query}")


def alpha(scores) -> float:
    """Cronbach's, as it is written in his paper."""
    k = scores.shape[1]
    total = scores.sum(axis=1).var(ddof=1)
    return k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total)


def shown(answer) -> dict[str, str]:
    return {str(one.label): one.shown for one in answer.context["numbers"]}


# Numbers -------------------------------------------------------------------------------------------------


def test_alpha_and_each_question_against_the_others_by_hand(world) -> None:
    add(world, SCORES[:, :3].astype(float))
    answer = scale(world.bob)
    three = SCORES[:, :3]
    assert shown(answer)["Cronbach's alpha"] == f"{alpha(three):.2f}"
    rows = answer.context["figures"]["items"].table.rows
    for at, row in enumerate(rows):
        rest = np.delete(three, at, axis=1)
        assert row["item_total"] == pytest.approx(np.corrcoef(three[:, at], rest.sum(axis=1))[0, 1])
        assert row["dropped"] == pytest.approx(alpha(rest))
        assert row["mean"] == pytest.approx(three[:, at].mean() + 1)
    assert shown(answer)["Respondents"] == "40"


def test_a_question_that_runs_the_other_way_is_named_and_turned_where_the_survey_says_so(world) -> None:
    edition = add(world, SCORES.astype(float))
    answer = scale(world.bob)
    assert answer.context["heading"].startswith("“Item 4” runs against the other questions")
    assert answer.context["figures"]["items"].table.rows[3]["sign"] == "looks reversed"
    assert any("“Item 4” looks reversed" in one for one in answer.context["figures"]["items"].warnings)
    asked = edition.datasets.get().questions.get(key="q04")
    asked.content["reverse"] = True
    asked.save()
    turned = scale(world.bob)
    four = SCORES.copy()
    four[:, 3] = 4 - four[:, 3]
    assert shown(turned)["Cronbach's alpha"] == f"{alpha(four):.2f}"
    assert turned.context["figures"]["items"].table.rows[3]["sign"] == "fits"
    assert any("Turned round before adding up" in one for one in turned.context["figures"]["items"].warnings)


def test_a_correlation_below_zero_by_chance_is_not_called_reversed(world) -> None:
    noise = np.array([[at % 5, (at * 3 + at // 5) % 5] for at in range(35)], dtype=float)
    answer = scale(world.bob) if add(world, noise) else None
    r = np.corrcoef(noise.T)[0, 1]
    assert abs(r) < 0.3
    assert "runs against" not in answer.context["heading"]
    assert [row["sign"] for row in answer.context["figures"]["items"].table.rows] == ["hardly related"] * 2


def test_who_left_out_an_answer_is_left_out_and_counted(world) -> None:
    scores = SCORES[:, :3].astype(float)
    scores[:4, 1] = np.nan
    add(world, scores)
    answer = scale(world.bob)
    (base,) = (one for one in answer.context["numbers"] if one.label == "Respondents")
    assert (base.shown, base.note) == ("36", "4 left out: an answer is missing")
    assert shown(answer)["Cronbach's alpha"] == f"{alpha(SCORES[4:, :3]):.2f}"


def test_a_scale_that_holds_together_says_so_with_its_interval(world) -> None:
    base = np.repeat(np.arange(5), 12)
    scores = np.column_stack([base, np.clip(base + (np.arange(60) % 3 == 0), 0, 4), base]).astype(float)
    add(world, scores)
    answer = scale(world.bob)
    assert answer.context["heading"].startswith("These 3 questions hang together: alpha 0.9")
    assert "mostly repeat one another" in answer.context["figures"]["items"].summary
    assert "95% interval" in answer.context["numbers"][0].note


def test_below_thirty_nothing_is_concluded(world) -> None:
    add(world, SCORES[:29].astype(float))
    answer = scale(world.bob)
    assert answer.context["heading"].startswith("Only 29 answered all 4 questions")
    figure = answer.context["figures"]["items"]
    assert figure.summary == ""
    assert {row["sign"] for row in figure.table.rows} == {""}
    assert not any("looks reversed" in one for one in figure.warnings)


def test_a_question_that_all_answered_alike_is_left_out_and_said(world) -> None:
    scores = np.column_stack([SCORES[:, :2], np.full(40, 3)]).astype(float)
    add(world, scores)
    answer = scale(world.bob)
    assert shown(answer)["Questions"] == "2"
    assert any("Left out" in one and "“Item 3”" in one for one in answer.context["figures"]["items"].warnings)


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (np.full((40, 3), 2.0), "Fewer than two of these questions have different answers"),
        (np.array([[1.0, 2.0], [3.0, np.nan], [2.0, np.nan], [np.nan, 1.0]]), "Fewer than 3 respondents"),
        (np.column_stack([np.arange(40) % 5, 4 - np.arange(40) % 5]).astype(float), "the same sum"),
    ],
)
def test_what_cannot_be_computed_is_said(world, scores, said) -> None:
    add(world, scores)
    answer = scale(world.bob)
    assert answer.status_code == 200
    assert said in answer.context["heading"]
    assert "Cronbach's alpha" not in shown(answer)
    assert answer.context["empty"]["title"] == "Nothing can be computed here"


# What is preselected -------------------------------------------------------------------------------------


def chosen(world, questions) -> list[str]:
    answers = {
        one.key: [one.options[at % len(one.options)] for at in range(40)] for one in questions if one.options
    }
    answers |= {one.key: ["x"] * 40 for one in questions if not one.options}
    survey = queries.survey(surveys.add(world, questions, answers))
    return [one.key for one in preselected(survey)]


def test_a_grid_is_preselected_before_a_longer_run(world) -> None:
    grid = [likert(at, f"G [{at}]", grid="G", item=str(at)) for at in (5, 6)]
    assert chosen(world, [likert(1), likert(2), likert(3), surveys.question(4, "Teks", "text"), *grid]) == [
        "q05", "q06",
    ]  # fmt: skip


def test_else_the_longest_run_of_the_same_steps(world) -> None:
    seven = tuple("1234567")
    questions = [likert(1), likert(2), surveys.question(3, "Teks", "text"), likert(4), likert(5), likert(6)]
    questions += [likert(7, steps=seven), likert(8, steps=seven)]
    assert chosen(world, questions) == ["q04", "q05", "q06"]


def test_questions_apart_are_no_scale_and_the_page_asks_to_choose(world) -> None:
    questions = [likert(1), surveys.question(2, "Teks", "text"), likert(3)]
    assert chosen(world, questions) == []
    answer = scale(world.bob)
    assert answer.context["heading"] == "Which questions belong together?"
    assert [key for _words, _n, found in answer.context["choice"]["groups"] for key, _l, _c in found] == [
        "q01", "q03",
    ]  # fmt: skip
    assert scale(world.bob, "?item=q01&item=q03").context["figures"]


# Addresses -----------------------------------------------------------------------------------------------


def test_questions_with_other_steps_are_left_out_and_said(world) -> None:
    three = ("rendah", "sedang", "tinggi")
    questions = [likert(1), likert(2), likert(3, steps=three)]
    answers = {one.key: [one.options[at % 3] for at in range(40)] for one in questions}
    surveys.add(world, questions, answers)
    answer = scale(world.bob, "?item=q03&item=q02&item=q01")
    assert shown(answer)["Questions"] == "2"
    assert any("Only questions with 5 steps" in one for one in answer.context["notices"])


@pytest.mark.parametrize(
    "query", ["?item=q99", "?item=%00", "?item=" + "q" * 9000, "?item=q01", "?item=&item="]
)
def test_no_address_is_an_error(world, query) -> None:
    add(world, SCORES.astype(float))
    answer = scale(world.bob, query)
    assert answer.status_code == 200
    if query not in ("?item=q01", "?item=&item="):
        assert any("are not used" in one for one in answer.context["notices"])
    if query != "?item=&item=":
        assert answer.context["heading"] == "Which questions belong together?"


def test_the_filter_keeps_the_questions_and_the_questions_keep_the_filter(world) -> None:
    add(world, SCORES.astype(float))
    answer = scale(world.bob, "?item=q01&item=q02&a=q01-0&a=q01-1")
    text = answer.content.decode()
    assert text.count('type="hidden" name="item"') == 2, "in the form of the filter"
    assert answer.context["choice"]["carried"] == [("a", "q01-0"), ("a", "q01-1")]
    answer = scale(world.bob, "?item=q01&item=q02&item=q03&a=q04-0&a=q04-2")
    row = answer.context["figures"]["items"].table.rows[0]
    kept = [("a", "q04-0"), ("a", "q04-2")]
    assert parse_qsl(row["_without"][1:]) == [*kept, ("item", "q02"), ("item", "q03")]


def test_a_survey_without_steps_and_a_region_without_a_survey_say_so(world) -> None:
    assert scale(world.bob).context["heading"] == "No survey is loaded yet"
    surveys.add(world, [surveys.question(1, "Q", "single", ("a", "b"))], {"q01": ["a", "b"] * 20})
    assert scale(world.bob).context["empty"]["title"] == "Fewer than two such questions"


def test_every_role_and_both_languages(world) -> None:
    add(world, SCORES.astype(float))
    for person in (world.alice, world.bob, world.carol):
        for language in ("en", "id"):
            answer = scale(person, language=language)
            assert answer.status_code == 200
            assert "%(" not in answer.content.decode()
    assert Client().get("/survey/scale/").status_code == 302


def test_what_cannot_be_correlated_is_not_said_to_fit(world) -> None:
    """The second and third add up to the same for everybody, so that the first has nothing to go with."""
    second = np.arange(40) % 5
    scores = np.array([np.arange(40) % 4, second, 4 - second], dtype=float).T
    add(world, scores)
    table, bars = scale(world.bob).context["figures"].values()
    assert table.table.rows[0]["sign"] == "cannot be told"
    assert table.title != "Every question goes with the others"
    assert [row["name"] for row in bars.table.rows] == ["Item 2", "Item 3"]
