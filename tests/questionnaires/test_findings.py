"""The findings page: every number of the office's report, its base, and what it must not conclude."""

import html

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from charts import theme
from questionnaires import findings
from questionnaires.models import FieldLink
from questionnaires.scope import SurveyReader
from tests import world as worlds
from tests.questionnaires import office, surveys
from tests.questionnaires.office import CLOTHES, FOOD, MEALS, OTHERS
from tests.questionnaires.surveys import question

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with override("en"):
        yield worlds.build()


def content(world, query=""):
    return findings.build(SurveyReader(QueryDict(query), world.bob))


def figures(world, query=""):
    return {figure.key: figure for figure in content(world, query).figures}


def rows(figure):
    return {row["name"]: row for row in figure.table.rows}


def page(user, query="", language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client.get(f"/survey/{query}")


# the numbers of the report --------------------------------------------------------------------------------


def test_awareness_is_shown_in_its_levels_with_counts_that_are_not_bent(world) -> None:
    office.add(world)
    figure = figures(world)["awareness"]
    assert [(row["name"], row["n"]) for row in figure.table.rows] == list(
        zip(surveys.AWARE, (5, 14, 33, 65, 33), strict=True)
    )
    assert [round(row["share"], 3) for row in figure.table.rows] == [0.033, 0.093, 0.22, 0.433, 0.22]
    assert figure.title == "98 of 150 know influencer marketing (65.3%)"
    assert "add up to 99.9%" in figure.summary
    assert "Counted as aware: “Tahu”, “Sangat tahu”." in figure.summary
    assert figure.base.startswith("n = 150 respondents")
    # Wilson by hand: 98 of 150
    assert "95% interval 57.4% – 72.5%" in figure.summary


def test_counted_answers_are_blue_and_the_others_grey(world) -> None:
    office.add(world)
    colours = figures(world)["awareness"].plot["data"][0]["marker"]["color"]
    assert list(colours) == [theme.NEITHER] * 3 + [theme.MARK] * 2


def test_importance_and_use_say_their_base(world) -> None:
    office.add(world)
    found = figures(world)
    assert found["importance"].title == "91 of 150 find influencer marketing important (60.7%)"
    assert found["used"].title == "66 of 150 have used influencer marketing (44.0%)"
    assert "Counted as having used it: “Ya”." in found["used"].summary


def test_use_by_field_is_a_rate_within_each_field(world) -> None:
    office.add(world)
    figure = figures(world)["used_by_field"]
    assert [(row["name"], row["yes"], row["n"]) for row in figure.table.rows] == [
        (FOOD, 34, 50), (CLOTHES, 14, 36), (MEALS, 14, 46), (OTHERS, 4, 18),
    ]  # fmt: skip
    assert [round(row["share"], 3) for row in figure.table.rows] == [0.68, 0.389, 0.304, 0.222]
    bars, names, ends = figure.plot["data"]
    assert list(ends["text"]) == [
        "34 of 50 · 68.0%", "14 of 36 · 38.9%", "14 of 46 · 30.4%", "4 of 18 · 22.2%",
    ]  # fmt: skip
    assert list(names["text"])[1] == "Konveksi &amp; pakaian"
    # fewer than 30 of the others: grey, and no part of the sentence
    assert list(bars["marker"]["color"]) == [theme.MARK] * 3 + [theme.NEITHER]
    # nor the field that may be the same by another name
    assert figure.title == f"Used more in {FOOD} (68.0%) than in {CLOTHES} (38.9%)"
    assert any("overlap in meaning" in one and MEALS in one and FOOD in one for one in figure.warnings)
    assert any("fewer than 30" in one and OTHERS in one for one in figure.warnings)
    assert figure.plot["layout"]["annotations"][0]["text"] == "all: 44.0%"


def test_a_gain_in_awareness_is_counted_among_users_only(world) -> None:
    office.add(world)
    figure = figures(world)["effect"]
    assert figure.title == "46 of 66 who used influencers gained brand awareness (69.7%)"
    table = rows(figure)
    assert (table["All who have used it"]["yes"], table["All who have used it"]["n"]) == (46, 66)
    assert [(table[name]["yes"], table[name]["n"]) for name in (FOOD, CLOTHES, MEALS, OTHERS)] == [
        (34, 34), (12, 14), (0, 14), (0, 4),
    ]  # fmt: skip
    assert figure.table.rows[0]["name"] == "All who have used it"


def test_who_answers_for_users_without_being_one_is_left_out_and_said(world) -> None:
    given = {
        "q01": ["Ya", "Ya", "Tidak", None],
        "q02": ["Ya", "Tidak", "Ya", "Ya"],
    }
    asked = [
        question(1, "Used?", "single", ("Ya", "Tidak"), role="used"),
        question(2, "Gained?", "single", ("Ya", "Tidak"), role="effect"),
    ]
    surveys.add(world, asked, given)
    figure = figures(world)["effect"]
    assert figure.title.startswith("1 of 2 who used")
    assert any("did not say so: 2 who answered" in one for one in figure.warnings)


def test_frequency_is_under_three_times_of_those_who_use_it(world) -> None:
    office.add(world)
    figure = figures(world)["frequency"]
    assert figure.title == "51 of 66 use influencers less than three times a month (77.3%)"
    assert "Counted as less than three times: “Kurang dari 3 kali”." in figure.summary
    assert "n = 66 respondents" in figure.base


def test_who_names_no_number_of_times_is_in_the_base_and_said(world) -> None:
    options = ("Kurang dari 3 kali", "Lebih dari 5 kali", "Tidak tentu", "Jarang")
    asked = [question(1, "How often?", "single", options, role="frequency", has_other=True)]
    given = (
        [options[0]] * 20 + [options[1]] * 10 + [options[2]] * 4 + ["whenever there is money"] * 2 + [None]
    )
    surveys.add(world, asked, {"q01": given})
    figure = figures(world)["frequency"]
    assert figure.title == "20 of 36 use influencers less than three times a month (55.6%)"
    assert "6 of 36 named no number of times (“Tidak tentu”, “other answers”)" in figure.warnings[0]


def test_where_no_answer_is_under_three_times_no_words_are_said_to_count(world) -> None:
    options = ("3 - 5 kali", "Lebih dari 5 kali")
    surveys.add(world, [question(1, "?", "single", options, role="frequency")], {"q01": list(options) * 20})
    figure = figures(world)["frequency"]
    assert figure.title == "0 of 40 use influencers less than three times a month (0.0%)"
    assert "Counted as" not in figure.summary
    assert figure.warnings == ()


def test_an_absurd_number_of_times_breaks_no_page(world) -> None:
    options = ("Kurang dari 3 kali", "9" * 400 + " kali", "1 kali per " + "9" * 400 + " bulan")
    asked = [
        question(1, "How often?", "single", options, role="frequency"),
        question(2, "How much?", "single", options, role="budget"),
    ]
    surveys.add(world, asked, {"q01": list(options), "q02": list(options)})
    assert page(world.bob).status_code == 200


def test_frequency_in_numbers_is_parted_at_three(world) -> None:
    asked = [question(1, "How often?", "number", role="frequency")]
    surveys.add(world, asked, {"q01": [0, 1, 2, 3, 8, None]})
    figure = figures(world)["frequency"]
    assert figure.title == "3 of 5 use influencers less than three times a month (60.0%)"
    assert [row["n"] for row in figure.table.rows] == [3, 2]


def test_budget_is_shown_in_bands_by_field(world) -> None:
    office.add(world)
    figure = figures(world)["budget"]
    assert figure.title == "The most frequent budget is “Kurang dari Rp500.000”: 88 of 150 (58.7%)"
    table = rows(figure)
    assert [table["All respondents"][f"n{band}"] for band in range(3)] == [88, 48, 14]
    # in the order of the file: the first 88 have little, the next 48 more, the last 14 most
    assert [table[CLOTHES][f"n{band}"] for band in range(3)] == [36, 0, 0]
    assert [table[MEALS][f"n{band}"] for band in range(3)] == [2, 44, 0]
    assert [table[OTHERS][f"n{band}"] for band in range(3)] == [0, 4, 14]
    assert sum(table[name]["n"] for name in (FOOD, CLOTHES, MEALS, OTHERS)) == 150
    ends = figure.plot["data"][4]["text"]
    assert list(ends) == ["n = 150", "n = 50", "n = 46", "n = 36", "n = 18"]


def test_a_budget_in_rupiah_gets_the_bands_of_the_report(world) -> None:
    asked = [question(1, "Budget?", "number", role="budget")]
    surveys.add(world, asked, {"q01": [0, 499_999, 500_000, 2_500_000, 2_500_001, None]})
    figure = figures(world)["budget"]
    assert [figure.table.rows[0][f"n{band}"] for band in range(3)] == [2, 2, 1]
    assert figure.table.columns[2].label == "less than Rp\u00a0500\u00a0thousand"


BANDS = tuple(f"{n} - {n + 1} juta" for n in range(1, 11))


def test_a_budget_in_own_words_is_no_band(world) -> None:
    asked = [question(1, "Budget?", "single", BANDS[:3], role="budget", has_other=True)]
    surveys.add(world, asked, {"q01": ["as much as I get"] * 40})
    assert figures(world)["budget"].title == "None chose one of the answers given: all 40 gave another one"


def test_of_many_bands_the_rest_holds_own_words_and_the_rarest(world) -> None:
    asked = [question(1, "Budget?", "single", BANDS, role="budget", has_other=True)]
    given = [one for n, one in enumerate(BANDS, 1) for _time in range(n)]
    surveys.add(world, asked, {"q01": given + ["mine"] * 50})
    figure = figures(world)["budget"]
    counted = [
        (one.label, figure.table.rows[0][one.key]) for one in figure.table.columns if one.key[1:].isdigit()
    ]
    assert [pair for pair in counted if not pair[0].endswith("share")] == [
        *((one, n) for n, one in enumerate(BANDS, 1) if n > 3), ("other answers", 56),
    ]  # fmt: skip
    assert figure.title == "The most frequent budget is “10 - 11 juta”: 10 of 105 (9.5%)"


def test_other_methods_are_shares_of_respondents_and_say_so(world) -> None:
    office.add(world)
    figure = figures(world)["other_methods"]
    assert figure.title == "72 of 150 use brochures (48.0%)"
    assert "150 respondents, who gave 165 answers" in figure.summary
    assert [(row["name"], row["n"]) for row in figure.table.rows] == [
        (office.METHODS[0], 78), (office.METHODS[1], 72), (office.METHODS[2], 0), ("other answers", 15),
    ]  # fmt: skip


def test_influencers_and_brochures_are_compared_among_the_same_people(world) -> None:
    office.add(world)
    figure = figures(world)["against"]
    table = rows(figure)
    names = ("both", "only influencer marketing", "only brochures", "neither")
    # of the first 72, who use brochures, 34 + 14 use influencers
    assert [table[name]["n"] for name in names] == [48, 18, 24, 60]
    assert figure.title.startswith("Whether influencer marketing (44.0%) or brochures (48.0%)")
    assert "Difference \u22124.0 percentage points, 95% interval" in figure.summary


def test_a_clear_difference_is_said(world) -> None:
    asked = [
        question(1, "Used?", "single", ("Yes", "No"), role="used"),
        question(2, "Others?", "multiple", ("Flyers", "Radio"), role="other_methods"),
    ]
    surveys.add(world, asked, {"q01": ["Yes"] * 5 + ["No"] * 45, "q02": [["Flyers"]] * 40 + [["Radio"]] * 10})
    assert figures(world)["against"].title == "More use brochures (80.0%) than influencer marketing (10.0%)"


# heading and numbers --------------------------------------------------------------------------------------


def test_the_heading_is_the_finding(world) -> None:
    office.add(world)
    found = content(world)
    assert found.heading == "65% know influencer marketing, but only 44% have used it"
    assert [(number.shown, number.note) for number in found.numbers] == [
        ("150", ""),
        ("65.3%", "95% interval 57% – 72%, n = 150"),
        ("44.0%", "95% interval 36% – 52%, n = 150"),
        ("60.7%", "95% interval 53% – 68%, n = 150"),
    ]


def test_few_respondents_are_counted_and_warned_of(world) -> None:
    office.add(world, n=20)
    found = content(world)
    assert found.heading == "Of 20 respondents 20 know influencer marketing and 20 have used it"
    assert all("Only 20 answered" in figure.warnings[0] for figure in found.figures)
    assert found.numbers[1].note.endswith("small base")


@pytest.mark.parametrize(
    ("without", "heading"),
    [
        (("used",), "98 of 150 know influencer marketing (65.3%)"),
        (("awareness",), "66 of 150 have used influencer marketing (44.0%)"),
        (("awareness", "used"), "91 of 150 find influencer marketing important (60.7%)"),
        (("awareness", "used", "importance"), "What 150 respondents say about marketing"),
    ],
)
def test_the_heading_needs_no_single_question(world, without, heading) -> None:
    office.add(world, without)
    assert content(world).heading == heading


def test_without_a_shown_difference_there_is_no_but_only(world) -> None:
    asked = [
        question(1, "Known?", "single", ("Ya", "Tidak"), role="awareness"),
        question(2, "Used?", "single", ("Ya", "Tidak"), role="used"),
    ]
    surveys.add(world, asked, {"q01": ["Ya"] * 21 + ["Tidak"] * 19, "q02": ["Ya"] * 20 + ["Tidak"] * 20})
    assert content(world).heading == "52% know influencer marketing, 50% have used it"


# filters --------------------------------------------------------------------------------------------------


def test_a_filter_changes_every_number(world) -> None:
    office.add(world)
    found = content(world, "a=q01-0")
    assert found.numbers[0].shown == "50"
    assert found.numbers[0].note == "of 150"
    by_key = {figure.key: figure for figure in found.figures}
    assert by_key["used"].title == "34 of 50 have used influencer marketing (68.0%)"
    assert by_key["frequency"].title.startswith("34 of 34")
    assert "filtered: 50 of 150" in by_key["used"].base
    assert [row["name"] for row in by_key["used_by_field"].table.rows] == [FOOD]


def test_every_bar_and_row_is_a_filter(world) -> None:
    office.add(world)
    figure = figures(world, "a=q01-0")["awareness"]
    assert figure.plot["data"][0]["customdata"][3] == "?a=q01-0&a=q02-3"
    assert figure.table.rows[3]["_href"] == "?a=q01-0&a=q02-3"
    field = figures(world, "a=q01-0")["used_by_field"]
    assert field.table.rows[0]["_href"] == "?"
    assert field.table.rows[0]["_selected"]


def test_a_filter_that_leaves_nobody_says_so(world) -> None:
    office.add(world)
    response = page(world.bob, "?a=q04-0&a=q06-0")
    assert "Nobody gave these answers" in response.content.decode()


# what is not asked ----------------------------------------------------------------------------------------


def test_what_is_not_asked_is_said_and_the_rest_is_shown(world) -> None:
    office.add(world, ("field", "budget"))
    found = content(world)
    keys = {figure.key for figure in found.figures}
    assert "used_by_field" not in keys
    assert "budget" not in keys
    assert [row["name"] for row in figures(world)["effect"].table.rows] == ["All who have used it"]
    assert found.more["missing"] == [
        "No question of this survey says in which business field the respondents are, so nothing is shown by "
        "field.",
        "No question of this survey says how much may be spent on influencers.",
    ]


def test_answers_that_no_rule_can_read_are_not_guessed(world) -> None:
    asked = [
        question(1, "Which do you know?", "single", ("A", "B"), role="used"),
        question(2, "How often?", "single", ("Jarang", "Sering"), role="frequency"),
    ]
    surveys.add(world, asked, {"q01": ["A", "B"], "q02": ["Jarang", "Sering"]})
    found = content(world)
    assert "“Which do you know?”: it cannot be told which" in found.more["missing"][2]
    assert "“How often?”: its answers name no number of times" in " ".join(found.more["missing"])
    assert list(found.figures) == []


def test_a_number_of_the_page_says_whether_it_was_asked_at_all(world) -> None:
    asked = [
        question(1, "Which do you know?", "single", ("A", "B"), role="used"),
        question(2, "Known?", "likert", surveys.AWARE, role="awareness"),
    ]
    surveys.add(world, asked, {"q01": ["A", "B"] * 20, "q02": ["Tahu"] * 40})
    notes = {str(one.label): one.note for one in content(world).numbers}
    assert notes["Have used it"] == "cannot be told"
    assert notes["Find it important"] == "not asked"


def test_without_any_role_the_page_leads_to_the_questions(world) -> None:
    surveys.add(world, [question(1, "Colour?", "single", ("Red", "Blue"))], {"q01": ["Red", "Blue"]})
    text = page(world.bob).content.decode()
    assert "No question says it yet" in text
    assert 'href="/survey/questions/?"' in text
    assert "No question of this survey says how well influencer marketing is known." in text


def test_without_any_role_the_clearest_answers_stand_first(world) -> None:
    asked = [
        question(1, "Divided?", "single", ("Red", "Blue")),
        question(2, "Agreed?", "single", ("Yes", "No")),
        question(3, "Mostly?", "single", ("Shop", "Stall", "Home")),
        question(4, "Easy?", "likert", surveys.AWARE),
        question(5, "Cheap?", "likert", surveys.AWARE),
    ]
    given = {
        "q01": ["Red", "Blue"] * 20,
        "q02": ["Yes"] * 38 + ["No"] * 2,
        "q03": ["Shop"] * 26 + ["Stall"] * 8 + ["Home"] * 6,
        "q04": ["Tahu"] * 40,
        "q05": ["Tahu"] * 40,
    }
    surveys.add(world, asked, given)
    found = content(world)
    assert found.heading == "The clearest answers of 40 respondents"
    # the scale, then the largest lead; a tie and what is within chance are no finding
    assert [figure.key for figure in found.figures] == ["q04", "q02", "q03"]
    assert figures(world)["q02"].subtitle == "Agreed?"
    text = page(world.bob).content.decode()
    assert "No question says it yet" not in text
    assert text.index("These answers stand out") < text.index("What this survey does not say</h2>")


@pytest.mark.parametrize(
    ("a", "b", "own", "stands_out"), [(3, 2, 50, False), (40, 2, 10, True), (40, 39, 1, False)]
)
def test_own_words_are_no_clear_answer(world, a, b, own, stands_out) -> None:
    asked = [question(1, "Which?", "single", ("A", "B"), has_other=True)]
    surveys.add(world, asked, {"q01": ["A"] * a + ["B"] * b + ["mine"] * own})
    assert [figure.key for figure in content(world).figures] == ["q01"] * stands_out


def test_too_few_respondents_agree_on_nothing(world) -> None:
    surveys.add(world, [question(1, "Agreed?", "single", ("Yes", "No"))], {"q01": ["Yes"] * 29})
    assert list(content(world).figures) == []


@pytest.mark.parametrize("without", [(), ("budget",)])
def test_only_admins_are_led_to_the_choice_of_roles(world, without) -> None:
    edition = office.add(world, without)
    address = f"/survey/reading/{edition.pk}/"
    assert address in page(world.carol).content.decode()
    assert address not in page(world.bob).content.decode()


# the register ---------------------------------------------------------------------------------------------


def test_msmes_of_the_register_stand_beside_fields_that_a_person_linked(world) -> None:
    office.add(world)
    assert "register" not in [column.key for column in figures(world)["used_by_field"].table.columns]
    FieldLink.objects.create(
        region=world.region, key="makanan", text="Makanan", category=world.categories["Food"]
    )
    table = figures(world)["used_by_field"].table
    assert table.columns[-1].label == "MSMEs in the register"
    assert table.columns[-1].unit == "2023"
    n = {row["name"]: row["register"] for row in table.rows}
    # 340 in the Centre, 270 East, 3 Hill, 96 North, 40 West, 11 without a place
    assert n == {FOOD: None, CLOTHES: None, MEALS: 760, OTHERS: None}


def test_a_new_link_is_shown_at_once(world) -> None:
    office.add(world)
    assert "MSMEs in the register" not in page(world.bob).content.decode()
    FieldLink.objects.create(
        region=world.region, key="makanan", text="Makanan", category=world.categories["Food"]
    )
    assert "MSMEs in the register" in page(world.bob).content.decode()


# several fields, constant answers, people -----------------------------------------------------------------


def test_respondents_with_several_fields_count_in_each(world) -> None:
    asked = [
        question(1, "Fields?", "multiple", ("Batik", "Kopi"), role="field"),
        question(2, "Used?", "single", ("Ya", "Tidak"), role="used"),
    ]
    surveys.add(world, asked, {"q01": [["Batik", "Kopi"], ["Kopi"]], "q02": ["Ya", "Tidak"]})
    figure = figures(world)["used_by_field"]
    assert {name: (row["yes"], row["n"]) for name, row in rows(figure).items()} == {
        "Batik": (1, 1), "Kopi": (1, 2),
    }  # fmt: skip
    assert any("several fields" in one for one in figure.warnings)


def test_fields_that_overlap_are_not_compared_however_they_differ(world) -> None:
    asked = [
        question(1, "Fields?", "multiple", ("Batik", "Kopi"), role="field"),
        question(2, "Used?", "single", ("Ya", "Tidak"), role="used"),
    ]
    given = {
        "q01": [["Batik"]] * 40 + [["Batik", "Kopi"]] * 5 + [["Kopi"]] * 40,
        "q02": ["Ya"] * 45 + ["Tidak"] * 40,
    }
    surveys.add(world, asked, given)
    title = figures(world)["used_by_field"].title
    assert title == "Use of influencer marketing by business field; respondents could name several"


def test_fields_that_chance_may_explain_are_not_ranked(world) -> None:
    asked = [
        question(1, "Field?", "single", ("Batik", "Kopi"), role="field"),
        question(2, "Used?", "single", ("Ya", "Tidak"), role="used"),
    ]
    given = {
        "q01": ["Batik"] * 40 + ["Kopi"] * 40,
        "q02": (["Ya"] * 22 + ["Tidak"] * 18) + ["Ya", "Tidak"] * 20,
    }
    surveys.add(world, asked, given)
    title = figures(world)["used_by_field"].title
    assert title == "Between business fields no difference in use can be shown (50.0% to 55.0%)"


def test_own_words_are_no_field_to_compare(world) -> None:
    asked = [
        question(1, "Field?", "single", ("Batik", "Kopi"), role="field", has_other=True),
        question(2, "Used?", "single", ("Ya", "Tidak"), role="used"),
    ]
    given = {
        "q01": ["Batik"] * 40 + ["Kopi"] * 40 + ["mine"] * 40,
        "q02": ["Ya"] * 30 + ["Tidak"] * 10 + ["Ya"] * 10 + ["Tidak"] * 30 + ["Ya"] * 40,
    }
    surveys.add(world, asked, given)
    figure = figures(world)["used_by_field"]
    assert figure.title == "Used more in Batik (75.0%) than in Kopi (25.0%)"
    assert figure.table.rows[0]["name"] == "other answers"


def test_of_many_fields_fifteen_are_drawn_besides_all(world) -> None:
    fields = tuple("abcdefghijklmnopqrst")
    asked = [
        question(1, "Field?", "single", fields, role="field"),
        question(2, "Gained?", "single", ("Ya", "Tidak"), role="effect"),
        question(3, "Budget?", "single", BANDS[:3], role="budget"),
    ]
    given = {"q01": fields * 2, "q02": ["Ya", "Tidak"] * 20, "q03": [BANDS[0]] * 40}
    surveys.add(world, asked, given)
    for figure in (figures(world)["effect"], figures(world)["budget"]):
        assert (
            "The chart shows the 15 fields with the most respondents; the table has all 20."
            in figure.warnings
        )
        assert len(figure.table.rows) == 21
        assert len(figure.plot["data"][0]["x"]) == 16


def test_constant_answers_and_one_question(world) -> None:
    asked = [question(1, "Known?", "likert", surveys.AWARE, role="awareness")]
    surveys.add(world, asked, {"q01": ["Tahu"] * 40})
    found = figures(world)["awareness"]
    assert found.title == "40 of 40 know influencer marketing (100.0%)"
    assert "95% interval 91.2% – 100.0%" in found.summary


def test_nobody_answered_is_no_zero_percent(world) -> None:
    asked = [
        question(1, "Known?", "likert", surveys.AWARE, role="awareness"),
        question(2, "Colour?", "single", ("Red", "Blue")),
    ]
    surveys.add(world, asked, {"q01": [None, "Tahu"], "q02": ["Red", "Blue"]})
    found = figures(world, "a=q02-0")["awareness"]
    assert found.title == "None of these respondents answered this"
    assert "%" not in found.summary


def test_what_people_wrote_is_on_no_page(world) -> None:
    office.add(world)
    for user in (world.alice, world.bob, world.carol):
        text = page(user).content.decode()
        assert "Person 1" not in text
        assert "Secret wish" not in text


# the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_is_shown_in_both_languages(world, language) -> None:
    office.add(world)
    response = page(world.alice, language=language)
    text = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert text.count('<section class="figure') == 9
    assert ("65.3%" if language == "en" else "65,3\u00a0%") in text


def test_a_figure_can_be_downloaded_with_its_filter(world) -> None:
    office.add(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.alice)
    text = client.get("/survey/?a=q01-0&download=csv&figure=used").content.decode("utf-8-sig")
    assert "34 of 50" in text
    assert "Person" not in text


def test_a_warm_page_asks_the_database_little(world) -> None:
    office.add(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    client.get("/survey/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/survey/?").status_code == 200
    assert len(seen) <= 11, [one["sql"][:120] for one in seen]


@pytest.mark.parametrize("query", ["a=q04-0", "a=q02-0", "a=q01-3&a=q07-0", "a=q05-2"])
def test_a_question_that_none_of_the_kept_answered_breaks_nothing(world, query) -> None:
    office.add(world)
    response = page(world.bob, f"?{query}")
    text = response.content.decode()
    assert response.status_code == 200
    assert "NaN" not in text
    if query == "a=q04-0":
        # whoever has not used it was not asked how often
        assert figures(world, query)["frequency"].title == "None of these respondents answered this"
