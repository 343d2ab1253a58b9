"""On how many fields a sub-district lives, and over how many sub-districts a field is spread."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.diversity import SMALL_N
from charts import bars
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import how, listed, place, places

from .category_facts import Facts

MOST_BARS, MOST_TABLE_ROWS = 15, 300


def variety(facts: Facts) -> Figure:
    """Effective number of fields per area; the smaller, the more an area depends on few."""
    # the others stay beside a chosen one: a number alone says nothing
    table = facts.diversity.areas
    names = {area: facts.market.names[area] for area in table.index.tolist()}
    one = place(facts.market.scope.level)
    return _figure(
        facts, table, names, "area",
        key="variety",
        title=_variety_title(facts, table.loc[facts.areas]),
        subtitle=_("Effective number of business fields per %(place)s: so many equal ones would be as mixed")
        % {"place": one},
        first=one.capitalize(), parts=_("Fields"), unit=_("fields"), extra=_levels(facts),
    )  # fmt: skip


def concentration(facts: Facts) -> Figure:
    """Effective number of areas per field, beside that of all MSMEs; the smaller, the more in one place."""
    found = facts.diversity.categories
    table = found[found["n"] > 0].sort_values("n", ascending=False, kind="stable")
    names = {field: facts.name(field) for field in table.index.tolist()}
    of = places(facts.market.scope.level)
    return _figure(
        facts, table, names, "category",
        key="concentration",
        title=_concentration_title(facts, table.loc[facts.fields], of),
        subtitle=_("Effective number of %(places)s per business field: it is spread as over that many")
        % {"places": of},
        first=_("Business field"), parts=of.capitalize(), unit=of,
        reference=float(facts.diversity.all["effective"]),
    )  # fmt: skip


def _figure(
    facts: Facts, table: pd.DataFrame, names: dict[int, str], by: str, *, first: str, parts: str, unit: str,
    reference: float | None = None, extra: pd.DataFrame | None = None, **texts: Any,
) -> Figure:  # fmt: skip
    shown = table.index.tolist()[:MOST_TABLE_ROWS]
    links = {one: area_rows.toggled(facts.market, by, one) for one in shown}
    chosen = getattr(facts.market.params, by)
    plot, warnings = _plot(table, names, links, unit, reference, chosen)
    small = int(table["small"].sum())
    if small:
        text = ngettext(
            "%(n)s row has fewer than %(least)s MSMEs: its numbers say little (grey in the table).",
            "%(n)s rows have fewer than %(least)s MSMEs: their numbers say little (grey in the table).",
            small,
        )
        warnings.append(text % {"n": formats.integer(small), "least": SMALL_N})
    # unlike the shares of all MSMEs above: what is not stated is no field that an area could depend on
    largest = _("Largest share of the stated") if by == "area" else _("Largest share")
    columns = (
        Column("name", first), Column("effective", _("Effective number"), "number"),
        Column("hhi", _("HHI"), "number", decimals=3), Column("parts", parts, "integer"),
        Column("largest", largest, "share"), Column("n", _("MSMEs"), "integer"),
        *(Column(str(name), name, "integer") for name in ([] if extra is None else extra)),
    )  # fmt: skip
    table = table if extra is None else table.join(extra)
    rows = [
        {
            **area_rows.values(table, one), "name": names[one], "_href": links[one],
            "_muted": bool(table.loc[one, "small"]), "_selected": one in chosen,
        }
        for one in shown
    ]  # fmt: skip
    return Figure(
        base=facts.base(int(table["n"].sum())),
        plot=plot,
        table=Table(columns, rows, sort="-effective"),
        warnings=tuple(warnings),
        how=(*how("hhi"), _effective_how()),
        height=plots.height(plot) if plot else 0,
        wide=False,
        secondary=True,
        **texts,
    )


def _levels(facts: Facts) -> pd.DataFrame | None:
    """How many fields of each area are on each level: index area, columns the levels' names, high first."""
    if facts.levels is None:
        return None
    found = [
        (facts.levels.levels == level).sum(axis=1).rename(facts.level_names[level])
        for level in reversed(range(facts.k))
    ]
    return pd.concat(found, axis=1)


def _plot(
    table: pd.DataFrame,
    names: dict[int, str],
    links: dict[int, str],
    unit: str,
    reference: float | None,
    chosen: tuple[int, ...],
) -> tuple[dict[str, Any] | None, list[str]]:
    known = table[table["effective"].notna()]
    largest = known.sort_values("n", ascending=False, kind="stable")
    # a chosen one is drawn, however small it is
    first = largest.index.isin(chosen)
    drawn = pd.concat([largest[first], largest[~first]]).head(MOST_BARS)
    if drawn.empty:
        return None, []
    named = drawn.assign(name=[names[one] for one in drawn.index.tolist()])
    label = ""
    if reference is not None:
        label = _("all MSMEs: %(n)s") % {"n": formats.number(reference)}
    figure = bars.ranked_bars(
        named, "effective", "name", unit=unit, decimals=1, reference=reference, reference_label=label,
        highlight=chosen, language=plots.language(),
    )  # fmt: skip
    notes = []
    if len(drawn) < len(known):
        text = _("The chart shows the %(n)s with the most MSMEs, of %(all)s; the table has them all.")
        notes.append(text % {"n": len(drawn), "all": formats.integer(len(known))})
    return plots.plain(figure, links), notes


def _effective_how() -> tuple[str, str, str]:
    meaning = _("So many parts of equal size would have the same HHI: 1 where everything is in one part.")
    return (_("Effective number"), "1 ÷ HHI", meaning)


def _variety_title(facts: Facts, table: pd.DataFrame) -> str:
    known = table.loc[table["effective"].notna() & ~table["small"], "effective"]
    if known.empty:
        return _("Too few MSMEs to tell how mixed the fields are")
    if len(known) == 1:
        text = _("%(name)s is as mixed as %(n)s equal business fields")
        return text % {
            "name": _named(facts.market.names, known, known.max()),
            "n": formats.number(known.iloc[0]),
        }
    values = {
        "most": _named(facts.market.names, known, known.max()), "n": formats.number(known.max()),
        "least": _named(facts.market.names, known, known.min()), "m": formats.number(known.min()),
    }  # fmt: skip
    if values["n"] == values["m"]:
        return _("The business fields are mixed alike everywhere: as %(n)s equal ones") % values
    return _("Most mixed: %(most)s, like %(n)s equal fields; least: %(least)s, like %(m)s") % values


def _concentration_title(facts: Facts, table: pd.DataFrame, of: str) -> str:
    known = table.loc[table["effective"].notna() & ~table["small"] & facts.named(table.index), "effective"]
    if known.empty:
        return _("Too few MSMEs to tell how spread the fields are")
    values = {
        "least": _named(facts.market.scope.categories, known, known.min()), "n": formats.number(known.min()),
        "places": of, "all": formats.number(facts.diversity.all["effective"]),
    }  # fmt: skip
    return (
        _("%(least)s is in the fewest places: like %(n)s equal %(places)s, all MSMEs like %(all)s") % values
    )


def _named(names: dict[int, str], values: pd.Series, value: float) -> str:
    """Everybody who has this value: several may share it."""
    return listed(names[one] for one, found in area_rows.by_id(values).items() if found == value)
