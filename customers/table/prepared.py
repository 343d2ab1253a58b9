"""A table of customers as the pages look at it: read, with its remedies and formulas. Kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analysis import attribute_roles, derived, remedies, usual_features
from analysis.column_types import CannotUse, Column
from analysis.derived import Derived
from analysis.encoding import MOST_VALUES
from analysis.marks import N_
from analysis.remedies import Applied
from analysis.usual_features import Proposal
from data.cells_cache import RecentlyUsed, rows_weigh

from .. import rows
from ..models import KeptRecipe
from .queries import CustomerTable
from .recipe import Chosen, chosen

# other readings of a number that is there under its usual name already (analysis.usual_features)
SECOND_READINGS = frozenset({"transactions_with_deals", "spending_all", "visits_product"})
# role of a header → the derived column that says the same of several columns
_DERIVED_ROLES = {
    "spending": "spending", "purchases": "transactions", "campaigns": "campaigns", "children": "children",
    "age": "age", "member_since": "membership", "conversion": "conversion",
}  # fmt: skip
# kinds of usual formulas after which their sources say nothing more
_SAY_ALL = ("sum", "age")
_ROLE_NAMES = {"purchases": "transactions", "member_since": "membership"}
Typed = tuple[pd.DataFrame, tuple[Column, ...]]
_raw: RecentlyUsed[Typed] = RecentlyUsed(4, lambda one: rows_weigh(len(one[0])))
_found: RecentlyUsed["Prepared"] = RecentlyUsed(4, lambda one: rows_weigh(len(one.raw)))


@dataclass(frozen=True, eq=False)
class Prepared:
    """raw, raw_columns: as imported; applied: after the remedies; derived: with the formulas in use.

    proposals: every usual formula that the columns allow, wanted or not. Index of every table: customer.
    """

    raw: pd.DataFrame
    raw_columns: tuple[Column, ...]
    applied: Applied
    derived: Derived
    proposals: tuple[Proposal, ...]
    chosen: Chosen

    @property
    def table(self) -> pd.DataFrame:
        return self.derived.table

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.derived.columns

    @property
    def reference(self) -> date:
        return self.derived.reference

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by what an address calls them: the header, or the key of a derived one."""
        own = [one for one in self.columns if one.told != "derived"]
        made = [one for one in self.columns if one.told == "derived"]
        return {one.label: one for one in reversed(own)} | {one.key: one for one in made}

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {one.key: one for one in self.columns}

    @cached_property
    def roles(self) -> dict[str, str]:
        """What a column is about (analysis.personality_advice.ROLES, and age) → its key."""
        by_role = attribute_roles.recognised(self.applied.columns)
        found = {_ROLE_NAMES.get(role, role): its[0].key for role, its in by_role.items() if len(its) == 1}
        for role, key in _DERIVED_ROLES.items():
            if key in self.by_key:
                found[_ROLE_NAMES.get(role, role)] = key
        return found

    @cached_property
    def told_apart(self) -> tuple[Column, ...]:
        """Columns that describe a group: without dates, what a sum or an age is made of, groups of a number,
        second readings, constants and texts of too many values."""
        return tuple(self._told_apart())

    def _told_apart(self) -> Iterator[Column]:
        usual = {one.formula.key for one in self.proposals}
        said_already = set(SECOND_READINGS)
        for note in self.derived.notes:
            if note.formula.key in usual and not note.problem:
                said_already |= set(note.sources) if note.formula.kind in _SAY_ALL else set()
                said_already |= {note.formula.key} if note.formula.kind == "groups" else set()
        for one in self.columns:
            n = self.table[one.key].nunique()
            if one.key in said_already or one.type == "date" or n < 2:
                continue
            if one.is_numeric or n <= MOST_VALUES:
                yield one


def name_of(column: Column) -> str:
    """What an address calls a column."""
    return column.key if column.told == "derived" else column.label


def of(table: CustomerTable, kept: KeptRecipe | None, reference: date) -> Prepared:
    """The table with its remedies and formulas. Raises CannotUse where its files hold no column."""
    key = (table.key, kept and kept.key, reference)
    return _found.get(key, lambda: _prepare(table, kept, reference))


def raw(table: CustomerTable) -> Typed:
    """The rows as imported, and what their columns are."""
    return _raw.get(table.key, lambda: rows.attribute_table(table.edition))


def _prepare(table: CustomerTable, kept: KeptRecipe | None, reference: date) -> Prepared:
    found, columns = raw(table)
    if not columns:
        raise CannotUse(N_("The files of this table were deleted for good. Choose another period."))
    wanted = chosen(None if kept is None else kept.recipe)
    applied = remedies.apply(found, columns, wanted.recipe)
    proposals = usual_features.proposed(applied.columns)
    usual = tuple(one.formula for one in proposals if one.formula.key not in wanted.without)
    made = derived.run(applied.table, applied.columns, (*usual, *wanted.own), reference)
    return Prepared(found, columns, applied, made, proposals, wanted)
