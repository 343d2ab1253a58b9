"""Columns of numbers and of dates: whether they are, and how they are written."""

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.reading import dates, numbers
from data.reading.dates import DateForm
from data.reading.learning import FormLearner
from data.reading.numbers import NumberForm

from .amounts import tidied
from .date_order import ORDERS
from .headers import CODE
from .seen import FEW, Seen

NEARLY_ALL = 0.9
# what has no such part is not worth the parser's time
_HAS_DIGIT = re.compile(r"\d")
_HAS_DATE = re.compile(
    r"\d[-/. ]\d{1,2}[-/. ]\d"
    r"|\b(?:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|ags|agt|aug|sep|okt|oct|nov|nop|des|dec)",
    re.IGNORECASE,
)
_YEAR = re.compile("[0-9]{4}")
YEARS = (1900, 2100)
FEW_YEARS = 12


class Form(NamedTuple):
    """form: reading instructions of `Question.form`; why, sure: of the guess."""

    form: dict[str, Any]
    why: str
    sure: bool


def number(column: Seen) -> Form | None:
    """Return how the numbers of a column are written, None where most cells hold none."""
    if not _mostly(column, _HAS_DIGIT):
        return None
    texts = tidied(pd.Series(list(column.texts), dtype=object))
    learner = FormLearner()
    learner.feed(texts)
    learned = learner.form()
    form = learner.resolve(whole=True)
    found = numbers.number(texts, form)
    if not _nearly_all(column, found.values.notna().to_numpy(dtype=bool)):
        return None
    unsure = not isinstance(learned, NumberForm)
    why = "numbers_unsure" if unsure or learner.conflict else "numbers"
    return Form(
        {"decimal": form.decimal, "thousands": form.thousands}, why, why == "numbers" and column.n >= FEW
    )


def is_number(column: Seen) -> bool:
    """Whether numbers are what a column asks for: no code, no 0 and 1 for no and yes, no few years."""
    if column.head.asks(CODE) and not column.head.asks_count:
        return False
    return set(column.texts) - {"0", "1"} != set() and not are_few_years(column)


def are_few_years(column: Seen) -> bool:
    """Whether every answer is one of a few years, as for the year of entry."""
    texts = column.texts
    return (
        0 < len(texts) <= FEW_YEARS
        and not column.beyond
        # int of more than 4,300 digits is an error, and so is that of "²", which isdigit knows
        and all(_YEAR.fullmatch(text) and YEARS[0] <= int(text) <= YEARS[1] for text in texts)
    )


def date(column: Seen) -> Form | None:
    """Return the order of the dates of a column, None where most cells hold none."""
    if column.dates is None or not _mostly(column, _HAS_DATE):
        return None
    texts = pd.Series(list(column.texts), dtype="str")
    # eight digits alone are a number or an identifier
    parted = texts.where(texts.str.contains(r"[-/. ]").to_numpy(dtype=bool), "x")
    decided = column.dates.decide()
    # where both orders are proven, some dates are none in the order of the others
    orders = (decided.order,) if decided.sure else ORDERS
    read = np.any([dates.date(parted, DateForm(order)).values.notna() for order in orders], axis=0)
    if not _nearly_all(column, read):
        return None
    return Form({"order": decided.order}, decided.why, decided.sure)


def _mostly(column: Seen, pattern: re.Pattern[str]) -> bool:
    texts = [text for text in column.texts if pattern.search(text)]
    return sum(column.texts[text] for text in texts) >= NEARLY_ALL * column.texts.total() > 0


def _nearly_all(column: Seen, read: np.ndarray) -> bool:
    """read: whether each distinct text could be."""
    counts = np.array(list(column.texts.values()))
    return bool(counts[read].sum() >= NEARLY_ALL * counts.sum() > 0)
