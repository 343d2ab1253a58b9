"""The forms that say the filters of a page on customers in words: nothing is counted or built for them."""

from typing import Any
from urllib.parse import quote

import pytest

from core.models import Job
from core.pages import all_pages
from customers import filter_forms
from customers.shop import content, summaries
from customers.table import content as table_content
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db
SHOP, TABLE = "segments=4&until=2023-05-31&months=24&earlier=2022-12-31", "clusters=2&attribute=Income"


@pytest.fixture
def world(with_customers: worlds.World) -> worlds.World:
    return with_customers


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each page whose content is asked for."""
    found: list[str] = []

    def asked(whole: Any) -> Any:
        return lambda request, name, *args, **more: found.append(name) or whole(request, name, *args, **more)

    for module in (content, table_content):
        monkeypatch.setattr(module, "kept_page", asked(module.kept_page))
    return found


@pytest.mark.parametrize("at_once", [0, 1_000_000])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"/reports/new/?{SHOP}&subject=shop", ["Segments", "Months to come", "Compared with"]),
        (f"/reports/new/?{TABLE}&subject=table", ["Segments", "Features"]),
        (f"/views/new/?address={quote(f'/customers/value/?{SHOP}')}", ["Segments", "Months to come"]),
        (f"/views/new/?address={quote(f'/customers/movement/?{SHOP}')}", ["Segments", "Compared with"]),
        (f"/views/new/?address={quote('/customers/list/?order=money&segment=1')}", ["Order"]),
        (f"/views/new/?address={quote(f'/customers/table/?{TABLE}')}", ["Segments", "Features"]),
    ],
)
def test_a_form_counts_and_builds_nothing(
    world: worlds.World, monkeypatch: Any, built: list[str], address: str, said: list[str], at_once: int
) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", at_once)
    words = [what for what, _words in english(world.bob).get(address).context["words"]]
    assert set(said) <= set(words)
    assert not built
    assert not Job.objects.exists()


def test_a_segment_is_named_where_that_takes_no_waiting(world: worlds.World) -> None:
    [first, *_more] = english(world.bob).get("/customers/").context["segments"]
    address = quote(f"/customers/list/?segment={first.place}")
    words = english(world.bob).get(f"/views/new/?address={address}").context["words"]
    assert ["Segment", first.name] in words


def test_every_page_on_customers_has_its_filter() -> None:
    assert {one.name for one in all_pages() if one.subject} == set(filter_forms.FORMS)
