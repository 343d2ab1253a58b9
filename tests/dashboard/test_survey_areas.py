"""Survey by area: shares by level and by sub-district worked out by hand, and surveys that do not fit."""

from math import exp, sqrt

import pandas as pd
import pytest
from django.test import Client
from django.urls import reverse

from areas.models import AreaChange
from data.models import Dataset, Edition
from tests import world as worlds
from tests.questionnaires import surveys
from tests.questionnaires.surveys import AWARE, question, repeated
from tests.world import english

pytestmark = pytest.mark.django_db
# by number of MSMEs: Centre is high, East medium, the other three low
PEOPLE = {"Centre": 40, "East": 34, "East upper": 1, "Hill": 10, "North": 15, "West": 10, "": 5}
# of each: aware ("Tahu" or "Sangat tahu"), and has used it; the rest says no, two of the Centre nothing
KNOW = {"Centre": 30, "East": 19, "East upper": 1, "Hill": 2, "North": 4, "West": 1, "": 3}
USE = {"Centre": 20, "East": 16, "East upper": 1, "Hill": 5, "North": 7, "West": 5, "": 2}
N = sum(PEOPLE.values())

AWARENESS = question(1, "Seberapa tahu Anda?", "likert", AWARE, role="awareness")
USED = question(2, "Pernah memakai?", "single", ("Ya", "Tidak"), role="used")
IMPORTANT = question(3, "Seberapa penting?", "single", ("Penting", "Tidak penting"), role="importance")
CHANNEL = question(4, "Di mana?", "multiple", ("Instagram", "TikTok"))


def answered(counts: dict[str, int], yes: str, no: str) -> list[str | None]:
    return [
        answer for place, n in PEOPLE.items() for answer in [yes] * counts[place] + [no] * (n - counts[place])
    ]


def given() -> dict[str, list]:
    used = answered(USE, "Ya", "Tidak")
    used[38:40] = [None, None]  # the last two of the Centre, who had not used it
    know = answered(KNOW, "Tahu", "Kurang tahu")
    know[0], know[-1] = "Sangat tahu", "Cukup tahu"
    channel = [["Instagram"] if at % 2 else ["Instagram", "TikTok"] for at in range(N)]
    return {"q01": know, "q02": used, "q03": ["Penting"] * N, "q04": channel}


def areas(world, places=None) -> list[int]:
    known = {**{name: area.pk for name, area in (places or world.areas).items()}, "": 0}
    return [known[name] for name in repeated(PEOPLE)]


def add(world, questions=(AWARENESS, USED, IMPORTANT, CHANNEL), **values) -> Edition:
    told = given()
    answers = {one.key: told[one.key] for one in questions}
    return surveys.add(world, questions, answers, areas=values.pop("areas", areas(world)), **values)


@pytest.fixture
def survey(world) -> Edition:
    return add(world)


def page(client: Client, query: str = ""):
    return client.get(reverse("survey_areas") + query)


def figure(answer, key: str):
    return answer.context["figures"][key]


def wilson(yes: int, n: int) -> tuple[float, float]:
    """Newcombe 1998, method 3, written out once more."""
    z, p = 1.959963984540054, yes / n
    middle, half = 2 * n * p + z * z, z * sqrt(z * z + 4 * n * p * (1 - p))
    return (middle - half) / (2 * (n + z * z)), (middle + half) / (2 * (n + z * z))


def p_of(yes: tuple[int, ...], n: tuple[int, ...]) -> float:
    """Chi-square of three groups: with two degrees of freedom p is exp(-x / 2)."""
    share = sum(yes) / sum(n)
    parts = ((y - m * share) ** 2 / (m * share * (1 - share)) for y, m in zip(yes, n, strict=True))
    return exp(-sum(parts) / 2)


# By level ------------------------------------------------------------------------------------------------


def test_each_level_has_its_share_with_interval_and_base(reader, survey) -> None:
    found = figure(page(reader), "by_level_awareness")
    expected = {"high": (30, 40), "medium": (20, 35), "low": (7, 35)}
    rows = {row["name"]: row for row in found.table.rows}
    assert list(rows) == ["high", "medium", "low"]
    for level, (yes, n) in expected.items():
        low, high = wilson(yes, n)
        assert (rows[level]["yes"], rows[level]["n"]) == (yes, n)
        assert rows[level]["share"] == pytest.approx(yes / n)
        assert (rows[level]["low"], rows[level]["high"]) == pytest.approx((low, high))
    # all respondents, also those without a sub-district
    assert (found.table.total["yes"], found.table.total["n"]) == (60, N)
    assert found.base.startswith(f"n = 110 of {N} respondents · awareness · 2023 · levels: data of 2023")


def test_a_clear_difference_is_the_title_and_says_its_test(reader, survey) -> None:
    found = figure(page(reader), "by_level_awareness")
    assert found.title == (
        "Aware of influencer marketing: 75% in high ones, 57% in medium ones and 20% in low ones"
    )
    assert 2 * p_of((30, 20, 7), (40, 35, 35)) < 0.001
    assert found.summary.startswith("Counted as aware: “Tahu”, “Sangat tahu”. Chance alone would seldom make")
    assert found.summary.endswith("2 degrees of freedom, p\u00a0<\u00a00.001 allowing for 2 questions).")
    assert found.warnings == ()


def test_what_chance_can_do_is_no_finding(reader, survey) -> None:
    found = figure(page(reader), "by_level_used")
    rows = {row["name"]: (row["yes"], row["n"]) for row in found.table.rows}
    assert rows == {"high": (20, 38), "medium": (17, 35), "low": (17, 35)}
    assert (
        found.title == "Have used influencer marketing: no clear difference between the levels (49% to 53%)"
    )
    # the larger of two p is not raised by Holm's rule
    assert f"p\u00a0=\u00a0{p_of((20, 17, 17), (38, 35, 35)):.3f}" in found.summary
    assert "Chance alone can make" in found.summary


def test_tests_are_raised_for_the_questions_of_the_page(world, reader) -> None:
    weak = {**KNOW, "Centre": 25, "Hill": 5, "North": 5, "West": 2}
    told = given() | {"q01": answered(weak, "Tahu", "Kurang tahu")}
    keys = (AWARENESS, USED)
    surveys.add(world, keys, {one.key: told[one.key] for one in keys}, areas=areas(world))
    found = figure(page(reader), "by_level_awareness")
    # alone it would be clear
    p = p_of((25, 20, 12), (40, 35, 35))
    assert 0.025 < p < 0.05
    assert f"p\u00a0=\u00a0{2 * p:.3f}" in found.summary
    assert "no clear difference" in found.title


def test_without_two_answers_there_is_no_test(reader, survey) -> None:
    found = figure(page(reader), "by_level_importance")
    assert found.title == "Find influencer marketing important: 100% in every level"
    assert "There is nothing to test" in found.summary


def test_the_page_says_where_levels_differ_and_who_was_asked(reader, survey) -> None:
    answer = page(reader)
    assert answer.context["heading"] == "Low, medium and high sub-districts differ in awareness"
    people, aware, used, important = answer.context["numbers"]
    assert (people.value, people.note) == (N, "from 5 of 5 sub-districts")
    low, high = wilson(60, N)
    assert aware.value == pytest.approx(60 / N)
    assert aware.note == f"{100 * low:.0f}–{100 * high:.0f}% · n = {N}"
    assert used.value == pytest.approx(56 / (N - 2))
    assert important.value == 1
    assert answer.context["notices"] == [
        "5 respondents state no sub-district: counted among all, in no area and no level."
    ]


def test_who_answered_stands_beside_whom_there_is(reader, survey) -> None:
    found = figure(page(reader), "who_answered")
    rows = {row["name"]: row for row in found.table.rows}
    assert {level: row["respondents"] for level, row in rows.items()} == {"high": 40, "medium": 35, "low": 35}
    assert rows["low"]["share_msme"] == pytest.approx(279 / 1089)
    assert rows["low"]["share"] == pytest.approx(35 / 110)
    assert found.title == "High sub-districts: 44% of the MSMEs, 36% of the respondents"


def test_a_small_base_is_said_beside_the_figure_and_in_the_heading(world, reader) -> None:
    few = {"Centre": 40, "East": 35, "Hill": 0, "North": 12, "West": 0}
    places = [world.areas[name].pk for name in repeated(few)]
    know = repeated({"Tahu": 36, "Kurang tahu": 4}) + repeated({"Tahu": 20, "Kurang tahu": 15})
    surveys.add(world, [AWARENESS], {"q01": [*know, *["Kurang tahu"] * 12]}, areas=places)
    answer = page(reader)
    found = figure(answer, "by_level_awareness")
    assert found.warnings == ("Fewer than 30 answered in: low (n = 12). Their share says little.",)
    assert found.title.endswith("0% in low ones, but few answered in some")
    assert answer.context["heading"] == (
        "Low, medium and high sub-districts seem to differ in awareness, but few answered in some"
    )
    low = {row["name"]: row for row in found.table.rows}["low"]
    assert low["_muted"]


def test_nothing_is_concluded_from_fewer_than_thirty(world, reader) -> None:
    places = [world.areas[name].pk for name in repeated({"Centre": 14, "East": 14})]
    surveys.add(world, [USED], {"q02": repeated({"Ya": 14, "Tidak": 14})}, areas=places)
    answer = page(reader)
    found = figure(answer, "by_level_used")
    assert found.title == (
        "Have used influencer marketing: too few answered to compare the levels (0% to 100%)"
    )
    assert "Fewer than 30 answered, so nothing is concluded" in found.summary
    assert answer.context["heading"] == "Use by sub-district: 28 respondents"


# By sub-district -----------------------------------------------------------------------------------------


def test_each_sub_district_has_its_respondents_and_shares(reader, world, survey) -> None:
    found = figure(page(reader), "survey_areas")
    rows = {row["name"]: row for row in found.table.rows}
    assert {name: row["n"] for name, row in rows.items()} == {
        "Centre": 40,
        "East": 35,
        "Hill": 10,
        "North": 15,
        "West": 10,
    }
    assert rows["North"]["awareness"] == pytest.approx(4 / 15)
    low, high = wilson(4, 15)
    assert rows["North"]["awareness_interval"] == f"{100 * low:.0f}–{100 * high:.0f}%"
    assert rows["Centre"]["used"] == pytest.approx(20 / 38)
    assert rows["Hill"]["_href"] == f"/card/{world.areas['Hill'].pk}/"
    assert [name for name, row in rows.items() if row["_muted"]] == ["Hill", "North", "West"]
    assert rows["East"]["level"] == "medium"
    assert found.title == "Fewer than 30 answered in 3 of 5 sub-districts: read these as hints"


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
def test_shares_of_fewer_than_five_are_shown_to_nobody(world, name) -> None:
    places = [world.areas[place].pk for place in repeated({"Centre": 5, "East": 4, "West": 1})]
    used = ["Ya", "Tidak", "Ya", "Tidak", None, *["Ya"] * 5]
    surveys.add(world, [AWARENESS, USED], {"q01": ["Tahu"] * 10, "q02": used}, areas=places)
    found = figure(page(english(getattr(world, name))), "survey_areas")
    rows = {row["name"]: row for row in found.table.rows}
    assert (rows["Centre"]["awareness"], rows["Centre"]["used"], rows["Centre"]["used_interval"]) == (
        1, None, None,
    )  # fmt: skip
    assert [rows[place]["n"] for place in ("East", "West")] == [4, 1]
    shown = [
        rows[place][key] for place in ("East", "West") for key in ("awareness", "awareness_interval", "used")
    ]
    assert shown == [None] * 6
    assert found.warnings == ("“–”: fewer than 5 answered, too few to be shown.",)


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
def test_answers_of_a_level_of_fewer_than_five_are_shown_to_nobody(world, name) -> None:
    """Without the level of one the whole would give it away, so the next one is left out too."""
    few = {"Centre": 40, "East": 35, "West": 1}
    places = [world.areas[place].pk for place in repeated(few)]
    know = repeated({"Tahu": 36, "Kurang tahu": 4}) + repeated({"Tahu": 20, "Kurang tahu": 15}) + ["Tahu"]
    surveys.add(world, [AWARENESS], {"q01": know}, areas=places)
    answer = page(english(getattr(world, name)))
    found = figure(answer, "by_level_awareness")
    hidden = {"yes": None, "share": None, "low": None, "high": None}
    rows = {row["name"]: row for row in found.table.rows}
    assert (rows["high"]["yes"], rows["high"]["n"]) == (36, 40)
    assert rows["medium"].items() >= {"n": 35, **hidden}.items()
    assert rows["low"].items() >= {"n": 1, **hidden}.items()
    assert found.title == "Aware of influencer marketing: 90% in high ones, but few answered in some"
    assert found.plot["data"][0]["x"] == [90]
    assert "There is nothing to test" in found.summary
    assert found.warnings == (
        "“–”: fewer than 5 answered, too few to be shown; one more is hidden where the rest would give it "
        "away.",
    )
    assert answer.context["heading"] == "Awareness by sub-district: 76 respondents"
    areas_of = {row["name"]: row["awareness"] for row in figure(answer, "survey_areas").table.rows}
    assert areas_of == {"Centre": 0.9, "East": None, "West": None, "Hill": None, "North": None}


def test_the_heading_names_the_levels_that_are_told(world, reader) -> None:
    places = [world.areas[place].pk for place in repeated({"Centre": 40, "East": 35})]
    know = [*repeated({"Tahu": 36, "Kurang tahu": 4}), *repeated({"Tahu": 10, "Kurang tahu": 25})]
    surveys.add(world, [AWARENESS], {"q01": know}, areas=places)
    assert page(reader).context["heading"] == (
        "Medium and high sub-districts seem to differ in awareness, but few answered in some"
    )


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
def test_how_many_gave_an_answer_is_not_told_below_five(world, name) -> None:
    """Of "West" two of ten used it: with the filter their number is an answer, and so is none of Hill's."""
    used = [*["Ya"] * 40, *["Ya"] * 9, *["Tidak"] * 11, *["Ya"] * 2, *["Tidak"] * 8]
    places = [world.areas[place].pk for place in repeated({"Centre": 40, "East": 10, "Hill": 10, "West": 10})]
    surveys.add(world, [AWARENESS, USED], {"q01": ["Tahu"] * 70, "q02": used}, areas=places)
    answer = page(english(getattr(world, name)), "?a=q02-0")
    found = figure(answer, "survey_areas")
    # 51 less 40 and 9 would be the two
    assert {row["name"]: row["n"] for row in found.table.rows} == {
        "Centre": 40, "East": None, "Hill": None, "North": None, "West": None,
    }  # fmt: skip
    assert found.table.total["n"] == 51
    assert found.warnings[0].endswith("one more is hidden where the rest would give it away.")
    for key, column in (("by_level_awareness", "n"), ("who_answered", "respondents")):
        numbers = {row["name"]: row[column] for row in figure(answer, key).table.rows}
        assert (numbers["high"], pd.isna(numbers["medium"]), pd.isna(numbers["low"])) == (40, True, True)
    assert not any("Nobody" in text for text in figure(answer, "by_level_awareness").warnings)
    plain = figure(page(english(getattr(world, name))), "survey_areas")
    assert {row["name"]: row["n"] for row in plain.table.rows}["West"] == 10


def test_fewer_than_five_altogether_have_no_share(world, reader) -> None:
    places = [world.areas[place].pk for place in repeated({"Centre": 40, "East": 3})]
    used = [*["Tidak"] * 40, *["Ya"] * 3]
    surveys.add(world, [AWARENESS, USED], {"q01": ["Tahu"] * 43, "q02": used}, areas=places)
    answer = page(reader, "?a=q02-0")
    people, aware, _used = answer.context["numbers"]
    assert (people.value, aware.value, aware.note) == (3, None, "")
    assert figure(answer, "by_level_awareness").table.total["yes"] is None
    assert figure(answer, "who_answered").title == "Too few respondents in each level to be shown"
    assert {row["n"] for row in figure(answer, "survey_areas").table.rows} == {None}


def test_without_a_small_base_no_share_is_missing(reader, world, survey) -> None:
    assert figure(page(reader), "survey_areas").warnings == ()


def test_a_chosen_area_is_marked_and_changes_no_share(reader, world, survey) -> None:
    hill = world.areas["Hill"].pk
    answer = page(reader, f"?area={hill}")
    assert [row["name"] for row in figure(answer, "survey_areas").table.rows if row["_selected"]] == ["Hill"]
    assert figure(answer, "by_level_awareness").table.total["n"] == N


def test_levels_are_of_the_market_that_is_shown(reader, world, survey) -> None:
    """Farming is only in Hill (40) and West (60): with it these two are the medium and the high one."""
    farming = world.categories["Farming"].pk
    found = figure(page(reader, f"?category={farming}"), "by_level_awareness")
    rows = {row["name"]: (row["yes"], row["n"]) for row in found.table.rows}
    assert rows == {"high": (1, 10), "medium": (2, 10), "low": (54, 90)}
    assert "levels of MSMEs (Farming)" in found.base


# Filters and addresses -----------------------------------------------------------------------------------


def test_answers_of_the_address_choose_the_respondents_and_stay(reader, world, survey) -> None:
    answer = page(reader, "?a=q02-0&size=1")
    found = figure(answer, "by_level_awareness")
    assert found.table.total["n"] == 56
    assert found.base.startswith("n = 54 of 56 respondents · filtered by answers")
    assert [(chip.label, chip.href) for chip in answer.context["chips"]] == [
        ("micro", "?a=q02-0"),
        ("Pernah memakai?: Ya", "?size=1"),
    ]
    content = answer.content.decode()
    assert '<input type="hidden" name="a" value="q02-0"' in content
    assert "/survey/?a=q02-0&amp;size=1" in content


def test_several_surveys_are_chosen_in_the_address(reader, world, survey) -> None:
    later = add(world, year=2024, questions=(USED,))
    answer = page(reader)
    assert next(iter(answer.context["figures"])) == "by_level_used"
    assert "awareness · 2024" in figure(answer, "by_level_used").base
    before = page(reader, f"?survey={survey.pk}")
    assert "by_level_awareness" in before.context["figures"]
    assert f'<option value="{survey.pk}" selected' in before.content.decode()
    assert f'<option value="{later.pk}">' in before.content.decode()


def test_an_address_that_does_not_fit_is_ignored_and_said(reader, survey) -> None:
    answer = page(reader, "?a=q99-1&a=q02-9&survey=999")
    assert figure(answer, "by_level_awareness").table.total["n"] == N
    said = " ".join(answer.context["notices"])
    assert "There is no such survey here" in said
    assert "q99-1, q02-9" in said


def test_nobody_who_gave_all_the_answers(reader, survey) -> None:
    answer = page(reader, "?a=q02-0&a=q03-1")
    assert answer.context["heading"] == "Nobody gave these answers"
    assert len(answer.context["chips"]) == 2


# Surveys that do not fit ---------------------------------------------------------------------------------


def test_without_a_survey_the_page_says_what_to_upload(world) -> None:
    answer = page(english(world.carol))
    assert answer.context["heading"] == "No survey is loaded yet"
    assert answer.context["empty"]["href"] == reverse("upload")
    assert "Ask an admin" in page(english(world.alice)).context["empty"]["text"]


def test_without_a_market_the_page_says_so(db) -> None:
    world = worlds.build(market=False)
    add(world)
    assert page(english(world.bob)).context["heading"] == "There are no MSME data of Sample City yet"


def test_a_survey_without_a_role(reader, world) -> None:
    add(world, questions=(CHANNEL,))
    answer = page(reader)
    assert answer.context["heading"] == "This survey has no question to compare by area"
    assert answer.context["empty"]["href"].startswith(reverse("survey_questions"))


def test_a_role_whose_answers_say_neither_yes_nor_no(reader, world) -> None:
    told = given()
    strange = question(1, "Kode?", "single", ("A", "B"), role="awareness")
    told["q01"] = ["A"] * N
    surveys.add(world, [strange, USED], {"q01": told["q01"], "q02": told["q02"]}, areas=areas(world))
    answer = page(reader)
    assert "by_level_awareness" not in answer.context["figures"]
    assert any("“Kode?”: it cannot be told" in notice for notice in answer.context["notices"])


def test_a_survey_of_former_borders_counts_where_the_ground_is_the_same(reader, world) -> None:
    """The old West became West and Hill: its respondents can be in neither; the village of East likewise."""
    old = {name: world.old_areas[name] for name in ("Centre", "East", "North", "West", "East upper")}
    add(world, areas=areas(world, {**old, "Hill": old["North"]}), old=True)
    answer = page(reader)
    rows = {row["name"]: row["n"] for row in figure(answer, "survey_areas").table.rows}
    assert rows == {"Centre": 40, "East": 34, "Hill": 0, "North": 25, "West": 0}
    assert any(
        notice.startswith("11 respondents are in areas of other borders")
        for notice in answer.context["notices"]
    )


def test_borders_that_are_corrected_are_seen_at_once(reader, world) -> None:
    """The page is kept by what became of each area: once the old North is no longer all of today's, its
    respondents are in neither part."""
    add(world, areas=areas(world, {**world.old_areas, "Hill": world.old_areas["North"]}), old=True)
    assert {row["name"]: row["n"] for row in figure(page(reader), "survey_areas").table.rows}["North"] == 25
    change = AreaChange.objects.get(from_area=world.old_areas["North"])
    change.share = 0.9
    change.save()
    AreaChange.objects.create(
        from_area=change.from_area, to_area=world.areas["Hill"], share=0.1, basis=change.basis
    )
    answer = page(reader)
    assert {row["name"]: row["n"] for row in figure(answer, "survey_areas").table.rows}["North"] == 0
    assert any(
        notice.startswith("36 respondents are in areas of other") for notice in answer.context["notices"]
    )


def test_respondents_of_whom_only_the_city_is_known(reader, world) -> None:
    add(world, areas=[world.areas["Sample City"].pk] * N)
    answer = page(reader)
    assert list(answer.context["figures"]) == ["survey_areas"]
    assert figure(answer, "survey_areas").title == "No respondent is in one of these sub-districts"
    assert answer.context["heading"] == "Awareness, use and importance by sub-district: 115 respondents"
    assert any("only a larger area is known" in notice for notice in answer.context["notices"])


def test_one_respondent_who_can_be_placed_nowhere(reader, world) -> None:
    city = [world.areas["Sample City"].pk, world.areas["West"].pk]
    surveys.add(world, [USED], {"q02": ["Ya", "Tidak"]}, areas=city)
    (notice,) = page(reader).context["notices"]
    assert notice == (
        "Of 1 respondent only a larger area is known: counted among all, in none of the sub-districts."
    )
    surveys.add(
        world, [USED], {"q02": ["Ya", "Tidak"]}, year=2024, old=True,
        areas=[world.old_areas["West"].pk, world.old_areas["East"].pk],
    )  # fmt: skip
    (notice,) = page(reader).context["notices"]
    assert notice.startswith("1 respondent is in an area of other borders that no single area")


def test_one_respondent(reader, world) -> None:
    surveys.add(world, [AWARENESS, USED], {"q01": ["Tahu"], "q02": [None]}, areas=[world.areas["West"].pk])
    answer = page(reader)
    found = figure(answer, "by_level_awareness")
    assert found.title == "Aware of influencer marketing: too few answered to be shown"
    assert found.base.startswith("n = 1 of 1 respondent · ")
    assert found.warnings == (
        "“–”: fewer than 5 answered, too few to be shown.",
        "Nobody answered in: medium and high.",
    )
    assert found.plot is None
    assert figure(answer, "by_level_used").title == (
        "Have used influencer marketing: nobody in these sub-districts answered"
    )
    assert answer.context["heading"] == "Awareness and use by sub-district: 1 respondent"


def test_answers_of_one_level_alone(world, reader) -> None:
    surveys.add(world, [USED], {"q02": ["Ya"] * 6}, areas=[world.areas["West"].pk] * 6)
    found = figure(page(reader), "by_level_used")
    assert found.title == (
        "Have used influencer marketing: 100%, and all who answered are in low sub-districts"
    )
    assert found.warnings[0] == "Fewer than 30 answered in: low (n = 6). Their share says little."


def test_a_region_of_one_sub_district_has_no_levels(db) -> None:
    world = worlds.ground(districts=["Centre"])
    worlds.people(world)
    worlds.add_market(world, {"Centre": {"Food": {1: 9}}})
    surveys.add(world, [USED], {"q02": ["Ya", "Tidak"]}, areas=[world.areas["Centre"].pk] * 2)
    answer = page(english(world.bob))
    assert list(answer.context["figures"]) == ["survey_areas"]
    assert answer.context["notices"][0].startswith("Answers cannot be compared by level")


def test_invented_answers_beside_a_real_market_say_so(reader, world, survey) -> None:
    Dataset.objects.update(is_demo=False)
    Dataset.objects.filter(editions=survey).update(is_demo=True)
    answer = page(reader)
    assert "demo data" in answer.context["notices"][-1] + answer.context["notices"][0]
    assert "(demo data)" in figure(answer, "by_level_used").base


# Who sees it, downloads, cost ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
def test_every_role_sees_the_figures(world, survey, name) -> None:
    answer = page(english(getattr(world, name)))
    assert answer.status_code == 200
    assert figure(answer, "by_level_awareness").table.total["n"] == N


def test_tables_are_downloaded_with_their_base(reader, survey) -> None:
    answer = page(reader, "?download=csv&figure=by_level_awareness")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (
        f'"# n = 110 of {N} respondents · awareness · 2023 · levels: data of 2023, edition 1, borders since '
        '31 December 2020"'
    ) in lines
    (high,) = [line for line in lines if line.startswith('"high"')]
    assert high.startswith('"high","40","30","75","59.8060385792')


def test_the_menu_lists_it_behind_the_pages_of_the_survey(reader, survey) -> None:
    menu = page(reader).context["menu"]
    section = next(one for one in menu if any(entry["active"] for entry in one["entries"]))
    assert section["title"] == "Survey"
    assert section["entries"][0]["href"].startswith(reverse("questionnaires"))
    assert section["entries"][-1]["active"]


def test_it_reads_in_indonesian(world, survey) -> None:
    client = Client(headers={"accept-language": "id"})
    client.force_login(world.bob)
    answer = page(client)
    assert answer.context["heading"] == (
        "Rendah, sedang dan tinggi: pengetahuan berbeda menurut tingkat kecamatan"
    )
    assert figure(answer, "by_level_awareness").title == (
        "Mengetahui influencer marketing: 75\u00a0% di tingkat tinggi, 57\u00a0% di tingkat sedang "
        "dan 20\u00a0% di tingkat rendah"
    )


def test_queries(reader, survey, django_assert_max_num_queries) -> None:
    page(reader)
    with django_assert_max_num_queries(10):
        page(reader)
