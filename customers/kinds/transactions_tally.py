"""Counts what a file of transactions holds while it is checked, and says it on the page of the check."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core import formats
from core.texts import keep
from data.checking import Checker
from data.duplicates import Keys, hashed
from data.kinds import Tally

# in which two rows are the same again: the columns of analysis.lrfm and those kept beside them
CONTENT = ("customer", "day", "receipt", "amount", "payment", "outlet")
# two words of letters; a mobile number or a population number
_WORDS = r"[A-Za-z'.]+ [A-Za-z]"
_PRIVATE = r"(?:\+?62|0)[ -]?8[\d -]{7,13}$|\d{16}$"
integer, day = lazy(formats.integer, str), lazy(formats.date, str)


class TransactionsTally(Tally):
    """Exact counts. What must be known of all rows before takes 8 bytes per row, customer and person."""

    def __init__(self, period_start: date) -> None:
        self.start = np.datetime64(period_start, "D")
        self.rows = self.refunds = self.zeros = self.again = self.early = 0
        self.worded = self.private = 0
        self.total = 0.0
        self.first = self.last = np.datetime64("NaT", "D")
        self._customers, self._rows, self._people = Keys(), Keys(), Keys()

    @property
    def customers(self) -> int:
        return len(self._customers)

    def add(self, rows: pd.DataFrame) -> None:
        if not len(rows):
            return
        amounts = rows["amount"].to_numpy(dtype=float)
        days = rows["day"].to_numpy(dtype="datetime64[D]")
        self.rows += len(rows)
        self.refunds += int((amounts < 0).sum())
        self.zeros += int((amounts == 0).sum())
        self.total += float(amounts.sum())
        self.early += int((days < self.start).sum())
        self.first, self.last = np.fmin(self.first, days.min()), np.fmax(self.last, days.max())
        self.worded += int(rows["customer"].str.match(_WORDS).sum())
        self.private += int(rows["customer"].str.match(_PRIVATE).sum())
        self._customers.again(hashed(rows["customer"]))
        self.again += int(self._rows.again(_keys(rows, CONTENT)).sum())

    def people(self, rows: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
        """The first row of each customer under each name and number: nobody is another person per receipt."""
        named = super().people(rows, fields)
        return named[~self._people.again(_keys(named, ("customer", *fields)))]


def _keys(rows: pd.DataFrame, columns: tuple[str, ...]) -> "pd.Series[Any]":
    """A number per row, equal where the rows are equal in these columns, as far as the file has them."""
    table = rows[[name for name in columns if name in rows]]
    keys = pd.util.hash_pandas_object(table, index=False).to_numpy().view(np.int64)
    return pd.Series(keys, index=rows.index, dtype="Int64")


def facts(tally: TransactionsTally, checker: Checker) -> list[str]:
    """What a person looks at before the file is imported."""
    if not tally.rows:
        return []
    span = {"first": day(tally.first.item()), "last": day(tally.last.item())}
    said = [
        keep(_("Customers: %(n)s"), {"n": integer(tally.customers)}),
        keep(_("First day %(first)s, last day %(last)s"), span),
        keep(_("All amounts together: %(sum)s"), {"sum": _amount(tally.total)}),
        keep(_("Refunds (amounts below zero): %(n)s"), {"n": integer(tally.refunds)}),
        keep(_("Amounts of zero: %(n)s"), {"n": integer(tally.zeros)}),
        keep(_AGAIN if tally.again else _NEVER_AGAIN, {"n": integer(tally.again)}),
    ]
    return [
        *said,
        *zoned(checker.learned.zoned.get("day", 0), checker.plan.zone),
        *_cautions(tally),
        *_unsure(checker),
    ]


def zoned(n: int, zone: str) -> list[str]:
    """That times with a zone were converted, where there are any."""
    return [keep(_ZONED, {"n": integer(n), "zone": zone.replace("_", " ")})] if n else []


def _cautions(tally: TransactionsTally) -> list[str]:
    said = []
    if tally.early:
        said.append(keep(_EARLY, {"n": integer(tally.early)}))
    if 2 * tally.worded > tally.rows:
        said.append(keep(_NAMES))
    if 2 * tally.private > tally.rows:
        said.append(keep(_PHONES))
    if tally.customers == 1:
        said.append(keep(_ONE_CUSTOMER))
    if tally.refunds + tally.zeros == tally.rows:
        said.append(keep(_NOTHING_SOLD))
    return said


def _unsure(checker: Checker) -> list[str]:
    """How amounts were read whose sign before three digits nothing in the file explains."""
    found = checker.learned.unsure.get("amount")
    if found is None:
        return []
    example = found.examples[0]
    value = float("".join(mark for mark in example if mark.isdigit()))
    return [keep(_UNSURE, {"text": example, "value": integer(value)})]


def _amount(value: float) -> Any:
    return lazy(formats.number, str)(value, 0 if value.is_integer() else 2)


_AGAIN = _(
    "Rows equal to an earlier one in every imported column: %(n)s. They are kept; the pages ask how to count "
    "them."
)
_NEVER_AGAIN = _("Rows equal to an earlier one in every imported column: %(n)s")
_ZONED = _(
    "Times written with their zone (Z, +07:00, WIB): %(n)s. They are converted: their days are those of "
    "%(zone)s."
)
_EARLY = _("Rows of days before the period: %(n)s. A file of an earlier period may hold them too.")
_NAMES = _(
    "The customer numbers look like names. What stands in this column is stored as it is: choose a number "
    "for it, and the names for the column of names, which is encrypted."
)
_PHONES = _(
    "The customer numbers look like telephone or population numbers. What stands in this column is stored as "
    "it is and shown to everybody who signs in: choose a number of the shop's own for it."
)
_ONE_CUSTOMER = _("All rows are of one customer. Is this the column that tells customers apart?")
_NOTHING_SOLD = _("No amount is above zero. Is this the column of amounts, with the right sign?")
_UNSURE = _(
    "“%(text)s” was read as %(value)s, with a sign that groups thousands. If it begins the decimals, go back "
    "to the columns and say so."
)
