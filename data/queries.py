"""Reads what pages show: editions, cells and figures (outlines: data.outlines). Views never use the ORM."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
from django.db.models import Exists, OuterRef

from areas.models import Area, AreaChange, Region
from areas.queries import ancestors_at, descendants, work_areas

from .cells_cache import RecentlyUsed
from .models import Category, Cell, Edition, FigureCell
from .params import NOT_STATED

# Several bases of one year: the civil registry counts people where they live now, a projection is computed
# from the last census, and the census is the oldest.
BASIS_ORDER = ("registry", "projection", "census")
CELL_COLUMNS = (
    "area_id", "category_id", "size_class", "n", "n_turnover", "turnover_sum", "turnover_min", "turnover_max",
    "n_employees", "employees", "histogram",
)  # fmt: skip
_MONEY = ("turnover_sum", "turnover_min", "turnover_max", "employees")

_cells: RecentlyUsed[pd.DataFrame] = RecentlyUsed(16)
_figures: RecentlyUsed[pd.DataFrame] = RecentlyUsed(64)

EditionKey = tuple[int, str]


def edition_key(edition: Edition) -> EditionKey:
    """What caches know an edition by: its id and moment (a restored database may use an id again)."""
    return (edition.pk, edition.created_at.isoformat())


# Regions and areas ---------------------------------------------------------------------------------------


def regions() -> list[Region]:
    """Every region; the first is the office's own, which was there before any other was tried out."""
    return list(Region.objects.order_by("pk"))


def work_area_ids(user: Any) -> dict[int, list[int]]:
    """Region id → ids of the areas that the person works in (any boundary set), ascending."""
    found: dict[int, list[int]] = {}
    held = work_areas(user).order_by("pk").values_list("pk", "boundary_set__region_id")
    for area_id, region_id in held:
        found.setdefault(region_id, []).append(area_id)
    return found


def ancestors(tree: pd.DataFrame, level: int) -> pd.Series:
    """Area id → id of the area of `level` that it lies in (itself at that level); NOT_STATED above it."""
    return ancestors_at(tree, level).fillna(NOT_STATED).astype("int64")


def exact_counterparts(area_ids: Iterable[int], boundary_set_id: int) -> dict[int, int]:
    """Old area id → the one area of the set that is the same ground (all of it, and nothing else)."""
    # all bases: an area that also got a share of another is not the same ground as its whole part
    changes = AreaChange.objects.filter(to_area__boundary_set_id=boundary_set_id)
    sources: dict[int, set[int]] = {}
    whole: dict[int, int] = {}
    for source, target, share, basis in changes.values_list("from_area_id", "to_area_id", "share", "basis"):
        sources.setdefault(target, set()).add(source)
        if basis == AreaChange.Basis.EXACT and share >= 1 - 1e-9:
            whole[source] = target
    return {area: whole[area] for area in area_ids if area in whole and sources[whole[area]] == {area}}


def area_set_ids(area_ids: Iterable[int]) -> dict[int, int]:
    """Area id → boundary set id, for those that exist and are not of a file that still waits."""
    known = Area.objects.filter(pk__in=list(area_ids), is_pending=False)
    return dict(known.values_list("pk", "boundary_set_id"))


def category_names(region: Region) -> dict[int, str]:
    """Category id → name, by name."""
    return dict(Category.objects.filter(region=region).values_list("pk", "name"))


# Editions ------------------------------------------------------------------------------------------------


def current_editions(region: Region) -> list[Edition]:
    """Every current edition of the region that has data, newest period first (one query for all subjects)."""
    filled = Exists(Edition.datasets.through.objects.filter(edition_id=OuterRef("pk")))
    editions = Edition.objects.current().filter(filled, region=region).select_related("boundary_set")
    return sorted(editions, key=lambda edition: (edition.period_start, edition.period_end), reverse=True)


def of_subject(editions: Iterable[Edition], subject: str) -> list[Edition]:
    return [edition for edition in editions if edition.subject == subject]


def edition_by_id(edition_id: int) -> Edition | None:
    """Any edition, also a past or withdrawn one."""
    return Edition.objects.select_related("boundary_set", "region").filter(pk=edition_id).first()


def any_demo(edition_ids: Iterable[int]) -> bool:
    """Whether a file behind one of these editions is the demo's."""
    return Edition.datasets.through.objects.filter(
        edition_id__in=list(edition_ids), dataset__is_demo=True
    ).exists()


def rejected_rows(edition_ids: Iterable[int]) -> dict[int, int]:
    """Edition id → rows of its files that were wrong and left out; editions without any are not there."""
    links = Edition.datasets.through.objects.filter(edition_id__in=list(edition_ids))
    found: Counter[int] = Counter()
    for edition_id, rejected in links.values_list("edition_id", "dataset__report__counts__rejected"):
        found[edition_id] += int(rejected or 0)
    return {edition_id: n for edition_id, n in found.items() if n}


def nearest(market: Edition, editions: Iterable[Edition]) -> Edition | None:
    """The edition nearest in time; on a tie by basis (registry, projection, census), then the newest."""
    return min(editions, key=lambda edition: _distance(market, edition), default=None)


def _distance(market: Edition, edition: Edition) -> tuple[int, int, float, int]:
    gap = max(
        (edition.period_start - market.period_end).days, (market.period_start - edition.period_end).days, 0
    )
    known = edition.series in BASIS_ORDER
    basis = BASIS_ORDER.index(edition.series) if known else len(BASIS_ORDER)
    apart = abs(
        _middle(market.period_start, market.period_end) - _middle(edition.period_start, edition.period_end)
    )
    return (gap, basis, apart, -edition.pk)


def _middle(start: date, end: date) -> float:
    return (start.toordinal() + end.toordinal()) / 2


def nearest_of(subject: str, market: Edition, editions: Iterable[Edition]) -> Edition | None:
    """The nearest edition of a subject that has the market edition's own boundary set."""
    same = [e for e in of_subject(editions, subject) if e.boundary_set_id == market.boundary_set_id]
    return nearest(market, same)


def nearest_population(market_edition: Edition, editions: Iterable[Edition] | None = None) -> Edition | None:
    """Population of the same boundary set, nearest in time; None where there is none."""
    known = current_editions(market_edition.region) if editions is None else editions
    return nearest_of(Edition.Subject.POPULATION, market_edition, known)


def foreign_population(market_edition: Edition, editions: Iterable[Edition]) -> Edition | None:
    """The nearest population of *another* boundary set: usable only after conversion, which pages flag."""
    others = [
        edition
        for edition in of_subject(editions, Edition.Subject.POPULATION)
        if edition.boundary_set_id != market_edition.boundary_set_id
    ]
    return nearest(market_edition, others)


def earlier_market(market_edition: Edition, editions: Iterable[Edition]) -> Edition | None:
    """The newest market edition of the same series whose period begins and ends before this one's."""
    before = [
        edition
        for edition in of_subject(editions, Edition.Subject.MARKET)
        if edition.series == market_edition.series
        and edition.period_start < market_edition.period_start
        and edition.period_end < market_edition.period_end
    ]
    return max(before, key=lambda one: (one.period_start, one.period_end, one.pk), default=None)


# Cells and figures ---------------------------------------------------------------------------------------


def cells(edition: Edition) -> pd.DataFrame:
    """Cells of an edition, one row per area × category × size class at the deepest area known.

    Columns of CELL_COLUMNS: ids and counts int64 (category_id NOT_STATED where none is stated), money and
    employees float64 (NaN: unknown; exact up to 9e15 rupiah), histogram packed bytes. One query, then kept.
    """
    kept = _cells.get(edition_key(edition), lambda: _read_cells(edition))
    return kept.copy(deep=False)


def _read_cells(edition: Edition) -> pd.DataFrame:
    rows = Cell.objects.filter(edition=edition).order_by("area_id", "category_id", "size_class")
    table = pd.DataFrame.from_records(list(rows.values_list(*CELL_COLUMNS)), columns=list(CELL_COLUMNS))
    table["category_id"] = table["category_id"].fillna(NOT_STATED)
    counts = ["area_id", "category_id", "size_class", "n", "n_turnover", "n_employees"]
    table = table.astype({**dict.fromkeys(counts, "int64"), **dict.fromkeys(_MONEY, "float64")})
    table["histogram"] = [bytes(packed) for packed in table["histogram"]]
    return table


def at_level(table: pd.DataFrame, tree: pd.DataFrame, level: int) -> pd.DataFrame:
    """The cells with area_id replaced by the area of `level`, NOT_STATED where only a larger one is known.

    Nothing is dropped, so totals always add up.
    """
    home = ancestors(tree, level)
    return table.assign(area_id=table["area_id"].map(home).fillna(NOT_STATED).astype("int64"))


def at_this_level(area_ids: Iterable[int], tree: pd.DataFrame, level: int) -> list[int]:
    """The areas of `level` that these are, lie in, or consist of; ascending. Unknown ids are left out."""
    wanted = {area for area in area_ids if area in tree.index}
    if not wanted:
        return []
    below = descendants(tree, wanted)
    at = {area for area in below if tree.at[area, "level"] == level}
    above = ancestors(tree, level).reindex(sorted(wanted))
    return sorted(at | (set(above.tolist()) - {NOT_STATED}))


def levels_known(table: pd.DataFrame, tree: pd.DataFrame) -> list[int]:
    """Levels that the cells can be shown at, the largest areas first.

    A level with a single area (the city above its sub-districts) says nothing and is left out, unless there
    is no other.
    """
    present = tree["level"].reindex(table["area_id"].unique()).dropna()
    deepest = int(present.max()) if len(present) else int(Area.Level.DISTRICT)
    sizes = tree["level"].value_counts()
    known = [int(level) for level in sorted(sizes.index) if level <= deepest]
    return [level for level in known if sizes[level] > 1] or known[-1:] or [deepest]


def figures(edition: Edition | None) -> pd.DataFrame:
    """Figures of an edition of population or area facts: index area id, a float64 column per name."""
    if edition is None:
        return pd.DataFrame(index=pd.Index([], name="area_id", dtype="int64"))
    return _figures.get(edition_key(edition), lambda: _read_figures(edition)).copy(deep=False)


def _read_figures(edition: Edition) -> pd.DataFrame:
    rows = FigureCell.objects.filter(edition=edition).order_by("area_id", "name")
    columns = ["area_id", "name", "value"]
    table = pd.DataFrame.from_records(list(rows.values_list(*columns)), columns=columns)
    wide = table.pivot(index="area_id", columns="name", values="value").astype("float64")
    wide.columns.name = None
    return wide


def figures_at_level(
    table: pd.DataFrame, tree: pd.DataFrame, level: int, additive: Iterable[str] = ("residents", "km2")
) -> pd.DataFrame:
    """Figures of every area of `level`: as stated, else the sum of the parts where all parts are known.

    table: index area id. Returns float64, index every area of the level, NaN where nothing is known.
    """
    places = tree.index[tree["level"] == level]
    shown = table.reindex(places).astype("float64")
    home = ancestors(tree, level)
    for name in additive:
        if name in table:
            for deeper in sorted(set(tree["level"]) - set(range(level + 1))):
                parts = tree.index[tree["level"] == deeper]
                known = table[name].reindex(parts).groupby(home.reindex(parts).to_numpy())
                whole = known.sum(min_count=1).where(known.count() == known.size())
                shown[name] = shown[name].fillna(whole.reindex(places))
    return shown
