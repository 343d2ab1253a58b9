"""What judges a clustering: means and stability of its groups, and silhouettes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis.cluster_stability import DISSOLVED, STABLE, Stability
from analysis.indicators import INDICATORS
from charts import quality
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import base, label, listed, place, places, unit

from . import trust
from .levels import Levels, labelled
from .runs import Run

VERY_STABLE = 0.85
# Kaufman & Rousseeuw 1990, p. 88: below this an item has no substantial place in its group
WEAK = 0.25


def indicator_column(key: str) -> Column:
    """The column of a feature, in its own unit."""
    found = INDICATORS[key]
    if key == "average_turnover":
        return Column(key, label(key), "money")
    shown = unit(key) if key in ("km2", "distance_km") else ""
    return Column(key, label(key), "number" if found.decimals else "integer", shown, found.decimals)


def verdict(jaccard: float | None, members: int | None = None) -> str:
    """How stable a group is, in words (Hennig 2007)."""
    if members == 1:
        return _("one member: cannot be judged")
    if jaccard is None or formats.is_missing(jaccard):
        return _("not known")
    if jaccard < DISSOLVED:
        return _("unstable: do not rely on it")
    if jaccard < STABLE:
        return _("doubtful members")
    return _("stable") if jaccard < VERY_STABLE else _("very stable")


def least_stable(sizes: pd.Series, jaccard: pd.Series) -> tuple[float | None, str]:
    """The smallest Jaccard of the groups that can be judged, and what to say about it."""
    least = float(jaccard.min())
    alone = int((sizes == 1).sum())
    if not alone:
        return least, verdict(least)
    text = _("%(n)s with one member: cannot be judged") % {"n": formats.integer(alone)}
    return least, text if formats.is_missing(least) else f"{verdict(least)}; {text}"


def centroids(market: Market, found: Run) -> Figure:
    """Size, means and stability of each level."""
    result = found.levels.result
    assert result is not None
    rows = [_centroid(found, level) for level in reversed(range(result.params.k))]
    of = places(market.scope.level)
    columns = (
        Column("level", _("Level"), "level"), Column("size", of.capitalize(), "integer"),
        *(indicator_column(key) for key in result.params.features),
        Column("silhouette", _("Mean silhouette"), "number", decimals=2),
        Column("jaccard", _("Jaccard"), "number", decimals=2), Column("verdict", _("Stability")),
    )  # fmt: skip
    unstable = sum(not formats.is_missing(row["jaccard"]) and row["jaccard"] < DISSOLVED for row in rows)
    warning = _("%(n)s of the groups fall apart when %(places)s are drawn anew: do not build on them.")
    return Figure(
        key="centroids",
        title=_stability_title(rows),
        subtitle=_("Means of each group in the indicators' own units, and how stable each group is"),
        summary=agreement(found.stability),
        base=base(market, market.all_cells["n"].sum()),
        table=Table(columns, rows),
        warnings=(warning % {"n": unstable, "places": of},) if unstable else (),
        how=(_jaccard_how(), _rand_how()),
    )


def agreement(stability: Stability | None) -> str:
    """How far the groups of the resamples agree with these, and how many could not be grouped."""
    if stability is None or not stability.samples:
        return ""
    text = _("Drawn anew %(n)s times, the groups agree with these by %(rand)s of 1 (adjusted Rand index).")
    said = text % {"n": formats.integer(stability.samples), "rand": formats.number(stability.rand, 2)}
    if not stability.failed:
        return said
    text = _("%(n)s more had too few different values to be grouped.")
    return f"{said} {text % {'n': formats.integer(stability.failed)}}"


def _centroid(found: Run, level: int) -> dict[str, Any]:
    result, stability = found.levels.result, found.stability
    assert result is not None
    jaccard = area_rows.by_id(stability.jaccard).get(level) if stability else None
    quality_ = found.levels.quality
    size = int(result.sizes[level])
    return {
        "level": found.levels.words[level],
        "size": size,
        **area_rows.values(result.centroids, level),
        "silhouette": area_rows.by_id(quality_.silhouette_clusters).get(level) if quality_ else None,
        "jaccard": jaccard,
        "verdict": verdict(jaccard, size),
    }


def _stability_title(rows: list[dict[str, Any]]) -> str:
    known = [row["jaccard"] for row in rows if not formats.is_missing(row["jaccard"])]
    if not known:
        return _("Whether these groups would come again is not known")
    stable = sum(jaccard >= STABLE for jaccard in known)
    if len(known) == len(rows):
        text = _("%(n)s of %(all)s groups are stable when the areas are drawn anew")
    else:
        text = _("%(n)s of the %(all)s groups that can be judged are stable when the areas are drawn anew")
    return text % {"n": stable, "all": len(known)}


def _jaccard_how() -> tuple[str, str, str]:
    meaning = _(
        "How much of a group is found again when the areas are drawn anew: below 0.6 unstable, 0.75 and "
        "above stable."
    )
    return (_("Stability (Jaccard)"), "|A ∩ B| ÷ |A ∪ B|", meaning)


def _rand_how() -> tuple[str, str, str]:
    meaning = _("Agreement of two groupings over all pairs of areas: 1 the same, about 0 by chance.")
    formula = _("(pairs together in both − expected) ÷ (largest possible − expected)")
    return (_("Adjusted Rand index"), formula, meaning)


def silhouettes(market: Market, levels: Levels) -> Figure:
    """A bar per area: how much nearer it is to its own group than to the next."""
    found = levels.quality
    assert found is not None
    items = found.silhouette_items
    table = pd.DataFrame({"silhouette": items, "level": levels.of(items.index).astype("int64")})
    names = labelled(market.names, levels)
    table["name"] = [names[area] for area in items.index.tolist()]
    mean = _("mean %(mean)s") % {"mean": formats.number(found.silhouette, 2)}
    plot = plots.plain(quality.silhouettes(
        table, silhouette="silhouette", level="level", label="name", level_names=levels.names,
        mean=found.silhouette, mean_label=mean, x_title=_("Silhouette"), language=plots.language(),
    ))  # fmt: skip
    of, one = places(market.scope.level), place(market.scope.level)
    columns = (
        Column("name", one.capitalize()), Column("level", _("Level"), "level"),
        Column("silhouette", _("Silhouette"), "number", decimals=2),
    )  # fmt: skip
    meaning = _(
        "a: mean distance to its own group, b: to the nearest other one. 1 fits, 0 lies between, below 0 is "
        "nearer to the other. Alone in its group: 0."
    )
    return Figure(
        key="silhouettes",
        title=fit_title(table, market.names, of),
        subtitle=_("How far each %(place)s lies from the next group: silhouette, from −1 to 1")
        % {"place": one},
        summary=trust.quality_words(found, of),
        base=base(market, found.n, of),
        plot=plot,
        table=Table(columns, _silhouette_rows(market, table, levels), sort="-silhouette"),
        how=((_("Silhouette"), "(b − a) ÷ max(a, b)", meaning),),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )


def _silhouette_rows(market: Market, table: pd.DataFrame, levels: Levels) -> list[dict[str, Any]]:
    records = zip(table.index.tolist(), table["level"].tolist(), table["silhouette"].tolist(), strict=True)
    return [
        {"name": market.names[area], "level": levels.words[level], "silhouette": value}
        for area, level, value in records
    ]


def fit_title(table: pd.DataFrame, names: Mapping[int, str], of: str) -> str:
    """Who lies between two groups; one alone in its group has 0 by convention and is not doubtful.

    table: index area, columns silhouette and level. of: what the areas are called.
    """
    alone = table.groupby("level")["level"].transform("size") == 1
    weak = table.index[(table["silhouette"] < WEAK) & ~alone].tolist()
    doubtful = sorted(names.get(area, str(area)) for area in weak)
    if doubtful:
        return _("Between two groups: %(names)s") % {"names": listed(doubtful)}
    return _("No %(places)s lie between two groups") % {"places": of}
