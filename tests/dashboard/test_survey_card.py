"""What the respondents of an area answered, on its card."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from data.models import Dataset
from tests.questionnaires import surveys
from tests.questionnaires.surveys import AWARE, question
from tests.world import english

pytestmark = pytest.mark.django_db

AWARENESS = question(1, "Seberapa tahu Anda?", "likert", AWARE, role="awareness")
USED = question(2, "Pernah memakai?", "single", ("Ya", "Tidak"), role="used")
PLACES = ("East", "East", "East", "East upper", "Hill", "Hill", "", "East", "East")
KNOW = [
    "Tahu",
    "Sangat tahu",
    "Tahu",
    "Kurang tahu",
    "Tahu",
    "Tidak tahu",
    "Tidak tahu",
    "Tahu",
    "Kurang tahu",
]
USE = ["Ya", "Tidak", None, "Tidak", "Ya", "Ya", "Ya", "Ya", "Tidak"]


def add(world, **values):
    areas = [world.areas[name].pk if name else 0 for name in PLACES]
    questions = values.pop("questions", [AWARENESS, USED])
    return surveys.add(world, questions, {"q01": KNOW, "q02": USE}, areas=areas, **values)


def figures(client, area, query=""):
    return client.get(reverse("card", args=[area.pk]) + query).context["figures"]


def test_the_card_tells_what_respondents_there_answered(reader, world) -> None:
    """Of six in East, one of them in a village of it, four know; two of five used it."""
    add(world)
    found = figures(reader, world.areas["East"])["answers"]
    assert found.title == "What 6 respondents of East answered"
    aware, used = found.table.rows
    assert (aware["here"], aware["n"], aware["interval"]) == (pytest.approx(4 / 6), 6, "30–90%")
    assert aware["all"] == pytest.approx(5 / 9)
    assert (used["here"], used["n"]) == (0.4, 5)
    assert used["all"] == pytest.approx(5 / 8)
    assert found.base == "awareness · 2023 · survey of 9 respondents"
    (warning,) = found.warnings
    assert "Only 6 answered" in warning
    assert found.plot is None


def test_a_village_has_its_own_respondents_and_fewer_than_five_are_not_shown(world) -> None:
    add(world)
    for person in (world.alice, world.bob, world.carol):
        found = figures(english(person), world.areas["East upper"], "?level=3")["answers"]
        assert found.title == "What 1 respondent of East upper answered"
        assert (found.table, found.plot) == (None, None)
        assert found.summary == "Too few answered here to be shown."


def test_a_question_that_fewer_than_five_answered_shows_its_base_alone(reader, world) -> None:
    used = ["Ya", "Tidak", "Ya", "Tidak", None]
    surveys.add(
        world, [AWARENESS, USED], {"q01": ["Tahu"] * 5, "q02": used}, areas=[world.areas["East"].pk] * 5
    )
    found = figures(reader, world.areas["East"])["answers"]
    rows = [(row["here"], row["n"], row["interval"] is None) for row in found.table.rows]
    assert rows == [(1, 5, False), (None, 4, True)]
    assert found.warnings[-1] == "“–”: fewer than 5 answered, too few to be shown."


@pytest.mark.parametrize("name", ["Centre", "North", "West"])
def test_where_nobody_answered_the_card_is_as_before(reader, world, name) -> None:
    before = list(figures(reader, world.areas[name]))
    add(world)
    after = figures(reader, world.areas[name])
    assert list(after) == before
    assert after["beside"].wide


def test_a_survey_without_these_questions_gives_way_to_an_older_one(reader, world) -> None:
    add(world)
    add(world, year=2024, questions=[question(1, "Umur", "likert", AWARE), question(2, "Apa", "text")])
    assert figures(reader, world.areas["Hill"])["answers"].base.startswith("awareness · 2023")


def test_a_survey_of_former_borders_counts_where_the_ground_is_the_same(reader, world) -> None:
    areas = [world.old_areas[name].pk for name in (*["East"] * 6, "West")]
    surveys.add(world, [USED], {"q02": [*["Ya", "Tidak"] * 3, "Ya"]}, areas=areas, old=True)
    assert figures(reader, world.areas["East"])["answers"].table.rows[0]["here"] == 0.5
    # the old West became two areas: its respondent is in neither for sure
    assert "answers" not in figures(reader, world.areas["West"])


def test_a_filter_of_the_market_changes_no_answer(reader, world) -> None:
    add(world)
    food = world.categories["Food"].pk
    plain, filtered = (
        figures(reader, world.areas["East"], query)["answers"] for query in ("", f"?category={food}&size=1")
    )
    assert plain.table.rows == filtered.table.rows


def test_a_changed_reading_of_the_survey_is_seen_at_once(reader, world) -> None:
    edition = add(world)
    figures(reader, world.areas["East"])
    row = edition.datasets.get().questions.get(key="q02")
    row.content = {**row.content, "role": ""}
    row.save()
    found = figures(reader, world.areas["East"])["answers"]
    assert [one["name"] for one in found.table.rows] == ["Aware"]


def test_invented_answers_beside_a_real_market_say_so(reader, world) -> None:
    edition = add(world)
    Dataset.objects.exclude(editions=edition).update(is_demo=False)
    assert figures(reader, world.areas["East"])["answers"].base.endswith("· demo data")


def test_sales_people_see_it_on_the_card_they_begin_with(world) -> None:
    add(world)
    surveys.add(world, [USED], {"q02": ["Ya"] * 5}, areas=[world.areas["Centre"].pk] * 5, year=2024)
    found = figures(english(world.alice), world.areas["Centre"])["answers"]
    assert found.table.rows[0]["here"] == 1


def test_queries(reader, world, django_assert_max_num_queries) -> None:
    add(world)
    figures(reader, world.areas["East"])
    # one more than without a survey: how its questions are read
    with django_assert_max_num_queries(17):
        figures(reader, world.areas["East"])


def test_three_surveys_cost_no_more_queries_than_one(reader, world) -> None:
    add(world)
    figures(reader, world.areas["East"])
    with CaptureQueriesContext(connection) as one:
        figures(reader, world.areas["East"])
    for year in (2024, 2025):
        add(world, year=year)
    figures(reader, world.areas["East"])
    with CaptureQueriesContext(connection) as three:
        found = figures(reader, world.areas["East"])
    assert found["answers"].base.startswith("awareness · 2025")
    assert len(three) == len(one)
