"""Every number of groups side by side, with a recommendation or "no clear k", and its reasons."""

from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import base, places

from .charts import silhouette_by_k
from .runs import Run

_COLUMNS = (
    ("davies_bouldin", "Davies–Bouldin", 2),
    ("calinski_harabasz", "Calinski–Harabasz", 1),
)


def reason(text: str, data: dict[str, Any]) -> str:
    """A reason of a recommendation with its numbers, in the active language."""
    shown = {
        name: formats.number(value, 2) if isinstance(value, float) else formats.integer(value)
        for name, value in data.items()
    }
    return str(_(text)) % shown


def ks(market: Market, found: Run) -> Figure:
    """The figure of the mean silhouette per k, with every criterion in its table."""
    comparison, recommended = found.comparison, found.recommendation
    assert comparison is not None
    assert recommended is not None
    plot = plots.plain(silhouette_by_k(
        comparison, found.levels.params.k, x_title=_("Number of groups (k)"), y_title=_("Mean silhouette"),
        language=plots.language(),
    ))  # fmt: skip
    clear = _("%(k)s groups are recommended") % {"k": recommended.k}
    unclear = _("No clear k: no number of groups stands out")
    rows = [
        {**area_rows.values(comparison, k), "k": k, "_selected": k == found.levels.params.k}
        for k in comparison.index.tolist()
    ]
    return Figure(
        key="ks",
        title=clear if recommended.k else unclear,
        subtitle=_("Quality of each number of groups; higher silhouette and lower Davies–Bouldin are better"),
        summary=" ".join(reason(text, data) for text, data in recommended.reasons),
        base=_base(market, int(comparison["n"].iloc[0]), found.samples),
        plot=plot,
        table=Table(columns(), rows),
        warnings=() if recommended.k else (_("Do not build a decision on the exact number of groups."),),
        how=how(),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )


def _base(market: Market, n: int, samples: int) -> str:
    text = _("%(n)s resamples for each k")
    return f"{base(market, n, places(market.scope.level))} · {text % {'n': formats.integer(samples)}}"


def columns() -> tuple[Column, ...]:
    """A column per criterion."""
    return (
        Column("k", "k", "integer"), Column("silhouette", _("Silhouette"), "number", decimals=2),
        *(Column(key, label, "number", decimals=decimals) for key, label, decimals in _COLUMNS),
        Column("inertia", _("Inertia"), "number", decimals=3),
        Column("jaccard_min", _("Least stable group (Jaccard)"), "number", decimals=2),
        Column("rand", _("Adjusted Rand index"), "number", decimals=2),
        Column("smallest", _("Smallest group"), "integer"),
    )  # fmt: skip


def how() -> tuple[tuple[str, str, str], ...]:
    """The rule of the recommendation."""
    rule = _("best mean silhouette ≥ 0.5, named by a second criterion, no group with a Jaccard below 0.6")
    meaning = _(
        "The other criteria are Davies–Bouldin, Calinski–Harabasz and the elbow of the inertia. Where they "
        "disagree there is no clear k. Groups of one member are left out of the least stable group."
    )
    return ((_("Recommended k"), rule, meaning),)
