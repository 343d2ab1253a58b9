"""How often each area keeps its group when the sample, the indicators and k vary (features III-7)."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis.cluster_robustness import Result
from charts import quality
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import base, label, listed, place, places

from .levels import Levels, labelled

# "sure": kept in nine of ten variants; below two thirds an area is named as least sure
SURE, DOUBTFUL = 0.9, 2 / 3
_NAMED = 3


def kept(market: Market, levels: Levels, found: Result) -> Figure:
    """A bar per area with the share of all variants in which it keeps its group."""
    table, of = found.table, places(market.scope.level)
    plot = plots.plain(quality.shares(
        _named(market, levels, table), share="together", level="level", label="name",
        level_names=levels.names, x_title=_("Group kept, % of variants"),
        language=plots.language(),
    )) if found.together else None  # fmt: skip
    subtitle = _(
        "How sure each %(place)s is of its group: how often it keeps it when sample, indicators and k vary"
    )
    return Figure(
        key="robust",
        title=highest(market, found) or kept_words(table, of),
        subtitle=subtitle % {"place": place(market.scope.level)},
        summary=f"{kept_words(table, of)}. {doubtful(market, found)}".strip(),
        base=f"{base(market, len(table), of)} · {variants(found)}",
        plot=plot,
        table=Table(columns(market, found), rows(market, levels, table), sort="-together"),
        warnings=warnings(found, of),
        how=how(found),
        height=plots.height(plot) if plot else 0,
    )


def _named(market: Market, levels: Levels, table: pd.DataFrame) -> pd.DataFrame:
    names = labelled(market.names, levels)
    return table.assign(name=[names[area] for area in table.index.tolist()])


def kept_words(table: pd.DataFrame, of: str) -> str:
    """How many areas are sure of their group."""
    shares = table["together"].dropna()
    if shares.empty:
        return _("Whether these groups hold when the choices vary is not known")
    values = {"n": int((shares >= SURE).sum()), "all": len(shares), "places": of}
    if values["n"] == values["all"]:
        return _("All %(all)s %(places)s are sure of their group: kept in at least 9 of 10 variants") % values
    if not values["n"]:
        return (
            _("None of the %(all)s %(places)s is sure of its group: kept in at least 9 of 10 variants")
            % values
        )
    text = _("%(n)s of %(all)s %(places)s are sure of their group: kept in at least 9 of 10 variants")
    return text % values


def highest(market: Market, found: Result) -> str:
    """ "Tampan is in the highest group in 98 of 100 variants, Bukit Raya in 91": who is sure of it."""
    top = found.table[found.table["level"] == found.table["level"].max()]
    ranked = top["highest"].dropna().sort_index().sort_values(ascending=False, kind="stable")
    if ranked.empty:
        return ""
    shares = list(area_rows.by_id(ranked).items())
    first, rest = shares[0], shares[1:_NAMED]
    values = {"name": market.names[first[0]], "n": _times(first[1], found), "all": found.together}
    said = [_("%(name)s is in the highest group in %(n)s of %(all)s variants") % values]
    said += [
        _("%(name)s in %(n)s") % {"name": market.names[area], "n": _times(share, found)}
        for area, share in rest
    ]
    return ", ".join(said)


def doubtful(market: Market, found: Result) -> str:
    """The areas that keep their group least often."""
    shares = found.table["together"].dropna().sort_index()
    least = shares[shares < DOUBTFUL].sort_values(kind="stable").head(_NAMED)
    if least.empty:
        return ""
    names = [
        _("%(name)s (%(n)s of %(all)s)")
        % {"name": market.names[area], "n": _times(share, found), "all": found.together}
        for area, share in area_rows.by_id(least).items()
    ]
    return _("Least sure of their group: %(names)s.") % {"names": listed(names)}


def _times(share: float, found: Result) -> str:
    return formats.integer(round(share * found.together))


def variants(found: Result) -> str:
    """ "100 variants; 7 sets of indicators; k = 2, 3, 4"."""
    parts = [_("%(n)s variants") % {"n": formats.integer(found.together)}]
    if found.sets:
        parts.append(_("%(n)s sets of indicators") % {"n": formats.integer(len(found.sets) + 1)})
    if found.ks:
        parts.append(_("k also %(ks)s") % {"ks": listed(str(k) for k in found.ks)})
    return ", ".join(parts)


def columns(market: Market, found: Result) -> tuple[Column, ...]:
    """Only what varied has a column."""
    some = (
        ("sample", _("Kept: sample"), found.samples),
        ("indicators", _("Kept: indicators"), len(found.sets)),
        ("k", _("Kept: k"), len(found.ks)),
    )
    return (
        Column("name", place(market.scope.level).capitalize()), Column("level", _("Level"), "level"),
        Column("together", _("Kept: all together"), "share", decimals=0),
        Column("highest", _("In the highest group"), "share", decimals=0),
        Column("lowest", _("In the lowest group"), "share", decimals=0),
        *(Column(key, heading, "share", decimals=0) for key, heading, number in some if number),
    )  # fmt: skip


def rows(market: Market, levels: Levels, table: pd.DataFrame) -> list[dict[str, Any]]:
    """A row per area, its level in words."""
    words = area_rows.level_words(table["level"], levels.words)
    return [
        {
            **area_rows.values(table, area), "name": market.names[area],
            "level": words[area], "_selected": area in market.marked,
        }
        for area in table.index.tolist()
    ]  # fmt: skip


def warnings(found: Result, of: str) -> tuple[str, ...]:
    """What could not be varied."""
    said = []
    if not found.sets:
        text = _("No other indicator is known for all %(places)s, so the indicators were not varied.")
        said.append(text % {"places": of})
    if found.failed:
        text = _("%(n)s variants had too few different values to be grouped and are left out.")
        said.append(text % {"n": formats.integer(found.failed)})
    return tuple(said)


def how(found: Result) -> tuple[tuple[str, str, str], ...]:
    """What varies, exactly."""
    sets = "; ".join(" + ".join(label(key) for key in one) for one in found.sets) or "–"
    ks = ", ".join(str(k) for k in found.ks) or "–"
    return (
        (
            _("Sample"), _("%(n)s resamples") % {"n": formats.integer(found.samples)},
            _("The areas are drawn anew with replacement; each area then gets the nearest of the groups "
              "found."),
        ),
        (_("Indicators"), sets, _("One indicator is left out, or one that measures the market is added.")),
        (
            "k", ks,
            _("One group fewer, one more. An area keeps its group if it is in the one that shares most "
              "members with its own (Hungarian method)."),
        ),
        (
            _("All together"), _("%(n)s variants") % {"n": formats.integer(found.together)},
            _("The resamples go round every combination of indicators and k. The seed is fixed, so the "
              "figures come out the same each time."),
        ),
    )  # fmt: skip
