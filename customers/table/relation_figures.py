"""Figures of relations: all side by side, and each pair as points with its line."""

import math
from collections.abc import Iterator
from functools import partial

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import relation_groups
from analysis.column_types import Column as Described
from analysis.relations import CONSTANT, Correlation, Relation
from analysis.strength import STRENGTHS
from charts import points
from charts.rows import plain
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from .. import cloud_axes
from .prepared import Prepared
from .queries import CustomerTable
from .words import amount, base, decimals, in_millions, label_of

# Pearson and Spearman this far apart: a few large amounts, or a bend
APART = 0.15
_DIGITS = 4


def title(known: Prepared, one: Relation) -> str:
    """What a pair says, in a sentence."""
    names = {"x": label_of(known, one.x), "y": label_of(known, one.y)}
    if one.problem is not None:
        return _("“%(x)s” and “%(y)s”: not known") % names
    by_rank = _is_nothing(one.pearson) and not _is_nothing(one.spearman)
    if _is_nothing(one.pearson) and not by_rank:
        return _("“%(x)s” says next to nothing about “%(y)s”") % names
    rises = (one.spearman if by_rank else one.pearson).value > 0
    if not by_rank and one.pearson.strength == STRENGTHS[1]:
        weakly = _("With more “%(x)s” a little more “%(y)s”"), _("With more “%(x)s” a little less “%(y)s”")
        return weakly[0 if rises else 1] % names
    text = _("The more “%(x)s”, the more “%(y)s”") if rises else _("The more “%(x)s”, the less “%(y)s”")
    return (_("By rank: %(finding)s") if by_rank else "%(finding)s") % {"finding": text % names}


def _is_nothing(one: Correlation) -> bool:
    return one.spans_zero or one.strength == STRENGTHS[0]


def side_by_side(known: Prepared, found: tuple[Relation, ...], line: str) -> Iterator[Figure]:
    """Every pair with its coefficients, their intervals and a word."""
    if not found:
        return
    columns = (
        Column("pair", _("Pair")), Column("pearson", _("Pearson r"), "number", decimals=2),
        Column("interval", _("95 % interval")), Column("spearman", _("Spearman ρ"), "number", decimals=2),
        Column("ranks", _("95 % interval of ρ")), Column("n", _("Customers"), "integer"),
        Column("missing", _("Without both"), "integer"), Column("verdict", _("Verdict")),
    )  # fmt: skip
    rows = [
        {
            "pair": f"{label_of(known, one.x)} × {label_of(known, one.y)}",
            "pearson": one.pearson.value, "interval": interval(one.pearson),
            "spearman": one.spearman.value, "ranks": interval(one.spearman),
            "n": one.n, "missing": one.missing, "verdict": verdict(one),
            "_muted": one.problem is not None or one.pearson.spans_zero or one.few,
        }
        for one in found
    ]  # fmt: skip
    strong = sum(one.pearson.strength == STRENGTHS[-1] for one in found)
    values = {"strong": formats.integer(strong), "n": formats.integer(len(found))}
    yield Figure(
        key="relations",
        title=ngettext(
            "%(strong)s of %(n)s pairs goes together strongly",
            "%(strong)s of %(n)s pairs go together strongly",
            strong,
        )
        % values,
        subtitle=_("Correlation with its interval of 95 %, −1 to 1"),
        summary=_("Going together is no cause: who earns more may spend more, or both may follow from age."),
        base=line,
        table=Table(columns, rows),
        how=_how(),
    )


def _how() -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Pearson r"), "Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² Σ(y − ȳ)²)",
         _("How close the points lie to a straight line; interval by Fisher's z (1921).")),
        (_("Spearman ρ"), _("r of the ranks"),
         _("Asks only for the order, so that a few very large amounts do not move it; interval by Bonett "
           "and Wright (2000).")),
        (_("Verdict"), "|r| ≥ 0.1, 0.3, 0.5", _("Weak, medium, strong (Cohen 1988); a habit, and no law.")),
    )  # fmt: skip


def interval(one: Correlation) -> str:
    """ "0.64 to 0.69"."""
    if formats.is_missing(one.low):
        return ""
    return _("%(low)s to %(high)s") % {"low": formats.number(one.low, 2), "high": formats.number(one.high, 2)}


def verdict(one: Relation) -> str:
    """A word for a pair."""
    if one.problem is not None:
        return _("one of the two does not vary") if one.problem == CONSTANT else _("too few customers")
    if one.pearson.spans_zero:
        return _("may be none: the interval spans zero")
    words = {"none": _("next to none"), "weak": _("weak"), "medium": _("medium"), "strong": _("strong")}
    return words[one.pearson.strength or "none"]


def scatters(known: Prepared, found: tuple[Relation, ...], table: CustomerTable) -> Iterator[Figure]:
    """A cloud of points per pair, with the line through it."""
    for one in found:
        if one.problem is None:
            yield _scatter(known, one, base(known, table, one.n))


def _scatter(known: Prepared, one: Relation, line: str) -> Figure:
    x = known.by_key[one.x]
    shown, all_of_them = points.drawn(known.table, one.x, one.y)
    note = _("%(shown)s of %(n)s points, drawn by chance") % {
        "shown": formats.integer(shown), "n": formats.integer(all_of_them),
    }  # fmt: skip
    names = label_of(known, one.x), label_of(known, one.y)
    (by_x, x_title), (by_y, y_title) = (
        in_millions(name, known.table[key]) for key, name in zip((one.x, one.y), names, strict=True)
    )
    cloud = known.table[[one.x, one.y]] / [by_x, by_y]
    plot = plots.plain(points.points(
        cloud.round(_DIGITS), x=one.x, y=one.y, x_title=plain(x_title), y_title=plain(y_title),
        line=(one.slope * by_x / by_y, one.intercept / by_y), line_name=_("line through all points"),
        sample_note=note, decimals=(_decimals(cloud[one.x]), _decimals(cloud[one.y])),
        language=plots.language(),
    ))  # fmt: skip
    beyond = cloud_axes.narrow(plot, cloud[one.x], cloud[one.y])
    values = {"r": formats.number(one.pearson.value, 2), "interval": interval(one.pearson),
              "rho": formats.number(one.spearman.value, 2), "verdict": verdict(one)}  # fmt: skip
    return Figure(
        key=f"pair_{one.x}_{one.y}",
        title=title(known, one),
        subtitle=_("%(y)s over %(x)s, a point per customer") % {"x": names[0], "y": names[1]},
        summary=_("r = %(r)s (%(interval)s), ρ = %(rho)s: %(verdict)s.") % values,
        base=" · ".join(filter(None, (line, note if shown < all_of_them else "", beyond))),
        plot=plot,
        table=_along(known, one, x, names),
        warnings=tuple(warnings(one)),
        how=((_("Line"), _line(one), _("Least squares.")),),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )  # fmt: skip


def _decimals(values: pd.Series) -> int:
    median = float(values.abs().median())
    return decimals(median) if median == median else 0


def _line(one: Relation) -> str:
    """The formula of the line, with four digits that count."""
    a, b = (formats.number(abs(value), _places(value)) for value in (one.intercept, one.slope))
    signs = ("−" if one.intercept < 0 else "", "−" if one.slope < 0 else "+")
    return f"y = {signs[0]}{a} {signs[1]} {b} × x"


def _places(value: float) -> int:
    return max(0, _DIGITS - 1 - math.floor(math.log10(abs(value)))) if value else 0


def _along(known: Prepared, one: Relation, x: Described, names: tuple[str, str]) -> Table:
    """Fifths of the customers by x, with y."""
    steps = relation_groups.along(known.table, one.x, one.y)
    values = {"name": names[1]}
    columns = (
        Column("range", names[0]), Column("n", _("Customers"), "integer"),
        Column("median", _("%(name)s, median") % values, "number", decimals=2),
        Column("mean", _("%(name)s, mean") % values, "number", decimals=2),
    )  # fmt: skip
    shown = partial(amount, column=x)
    rows = [
        {"range": f"{shown(row['low'])} – {shown(row['high'])}", "n": int(row["n"]), "median": row["median"],
         "mean": row["mean"]}
        for row in steps.to_dict("records")
    ]  # fmt: skip
    return Table(columns, rows, caption=_("Fifths of the customers by %(name)s") % {"name": names[0]})


def warnings(one: Relation) -> Iterator[str]:
    """Where a conclusion would be unsafe."""
    if one.pearson.spans_zero:
        yield _("The interval spans zero: these data do not say whether one rises or falls with the other.")
    if one.few:
        text = ngettext(
            "Only %(n)s customer has both numbers: read this with care.",
            "Only %(n)s customers have both numbers: read this with care.",
            one.n,
        )
        yield text % {"n": formats.integer(one.n)}
    if abs(one.pearson.value - one.spearman.value) > APART:
        yield _("Pearson and Spearman lie apart: a few very large amounts, or a bend, are at work.")
