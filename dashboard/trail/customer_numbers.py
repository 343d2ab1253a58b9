"""The numbers of figures on customers, added up again from the rows of the files."""

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from core import formats
from core.figures import Column, Table
from customers.queries import Shop
from customers.shop import row_sums, summaries
from customers.shop.row_sums import NOBODY, Sums
from customers.shop.scope import CustomerReader

from .base import CustomerPart
from .content import Asked
from .numbers import Line

_NAN = math.nan
# figures whose column `share` is of customers, and those whose `customers` are who is in the segment
_WORTH, _VALUED = "worth", frozenset({"by_segment", "simple"})
Worked = tuple[str, str, float]


class Book:
    """Customers and money of any part of a page's figures, counted from the rows.

    what: what the groups of customers are: segments, moves, grid, all of them (one group) or months; groups:
    its number per customer, None where rows count whoever they are of (months).
    """

    def __init__(self, reader: CustomerReader, what: str, groups: pd.Series | None) -> None:
        self.reader, self.what = reader, what
        name = (what, reader.cache_key, reader.reference, reader.query.get("earlier", ""))
        self.groups = None if groups is None else groups.rename(name)

    @property
    def shop(self) -> Shop:
        assert self.reader.shop is not None  # the page has figures
        return self.reader.shop

    @cached_property
    def sums(self) -> Sums:
        return row_sums.sums(self.shop, self.reader.reference, self.reader.params.rules, self.groups)

    @property
    def customers(self) -> pd.DataFrame:
        """Everybody who bought, as the pages count them."""
        return summaries.table(self.shop, self.reader.reference, self.reader.params.rules)

    def codes(self, part: CustomerPart) -> list[int] | None:
        """Numbers of the groups of a part; None where every row counts, whoever it is of."""
        if self.groups is None:
            return None
        found = sorted(set(self.groups.unique().tolist()))
        if self.what == "moves":
            return [one for one in found if _is_move(one, part)]
        if part.recency is not None and part.frequency is not None:
            return [part.recency * 10 + part.frequency]
        return found if part.segment is None else [part.segment]

    def rows(self, part: CustomerPart) -> pd.DataFrame:
        """The rows behind a part (row_sums.Sums.rows)."""
        table, codes = self.sums.rows, self.codes(part)
        kept = pd.Series(True, index=table.index) if codes is None else table["group"].isin(codes)
        if part.month:
            kept &= pd.to_datetime(table["month"]).dt.strftime("%Y-%m") == part.month
        return table[kept]

    def money(self, part: CustomerPart) -> float:
        return float(self.rows(part)["amount"].sum())

    def people(self, part: CustomerPart) -> int:
        """Customers who bought."""
        codes = self.codes(part)
        if codes is not None:
            return int(self.sums.people.reindex(codes).fillna(0).sum())
        if not part.month:
            return len(self.customers)
        months = pd.to_datetime(self.sums.people.index).strftime("%Y-%m")
        return int(self.sums.people.to_numpy()[months == part.month].sum())

    def nobody(self) -> pd.DataFrame:
        """Rows of customers who gave back only: they are in no segment."""
        return self.sums.rows[self.sums.rows["group"] == NOBODY]


def _is_move(code: int, part: CustomerPart) -> bool:
    """A move is one number: segment before (0: not there yet) and segment now."""
    was, segment = (code + 1) // 100 - 1, (code + 1) % 100 - 1
    return (part.was is None or part.was == was) and (part.segment is None or part.segment == segment)


def lines(
    book: Book, figure: str, table: Table | None, row: Mapping[str, Any] | None, asked: Asked
) -> Iterable[Line]:
    """Every number of a row, or of the total where no row is chosen."""
    values: Mapping[str, Any] = (table.total or {}) if table is not None and row is None else row or {}
    for column in table.columns if table is not None else ():
        if (
            not column.is_numeric
            or (asked.measure and column.key != asked.measure)
            or column.key not in values
        ):
            continue
        value = values[column.key]
        formula, worked, again = _worked(book, figure, column, asked.part)
        text = value if isinstance(value, str) else formats.shown(value, column.kind, column.decimals)
        known = not (formats.is_missing(value) or isinstance(value, str) or math.isnan(again))
        agrees = math.isclose(float(value), again, rel_tol=1e-9, abs_tol=1e-6) if known else None
        yield Line(column.key, str(column.label), value, text, asked.part, formula, worked, again, agrees)


def _worked(book: Book, figure: str, column: Column, part: CustomerPart) -> Worked:
    """(formula, the same with its numbers, result) of one number; of what a model says, nothing."""
    key, is_sales = column.key, book.what == "months"
    if key == "n" or (key == "customers" and (is_sales or figure in _VALUED)):
        return _("customers who bought, counted from their rows"), "", float(book.people(part))
    if key in ("value", "amount") and (is_sales or figure in (_WORTH, "grid")):
        return _("sum of the amounts of the rows"), "", book.money(part)
    if key == "value_share":
        top, bottom = book.money(part), book.money(CustomerPart())
        return _quotient(column, _("money of the segment ÷ money of all customers"), top, bottom)
    if key == "share" and figure == _WORTH:
        top, bottom = book.people(part), book.people(CustomerPart())
        return _quotient(column, _("customers of the segment ÷ all customers"), top, bottom)
    if key == "share" and figure == "streams":
        bottom = book.people(CustomerPart(was=part.was))
        return _quotient(column, _("customers of the move ÷ customers of the segment before"),
                         book.people(part), bottom if part.was != -1 else 0)  # fmt: skip
    if (key == "mean_value" and figure not in _VALUED) or (key, figure) == ("monetary", "ranges"):
        return _quotient(column, _("money ÷ customers"), book.money(part), book.people(part))
    if key == "change" and is_sales:
        return _change(book, column, part)
    if figure == "matrix":
        return _of_matrix(book, key, part)
    return "", "", _NAN


def _of_matrix(book: Book, key: str, part: CustomerPart) -> Worked:
    """A column is a segment of today, or all."""
    of = part if key == "all" else CustomerPart(was=part.was, segment=int(key[1:]))
    return _("customers who made this move, counted from their rows"), "", float(book.people(of))


def _change(book: Book, column: Column, part: CustomerPart) -> Worked:
    if not part.month:
        return "", "", _NAN
    before = book.money(CustomerPart(month=str(pd.Period(part.month, freq="M") - 1)))
    formula = _("(sales of the month − sales of the month before) ÷ sales of the month before")
    return _quotient(column, formula, book.money(part) - before, before)


def _quotient(column: Column, formula: str, top: float, bottom: float) -> Worked:
    if not bottom > 0:
        return formula, "", _NAN
    told = [_said(top), "÷", _said(bottom), "=", formats.shown(top / bottom, column.kind, column.decimals)]
    return formula, " ".join(told), top / bottom


def _said(number: float) -> str:
    return formats.number(number, 0 if float(number).is_integer() else 2)
