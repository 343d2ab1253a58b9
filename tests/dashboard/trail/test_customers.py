"""Every number on customers leads to the rows of the files, and these add up to it."""

import html
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from analysis.kmeans import CannotCluster
from core import jobs, pages, shown
from core.models import Job
from customers.rows import row_at
from customers.shop import summaries
from dashboard.trail import content as trail
from dashboard.trail import customers as trail_customers
from dashboard.trail import tables as trail_tables
from dashboard.trail.base import CustomerPart
from data.models import Dataset
from tests.customers.few import bought
from tests.customers.small_shop import add_shop, rows
from tests.world import World, build

pytestmark = pytest.mark.django_db
NAMES = ("customers", "customer_k", "customer_movement", "customer_value", "customer_sales")
QUERIES = (
    "", "segments=3&method=zscore", "until=2023-03-31", "refunds=leave_out&zeros=leave_out&duplicates=drop",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    """The small world with its shop, of two periods: the second file has the same row twice as the first."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    early = [row for row in rows() if row[1].year == 2022]
    late = [row for row in rows() if row[1].year == 2023]
    # who only ever gave something back is in no segment
    add_shop(made, [*late, early[0], ("X9", date(2023, 1, 5), -5_000.0, "x")])
    add_shop(made, early, year=2022)
    return made


def page_of(world: World, name: str, query: str = "") -> trail_customers.Page:
    return trail_customers.Page(shown.read(name, query, world.bob), world.bob)


def asked(step: trail.Step) -> trail.Asked:
    pairs = {name.removeprefix("of_"): value for name, value in step.pairs.items()}
    return trail.Asked(part=CustomerPart(**pairs))


def followed(page: trail_customers.Page) -> Iterator[tuple[str, trail.Trail]]:
    """Every figure, and every row of each."""
    for key in page.shown.figures:
        whole = page.trail(key, trail.Asked())
        yield key, whole
        yield from ((key, page.trail(key, asked(step))) for step in whole.steps)


@pytest.mark.parametrize("query", QUERIES)
def test_rows_of_the_files_add_up_to_every_number(world: World, query: str) -> None:
    again: dict[str, int] = {}
    for name in NAMES:
        for key, found in followed(page_of(world, name, query)):
            for line in found.lines:
                assert line.agrees is not False, (name, key, found.what, line)
                again[key] = again.get(key, 0) + bool(line.agrees)
            checks = [one.agrees for one in found.inputs if one.agrees is not None]
            # a move that nobody made has no rows
            assert checks == [True] or not found.inputs, (name, key, found.what, found.inputs)
    assert again["worth"] >= 15
    assert again["sales"] >= 15
    assert again["matrix"] > 10
    assert again["streams"] > 3
    # scores that are no steps have no grid
    assert again.get("grid", 11) > 10


@pytest.mark.parametrize("query", ["", QUERIES[-1]])
def test_segments_and_months_part_the_rows(world: World, query: str) -> None:
    """A partition: each row of the files is behind one month, and behind one segment or none."""
    for name, key, extra in (("customers", "worth", 1), ("customer_sales", "sales", 0)):
        page = page_of(world, name, query)
        whole = page.trail(key, trail.Asked())
        parts = [page.trail(key, asked(step)) for step in whole.steps]
        assert sum(map(n_rows, parts)) == n_rows(whole)
        read = n_rows(page_of(world, "customer_sales", query).trail("sales", trail.Asked()))
        # the row of whom nothing was ever sold to
        assert n_rows(whole) == read - (extra if "until=2022" not in query else 0)


def n_rows(found: trail.Trail) -> int:
    return sum(file.rows for one in found.inputs for file in one.files)


def test_rows_of_a_segment_are_those_of_its_customers(world: World) -> None:
    page = page_of(world, "customers")
    client = english(world)
    for step in page.trail("worth", trail.Asked()).steps:
        found = page.trail("worth", asked(step))
        ((words, href),) = found.ways
        listed = client.get(href).context["lines"]
        assert f"{len(listed)} customer" in words
        numbers = {one["number"] for one in listed}
        mine = [row for row in both() if row[0] in numbers]
        assert n_rows(found) == len(mine)
        value = next(line for line in found.lines if line.key == "value")
        assert value.value == sum(amount for _who, _day, amount, _receipt in mine)


def both() -> list[Any]:
    early = [row for row in rows() if row[1].year == 2022]
    return [*early, *(row for row in rows() if row[1].year == 2023), early[0]]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("customers", "worth"),
        ("customer_sales", "sales"),
        ("customers", "grid"),
        ("customer_movement", "streams"),
    ],
)
def test_every_row_behind_a_number_is_listed_with_its_cells(world: World, name: str, key: str) -> None:
    page = page_of(world, name)
    step = max(page.trail(key, trail.Asked()).steps, key=lambda one: n_rows(page.trail(key, asked(one))))
    found = page.trail(key, asked(step))
    assert found.bought is not None
    lines, after = [], 0
    while True:
        part = found.bought(after)
        lines += part["lines"]
        after = part["last"]
        if not part["has_more"]:
            break
    assert len(lines) == part["all"] == n_rows(found)
    assert len({line["href"] for line in lines}) == len(lines)
    for line in (lines[0], lines[-1]):
        answer = english(world).get(line["href"])
        assert answer.status_code == 200
        assert answer.context["row_number"] == line["row"]
        dataset = Dataset.objects.get(kind="transactions", file_name=line["file"])
        assert row_at(dataset, 0, line["row"])["customer"] == line["customer"]  # type: ignore[index]


def english(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    return client


def test_the_page_says_formula_files_columns_rules_and_counts(world: World) -> None:
    client = english(world)
    text = client.get("/customers/?duplicates=drop").content.decode()
    href = next(one for one in text.split('"') if one.startswith("/trail/") and "figure=worth" in one)
    answer = client.get(href.replace("&amp;", "&"))
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "worked out again: the same" in said
    assert "another number" not in said
    for words in ("last purchase − first purchase", "Equal rows", "count once", "transactions-2022.csv",
                  "transactions-2023.csv", "In no segment, as nothing was bought: 1 rows"):  # fmt: skip
        assert words in said
    steps = [href for _name, _text, href in answer.context["steps"]]
    segment = client.get(steps[0])
    assert "Its customers one by one" in segment.content.decode()
    only = client.get(f"{steps[0]}&measure=value")
    assert [one["line"].key for one in only.context["measures"]] == ["value"]


def test_later_parts_of_the_rows_have_their_own_address(world: World) -> None:
    client = english(world)
    href = trail.address(shown.read("customer_sales", "", world.bob), "sales")
    first = client.get(href)
    bought = first.context["bought"]
    assert len(bought["lines"]) == 50
    second = client.get(f"{href}&rows={bought['last']}")
    assert second.context["bought"]["lines"][0]["href"] != bought["lines"][0]["href"]
    assert "From the first row" in second.content.decode()


@pytest.mark.parametrize(
    "asked_of", ["of_segment=9", "of_segment=x", "of_month=2031-01", "of_was=3", "of_recency=1"]
)
def test_a_row_that_is_not_there_is_said(world: World, asked_of: str) -> None:
    href = trail.address(shown.read("customers", "", world.bob), "worth")
    answer = english(world).get(f"{href}&{asked_of}")
    assert answer.status_code == 404
    assert "not in the figure any more" in answer.content.decode()


def test_every_figure_of_the_pages_has_the_link_and_tables_for_its_workbook(world: World) -> None:
    client = english(world)
    for name in NAMES:
        seen = shown.read(name, "", world.bob)
        text = client.get(seen.address).content.decode()
        for key, tables in trail_tables.of_page(seen, world.bob).items():
            assert f"figure={key}" in text
            captions = [str(one.caption) for one in tables]
            assert "Rows behind it" in captions
            assert "How it is computed" in captions
            assert all(one.rows for one in tables)
    worth = trail_tables.tables(shown.read("customers", "", world.bob), "worth", world.bob)
    assert str(worth[-1].caption) == "Rows of transactions by group and file"
    assert {row["file"] for row in worth[-1].rows} == {"transactions-2022.csv", "transactions-2023.csv"}


def test_a_page_costs_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    href = trail.address(shown.read("customer_sales", "", world.bob), "sales")
    client = english(world)
    client.get(href)
    with django_assert_max_num_queries(30):
        client.get(href)


def test_no_page_of_numbers_is_left_without_a_trail() -> None:
    assert all(one.leads_to_rows for one in pages.all_pages() if one.in_report)


@pytest.mark.parametrize("customers", [1, 3, 5])
@pytest.mark.parametrize("name", NAMES)
def test_figures_of_customers_that_cannot_be_grouped_lead_to_their_rows(
    world: World, name: str, customers: int
) -> None:
    add_shop(world, bought(customers), series="Few")
    page = page_of(world, name, "shop=Few")
    for key, found in followed(page):
        assert found.inputs[0].agrees, (key, found.inputs)
        assert all(line.agrees is not False for line in found.lines)
    assert (name == "customer_sales") <= ("sales" in page.shown.figures)


@pytest.mark.parametrize(
    ("name", "query"), [("customer_k", "segments=10"), ("customer_sales", "until=2022-02-06")]
)
def test_figures_beside_segments_that_cannot_be_do_not_need_them(world: World, name: str, query: str) -> None:
    page = page_of(world, name, query)
    assert [key for key, found in followed(page) if found.inputs]
    assert set(trail_tables.of_page(page.shown, world.bob)) == set(page.shown.figures)


def test_what_cannot_be_followed_leaves_the_other_figures_their_tables(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(world, "customers")

    def refused(_reader: object) -> object:
        raise CannotCluster("no_variation")

    monkeypatch.setattr(trail_customers, "facts", refused)
    assert trail_tables.of_page(page.shown, world.bob) == dict.fromkeys(page.shown.figures, ())
    with pytest.raises(trail.Gone):
        page.trail("worth", trail.Asked())


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("page=customer_sales&figure=sales", ["count_customers"]),
        ("page=customers&figure=worth&method=zscore", ["count_customers", "segment_customers"]),
        ("page=customer_movement&figure=streams&earlier=2022-12-31", ["count_customers", "count_customers"]),
    ],
)
def test_a_large_shop_is_counted_by_the_worker_before_it_is_followed(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str, kinds: list[str]
) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 1)
    client = english(world)
    for kind in kinds:
        answer = client.get(f"/trail/?{address}")
        assert answer.status_code == 200
        assert answer.context["job"].kind == kind
        jobs.execute(answer.context["job"].pk)
    assert client.get(f"/trail/?{address}").context["trail"].inputs
    assert Job.objects.count() == len(kinds)


def test_a_page_that_has_nothing_to_show_says_why_it_cannot_be_followed(world: World) -> None:
    add_shop(world, bought(1), series="Few")
    answer = english(world).get("/trail/?page=customers&figure=worth&shop=Few")
    assert answer.status_code == 404
    assert "link is old" not in answer.content.decode()
    assert shown.read("customers", "shop=Few", world.bob).problem in html.unescape(answer.content.decode())
