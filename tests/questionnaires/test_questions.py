"""The page of questions: n, share, interval and missing of each, grids as one figure, light with forty."""

import html
import json
import re

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from analysis.proportions import wilson
from charts import theme
from questionnaires import question_pages
from questionnaires.question_groups import groups
from questionnaires.scope import SurveyReader
from tests import world as worlds
from tests.questionnaires import office, surveys
from tests.questionnaires.surveys import question

pytestmark = pytest.mark.django_db
AGREE = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
GRID = "Seberapa setuju Anda?"


@pytest.fixture
def world():
    with override("en"):
        yield worlds.build()


def content(world, query=""):
    reader = SurveyReader(QueryDict(query), world.bob, (question_pages.BASE,))
    return question_pages.build(reader)


def figures(world, query=""):
    return {figure.key: figure for figure in content(world, query).figures}


def page(user, query="", language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client.get(f"/survey/questions/{query}")


def row_of(place, item, **more):
    return question(place, f"{GRID} [{item}]", more.pop("kind", "likert"), more.pop("options", AGREE),
                    grid=GRID, item=item, **more)  # fmt: skip


# grouping -------------------------------------------------------------------------------------------------


def test_rows_of_a_grid_and_neighbours_on_one_scale_are_together() -> None:
    asked = [
        question(1, "Field", "single", ("a", "b")),
        row_of(2, "x"),
        row_of(3, "y"),
        question(4, "I like it", "likert", AGREE),
        question(5, "I buy it", "likert", AGREE),
        question(6, "How much?", "likert", ("1", "2", "3")),
        question(7, "Age", "number"),
        question(8, "Name", "personal"),
        question(9, "Wish", "text"),
        question(10, "When?", "date"),
        question(11, "Same", "single", ("a", "b")),
    ]
    found = groups(asked)
    assert [[one.key for one in group.questions] for group in found] == [
        ["q01"], ["q02", "q03"], ["q04", "q05"], ["q06"], ["q07"], ["q11"],
    ]  # fmt: skip
    with override("en"):
        assert [group.numbers for group in found] == ["1", "2–3", "4–5", "6", "7", "8"]
        assert [group.label for group in found][1:3] == [GRID, "2 questions on one scale"]
    assert groups(asked[7:10]) == []


def test_other_options_part_a_grid() -> None:
    asked = [row_of(1, "x"), row_of(2, "y", options=AGREE[1:])]
    assert len(groups(asked)) == 2


# one question ---------------------------------------------------------------------------------------------


def test_each_answer_has_number_share_and_interval(world) -> None:
    office.add(world)
    figure = figures(world)["q04"]
    low, high = wilson([84, 66], 150)
    assert [(row["name"], row["n"], row["share"]) for row in figure.table.rows] == [
        ("Tidak", 84, 0.56), ("Ya", 66, 0.44),
    ]  # fmt: skip
    assert [row["low"] for row in figure.table.rows] == pytest.approx(list(low))
    assert [row["high"] for row in figure.table.rows] == pytest.approx(list(high))
    assert figure.title == "Most often “Tidak”: 84 of 150 (56.0%)"
    assert list(figure.plot["data"][2]["text"]) == ["84 · 56.0%", "66 · 44.0%"]


def test_nominal_answers_are_sorted_and_ordered_ones_keep_their_order(world) -> None:
    office.add(world)
    found = figures(world)
    assert [row["name"] for row in found["q01"].table.rows] == [
        office.FOOD, office.MEALS, office.CLOTHES, office.OTHERS,
    ]  # fmt: skip
    assert [row["name"] for row in found["q07"].table.rows] == list(office.BUDGET)
    # the others of 66 users were not asked
    assert [row["n"] for row in found["q05"].table.rows] == [51, 11, 4, 84]
    assert found["q05"].table.rows[3]["name"] == "without an answer"
    assert "84 without an answer" in found["q05"].base


def test_a_scale_alone_keeps_its_steps_and_says_its_net_agreement(world) -> None:
    asked = [question(1, "Satisfied?", "likert", ("1", "2", "3", "4", "5"))]
    surveys.add(world, asked, {"q01": surveys.repeated({"1": 10, "3": 30, "4": 40, "5": 20})})
    figure = figures(world)["q01"]
    assert [(row["name"], row["n"]) for row in figure.table.rows] == [
        ("1", 10), ("2", 0), ("3", 30), ("4", 40), ("5", 20),
    ]  # fmt: skip
    assert "Upper half 60.0%, lower half 10.0%: net +50.0 points" in figure.summary
    assert list(figure.plot["data"][0]["marker"]["color"]) == list(theme.sided_colours(5))


def test_own_words_stand_last_and_are_counted(world) -> None:
    office.add(world)
    figure = figures(world)["q08"]
    assert (figure.table.rows[-1]["name"], figure.table.rows[-1]["n"]) == ("other answers", 15)
    assert list(figure.plot["data"][0]["marker"]["color"]) == [theme.MARK] * 3 + [theme.NEITHER]


# several answers ------------------------------------------------------------------------------------------


def test_several_answers_say_their_base_and_the_address_changes_it(world) -> None:
    office.add(world)
    of_people = figures(world)["q08"]
    assert "Base: 150 respondents, who gave 165 answers" in of_people.summary
    assert of_people.table.rows[0]["share"] == pytest.approx(78 / 150)
    of_marks = figures(world, "base=answers")["q08"]
    assert "Base: all 165 answers of 150 respondents" in of_marks.summary
    assert of_marks.table.rows[0]["share"] == pytest.approx(78 / 165)
    assert sum(row["share"] for row in of_marks.table.rows) == pytest.approx(1)
    # answers of one person are not independent: no interval
    assert "low" not in [column.key for column in of_marks.table.columns]
    # a question with one answer stays as it was
    assert figures(world, "base=answers")["q04"].table.rows[0]["share"] == 0.56


def test_the_switch_keeps_the_filter_and_is_shown_only_where_it_matters(world) -> None:
    office.add(world)
    text = html.unescape(page(world.bob, "?a=q04-1&base=answers").content.decode())
    assert 'href="?a=q04-1"' in text
    assert 'href="?base=answers&a=q04-1" aria-current="true"' in text
    without = worlds.ground("other", "Other City")
    surveys.add(without, [question(1, "Colour?", "single", ("Red",))], {"q01": ["Red"]})
    assert "base-switch" not in page(world.bob, "?region=other").content.decode()


@pytest.mark.parametrize("query", ["?base=", "?base=nonsense", "?base=answers&base=respondents"])
def test_any_base_in_the_address_gives_a_page(world, query) -> None:
    office.add(world)
    assert page(world.bob, query).status_code == 200


# numbers --------------------------------------------------------------------------------------------------


def test_numbers_are_a_histogram_with_mean_median_and_quartiles(world) -> None:
    values = [*range(1, 10), 100, None]
    surveys.add(world, [question(1, "Employees?", "number")], {"q01": values})
    figure = figures(world)["q01"]
    assert figure.title == "Median 5.5; the middle half answered 3.2 to 7.8"
    assert figure.summary.startswith("Mean 14.5 (95% interval")
    assert figure.summary.endswith("from 1 to 100.")
    assert sum(row["n"] for row in figure.table.rows) == 11
    assert figure.table.columns[0].decimals == 0
    assert "1 without an answer" in figure.base
    assert [note["text"] for note in figure.plot["layout"]["annotations"]] == ["mean 14.5", "median 5.5"]
    assert "Only 10 answered" in figure.warnings[0]


def test_bins_of_fractions_keep_their_decimals(world) -> None:
    surveys.add(world, [question(1, "Hours?", "number")], {"q01": [0.25, 0.5, 0.75, 1.0]})
    assert figures(world)["q01"].table.columns[0].decimals == 2


def test_numbers_that_are_all_alike_and_none_at_all(world) -> None:
    asked = [question(1, "A?", "number"), question(2, "B?", "number")]
    surveys.add(world, asked, {"q01": [7, 7, 7], "q02": [None, None, None]})
    found = figures(world)
    assert found["q01"].title == "All 3 answered 7"
    assert found["q02"].title == "None of these respondents answered this"
    assert found["q02"].plot is None


# grids ----------------------------------------------------------------------------------------------------


def test_a_grid_is_one_figure_sorted_by_net_agreement(world) -> None:
    asked = [row_of(1, "no"), row_of(2, "yes"), row_of(3, "unsure", reverse=True)]
    given = {
        "q01": surveys.repeated({AGREE[0]: 30, AGREE[4]: 10}),
        "q02": surveys.repeated({AGREE[1]: 5, AGREE[2]: 5, AGREE[3]: 30}),
        "q03": [*surveys.repeated({AGREE[0]: 20, AGREE[4]: 18}), None, None],
    }
    surveys.add(world, asked, given)
    (figure,) = content(world).figures
    traces = {trace["name"]: trace for trace in figure.plot["data"][:5]}
    names, ends = figure.plot["data"][6:8]
    assert list(names["text"]) == ["yes", "↺ unsure", "no"]
    # 30 less 5 of 40; 18 less 20 of 38; 10 less 30 of 40. The second interval holds 0
    assert list(ends["text"]) == ["+62", "(\u22125)", "\u221250"]
    assert list(traces[AGREE[3]]["x"]) == [75, 0, 0]
    assert traces[AGREE[0]]["base"][2] == -75
    # a reversed question is shown as it was answered
    assert traces[AGREE[0]]["x"][1] == pytest.approx(100 * 20 / 38, abs=1e-3)
    assert "upper half of the scale for 1 of 3, in the lower half for 1" in figure.title
    assert "for 1 question neither half" in figure.summary
    assert "↺ Worded the other way round" in figure.summary
    assert "38 to 40 answered each row" in figure.base


def test_the_table_of_a_grid_has_every_answer_with_its_interval(world) -> None:
    asked = [row_of(1, "no"), row_of(2, "yes")]
    given = {"q01": [AGREE[0]] * 39 + [None], "q02": [AGREE[4]] * 40}
    surveys.add(world, asked, given)
    (figure,) = content(world).figures
    rows = [(row["name"], row["answer"], row["n"]) for row in figure.table.rows]
    assert rows[:2] == [("yes", "net: upper less lower half", 40), ("yes", AGREE[0], 0)]
    assert rows[6:8] == [("no", "net: upper less lower half", 39), ("no", AGREE[0], 39)]
    assert rows[-1] == ("no", "without an answer", 1)
    assert len(rows) == 13
    assert figure.table.rows[5]["high"] == 1
    assert figure.table.rows[5]["_answer"] == "?a=q02-4"


def test_own_words_in_a_scale_are_no_step(world) -> None:
    asked = [row_of(1, "x", has_other=True), row_of(2, "y", has_other=True)]
    surveys.add(world, asked, {"q01": [AGREE[4]] * 30 + ["so so"] * 10, "q02": [AGREE[4]] * 40})
    (figure,) = content(world).figures
    assert list(figure.plot["data"][7]["text"]) == ["+100", "+100"]
    assert ("x", "other answers", 10) in [(r["name"], r["answer"], r["n"]) for r in figure.table.rows]


def test_a_grid_of_other_answers_shows_each_row_as_a_whole(world) -> None:
    options = ("Tidak pernah", "1 kali sebulan", "Setiap hari")
    asked = [row_of(place, name, kind="single", options=options) for place, name in ((1, "TV"), (2, "Radio"))]
    given = {"q01": [options[0]] * 30 + [options[2]] * 10, "q02": [options[1]] * 40}
    surveys.add(world, asked, given)
    (figure,) = content(world).figures
    assert [list(trace["x"]) for trace in figure.plot["data"][:3]] == [[75, 0], [0, 100], [25, 0]]
    assert figure.title == "Highest: “1 kali sebulan” for “Radio”, 40 of 40 (100.0%)"
    assert figure.plot["data"][0]["customdata"] == ["?a=q01-0", "?a=q02-0"]


def test_a_grid_of_several_answers_is_a_heat_table(world) -> None:
    asked = [
        row_of(place, name, kind="multiple", options=("Sell", "Learn"))
        for place, name in ((1, "TV"), (2, "Web"))
    ]
    given = {"q01": [["Sell"]] * 40, "q02": [["Sell", "Learn"]] * 10 + [["Learn"]] * 30}
    surveys.add(world, asked, given)
    (figure,) = content(world).figures
    assert figure.plot is None
    assert [(row["o0"], row["o1"]) for row in figure.table.rows] == [(1, 0), (0.25, 1)]
    assert figure.table.rows[1]["_heat"]["o0"] == (22, "20% to 30%")
    (by_marks,) = content(world, "base=answers").figures
    assert by_marks.table.rows[1]["o0"] == pytest.approx(10 / 50)
    assert by_marks.subtitle == "Share of the answers in the row"


def test_many_rows_are_cut_in_the_chart_only(world) -> None:
    asked = [row_of(place, f"item {place}") for place in range(1, 26)]
    surveys.add(world, asked, {one.key: [AGREE[3]] * 40 for one in asked})
    (figure,) = content(world).figures
    assert len(figure.plot["data"][0]["x"]) == 20
    assert "first 20 of 25" in figure.summary
    assert len({row["name"] for row in figure.table.rows}) == 25


# the page -------------------------------------------------------------------------------------------------


def test_a_click_on_an_answer_filters_and_the_second_takes_it_back(world) -> None:
    office.add(world)
    plot = figures(world)["q01"].plot
    address = plot["data"][0]["customdata"][0]
    assert address == "?a=q01-0"
    again = figures(world, address[1:])
    assert again["q04"].title == "Most often “Ya”: 34 of 50 (68.0%)"
    assert "filtered: 50 of 150" in again["q04"].base
    assert again["q01"].plot["data"][0]["customdata"][0] == "?"
    assert again["q01"].plot["data"][0]["marker"]["line"]["width"][0] == 3


def test_the_numbers_say_what_was_left_out(world) -> None:
    office.add(world)
    found = content(world)
    assert found.heading == "150 respondents answered 8 questions"
    # 84 of 150 were not asked two of the eight questions
    assert [number.shown for number in found.numbers] == ["150", "8", "86.0%", "84"]
    assert found.numbers[3].note == "Berapa kali sebulan?"


def test_few_answers_are_warned_of(world) -> None:
    surveys.add(world, [question(1, "Colour?", "single", ("Red", "Blue"))], {"q01": ["Red", "Blue", "Red"]})
    found = content(world)
    assert found.heading == "3 respondents answered 1 question"
    (figure,) = found.figures
    assert "Only 3 answered" in figure.warnings[0]


def test_constant_answers_and_a_tie(world) -> None:
    asked = [question(1, "A?", "single", ("x", "y")), question(2, "B?", "single", ("x", "y", "z"))]
    surveys.add(world, asked, {"q01": ["x"] * 4, "q02": ["x", "y", "x", "y"]})
    found = figures(world)
    assert found["q01"].title == "All 4 chose “x”"
    assert found["q02"].title == "Most often “x” / “y”: 2 of 4 each (50.0%)"


def test_a_survey_of_texts_only_has_nothing_to_count(world) -> None:
    surveys.add(world, [question(1, "Name", "personal"), question(2, "Wish", "text")],
                {"q01": ["Person"], "q02": ["More"]})  # fmt: skip
    text = page(world.bob).content.decode()
    assert "This survey has no question with answers to count" in text
    assert "Person" not in text


def test_what_people_wrote_is_on_no_page(world) -> None:
    office.add(world)
    for user in (world.alice, world.bob, world.carol):
        for query in ("", "?download=csv&figure=q09", "?a=q09-0", "?a=q10-0"):
            text = page(user, query).content.decode()
            assert "Person 1" not in text
            assert "Secret wish" not in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_question_can_be_reached_in_both_languages(world, language) -> None:
    office.add(world)
    response = page(world.alice, language=language)
    text = response.content.decode()
    assert response.status_code == 200
    jumps = re.findall(r'href="#(question-q\d+)"', text)
    assert jumps == [f"question-q{place:02d}" for place in range(1, 9)]
    assert all(f'id="{one}"' in text for one in jumps)


def forty(n=60):
    """Forty questions with long names, as a careful office asks them."""
    long = "Menurut Anda, seberapa besar pengaruh promosi lewat influencer terhadap penjualan usaha Anda"
    asked = [
        question(
            place, f"{long} nomor {place}?", "single", ("Sangat besar sekali", "Besar", "Kecil", "Tidak ada")
        )
        for place in range(1, 41)
    ]
    rng = np.random.default_rng(4)
    given = {one.key: [one.options[at] for at in rng.integers(0, 4, n)] for one in asked}
    return asked, given


def test_forty_questions_stay_light(world) -> None:
    asked, given = forty()
    surveys.add(world, asked, given)
    response = page(world.bob)
    text = response.content.decode()
    assert text.count('<section class="figure') == 40
    # every chart is JSON for the script that draws it late; nothing is drawn by the server
    plots = re.findall(r'<script type="application/json" id="plot-q\d+">(.*?)</script>', text)
    assert len(plots) == 40
    assert max(len(one) for one in plots) < 8_000
    assert all(json.loads(one)["data"] for one in plots)
    assert len(text) < 900_000


def test_a_warm_page_asks_the_database_little(world) -> None:
    office.add(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    client.get("/survey/questions/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/survey/questions/?").status_code == 200
    assert len(seen) <= 10, [one["sql"][:120] for one in seen]


def test_a_filter_by_a_question_without_a_field_is_kept_by_the_form(world) -> None:
    many = tuple(f"Kelurahan {n}" for n in range(41))
    asked = [question(1, "Kelurahan", "single", many), question(2, "Suka?", "single", ("Ya", "Tidak"))]
    surveys.add(world, asked, {"q01": [many[3], many[7]], "q02": ["Ya", "Tidak"]})
    answer = page(world.bob, "?a=q01-3&a=q01-7&a=q02-0")
    form = answer.context["form"]
    assert "q01" not in form.fields
    hidden = "".join(str(field) for field in form.hidden_fields())
    assert re.findall(r'name="a" value="([^"]*)"', hidden) == ["q01-3", "q01-7"]
    assert answer.content.decode().count('value="q02-0"') == 1
