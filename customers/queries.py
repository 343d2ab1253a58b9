"""Reads what the customer pages show: shops, events, saved segmentations. Rows: customers/rows.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import F, QuerySet

from data.cells_cache import RecentlyUsed
from data.columnar import rows_path
from data.models import Dataset, Edition
from data.queries import EditionKey, edition_key, of_subject

from . import lost_rows
from .lost_rows import RowsLost
from .models import CustomerRun, NamedSegments, SalesEvent
from .rows import datasets, paths

Span = tuple[date, date, int]
# of the files behind editions: these, when each was written, and what Parquet says of them, or that they are
# lost: every page asks for all shops, and to read a damaged one through takes seconds
_spans: RecentlyUsed[tuple[list[Dataset], list[int], Span | RowsLost | None]] = RecentlyUsed(1024)


@dataclass(frozen=True, eq=False)
class Shop:
    """All current transactions of one shop.

    editions: newest period first; first_day, last_day: of its rows; rows: how many. lost: why its rows cannot
    be read, None where they can; the days are those of its periods then.
    """

    series: str
    editions: tuple[Edition, ...]
    first_day: date
    last_day: date
    rows: int
    lost: RowsLost | None = None

    @property
    def key(self) -> tuple[EditionKey, ...]:
        return tuple(edition_key(one) for one in self.editions)

    @property
    def paths(self) -> list[Path]:
        """Parquet files of its transactions, each dataset once."""
        return paths(self.editions)

    def check(self) -> None:
        """Raise RowsLost where its rows cannot be read."""
        if self.lost:
            raise self.lost

    @property
    def overlap(self) -> tuple[Edition, Edition] | None:
        """Two editions that have rows of the same days: a purchase may stand in both."""
        if self.lost:
            return None
        spans = [(span, one) for one in self.editions if (span := _spanned((one,)))]
        spans.sort(key=lambda found: found[0])
        latest: tuple[date, Edition] | None = None
        for (first, last, _rows), edition in spans:
            if latest and first <= latest[0]:
                return latest[1], edition
            latest = (last, edition)
        return None

    @property
    def is_demo(self) -> bool:
        return any(dataset.is_demo for dataset in datasets(self.editions))


def shops(editions: Iterable[Edition]) -> list[Shop]:
    """Shops of a region's current editions, those with the latest transactions first."""
    by_series: dict[str, list[Edition]] = {}
    for edition in of_subject(editions, Edition.Subject.TRANSACTIONS):
        by_series.setdefault(edition.series, []).append(edition)
    found = [shop for series, its in by_series.items() if (shop := _shop(series, tuple(its)))]
    return sorted(found, key=lambda shop: (-shop.last_day.toordinal(), shop.series))


def _shop(series: str, editions: tuple[Edition, ...]) -> Shop | None:
    """None where its files hold no rows, or were deleted for good."""
    try:
        known = _spanned(editions)
    except RowsLost as lost:
        first, last = min(one.period_start for one in editions), max(one.period_end for one in editions)
        return Shop(series, editions, first, last, 0, lost)
    return Shop(series, editions, *known) if known else None


def _spanned(editions: tuple[Edition, ...]) -> Span | None:
    """Asked for on every page: the files are looked at again only where one was written since."""
    key = tuple(edition_key(one) for one in editions)
    files, written, found = _spans.get(key, lambda: _looked(editions))
    if _written(files) != written:
        _spans.drop(key)
        found = _spans.get(key, lambda: _looked(editions))[2]
    if isinstance(found, RowsLost):
        raise RowsLost(found.files)
    return found


def _looked(editions: tuple[Edition, ...]) -> tuple[list[Dataset], list[int], Span | RowsLost | None]:
    files = datasets(editions)
    written = _written(files)
    try:
        with lost_rows.reading(files):
            return files, written, _span(map(rows_path, files))
    except RowsLost as lost:
        return files, written, lost


def _written(files: Iterable[Dataset]) -> list[int]:
    """When each file was written; zero where it is gone."""
    return [_moment(rows_path(one)) for one in files]


def _moment(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _span(files: Iterable[Path]) -> Span | None:
    """First day, last day and number of rows, from what Parquet says of each group of rows."""
    lows: list[date] = []
    highs: list[date] = []
    rows = 0
    for path in files:
        with pq.ParquetFile(path) as file:
            rows += file.metadata.num_rows
            for group in range(file.num_row_groups):
                days = file.read_row_group(group, columns=["day"])["day"]
                low_high = pc.min_max(days).as_py()
                if low_high["min"] is not None:
                    lows.append(low_high["min"])
                    highs.append(low_high["max"])
    return (min(lows), max(highs), rows) if lows else None


def holding(editions: Iterable[Edition], series: str, first: date, last: date) -> list[Edition]:
    """Those of a shop's editions that have rows of these days; of lost rows nobody can tell."""
    found = []
    for shop in shops(editions):
        for one in shop.editions if shop.series == series and not shop.lost else ():
            span = _spanned((one,))
            if span and span[0] <= last and first <= span[1]:
                found.append(one)
    return found


def events(shop: Shop) -> list[SalesEvent]:
    """Events of a shop by their first day."""
    region = shop.editions[0].region_id
    return list(SalesEvent.objects.filter(region_id=region, series=shop.series))


def latest_names(region: Any, series: str, kind: str) -> "QuerySet[NamedSegments]":
    """The segments of a shop or a table that people named, those named last first."""
    found = NamedSegments.objects.filter(region=region, series=series, kind=kind)
    return found.select_related("created_by")


def names_key(region: Any, series: str, kind: str) -> str:
    """What a form knows the names in use by, "" for none."""
    newest = latest_names(region, series, kind).defer("result").first()
    return newest.key if newest else ""


def named(shop: Shop) -> NamedSegments | None:
    """The segments of the shop that somebody named last."""
    found = latest_names(shop.editions[0].region_id, shop.series, CustomerRun.Kind.LRFM)
    return found.prefetch_related("words").first()


def words_key(shop: Shop) -> str:
    """Changes whenever somebody names the segments of the shop anew."""
    return names_key(shop.editions[0].region_id, shop.series, CustomerRun.Kind.LRFM)


def listed_runs() -> "QuerySet[CustomerRun]":
    """Every saved segmentation, the newest first, without its result."""
    shown = {"silhouette": F("result__silhouette"), "n": F("result__n")}
    found = CustomerRun.objects.select_related("region", "created_by").annotate(**shown).defer("result")
    return found.prefetch_related("editions").order_by("-id")  # type: ignore[no-any-return]


def run_by_id(run_id: int) -> CustomerRun | None:
    """A kept run with what its page reads."""
    found = CustomerRun.objects.select_related("region", "created_by")
    return found.prefetch_related("editions").filter(pk=run_id).first()  # type: ignore[no-any-return]


def event_by_id(event_id: int) -> SalesEvent | None:
    """An event of any shop."""
    return SalesEvent.objects.filter(pk=event_id).first()
