"""What judges a clustering: means and stability of its groups, silhouettes, every k side by side."""

import re
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis.cluster_stability import DISSOLVED, STABLE
from analysis.indicators import INDICATORS
from charts import quality
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import base, label, listed, place, places, unit

from .charts import silhouette_by_k
from .levels import Levels, quality_words
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


def verdict(jaccard: float | None) -> str:
    """How stable a group is, in words (Hennig 2007)."""
    if formats.is_missing(jaccard):
        return _("not known")
    assert jaccard is not None
    if jaccard < DISSOLVED:
        return _("unstable: do not rely on it")
    if jaccard < STABLE:
        return _("doubtful members")
    return _("stable") if jaccard < VERY_STABLE else _("very stable")


def centroids(market: Market, found: Run) -> Figure:
    """Size, means and stability of each level."""
    result = found.levels.result
    assert result is not None
    rows = [_centroid(found, level) for level in reversed(range(result.params.k))]
    of = places(market.scope.level)
    columns = (
        Column("level", _("Level"), "level"), Column("size", of.capitalize(), "integer"),
        *(indicator_column(key) for key in result.params.features),
        Column("jaccard", _("Jaccard"), "number", decimals=2), Column("verdict", _("Stability")),
    )  # fmt: skip
    unstable = sum(row["jaccard"] is not None and row["jaccard"] < DISSOLVED for row in rows)
    warning = _("%(n)s of the groups fall apart when %(places)s are drawn anew: do not build on them.")
    samples = found.stability.samples if found.stability else 0
    return Figure(
        key="centroids",
        title=_stability_title(rows),
        subtitle=_("Means of each group in the indicators' own units; stability from %(n)s resamples")
        % {"n": samples},
        base=base(market, market.all_cells["n"].sum()),
        table=Table(columns, rows),
        warnings=(warning % {"n": unstable, "places": of},) if unstable else (),
        how=(_jaccard_how(),),
    )


def _centroid(found: Run, level: int) -> dict[str, Any]:
    result, stability = found.levels.result, found.stability
    assert result is not None
    jaccard = area_rows.by_id(stability.jaccard).get(level) if stability else None
    return {
        "level": found.levels.words[level],
        "size": int(result.sizes[level]),
        **area_rows.values(result.centroids, level),
        "jaccard": jaccard,
        "verdict": verdict(jaccard),
    }


def _stability_title(rows: list[dict[str, Any]]) -> str:
    known = [row["jaccard"] for row in rows if not formats.is_missing(row["jaccard"])]
    if not known:
        return _("Whether these groups would come again is not known")
    stable = sum(jaccard >= STABLE for jaccard in known)
    text = _("%(n)s of %(all)s groups are stable when the areas are drawn anew")
    return text % {"n": stable, "all": len(rows)}


def _jaccard_how() -> tuple[str, str, str]:
    meaning = _(
        "How much of a group is found again when the areas are drawn anew: below 0.6 unstable, 0.75 and "
        "above stable."
    )
    return (_("Stability (Jaccard)"), "|A ∩ B| ÷ |A ∪ B|", meaning)


def silhouettes(market: Market, levels: Levels) -> Figure:
    """A bar per area: how much nearer it is to its own group than to the next."""
    found = levels.quality
    assert found is not None
    items = found.silhouette_items
    table = pd.DataFrame({"silhouette": items, "level": levels.of(items.index).astype("int64")})
    table["name"] = [market.names[area] for area in items.index.tolist()]
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
        title=_fit_title(table, of),
        subtitle=_("Silhouette of each %(place)s, from −1 to 1") % {"place": one},
        summary=quality_words(levels, of),
        base=base(market, found.n, of),
        plot=plot,
        table=Table(columns, _silhouette_rows(table, levels), sort="-silhouette"),
        how=((_("Silhouette"), "(b − a) ÷ max(a, b)", meaning),),
        height=plots.height(plot),
        wide=False,
    )


def _silhouette_rows(table: pd.DataFrame, levels: Levels) -> list[dict[str, Any]]:
    records = zip(table["name"].tolist(), table["level"].tolist(), table["silhouette"].tolist(), strict=True)
    return [
        {"name": name, "level": levels.words[level], "silhouette": value} for name, level, value in records
    ]


def _fit_title(table: pd.DataFrame, of: str) -> str:
    """Who lies between two groups; one alone in its group has 0 by convention and is not doubtful."""
    alone = table.groupby("level")["level"].transform("size") == 1
    doubtful = sorted(table.loc[(table["silhouette"] < WEAK) & ~alone, "name"].tolist())
    if doubtful:
        return _("Between two groups: %(names)s") % {"names": listed(doubtful)}
    return _("No %(places)s lie between two groups") % {"places": of}


def reason(text: str, data: dict[str, Any]) -> str:
    """A reason in the active language; its msgid formats the numbers, which gives points only."""
    said = str(_(text)) % data
    return re.sub(r"(?<=\d)\.(?=\d)", ",", said) if formats.is_indonesian() else said


def ks(market: Market, found: Run) -> Figure:
    """Every possible k side by side, with the recommendation and its reasons."""
    comparison, recommended = found.comparison, found.recommendation
    assert comparison is not None
    assert recommended is not None
    plot = plots.plain(silhouette_by_k(
        comparison, found.levels.params.k, x_title=_("Number of groups (k)"), y_title=_("Mean silhouette"),
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("k", "k", "integer"), Column("silhouette", _("Silhouette"), "number", decimals=2),
        Column("davies_bouldin", "Davies–Bouldin", "number", decimals=2),
        Column("calinski_harabasz", "Calinski–Harabasz", "number", decimals=1),
        Column("inertia", _("Inertia"), "number", decimals=3),
        Column("smallest", _("Smallest group"), "integer"),
    )  # fmt: skip
    rows = [
        {**area_rows.values(comparison, k), "k": k, "_selected": k == found.levels.params.k}
        for k in comparison.index.tolist()
    ]
    clear = _("%(k)s groups are recommended") % {"k": recommended.k}
    unclear = _("No clear k: no number of groups stands out")
    return Figure(
        key="ks",
        title=clear if recommended.k else unclear,
        subtitle=_("Quality of each number of groups; higher silhouette and lower Davies–Bouldin are better"),
        summary=" ".join(reason(text, data) for text, data in recommended.reasons),
        base=base(market, int(comparison["n"].iloc[0]), places(market.scope.level)),
        plot=plot,
        table=Table(columns, rows),
        warnings=() if recommended.k else (_("Do not build a decision on the exact number of groups."),),
        height=plots.height(plot),
        wide=False,
    )
