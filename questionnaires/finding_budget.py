"""How much may be spent on influencers, in bands, by business field."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis import frequencies
from analysis.answers import NO_ANSWER
from analysis.proportions import LEAST_BASE
from charts import segments, theme
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from . import answer_bars, meaning
from .answer_words import none_chosen
from .content import base_words, small_base
from .finding_facts import Codes, Facts
from .finding_fields import ALL, MOST_FIELDS, cautions
from .finding_shares import asked
from .questions import Question
from .scope import option_labels

# the bands of features.md S0-37, for answers in numbers; rupiah a month
LIMITS = (500_000, 2_500_000)
# as many steps of colour as can be told apart
MOST_BANDS = 8


@dataclass(frozen=True, eq=False)
class Bands:
    """codes: per respondent the place in `names`, -1 without.

    has_rest: whether the last is no band but the rest: own words, and the rarest bands where there are many.
    """

    names: list[str]
    codes: Codes
    has_rest: bool = False

    @property
    def n(self) -> int:
        """How many there are without the rest."""
        return len(self.names) - self.has_rest


def budget(facts: Facts) -> Figure | None:
    """Bars of 100 percent per field, with the number of respondents at each; None where it is not asked."""
    question = facts.question("budget")
    if question is None or question.type == "multiple":
        return None
    bands = _bands(facts, question)
    counts = _counts(facts, bands)
    n = counts.sum(axis=1)
    # all respondents stand first
    drawn = counts.index[: MOST_FIELDS + 1]
    small = tuple(one for one in counts.index if one != ALL and n[one] < LEAST_BASE)
    plot = _plot(facts, bands, counts.loc[drawn], small)
    base = int(n[ALL])
    rows = pd.DataFrame({"n": n})
    return Figure(
        key="budget",
        title=_title(bands, counts.loc[[ALL]].iloc[0]),
        subtitle=asked(question, _("by business field") if facts.groups else ""),
        base=base_words(facts.reader, base, int((bands.codes == NO_ANSWER).sum())),
        plot=plot,
        table=_table(facts, bands, counts, small),
        warnings=(*small_base(base), *cautions(facts.groups, rows, rows.loc[drawn], small)),
        height=plots.height(plot, least=0),
        wide=False,
    )


def _bands(facts: Facts, question: Question) -> Bands:
    if question.type == "number":
        return _of_numbers(facts.codes(question))
    order = meaning.in_rising_order(question)
    places = np.full(len(order) + 1, NO_ANSWER, dtype=np.int64)
    places[list(order)] = np.arange(len(order))
    names = [option_labels(question)[place] for place in order]
    bands = Bands(names, places[facts.codes(question)], question.has_other)
    return bands if len(order) <= MOST_BANDS else _fewer(bands)


def _of_numbers(values: Any) -> Bands:
    low, high = (formats.money(limit) for limit in LIMITS)
    names = [
        _("less than %(low)s") % {"low": low},
        _("%(low)s to %(high)s") % {"low": low, "high": high},
        _("more than %(high)s") % {"high": high},
    ]
    codes = np.where(values < LIMITS[0], 0, np.where(values <= LIMITS[1], 1, 2))
    return Bands(names, np.where(np.isnan(values), NO_ANSWER, codes))


def _fewer(bands: Bands) -> Bands:
    """The most frequent bands in their order, the others and own words together as the last."""
    n = np.bincount(bands.codes[bands.codes >= 0], minlength=len(bands.names))
    kept = frequencies.most_frequent(n[: bands.n], MOST_BANDS - 1)
    places = np.full(len(bands.names) + 1, len(kept), dtype=np.int64)
    places[kept] = np.arange(len(kept))
    places[-1] = NO_ANSWER
    return Bands([*(bands.names[one] for one in kept), _("other answers")], places[bands.codes], True)


def _counts(facts: Facts, bands: Bands) -> pd.DataFrame:
    """Respondents per field and band; index ALL first, then the fields with an answer, the largest first."""
    k = len(bands.names)
    whole = np.bincount(bands.codes[bands.codes >= 0], minlength=k)
    found = pd.DataFrame([whole], index=[ALL])
    if facts.groups is None:
        return found
    by_field = facts.groups.counts(bands.codes, k)
    n = by_field.sum(axis=1).sort_values(ascending=False, kind="stable")
    return pd.concat([found, by_field.loc[n.index[n > 0]]])


def _name(facts: Facts, place: int) -> str:
    if place == ALL or facts.groups is None:
        return _("All respondents")
    return facts.groups.names[place]


def _plot(facts: Facts, bands: Bands, counts: pd.DataFrame, small: tuple[Any, ...]) -> dict[str, Any]:
    n = counts.sum(axis=1)
    colours = (*theme.level_colours(max(bands.n, 1))[: bands.n], *([theme.NEITHER] if bands.has_rest else []))
    figure = segments.stacked(
        counts.div(n.where(n > 0), axis=0).set_axis(bands.names, axis=1),
        names=[_name(facts, place) for place in counts.index.tolist()],
        ends=[_("n = %(n)s") % {"n": formats.integer(one)} for one in n],
        colours=colours,
        muted=small,
        language=plots.language(),
    )
    return plots.plain(figure)


def _title(bands: Bands, whole: "pd.Series[Any]") -> str:
    base, listed = int(whole.sum()), whole.iloc[: bands.n]
    if not listed.sum():
        return none_chosen(base)
    most = listed[listed == listed.max()].index.tolist()
    values = {
        "band": " / ".join(bands.names[int(one)] for one in most[:2]), "yes": formats.integer(listed.max()),
        "n": formats.integer(base), "share": formats.share(listed.max() / base),
    }  # fmt: skip
    return _("The most frequent budget is “%(band)s”: %(yes)s of %(n)s (%(share)s)") % values


def _table(facts: Facts, bands: Bands, counts: pd.DataFrame, small: tuple[Any, ...]) -> Table:
    """A row per field: its respondents, and number and share of each band."""
    columns = [Column("name", _("Business field")), Column("n", _("Respondents"), "integer")]
    for place, name in enumerate(bands.names):
        share = _("%(band)s, share") % {"band": name}
        columns += [Column(f"n{place}", name, "integer"), Column(f"s{place}", share, "share", unit="%")]
    groups = facts.groups
    chosen = answer_bars.selected(facts.reader.params, groups.question.key) if groups else ()
    rows = []
    for at in counts.index.tolist():
        n = int(counts.loc[at].sum())
        row: dict[str, Any] = {
            "name": _name(facts, at),
            "n": n,
            "_muted": at in small,
            "_selected": at in chosen,
        }
        if groups is not None and at != ALL:
            row["_href"] = answer_bars.toggled(facts.reader.params, groups.question.key, at)
        for place, one in enumerate(counts.loc[at].tolist()):
            row |= {f"n{place}": int(one), f"s{place}": one / n if n else None}
        rows.append(row)
    return Table(tuple(columns), rows)
