"""Where the respondents of a survey are among the areas of a market page."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.utils.translation import ngettext
from numpy.typing import NDArray

from areas.queries import change_rows
from core import formats
from data.market import Market
from data.market_words import places
from data.queries import ancestors, exact_counterparts
from data.scope import Scope
from questionnaires import queries
from questionnaires.queries import Survey

# in the place of an area: none is stated; only a larger one is; the area belongs to other borders
NOT_STATED, LARGER, ELSEWHERE = 0, -1, -2


def placed(market: Market, survey: Survey) -> NDArray[np.int64]:
    """Id of the area of the page's level that each respondent is in, or NOT_STATED, LARGER, ELSEWHERE.

    An area of other borders counts where one area of the market's borders is exactly the same ground.
    """
    stated = queries.areas(survey)
    ids, which = np.unique(stated, return_inverse=True)
    return np.array(_homes(market, survey, ids.tolist()), dtype=np.int64)[which] if len(ids) else stated


def cache_key(scope: Scope | None, surveys: Iterable[Survey]) -> tuple[Any, ...]:
    """What a page of a market depends on that shows surveys: them, and how their borders became its own."""
    shown = list(surveys)
    if scope is None:
        return ()
    own = scope.edition.boundary_set
    sets = {one.edition.boundary_set_id: one.edition.boundary_set for one in shown}
    changes = tuple(tuple(change_rows(one, own)) for pk, one in sorted(sets.items()) if pk != own.pk)
    return (*(one.cache_key for one in shown), changes)


def _homes(market: Market, survey: Survey, ids: list[int]) -> list[int]:
    borders = market.edition.boundary_set_id
    is_same = survey.edition.boundary_set_id == borders
    same = {} if is_same else exact_counterparts(ids, borders)
    tree = market.scope.tree
    home = ancestors(tree, market.scope.level)
    found = []
    for area in ids:
        own = area if area in tree.index else same.get(area)
        found.append(NOT_STATED if not area else ELSEWHERE if own is None else int(home[own]) or LARGER)
    return found


def unplaced_words(market: Market, place: NDArray[np.int64]) -> tuple[str, ...]:
    """A sentence per reason why respondents are in none of the page's areas; none where all are in one."""
    found = []
    if n := int((place == NOT_STATED).sum()):
        text = ngettext(
            "%(n)s respondent states no sub-district: counted among all, in no area and no level.",
            "%(n)s respondents state no sub-district: counted among all, in no area and no level.",
            n,
        )
        found.append(text % {"n": formats.integer(n)})
    if n := int((place == LARGER).sum()):
        text = ngettext(
            "Of %(n)s respondent only a larger area is known: counted among all, in none of the %(places)s.",
            "Of %(n)s respondents only a larger area is known: counted among all, in none of the %(places)s.",
            n,
        )
        found.append(text % {"n": formats.integer(n), "places": places(market.scope.level)})
    if n := int((place == ELSEWHERE).sum()):
        text = ngettext(
            "%(n)s respondent is in an area of other borders that no single area shown here matches: counted "
            "among all, in no area and no level. Choose a year with the survey's borders to see the answers.",
            "%(n)s respondents are in areas of other borders that no single area shown here matches: counted "
            "among all, in no area and no level. Choose a year with the survey's borders to see the answers.",
            n,
        )
        found.append(text % {"n": formats.integer(n)})
    return tuple(found)
