"""The figures of a crosstab: its table, and the shares of each group as bars or points."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis.frequencies import most_frequent
from analysis.proportions import LEAST_BASE
from charts import dots, segments, theme
from core import formats
from core.figures import Column, Figure, Table
from data.plots import height, language, plain

from .content import base_words
from .crosstab import Crossing
from .crosstab_numbers import how
from .crosstab_table import as_rows, group_href
from .crosstab_words import standing_out, summary, warnings
from .scope import SurveyReader

MOST_STEPS = 10  # theme.level_colours has no more
MOST_PARTS = len(theme.OKABE_ITO)


def figures(one: Crossing, reader: SurveyReader, correction: str) -> tuple[Figure, ...]:
    """The table first, then the picture of it."""
    base = base_words(reader, one.n, one.missing)
    table = Figure(
        "crosstab",
        table_title(one),
        subtitle=_("Number of respondents, share of the row and of the column"),
        summary=summary(one),
        base=base,
        table=as_rows(one),
        warnings=warnings(one),
        how=how(correction),
    )
    picture = _dots(one, reader) if one.row.is_several else _bars(one, reader)
    return (table, replace(picture, base=base))


def table_title(one: Crossing) -> str:
    """What stands out in the cells."""
    cells = standing_out(one)
    if one.is_small:
        return _("Counts only: too few answered to compare the groups")
    if not cells:
        return _("No single cell is clearly different")
    at, to = cells[0]
    values = {
        "answer": one.row.options[at],
        "group": one.column.options[to],
        "n": formats.integer(one.counts[at, to]),
        "e": formats.integer(round(float(one.expected[at, to]))),
    }
    return _("“%(answer)s” among “%(group)s”: %(n)s, where about %(e)s are expected") % values


def shares_title(one: Crossing) -> str:
    """The answer whose share differs most between groups of 30 and more, from where to where."""
    compared = np.flatnonzero(one.bases >= LEAST_BASE)
    if not one.differs or len(compared) < 2:
        return _("Each group's answers")
    shares = one.column_shares[:, compared]
    spread = np.where(one.shown_rows, shares.max(axis=1) - shares.min(axis=1), -1.0)
    at = int(np.argmax(spread))
    low, high = int(np.argmin(shares[at])), int(np.argmax(shares[at]))
    return _("“%(answer)s”: from %(low)s (%(few)s) to %(high)s (%(many)s)") % {
        "answer": one.row.options[at],
        "low": formats.share(shares[at, low], 0),
        "few": one.column.options[compared[low]],
        "high": formats.share(shares[at, high], 0),
        "many": one.column.options[compared[high]],
    }


def _bars(one: Crossing, reader: SurveyReader) -> Figure:
    counts = pd.DataFrame(one.counts.T, columns=list(one.row.options), dtype="float64")
    parts = _stepped(counts) if one.row.is_ordered else _joined(counts)
    order = _order(one)
    shares = parts.div(parts.sum(axis=1), axis=0).iloc[order]
    colours = () if one.row.is_ordered else theme.OKABE_ITO[: len(parts.columns)]
    links = [[group_href(reader.params, one.column, place)] * len(parts.columns) for place in order]
    plot = segments.stacked(
        shares,
        names=[one.column.options[place] for place in order],
        ends=[_n(one.bases[place]) for place in order],
        colours=colours,
        muted=tuple(place for place in order if one.bases[place] < LEAST_BASE),
        links=links if any(map(any, links)) else (),
        language=language(),
    )
    subtitle = _("Shares of the answers within each group; paler: fewer than %(n)s respondents")
    return _figure(one, subtitle % {"n": LEAST_BASE}, plain(plot), order)


def _dots(one: Crossing, reader: SurveyReader) -> Figure:
    largest = most_frequent(one.bases, dots.MOST_GROUPS)
    order = np.argsort(-one.totals, kind="stable").tolist()
    shares = pd.DataFrame(one.column_shares[np.ix_(order, largest)])
    shares.columns = [one.column.options[place] for place in largest]
    links = [[group_href(reader.params, one.column, place) for place in largest] for _row in order]
    plot = dots.dots(
        shares,
        names=[one.row.options[place] for place in order],
        ends=[_n(one.totals[place]) for place in order],
        hollow=[bool(one.bases[place] < LEAST_BASE) for place in largest],
        links=links if any(map(any, links)) else (),
        language=language(),
    )
    subtitle = _("Share of each group that gave the answer; hollow: fewer than %(least)s respondents")
    if len(largest) < len(one.bases):
        subtitle = _("Share of the %(n)s largest groups that gave the answer; hollow: fewer than %(least)s")
    values = {"n": len(largest), "least": LEAST_BASE}
    return _figure(one, subtitle % values, plain(plot), list(range(len(one.bases))))


def _figure(one: Crossing, subtitle: str, plot: dict[str, Any], order: list[int]) -> Figure:
    return Figure(
        "shares",
        shares_title(one),
        subtitle=subtitle,
        plot=plot,
        table=_shares_table(one, order),
        height=height(plot),
    )


def _shares_table(one: Crossing, order: list[int]) -> Table:
    columns = [Column("group", one.column.label), Column("n", _("Respondents"), "integer")]
    columns += [Column(f"share-{at}", name, "share") for at, name in enumerate(one.row.options)]
    rows = [
        {"group": one.column.options[to], "n": int(one.bases[to]), "_muted": bool(one.bases[to] < LEAST_BASE),
         **{f"share-{at}": float(one.column_shares[at, to]) for at in range(len(one.row.options))}}
        for to in order
    ]  # fmt: skip
    return Table(tuple(columns), rows)


def _order(one: Crossing) -> list[int]:
    """Groups in the order of their steps, else by their answers: the highest mean step, or the largest share
    of the first answer, on top."""
    if one.column.is_ordered:
        return list(range(len(one.bases)))
    steps = np.arange(len(one.totals))
    value = steps @ one.column_shares if one.row.is_ordered else one.column_shares[0]
    return [int(place) for place in np.argsort(-value, kind="stable")]


def _stepped(counts: pd.DataFrame) -> pd.DataFrame:
    """Steps joined with their neighbours where a scale has more than there are colours for."""
    if len(counts.columns) <= MOST_STEPS:
        return counts
    bands = np.array_split(np.arange(len(counts.columns)), MOST_STEPS // 2)
    names = [f"{counts.columns[band[0]]} – {counts.columns[band[-1]]}" for band in bands]
    joined = {name: counts.iloc[:, band].sum(axis=1) for name, band in zip(names, bands, strict=True)}
    return pd.DataFrame(joined)


def _joined(counts: pd.DataFrame) -> pd.DataFrame:
    """The rarest answers joined where there are more than colours."""
    if len(counts.columns) <= MOST_PARTS:
        return counts
    kept = counts.iloc[:, most_frequent(counts.sum(), MOST_PARTS - 1)]
    name = _("%(n)s others") % {"n": formats.integer(len(counts.columns) - len(kept.columns))}
    return kept.assign(**{name: counts.sum(axis=1) - kept.sum(axis=1)})


def _n(n: Any) -> str:
    return f"n = {formats.integer(n)}"
