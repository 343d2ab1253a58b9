"""Reads the address of a page on a table of customers: which table, on which day, grouped by what and how.

Whatever an address says, a page comes up: what does not fit is ignored, and a notice says so. Columns are
named by their headers, derived ones by their keys, so that an address also fits next year's file.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from analysis.encoding import SCALINGS
from analysis.kmeans import MAX_K, MIN_K
from data.models import Edition
from data.scope import Reader

from ..models import KeptRecipe
from ..shop import scope
from . import queries
from .queries import CustomerTable

DEFAULT_K = 4
# how much of the variance the components keep together, or how many they are
COMPONENTS = ("0.8", "0.7", "0.9", "all", "2", "3", "4", "5", "6")
LONGEST, LONGEST_LEVELS = scope.LONGEST["attribute"], scope.LONGEST["levels"]


@dataclass(frozen=True)
class Params:
    """An address, cleaned as far as no column is asked for.

    table: Edition.series; period: Edition.period_label; "" for the newest. reference: the day that ages and
    durations are counted to, None for the last day of the period. attributes: names of the features, none:
    the usual ones; levels: how texts are ordered ("Size: S < M < L; …"); ordered_by: name of the number that
    orders the segments; across, up: names of a pair of numbers.
    """

    table: str = ""
    period: str = ""
    reference: date | None = None
    attributes: tuple[str, ...] = ()
    levels: str = ""
    scale: str = SCALINGS[0]
    components: str = COMPONENTS[0]
    ordered_by: str = ""
    clusters: int = DEFAULT_K
    across: str = ""
    up: str = ""
    carried: tuple[tuple[str, str], ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """What an address must say; what counts anyway is left out."""
        usual = Params()
        single = {
            "customer_table": self.table, "period": self.period, "levels": self.levels,
            "ordered_by": self.ordered_by, "across": self.across, "up": self.up,
            "reference": self.reference.isoformat() if self.reference else "",
            "scale": self.scale if self.scale != usual.scale else "",
            "components": self.components if self.components != usual.components else "",
            "clusters": str(self.clusters) if self.clusters != usual.clusters else "",
        }  # fmt: skip
        found = [*self.carried, *((name, value) for name, value in single.items() if value)]
        return [*found, *(("attribute", name) for name in self.attributes)]

    def query(self, **changes: Any) -> str:
        """The address with some of it changed."""
        return "?" + urlencode(replace(self, **changes).pairs())


def known_by(edition: Edition) -> str:
    """A table of a period, also once the file of it was replaced."""
    return f"{edition.period_label}|{edition.series}"


class TableReader:
    """One address for one person: `table` (None where none is loaded), `params`, `notices`."""

    def __init__(self, query: QueryDict, user: Any) -> None:
        self.query = query
        self.user = user
        self.market = Reader(query, user)
        self.region = self.market.region
        self.notices: list[str] = self.market.notices
        self.tables = queries.tables(self.market.editions) if self.region else []
        self.table = self._table()
        self.params = self._params()

    def _table(self) -> CustomerTable | None:
        asked = self.query.get("customer_table", "")
        found = next((one for one in self.tables if one.series == asked), None)
        if asked and found is None:
            text = _("There is no table of customers “%(name)s” here.")
            self.notices.append(text % {"name": asked[:40]})
        found = found or next(iter(self.tables), None)
        return None if found is None else self._of_period(found)

    def _of_period(self, table: CustomerTable) -> CustomerTable:
        asked = self.query.get("period", "") if self._is_own(table.editions) else ""
        edition = next((one for one in table.editions if one.period_label == asked), None)
        if asked and edition is None:
            text = _("There are no data for “%(year)s”; %(shown)s is shown.")
            self.notices.append(text % {"year": asked[:40], "shown": table.edition.period_label})
        return replace(table, edition=edition or table.edition)

    def _params(self) -> Params:
        table, first = self.table, next(iter(self.tables), None)
        newest = table is None or table.edition == table.editions[0]
        return Params(
            table=table.series if table and first and table.series != first.series else "",
            period="" if newest or table is None else table.edition.period_label,
            reference=self._reference(),
            attributes=self._attributes(),
            levels=self.query.get("levels", "").strip()[:LONGEST_LEVELS],
            scale=self._one_of("scale", SCALINGS),
            components=self._one_of("components", COMPONENTS),
            ordered_by=self._name("ordered_by"),
            clusters=self._clusters(),
            across=self._name("across"),
            up=self._name("up"),
            carried=self._carried(),
        )

    def _carried(self) -> tuple[tuple[str, str], ...]:
        """What belongs to the region and to the pages on shops."""
        names = ("region", *scope.OWN, *scope.SINGLE_OWN)
        return tuple((name, str(self.query[name])[:60]) for name in names if self.query.get(name))

    def _name(self, name: str) -> str:
        return self.query.get(name, "")[:LONGEST]

    def _attributes(self) -> tuple[str, ...]:
        asked = dict.fromkeys(name[:LONGEST] for name in self.query.getlist("attribute") if name)
        return tuple(asked)[: scope.MOST_ATTRIBUTES]

    def _one_of(self, name: str, values: Iterable[str]) -> str:
        asked, known = self.query.get(name, ""), tuple(values)
        if asked and asked not in known:
            self._not_used(asked)
        return asked if asked in known else known[0]

    def _clusters(self) -> int:
        asked = self.query.get("clusters", "")
        k = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
        if MIN_K <= k <= MAX_K:
            return k
        if asked:
            self._not_used(asked)
        return DEFAULT_K

    def _reference(self) -> date | None:
        asked = self.query.get("reference", "")
        if not asked or self.table is None or not self._is_own((self.table.edition,)):
            return None
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = date.min
        if not 1900 <= day.year <= 2100:
            self._not_used(asked)
            return None
        return None if day == self.table.edition.period_end else day

    def _is_own(self, editions: Iterable[Edition]) -> bool:
        """Whether the days of the address were chosen for one of these: a form sends those of the table that
        it was shown for, whichever is chosen in it."""
        of = self.query.get("of_table", "")
        return not of or of in map(known_by, editions)

    def _not_used(self, asked: str) -> None:
        text = _("“%(value)s” means nothing here, so it is not used.")
        self.notices.append(text % {"value": asked[:20]})

    @property
    def reference(self) -> date:
        """The day that ages and durations are counted to."""
        assert self.table is not None
        return self.params.reference or self.table.edition.period_end

    @cached_property
    def kept_recipe(self) -> KeptRecipe | None:
        """The remedies and formulas in use."""
        return None if self.table is None else queries.recipe_in_use(self.table)

    @property
    def seen(self) -> str:
        """A digest of what is behind a page: what is saved is what was looked at, or nothing."""
        return self.seen_with(self.kept_recipe)

    def seen_with(self, recipe: KeptRecipe | None) -> str:
        """The same with other remedies in use."""
        behind = (self.table and self.table.key, recipe and recipe.key)
        return hashlib.sha256(repr(behind).encode()).hexdigest()

    @cached_property
    def names_seen(self) -> str:
        """The names of segments in use: whoever keeps others says which they looked at."""
        return queries.words_key(self.table) if self.table else ""

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """What the content of a page depends on besides its language and code."""
        table = self.table
        recipe = self.kept_recipe and self.kept_recipe.key
        return (table and table.key, recipe, self.params, self.names_seen)
