"""Figures of what the segments of a table are like: two amounts, medians and spreads by segment."""

from collections.abc import Iterator

import pandas as pd
from django.utils.translation import gettext as _

from analysis.column_types import Column as Described
from analysis.personality_profiles import Distribution
from charts import bars, boxes, stack
from charts.rows import plain
from core import formats
from core.figures import Column, Figure, Table
from data import plots
from data.market_words import listed

from ..tables import cell, place_of_largest
from .component_figures import clouds, groups
from .facts import TableFacts
from .words import amount, decimals, in_millions, label_of

# what document 003 shows as bars, and as distributions
BARS = ("transactions", "spending", "income", "recency", "conversion")
SPREADS = ("visits", "campaigns", "conversion")
# values that a bar of shares has room for
MOST_VALUES = 8
# beyond so many times its median from zero, a box is only a line on a plain axis
SKEWED = 20


def _present(facts: TableFacts, roles: tuple[str, ...]) -> list[str]:
    """Keys of these roles that the profiles know; else features of numbers, as many."""
    known = facts.found.profiles.overall.index
    found = [facts.known.roles[role] for role in roles if facts.known.roles.get(role) in known]
    if found:
        return found
    return [one.key for one in facts.found.chosen.features if one.key in known][: len(roles)]


def amounts(facts: TableFacts) -> Iterator[Figure]:
    """Income by spending, a point per customer, by segment (S3-10); two features where one is not there."""
    pair = [facts.known.roles[role] for role in ("income", "spending") if role in facts.known.roles]
    if len(pair) < 2:
        pair = [one.key for one in facts.found.chosen.features if one.encoding == "number"][:2]
    if len(pair) < 2:
        return
    rows = facts.found.table.loc[facts.found.result.labels.index, pair]
    names = label_of(facts.known, pair[0]), label_of(facts.known, pair[1])
    (by_x, x_title), (by_y, y_title) = (
        in_millions(name, rows[key]) for key, name in zip(pair, names, strict=True)
    )
    x, y = rows[pair[0]] / by_x, rows[pair[1]] / by_y
    table = pd.DataFrame({"x": x, "y": y, "segment": groups(facts), "id": rows.index})
    plot, note = clouds(facts, table, (plain(x_title), plain(y_title)), (_places(x), _places(y)))
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        *(Column(key, _("%(name)s, median") % {"name": name}, "number")
          for key, name in zip(pair, names, strict=True)),
    )  # fmt: skip
    found = [
        {**facts.row(one), **{key: _median(facts, one, key) for key in pair}} for one in facts.order
    ]  # fmt: skip
    first, last = facts.order[0], facts.order[-1]
    values = {
        "first": facts.segments[first].name, "last": facts.segments[last].name, "name": names[1],
        "most": amount(_median(facts, first, pair[1])), "least": amount(_median(facts, last, pair[1])),
    }  # fmt: skip
    yield Figure(
        key="amounts",
        title=_("%(name)s: %(most)s in the middle of “%(first)s”, %(least)s of “%(last)s”") % values,
        subtitle=_("%(y)s over %(x)s, a point per customer; large marks: means")
        % {"x": names[0], "y": names[1]},
        base=" · ".join(filter(None, (facts.base, note))),
        plot=plot,
        table=Table(columns, found),
        height=plots.height(plot),
        wide=False,
    )


def _median(facts: TableFacts, place: int, key: str) -> float | None:
    found = facts.found.profiles.numbers["median"].get((place, key))
    return None if found is None or formats.is_missing(found) else float(found)


def _places(values: "pd.Series[float]") -> int:
    median = float(values.abs().median())
    return decimals(median) if median == median else 0


def medians(facts: TableFacts) -> Iterator[Figure]:
    """The middle customer of each segment, a figure per number (S3-11)."""
    for key in _present(facts, BARS):
        yield _bars(facts, key)


def _bars(facts: TableFacts, key: str) -> Figure:
    numbers, overall = facts.found.profiles.numbers.xs(key, level="variable"), facts.found.profiles.overall
    column, name = facts.known.by_key[key], label_of(facts.known, key)
    # of yes and no the median says nothing
    what = "mean" if column.type == "flag" else "median"
    of_all = float(cell(overall, key, what))
    by, unit = in_millions(name, numbers[what])
    table = pd.DataFrame(
        {what: numbers.loc[facts.order, what] / by, "name": [plain(one) for one in facts.names]}
    )
    places = 1 if by > 1 else _common(table[what])
    plot = plots.plain(bars.ranked_bars(
        table, what, "name", reference=of_all / by, reference_label=_("all"), decimals=places, unit=unit,
        language=plots.language(),
    ))  # fmt: skip
    places = decimals(of_all)
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        Column("median", _("Median"), "number", decimals=places),
        Column("mean", _("Mean"), "number", decimals=max(places, 1)),
    )  # fmt: skip
    rows = [{**facts.row(one), **numbers.loc[one, ["median", "mean"]].to_dict()} for one in facts.order]
    subtitle = _("Median by segment, in millions") if by > 1 else _("Median by segment")
    return Figure(
        key=f"median_{key}",
        title=_most(facts, numbers[what].dropna(), column),
        subtitle=subtitle if what == "median" else _("Share of yes by segment"),
        base=facts.base,
        plot=plot,
        table=Table(columns, rows, compact=True),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )  # fmt: skip


def _common(values: "pd.Series[float]") -> int:
    """Decimals that suit the largest of some numbers, none where all of them are whole."""
    known = values.dropna()
    if (known % 1 == 0).all():
        return 0
    return min(1, decimals(float(known.max()) + 0.5)) if float(known.max()) >= 1 else 2


def _most(facts: TableFacts, known: "pd.Series[float]", column: Described) -> str:
    """Which segment has most; two or more where the same is true of them."""
    name = label_of(facts.known, column.key)
    if known.empty:
        return name
    top = [facts.segments[one].name for one in facts.order if known.get(one) == known.max()]
    values = {
        "name": name,
        "value": amount(known.max(), column),
        "segments": listed([f"“{one}”" for one in top]),
    }
    if len(top) == len(known) > 1:
        return _("%(name)s: the same in every segment (%(value)s)") % values
    return _("%(name)s: most in %(segments)s (%(value)s)") % values


def spreads(facts: TableFacts) -> Iterator[Figure]:
    """How numbers are spread in each segment (S3-13): shares of few values, boxes of many."""
    for key in _present(facts, SPREADS):
        found = facts.found.distribution(key)
        few = not found.edges and len(found.names) <= MOST_VALUES
        yield _shares(facts, key, found) if few else _boxes(facts, key)


def _shares(facts: TableFacts, key: str, found: Distribution) -> Figure:
    name = label_of(facts.known, key)
    counts = found.counts.loc[facts.order].set_axis([plain(one) for one in facts.names], axis=0)
    plot = plots.plain(stack.shares(counts, unit=_("customers"), ordered=True, language=plots.language()))
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        *(Column(one, one, "share") for one in found.names),
    )  # fmt: skip
    rows = [{**facts.row(one), **found.shares.loc[one].to_dict()} for one in facts.order]
    mode = {one: str(found.shares.loc[one].idxmax()) for one in facts.order if found.counts.loc[one].sum()}
    first = facts.order[0]
    values = {"name": name, "segment": facts.segments[first].name, "value": mode.get(first, "–"),
              "share": formats.share(found.shares.loc[first].max(), 0)}  # fmt: skip
    return Figure(
        key=f"spread_{key}",
        title=_("%(name)s: %(share)s of “%(segment)s” have %(value)s") % values,
        subtitle=_("Share of the customers of each segment by %(name)s") % {"name": name},
        base=facts.base,
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )


def _boxes(facts: TableFacts, key: str) -> Figure:
    numbers = facts.found.profiles.numbers.xs(key, level="variable").loc[facts.order]
    name = label_of(facts.known, key)
    median, largest = (float(cell(facts.found.profiles.overall, key, what)) for what in ("median", "max"))
    five = pd.DataFrame(numbers).rename(columns={"whisker_low": "low", "whisker_high": "high"})
    five = five[["low", "q1", "median", "q3", "high"]]
    said = (_("lower end"), _("first quarter"), _("median"), _("third quarter"), _("upper end"))
    places = decimals(median)
    plot = plots.plain(boxes.boxes(
        five, names=facts.names, reference=median, reference_label=_("median of all"),
        x_title=plain(name), number_names=said, decimals=places,
        is_log=largest > SKEWED * max(median, 1e-9), language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        *(Column(one, text, "number", decimals=places) for one, text in zip(five.columns, said, strict=True)),
    )  # fmt: skip
    rows = [{**facts.row(one), **five.loc[one].to_dict()} for one in facts.order]
    known = numbers["median"].dropna()
    top = place_of_largest(known) if len(known) else facts.order[0]
    values = {"variable": name, "segment": facts.segments[top].name}
    return Figure(
        key=f"spread_{key}",
        title=_("%(variable)s: the middle customer of “%(segment)s” has most") % values,
        subtitle=_("Box: the middle half of a segment; line: up to 1.5 boxes further"),
        base=facts.base,
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )
