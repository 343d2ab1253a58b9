"""Reads the address of a page on a shop's customers: which shop, until which day, by which rules.

Whatever an address says, a page comes up: what does not fit is ignored, and a notice says so.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from analysis.kmeans import MAX_K, MIN_K
from analysis.lrfm import Rules
from data.models import Edition
from data.scope import Reader

from .. import queries
from ..queries import Shop
from ..words import VARIABLES
from . import scoring
from .scoring import CUTS, HEAVIEST, WEIGHTS, Scoring

DEFAULT_K = 5
# of a reference date: beyond it a year was mistyped
LAST_YEAR = 2100
METHODS = ("quantile", "minmax", "zscore")
# how the address writes each rule, and what it may be; the first is what counts without one
RULES: Mapping[str, tuple[str, ...]] = {
    "frequency": ("receipts", "days", "rows"),
    "refunds": ("subtract", "leave_out"),
    "zeros": ("count", "leave_out"),
    "duplicates": ("keep", "drop"),
}
# every name that these pages have for themselves, for their rows in pages.py
# `of`: the shop that the days of the address were chosen for; `of_table`: the table and period of its own
OWN = ("shop", "of", "until", "method", "segments", "turned", *RULES, *WEIGHTS, *CUTS)
# those of single pages on a shop, which the others carry along
SINGLE_OWN = ("earlier", "margin", "months", "discount")
# those of the pages on tables of customers; the forms of both kinds of pages keep what the other kind chose
TABLE_OWN = (
    "customer_table", "of_table", "period", "reference", "attribute", "levels", "scale", "components",
    "ordered_by", "clusters", "across", "up",
)  # fmt: skip
LONGEST = {"levels": 1_000, "attribute": 200, "ordered_by": 200, "across": 200, "up": 200}
MOST_ATTRIBUTES = 40


@dataclass(frozen=True)
class Params:
    """An address, cleaned.

    shop: Edition.series, always in an address, since the newest shop may be another one tomorrow; until: the
    reference date, None for the last day of the data; turned: whether a high score of recency means long ago,
    as in the paper, instead of lately.
    """

    shop: str = ""
    until: date | None = None
    method: str = METHODS[0]
    k: int = DEFAULT_K
    turned: bool = False
    rules: Rules = field(default_factory=Rules)
    scoring: Scoring = field(default_factory=Scoring)
    carried: tuple[tuple[str, str], ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """What an address must say; what counts anyway is left out."""
        found = list(self.carried)
        found += [("shop", self.shop)] if self.shop else []
        found += [("until", self.until.isoformat())] if self.until else []
        found += [("method", self.method)] if self.method != METHODS[0] else []
        found += [("segments", str(self.k))] if self.k != DEFAULT_K else []
        found += [("turned", "1")] if self.turned else []
        for name, values in RULES.items():
            if (value := getattr(self.rules, name)) != values[0]:
                found.append((name, value))
        return [*found, *self.scoring.pairs()]

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen but the shop."""
        return replace(self, shop="", carried=()) == Params()

    def query(self, **changes: Any) -> str:
        """The address with some of it changed."""
        return "?" + urlencode(replace(self, **changes).pairs())


class CustomerReader:
    """One address for one person: `shop` (None where no transactions are loaded), `params`, `notices`.

    own: names of the address that belong to one page; they are carried along. editions: those whose shop it
    is, in place of the current ones: of what was asked for before.
    """

    def __init__(
        self,
        query: QueryDict,
        user: Any,
        own: Iterable[str] = (),
        editions: Iterable[Edition] | None = None,
    ) -> None:
        self.query = query
        self.user = user
        self.market = Reader(query, user)
        self.region = self.market.region
        self.notices: list[str] = self.market.notices
        found = self.market.editions if editions is None else editions
        self.shops = queries.shops(found) if self.region else []
        self.shop = self._shop()
        self.params = self._params(tuple(own))
        self._note_overlap()

    def _note_overlap(self) -> None:
        """Two files of the same days may hold the same purchases; nobody but a person can tell."""
        if self.shop is None or self.params.rules.duplicates == "drop" or not (two := self.shop.overlap):
            return
        text = _(
            "The files of %(one)s and of %(other)s hold the same days: a purchase that stands in both counts "
            "twice. Let equal rows count once, or withdraw one of the files."
        )
        self.notices.append(text % {"one": two[0].period_label, "other": two[1].period_label})

    def _shop(self) -> Shop | None:
        asked = self.query.get("shop", "")
        found = next((one for one in self.shops if one.series == asked), None)
        if asked and found is None:
            text = _("There are no transactions of “%(shop)s” here.")
            self.notices.append(text % {"shop": asked[:40]})
        return found or next(iter(self.shops), None)

    def _params(self, own: tuple[str, ...]) -> Params:
        carried = [("region", str(self.query["region"]))] if self.query.get("region") else []
        names = dict.fromkeys((*own, *SINGLE_OWN))
        carried += [(name, str(self.query[name])[:60]) for name in names if self.day(name)]
        carried += values_of(self.query, TABLE_OWN)
        return Params(
            shop=self.shop.series if self.shop else "",
            until=self._until(),
            method=self._one_of("method", METHODS),
            k=self._k(),
            turned=self.query.get("turned") == "1",
            rules=Rules(**{name: self._one_of(name, values) for name, values in RULES.items()}),  # type: ignore[arg-type]
            scoring=self._scoring(),
            carried=tuple(carried),
        )

    def _one_of(self, name: str, values: tuple[str, ...]) -> str:
        asked = self.query.get(name, "")
        if asked and asked not in values:
            self._not_used(asked)
        return asked if asked in values else values[0]

    def _scoring(self) -> Scoring:
        weights = tuple(self._weight(name) for name in WEIGHTS)
        cuts = tuple(self._cuts(name) for name in CUTS)
        if any(cuts) and self.query.get("method", "") in METHODS[1:]:
            self.notices.append(_("Cut-offs belong to scores from 1 to 5, so they are not used here."))
            cuts = Scoring().cuts
        # three times each is once each
        return Scoring(weights if len(set(weights)) > 1 else Scoring().weights, cuts)

    def _weight(self, name: str) -> int:
        asked = self.query.get(name, "")
        found = scoring.weight(asked)
        if asked and found is None:
            text = _("“%(value)s” is not possible here: a whole number from %(low)s to %(high)s.")
            self.notices.append(text % {"value": asked[:20], "low": 1, "high": HEAVIEST})
        return found or 1

    def _cuts(self, name: str) -> tuple[int, ...]:
        asked = self.query.get(name, "").strip()
        found = scoring.cuts(asked) if asked else ()
        if found is None:
            text = _(
                "“%(value)s” cannot part the scores of %(variable)s, so its fifths are used. Give four whole "
                "numbers without dots, each above the one before: 30, 90, 180, 365."
            )
            values = {"value": asked[:60], "variable": VARIABLES[CUTS[name]]}
            self.notices.append(text % values)
        return found or ()

    def _k(self) -> int:
        asked = self.query.get("segments", "")
        if not asked:
            return DEFAULT_K
        k = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
        if MIN_K <= k <= MAX_K:
            return k
        self._not_used(asked)
        return DEFAULT_K

    def _until(self) -> date | None:
        """The reference date; after the last day of the data it only moves everybody's recency."""
        asked = self.day("until")
        if not asked or self.shop is None:
            return None
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            self._not_used(asked)
            return None
        if day < self.shop.first_day:
            text = _("There are no transactions until %(day)s; all are shown.")
            self.notices.append(text % {"day": asked[:20]})
            return None
        if day.year > LAST_YEAR:
            self._not_used(asked)
            return None
        return None if day == self.shop.last_day else day

    def day(self, name: str) -> str:
        """A choice of the address that was made for this very shop; a form sends those of the one before."""
        of = self.query.get("of", "")
        is_of_another = self.shop is not None and of not in ("", self.shop.series)
        return "" if is_of_another else str(self.query.get(name, ""))

    def _not_used(self, asked: str) -> None:
        text = _("“%(value)s” means nothing here, so it is not used.")
        self.notices.append(text % {"value": asked[:20]})

    @property
    def reference(self) -> date:
        """The day that recency counts back from."""
        assert self.shop is not None
        return self.params.until or self.shop.last_day

    @property
    def seen(self) -> str:
        """A digest of the data behind a page: what is saved is what was looked at, or nothing."""
        return hashlib.sha256(repr(self.shop.key if self.shop else None).encode()).hexdigest()

    @property
    def customers_key(self) -> tuple[Any, ...]:
        """What the segments of the customers depend on: not what a page asks besides, as for a number."""
        return (self.shop.key if self.shop else None, replace(self.params, carried=()), self.reference)

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """What the content of a page depends on besides its language and code."""
        shop = self.shop
        return (shop.key if shop else None, self.params, self.names_seen, self.region and self.region.name)

    @cached_property
    def names_seen(self) -> str:
        """The names of segments in use: whoever keeps others says which they looked at."""
        return queries.words_key(self.shop) if self.shop else ""


def values_of(query: QueryDict, names: Iterable[str]) -> list[tuple[str, str]]:
    """What an address says under these names, none longer or more often than a page reads it."""
    return [
        (name, value[: LONGEST.get(name, 60)])
        for name in names
        for value in query.getlist(name)[:MOST_ATTRIBUTES]
        if value
    ]
