"""The page from a number to its source: what it shows to whom, and what it says of a bad address."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import WorkArea
from core import shown
from dashboard.trail import change as trail_change
from dashboard.trail import tables as trail_tables
from data.models import Edition, MarketRow
from tests import world as worlds
from tests.questionnaires import office, surveys
from tests.questionnaires.surveys import question
from tests.world import english

from . import traced
from .traced import One

pytestmark = pytest.mark.django_db
ROWS = [
    *[One("Centre", "Food", 1, 1_111_111 + at) for at in range(60)],
    *[One("East", "Fashion", 2, 2_222_222 + at) for at in range(10)],
]


@pytest.fixture
def world(db: None) -> worlds.World:
    return traced.build(ROWS)


def text_of(response: Any) -> str:
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def follow(user: Any, query: str) -> Any:
    return english(user).get(f"/trail/?{query}")


def test_a_ratio_leads_to_rows_and_to_the_cell_of_its_residents(world) -> None:
    response = follow(world.bob, f"page=ratio&figure=ratio&of_area={world.areas['Centre'].pk}")
    text = text_of(response)
    assert response.context["heading"] == "How 60 MSMEs in Centre came about"
    assert "60 ÷ 10,000 × 1,000 = 6.0" in text
    assert "60 rows add up to 60: the number that is shown." in text
    assert "Centre C4 10,000 population-2023.csv · Data Jumlah 4" in text
    assert "B Kecamatan" in text
    assert "1 to 50 of 60" in text


def test_the_rows_to_follow_show_the_number_that_is_followed(world) -> None:
    """Turnover is followed on into an area as turnover, not as MSMEs; what no column is is not kept."""
    query = "page=overview&figure=segments&measure=average_turnover"
    steps = {name: (text, href) for name, text, href in follow(world.bob, query).context["steps"]}
    assert steps["Centre"][0] == "Rp\u00a01.1\u00a0million"
    assert "60" not in {text for text, _href in steps.values()}
    text = text_of(english(world.bob).get(steps["Centre"][1]))
    assert "How Rp 1.1 million (Average turnover) in Centre came about" in text
    assert "Other rows of this figure Average turnover" in text


@pytest.mark.parametrize(
    ("measure", "said"), [("residents", "10,000"), ("n", "60"), ("", "6.0"), ("beauty", "6.0")]
)
def test_each_measure_has_its_own_numbers(world, measure, said) -> None:
    """Where none is asked for, the one that orders the figure: a ratio in the figure of ratios."""
    steps = follow(world.bob, f"page=ratio&figure=ratio&measure={measure}").context["steps"]
    found = {name: (text, href) for name, text, href in steps}
    assert found["Centre"][0] == said
    assert ("measure=" in found["Centre"][1]) == (measure in ("residents", "n"))


def test_the_list_is_turned_by_its_address(world) -> None:
    query = f"page=ratio&figure=ratio&of_area={world.areas['Centre'].pk}"
    second = follow(world.bob, f"{query}&rows=2")
    assert "51 to 60 of 60" in text_of(second)
    assert "51 to 60 of 60" in text_of(follow(world.bob, f"{query}&rows=99999"))
    assert "1 to 50 of 60" in text_of(follow(world.bob, f"{query}&rows=x"))


def test_each_figure_of_a_page_links_to_its_trail_with_the_filters(world) -> None:
    client = english(world.bob)
    content = client.get("/ratio/?size=1&sort=-n").content.decode()
    links = re.findall(r'class="to-source" href="([^"]+)"', content)
    assert len(links) == 4
    for link in links:
        assert "size=1" in link
        assert "sort" not in link
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_pages_outside_the_report_have_no_such_link(world) -> None:
    assert b"to-source" not in english(world.bob).get("/enterprises/").content


def test_a_figures_workbook_says_where_its_numbers_come_from(world) -> None:
    client = english(world.bob)
    book = openpyxl.load_workbook(BytesIO(client.get("/ratio/?download=xlsx&figure=ratio").content))
    assert book.sheetnames[1:] == [
        "About this table", "How it is computed", "Rows behind it", "MSMEs by area and file",
        "Cells behind it",
    ]  # fmt: skip
    rows = [[cell.value for cell in row] for row in book["MSMEs by area and file"].iter_rows()]
    assert rows[0][:5] == ["Sub-district", "File", "Sheet", "Rows", "First row"]
    assert [row[3] for row in rows[1:3]] == [60, 10]
    assert "60" not in {cell.value for cell in book["Rows behind it"]["F"]}  # numbers stay numbers
    assert b"Rows behind it" not in client.get("/ratio/?download=csv&figure=ratio").content


def test_nothing_to_follow_is_no_table(world) -> None:
    assert trail_tables.tables(shown.read("ratio", "", world.bob), "nothing", world.bob) == ()


def test_a_card_keeps_its_area(world) -> None:
    client = english(world.bob)
    content = client.get(f"/card/{world.areas['Centre'].pk}/").content.decode()
    links = re.findall(r'class="to-source" href="([^"]+)"', content)
    response = client.get(links[0].replace("&amp;", "&"))
    assert response.status_code == 200
    assert "60 ÷ 10,000 × 1,000 = 6.0" in text_of(response)


def test_sales_see_the_sum_of_all_and_the_rows_of_their_own_areas(world) -> None:
    text = text_of(follow(world.alice, "page=overview&figure=sizes"))
    assert "70 rows add up to 70" in text
    assert "60 of the 70 rows are in your areas" in text
    east = text_of(follow(world.alice, f"page=ratio&figure=ratio&of_area={world.areas['East'].pk}"))
    assert "10 rows add up to 10" in east
    assert "All 10 rows lie outside your areas" in east
    assert "Fashion micro" not in east


def test_nobody_reads_what_one_enterprise_earns(world) -> None:
    WorkArea.objects.all().delete()
    for user in (world.alice, world.bob, world.carol):
        for query in ("page=overview&figure=sizes", "page=overview&figure=sizes&of_size=1",
                      "page=overview&figure=sizes&of_size=1&measure=median_turnover"):  # fmt: skip
            content = follow(user, query).content.decode()
            assert not re.search(r"1[.,]?111[.,]?1\d\d", content)
            assert not re.search(r"2[.,]?222[.,]?2\d\d", content)


def test_answers_lead_to_the_column_but_to_no_row_of_a_respondent(world) -> None:
    office.add(world)
    response = follow(world.alice, "page=questionnaires&figure=used&of_answer=q04-1")
    text = text_of(response)
    assert response.status_code == 200
    assert "Pernah memakai?" in text
    assert "66 ÷ 150 = 44.0%" in text
    assert "Rows of enterprises" not in text
    assert "Person 1" not in text


def two_files(world: worlds.World, n: int, other: int) -> None:
    """A survey in two files, whose question so many and so many answered; one more of each did not."""
    asked = [question(1, "Known?", "likert", surveys.AWARE)]
    first, second = (
        surveys.add(world, asked, {"q01": [*["Tahu"] * many, None]}, year=year)
        for year, many in ((2023, n), (2022, other))
    )
    first.datasets.add(*second.datasets.all())


def rows_of_files(world: worlds.World) -> list[list[Any]]:
    """File, rows and what they add up to of each file, as the workbook has them."""
    client = english(world.alice)
    address = "/survey/questions/?download=xlsx&figure=q01"
    found = openpyxl.load_workbook(BytesIO(client.get(address).content))["Rows behind it"]
    head, *lines = [[cell.value for cell in row] for row in found.iter_rows()]
    places = [head.index(name) for name in ("File", "Rows", "They add up to")]
    return [[line[place] for place in places] for line in lines if line[places[0]]]


def test_a_file_of_few_answers_is_told_by_no_number(world) -> None:
    """Nor is the other: the number of both together is shown."""
    two_files(world, 20, 3)
    text = text_of(follow(world.alice, "page=survey_questions&figure=q01"))
    assert "23 of 25 respondents answered it." in text
    assert text.count("no value") == text.count("not told: few answered") == 2
    few = "not told: few answered"
    assert rows_of_files(world) == [["survey-2023.csv", None, few], ["survey-2022.csv", None, few]]


def test_files_of_many_answers_are_told(world) -> None:
    two_files(world, 20, 5)
    assert rows_of_files(world) == [["survey-2023.csv", 20, "20"], ["survey-2022.csv", 5, "5"]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "page=ratio",
        "page=nothing&figure=x",
        "page=enterprises&figure=x",
        "page=ratio&figure=beauty",
        "page=ratio&figure=ratio&of_area=999999",
        "page=ratio&figure=ratio&of_area=x",
        "page=ratio&figure=ratio&of_area=" + "9" * 60,
        "page=ratio&figure=ratio&of_size=1",
        "page=card&figure=facts&args=99999999999999",
        "page=card&figure=facts&args=x",
        "page=ratio&figure=ratio&args=5",
        "page=questionnaires&figure=used",
        "page=overview&figure=sizes&of_answer=zz",
        "page=%00&figure=%00",
    ],
)
def test_what_is_not_there_is_said_with_a_way_back(world, query) -> None:
    response = follow(world.bob, query)
    if query == "page=overview&figure=sizes&of_answer=zz":
        assert response.status_code in (200, 404)
        return
    assert response.status_code == 404
    assert response.context["heading"] == "This number cannot be followed"
    assert all(href for _label, href in response.context["ways"])


def test_somebody_who_is_not_signed_in_is_asked_to(world) -> None:
    assert Client().get("/trail/?page=ratio&figure=ratio").status_code == 302


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_can_be_read_in_both_languages(world, language) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(world.carol)
    response = client.get("/trail/?page=overview&figure=fields")
    assert response.status_code == 200
    assert ("Baris di baliknya" in response.content.decode()) == (language == "id")


def test_more_rows_take_no_more_queries(world) -> None:
    query = f"page=ratio&figure=ratio&of_area={world.areas['Centre'].pk}"
    follow(world.bob, query)
    with CaptureQueriesContext(
        connection,
    ) as few:
        follow(world.bob, query)
    first = MarketRow.objects.first()
    assert first is not None
    MarketRow.objects.bulk_create(
        MarketRow(dataset_id=first.dataset_id, sheet=0, row_number=500 + at, area=world.areas["Centre"],
                  category_id=first.category_id, size_class=1)
        for at in range(300)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        follow(world.bob, query)
    assert len(many) == len(few) < 45


def test_a_comparison_is_worked_out_once_for_its_rows(monkeypatch) -> None:
    """It takes two thirds of each page's time. Of another filter, person or edition it is another one."""
    world = traced.build(ROWS)
    earlier = traced.market(world, [One("Centre", "Food", 1)] * 40, 2022)
    compared: list[Any] = []
    once = trail_change._compared
    monkeypatch.setattr(trail_change, "_compared", lambda market: compared.append(market) or once(market))
    centre = world.areas["Centre"].pk
    for query in ("", f"&of_area={centre}", "", f"&of_area={world.areas['East'].pk}"):
        response = follow(world.bob, f"page=overview&figure=change{query}")
        assert response.status_code == 200
    assert len(compared) == 1
    one = f"page=overview&figure=change&of_area={centre}"
    assert "40 rows add up to 40" in text_of(follow(world.bob, one))
    follow(world.bob, "page=overview&figure=change&size=1")
    follow(world.carol, "page=overview&figure=change")
    assert len(compared) == 3
    Edition.objects.filter(pk=earlier.pk).update(is_current=False)
    traced.market(world, [One("Centre", "Food", 1)] * 50, 2022)
    again = text_of(follow(world.bob, one))
    assert len(compared) == 4
    assert "50 rows add up to 50" in again
