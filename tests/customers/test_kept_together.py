"""Two people who change the events or the remedies of the same data, and what was typed wrongly."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import KeptRecipe, SalesEvent
from data.models import Dataset
from tests.customers.small_table import add_table
from tests.world import World, english

EVENTS = "/customers/sales/events/"
EVENT = {"name": "Valentine", "first": "2023-02-10", "last": "2023-02-14"}


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"last": "2023-02-01"}, "last", "The event ends before it begins."),
        ({"name": ""}, "name", "Name the event."),
        ({"first": ""}, "first", "Choose the first day."),
        ({"first": "2023-02-30"}, "first", "Enter a valid date."),
    ],
)
def test_a_wrong_event_comes_back_as_it_was_typed(
    reader: Client, changed: dict[str, str], field: str, says: str
) -> None:
    typed = EVENT | changed
    answer = reader.post(f"{EVENTS}?segments=4", typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert says in html.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in html
    focused = html.partition("data-focus")
    assert html.count("data-focus") == 1
    assert f'name="{field}"' in (focused[0].rpartition("<")[2] + focused[2].partition(">")[0])
    # the address of the page is kept
    assert f"{EVENTS}?segments=4" in html
    assert not SalesEvent.objects.exists()


def test_an_event_that_somebody_wrote_down_meanwhile_stands_there_once(world: World) -> None:
    bob, carol = english(world.bob), english(world.carol)
    assert bob.post(EVENTS, EVENT).status_code == 302
    answer = carol.post(EVENTS, EVENT)
    assert answer.status_code == 422
    assert "This event is there already, with the same days." in answer.content.decode()
    assert SalesEvent.objects.count() == 1
    # another one of the same name is another one
    assert carol.post(EVENTS, EVENT | {"first": "2023-02-11"}).status_code == 302


def test_two_people_who_take_the_same_event_away(world: World) -> None:
    bob, carol = english(world.bob), english(world.carol)
    bob.post(EVENTS, EVENT)
    event = SalesEvent.objects.get()
    assert bob.post(f"{EVENTS}{event.pk}/remove/").status_code == 302
    answer = carol.post(f"{EVENTS}{event.pk}/remove/")
    assert answer.status_code == 404
    assert "This event is gone already." in answer.content.decode()


@pytest.fixture
def table_too(world: World) -> World:
    add_table(world)
    return world


def remedies(client: Client) -> dict[str, Any]:
    context = client.get("/customers/table/quality/").context
    form = context["remedies"]
    values = {field.name: field.initial or "" for field in form}
    return {"seen": context["seen"], **values, "iqr": "1.5"}


def test_the_second_to_choose_remedies_is_told_and_loses_nothing(table_too: World) -> None:
    bob, carol = english(table_too.bob), english(table_too.carol)
    his, hers = remedies(bob), remedies(carol)
    path = "/customers/table/quality/remedies/"
    assert bob.post(path, his).status_code == 302
    answer = carol.post(path, hers | {"iqr": "3"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Bob kept other remedies or features on" in html
    assert answer.context["remedies"]["iqr"].value() == "3"
    assert KeptRecipe.objects.count() == 1
    assert carol.post(path, hers | {"iqr": "3", "seen": answer.context["seen"]}).status_code == 302
    assert KeptRecipe.objects.count() == 2


@pytest.mark.parametrize("form", ["quality/remedies", "relations/formulas"])
def test_why_nothing_can_be_chosen_any_more_is_said(table_too: World, form: str) -> None:
    """Another person deleted the files while the form was filled in."""
    Dataset.objects.update(rows_purged_at=timezone.now())
    answer = english(table_too.bob).post(f"/customers/table/{form}/", {"seen": "x"}, follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert said == ["The files of this table were deleted for good. Choose another period."]


def test_the_second_to_write_a_feature_is_told_and_loses_nothing(table_too: World) -> None:
    bob, carol = english(table_too.bob), english(table_too.carol)
    seen = carol.get("/customers/table/relations/").context["seen"]
    bob.post("/customers/table/quality/remedies/", remedies(bob))
    wanted = [
        value
        for value, _label in carol.get("/customers/table/relations/")
        .context["formulas"]["wanted"]
        .field.choices
    ]
    answer = carol.post(
        "/customers/table/relations/formulas/", {"seen": seen, "wanted": wanted, "name": "My feature"}
    )
    assert answer.status_code == 422
    assert "Bob kept other remedies or features on" in answer.content.decode()
    assert 'value="My feature"' in answer.content.decode()
