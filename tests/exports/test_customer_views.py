"""Customer pages as saved views, and in mails and reports."""

import io
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.core import mail as outbox
from django.utils.translation import override

from core import jobs
from core.models import Job
from customers.shop import summaries
from exports import addresses, report, schedules, view_words
from exports.models import SavedView
from tests import world as worlds
from tests.customers.small_shop import add_shop
from tests.customers.small_table import add_table
from tests.exports.views_world import WEEKLY, schedule, view
from tests.world import english

pytestmark = pytest.mark.django_db
ADDRESS = "/customers/movement/?earlier=2022-12-31&segments=4&until=2023-05-31"


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    """The small world with its shop."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = worlds.build()
    add_shop(made)
    return made


def test_a_view_keeps_the_choices_of_a_customer_page_in_words(world: worlds.World) -> None:
    client = english(world.bob)
    asked = client.get(f"/views/new/?address={quote(ADDRESS + '&evil=1')}")
    assert asked.status_code == 200
    form = {"name": "Moves", "seen_by": "shared"}
    assert client.post(f"/views/new/?address={quote(ADDRESS + '&evil=1')}", form).status_code == 302
    saved = SavedView.objects.get()
    assert sorted(saved.address.partition("?")[2].split("&")) == sorted(ADDRESS.partition("?")[2].split("&"))
    with override("en"):
        assert ("Segments", "4") in view_words.of_view(saved)
    opened = english(world.alice).get(f"/views/{saved.pk}/", follow=True)
    assert opened.status_code == 200
    assert opened.context["page"].name == "customer_movement"


def test_a_list_of_customers_is_saved_without_what_was_looked_for_and_never_mailed(
    world: worlds.World,
) -> None:
    address = addresses.cleaned("/customers/list/?q=A1&order=money&segment=2&page=3")
    assert str(address) == "/customers/list/?order=money&segment=2"
    assert not address.can_be_mailed
    with pytest.raises(addresses.NoView):
        addresses.cleaned("/customers/list/one/?customer=A1")


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_a_customer_page_is_mailed_with_its_choices(world: worlds.World, format: str) -> None:
    made = schedule(view(world, world.bob, ADDRESS, "Moves"), world.bob, world.alice,
                    rule=replace(WEEKLY, format=format))  # fmt: skip
    schedules.send_now(made, world.bob)
    for job in Job.objects.filter(kind="mail", state=Job.State.QUEUED):
        jobs.execute(job.pk)
    [message] = outbox.outbox
    assert "Reference date: 31 May 2023" in message.body
    assert "Compared with: 31 December 2022" in message.body
    [(_name, content, _type)] = message.attachments
    if format == "pdf":
        assert content.startswith(b"%PDF")
        return
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    assert any("Rows of transactions by group and file" in one for one in cells)
    assert not [
        cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ]


def test_the_report_has_every_page_on_a_shop(world: worlds.World) -> None:
    names = [name for name in report.page_names(world.alice) if name.startswith("customer")]
    with override("en"):
        found = report.collect(names, "segments=3", world.alice)
    assert [page.name for page in found.pages] == names
    assert not found.left_out
    assert {one.file_name for one in found.sources} == {"transactions-2023.csv"}
    assert {("Segments", "3"), ("Reference date", "30 June 2023")} <= set(found.filters)


def test_a_large_shop_is_counted_for_a_report_at_once(world: worlds.World, monkeypatch: Any) -> None:
    """On the site its page would show how far the counting is; a report has nobody to wait for it."""
    monkeypatch.setattr(summaries, "AT_ONCE", 0)
    with override("en"):
        found = report.collect(["customer_sales"], "", world.bob)
    assert not found.left_out
    assert found.figures == 1


def kept(client: Any, address: str, **more: str) -> SavedView:
    """The view that is kept of an address, as its form says."""
    url = f"/views/new/?address={quote(address)}"
    answer = client.post(url, {"name": f"View {SavedView.objects.count()}", "seen_by": "own", **more})
    assert answer.status_code == 302
    return SavedView.objects.order_by("-pk")[0]


def said(view: SavedView, language: str = "en") -> dict[str, str]:
    with override(language):
        return dict(view_words.of_view(view))


# as the filter's form writes it: the last day of the data, and half a year before
NEWEST = "/customers/movement/?segments=4&until=2023-06-30&earlier=2022-12-30"


def test_a_view_goes_with_the_newest_purchase_unless_a_day_was_chosen(world: worlds.World) -> None:
    client = english(world.bob)
    form = client.get(f"/views/new/?address={quote(NEWEST)}").content.decode()
    assert "Always count up to the newest purchase (now 30 June 2023), also when new data come" in form
    following = kept(client, NEWEST, newest="on")
    assert following.address == "/customers/movement/?segments=4"
    assert said(following)["Reference date"] == "that of the newest purchase"
    assert said(following, "id")["Tanggal acuan"] == "tanggal pembelian terbaru"
    meant = kept(client, NEWEST)
    assert "until=2023-06-30" in meant.address
    assert said(meant)["Reference date"] == "30 June 2023, also when new data come"


def test_a_day_of_the_past_is_kept_and_said(world: worlds.World) -> None:
    client = english(world.bob)
    asked = client.get(f"/views/new/?address={quote(ADDRESS)}")
    assert "newest" not in asked.context["form"].fields
    assert "31 May 2023, also when new data come" in asked.content.decode()
    view = kept(client, ADDRESS)
    assert "until=2023-05-31" in view.address
    assert said(view)["Reference date"] == "31 May 2023, also when new data come"
    assert "31 May 2023, also when new data come" in client.get("/views/").content.decode()


def test_an_earlier_day_that_was_chosen_stays(world: worlds.World) -> None:
    address = "/customers/movement/?until=2023-06-30&earlier=2022-11-30"
    assert kept(english(world.bob), address, newest="on").address == (
        "/customers/movement/?earlier=2022-11-30"
    )


def test_new_purchases_move_a_view_that_follows(world: worlds.World) -> None:
    client = english(world.bob)
    view = kept(client, "/customers/sales/?until=2023-06-30", newest="on")
    later = [(f"N{n}", date(2023, 9, 1 + n), 10_000.0, f"N-{n}") for n in range(6)]
    add_shop(world, later, year=2024)
    opened = client.get(f"/views/{view.pk}/", follow=True)
    assert opened.context["form"].reader.reference == date(2023, 9, 6)


def test_a_view_of_a_table_follows_its_newest_period(world: worlds.World) -> None:
    add_table(world)
    client = english(world.bob)
    address = "/customers/table/quality/?period=2023&reference=2023-12-31"
    form = client.get(f"/views/new/?address={quote(address)}").content.decode()
    assert "Always show the newest table (now 2023), also when new data come" in form
    view = kept(client, address, newest="on")
    assert view.address == "/customers/table/quality/"
    assert said(view)["Period"] == "that of the newest table"
    meant = kept(client, address)
    assert said(meant) == {
        "Period": "2023, also when new data come",
        "Reference date": "31 December 2023, also when new data come",
    }
