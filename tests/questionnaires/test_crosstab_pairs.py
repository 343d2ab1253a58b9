"""Every pair of questions of the office's survey, as few people as a filter leaves."""

from itertools import permutations

import pytest
from django.test import Client

from questionnaires import queries
from questionnaires.sides import choices
from tests import world as worlds
from tests.questionnaires import office

pytestmark = pytest.mark.django_db
# nobody who never used influencers said how often; one field and one answer leave a handful, or nobody
FILTERS = ("a=q04-0", "a=q01-3&a=q04-1", "a=q03-0&a=q05-2")


@pytest.mark.parametrize("chosen", FILTERS)
def test_every_pair_of_questions_is_a_page_whoever_is_left(chosen: str) -> None:
    world = worlds.build()
    keys = list(choices(queries.survey(office.add(world))))
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.alice)
    pages = {
        pair: client.get("/survey/crosstab/?row={}&column={}&{}".format(*pair, chosen))
        for pair in permutations(keys, 2)
    }
    assert len(pages) == 56
    assert {pair: page.status_code for pair, page in pages.items() if page.status_code != 200} == {}


def test_a_column_that_nobody_left_has_answered_is_said() -> None:
    world = worlds.build()
    office.add(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.alice)
    page = client.get("/survey/crosstab/?row=q08&column=q05&a=q04-0")
    assert page.context["empty"]["title"] == "No answers to both"
