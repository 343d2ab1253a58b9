"""How many MSMEs more or fewer per area than in the edition before, with the part of the borders."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from charts import changes as pictures
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import how, listed, place, places, unit

from .change_parts import base_words, by_id, how_causes, row_of, said
from .comparison import Comparison
from .countable import not_comparable
from .sentences import msmes

# names in a title
_MOST = 3


def counts(comparison: Comparison) -> Figure:
    """MSMEs per area: before, borders, growth, now; what cannot be compared has no bars: they would look like
    growth."""
    cause = _cause(comparison)
    plot = _plot(comparison, cause) if comparison.growth_is_known else None
    return Figure(
        key="change",
        title=_count_title(comparison),
        subtitle=_subtitle(comparison),
        summary=_count_summary(comparison),
        base=base_words(comparison),
        plot=None if plot is None else plots.plain(plot, area_rows.area_links(comparison.now)),
        table=_count_table(comparison, cause),
        warnings=_cautions(comparison),
        how=(*how("n"), how_causes()),
        height=0 if plot is None else plots.height({"layout": plot.to_plotly_json()["layout"]}),
        wide=False,
        closed=plot is None,
    )


def _plot(comparison: Comparison, cause: str) -> Any:
    market = comparison.now
    named = comparison.result.counts.loc[list(market.names)].assign(name=pd.Series(market.names))
    return pictures.diverging_bars(
        named, cause, "name", unit=unit("n"), missing=_("not known"),
        highlight=market.marked, language=plots.language(),
    )  # fmt: skip


def _subtitle(comparison: Comparison) -> str:
    values = {
        "what": msmes(comparison.now), "old": comparison.period, "new": comparison.now.edition.period_label,
    }  # fmt: skip
    if not comparison.growth_is_known:
        return _("Number of %(what)s in %(old)s and in %(new)s, on today's borders") % values
    return _("Change in the number of %(what)s from %(old)s to %(new)s, on today's borders") % values


def _cautions(comparison: Comparison) -> tuple[str, ...]:
    differ = comparison.counts_differ
    found = [not_comparable(comparison.now, comparison.before, differ)] if differ else []
    if comparison.moved:
        text = _(
            "The borders of these changed: %(names)s. The MSMEs of %(period)s are put on today's borders, by "
            "village where it is known, else by shares of residents, in whole numbers."
        )
        names = [name for one, name in comparison.now.names.items() if one in comparison.moved]
        found.append(text % {"names": listed(names), "period": comparison.period})
    if comparison.lacking:
        names = [comparison.names[one] for one in comparison.now.names if one in comparison.lacking]
        text = _("Not known in both editions, so without a change: %(names)s.")
        found.append(text % {"names": listed(names)})
    return (*found, *comparison.cautions)


def _cause(comparison: Comparison) -> str:
    return "msme" if comparison.growth_is_known else "not_comparable"


def _count_title(comparison: Comparison) -> str:
    values: dict[str, Any] = {"old": comparison.period, "new": comparison.now.edition.period_label}
    if comparison.counts_differ:
        return _("%(old)s and %(new)s do not count the same: no growth can be told") % values
    if comparison.lacking:
        return _("Where there are more or fewer MSMEs than in %(old)s") % values
    before, after = comparison.whole
    values |= {"n": formats.integer(abs(after - before)), "what": msmes(comparison.now)}
    if comparison.is_hidden:
        text = _(
            "%(old)s and %(new)s: a difference of %(n)s %(what)s, which may be nothing but the rows that "
            "were left out"
        )
        return text % values
    if after == before:
        return _("As many %(what)s as in %(old)s") % values
    names = _foremost(comparison, fewer=after < before)
    if not names:
        text = (
            _("%(n)s fewer %(what)s than in %(old)s")
            if after < before
            else _("%(n)s more %(what)s than in %(old)s")
        )
        return text % values
    values["names"] = listed(names)
    if after < before:
        return _("%(n)s fewer %(what)s than in %(old)s; the largest fall: %(names)s") % values
    return _("%(n)s more %(what)s than in %(old)s; the largest rise: %(names)s") % values


def _foremost(comparison: Comparison, fewer: bool) -> list[str]:
    """The areas of the largest rise or fall: all that share it; none where they are too many to name."""
    change = comparison.result.counts.loc[list(comparison.now.names), "msme"].dropna()
    wanted = change.min() if fewer else change.max()
    ids = change.index[change == wanted].tolist()
    return [comparison.now.names[one] for one in ids] if len(ids) <= _MOST else []


def _count_summary(comparison: Comparison) -> str:
    if not comparison.growth_is_known:
        return _side_by_side(comparison)
    change = comparison.result.counts.loc[list(comparison.now.names), _cause(comparison)].dropna()
    if (change > 0).all() and len(change) == len(comparison.now.names):
        values = {"all": len(change), "places": places(comparison.now.scope.level), "old": comparison.period}
        return _("More MSMEs than in %(old)s in all %(all)s %(places)s.") % values
    text = _("More MSMEs than in %(old)s in %(more)s of %(all)s %(places)s, fewer in %(fewer)s.")
    values = {
        "more": int((change > 0).sum()),
        "fewer": int((change < 0).sum()),
        "all": len(comparison.now.names),
    }
    return text % {**values, "places": places(comparison.now.scope.level), "old": comparison.period}


def _side_by_side(comparison: Comparison) -> str:
    """Both numbers, without a word on which is more."""
    before, after = comparison.whole
    values = {"old": comparison.period, "before": formats.integer(before), "after": formats.integer(after)}
    text = _("%(old)s: %(before)s; %(new)s: %(after)s. Their difference says nothing about growth.")
    return text % {**values, "new": comparison.now.edition.period_label}


def _count_table(comparison: Comparison, cause: str) -> Table:
    table = comparison.result.counts
    moved = set(comparison.moved)
    rows = [
        row_of(comparison, one, values | ({"before": None} if one in moved else {}))
        for one, values in by_id(table, comparison.names).items()
    ]
    before, after = comparison.whole
    total = {"name": _("total"), "before": before, "after": after}
    if not comparison.lacking:
        total |= {"borders": 0, cause: after - before}
    columns = [Column("before", comparison.period, "integer")]
    columns += [] if comparison.same_borders else [Column("borders", said("borders"), "integer")]
    name = _("Not comparable") if cause == "not_comparable" else _("More or fewer MSMEs")
    columns += [
        Column(cause, name, "integer"),
        Column("after", comparison.now.edition.period_label, "integer"),
    ]
    first = Column("name", place(comparison.now.scope.level).capitalize())
    return Table((first, *columns), rows, total=total, sort=f"-{cause}")
