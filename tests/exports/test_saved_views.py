"""Saved views: named, shared, opened within one's rights, deleted and brought back."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Event
from core import pages, shown
from exports import addresses, saved_views
from exports.models import SavedView
from tests import world as worlds
from tests.data.test_personal_rows import hashes
from tests.exports.views_world import schedule, view
from tests.world import english

pytestmark = pytest.mark.django_db
NEW = "/views/new/?address="


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def post_new(client: Client, address: str, **data: Any) -> Any:
    form = {"name": "Mine", "seen_by": "own", "newest": "on", **data}
    return client.post(NEW + quote(address), {key: one for key, one in form.items() if one is not None})


# Saving --------------------------------------------------------------------------------------------------


def test_a_page_with_its_filters_is_saved_under_a_proposed_name(world: worlds.World) -> None:
    east, food = world.areas["East"].pk, world.categories["Food"].pk
    client = english(world.bob)
    asked = client.get(NEW + quote(f"/ratio/?area={east}&category={food}"))
    assert asked.context["form"].initial["name"] == "Ratio – East, Food"
    answer = post_new(client, f"/ratio/?area={east}&category={food}", name="East and food")
    assert answer["Location"] == "/views/"
    saved = SavedView.objects.get()
    assert (saved.owner, saved.name, saved.page) == (world.bob, "East and food", "ratio")
    assert saved.address == f"/ratio/?area={east}&category={food}"
    assert not saved.is_shared
    assert saved.words["en"] == [["Sub-district", "East"], ["Business field", "Food"]]
    assert saved.words["id"] == [["Kecamatan", "East"], ["Bidang usaha", "Food"]]
    event = Event.objects.get(action="view_saved")
    assert (event.user, event.subject) == (world.bob, "East and food")


@pytest.mark.parametrize(("newest", "kept"), [("on", "/"), (None, "/?year=2023")])
def test_a_view_follows_new_data_unless_its_year_is_meant(
    world: worlds.World, newest: str | None, kept: str
) -> None:
    """The filter's form always writes the year it shows, so nobody chose it by having it there."""
    post_new(english(world.bob), "/?year=2023", newest=newest)
    assert SavedView.objects.get().address == kept


def test_a_year_of_the_past_is_kept(world: worlds.World) -> None:
    worlds.add_market(world, worlds.MARKET, year=2022)
    asked = english(world.bob).get(NEW + quote("/?year=2022"))
    assert "newest" not in asked.context["form"].fields
    post_new(english(world.bob), "/?year=2022")
    saved = SavedView.objects.get()
    assert saved.address == "/?year=2022"
    assert saved.words["en"] == [["Year", "2022"]]


@pytest.mark.parametrize(
    "address", ["//example.org/", "https://example.org/", "/nothing/", "", "/card/999999/", "/views/"]
)
def test_another_site_or_no_page_is_refused(world: worlds.World, address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(english(world.bob), method)(NEW + quote(address), follow=True)
        assert answer.redirect_chain == [("/views/", 302)]
        assert "toast-line" in text(answer)
    assert not SavedView.objects.exists()


def test_a_page_of_another_role_is_not_saved(world: worlds.World) -> None:
    answer = english(world.alice).get(NEW + quote("/data/editions/"), follow=True)
    assert "Your role may not open this page" in text(answer)


def test_a_name_is_needed_is_short_and_stands_once(world: worlds.World) -> None:
    client = english(world.bob)
    for name in ("", "   ", "x" * 81):
        assert post_new(client, "/", name=name).status_code == 422
    post_new(client, "/", name="Mine")
    answer = post_new(client, "/ratio/", name=" Mine ")
    assert answer.status_code == 422
    assert "You have a view with this name already" in text(answer)
    # somebody else's name is theirs, and the next proposal is a free one
    post_new(english(world.alice), "/", name="Mine")
    assert SavedView.objects.count() == 2
    SavedView.objects.filter(owner=world.bob).update(name="Overview")
    assert client.get(NEW + quote("/")).context["form"].initial["name"] == "Overview (2)"


def test_nobody_keeps_more_than_a_list_can_show(world: worlds.World, monkeypatch: Any) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    view(world, world.bob, name="One")
    with pytest.raises(ValidationError):
        view(world, world.bob, name="Two")
    assert SavedView.objects.count() == 1


def test_what_was_searched_and_posted_is_not_kept(world: worlds.World) -> None:
    client = english(world.bob)
    client.post(
        NEW + quote("/enterprises/?q=Budi&area=1"),
        {
            "name": "List",
            "seen_by": "own",
            "q": "Budi",
            "address": "/?q=Budi",
            "csrfmiddlewaretoken": "secret",
        },
    )
    saved = SavedView.objects.get()
    assert saved.address == "/enterprises/?area=1"
    # what the list's page would have written down: nobody looked at it
    assert not Event.objects.filter(action="enterprises_listed").exists()


# Names ---------------------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_a_name_is_one_line(name: str) -> None:
    plain = saved_views.plain_name(name)
    assert not set("\r\n\t\x00\x0b\x0c\x85\u2028\u2029\u202e\u2067") & set(plain)
    assert plain == saved_views.plain_name(plain)


def test_letters_of_every_script_and_emoji_stay(world: worlds.World) -> None:
    name = "سوق 👩‍🔧 “Tampan” & <b>"
    assert saved_views.plain_name(name) == name
    view(world, world.bob, name=name)
    page = text(english(world.bob).get("/views/"))
    assert "سوق 👩‍🔧 “Tampan” &amp; &lt;b&gt;" in page


@given(st.text(min_size=1, max_size=80), st.integers(1, 12))
def test_a_numbered_name_is_free_and_fits(name: str, times: int) -> None:
    taken: set[str] = set()
    for _time in range(times):
        found = saved_views.numbered(name, taken)
        assert found not in taken
        assert len(found) <= 80
        taken.add(found)


def test_an_erased_person_leaves_the_names_of_views(world: worlds.World) -> None:
    view(world, world.bob, name="Warung Budi Santoso")
    saved_views.forget([hashes(name="Budi Santoso")])
    assert SavedView.objects.get().name == "Warung •••"


def test_an_erased_person_leaves_the_words_of_filters(world: worlds.World) -> None:
    one = view(world, world.bob, name="Mine")
    SavedView.objects.filter(pk=one.pk).update(words={"en": [["Segment", "Friends of Budi Santoso"]]})
    saved_views.forget([hashes(name="Budi Santoso")])
    one.refresh_from_db()
    assert one.words == {"en": [["Segment", "Friends of •••"]]}
    assert one.name == "Mine"


# Listing and opening -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_the_list_has_mine_and_the_shared_ones(world: worlds.World, who: str) -> None:
    for owner in ("alice", "bob", "carol"):
        view(world, getattr(world, owner), name=f"Own of {owner}")
        view(world, getattr(world, owner), name=f"Shared of {owner}", shared=True)
    page = text(english(getattr(world, who)).get("/views/"))
    for owner in ("alice", "bob", "carol"):
        assert (f"Own of {owner}" in page) == (owner == who)
        assert f"Shared of {owner}" in page
    assert page.index(f"Own of {who}") < page.index("shared by")


def test_it_opens_the_same_for_somebody_else(world: worlds.World) -> None:
    east = world.areas["East"].pk
    saved = view(world, world.bob, f"/ratio/?area={east}", shared=True)
    answer = english(world.alice).get(f"/views/{saved.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/ratio/?area={east}", 302)]
    assert [chip.label for chip in answer.context["chips"]] == ["East"]


def test_somebody_elses_own_view_is_not_there(world: worlds.World) -> None:
    saved = view(world, world.bob)
    for path in ("", "change/", "mail/"):
        answer = english(world.carol).get(f"/views/{saved.pk}/{path}")
        assert answer.status_code == 404
        assert "own, or it was deleted" in text(answer)


def test_a_page_that_the_role_may_not_open_says_so(world: worlds.World) -> None:
    saved = view(world, world.bob, "/data/editions/", name="Editions", shared=True)
    page = text(english(world.alice).get("/views/"))
    assert "It does not open for you. Your role may not open this page." in page
    assert f'href="/views/{saved.pk}/"' not in page
    answer = english(world.alice).get(f"/views/{saved.pk}/")
    assert answer.status_code == 403
    assert "Your role may not open this page" in text(answer)


def test_a_filter_that_exists_no_more_is_said_by_the_page(world: worlds.World) -> None:
    saved = view(world, world.bob, shared=True)
    SavedView.objects.update(address="/?area=999999")
    answer = english(world.alice).get(f"/views/{saved.pk}/", follow=True)
    assert answer.status_code == 200
    assert "area=999999" in text(answer)


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "/gone/"])
def test_an_address_is_checked_again_when_it_is_opened(world: worlds.World, address: str) -> None:
    saved = view(world, world.bob)
    SavedView.objects.update(address=address)
    answer = english(world.bob).get(f"/views/{saved.pk}/")
    assert answer.status_code == 403
    assert "This page does not exist any more" in text(answer)
    assert english(world.bob).get("/views/").status_code == 200


PAGES = [page.name for page in pages.all_pages() if page.in_report or page.name == "card"]


@pytest.mark.parametrize("name", PAGES)
def test_filters_survive_on_every_page_of_the_report(world: worlds.World, name: str) -> None:
    """An address copied from the address bar, or saved, says the same to somebody else."""
    east, food = world.areas["East"].pk, world.categories["Food"].pk
    path = reverse(name, args=[east]) if name == "card" else reverse(name)
    own = {"clustering": "&feature=n&k=2&scaling=minmax", "geography": "&indicator=n&classes=breaks"}
    address = addresses.cleaned(f"{path}?area={east}&category={food}{own.get(name, '')}")
    with override("en"):
        first = shown.read_address(address.path, address.query, world.bob)
        saved = view(world, world.bob, str(address), shared=True)
        again = addresses.cleaned(saved.address)
        second = shown.read_address(again.path, again.query, world.alice)
    assert first.filters == second.filters
    assert first.heading == second.heading
    assert first.address == second.address == str(address)


# Changing ------------------------------------------------------------------------------------------------


def changes(saved: SavedView) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"/views/{saved.pk}/change/", {"name": "New", "seen_by": "own"}),
        (f"/views/{saved.pk}/share/", {"shared": "0"}),
        (f"/views/{saved.pk}/delete/", {}),
    ]


@pytest.mark.parametrize(("who", "is_shared", "status"), [
    ("bob", False, 302), ("bob", True, 302), ("carol", True, 302), ("carol", False, 404),
    ("alice", True, 403), ("alice", False, 404),
])  # fmt: skip
def test_owners_change_and_admins_what_is_shared(
    world: worlds.World, who: str, is_shared: bool, status: int
) -> None:
    for place in range(3):
        saved = view(world, world.bob, name=f"View {place}", shared=is_shared)
        path, data = changes(saved)[place]
        before = SavedView.objects.filter(pk=saved.pk).values().get()
        assert english(getattr(world, who)).post(path, data).status_code == status
        if status != 302:
            assert SavedView.objects.filter(pk=saved.pk).values().get() == before
        SavedView.objects.all().delete()


def test_a_view_is_renamed_and_shared(world: worlds.World) -> None:
    saved = view(world, world.bob, name="Old")
    client = english(world.bob)
    assert client.get(f"/views/{saved.pk}/change/").context["form"].initial["seen_by"] == "own"
    client.post(f"/views/{saved.pk}/change/", {"name": "New", "seen_by": "shared"})
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared) == ("New", True)
    view(world, world.bob, name="Other")
    answer = client.post(f"/views/{saved.pk}/change/", {"name": "Other", "seen_by": "shared"})
    assert answer.status_code == 422
    acts = list(
        Event.objects.filter(action__startswith="view").order_by("pk").values_list("action", flat=True)
    )
    assert acts == ["view_saved", "view_renamed", "view_shared", "view_saved"]
    # an erasure takes names out of what a line is about, not out of its details
    assert "Old" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_deleting_is_undone(world: worlds.World) -> None:
    saved = view(world, world.bob, name="Mine")
    client = english(world.bob)
    answer = client.post(f"/views/{saved.pk}/delete/", follow=True)
    assert "“Mine” was deleted." in text(answer)
    assert client.get(f"/views/{saved.pk}/").status_code == 404
    assert client.post(f"/views/{saved.pk}/delete/").status_code == 404
    # somebody else is not offered the undo, and cannot do it
    assert "Mine" not in text(english(world.alice).get(f"/views/?deleted={saved.pk}"))
    assert english(world.alice).post(f"/views/{saved.pk}/restore/").status_code == 404
    # the name was taken meanwhile
    view(world, world.bob, name="Mine")
    client.post(f"/views/{saved.pk}/restore/")
    client.post(f"/views/{saved.pk}/restore/")
    assert sorted(saved_views.names_of(world.bob.pk)) == [
        "Mine",
        "Mine (2)",
    ]
    assert Event.objects.filter(action="view_restored").count() == 1


def test_a_view_that_comes_back_is_not_mailed_at_once(world: worlds.World) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from exports.models import Schedule

    saved = view(world, world.bob)
    made = schedule(saved, world.bob)
    saved_views.delete(saved, world.bob)
    Schedule.objects.filter(pk=made.pk).update(next_at=timezone.now() - timedelta(days=30))
    saved_views.restore(saved, world.bob)
    made.refresh_from_db()
    assert made.next_at > timezone.now()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "٣", ""])
def test_a_wrong_number_offers_no_undo(world: worlds.World, number: str) -> None:
    answer = english(world.bob).get(f"/views/?deleted={number}&stopped={number}&left={number}")
    assert answer.status_code == 200
    assert "undo-line" not in text(answer)


def test_the_list_says_what_will_be_here(world: worlds.World) -> None:
    page = text(english(world.alice).get("/views/"))
    assert "Views that you save appear here" in page
    assert page.count("<h1>") == 1


def test_deleting_and_bringing_back_passes_no_limit(world: worlds.World, monkeypatch: Any) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    first = view(world, world.bob, name="One")
    saved_views.delete(first, world.bob)
    second = view(world, world.bob, name="Two")
    client = english(world.bob)
    answer = client.post(f"/views/{first.pk}/restore/", follow=True)
    assert "Bob has 1 saved views, as many as there may be. Delete one first." in text(answer)
    assert "“One” was deleted." in text(answer)  # it is offered again
    assert saved_views.names_of(world.bob.pk) == {"Two"}
    saved_views.delete(second, world.bob)
    client.post(f"/views/{first.pk}/restore/")
    assert saved_views.names_of(world.bob.pk) == {"One"}
