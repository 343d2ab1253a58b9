"""Figures that describe segments: ranges, snake plot, importance, recency by frequency, box plots."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analysis import segments
from analysis.scores import Params, Result
from charts import heat, lines
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from ..tables import cell, known_or_none, place_of_largest, records
from ..words import DECIMALS, UNITS, VARIABLES, variable_name, variables_how
from .facts import Facts

# where the study that this table follows (document 002) does not agree with itself
STUDY = (
    gettext_lazy("The study that this table follows"),
    "51 + 651 = 702 > 514",
    gettext_lazy(
        "It gives 514 days as its period, and a customer with 702 days of length and recency. Here both come "
        "from the days in the files alone, so together they never exceed the period."
    ),
)
GROUPS = 5


def ranges(known: Facts) -> Figure:
    """Mean of each variable in each segment, and the smallest and largest value beneath it."""
    columns = (
        Column("segment", _("Segment"), link="_href"), Column("n", _("Customers"), "integer"),
        *(Column(key, variable_name(key), "number", decimals=decimals) for key, decimals in DECIMALS.items()),
    )  # fmt: skip
    return Figure(
        key="ranges",
        title=_ranges_title(known),
        subtitle=_("Means; money in the file's currency"),
        # files have no place beneath a number
        hint=_("The lowest and the highest value stand beneath each mean."),
        base=known.base,
        table=Table(columns, [_range_row(known, one) for one in known.order]),
        how=(*variables_how(), STUDY),
    )


def _range_row(known: Facts, place: int) -> dict[str, Any]:
    statistics = pd.DataFrame(known.found.profile.statistics.loc[place])
    notes = {
        key: " – ".join(formats.number(float(cell(statistics, key, end)), 0) for end in ("min", "max"))
        for key in VARIABLES
    }
    means = {key: float(cell(statistics, key, "mean")) for key in VARIABLES}
    n = int(cell(known.found.profile.sizes, place, "n"))
    return {**known.row(place), "n": n, **means, "_notes": notes}


def _ranges_title(known: Facts) -> str:
    """Who buys most often, and how often the others do."""
    times = known.found.profile.means["frequency"].loc[known.order]
    first = place_of_largest(times)
    others = times.drop(first)
    values = {
        "segment": known.segments[first].name, "most": formats.number(times[first], 1),
        "low": formats.number(others.min(), 1), "high": formats.number(others.max(), 1),
    }  # fmt: skip
    if values["low"] == values["high"]:
        return _("“%(segment)s” bought %(most)s times on average, the others %(low)s times") % values
    return _("“%(segment)s” bought %(most)s times on average, the others %(low)s to %(high)s times") % values


def snake(known: Facts) -> Figure:
    """Standardised means: a line per segment."""
    means = known.found.profile.standardised.loc[known.order]
    keys = list(VARIABLES)
    plot = plots.plain(lines.snake(
        means[keys], names=known.names, variables=[variable_name(key) for key in keys],
        y_title=_("Standard deviations from the mean"), zero_label=_("average customer"),
        language=plots.language(),
    )) if len(means) <= 8 else None  # fmt: skip
    columns = (
        Column("segment", _("Segment"), link="_href"),
        *(Column(key, variable_name(key), "number", decimals=2) for key in keys),
    )
    rows = [{**known.row(one), **means.loc[one, keys].to_dict()} for one in known.order]
    place, key = _farthest(means[keys])
    values = {
        "segment": known.segments[place].name, "variable": str(VARIABLES[key]),
        "sd": formats.number(float(cell(means, place, key)), 1),
    }  # fmt: skip
    return Figure(
        key="snake",
        title=_("“%(segment)s” stands out most, by %(variable)s") % values,
        subtitle=_("Means of each segment in standard deviations from the mean of all customers"),
        summary=_("Its mean %(variable)s lies %(sd)s standard deviations from that of all customers.")
        % values,
        base=known.base,
        plot=plot,
        table=Table(columns, rows),
        how=((_("Standardised mean"), _("(segment mean − mean of all) ÷ standard deviation of all"), ""),),
        height=plots.height(plot) if plot else 420,
        wide=False,
        secondary=True,
    )


def _farthest(means: pd.DataFrame) -> tuple[int, str]:
    far = means.abs().stack()
    place, key = far.index[int(np.argmax(far.to_numpy()))]
    return int(place), str(key)


def importance(known: Facts) -> Figure:
    """How far each segment mean lies from the overall mean, in percent of it: a heat map."""
    table = known.found.profile.importance.loc[known.order, list(VARIABLES)]
    columns = (
        Column("segment", _("Segment"), link="_href"),
        *(Column(key, variable_name(key), "share", decimals=0) for key in VARIABLES),
    )
    rows = []
    for one in known.order:
        values = {key: known_or_none(table.at[one, key]) for key in VARIABLES}
        heats = {key: _heat(value) for key, value in values.items() if value is not None}
        rows.append({**known.row(one), **values, "_heat": heats})
    return Figure(
        key="importance",
        title=_importance_title(known),
        subtitle=_("Segment mean ÷ mean of all customers − 1; zero is the average, 100% twice as much"),
        summary=_("Recency counts days since the last purchase: above zero means longer ago than average."),
        base=known.base,
        table=Table(columns, rows),
        how=((_("Relative importance"), _("segment mean ÷ mean of all − 1"), ""),),
        wide=False,
    )


def _importance_title(known: Facts) -> str:
    """How much more the segment that spends most spends per customer."""
    times = known.found.profile.importance["monetary"].loc[known.order] + 1
    if times.isna().any():
        return _("How much more or less than the average customer")
    first = place_of_largest(times)
    values = {"segment": known.segments[first].name, "times": formats.number(times[first], 1)}
    return _("A customer of “%(segment)s” spends %(times)s times the average") % values


def _heat(value: float) -> tuple[int, str]:
    """Place of the colour from 0 to 100, and its word: in steps, so that a legend can name them."""
    if value < -0.5:
        return 0, _("less than half")
    if value < -0.1:
        return 25, _("below average")
    if value <= 0.1:
        return 50, _("about average")
    return (75, _("above average")) if value <= 1 else (100, _("more than twice"))


def grid(known: Facts) -> Iterator[Figure]:
    """Recency by frequency: customers and money per pair of scores. Only scores in steps have one."""
    if not known.found.scores.params.is_stepped:
        return
    scored, money = known.found.scores.scores, known.found.table["monetary"]
    cells = segments.grid(scored, money.reindex(scored.index), GROUPS)
    counts = cells["n"].unstack("frequency").sort_index(ascending=False)
    names = [_("fewest"), _("few"), _("some"), _("many"), _("most")]
    plot = plots.plain(heat.heatmap(
        _levels(counts, len(names)), counts.astype("float64").where(counts > 0), level_names=tuple(names),
        unit=_("customers"), x_title=_("Score of frequency"), y_title=_("Score of recency"),
        language=plots.language(),
    ))  # fmt: skip
    rows = [
        {**row, "n": int(row["n"]), "mean_value": known_or_none(row["mean_value"])}
        for row in records(cells[cells["n"] > 0].iloc[::-1].reset_index())
    ]  # fmt: skip
    columns = (
        Column("recency", _("Score of recency"), "integer"),
        Column("frequency", _("Score of frequency"), "integer"),
        Column("n", _("Customers"), "integer"), Column("value", _("Money"), "number", decimals=0),
        Column("mean_value", _("Money per customer"), "number", decimals=0),
    )  # fmt: skip
    n = int(cell(cells, (GROUPS, GROUPS), "n"))
    values = {"n": formats.integer(n)}
    turned = known.reader.params.turned
    title = ngettext(
        "%(n)s customer bought lately and often: 5 in both scores",
        "%(n)s customers bought lately and often: 5 in both scores", n,
    )  # fmt: skip
    other = ngettext(
        "%(n)s customer bought often, and last long ago: 5 in both scores",
        "%(n)s customers bought often, and last long ago: 5 in both scores", n,
    )  # fmt: skip
    yield Figure(
        key="grid",
        title=(other if turned else title) % values,
        subtitle=_("Customers by the scores of recency and frequency"),
        summary=direction(known),
        base=known.base,
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
        table_on_phone=False,
    )


def direction(known: Facts) -> str:
    """What a high score of recency means."""
    if known.reader.params.turned:
        return _("Score of recency: 5 is longest ago, as in studies that score days upwards.")
    return _("Score of recency: 5 bought most lately, 1 longest ago.")


def steps(known: Facts) -> Figure:
    """Where each score begins, in the variable's own unit."""
    found = known.found.scores
    columns = (Column("variable", _("Variable")), *_step_columns(found.params))
    rows = [{"variable": str(UNITS[key]), **_step_row(found, key)} for key in VARIABLES]
    return Figure(
        key="steps",
        title=_("What the scores stand for"),
        subtitle=_("The values behind each score; “–” is a score that ties leave no room for")
        if found.params.is_stepped
        else _("What values are measured by"),
        summary=direction(known),
        base=known.base,
        table=Table(columns, rows),
        closed=True,
    )


def _step_columns(params: Params) -> tuple[Column, ...]:
    if params.is_stepped:
        return tuple(Column(str(score), _("Score %(n)s") % {"n": score}) for score in range(1, GROUPS + 1))
    names = {"low": _("Lowest"), "high": _("Highest"), "mean": _("Mean"),
             "deviation": _("Standard deviation")}  # fmt: skip
    kept = ("low", "high") if params.method == "minmax" else ("mean", "deviation")
    return tuple(Column(name, names[name], "number", decimals=1) for name in kept)


def _step_row(found: Result, key: str) -> dict[str, Any]:
    """The stretch of values of each score; what scores that are no steps are measured by."""
    edges = {str(name): float(cell(found.edges, key, name)) for name in found.edges.columns}
    if not found.params.is_stepped:
        return edges
    turned, own = found.params.is_turned(key), bool(found.params.cuts_of(key))
    # turned, fifths begin below their edge: days are whole, so the day before is the last of the stretch
    ends = [end - (turned and not own) for end in sorted(edges.values())]
    texts = [_stretch(end, before) for before, end in pairwise([None, *ends])]
    texts.append(_("more than %(n)s") % {"n": formats.number(ends[-1], 0)})
    return {str(score): text for score, text in enumerate(reversed(texts) if turned else texts, start=1)}


def _stretch(end: float | None, before: float | None) -> str:
    """A stretch of values by its end; equal ends leave room for nobody."""
    if end == before:
        return formats.MISSING
    return _("up to %(n)s") % {"n": formats.number(end, 0)}


def _levels(counts: pd.DataFrame, k: int) -> pd.DataFrame:
    """Levels 0 .. k - 1 by equal steps up to the fullest cell; missing where nobody is."""
    top = counts.to_numpy().max()
    levels = np.minimum((counts * k) // (top + 1), k - 1).astype("float64")
    return levels.where(counts > 0)
