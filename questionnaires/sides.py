"""A question as the rows or the columns of a crosstab: its answers as positions, or as marks of several.

Besides the closed questions there are the respondents' sub-district and the questions for a number, cut at
the quartiles of all answers: with other cuts the groups would change with every filter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from analysis.answers import NO_ANSWER
from analysis.frequencies import most_frequent
from analysis.suppression import THRESHOLD, told
from areas.models import Area
from areas.queries import area_tree
from core import formats
from data.params import NOT_STATED
from data.queries import ancestors

from . import queries
from .queries import Survey
from .questions import Question
from .scope import AREA_ROLE, CLOSED, option_labels

AREA = "area"
# columns beyond this are no table that anybody reads, nor rows
MOST_COLUMNS, MOST_ROWS = 20, 30
LONGEST_NAME = 60
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
# what sentences call a question that stands for something the pages ask about
NOUNS: dict[str, Any] = {
    "importance": gettext_lazy("importance of influencer marketing"),
    "awareness": gettext_lazy("awareness of influencer marketing"),
    "used": gettext_lazy("use of influencer marketing"),
    "frequency": gettext_lazy("frequency of use"),
    "budget": gettext_lazy("budget for influencers"),
    "effect": gettext_lazy("effect on brand awareness"),
    "other_methods": gettext_lazy("use of other methods"),
    "field": gettext_lazy("business field"),
    "sub_district": gettext_lazy("sub-district"),
    "size": gettext_lazy("size of the business"),
}

Codes = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Side:
    """One question for all respondents.

    codes: position among `options`, NO_ANSWER (-1) without; with several answers all -1, and then `picks`
    (respondents × options) and `answered` hold them. places: of each option, what an address calls it (None:
    no filter can say it). name: short, for sentences; notes: what was done to the answers. is_area: options
    are sub-districts, of which few respondents may not be told (docs/decisions.md 48).
    """

    key: str
    label: str
    name: str
    options: tuple[str, ...]
    places: tuple[int | None, ...]
    codes: Codes
    is_ordered: bool = False
    picks: Bools | None = None
    answered: Bools | None = None
    notes: tuple[str, ...] = ()
    is_area: bool = False

    @property
    def is_several(self) -> bool:
        return self.picks is not None

    @property
    def known(self) -> Bools:
        """Who answered."""
        return self.codes != NO_ANSWER if self.answered is None else self.answered

    def n_of(self, kept: Bools) -> Codes:
        """How many of `kept` gave each option."""
        if self.picks is not None:
            return np.asarray(self.picks[kept].sum(axis=0), dtype=np.int64)
        codes = self.codes[kept]
        return np.bincount(codes[codes != NO_ANSWER], minlength=len(self.options))


def choices(survey: Survey) -> dict[str, str]:
    """Key → label of everything that can be a side, in the order of the questions; the sub-district last."""
    found = {one.key: one.label for one in survey.questions if one.type in (*CLOSED, "number")}
    if (queries.areas(survey) != 0).any():
        found[AREA] = _("Sub-district of the respondents")
    return found


def side(survey: Survey, key: str) -> Side:
    """One of `choices`. Raises KeyError for any other."""
    if key == AREA:
        return _area(survey)
    asked = survey.named(key)
    if asked is None or asked.question.type not in (*CLOSED, "number"):
        raise KeyError(key)
    made = _number if asked.question.type == "number" else _closed
    return made(survey, asked.question)


def short_name(question: Question) -> str:
    """What sentences call a question: its role, or its own words in quotation marks, cut where too long."""
    if question.role in NOUNS:
        return str(NOUNS[question.role])
    # "(you may choose several)" is for who answers
    text = _REMARK.sub("", question.item or question.label) or question.label
    return _("“%(text)s”") % {"text": text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"}


def _closed(survey: Survey, question: Question) -> Side:
    options = tuple(option_labels(question))
    several = question.type == "multiple"
    codes = np.full(survey.n, NO_ANSWER) if several else queries.answers(survey, question.key)
    picks, answered = queries.picks(survey, question.key) if several else (None, None)
    return Side(
        question.key, question.label, short_name(question), options, tuple(range(len(options))),
        codes.astype(np.int64), question.type == "likert" and not question.has_other, picks, answered,
        is_area=question.role == AREA_ROLE,
    )  # fmt: skip


def _area(survey: Survey) -> Side:
    tree = area_tree(survey.edition.boundary_set)
    districts = ancestors(tree, Area.Level.DISTRICT)
    at = districts.reindex(queries.areas(survey), fill_value=NOT_STATED).to_numpy(dtype=np.int64)
    names = {int(one): str(tree.at[one, "name"]) for one in np.unique(at[at != NOT_STATED])}
    ids = sorted(names, key=lambda one: names[one].casefold())
    codes = np.full(len(at), NO_ANSWER, dtype=np.int64)
    for place, one in enumerate(ids):
        codes[at == one] = place
    label, options = _("Sub-district of the respondents"), tuple(names[one] for one in ids)
    return Side(AREA, label, _("sub-district"), options, (None,) * len(options), codes, is_area=True)


def _number(survey: Survey, question: Question) -> Side:
    values = queries.answers(survey, question.key)
    known = values[~np.isnan(values)]
    # answers that were given, none between two of them
    edges = np.unique(np.quantile(known, (0.25, 0.5, 0.75), method="inverted_cdf")) if len(known) else known
    # above the largest answer there is nobody: where half of the answers are the largest, it is no cut
    edges = edges[edges < known.max(initial=-np.inf)]
    codes = np.where(np.isnan(values), NO_ANSWER, np.searchsorted(edges, values, side="left"))
    options = tuple(_ranges(edges.tolist())) if len(known) else ()
    note = _(
        "“%(label)s” is a number: it is cut where a quarter, half and three quarters of all answers lie."
    )
    return Side(
        question.key, question.label, short_name(question), options, (None,) * len(options),
        codes.astype(np.int64), True, notes=(note % {"label": question.label},),
    )  # fmt: skip


def _ranges(edges: list[float]) -> Iterator[str]:
    """The groups between the cuts, in words."""
    words = [formats.number(edge, 0 if edge == int(edge) else 2) for edge in edges]
    if not words:
        yield _("all the same")
        return
    yield _("up to %(high)s") % {"high": words[0]}
    for low, high in pairwise(words):
        yield _("over %(low)s, up to %(high)s") % {"low": low, "high": high}
    yield _("over %(low)s") % {"low": words[-1]}


# What a table can show -----------------------------------------------------------------------------------


def fitted(side: Side, kept: Bools, most: int, keeps_steps: bool) -> Side:
    """The side without answers that none of `kept` gave, and with at most `most`: the rarest are joined, and
    so are sub-districts that few of `kept` come from.

    keeps_steps: all steps of a scale stay, however many; that nobody chose one is part of the finding. Of
    several answers the rarest are left out, because who marked two of them would count twice in what they are
    joined to.
    """
    if side.is_ordered and keeps_steps:
        return side
    n = side.n_of(kept)
    side, n = _chosen(side, np.flatnonzero(n > 0)), n[n > 0]
    if side.is_area:
        side = _of_enough(side, n)
        n = side.n_of(kept)
    if len(n) <= most:
        return side
    if side.is_several:
        note = _("“%(label)s”: only the %(n)s most frequent of %(all)s answers are shown.")
        values = {"label": side.label, "n": formats.integer(most), "all": formats.integer(len(n))}
        return _chosen(side, most_frequent(n, most), note % values)
    values = {"label": side.label, "n": formats.integer(len(n) - most + 1)}
    note = _("“%(label)s”: the %(n)s rarest answers are joined to one.") % values
    return _joined(side, most_frequent(n, most - 1), _("%(n)s others") % values, note)


def _of_enough(side: Side, n: Codes) -> Side:
    """Sub-districts that may be told apart; the others are joined, or left out of several answers."""
    enough = told(pd.Series(n)).to_numpy(dtype=bool)
    if enough.all():
        return side
    values = {"label": side.label, "least": formats.integer(THRESHOLD)}
    if side.is_several:
        note = _("“%(label)s”: sub-districts with fewer than %(least)s respondents are left out.") % values
        return _chosen(side, np.flatnonzero(enough), note)
    note = _("“%(label)s”: sub-districts with fewer than %(least)s respondents are joined with others.")
    return _joined(side, np.flatnonzero(enough), _("other sub-districts"), note % values)


def _joined(side: Side, own: Codes, name: str, note: str) -> Side:
    """The side with its own options as they are and all others as one."""
    chosen = _chosen(side, own, note)
    codes = np.where(side.known & (chosen.codes == NO_ANSWER), len(own), chosen.codes)
    return replace(
        chosen, options=(*chosen.options, name), places=(*chosen.places, None), codes=codes, is_ordered=False
    )


def _chosen(side: Side, places: Codes, *notes: str) -> Side:
    """The side with some of its options only; others are no answer. notes: what is said of that."""
    moved = np.full(len(side.options) + 1, NO_ANSWER, dtype=np.int64)
    moved[places] = np.arange(len(places))
    return replace(
        side, options=tuple(side.options[one] for one in places), codes=moved[side.codes],
        places=tuple(side.places[one] for one in places),
        picks=None if side.picks is None else side.picks[:, places], notes=(*side.notes, *notes),
    )  # fmt: skip
