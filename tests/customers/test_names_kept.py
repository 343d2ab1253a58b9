"""Names of segments: kept with the shop and the segment, never lost, and as they were where it was saved."""

from typing import Any

import pytest
from django.test import Client

from customers.models import CustomerRun, NamedSegments
from tests.customers.small_table import add_table
from tests.world import World, english

SHOP = ("/customers/", "/customers/words/", "/customers/saved/save/")
TABLE = ("/customers/table/", "/customers/table/words/", "/customers/table/save/")
pages = pytest.mark.parametrize("pages", [SHOP, TABLE], ids=["shop", "table"])


@pytest.fixture
def table_too(world: World) -> World:
    add_table(world)
    return world


def filled(client: Client, path: str) -> tuple[dict[str, str], int]:
    """The form as it stands on the page, and the number of its first segment."""
    context = client.get(path).context
    found = {"seen": context["seen"], "names_seen": context["names_seen"]}
    for one in context["segments"]:
        found |= {f"name-{one.place}": one.name, f"strategy-{one.place}": one.strategy}
    return found, context["segments"][0].place


def called(client: Client, path: str) -> list[str]:
    return [one.name for one in client.get(path).context["segments"]]


@pages
def test_a_name_makes_no_saved_segmentation(reader: Client, table_too: World, pages: Any) -> None:
    form, first = filled(reader, pages[0])
    assert reader.post(pages[1], form | {f"name-{first}": "Our best"}).status_code == 302
    assert called(reader, pages[0])[0] == "Our best"
    assert not CustomerRun.objects.exists()
    assert NamedSegments.objects.count() == 1


@pages
def test_a_saved_segmentation_says_the_name_of_then_and_that_of_now(
    reader: Client, table_too: World, pages: Any
) -> None:
    page, words, save = pages
    form, first = filled(reader, page)
    reader.post(words, form | {f"name-{first}": "Our best"})
    form, _first = filled(reader, page)
    reader.post(save, {"seen": form["seen"], "name": "June"})
    run = CustomerRun.objects.get()
    figure = reader.get(f"/customers/saved/{run.pk}/").context["figures"]["segments"]
    assert "Our best" in [row["segment"] for row in figure.table.rows]
    assert [one.key for one in figure.table.columns if one.key == "now"] == []
    reader.post(words, form | {f"name-{first}": "Gold"})
    shown = reader.get(f"/customers/saved/{run.pk}/")
    now = {row["segment"]: row["now"] for row in shown.context["figures"]["segments"].table.rows}
    assert now["Our best"] == "Gold"
    assert all(then == name for then, name in now.items() if then != "Our best")
    assert "Called now" in shown.content.decode()


def test_a_segmentation_saved_before_it_was_named_says_todays_name(reader: Client) -> None:
    form, first = filled(reader, SHOP[0])
    proposed = form[f"name-{first}"]
    reader.post(SHOP[2], {"seen": form["seen"], "name": "First"})
    reader.post(SHOP[1], form | {f"name-{first}": "Our best"})
    run = CustomerRun.objects.get()
    rows = reader.get(f"/customers/saved/{run.pk}/").context["figures"]["segments"].table.rows
    assert {row["segment"]: row["now"] for row in rows}[proposed] == "Our best"


def test_names_outlive_a_saved_segmentation(reader: Client) -> None:
    form, first = filled(reader, SHOP[0])
    reader.post(SHOP[1], form | {f"name-{first}": "Our best"})
    reader.post(SHOP[2], {"seen": form["seen"], "name": "June"})
    reader.post(f"/customers/saved/{CustomerRun.objects.get().pk}/delete/")
    assert called(reader, SHOP[0])[0] == "Our best"


@pages
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    reader: Client, table_too: World, pages: Any
) -> None:
    form, first = filled(reader, pages[0])
    places = [name.removeprefix("name-") for name in form if name.startswith("name-")]
    other = next(one for one in places if one != str(first))
    typed = form | {
        f"name-{first}": "Twice", f"name-{other}": "Twice", f"strategy-{other}": "A long text of mine."
    }  # fmt: skip
    answer = reader.post(pages[1], typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert html.count("Two segments have this name. Give each its own.") == 2
    assert "A long text of mine." in html
    # the first of the two has the focus, and both are said to be wrong
    assert html.count("data-focus") == 1
    assert html.count('aria-invalid="true"') == 2
    assert f'aria-describedby="name-{first}_error"' in html or f'id="name-{first}_error"' in html
    assert not NamedSegments.objects.exists()
    # sent again, corrected, it is kept
    sent = typed | {f"name-{other}": "Once"}
    assert reader.post(pages[1], sent).status_code == 302


@pages
def test_the_second_of_two_is_told_and_loses_nothing(table_too: World, pages: Any) -> None:
    bob, carol = english(table_too.bob), english(table_too.carol)
    his, first = filled(bob, pages[0])
    hers, _first = filled(carol, pages[0])
    assert bob.post(pages[1], his | {f"name-{first}": "His <b>name"}).status_code == 302
    answer = carol.post(pages[1], hers | {f"name-{first}": "Her name"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Bob kept other names on" in html
    assert 'value="Her name"' in html
    assert "Kept now: His &lt;b&gt;name" in html
    # nothing of his was overwritten
    assert "His <b>name" in called(bob, pages[0])
    # what she is shown is what the form is about now: kept at once, if she wants
    again = hers | {f"name-{first}": "Her name", "names_seen": answer.context["names_seen"]}
    assert carol.post(pages[1], again).status_code == 302
    assert "Her name" in called(bob, pages[0])


@pages
def test_words_for_data_that_changed_stay_too(reader: Client, table_too: World, pages: Any) -> None:
    form, first = filled(reader, pages[0])
    answer = reader.post(pages[1], form | {"seen": "other data", f"name-{first}": "Our best"})
    assert answer.status_code == 422
    assert "The data changed since you opened this page" in answer.content.decode()
    assert 'value="Our best"' in answer.content.decode()
    assert not NamedSegments.objects.exists()
