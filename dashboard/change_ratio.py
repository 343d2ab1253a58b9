"""The ratio to residents from the edition before to this one: what more MSMEs and more people did to it."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import changes
from charts import changes as pictures
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import how, label, listed, place, places, population_words, unit

from .change_parts import CAUSES, base_words, by_id, how_causes, row_of, said
from .comparison import Comparison
from .countable import not_comparable


def ratios(comparison: Comparison) -> Figure | None:
    """The ratio from before to now, by MSMEs and by residents; None where it is not known in both."""
    row = ratio_row(comparison).astype("float64")
    if row.isna().any():
        return None
    causes = _ratio_causes(comparison)
    parts = _shown_parts(row.to_frame().T, causes).iloc[0]
    amounts = [float(parts[one]) for one in ("before", *causes, "after")]
    # a bar of what cannot be compared would look like a rise or a fall
    plot = None if "not_comparable" in causes else _steps(comparison, causes, amounts)
    return Figure(
        key="change_ratio",
        title=_ratio_title(comparison, amounts[0], amounts[-1]),
        subtitle=_subtitle(comparison, causes),
        summary=_ratio_summary(comparison, parts),
        base=f"{base_words(comparison)} · {_people_words(comparison)}",
        plot=None if plot is None else plots.plain(plot),
        table=_ratio_table(comparison, causes),
        warnings=_ratio_cautions(comparison),
        how=(*how("ratio_per_1000"), how_causes()),
        height=0 if plot is None else plots.height({"layout": plot.to_plotly_json()["layout"]}),
        wide=False,
        closed=plot is None,
    )


def _steps(comparison: Comparison, causes: list[str], amounts: list[float]) -> Any:
    names = [comparison.period, *(said(one) for one in causes), comparison.now.edition.period_label]
    return pictures.steps(names, amounts, unit=unit("ratio_per_1000"), language=plots.language())


def _subtitle(comparison: Comparison, causes: list[str]) -> str:
    values = {"old": comparison.period, "new": comparison.now.edition.period_label}
    if causes == ["not_comparable"]:
        return _("MSMEs per 1,000 residents in %(old)s and in %(new)s") % values
    return _("From the ratio of %(old)s to that of %(new)s: what each cause adds or takes") % values


def ratio_row(comparison: Comparison) -> "pd.Series[Any]":
    return changes.ratio_of(comparison.table.loc[comparison.today], comparison.result.params)


def ratio_is_hidden(comparison: Comparison) -> bool:
    """Whether rows that were left out may be the whole difference between the ratios."""
    columns = ["before", "after", *changes.PEOPLE]
    total = comparison.table.loc[comparison.today, columns].dropna().sum()
    people = float(total["residents_before"]), float(total["residents_after"])
    return all(people) and comparison.left_out.hides(float(total["before"]), float(total["after"]), people)


def _ratio_causes(comparison: Comparison) -> list[str]:
    found = ["msme"] if comparison.growth_is_known else []
    found += [] if comparison.people_differ else ["population"]
    return found if len(found) == 2 else [*found, "not_comparable"]


def _shown_parts(table: pd.DataFrame, causes: list[str], decimals: int = 1) -> pd.DataFrame:
    """Rounded so that every row still adds up as it is read."""
    parts = changes.in_units(table[causes], table["before"], table["after"], decimals)
    before, after = (changes.rounded(table[one], decimals) for one in ("before", "after"))
    return parts.assign(before=before, after=after)


def _people_words(comparison: Comparison) -> str:
    return " · ".join(population_words(one, False) for one in (comparison.before, comparison.now))


def _where(comparison: Comparison) -> str:
    chosen = comparison.now.params.area
    if chosen:
        return listed(comparison.now.names[one] for one in comparison.today)
    return str(comparison.now.scope.region.name)


def _ratio_title(comparison: Comparison, before: float, after: float) -> str:
    values = {
        "where": _where(comparison), "old": comparison.period, "before": formats.number(before),
        "after": formats.number(after), "new": comparison.now.edition.period_label,
    }  # fmt: skip
    if comparison.counts_differ or comparison.people_differ:
        text = _("%(where)s: a ratio of %(before)s in %(old)s and %(after)s in %(new)s, not comparable")
        return text % values
    if before == after:
        return _("%(where)s: the ratio is %(after)s as in %(old)s") % values
    if ratio_is_hidden(comparison):
        text = _(
            "%(where)s: a ratio of %(before)s in %(old)s and %(after)s in %(new)s; the difference may be "
            "nothing but the rows that were left out"
        )
        return text % values
    if after > before:
        return _("%(where)s: the ratio rose from %(before)s in %(old)s to %(after)s") % values
    return _("%(where)s: the ratio fell from %(before)s in %(old)s to %(after)s") % values


def _ratio_summary(comparison: Comparison, parts: "pd.Series[Any]") -> str:
    causes = _ratio_causes(comparison)
    if causes == ["not_comparable"]:
        return ""
    found = [f"{CAUSES[one]()} {formats.signed(parts[one])}" for one in causes]
    text = _("MSMEs per 1,000 residents, by cause: %(parts)s.")
    return text % {"parts": listed(found)}


def _ratio_cautions(comparison: Comparison) -> tuple[str, ...]:
    reasons = [_("the MSMEs do not count the same (see there)")] if comparison.counts_differ else []
    reasons += comparison.people_differ
    found = [not_comparable(comparison.now, comparison.before, reasons)] if reasons else []
    found += comparison.left_out.cautions(comparison.before, comparison.now) if comparison.is_hidden else ()
    new, old = comparison.now.population_edition, comparison.before.population_edition
    if new is not None and old is not None and new.pk == old.pk:
        text = _("Both ratios use the residents of %(period)s: no change of residents is known.")
        found.append(text % {"period": new.period_label})
    table = comparison.table.loc[comparison.today]
    known = table[["before", "after", "residents_before", "residents_after"]].notna().all(axis=1).sum()
    if known < len(table):
        values = {"n": int(known), "all": len(table), "places": places(comparison.now.scope.level)}
        found.append(_("Only of the %(n)s of %(all)s %(places)s that are known in both editions.") % values)
    return tuple(found)


def _ratio_table(comparison: Comparison, causes: list[str]) -> Table:
    table = _shown_parts(comparison.result.ratios, causes)
    rows = [
        row_of(comparison, one, values)
        for one, values in by_id(table, comparison.names).items()
        if one in comparison.now.names
    ]
    columns = [Column("before", comparison.period, "number")]
    columns += [Column(one, said(one), "number") for one in causes]
    columns += [Column("after", comparison.now.edition.period_label, "number")]
    first = Column("name", place(comparison.now.scope.level).capitalize())
    total = _shown_parts(
        changes.ratio_of(comparison.table.loc[list(comparison.now.names)], comparison.result.params)
        .to_frame()
        .T,
        causes,
    )
    whole = {"name": comparison.now.scope.region.name, **area_rows.values(total, total.index[0])}
    return Table((first, *columns), rows, caption=label("ratio_per_1000"), total=whole, sort="-after")
