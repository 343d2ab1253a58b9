"""The numbers of a figure worked out again from their inputs, with the formula that leads to each."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import indicators, suppression
from analysis.indicators import INDICATORS, INPUTS
from analysis.inputs import MADE, Made, result
from core import formats
from core.figures import Column, Table
from data import cell_tables

from .. import area_figures
from .base import AREA, CATEGORY, Base, Slice, cell_slice, total_slice

MONEY = frozenset({"turnover_sum", "average_turnover", "median_turnover"})
_SHARE = Made("n", "n", region_bottom=True)
# shares of a sum of squares that are written out
_TERMS = 3


@dataclass(frozen=True)
class Line:
    """One number of a figure.

    value: as the figure has it; text: as it is written. formula: in words; worked: the same with its numbers,
    "" where it is no sum or quotient of inputs. again: the value worked out from the inputs; agrees: whether
    both are the same, None where there is nothing to compare. of: what it is about, a Slice or an Answer.
    """

    key: str
    label: str
    value: Any
    text: str
    of: Any
    formula: str = ""
    worked: str = ""
    again: float = math.nan
    agrees: bool | None = None


class Book:
    """Inputs and indicators of any slice of a base, added up anew from its cells and areas."""

    def __init__(self, base: Base) -> None:
        self.base = base

    def told_cells(self, of: Slice) -> pd.DataFrame:
        """The cells of a slice whose amounts may be shown: whole blocks of five or more that report."""
        return suppression.whole(self.base.part(of))

    def _areas(self, of: Slice) -> pd.DataFrame:
        table = self.base.table
        if of.area is not None:
            return table.loc[[one for one in [of.area] if one in table.index]]
        return table

    def input(self, key: str, of: Slice) -> float:
        """One of INPUTS for a slice; NaN where it is not known."""
        cells = self.base.part(of)
        if key == "n":
            return float(cells["n"].sum())
        if key == "employees":
            return float(cells["employees"].sum(min_count=1))
        if key in ("turnover_sum", "n_turnover"):
            told = self.told_cells(of)
            return float(told[key].sum(min_count=1)) if len(told) else math.nan
        areas = self._areas(of)
        return math.nan if areas.empty else float(areas[key].sum(min_count=1))

    def region(self, key: str) -> float:
        """An indicator of everything that the base holds; of inputs what the areas of the page hold."""
        if key in INPUTS:
            by_area = self.base.by == AREA
            return float(self.base.table[key].sum()) if by_area else self.input(key, Slice())
        return self.value(key, Slice())

    def value(self, key: str, of: Slice) -> float:
        """An indicator of a slice, as it is shown: amounts in three digits."""
        made = MADE[key]
        if not made.top:
            return math.nan
        found = self.input(key, of) if made.top == key else result(made, *self.parts(made, of))
        return _three(found) if key in MONEY else found

    def parts(self, made: Made, of: Slice) -> tuple[float, float]:
        """Top and bottom. Of several areas only those count of which both are known."""
        if of.is_whole and self.base.by == AREA and not (made.region_top or made.region_bottom):
            return self._pairs(made.top, made.bottom)
        # of what no area is stated for nothing is a share of the areas
        is_region = made.region_top or (of.is_whole and made.region_bottom)
        top = self.region(made.top) if is_region else self._unrounded(made.top, of)
        return top, self.region(made.bottom) if made.region_bottom else self._unrounded(made.bottom, of)

    def _unrounded(self, key: str, of: Slice) -> float:
        return self.input(key, of) if key in INPUTS else self.value(key, of)

    def _pairs(self, top: str, bottom: str) -> tuple[float, float]:
        table = self.base.table
        known = table[table[top].notna() & (table[bottom] > 0)]
        return float(known[top].sum()), float(known[bottom].sum())

    def median(self, of: Slice) -> float:
        return _three(cell_tables.median(self.told_cells(of)))


def _three(value: float) -> float:
    return float(suppression.rounded(pd.Series([value])).iloc[0])


# Lines ---------------------------------------------------------------------------------------------------


def lines(book: Book, table: Table | None, row: Mapping[str, Any] | None, measure: str = "") -> list[Line]:
    """Every number of a row, or of the whole figure where no row is chosen; measure: only that column."""
    if table is None:
        return []
    found = []
    for column in table.columns:
        if not column.is_numeric or (measure and column.key != measure):
            continue
        of = total_slice(column, table, book.base.market) if row is None else None
        of = cell_slice(row, column, book.base.market) if row is not None else of
        value = (table.total or {}).get(column.key) if row is None else row.get(column.key)
        found.append(line(book, column, value, of or Slice(), row or {}))
    return found


def line(book: Book, column: Column, value: Any, of: Slice, row: Mapping[str, Any]) -> Line:
    """One number with its formula; what is no indicator of the inputs keeps its words alone."""
    label = str(column.label)
    text = formats.shown(value, column.kind, column.decimals) if not isinstance(value, str) else value
    formula, worked, again = _worked(book, column, of, row)
    if formats.is_missing(value) and not formats.is_missing(again):
        text = formats.shown(again, column.kind, column.decimals)
    agrees = None
    if not (formats.is_missing(value) or isinstance(value, str) or formats.is_missing(again)):
        agrees = math.isclose(float(value), again, rel_tol=1e-9, abs_tol=1e-9)
    return Line(column.key, label, value, text, of, formula, worked, again, agrees)


def _worked(book: Book, column: Column, of: Slice, row: Mapping[str, Any]) -> tuple[str, str, float]:
    key = column.key
    if key[:1] in "cs" and key[1:].isdigit():
        return indicator_formula("n"), "", book.input("n", of)
    if key[:1] == "p" and key[1:].isdigit():
        return _quotient(column, _("MSMEs of the size ÷ MSMEs of the row"), book.input("n", of),
                         book.input("n", Slice(of.area, of.category)), _SHARE)  # fmt: skip
    if key == "share":
        return _share(book, column, of, row)
    if key == "median_turnover":
        return _("middle of the yearly turnovers, from bins of 2%"), "", book.median(of)
    if key in ("quotient", "location_quotient"):
        return _location_quotient(book, column, of)
    if key in ("hhi", "effective", "largest"):
        return _concentration(book, column, of)
    made = MADE.get(key)
    if made is None or not made.top:
        return (indicator_formula(key) if key in INDICATORS else ""), "", math.nan
    if made.top == key:
        return indicator_formula(key), "", book.value(key, of)
    return _quotient(column, indicator_formula(key), *book.parts(made, of), made)


def indicator_formula(key: str) -> str:
    return _(INDICATORS[key].formula)


def _quotient(column: Column, formula: str, top: float, bottom: float, made: Made) -> tuple[str, str, float]:
    again = result(made, top, bottom) if bottom == bottom else math.nan
    again = _three(again) if column.key in MONEY else again
    if formats.is_missing(again):
        return formula, "", math.nan
    parts = [written(made.top, top), "÷", written(made.bottom, bottom)]
    parts += ["×", formats.integer(made.times)] if made.times != 1 else []
    shown = formats.shown(again, column.kind, column.decimals)
    return formula, " ".join([*parts, "=", shown]), again


def written(key: str, value: float) -> str:
    """An input or indicator as its column writes it; amounts in three digits."""
    return area_figures.written(key, _three(value) if key in MONEY else value)


def _share(book: Book, column: Column, of: Slice, row: Mapping[str, Any]) -> tuple[str, str, float]:
    if "_fields" in row:  # the share of the largest field in its area
        if not row["_fields"]:
            return "", "", math.nan
        top, bottom = book.input("n", Slice(of.area, row["_fields"][0])), book.input("n", Slice(of.area))
        return _quotient(column, _("MSMEs of the field ÷ MSMEs of the area"), top, bottom, _SHARE)
    return _quotient(column, _("MSMEs ÷ all MSMEs of the filter"), book.input("n", of),
                     book.input("n", Slice()), _SHARE)  # fmt: skip


def _location_quotient(book: Book, column: Column, of: Slice) -> tuple[str, str, float]:
    formula = indicator_formula("location_quotient")
    if of.area is None or of.category is None:
        return formula, "", math.nan
    here, field = book.input("n", of), book.input("n", Slice(category=of.category))
    area, everything = book.input("n", Slice(of.area)), book.input("n", Slice())
    if not (area and field and everything):
        return formula, "", math.nan
    again = (here / area) / (field / everything)
    numbers = [formats.integer(one) for one in (here, area, field, everything)]
    worked = "({} ÷ {}) ÷ ({} ÷ {})".format(*numbers)
    return formula, f"{worked} = {formats.shown(again, column.kind, column.decimals)}", again


def _concentration(book: Book, column: Column, of: Slice) -> tuple[str, str, float]:
    """Sum of squared shares of an area's fields, or of a field's areas; 1 ÷ it; the largest of them."""
    other = CATEGORY if of.area is not None else AREA
    counts = book.base.part(of).groupby(other)["n"].sum()
    shares = indicators.shares(counts[counts > 0].astype("float64")).sort_values(ascending=False)
    if shares.empty or of.is_whole:
        return "", "", math.nan
    if column.key == "largest":
        top, bottom = float(counts.max()), float(counts.sum())
        return _quotient(column, _("MSMEs of the largest part ÷ MSMEs"), top, bottom, _SHARE)
    hhi = float((shares**2).sum())
    if column.key == "effective":
        shown = formats.shown(1 / hhi, column.kind, column.decimals)
        return "1 ÷ HHI", f"1 ÷ {formats.number(hhi, 3)} = {shown}", 1 / hhi
    terms = [f"{formats.number(one, 3)}²" for one in shares.tolist()]
    told = " + ".join([*terms[:_TERMS], *(["…"] if len(terms) > _TERMS else [])])
    return indicator_formula("hhi"), f"{told} = {formats.shown(hhi, column.kind, column.decimals)}", hhi


def keys_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The indicators that columns are, or are points of, for the inputs behind them."""
    found = []
    for column in columns:
        key = column.key.removeprefix("part_").removeprefix("points_")
        if key in MADE:
            found.append(key)
        elif key == "quotient":
            found.append("location_quotient")
        elif column.key in ("share", "effective", "largest") or (
            column.key[:1] in "csp" and key[1:].isdigit()
        ):
            found.append("n")
    return tuple(dict.fromkeys(found))
