"""Lists of any length are written from disk: they must be the list that the page shows, number by number."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.http import HttpRequest, QueryDict

from customers import naming, saving
from customers.shop import (
    counted_file,
    facts,
    list_on_disk,
    listing,
    segmentation,
    segments_in_parts,
    summaries,
)
from customers.shop.list_form import CustomerListForm
from customers.shop.list_on_disk import COLUMNS, DiskList
from customers.shop.segments_in_parts import InParts
from tests.customers.small_shop import add_shop
from tests.world import World

pytestmark = pytest.mark.django_db
QUERIES = [
    "", *(f"order={one}" for one in listing.ORDERS), "segment=0&order=money", "q=b&order=border", "q=zzz",
    "only=call", "only=once&order=overdue",
    "segments=3&method=minmax", "segments=4&method=zscore&turned=1&order=overdue",
    "cuts_recency=10,30,90,180&weight_monetary=3&until=2023-05-31", "duplicates=drop&zeros=leave_out",
    *(f"earlier=2022-12-31&change={one}&order=money" for one in ("new", "rose", "fell", "stayed")),
    "earlier=2022-06-30&was=-1", "earlier=2022-12-31&was=1&segments=3",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few customers take many parts."""
    monkeypatch.setattr(segments_in_parts, "PART", 7)
    monkeypatch.setattr(list_on_disk, "PART", 5)
    monkeypatch.setattr(list_on_disk, "BATCH", 4)


@pytest.fixture
def form(world: World) -> Any:
    """The filter of an address, as Bob opens it."""

    def made(query: str) -> CustomerListForm:
        request: Any = HttpRequest()
        request.GET, request.user = QueryDict(query), world.bob
        return CustomerListForm(request)

    return made


@pytest.fixture
def parted(form: Any) -> Iterator[Any]:
    """The segments of an address with their customers on disk."""
    with ExitStack() as stack:

        def made(query: str) -> facts.FactsInParts:
            reader = form(query).reader
            asked = (reader.shop, reader.reference, reader.params.rules)
            return facts.in_parts(reader, stack.enter_context(counted_file.opened(*asked)))

        yield made


def whole(found: DiskList) -> pd.DataFrame:
    parts = list(found.parts())
    return pd.concat(parts) if parts else pd.DataFrame()


@pytest.mark.parametrize("query", QUERIES)
def test_it_is_the_list_of_the_page(form: Any, parted: Any, tmp_path: Path, query: str) -> None:
    asking = form(query)
    known = facts.facts(asking.reader)
    asked = asking.asked(known.segments)
    expected = listing.chosen(known, asked)
    found = list_on_disk.make(parted(query), asked, tmp_path)
    table = whole(found)
    found.close()
    assert (found.n, found.n_worth) == (len(expected), int((expected.values("call") > 0).sum()))
    if not len(expected):
        return
    page = expected.part(0, len(expected))
    pd.testing.assert_frame_equal(
        table[list(COLUMNS)], page[list(COLUMNS)], check_dtype=False, check_index_type=False, rtol=0, atol=0
    )
    if asked.is_of_a_move:
        moved = listing.moves(known, asked, page.index)
        assert table["before"].tolist() == moved["before"].tolist()
        assert table["change"].tolist() == moved["change"].astype("str").tolist()


@pytest.mark.parametrize(
    "query", ["", "segments=3&turned=1", "segments=4&method=zscore", "cuts_recency=5,9,70,99"]
)
def test_segments_are_those_of_the_pages(form: Any, parted: Any, query: str) -> None:
    reader = form(query).reader
    own, known = segmentation.of(reader), parted(query)
    found: InParts = known.found
    assert np.array_equal(found.levels, own.labels.to_numpy())
    pd.testing.assert_frame_equal(found.result.centroids, own.grouping.result.centroids)
    pd.testing.assert_frame_equal(found.scores.edges, own.scores.edges, check_names=False)
    for name in ("sizes", "overall", "standardised", "importance"):
        pd.testing.assert_frame_equal(
            getattr(found.profile, name), getattr(own.profile, name), rtol=0, atol=0
        )
    pd.testing.assert_frame_equal(found.profile.means, own.profile.means, rtol=0, atol=0)
    assert known.segments == facts.facts(reader).segments


@pytest.mark.parametrize("query", ["method=zscore", "segments=4&method=minmax&turned=1&weight_recency=3"])
def test_segments_that_a_worker_kept_are_those_of_the_pages(
    form: Any, parted: Any, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = form(query).reader
    own = segmentation.of(reader)
    monkeypatch.setattr(summaries, "AT_ONCE", 0)
    made = segmentation.filed(reader, segmentation.SEGMENTS)

    def never(*asked: Any) -> None:
        raise AssertionError("it is kept")

    monkeypatch.setattr(segmentation, "_group", never)
    found: InParts = parted(query).found
    assert np.array_equal(found.levels, own.labels.to_numpy())
    pd.testing.assert_frame_equal(found.result.centroids, made.result.centroids)
    pd.testing.assert_frame_equal(found.scores.edges, own.scores.edges, check_names=False)
    pd.testing.assert_frame_equal(found.profile.means, own.profile.means, rtol=0, atol=0)


def test_names_that_people_gave_stay(form: Any, parted: Any, world: World) -> None:
    reader = form("segments=3").reader
    own = segmentation.of(reader)
    words = {2: saving.Words("Champions", "Thank them")}
    saving.name_segments(
        reader.shop.editions[0], "lrfm", segmentation.result_of(own), words, reader.names_seen, world.bob
    )
    assert parted("segments=3").segments == naming.segments(reader, own, naming.loyalty_of(own))
    assert parted("segments=3").segments[2].name == "Champions"


def test_nobody_had_bought_by_the_earlier_day(form: Any, parted: Any, world: World, tmp_path: Path) -> None:
    bought = [("A", date(2023, 1, 1), -5.0, "a"), ("B", date(2023, 2, 1), 5.0, "b")]
    bought += [("C", date(2023, 3, 1), 9.0, "c"), ("D", date(2023, 3, 1), 90.0, "c")]
    add_shop(world, bought, series="Baru")
    query = "shop=Baru&segments=2&earlier=2023-01-15&change=new"
    asking = form(query)
    asked = asking.asked(facts.facts(asking.reader).segments)
    assert asked.is_of_a_move
    assert list_on_disk.make(parted(query), asked, tmp_path).n == 0
