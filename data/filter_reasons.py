"""Why a filter leaves nothing: which of its parts empties it, and the address without that part."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import cell_tables
from .market import Market
from .market_words import listed
from .models import SizeClass

# a filter's parameter and the column of the cells that it narrows
COLUMNS = {"area": "area_id", "category": "category_id", "size": "size_class"}


@dataclass(frozen=True)
class Way:
    """One part of the filter to take away: its words, the MSMEs that are shown then, and the address."""

    words: str
    n: int
    href: str


@dataclass(frozen=True)
class Nothing:
    """What to say where no MSMEs fit. is_whole: in no area at all, so the figures have nothing to show."""

    text: str
    ways: tuple[Way, ...]
    is_whole: bool


def nothing_left(market: Market) -> Nothing | None:
    """None where at least one MSME fits, where nothing is filtered, or where the edition itself is empty."""
    chosen = _chosen(market)
    if not chosen or float(market.chosen["n"].sum()) or not float(market.all_cells["n"].sum()):
        return None
    ways = [_without(market, chosen, (name,)) for name in chosen]
    ways = [way for way in ways if way.n] or [_without(market, chosen, tuple(chosen))]
    return Nothing(_why(market, chosen), tuple(ways), not float(market.cells["n"].sum()))


def _chosen(market: Market) -> dict[str, tuple[int, ...]]:
    found = {name: getattr(market.params, name) for name in COLUMNS}
    return {name: values for name, values in found.items() if values}


def _why(market: Market, chosen: dict[str, tuple[int, ...]]) -> str:
    """The parts that no MSME fits even alone; else that only all of them together leave nothing."""
    alone = [name for name, values in chosen.items() if not _count(market, {name: values})]
    if alone:
        words = listed(_words(market, name, chosen[name]) for name in alone)
        return _("The data of this edition hold no MSMEs for: %(filters)s.") % {"filters": words}
    return _("There are MSMEs for each of these filters, but none for all of them together.")


def _without(market: Market, chosen: dict[str, tuple[int, ...]], names: tuple[str, ...]) -> Way:
    kept = {name: values for name, values in chosen.items() if name not in names}
    words = listed(_words(market, name, chosen[name]) for name in names)
    nothing: dict[str, Any] = dict.fromkeys(names, ())
    return Way(words, _count(market, kept), market.params.query(**nothing))


def _count(market: Market, kept: dict[str, tuple[int, ...]]) -> int:
    narrowing = {COLUMNS[name]: values for name, values in kept.items()}
    return int(cell_tables.narrowed(market.all_cells, **narrowing)["n"].sum())


def _words(market: Market, name: str, values: tuple[int, ...]) -> str:
    sizes: dict[int, Any] = dict(SizeClass.choices)
    names = {"area": market.names, "category": market.scope.categories, "size": sizes}[name]
    return listed((str(names[value]) for value in values), 3)
