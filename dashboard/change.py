"""What changed since the edition before: under the numbers, per sub-district, in ratio and levels."""

from dataclasses import replace
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import changes
from charts import changes as pictures
from clustering.levels import Levels
from core import formats
from core.figures import Column, Figure, Number, Table
from data import area_rows, cell_tables, plots
from data.market_words import base, edition_words, how, label, listed, place, places, population_words, unit
from data.params import NOT_STATED

from .area_figures import chosen_totals
from .comparison import Comparison, change_text, not_comparable
from .sentences import msmes

# names in a title
_MOST = 3
_CAUSES = {
    "borders": lambda: _("borders"),
    "msme": lambda: _("number of MSMEs"),
    "population": lambda: _("number of residents"),
    "reclustering": lambda: _("limits of the levels"),
    "not_comparable": lambda: _("not comparable"),
}


# Under the numbers ---------------------------------------------------------------------------------------


def with_changes(comparison: Comparison, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """The overview's four numbers (MSMEs, fields, turnover, ratio) with what they were before."""
    old = (_msmes_before(comparison), *_fields_and_turnover(comparison), _ratio_before(comparison))
    counted = not comparison.counts_differ and not _uncovered(comparison)
    same = (counted, counted, counted, counted and not comparison.people_differ)
    return tuple(
        replace(one, change=change_text(comparison, one.value, before, one.kind, comparable))
        for one, before, comparable in zip(numbers, old, same, strict=True)
    )


def _uncovered(comparison: Comparison) -> bool:
    """Whether one of the areas that are shown is in one edition only."""
    return bool(set(comparison.lacking) & set(comparison.today))


def _msmes_before(comparison: Comparison) -> float:
    if not comparison.now.params.area:
        return float(comparison.before.cells["n"].sum())
    return float(comparison.table.loc[comparison.today, "before"].sum(skipna=False))


def _fields_and_turnover(comparison: Comparison) -> tuple[float, float]:
    """Neither converts: for chosen areas they are known only where the borders are the same."""
    cells = comparison.before.cells
    if comparison.now.params.area:
        if not comparison.same_borders:
            return float("nan"), float("nan")
        cells = cell_tables.narrowed(cells, area_id=comparison.now.params.area)
    fields = cells.loc[(cells["category_id"] > 0) & (cells["n"] > 0), "category_id"].nunique()
    return float(fields), float(cell_tables.total(cells)["average_turnover"])


def _ratio_before(comparison: Comparison) -> float:
    """Missing where the ratio shown and the one compared are not of the same areas."""
    row = _ratio_row(comparison)
    shown = chosen_totals(comparison.now)["ratio_per_1000"]
    return float(row["before"]) if abs(row["after"] - shown) < 1e-9 else float("nan")


def _ratio_row(comparison: Comparison) -> "pd.Series[Any]":
    return changes.ratio_of(comparison.table.loc[comparison.today], comparison.result.params)


# Figures -------------------------------------------------------------------------------------------------


def figures(comparison: Comparison, levels: Levels) -> list[Figure]:
    """MSMEs per area, the ratio with its causes, and levels with theirs, as far as they are known."""
    found = [counts(comparison)]
    ratio = ratios(comparison)
    found += [ratio] if ratio is not None else []
    found += [level_changes(comparison, levels)] if len(comparison.result.levels) else []
    return found


def _base(comparison: Comparison) -> str:
    """Both editions: "n = 25,074 MSMEs · data of 2023 … · compared with n = 17,420 · data of 2021 …"."""
    old = comparison.before
    n = formats.integer(old.cells["n"].sum())
    text = _("compared with n = %(n)s, %(edition)s") % {"n": n, "edition": edition_words(old)}
    return f"{base(comparison.now, comparison.now.cells['n'].sum())} · {text}"


def _cautions(comparison: Comparison) -> tuple[str, ...]:
    found = [not_comparable(comparison, comparison.counts_differ)] if comparison.counts_differ else []
    if comparison.moved:
        text = _(
            "The borders of these changed: %(names)s. The MSMEs of %(period)s are put on today's borders, by "
            "village where it is known, else by shares of residents, in whole numbers."
        )
        names = [comparison.names[one] for one in comparison.moved]
        found.append(text % {"names": listed(names), "period": comparison.period})
    if comparison.lacking:
        names = [comparison.names[one] for one in comparison.now.names if one in comparison.lacking]
        text = _("Not known in both editions, so without a change: %(names)s.")
        found.append(text % {"names": listed(names)})
    return (*found, *comparison.cautions)


def counts(comparison: Comparison) -> Figure:
    """MSMEs per area: before, borders, growth, now; what cannot be compared is called so."""
    market, cause = comparison.now, _cause(comparison)
    table = comparison.result.counts
    named = table.loc[list(market.names)].assign(name=pd.Series(market.names))
    plot = pictures.diverging_bars(
        named, cause, "name", plain=cause != "msme", unit=unit("n"), missing=_("not known"),
        highlight=market.params.area or market.scope.highlight, language=plots.language(),
    )  # fmt: skip
    return Figure(
        key="change",
        title=_count_title(comparison),
        subtitle=_("Change in the number of %(what)s from %(old)s to %(new)s, on today's borders") % {
            "what": msmes(market), "old": comparison.period, "new": market.edition.period_label,
        },
        summary=_count_summary(comparison),
        base=_base(comparison),
        plot=plots.plain(plot, area_rows.area_links(market)),
        table=_count_table(comparison, cause),
        warnings=_cautions(comparison),
        how=(*how("n"), _how_causes()),
        height=plots.height({"layout": plot.to_plotly_json()["layout"]}),
        wide=False,
    )  # fmt: skip


def _how_causes() -> tuple[str, str, str]:
    return (
        _("Causes"),
        _("before + causes = now, exactly"),
        _(
            "The older numbers are first put on today's borders; the difference is the cause “borders”. The "
            "other causes act together: each gets its mean part over every order in which they can come "
            "(Shapley)."
        ),
    )


def _cause(comparison: Comparison) -> str:
    return "not_comparable" if comparison.counts_differ else "msme"


def _count_title(comparison: Comparison) -> str:
    values: dict[str, Any] = {"old": comparison.period, "new": comparison.now.edition.period_label}
    if comparison.counts_differ:
        return _("%(old)s and %(new)s do not count the same: no growth can be told") % values
    if comparison.lacking:
        return _("Where there are more or fewer MSMEs than in %(old)s") % values
    before, after = (float(one.cells["n"].sum()) for one in (comparison.before, comparison.now))
    values |= {"n": formats.integer(abs(after - before)), "what": msmes(comparison.now)}
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
    change = comparison.result.counts.loc[list(comparison.now.names), _cause(comparison)].dropna()
    text = _("More MSMEs than in %(old)s in %(more)s of %(all)s %(places)s, fewer in %(fewer)s.")
    values = {
        "more": int((change > 0).sum()),
        "fewer": int((change < 0).sum()),
        "all": len(comparison.now.names),
    }
    return text % {**values, "places": places(comparison.now.scope.level), "old": comparison.period}


def _count_table(comparison: Comparison, cause: str) -> Table:
    table = comparison.result.counts
    moved = set(comparison.moved)
    rows = [
        _row(comparison, one, values | ({"before": None} if one in moved else {}))
        for one, values in _by_id(table, comparison.names).items()
    ]
    before, after = (float(one.cells["n"].sum()) for one in (comparison.before, comparison.now))
    total = {"name": _("total"), "before": before, "after": after}
    if not comparison.lacking:
        total |= {"borders": 0, cause: after - before}
    columns = [Column("before", comparison.period, "integer")]
    columns += (
        [] if comparison.same_borders else [Column("borders", _CAUSES["borders"]().capitalize(), "integer")]
    )
    name = _("Not comparable") if cause == "not_comparable" else _("More or fewer MSMEs")
    columns += [
        Column(cause, name, "integer"),
        Column("after", comparison.now.edition.period_label, "integer"),
    ]
    first = Column("name", place(comparison.now.scope.level).capitalize())
    return Table((first, *columns), rows, total=total, sort=f"-{cause}")


def _by_id(table: pd.DataFrame, names: dict[int, str]) -> dict[int, dict[str, Any]]:
    """Plain values per row that says anything, in the order of the names."""
    shown = table[(table.fillna(1) != 0).any(axis=1)]
    return {one: area_rows.values(shown, one) for one in names if one in shown.index}


def _row(comparison: Comparison, one: int, values: dict[str, Any]) -> dict[str, Any]:
    row = {"name": comparison.names[one], **values, "_id": one}
    if one == NOT_STATED or one not in comparison.now.names:
        return row | {"_muted": True}
    chosen = {*comparison.now.params.area, *comparison.now.scope.highlight}
    return row | {"_href": area_rows.toggled(comparison.now, "area", one), "_selected": one in chosen}


# Ratio ---------------------------------------------------------------------------------------------------


def ratios(comparison: Comparison) -> Figure | None:
    """The ratio from before to now, by MSMEs and by residents; None where it is not known in both."""
    row = _ratio_row(comparison).astype("float64")
    if row.isna().any():
        return None
    causes = _ratio_causes(comparison)
    parts = _shown_parts(row.to_frame().T, causes).iloc[0]
    names = [comparison.period, *(_said(one) for one in causes), comparison.now.edition.period_label]
    amounts = [float(parts[one]) for one in ("before", *causes, "after")]
    plain = [place for place, one in enumerate(causes, 1) if one == "not_comparable"]
    plot = pictures.steps(names, amounts, plain=plain, unit=unit("ratio_per_1000"), language=plots.language())
    return Figure(
        key="change_ratio",
        title=_ratio_title(comparison, amounts[0], amounts[-1]),
        subtitle=_("From the ratio of %(old)s to that of %(new)s: what each cause adds or takes") % {
            "old": comparison.period, "new": comparison.now.edition.period_label,
        },
        summary=_ratio_summary(comparison, parts),
        base=f"{_base(comparison)} · {_people_words(comparison)}",
        plot=plots.plain(plot),
        table=_ratio_table(comparison, causes),
        warnings=_ratio_cautions(comparison),
        how=(*how("ratio_per_1000"), _how_causes()),
        height=plots.height({"layout": plot.to_plotly_json()["layout"]}),
        wide=False,
    )  # fmt: skip


def _said(cause: str) -> str:
    return _CAUSES[cause]().capitalize()


def _ratio_causes(comparison: Comparison) -> list[str]:
    found = [] if comparison.counts_differ else ["msme"]
    found += [] if comparison.people_differ else ["population"]
    return found + (["not_comparable"] if comparison.counts_differ or comparison.people_differ else [])


def _shown_parts(table: pd.DataFrame, causes: list[str], decimals: int = 1) -> pd.DataFrame:
    """Rounded so that every row still adds up as it is read."""
    parts = changes.in_units(table[causes], table["before"], table["after"], decimals)
    before, after = (changes.rounded(table[one], decimals) for one in ("before", "after"))
    return parts.assign(before=before, after=after)


def _people_words(comparison: Comparison) -> str:
    old, new = population_words(comparison.before, False), population_words(comparison.now, False)
    return f"{comparison.period}: {old} · {comparison.now.edition.period_label}: {new}"


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
    if after > before:
        return _("%(where)s: the ratio rose from %(before)s in %(old)s to %(after)s") % values
    return _("%(where)s: the ratio fell from %(before)s in %(old)s to %(after)s") % values


def _ratio_summary(comparison: Comparison, parts: "pd.Series[Any]") -> str:
    found = []
    for one in _ratio_causes(comparison):
        found.append(f"{_CAUSES[one]()} {formats.signed(parts[one])}")
    text = _("MSMEs per 1,000 residents, by cause: %(parts)s.")
    return text % {"parts": listed(found)}


def _ratio_cautions(comparison: Comparison) -> tuple[str, ...]:
    reasons = (*comparison.counts_differ, *comparison.people_differ)
    found = [not_comparable(comparison, reasons)] if reasons else []
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
        _row(comparison, one, values)
        for one, values in _by_id(table, comparison.names).items()
        if one in comparison.now.names
    ]
    columns = [Column("before", comparison.period, "number")]
    columns += [Column(one, _said(one), "number") for one in causes]
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


# Levels --------------------------------------------------------------------------------------------------


def level_changes(comparison: Comparison, levels: Levels) -> Figure:
    """The level of every area before and now, with the steps that each cause makes."""
    table = comparison.result.levels.dropna()
    words = levels.words
    rows = []
    for one, values in {
        one: area_rows.values(table, one) for one in comparison.now.names if one in table.index
    }.items():
        shown = {"before": words[int(values["before"])], "after": words[int(values["after"])]}
        row = _row(
            comparison, one, {**shown, "steps": values["after"] - values["before"], "causes": _steps(values)}
        )
        rows.append(row)
    rows.sort(key=lambda row: (row["steps"] == 0, not row["causes"]))
    columns = (
        Column("name", place(comparison.now.scope.level).capitalize()),
        Column("before", comparison.period, "level"),
        Column("after", comparison.now.edition.period_label, "level"),
        Column("causes", _("Steps by cause")),
    )
    return Figure(
        key="change_levels",
        title=_level_title(comparison, rows),
        subtitle=_("Level by number of %(what)s; a cause of +1 lifts an area by one level")
        % {"what": msmes(comparison.now)},
        summary=_(
            "Number of MSMEs: the area has more or fewer. Limits of the levels: the others have, so that the "
            "groups were drawn anew. Borders: the area is not what it was."
        ),
        base=_base(comparison),
        table=Table(columns, rows),
        how=(_how_causes(),),
    )


def _steps(values: dict[str, Any]) -> str:
    """ "number of MSMEs +1, limits of the levels −1"; empty where no cause moved the area."""
    found = []
    for cause in ("borders", "msme", "reclustering", "not_comparable"):
        step = values[cause]
        if step:
            found.append(f"{_CAUSES[cause]()} {formats.signed(step, 0 if float(step).is_integer() else 1)}")
    return ", ".join(found)


def _level_title(comparison: Comparison, rows: list[dict[str, Any]]) -> str:
    other = [str(row["name"]) for row in rows if row["steps"]]
    values = {"count": len(other), "all": len(rows), "places": places(comparison.now.scope.level)}
    values["old"] = comparison.period
    if not other:
        return _("All %(all)s %(places)s are on the same level as in %(old)s") % values
    text = _("%(count)s of %(all)s %(places)s are on another level than in %(old)s: %(names)s")
    return text % {**values, "names": listed(other)}
