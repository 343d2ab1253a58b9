"""Where the inputs of a number stand: files, sheets, rows and cells, and whether they add up to it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.queries import ancestors_at, descendants
from core import formats
from data import crossing, figure_places, queries, row_sums
from data.kinds import all_kinds
from data.market_words import label
from data.models import Edition
from data.params import NOT_STATED
from data.sources import Source, UsedColumn, sources

from .. import area_figures
from .base import AREA, CATEGORY, SIZE, Slice
from .numbers import Book, written

CELL = [AREA, CATEGORY, SIZE]
MARKET = ("n", "employees", "turnover_sum")
# cells of a file that are listed one by one; of more the sum is told
MOST_CELLS = 200
_COUNTS = ("n", "n_micro", "n_small", "n_medium", "n_large")


@dataclass(frozen=True)
class FileRows:
    """Rows of one sheet of a file: how many, the first and the last, what they add up to (as text)."""

    source: Source
    sheet: str
    columns: tuple[UsedColumn, ...]
    rows: int
    first: int
    last: int
    amount: str

    @property
    def letters(self) -> str:
        """ "I, J, K": where the columns stand, by their number too in a text file."""
        return ", ".join(_letter(one, self.source) for one in self.columns)


@dataclass(frozen=True)
class FileCell:
    """One cell of a file. address: "E12", "" in a map; counts: False where a later file states the same."""

    area: str
    source: Source
    sheet: str
    row: int
    header: str
    address: str
    value: str
    counts: bool


@dataclass(frozen=True)
class Share:
    """What an area of other borders gives: its number × share = part."""

    name: str
    stated: str
    share: str
    part: str
    basis: str


@dataclass(frozen=True)
class Input:
    """One input of a number. value: as it is used; agrees: whether the rows or cells add up to it, None where
    there is nothing to compare; said: that in a sentence; n_cells: of all cells, `cells` are listed."""

    key: str
    label: str
    value: str
    edition: Edition
    files: tuple[FileRows, ...] = ()
    cells: tuple[FileCell, ...] = ()
    n_cells: int = 0
    shares: tuple[Share, ...] = ()
    agrees: bool | None = None
    said: str = ""


class Files:
    """The files of editions, each edition's read once (data.sources)."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._read: dict[int, dict[int, Source]] = {}

    def of(self, edition: Edition) -> dict[int, Source]:
        """Dataset id → its file."""
        if edition.pk not in self._read:
            self._read[edition.pk] = {one.dataset: one for one in sources([edition.pk], self.user)}
        return self._read[edition.pk]


class Places:
    """Finds the inputs of slices of one market in its files; what was found once is kept."""

    def __init__(self, book: Book, files: Files) -> None:
        self.book, self.market, self.files = book, book.base.market, files
        self._found: dict[tuple[str, Slice], Input | None] = {}
        # what trail_names found
        self.names: dict[Slice, Any] = {}

    def of(self, keys: Iterable[str], of: Slice) -> list[Input]:
        """An input for each of these keys (analysis.indicators.INPUTS); an amount has its base with it."""
        wanted = [key for key in keys if key != "n_turnover"]
        if "n_turnover" in keys and "turnover_sum" not in wanted:
            wanted.append("turnover_sum")
        return [found for key in wanted if (found := self._kept(key, of)) is not None]

    def _kept(self, key: str, of: Slice) -> Input | None:
        if (key, of) not in self._found:
            self._found[key, of] = self._input(key, of)
        return self._found[key, of]

    def _input(self, key: str, of: Slice) -> Input | None:
        if key in MARKET:
            return self._of_rows(key, of)
        return self._residents(of) if key == "residents" else self._stated(key, self.market.facts_edition, of)

    # rows of the market

    @property
    def _sources(self) -> dict[int, Source]:
        return self.files.of(self.market.edition)

    @cached_property
    def _sums(self) -> pd.DataFrame:
        return row_sums.row_sums(self.market.edition)

    def behind(self, cells: pd.DataFrame) -> pd.DataFrame:
        """The rows, added up by file and cell, that these cells of the page were made of."""
        deep = queries.cells(self.market.edition).loc[cells.index, CELL]
        return self._sums.merge(deep, on=CELL)

    def deepest(self, of: Slice) -> list[int] | None:
        """Ids of the areas, as deep as they are known, of the cells of a slice; None where it is all."""
        cells = self.book.base.part(of)
        every = queries.cells(self.market.edition)
        found = set(every.loc[cells.index, AREA].tolist())
        return None if found == set(every[AREA].tolist()) else sorted(found)

    def by_area(self, of: Slice) -> pd.DataFrame:
        """The rows of a slice per area of the page, file and sheet, by the areas' order; columns as
        row_sums.by_file, with area_id (NOT_STATED where only a larger one is known)."""
        found = self.behind(self.book.base.part(of))
        at = queries.at_level(found, self.market.scope.tree, self.market.scope.level)
        groups = at.groupby([AREA, *row_sums.FILE], sort=True)
        table = groups[["rows", "n"]].sum().join(groups["first"].min()).join(groups["last"].max())
        return table.reset_index()

    def source(self, dataset: int) -> Source:
        return self._sources[dataset]

    def kinds(self, of: Slice) -> tuple[list[int], list[int]]:
        """Fields and sizes of the cells of a slice; none where they are all that the edition has."""
        cells, every = self.book.base.part(of), self.market.all_cells
        sets = ((set(cells[one].tolist()), set(every[one].tolist())) for one in (CATEGORY, SIZE))
        fields, sizes = ([] if here == everywhere else sorted(here) for here, everywhere in sets)
        return fields, sizes

    def median_is_same(self, of: Slice) -> bool | None:
        """Whether the median of the rows themselves is the one that is shown, within 1 % and three digits.

        None where the rows cannot tell: purged, or some that report are left out of what is shown.
        """
        cells, told = self.book.base.part(of), self.book.told_cells(of)
        found = self.behind(cells)
        reports = int(cells["n_turnover"].sum())
        if (
            not reports
            or int(found["n_turnover"].sum()) != reports
            or reports != int(told["n_turnover"].sum())
        ):
            return None
        exact = row_sums.median_turnover(self.market.edition, self.deepest(of), *self.kinds(of))
        return abs(self.book.median(of) - exact) <= 0.01 * exact + 0.005 * exact

    def _of_rows(self, key: str, of: Slice) -> Input:
        money = key == "turnover_sum"
        cells = self.book.told_cells(of) if money else self.book.base.part(of)
        value, found = self.book.input(key, of), self.behind(cells)
        agrees = None
        if not formats.is_missing(value):
            same_rows = int(found["n"].sum()) == int(cells["n"].sum())
            agrees = same_rows and _is_close(float(found[key].sum()), value)
        if not agrees and any(one.is_purged for one in self._sources.values()):
            agrees = None
        return Input(
            key, label(key), self._amount(key, value, cells), self.market.edition,
            files=self.files_of(key, found),
            agrees=agrees, said=self._said(key, cells, found, value, agrees),
        )  # fmt: skip

    def files_of(self, key: str, found: pd.DataFrame) -> tuple[FileRows, ...]:
        """Rows added up by file and cell (`behind`), as rows of each file."""
        money = key == "turnover_sum"
        files = row_sums.by_file(found.assign(rows=found["n_turnover"]) if money else found)
        # two files apart could tell what fewer than five earn
        tells_each = not money or len(files) == 1
        return tuple(self._file(key, one, tells_each) for one in files.to_dict("records"))

    def _amount(self, key: str, value: float, cells: pd.DataFrame) -> str:
        if key != "turnover_sum" or formats.is_missing(value):
            return written(key, value)
        values = {"sum": written(key, value), "n": formats.integer(cells["n_turnover"].sum())}
        return _("%(sum)s of %(n)s that report") % values

    def _file(self, key: str, found: dict[Any, Any], tells: bool) -> FileRows:
        source = self._sources[int(found["dataset_id"])]
        return FileRows(
            source, source.sheet(int(found["sheet"])), _columns(source, key), int(found["rows"]),
            int(found["first"]), int(found["last"]), written(key, float(found[key])) if tells else "",
        )  # fmt: skip

    def _said(
        self, key: str, cells: pd.DataFrame, found: pd.DataFrame, value: float, agrees: bool | None
    ) -> str:
        if key == "turnover_sum" and formats.is_missing(value):
            return _("No turnover to show here: fewer than five report it, or nobody does.")
        if agrees and not found.empty:
            return self._same(key, found, value)
        if any(one.is_purged for one in self._sources.values()):
            return _("The rows of the file were deleted for good; the number counted from them stays.")
        if found.empty and not float(cells["n"].sum()):
            return _("There is no row: the number is 0.")
        values = {"rows": written(key, float(found[key].sum())), "number": written(key, value)}
        return _("The rows that are kept add up to %(rows)s, not to %(number)s.") % values

    def _same(self, key: str, found: pd.DataFrame, value: float) -> str:
        rows = int(found["n_turnover" if key == "turnover_sum" else "rows"].sum())
        values = {"rows": formats.integer(rows), "sum": written(key, value)}
        text = ngettext(
            "%(rows)s row gives %(sum)s: the number that is shown.",
            "%(rows)s rows add up to %(sum)s: the number that is shown.", rows,
        )  # fmt: skip
        if key == "turnover_sum":
            text = _(
                "%(rows)s rows that report their turnover add up to %(sum)s, told in three digits: the "
                "number that is shown. What one enterprise earns is never shown."
            )
        if self.market.edition.notes.get("duplicates_across"):
            n = formats.integer(self.market.edition.notes["duplicates_across"])
            more = _("Enterprises that an earlier file has too are counted once: %(n)s left out.")
            return f"{text % values} {more % {'n': n}}"
        return text % values

    # figures of areas

    def _areas(self, of: Slice) -> list[int]:
        return list(self.market.names) if of.area is None else [of.area]

    def _stated(self, key: str, edition: Edition | None, of: Slice) -> Input | None:
        """Land, distance, or residents of the page's own borders: cells, or those of the villages below."""
        if edition is None or of.area == NOT_STATED:
            return None
        tree, level = self.market.scope.tree, self.market.scope.level
        areas = self._areas(of)
        cells = _cells(edition, tree, level, areas, key, self.files)
        value = self.book.input(key, of)
        summed = sum(one.number for one in cells if one.is_part)
        agrees = None if not cells or formats.is_missing(value) else _is_close(summed, value)
        if key == "distance_km" and len(areas) > 1:
            value, agrees = math.nan, None  # distances of several areas are no sum
        return Input(
            key, label(key), written(key, value), edition,
            cells=tuple(one.cell for one in cells[:MOST_CELLS]), n_cells=len(cells), agrees=agrees,
            said=_stated_words(key, cells, value, agrees),
        )  # fmt: skip

    def _residents(self, of: Slice) -> Input | None:
        edition = self.market.population_edition
        if edition is None:
            return None
        if edition.boundary_set_id == self.market.edition.boundary_set_id:
            return self._stated("residents", edition, of)
        own = self.market.edition.boundary_set
        over = crossing.crossing(edition.boundary_set, own, self.market.scope.level)
        parts = crossing.residents(over, queries.figures(edition)).contributions
        parts = parts[parts["to_id"].isin(self._areas(of))]
        value = self.book.input("residents", of)
        return converted("residents", edition, over, parts, value, self.files)


def converted(
    key: str, edition: Edition, over: crossing.Crossing, parts: pd.DataFrame, value: float, files: Files
) -> Input:
    """A number of other borders: what each area of then gives, and the cells of these areas."""
    column = "n" if key == "n" else key
    areas = sorted({int(one) for one in parts["from_id"]})
    cells = _cells(edition, over.old, over.level, areas, key, files) if key != "n" else []
    summed = float(parts[column].sum(skipna=False)) if len(parts) else math.nan
    agrees = None if formats.is_missing(value) or formats.is_missing(summed) else abs(summed - value) < 1
    said = _("The parts add up to %(sum)s.") % {"sum": formats.integer(summed)}
    if agrees is None:
        said = _("It is not known for all of these areas in which areas of today their people live.")
    return Input(
        key, label(key), formats.integer(value), edition,
        cells=tuple(one.cell for one in cells[:MOST_CELLS]), n_cells=len(cells),
        shares=tuple(_share(over.old, one, column) for one in parts.to_dict("records")),
        agrees=agrees, said=said,
    )  # fmt: skip


def _share(old: pd.DataFrame, part: dict[Any, Any], column: str) -> Share:
    share, given = part["share"], part.get(column, math.nan)
    stated = given / share if not formats.is_missing(given) and share else math.nan
    return Share(
        str(old.at[part["from_id"], "name"]), formats.integer(stated), formats.number(share, 4),
        formats.number(given, 0 if float(given or 0).is_integer() else 1), basis_words(str(part["basis"])),
    )  # fmt: skip


def basis_words(basis: str) -> str:
    """What a share between borders rests on."""
    words = {"exact": _("whole villages"), "residents": _("residents"), "land": _("land")}
    return words.get(basis, basis or _("not known"))


@dataclass(frozen=True)
class _Found:
    cell: FileCell
    number: float
    is_part: bool


def _cells(
    edition: Edition, tree: pd.DataFrame, level: int, areas: list[int], key: str, files: Files
) -> list[_Found]:
    """The cells behind a figure of areas: their own, else those of the areas inside."""
    below = sorted(descendants(tree, set(areas)))
    names = [key, "male", "female"] if key == "residents" else [key]
    stated = figure_places.stated(edition, below, names)
    whole = {one.area for one in stated if one.area in areas and one.name == key}
    home = ancestors_at(tree, level)
    known = files.of(edition)
    derived = {(one.area, one.dataset) for one in stated if one.name == key and not one.column}
    found = []
    for one in stated:
        above = home.get(one.area)
        inside = one.area in whole or (not pd.isna(above) and int(above) not in whole)
        is_cell = one.column and (one.name == key or (one.area, one.dataset) in derived)
        # the sum of men and women stands in no cell of its own: theirs are listed in its place
        if inside and (is_cell or (one.name == key and not one.column)):
            found.append(_found(tree, known[one.dataset], one, is_part=one.name == key and one.counts))
    return found


def _found(tree: pd.DataFrame, source: Source, one: figure_places.Stated, is_part: bool) -> _Found:
    column = source.column(one.name)
    letter = column.letter if column else ""
    cell = FileCell(
        str(tree.at[one.area, "name"]), source, source.sheet(one.sheet), one.row_number,
        one.column or _("sum of male and female"), f"{letter}{one.row_number}" if letter else "",
        area_figures.written(one.name, one.value) if one.name in ("km2", "distance_km") else
        formats.integer(one.value),
        one.counts,
    )  # fmt: skip
    return _Found(cell, one.value, is_part)


def _stated_words(key: str, cells: list[_Found], value: float, agrees: bool | None) -> str:
    if not cells:
        return _("No file states it, or its rows were deleted for good.")
    if key == "distance_km" and agrees is None:
        return _("Distances are no sum: each area has its own cell.")
    if agrees:
        n = sum(one.is_part for one in cells)
        if n == 1:
            return _("The cell states the number that is used.")
        values = {"n": formats.integer(n), "sum": written(key, value)}
        return _("%(n)s cells add up to %(sum)s: the number that is used.") % values
    return _("It is not known for every area inside, so no number is used where one lacks.")


def _columns(source: Source, key: str) -> tuple[UsedColumn, ...]:
    """The columns of a market file that an input was read from."""
    kind = all_kinds()[source.kind]
    places = {one.key for one in kind.columns if one.type in ("area", "category", "size")}
    own = {"n": _COUNTS, "employees": ("employees",), "turnover_sum": ("turnover",)}[key]
    return tuple(one for one in source.columns if one.key in places or one.key in own)


def _letter(column: UsedColumn, source: Source) -> str:
    if not column.letter:
        return column.label
    return f"{column.letter} ({column.number})" if source.is_text else column.letter


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
