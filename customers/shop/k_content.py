"""How many segments: every number side by side, the elbow, the quality, how stable, and what is advised."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis.cluster_stability import SAMPLES
from analysis.score_cells import Comparison
from charts.by_k import criterion_by_k
from core import formats
from core.figures import Column, Figure, Number, Table
from core.glossary import definition
from data import number_of_groups, plots
from data.content import Content

from ..base_line import base
from ..tables import records
from ..words import customers
from . import segmentation
from .scope import CustomerReader


def build(reader: CustomerReader) -> Content:
    """The page of every possible number of segments."""
    found = segmentation.comparison(reader)
    line = base(reader, int(found.table["n"].iloc[0]))
    return Content(
        heading=number_of_groups.title(found.recommendation.k),
        numbers=numbers(found),
        figures=figures(found, reader.params.k, line, SAMPLES),
        notices=refused(found),
    )


def figures(found: Comparison, asked: int, line: str, samples: int) -> tuple[Figure, ...]:
    """Quality, elbow and Davies–Bouldin of every number of segments.

    asked: the number that is looked at; line: under a figure on these customers; samples: resamples per k.
    """
    line = _base(found, line, samples)
    return (ks(found, asked, line), elbow(found, asked, line), davies_bouldin(found, asked, line))


def numbers(found: Comparison) -> tuple[Number, ...]:
    """What each criterion prefers, and what is advised."""
    best, advised = found.choices, found.recommendation.k
    knee = best.get("elbow")
    return (
        Number(_("Recommended number of segments"), advised, kind="integer",
               note="" if advised else _("none stands out"), how=number_of_groups.how()[0][2]),
        Number(_("Elbow of the inertia"), knee, kind="integer",
               note="" if knee else _("there is no knee"), how=definition("inertia")),
        Number(_("By the mean silhouette"), best.get("silhouette"), kind="integer",
               note=_value(found, "silhouette", 2), how=definition("silhouette")),
        Number(_("By Davies–Bouldin"), best.get("davies_bouldin"), kind="integer",
               note=_value(found, "davies_bouldin", 2), how=definition("davies-bouldin")),
    )  # fmt: skip


def _value(found: Comparison, criterion: str, decimals: int) -> str:
    k = found.choices.get(criterion)
    return "" if k is None else formats.number(float(found.table[criterion][k]), decimals)


def ks(found: Comparison, asked: int, line: str) -> Figure:
    """The mean silhouette of each number, with every criterion in the table."""
    recommended, best = found.recommendation, found.choices.get("silhouette")
    text = _("Quality of each number of segments; higher silhouette and lower Davies–Bouldin are better")
    return Figure(
        key="ks",
        title=_silhouette_title(found),
        subtitle=text,
        summary=" ".join(number_of_groups.reason(text, data) for text, data in recommended.reasons),
        base=line,
        plot=_plot(found.table["silhouette"], asked, _("Mean silhouette"), ".2f", best),
        table=_table(found, asked),
        warnings=_warnings(found),
        how=number_of_groups.how(),
        height=280,
    )


def _silhouette_title(found: Comparison) -> str:
    """Which number has the best mean silhouette, and how good it is."""
    best = found.choices.get("silhouette")
    if best is None:
        return _("The silhouette is not known")
    values = {"k": best, "value": _value(found, "silhouette", 2)}
    return _("The silhouette is best at %(k)s segments: %(value)s") % values


def elbow(found: Comparison, asked: int, line: str) -> Figure:
    """The falling inertia, and its knee where there is one."""
    knee = found.choices.get("elbow")
    bends = _("The inertia bends at %(k)s segments") % {"k": knee}
    return Figure(
        key="elbow",
        title=bends if knee else _("The inertia has no knee"),
        subtitle=_("Inertia: squared distances of the customers to the middle of their segment"),
        summary=_(
            "It falls with every further segment, so its height says nothing; a knee is where it slows down."
        ),
        base=line,
        plot=_plot(found.table["inertia"], asked, _("Inertia"), ",.0f", knee),
        table=_part(found, Column("inertia", _("Inertia"), "number", decimals=1)),
        how=((_("Inertia"), _("Σ weight × distance² to the mean of the segment"), definition("inertia")),),
        height=280, wide=False,
    )  # fmt: skip


def davies_bouldin(found: Comparison, asked: int, line: str) -> Figure:
    """The Davies–Bouldin index of each number."""
    best = found.choices.get("davies_bouldin")
    title = (
        _("Davies–Bouldin is lowest at %(k)s segments") % {"k": best}
        if best
        else _("Davies–Bouldin is not known")
    )
    return Figure(
        key="davies_bouldin",
        title=title,
        subtitle=_("How wide segments are for their distance from the nearest one; lower is better"),
        base=line,
        plot=_plot(found.table["davies_bouldin"], asked, "Davies–Bouldin", ".2f", best),
        table=_part(found, Column("davies_bouldin", "Davies–Bouldin", "number", decimals=4)),
        how=(("Davies–Bouldin", "Σ_i max_j (s_i + s_j) ÷ d_ij ÷ k", definition("davies-bouldin")),),
        height=280, wide=False,
    )  # fmt: skip


def _plot(values: pd.Series, asked: int, title: str, form: str, best: int | None) -> dict[str, Any]:
    return plots.plain(criterion_by_k(
        values, asked, x_title=_("Number of segments (k)"), y_title=title, form=form, best=best,
        language=plots.language(),
    ))  # fmt: skip


def _table(found: Comparison, asked: int) -> Table:
    rows = [
        {**row, "k": k, "_selected": k == asked}
        for k, row in zip(found.table.index.tolist(), records(found.table), strict=True)
    ]
    return Table(number_of_groups.columns(), rows)


def _part(found: Comparison, column: Column) -> Table:
    rows = [{"k": k, column.key: value} for k, value in found.table[column.key].items()]
    return Table((Column("k", "k", "integer"), column), rows, compact=True)


def _base(found: Comparison, line: str, samples: int) -> str:
    drawn = _("%(n)s resamples for each k") % {"n": formats.integer(samples)}
    one = next(iter(found.groupings.values()))
    said = [line, drawn]
    if one.measured < one.quality.n:
        text = _("silhouette measured on %(customers)s, stability on %(drawn)s, drawn by chance")
        said.append(text % {"customers": customers(one.measured), "drawn": customers(one.drawn)})
    return " · ".join(said)


def _warnings(found: Comparison) -> tuple[str, ...]:
    if found.recommendation.k:
        return ()
    return (_("Do not build a decision on the exact number of segments."),)


def refused(found: Comparison) -> tuple[str, ...]:
    """Why some numbers of segments are not there."""
    texts = dict.fromkeys(str(_(text)) % data for text, data in found.refused.values())
    return tuple(list(texts)[-1:])
