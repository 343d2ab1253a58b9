"""Every rule a row can break, with what to do about it."""

from datetime import date

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop

from core import formats
from core.texts import keep
from data.kinds import Column, Kind
from data.reading.values import MESSAGES

UNKNOWN_AREA = "unknown_area"
NO_AREA = "no_area"
NAME_REJECTED = "name_rejected"
UNKNOWN_NAME = "unknown_name"
OUT_OF_BOUNDS = "bounds"
YEAR_RANGE = "year_range"
AFTER_PERIOD = "after_period"
FUTURE = "future"
TWICE = "twice"
REQUIRED = "required"
TOO_WIDE = "too_wide"
AREA_TWICE = "area_twice"
SUM_AND_PARTS = "sum_and_parts"
PARTS_WITHOUT = "parts_without"
GEOMETRY = "geometry"
UNGROUPED = 10_000

_OURS = {
    UNKNOWN_AREA: gettext_noop(
        "This name is no area of the region. Choose the area it means, or correct it."
    ),
    NO_AREA: gettext_noop("The row names no area. Enter the sub-district."),
    NAME_REJECTED: gettext_noop("Rows with this name were rejected when the names were confirmed."),
    UNKNOWN_NAME: gettext_noop("This name is not known. Choose what it means, or correct it."),
    REQUIRED: gettext_noop("This cell may not be empty. Fill it in."),
    AFTER_PERIOD: gettext_noop(
        "This day lies after the end of the period. Correct the year or choose another period."
    ),
    FUTURE: gettext_noop("This day is still to come. Correct the year or choose another period."),
    TWICE: gettext_noop("This identifier stands twice in the file. Keep one of the rows."),
    TOO_WIDE: gettext_noop(
        "This row has more cells than the header: a separator inside a text. Put the text in quotation marks."
    ),
    AREA_TWICE: gettext_noop("The area stands twice in this file. Keep one of the rows."),
    SUM_AND_PARTS: gettext_noop(
        "This file states both the sum and the parts, which do not add up. Correct the numbers, or delete "
        "this row: then only its parts count."
    ),
    PARTS_WITHOUT: gettext_noop(
        "This row states a business field or size, and the rows of the areas inside it state none: both "
        "would count. State it in those rows as well, or delete this row."
    ),
    GEOMETRY: gettext_noop("This outline cannot be used: it has no area on the ground. Draw it again."),
}


def message(kind: Kind, column: str, rule: str) -> str:
    """The text of a rule as it is stored (core/texts.py); checks of a kind are "check:0", "check:1" …"""
    return keep(lazy(said, str)(kind, column, rule))


def said(kind: Kind, column: str, rule: str) -> str:
    """The text of a rule in the active language, with the limits that a number broke."""
    if rule == OUT_OF_BOUNDS:
        return _out_of_bounds(kind.column(column))
    if rule == YEAR_RANGE and (bounds := _bounds(kind, column)):
        text = gettext("The year is impossible here. Enter the right one, between %(low)s and %(high)s.")
        return text % {"low": plain(bounds[0]), "high": plain(bounds[1])}
    if rule == AFTER_PERIOD and (last := kind.column(column).high):
        text = gettext(
            "This day lies after the end of the period, %(day)s. Correct the year or choose another period."
        )
        return text % {"day": formats.date(date.fromordinal(int(last)))}
    if rule.startswith("check:"):
        return str(kind.checks[int(rule.partition(":")[2])].message)
    own = next((one.messages[rule] for one in kind.columns if one.key == column and rule in one.messages), "")
    return gettext(str(own or _OURS.get(rule) or MESSAGES.get(rule) or rule))


def _bounds(kind: Kind, key: str) -> tuple[float, float] | None:
    """Both limits of a column; None where it has one or none (a year has its last only in a dataset)."""
    column = next((one for one in kind.columns if one.key == key), None)
    if column is None or column.low is None or column.high is None:
        return None
    return column.low, column.high


def _out_of_bounds(column: Column) -> str:
    low, high = (None if limit is None else plain(limit) for limit in (column.low, column.high))
    if low is not None and high is not None:
        text = gettext("The number is impossible here. Enter the right one, between %(low)s and %(high)s.")
        return text % {"low": low, "high": high}
    if low is not None:
        return gettext("The number is impossible here. Enter the right one, from %(low)s on.") % {"low": low}
    return gettext("The number is impossible here. Enter the right one, up to %(high)s.") % {"high": high}


def plain(value: float) -> str:
    """A limit of a column as it is written. A year is no quantity: 1800, never 1.800."""
    if float(value).is_integer():
        return str(int(value)) if abs(value) < UNGROUPED else formats.integer(value)
    return formats.number(value, 4)
