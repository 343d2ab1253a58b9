"""What the respondents of an area answered, on its card."""

import pytest
from django.urls import reverse

from data.models import Dataset
from tests.questionnaires import surveys
from tests.questionnaires.surveys import AWARE, question

from .conftest import english

pytestmark = pytest.mark.django_db

AWARENESS = question(1, "Seberapa tahu Anda?", "likert", AWARE, role="awareness")
USED = question(2, "Pernah memakai?", "single", ("Ya", "Tidak"), role="used")
PLACES = ("East", "East", "East", "East upper", "Hill", "Hill", "")
KNOW = ["Tahu", "Sangat tahu", "Tahu", "Kurang tahu", "Tahu", "Tidak tahu", "Tidak tahu"]
USE = ["Ya", "Tidak", None, "Tidak", "Ya", "Ya", "Ya"]


def add(world, **values):
    areas = [world.areas[name].pk if name else 0 for name in PLACES]
    questions = values.pop("questions", [AWARENESS, USED])
    return surveys.add(world, questions, {"q01": KNOW, "q02": USE}, areas=areas, **values)


def figures(client, area, query=""):
    return client.get(reverse("card", args=[area.pk]) + query).context["figures"]


def test_the_card_tells_what_respondents_there_answered(reader, world) -> None:
    """Of four in East, one of them in a village of it, three know; one of three used it."""
    add(world)
    found = figures(reader, world.areas["East"])["answers"]
    assert found.title == "What 4 respondents of East answered"
    aware, used = found.table.rows
    assert (aware["here"], aware["n"], aware["interval"]) == (0.75, 4, "30–95%")
    assert aware["all"] == pytest.approx(4 / 7)
    assert (used["here"], used["n"]) == (pytest.approx(1 / 3), 3)
    assert used["all"] == pytest.approx(4 / 6)
    assert found.base == "awareness · 2023 · survey of 7 respondents"
    assert "Only 4 answered" in found.warnings[0]
    assert found.plot is None


def test_a_village_has_its_own_respondents(reader, world) -> None:
    add(world)
    found = figures(reader, world.areas["East upper"], "?level=3")["answers"]
    assert found.title == "What 1 respondent of East upper answered"
    assert found.table.rows[0]["here"] == 0


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
    areas = [world.old_areas[name].pk for name in ("East", "East", "West")]
    surveys.add(world, [USED], {"q02": ["Ya", "Tidak", "Ya"]}, areas=areas, old=True)
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
    surveys.add(world, [USED], {"q02": ["Ya"]}, areas=[world.areas["Centre"].pk], year=2024)
    found = figures(english(world.alice), world.areas["Centre"])["answers"]
    assert found.table.rows[0]["here"] == 1


def test_queries(reader, world, django_assert_max_num_queries) -> None:
    add(world)
    figures(reader, world.areas["East"])
    # one more than without a survey: how its questions are read
    with django_assert_max_num_queries(17):
        figures(reader, world.areas["East"])
