"""Reads a market page's address: which region and edition it shows, and which of its filters make sense.

Whatever an address says, a page comes up: what does not fit is ignored, and a notice says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import pandas as pd
from django.http import QueryDict
from django.utils.translation import gettext as _

from analysis.kmeans import MAX_K, MIN_K
from areas.models import Area, Region
from areas.queries import area_tree, tree_revision
from core.context import NOT_CARRIED
from core.pages import own_parameters

from . import queries
from .cells_cache import RecentlyUsed
from .models import Edition, SizeClass
from .params import NOT_STATED, MarketParams

# Rows of ids that SQLite takes in one statement, and more than anyone chooses by hand
MOST_VALUES = 500
# how much of a changed address a notice repeats
MOST_SHOWN = 3
LONGEST_SHOWN = 20
READINGS = ("opportunity", "competition")
# what says nothing about the data: a language, and what apps add to a link that is opened from them
PASSED_OVER = ("lang", "language", "fbclid", "gclid", "utm_")
# of an edition on a tree: its levels and the categories that occur; of a tree and a level: names in order
_occurring: RecentlyUsed[tuple[list[int], frozenset[int]]] = RecentlyUsed(64)
_ordered: RecentlyUsed[dict[int, str]] = RecentlyUsed(64)
CATEGORY_KS = tuple(str(k) for k in range(MIN_K, MAX_K + 1))


@dataclass(frozen=True, eq=False)
class Scope:
    """What a market page stands on. editions: the region's current ones of every subject.

    tree: areas of the market edition's boundary set (areas.queries.area_tree); levels: those that the edition
    can be shown at; categories: id → name of those that occur; highlight: the person's own areas at `level`.
    """

    regions: list[Region]
    region: Region
    editions: list[Edition]
    edition: Edition
    tree: pd.DataFrame
    levels: list[int]
    level: int
    categories: dict[int, str]
    highlight: tuple[int, ...]

    @cached_property
    def areas(self) -> dict[int, str]:
        """Id → name of the areas of the page's level, by name."""
        key = (tree_revision(self.tree), self.level)
        return dict(_ordered.get(key, lambda: _by_name(self.tree, self.level)))


def _by_name(tree: pd.DataFrame, level: int) -> dict[int, str]:
    names = tree.loc[tree["level"] == level, "name"]
    return dict(sorted(names.items(), key=lambda item: (str(item[1]).casefold(), item[0])))  # type: ignore[arg-type]


def occurring(edition: Edition, tree: pd.DataFrame) -> tuple[list[int], frozenset[int]]:
    """The levels that the edition can be shown at, and the ids of the categories in it."""

    def read() -> tuple[list[int], frozenset[int]]:
        cells = queries.cells(edition)
        return queries.levels_known(cells, tree), frozenset(cells["category_id"].unique().tolist())

    return _occurring.get((queries.edition_key(edition), tree_revision(tree)), read)


class Reader:
    """Reads one address for one person. After it: `scope` (None without any data), `params`, `notices`.

    region: the region shown, known even where it has no market edition yet.
    """

    def __init__(self, query: QueryDict, user: Any, indicators: tuple[str, ...] = ()) -> None:
        self.query = query
        self.notices: list[str] = []
        self._ignored: list[str] = []
        self.params = MarketParams()
        self.scope: Scope | None = None
        self.regions = queries.regions()
        self.own = queries.work_area_ids(user)
        self.region = self._region()
        self.editions: list[Edition] = []
        if self.region is None:
            return
        self.editions = queries.current_editions(self.region)
        edition = self._edition(self.region)
        if edition is not None:
            self.scope = self._scope(self.region, edition)
            self.params = self._params(self.scope, indicators)
            for name in self.unknown:
                self._ignore(name, query.getlist(name))
            self._say_ignored()

    @cached_property
    def unknown(self) -> list[str]:
        """Names in the address that no page knows."""
        known = {field.name for field in fields(MarketParams)} | NOT_CARRIED | own_parameters()
        return [name for name in self.query if name not in known and not name.startswith(PASSED_OVER)]

    # region and edition

    def _region(self) -> Region | None:
        self._asked_edition = (
            queries.edition_by_id(self._number("edition")) if "edition" in self.query else None
        )
        by_slug = {region.slug: region for region in self.regions}
        asked = self.query.get("region", "")
        if asked in by_slug:
            return by_slug[asked]
        if asked:
            self.notices.append(
                _("There is no region “%(name)s”. Choose one of the list.") % {"name": asked[:60]}
            )
        if self._asked_edition is not None:
            return self._asked_edition.region
        own = next((region for region in self.regions if region.pk in self.own), None)
        return own or (self.regions[0] if self.regions else None)

    def _edition(self, region: Region) -> Edition | None:
        market = queries.of_subject(self.editions, Edition.Subject.MARKET)
        asked = self._asked_edition
        fits = asked is not None and asked.region_id == region.pk and asked.subject == Edition.Subject.MARKET
        self.past = asked if fits and asked is not None and asked not in market else None
        if asked is not None and fits:
            self._say_past()
            return asked
        if "edition" in self.query:
            self.notices.append(_("The edition asked for does not exist here; the current data are shown."))
        year = self.query.get("year", "")
        of_year = [edition for edition in market if edition.period_label == year]
        found = of_year or market
        main = [edition for edition in found if edition.series == "main"]
        chosen = next(iter(main or found), None)
        if year and not of_year and chosen:
            text = _("There are no data for “%(year)s”; %(shown)s is shown.")
            self.notices.append(text % {"year": year[:40], "shown": chosen.period_label})
        return chosen

    def _say_past(self) -> None:
        if self.past is not None:
            text = _(
                "This is a past state of the data of %(period)s (edition %(number)s): it has been replaced "
                "or withdrawn since."
            )
            self.notices.append(text % {"period": self.past.period_label, "number": self.past.number})

    def _scope(self, region: Region, edition: Edition) -> Scope:
        tree = area_tree(edition.boundary_set)
        levels, present = occurring(edition, tree)
        level = self._level(levels)
        names = {pk: name for pk, name in queries.category_names(region).items() if pk in present}
        own = queries.at_this_level(self.own.get(region.pk, []), tree, level)
        categories = names | ({NOT_STATED: _("not stated")} if NOT_STATED in present else {})
        return Scope(
            self.regions, region, self.editions, edition, tree, list(levels), level, categories, tuple(own)
        )

    def _level(self, levels: list[int]) -> int:
        """The level asked for, or the largest areas: a notice says when these data do not have it."""
        asked = self._number("level")
        if asked in levels:
            return asked
        if self.query.get("level"):
            text = _("These data cannot be shown by the areas asked for; they are shown by %(level)s.")
            self.notices.append(text % {"level": Area.Level(levels[0]).label})
        return levels[0]

    # filters

    def _params(self, scope: Scope, indicators: tuple[str, ...]) -> MarketParams:
        year = self.query.get("year", "")
        return MarketParams(
            region=self.query.get("region", "") if self.query.get("region") == scope.region.slug else "",
            edition=scope.edition.pk if self._asked_edition == scope.edition else 0,
            year=year if year == scope.edition.period_label else "",
            level=scope.level if self._number("level") == scope.level else 0,
            area=self._areas(scope),
            category=self._known("category", set(scope.categories)),
            size=self._known("size", set(SizeClass.values)),
            indicator=self._one_of("indicator", indicators),
            reading=self._one_of("reading", READINGS),
            population=self._population(scope),
            category_k=int(self._one_of("category_k", CATEGORY_KS) or 0),
        )

    def _areas(self, scope: Scope) -> tuple[int, ...]:
        asked = self._numbers("area")
        if not asked:
            return ()
        foreign = [area for area in asked if area not in scope.tree.index]
        sets = queries.area_set_ids(foreign) if foreign else {}
        same = queries.exact_counterparts(sets, scope.edition.boundary_set_id) if sets else {}
        lost = [area for area in foreign if area not in same]
        self._ignore("area", [area for area in lost if area not in sets])
        if any(area in sets for area in lost):
            self.notices.append(
                _(
                    "A filter was removed: the sub-district belongs to other borders than these data, and no "
                    "single area of today is the same ground. Choose from the list again."
                )
            )
        kept = [same.get(area, area) for area in asked if area not in lost]
        return tuple(queries.at_this_level(kept, scope.tree, scope.level))

    def _population(self, scope: Scope) -> int:
        """The one of other borders, where there is none of the same: nothing else is to choose."""
        if not self.query.get("population"):
            return 0
        asked = self._number("population")
        own = queries.nearest_population(scope.edition, scope.editions)
        other = None if own else queries.foreign_population(scope.edition, scope.editions)
        if other is None or other.pk != asked:
            self._ignore("population", [self.query["population"]])
            return 0
        return asked

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        """The value of a parameter that is one of `known`; a page without that choice does not judge it."""
        asked = self.query.get(name, "")
        if asked and known and asked not in known:
            self._ignore(name, [asked])
        return asked if asked in known else ""

    def _known(self, name: str, known: set[int]) -> tuple[int, ...]:
        asked = set(self._numbers(name))
        self._ignore(name, sorted(asked - known))
        return tuple(sorted(asked & known))

    def _numbers(self, name: str) -> list[int]:
        """Whole numbers of a repeated parameter; anything else is ignored and said."""
        texts = [text for text in self.query.getlist(name) if text]
        self._ignore(name, [text for text in texts[:MOST_VALUES] if not _is_id(text)])
        self._ignore(name, texts[MOST_VALUES:])
        return [int(text) for text in texts[:MOST_VALUES] if _is_id(text)]

    def _number(self, name: str) -> int:
        text = self.query.get(name, "")
        return int(text) if _is_id(text) else 0

    def _ignore(self, name: str, values: Iterable[Any]) -> None:
        self._ignored += [f"{name[:LONGEST_SHOWN]}={str(value)[:LONGEST_SHOWN]}" for value in values]

    def _say_ignored(self) -> None:
        """One notice of everything that was ignored, as it stands in the address."""
        found = list(dict.fromkeys(self._ignored))
        if not found:
            return
        shown = ", ".join(found[:MOST_SHOWN]) + (" …" if len(found) > MOST_SHOWN else "")
        text = _("Part of the filter in this address is not known here and was ignored: %(what)s.")
        self.notices.append(text % {"what": shown})


def _is_id(text: str) -> bool:
    # 18 digits fit a 64-bit id: longer ones would be an error in the database, not an empty answer
    return text.isascii() and text.isdigit() and len(text) <= 18
