"""Two questions side by side: numbers against scipy and tables made by hand, and every bad address."""

import csv
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from scipy.stats import chi2_contingency, false_discovery_control, fisher_exact, norm

from data.models import Edition
from questionnaires import queries
from questionnaires.crosstab import cross
from questionnaires.scope import SurveyReader
from questionnaires.sides import side
from tests import world as worlds
from tests.questionnaires import surveys

pytestmark = pytest.mark.django_db
ROW, COLUMN = "q07", "q03"
# the office's report: who has used it, by field
USED = {"Kuliner": {"Ya": 34, "Tidak": 16}, "Konveksi": {"Ya": 14, "Tidak": 22},
        "Makanan": {"Ya": 14, "Tidak": 32}, "Lainnya": {"Ya": 4, "Tidak": 14}}  # fmt: skip


@pytest.fixture
def world():
    return worlds.build()


def add(
    world, table: Mapping[str, Mapping[str, int]], rows: Sequence[str], kind: str = "single", **roles: str
):
    """A survey with one respondent per count; table: group → answer → n."""
    pairs = [(answer, group) for group, of in table.items() for answer, n in of.items() for _one in range(n)]
    questions = [
        surveys.question(3, "Apa bidang usaha Anda?", "single", tuple(table), role=roles.get("column", "")),
        surveys.question(7, "Pernah memakai?", kind, rows, role=roles.get("row", "")),
    ]
    answers = {COLUMN: [group for _answer, group in pairs], ROW: [answer for answer, _group in pairs]}
    return surveys.add(world, questions, answers)


def reader(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def crosstab(client: Client, query: str = ""):
    return client.get(f"/survey/crosstab/{query}")


def numbers(answer) -> dict[str, str]:
    return {str(one.label): one.shown for one in answer.context["numbers"]}


def cells(answer) -> dict[tuple[str, str], dict]:
    """(answer, group) → what stands in the cell."""
    table = answer.context["crosstab"]
    groups = [one["label"] for one in table["columns"]]
    return {
        (row["label"], group): cell
        for row in table["rows"]
        for group, cell in zip(groups, row["cells"], strict=True)
    }


# Numbers -------------------------------------------------------------------------------------------------


def test_counts_and_shares_of_a_table_made_by_hand(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    cell = cells(answer)[("Ya", "Kuliner")]
    assert (cell["n"], cell["row_share"], cell["column_share"]) == (34, 34 / 66, 34 / 50)
    assert cell["expected"] == pytest.approx(66 * 50 / 150)
    table = answer.context["crosstab"]
    assert [one["n"] for one in table["columns"]] == [50, 36, 46, 18]
    assert [(row["n"], row["share"]) for row in table["rows"]] == [(66, 66 / 150), (84, 84 / 150)]
    assert [one["letter"] for one in table["columns"]] == list("ABCD")
    text = answer.content.decode()
    assert "68%&nbsp;↓" in text
    assert "52%&nbsp;→" in text


def test_the_test_is_that_of_scipy_and_the_strength_that_of_bergsma(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    observed = np.array([[of[answer] for of in USED.values()] for answer in ("Ya", "Tidak")])
    found = chi2_contingency(observed, correction=False)
    survey = queries.survey(_reader(world).survey.edition)
    one = cross(_reader(world), side(survey, ROW), side(survey, COLUMN), "holm")
    assert one.association.chi_square == pytest.approx(found.statistic)
    assert one.association.p == pytest.approx(found.pvalue)
    # Bergsma 2013, written out
    phi = max(0, found.statistic / 150 - 3 / 149)
    assert one.association.v_corrected == pytest.approx((phi / min(1 - 1 / 149, 3 - 9 / 149)) ** 0.5)
    shown = numbers(crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}"))
    assert shown["Strength"] == "medium"
    assert shown["By chance alone"] == "p\u00a0<\u00a00.001"


def test_cells_are_judged_by_adjusted_residuals_with_holm_or_benjamini_hochberg(world) -> None:
    levels = {"A": (30, 20, 10), "B": (18, 22, 20), "C": (10, 18, 32)}
    levels_of = ("low", "mid", "high")
    add(world, {group: dict(zip(levels_of, n, strict=True)) for group, n in levels.items()}, levels_of)
    observed = np.array(list(levels.values())).T
    n, rows, columns = observed.sum(), observed.sum(axis=1), observed.sum(axis=0)
    expected = np.outer(rows, columns) / n
    residuals = (observed - expected) / np.sqrt(expected * np.outer(1 - rows / n, 1 - columns / n))
    p = 2 * norm.sf(np.abs(residuals)).ravel()
    for correction, raised in (("holm", holm(p)), ("bh", false_discovery_control(p))):
        answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}&correction={correction}")
        clear = raised.reshape(residuals.shape) < 0.05
        marks = np.where(clear, np.where(residuals > 0, "▲", "▼"), "")
        found = cells(answer)
        assert [[found[(row, column)]["mark"] for column in "ABC"] for row in levels_of] == marks.tolist()
        assert (marks != "").sum() >= 2


def holm(p):
    """Holm 1979, step by step: the smallest p times how many are left; no smaller than the one before."""
    found, last, order = np.ones(len(p)), 0.0, np.argsort(p)
    for step, place in enumerate(order):
        last = max(last, min(1.0, p[place] * (len(p) - step)))
        found[place] = last
    return found


def _reader(world, query: str = "") -> SurveyReader:
    return SurveyReader(QueryDict(query), world.bob)


def test_the_finding_names_the_cell_and_its_expected_number(world) -> None:
    add(world, USED, ("Ya", "Tidak"), row="used", column="field")
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert answer.context["heading"] == (
        "Use of influencer marketing differs by business field: more “Ya” than expected among “Kuliner”"
    )
    figure = answer.context["figures"]["crosstab"]
    assert "“Ya” among “Kuliner” more often than expected: 34 of 50, expected 22." in figure.summary
    assert "“Tidak”" not in figure.summary, "with two answers one tells what the other does"
    assert figure.title == "“Ya” among “Kuliner”: 34, where about 22 are expected"
    assert answer.context["figures"]["shares"].title == "“Ya”: from 30% (Makanan) to 68% (Kuliner)"


def test_letters_say_which_columns_are_lower_and_small_columns_have_none(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    found = cells(answer)
    assert {group: found[("Ya", group)]["letters"] for group in USED} == {
        "Kuliner": "BC", "Konveksi": "", "Makanan": "", "Lainnya": "",
    }  # fmt: skip
    assert found[("Tidak", "Makanan")]["letters"] == "A"
    warnings = answer.context["figures"]["crosstab"].warnings
    assert "Without letters, because fewer than 30 answered there: Lainnya (18)." in warnings


# What may not be concluded -------------------------------------------------------------------------------


def test_no_difference_is_said_and_nothing_is_coloured_or_lettered(world) -> None:
    add(world, {"A": {"Ya": 26, "Tidak": 24}, "B": {"Ya": 23, "Tidak": 27}}, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert (
        answer.context["heading"]
        == "“Pernah memakai?”: no difference by “Apa bidang usaha Anda?” can be shown"
    )
    assert numbers(answer)["Strength"] == "none shown"
    assert not any(one["mark"] or one["colour"] or one["letters"] for one in cells(answer).values())
    assert answer.context["figures"]["crosstab"].summary == ""
    assert b"significan" not in answer.content.lower()


def test_a_difference_too_small_to_matter_is_called_so_however_many_answered(world) -> None:
    add(world, {"A": {"Ya": 1550, "Tidak": 1450}, "B": {"Ya": 1450, "Tidak": 1550}}, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert "hardly differs by" in answer.context["heading"]
    assert numbers(answer)["Strength"] == "hardly any"


def test_below_thirty_answers_nothing_is_concluded_however_they_differ(world) -> None:
    add(world, {"A": {"Ya": 14}, "B": {"Tidak": 15}}, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert "29 answered both, too few to conclude anything" in answer.context["heading"]
    assert list(numbers(answer)) == ["Respondents"]
    assert not any(one["mark"] or one["colour"] or one["letters"] for one in cells(answer).values())
    assert any("fewer than 30" in one for one in answer.context["figures"]["crosstab"].warnings)
    Edition.objects.filter(subject="survey").update(is_current=False)
    add(world, {"A": {"Ya": 15}, "B": {"Tidak": 15}}, ("Ya", "Tidak"))
    newest = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert "differs by" in newest.context["heading"], "thirty are enough"


def test_a_two_by_two_table_with_low_counts_is_decided_by_fisher(world) -> None:
    add(world, {"A": {"Ya": 7, "Tidak": 1}, "B": {"Ya": 8, "Tidak": 24}}, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    expected = fisher_exact([[7, 8], [1, 24]]).pvalue
    assert numbers(answer)["By chance alone"] == f"p\u00a0=\u00a0{expected:.3f}"
    (chance,) = (one for one in answer.context["numbers"] if one.label == "By chance alone")
    assert chance.note == "Fisher's exact test"
    assert any("Fisher's exact test decides" in one for one in answer.context["figures"]["crosstab"].warnings)


def test_a_larger_table_with_low_counts_is_compared_with_drawn_ones(world) -> None:
    table = {"A": {"x": 30, "y": 1, "z": 2}, "B": {"x": 5, "y": 3, "z": 2}, "C": {"x": 4, "y": 2, "z": 1}}
    add(world, table, ("x", "y", "z"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    warnings = " ".join(answer.context["figures"]["crosstab"].warnings)
    assert "In 6 of 9 cells fewer than 5 would be expected" in warnings
    assert "9,999 drawn at random" in warnings
    again = crosstab(reader(world.carol), f"?row={ROW}&column={COLUMN}")
    assert numbers(again)["By chance alone"] == numbers(answer)["By chance alone"]


def test_the_number_of_drawn_tables_is_that_of_the_size_of_the_table(world) -> None:
    answers = tuple(f"x{place}" for place in range(10))
    table = {f"G{at}": {answers[at]: 5, answers[(at + 1) % 10]: 1} for at in range(10)}
    add(world, table, answers)
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    warnings = " ".join(answer.context["figures"]["crosstab"].warnings)
    assert "2,000 drawn at random" in warnings


def test_everybody_in_one_group_is_nothing_to_compare(world) -> None:
    add(world, {"A": {"Ya": 20, "Tidak": 20}, "B": {}}, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    assert "everybody gave the same answer to one of them" in answer.context["heading"]
    assert list(numbers(answer)) == ["Respondents"]


def test_steps_that_nobody_chose_stay_and_words_that_nobody_chose_go(world) -> None:
    table = {"A": {"Tahu": 20, "Tidak tahu": 10}, "B": {"Tahu": 15}, "C": {}}
    add(world, table, surveys.AWARE, "likert")
    found = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}").context["crosstab"]
    assert [row["label"] for row in found["rows"]] == list(surveys.AWARE)
    assert [one["label"] for one in found["columns"]] == ["A", "B"]
    swapped = crosstab(reader(world.bob), f"?row={COLUMN}&column={ROW}").context["crosstab"]
    assert [one["label"] for one in swapped["columns"]] == ["Tidak tahu", "Tahu"]


# Several answers, numbers, areas -------------------------------------------------------------------------


@pytest.fixture
def mixed(world):
    """120 respondents: two fields; media, several answers; employees; sub-districts; and a second question
    with several answers."""
    field = ["Kuliner"] * 60 + ["Jasa"] * 60
    media = [["TikTok", "Brosur"] if at < 45 else ["Brosur"] for at in range(60)]
    media += [["TikTok"] if at < 10 else ["Brosur"] for at in range(59)] + [None]
    questions = [
        surveys.question(1, "Nama", "personal"),
        surveys.question(3, "Bidang", "single", ("Kuliner", "Jasa"), role="field"),
        surveys.question(4, "Media apa?", "multiple", ("TikTok", "Brosur")),
        surveys.question(5, "Karyawan", "number"),
        surveys.question(6, "Bantuan apa?", "multiple", ("Modal", "Pelatihan")),
        surveys.question(7, "Saran", "text"),
    ]
    answers = {
        "q01": [f"Rahasia {at}" for at in range(120)],
        "q03": field,
        "q04": media,
        "q05": [at % 8 for at in range(119)] + [None],
        "q06": [["Modal"] if one == "Kuliner" else ["Pelatihan"] for one in field],
        "q07": ["bisikan"] * 120,
    }
    areas = [world.areas["East" if at % 2 else "Centre upper"].pk for at in range(119)] + [0]
    return surveys.add(world, questions, answers, areas=areas)


def test_each_of_several_answers_has_a_test_of_its_own(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q04&column=q03")
    assert numbers(answer)["Respondents"] == "119"
    assert numbers(answer)["Answers that differ"] == "2"
    table = answer.context["crosstab"]
    expected = chi2_contingency([[45, 10], [15, 49]], correction=False).pvalue
    assert expected < 0.0005
    assert table["has_tests"]
    assert [row["chance"] for row in table["rows"]] == ["p\u00a0<\u00a00.001"] * 2
    assert cells(answer)[("TikTok", "Kuliner")]["column_share"] == 45 / 60
    assert any("takes several answers: each is tested by itself" in one for one in answer.context["notices"])


def test_several_answers_as_columns_are_put_into_the_rows_and_that_is_said(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q03&column=q04")
    assert answer.context["choice"]["row"] == "q04"
    assert any("it stands in the rows" in one for one in answer.context["notices"])
    assert not answer.context["choice"]["can_swap"]


def test_two_questions_with_several_answers_have_no_test_of_a_row(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q04&column=q06")
    assert any("the groups overlap" in one for one in answer.context["notices"])
    assert not answer.context["crosstab"]["has_tests"]
    assert cells(answer)[("TikTok", "Modal")]["mark"] == "▲"
    assert not any(one["letters"] for one in cells(answer).values())
    assert "By chance alone" not in numbers(answer)


def test_a_number_is_cut_at_its_quartiles_of_all_answers(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q03&column=q05")
    columns = answer.context["crosstab"]["columns"]
    # 0 … 7, fifteen times each but the last: quarters at 1, 3 and 5
    assert [(one["label"], one["n"]) for one in columns] == [
        ("up to 1", 30), ("over 1, up to 3", 30), ("over 3, up to 5", 30), ("over 5", 29),
    ]  # fmt: skip
    assert any("it is cut where a quarter" in one for one in answer.context["notices"])
    filtered = crosstab(reader(world.bob), "?row=q03&column=q05&a=q03-0")
    assert [one["label"] for one in filtered.context["crosstab"]["columns"]] == [
        one["label"] for one in columns
    ]


def test_the_sub_district_is_a_choice_by_name(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q03&column=area")
    columns = answer.context["crosstab"]["columns"]
    assert [(one["label"], one["n"]) for one in columns] == [("Centre", 60), ("East", 59)]
    assert columns[0]["href"] == "", "no filter of this page can say it"


def test_without_any_sub_district_it_is_no_choice(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column=area")
    assert "area" not in dict(answer.context["choice"]["questions"])
    assert any("There is no such question" in one for one in answer.context["notices"])


# Addresses -----------------------------------------------------------------------------------------------


def test_awareness_by_field_comes_first_where_both_were_asked(world) -> None:
    add(world, {"A": {"Tahu": 20}, "B": {"Tidak tahu": 20}}, surveys.AWARE, row="awareness", column="field")
    choice = crosstab(reader(world.bob)).context["choice"]
    assert (choice["row"], choice["column"]) == (ROW, COLUMN)


def test_else_the_first_two_questions(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    choice = crosstab(reader(world.bob)).context["choice"]
    assert (choice["row"], choice["column"]) == (COLUMN, ROW)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?row=q99&column=q03", "There is no such question"),
        ("?row=q07&column=q07", "cannot be crossed with itself"),
        ("?row=%00&column=<script>", "There is no such question"),
        (f"?row={'q' * 5000}", "There is no such question"),
        ("?row=q07&column=q03&correction=none", "no such correction"),
        ("?row=q07&column=q03&a=q07-99", "Not an answer to a question"),
        ("?survey=999999", "There is no such survey"),
    ],
)
def test_no_address_is_an_error(world, query, said) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), query)
    assert answer.status_code == 200
    assert any(said in one for one in answer.context["notices"])
    choice = answer.context["choice"]
    assert {choice["row"], choice["column"]} == {ROW, COLUMN}


def test_one_missing_key_is_filled_without_a_word(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?column={COLUMN}")
    assert (answer.context["choice"]["row"], answer.context["choice"]["column"]) == (ROW, COLUMN)
    assert answer.context["notices"] == []


def test_a_survey_with_one_question_says_what_is_missing(world) -> None:
    surveys.add(world, [surveys.question(1, "Satu", "single", ("a", "b"))], {"q01": ["a"] * 40})
    answer = crosstab(reader(world.bob), "?row=q01&column=q02")
    assert answer.context["heading"] == "Nothing to cross in this survey"
    assert answer.context["empty"]["title"] == "Fewer than two questions"


def test_questions_that_nobody_answered_together_leave_nothing(world) -> None:
    questions = [surveys.question(at, f"Q{at}", "single", ("a", "b")) for at in (1, 2)]
    surveys.add(
        world, questions, {"q01": ["a", "b"] * 20 + [None] * 40, "q02": [None] * 40 + ["a", "b"] * 20}
    )
    answer = crosstab(reader(world.bob))
    assert answer.context["empty"]["title"] == "No answers to both"
    assert answer.context["choice"]["row"] == "q01", "so that others can be chosen"


def test_without_a_survey_the_page_says_so(world) -> None:
    assert crosstab(reader(world.bob), "?row=q01").context["heading"] == "No survey is loaded yet"


def test_the_swap_link_turns_the_table_and_keeps_the_filter(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}&a={COLUMN}-0&a={COLUMN}-1")
    link = f"?row={COLUMN}&amp;column={ROW}&amp;a={COLUMN}-0&amp;a={COLUMN}-1"
    assert link in answer.content.decode()
    turned = crosstab(reader(world.bob), link.replace("&amp;", "&"))
    assert cells(turned)[("Kuliner", "Ya")]["n"] == cells(answer)[("Ya", "Kuliner")]["n"] == 34
    assert numbers(turned)["Strength"] == numbers(answer)["Strength"]


def test_a_cell_leads_to_its_respondents(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    answer = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}")
    address = urlsplit(cells(answer)[("Tidak", "Makanan")]["href"])
    assert address.path == "/survey/questions/"
    chosen = _reader(world, address.query)
    assert int(chosen.kept.sum()) == 32
    assert sorted(parse_qs(address.query)["a"]) == [f"{COLUMN}-2", f"{ROW}-1"]


def test_the_filter_narrows_the_table(world, mixed) -> None:
    answer = crosstab(reader(world.bob), "?row=q03&column=area&a=q04-0")
    assert numbers(answer)["Respondents"] == "55"


# Files, roles, cost --------------------------------------------------------------------------------------


def test_the_file_has_a_line_per_cell(world) -> None:
    add(world, USED, ("Ya", "Tidak"))
    address = f"?row={ROW}&column={COLUMN}&download=csv&figure=crosstab"
    lines = crosstab(reader(world.bob), address).content.decode("utf-8-sig").splitlines()
    rows = list(csv.reader(lines))
    rows = [row for row in rows if not row[0].startswith("#")]
    assert len(rows) == 1 + 8
    assert rows[1][:6] == ["Ya", "A Kuliner", "34", "51.51515151515151", "68", "22.666666666666666"]
    assert rows[1][-2:] == ["more than expected", "B C"]


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
def test_every_role_sees_the_same_and_nobody_anything_personal(world, mixed, name) -> None:
    answer = crosstab(reader(getattr(world, name)), "?row=q03&column=q04")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Rahasia" not in text
    assert "bisikan" not in text
    assert set(dict(answer.context["choice"]["questions"])) == {"q03", "q04", "q05", "q06", "area"}


def test_it_asks_for_a_sign_in(world) -> None:
    assert Client().get("/survey/crosstab/").status_code == 302


def test_both_languages_draw_the_page(world, mixed) -> None:
    for language in ("en", "id"):
        for query in ("", "?row=q04&column=q03", "?row=q05&column=q03", "?row=q04&column=q06"):
            answer = crosstab(reader(world.bob, language), query)
            assert answer.status_code == 200
            assert answer.context["heading"]
            assert "%(" not in answer.content.decode()
    assert "75\u00a0%&nbsp;↓" in crosstab(reader(world.bob, "id"), "?row=q04&column=q03").content.decode()


def test_queries_do_not_grow_with_the_answers(world, mixed) -> None:
    client = reader(world.bob)
    with CaptureQueriesContext(connection) as first:
        crosstab(client, "?row=q03&column=q05")
    with CaptureQueriesContext(connection) as again:
        crosstab(client, "?row=q03&column=q05")
    assert len(first) <= 21
    assert not [one for one in again.captured_queries if "answerpart" in one["sql"]], "counts are kept"


def test_words_of_people_are_no_html(world) -> None:
    table = {"<b>A</b>": {"<i>Ya": 20, "Tidak": 15}, "B": {"<i>Ya": 10, "Tidak": 25}}
    add(world, table, ("<i>Ya", "Tidak"))
    text = crosstab(reader(world.bob), f"?row={ROW}&column={COLUMN}").content.decode()
    assert "<b>A</b>" not in text
    assert "<i>Ya" not in text
