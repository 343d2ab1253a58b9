"""Every number of groups side by side, with a recommendation or "no clear k", and its reasons."""

from django.utils.translation import gettext as _

from charts.by_k import criterion_by_k
from core import formats
from core.figures import Figure, Table
from data import area_rows, number_of_groups, plots
from data.market import Market
from data.market_words import base, places

from .runs import Run


def ks(market: Market, found: Run) -> Figure:
    """The figure of the mean silhouette per k, with every criterion in its table."""
    comparison, recommended = found.comparison, found.recommendation
    assert comparison is not None
    assert recommended is not None
    plot = plots.plain(criterion_by_k(
        comparison["silhouette"], found.levels.params.k, x_title=_("Number of groups (k)"),
        y_title=_("Mean silhouette"), language=plots.language(),
    ))  # fmt: skip
    rows = [
        {**area_rows.values(comparison, k), "k": k, "_selected": k == found.levels.params.k}
        for k in comparison.index.tolist()
    ]
    return Figure(
        key="ks",
        title=number_of_groups.title(recommended.k),
        subtitle=_("Quality of each number of groups; higher silhouette and lower Davies–Bouldin are better"),
        summary=" ".join(number_of_groups.reason(text, data) for text, data in recommended.reasons),
        base=_base(market, int(comparison["n"].iloc[0]), found.samples),
        plot=plot,
        table=Table(number_of_groups.columns(), rows),
        warnings=() if recommended.k else (_("Do not build a decision on the exact number of groups."),),
        how=number_of_groups.how(),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )


def _base(market: Market, n: int, samples: int) -> str:
    text = _("%(n)s resamples for each k")
    return f"{base(market, n, places(market.scope.level))} · {text % {'n': formats.integer(samples)}}"
