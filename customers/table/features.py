"""Which columns a table of customers is grouped by, and by which number the segments are put in order."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.column_types import CannotUse, Column
from analysis.encoding import Feature
from analysis.marks import N_

from .prepared import Prepared, name_of
from .scope import Params

# in the order of the figure of document 003 that shows what its groups are like
USUAL = ("income", "spending", "transactions", "conversion", "campaigns")
# without any of these, as many of the other numbers
MOST_OTHERS = 8


@dataclass(frozen=True)
class Features:
    """features; key: column that orders the segments; unknown: names of the address that fit nothing."""

    features: tuple[Feature, ...]
    key: str
    unknown: tuple[str, ...]


def chosen(known: Prepared, params: Params) -> Features:
    """The features of an address, or the usual ones. Raises CannotUse where there is nothing to group by."""
    asked = [known.by_name[name] for name in params.attributes if name in known.by_name]
    unknown = [name for name in params.attributes if name not in known.by_name]
    columns = asked or usual(known)
    if not columns:
        text = N_("No column of this table tells customers apart. Choose other features or another table.")
        raise CannotUse(text)
    orders = levels(params.levels)
    unknown += [name for name in orders if name not in known.by_name]
    features = tuple(_feature(one, orders) for one in columns)
    ordered_by = known.by_name.get(params.ordered_by)
    if params.ordered_by and (ordered_by is None or not ordered_by.is_numeric):
        unknown.append(params.ordered_by)
        ordered_by = None
    return Features(features, _key(known, columns, ordered_by), tuple(dict.fromkeys(unknown)))


def usual(known: Prepared) -> list[Column]:
    """Features without a choice: what customers have and buy, else whatever numbers there are."""
    shown = {one.key: one for one in known.told_apart if one.is_numeric}
    found = [shown[key] for role in USUAL if (key := known.roles.get(role)) in shown]
    return found if len(found) > 1 else list(shown.values())[:MOST_OTHERS]


def levels(text: str) -> dict[str, tuple[str, ...]]:
    """Column → its values in order: "Education: Basic < Master; Size: S < M"."""
    found = {}
    for part in text.split(";"):
        name, colon, values = part.partition(":")
        steps = tuple(dict.fromkeys(one.strip() for one in values.split("<") if one.strip()))
        if colon and steps:
            found[name.strip()] = steps
    return found


def _feature(column: Column, orders: Mapping[str, tuple[str, ...]]) -> Feature:
    if column.type != "text":
        return Feature(column.key)
    steps = orders.get(name_of(column), ())
    return Feature(column.key, "ordered", steps) if steps or column.levels else Feature(column.key, "onehot")


def _key(known: Prepared, columns: list[Column], asked: Column | None) -> str:
    if asked is not None:
        return asked.key
    amounts = [known.roles[role] for role in ("spending", "income") if role in known.roles]
    numbers = [one.key for one in columns if one.is_numeric]
    others = [one.key for one in known.told_apart if one.is_numeric]
    found = next(iter([*amounts, *numbers, *others]), None)
    if found is None:
        text = N_("No column of numbers is there, so segments cannot be put in order. Choose another table.")
        raise CannotUse(text)
    return found
