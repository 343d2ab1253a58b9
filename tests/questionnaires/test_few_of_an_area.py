"""What fewer than five respondents of a sub-district answered is shown to nobody, on no survey page."""

import pytest
from django.test import Client

from tests import world as worlds
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question, repeated

pytestmark = pytest.mark.django_db
PEOPLE = {"Centre": 12, "East": 1, "Hill": 8, "North": 6, "West": 3}
AREA_QUESTION, USED = "q01", "q02"


@pytest.fixture
def world():
    """30 respondents by sub-district, who all said yes, but for half of the Centre."""
    world = worlds.build()
    where = repeated(PEOPLE)
    questions = [
        question(1, "Kecamatan", "single", tuple(PEOPLE), role="sub_district"),
        question(2, "Pernah memakai?", "single", ("Ya", "Tidak"), role="used"),
    ]
    used = ["Tidak"] * 6 + ["Ya"] * 24
    ids = [world.areas[name].pk for name in where]
    surveys.add(world, questions, {AREA_QUESTION: where, USED: used}, areas=ids)
    return world


def get(person, address: str):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("area", ["area", AREA_QUESTION])
@pytest.mark.parametrize("is_row", [False, True])
def test_few_are_joined_with_enough_others_in_a_crosstab(world, area, is_row) -> None:
    row, column = (area, USED) if is_row else (USED, area)
    answer = get(world.alice, f"/survey/crosstab/?row={row}&column={column}")
    table = answer.context["crosstab"]
    groups = {one["label"]: one["n"] for one in table["rows" if is_row else "columns"]}
    # one of East and three of West are four together: North, the smallest of the others, hides them
    assert groups == {"Centre": 12, "Hill": 8, "other sub-districts": 10}
    text = answer.content.decode()
    assert "fewer than 5 respondents are joined with others" in text
    figures = answer.context["figures"].values()
    assert not any("East" in str(line) for one in figures for line in one.table.rows)


def test_those_that_few_of_a_filter_come_from_are_joined_too(world) -> None:
    answer = get(world.bob, f"/survey/crosstab/?row={USED}&column=area&a={USED}-1")
    assert [one["label"] for one in answer.context["crosstab"]["columns"]] == ["Centre"]
    answer = get(world.bob, f"/survey/crosstab/?row={USED}&column=area&a={USED}-0")
    labels = [one["label"] for one in answer.context["crosstab"]["columns"]]
    assert labels == ["Hill", "North", "other sub-districts"]


@pytest.mark.parametrize("address", ["", "questions/", "crosstab/", "scale/"])
@pytest.mark.parametrize("query", [f"a={AREA_QUESTION}-1", f"a={AREA_QUESTION}-2&a={USED}-1"])
def test_a_filter_that_keeps_few_of_a_sub_district_shows_no_figures(world, address, query) -> None:
    for person in (world.alice, world.carol):
        answer = get(person, f"/survey/{address}?{query}")
        assert answer.status_code == 200
        assert str(answer.context["heading"]) == "Too few respondents of this sub-district"
        assert not answer.context["figures"]
        assert "respondents ·" not in answer.context["source_line"]
        assert "1 respondent" not in answer.content.decode()
        assert len(answer.context["chips"]) == query.count("a=")


def test_five_are_shown(world) -> None:
    answer = get(world.alice, f"/survey/questions/?a={AREA_QUESTION}-3")
    assert answer.context["figures"]


def test_no_cell_of_few_leads_to_what_they_answered(world) -> None:
    answer = get(world.alice, f"/survey/crosstab/?row={USED}&column={AREA_QUESTION}")
    cells = [cell for row in answer.context["crosstab"]["rows"] for cell in row["cells"]]
    assert any(cell["href"] for cell in cells)
    assert not any(cell["href"] for cell in cells if cell["n"] < 5)
