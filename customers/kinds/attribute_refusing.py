"""What is refused of a table of customers: decisions, columns that cannot be, files that do not fit."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from data.editions import Refused

from .attribute_columns import DECIDED, ORDERS, REPEATS, SIGNS, TYPES, Attribute, by_name, kept
from .attribute_guess import CUSTOMER, PEOPLE

NO_CUSTOMER = gettext_noop("Choose the column that tells customers apart: the customer number.")
TWO_OF_A_KIND = gettext_noop("“%(first)s” and “%(second)s” are both chosen as the same. Choose one of them.")
NOTHING_KEPT = gettext_noop(
    "Nothing but the customer number would be kept. Choose a type for at least one other column, or upload "
    "another file."
)
BAD_COLUMNS = gettext_noop("“columns” must hold an object per header with only: %(known)s.")
BAD_VALUE = gettext_noop("“%(value)s” is not known as %(name)s of a column. Use one of: %(known)s.")
BAD_REPEATS = gettext_noop("“repeats” must be one of: %(known)s.")
OTHER_COLUMNS = gettext_noop(
    "“%(header)s” is not a column of both files, or is read in another way in the file shown now. Choose "
    "replace, or read both alike."
)
_KNOWN = {"type": TYPES, "dates": ("", *ORDERS), "numbers": ("", *SIGNS)}


def check_decisions(found: dict[str, Any]) -> None:
    """Refuse decisions of another form than a decisions file has."""
    if found.get("repeats", REPEATS[0]) not in REPEATS:
        raise Refused(BAD_REPEATS, known=", ".join(REPEATS))
    decided = found.get("columns", {})
    if not isinstance(decided, dict):
        raise Refused(BAD_COLUMNS, known=", ".join(DECIDED))
    for one in decided.values():
        if not isinstance(one, dict) or not set(one) <= set(DECIDED):
            raise Refused(BAD_COLUMNS, known=", ".join(DECIDED))
        for name, value in one.items():
            if value not in _KNOWN[name]:
                raise Refused(BAD_VALUE, value=value, name=name, known=", ".join(filter(None, _KNOWN[name])))


def check_columns(attributes: Sequence[Attribute]) -> None:
    """Refuse a file without a customer number, with two, or without anything beside it."""
    for once in (CUSTOMER, *PEOPLE):
        same = [one.header for one in attributes if one.type == once]
        if len(same) > 1:
            raise Refused(TWO_OF_A_KIND, first=same[0], second=same[1])
        if once == CUSTOMER and not same:
            raise Refused(NO_CUSTOMER)
    if not kept(attributes):
        raise Refused(NOTHING_KEPT)


def check_together(files: Sequence[Sequence[Attribute]]) -> None:
    """Refuse files whose rows cannot stand in one table: other columns, or read otherwise."""
    first, *others = map(by_name, files)
    for other in others:
        for key in first | other:
            mine, its = first.get(key), other.get(key)
            if mine is None or its is None or mine.type != its.type:
                raise Refused(OTHER_COLUMNS, header=(mine or other[key]).header)
