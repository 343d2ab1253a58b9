"""Finds the inputs of a number in the files of its market."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from data import crossing, queries, row_sums
from data.kinds import all_kinds
from data.market_words import label
from data.models import Edition
from data.params import NOT_STATED
from data.sources import Source, UsedColumn

from . import stated
from .base import AREA, CATEGORY, SIZE, Slice
from .inputs import FileRows, Files, Input, is_close
from .numbers import Book, written

CELL = [AREA, CATEGORY, SIZE]
MARKET = ("n", "employees", "turnover_sum")
_COUNTS = ("n", "n_micro", "n_small", "n_medium", "n_large")


class Places:
    """Finds the inputs of slices of one market in its files; what was found once is kept."""

    def __init__(self, book: Book, files: Files) -> None:
        self.book, self.market, self.files = book, book.base.market, files
        self._found: dict[tuple[str, Slice], Input | None] = {}
        # what `names` found
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
            agrees = same_rows and is_close(float(found[key].sum()), value)
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
        if edition is None or of.area == NOT_STATED:
            return None
        tree, level, value = self.market.scope.tree, self.market.scope.level, self.book.input(key, of)
        return stated.of_areas(key, edition, tree, level, self._areas(of), value, self.files)

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
        return stated.converted("residents", edition, over, parts, value, self.files)


def _columns(source: Source, key: str) -> tuple[UsedColumn, ...]:
    """The columns of a market file that an input was read from."""
    kind = all_kinds()[source.kind]
    places = {one.key for one in kind.columns if one.type in ("area", "category", "size")}
    own = {"n": _COUNTS, "employees": ("employees",), "turnover_sum": ("turnover",)}[key]
    return tuple(one for one in source.columns if one.key in places or one.key in own)
