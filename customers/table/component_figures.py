"""Figures of principal components: segments on the first two of them, what they explain, what they are of."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
from django.utils.translation import gettext as _

from analysis.components import Result
from charts import points, variance
from charts.group_looks import MOST
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from .. import cloud_axes
from ..tables import records
from .facts import TableFacts
from .prepared import Prepared
from .words import label_of

# features that name a component
MOST_NAMED = 3


def plane(facts: TableFacts) -> Iterator[Figure]:
    """Every customer on the first two components, by segment (S3-8); nothing where there is only one."""
    turned = facts.found.components
    if len(turned.variance) < 2:
        return
    scores = _two(facts, turned)
    table = pd.DataFrame({"x": scores[1], "y": scores[2], "segment": groups(facts), "id": scores.index})
    names = (component(turned, 1), component(turned, 2))
    share = float(turned.variance["cumulative"].iloc[1])
    plot, note = clouds(facts, table, names, (1, 1))
    means = table.groupby("segment")[["x", "y"]].mean()
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        Column("x", names[0], "number", decimals=2), Column("y", names[1], "number", decimals=2),
    )  # fmt: skip
    rows = [{**facts.row(one), **means.loc[place].to_dict()}
            for place, one in enumerate(drawn(facts)) if place in means.index]  # fmt: skip
    values = {"share": formats.share(share, 0)}
    yield Figure(
        key="plane",
        title=_("Seen on two axes, which hold %(share)s of the differences") % values,
        subtitle=_("A point per customer on the first two principal components; large marks: centres"),
        summary=" ".join(named(facts.known, turned, place) for place in (1, 2)),
        base=" · ".join(filter(None, (facts.base, note))),
        plot=plot,
        table=Table(columns, rows, caption=_("Centres of the segments")),
        warnings=_flat(share),
        height=plots.height(plot),
        wide=False,
    )


def _two(facts: TableFacts, turned: Result) -> pd.DataFrame:
    """Scores on the first two components, however many are in use."""
    if turned.kept >= 2:
        return turned.scores
    found: pd.DataFrame = replace(turned, kept=2).place(facts.found.table)
    return found.loc[turned.scores.index]


def _flat(share: float) -> tuple[str, ...]:
    if share >= 0.5:
        return ()
    return (_("Two axes hold less than half of the differences: segments that overlap here may lie apart."),)


def component(turned: Result, place: int) -> str:
    """ "PC 1 (64 %)"."""
    return f"PC {place} ({formats.share(turned.variance.at[place, 'share'], 0)})"


def named(known: Prepared, turned: Result, place: int) -> str:
    """What a component is made of: "PC 1: Spending, Income, Purchases."."""
    loadings = turned.loadings[place].dropna()
    order = loadings.abs().sort_values(ascending=False, kind="stable").index[:MOST_NAMED]
    parts = (f"{_feature(known, turned, str(name))} {formats.signed(loadings[name], 2)}" for name in order)
    return f"PC {place}: {', '.join(parts)}."


def _feature(known: Prepared, turned: Result, name: str) -> str:
    one = next(one for one in turned.encoder.columns if one.name == name)
    text = label_of(known, one.feature)
    return f"{text} = {one.value}" if one.value else text


def drawn(facts: TableFacts) -> list[int]:
    """Segments that have a look of their own, in the order of the page: the largest ones."""
    n = facts.found.result.segments["n"]
    largest = set(n.sort_values(ascending=False, kind="stable").index[:MOST])
    return [one for one in facts.order if one in largest]


def groups(facts: TableFacts) -> "pd.Series[float]":
    """Place of each customer's segment among those drawn, missing for the others."""
    places = {one: float(place) for place, one in enumerate(drawn(facts))}
    return facts.found.result.labels.map(places)


def clouds(
    facts: TableFacts, table: pd.DataFrame, titles: tuple[str, str], decimals: tuple[int, int]
) -> tuple[dict[str, object], str]:
    """A plot of x, y and segment, and a note on how many of the points are drawn, "" where all are."""
    shown, n = points.drawn(table, "x", "y")
    note = _("%(shown)s of %(n)s points, drawn by chance") % {
        "shown": formats.integer(shown), "n": formats.integer(n),
    }  # fmt: skip
    names = [facts.segments[one].name for one in drawn(facts)]
    plot = plots.plain(points.points(
        table.round(4), x="x", y="y", x_title=titles[0], y_title=titles[1], group="segment",
        group_names=names, centres=True, sample_note=note, hover="id", decimals=decimals,
        language=plots.language(),
    ))  # fmt: skip
    beyond = cloud_axes.narrow(plot, table["x"], table["y"])
    return plot, " · ".join(filter(None, (note if shown < n else "", beyond)))


def turned(facts: TableFacts) -> Iterator[Figure]:
    """What each component explains (S3-6), and what it is made of."""
    found = facts.found.components
    table = found.variance
    names = [f"PC {place}" for place in table.index]
    plot = plots.plain(variance.explained(
        table["share"].tolist(), names=names, kept=found.kept,
        series=(_("each component"), _("together")), y_title=_("Variance explained"),
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("component", _("Component")), Column("eigenvalue", _("Eigenvalue"), "number", decimals=2),
        Column("share", _("Variance explained"), "share"), Column("cumulative", _("Together"), "share"),
    )  # fmt: skip
    rows = [
        {"component": name, **row, "_muted": place >= found.kept}
        for place, (name, row) in enumerate(zip(names, records(table), strict=True))
    ]
    kept = float(table["cumulative"].iloc[found.kept - 1])
    values = {
        "n": formats.integer(found.kept),
        "all": formats.integer(len(table)),
        "share": formats.share(kept, 0),
    }
    yield Figure(
        key="variance",
        title=_("%(n)s of %(all)s components explain %(share)s of the variance") % values,
        subtitle=_("Principal components of the scaled features; grey: not used for the segments"),
        base=facts.base,
        plot=plot,
        table=Table(columns, rows, compact=True),
        how=((_("Variance explained"), "λ_i ÷ Σ λ", _(
            "Eigenvalues of the features' covariance, by singular value decomposition (Jolliffe 2002).")),),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )  # fmt: skip
    yield _loadings(facts, found)


def _loadings(facts: TableFacts, found: Result) -> Figure:
    shown = found.loadings.columns[: max(found.kept, min(2, found.loadings.shape[1]))]
    columns = (
        Column("feature", _("Feature")),
        *(Column(str(place), f"PC {place}", "number", decimals=2) for place in shown),
    )  # fmt: skip
    rows = [
        {
            "feature": _feature(facts.known, found, str(name)),
            **{str(place): float(row[place]) for place in shown},
        }
        for name, row in found.loadings.iterrows()
    ]
    return Figure(
        key="loadings",
        title=named(facts.known, found, 1),
        subtitle=_("Loadings: correlation of each feature with each component, −1 to 1"),
        summary=_("A component is what its features with large loadings have in common."),
        base=facts.base,
        table=Table(columns, rows, compact=True),
        wide=False,
    )
