"""How numbers of one set of borders are told in another: village by village where they are stated by village,
else by shares. What is not known is left unknown, never a part of a sum."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis import conversion
from areas.models import Area, BoundarySet
from areas.queries import ancestors_at, area_tree, changes

from . import queries

_WHOLE = 1 - 1e-9


@dataclass(frozen=True, eq=False)
class Crossing:
    """What became of the areas of a set, at one level of another.

    old: the tree of the older set. shares: from_id, to_id, share, basis of old areas of `level`, the best
    basis of each. whole: old area below that level → the new area of that level that all of it lies in now.
    """

    old: pd.DataFrame
    level: int
    shares: pd.DataFrame
    whole: "pd.Series[Any]" = field(default_factory=lambda: pd.Series(dtype="int64"))

    @property
    def is_known(self) -> bool:
        return bool(len(self.shares) or len(self.whole))

    @property
    def reach(self) -> pd.DataFrame:
        """from_id and to_id: the new areas that hold a part of an old area of the level, told by its parts.

        An old area with a part of which nothing is known is left out: it may have parts anywhere.
        """
        deepest = self.old.index[self.old["level"] == Area.Level.VILLAGE]
        above = ancestors_at(self.old, self.level).reindex(deepest)
        table = pd.DataFrame({"from_id": above.array, "to_id": self.whole.reindex(deepest).array})
        table = table[table["from_id"].notna()]
        lost = table.loc[table["to_id"].isna(), "from_id"]
        return table[~table["from_id"].isin(lost)].drop_duplicates().astype("int64")


def crossing(from_set: BoundarySet, to_set: BoundarySet, level: int) -> Crossing:
    """How areas of one set became areas of `level` of another, as far as it is known."""
    old, new = area_tree(from_set), area_tree(to_set)
    found = changes(from_set, to_set)
    at = found["from_id"].map(old["level"])
    same = (at == level) & (found["to_id"].map(new["level"]) == level)
    home = found["to_id"].map(ancestors_at(new, level))
    whole = (at > level) & (found["share"] >= _WHOLE) & home.notna()
    inside = pd.Series(home[whole].array, index=found.loc[whole, "from_id"].array, dtype="int64")
    return Crossing(old, level, conversion.choose(found[same]), inside[~inside.index.duplicated()])


def residents(over: Crossing, figures: pd.DataFrame) -> conversion.Conversion:
    """Residents per new area, NaN where any part is not known.

    figures: residents by old area (data.queries.figures). Where every village of an old area is stated, they
    go where the villages went; a total that is more than its villages follows the same shares.
    """
    stated = figures.reindex(columns=["residents"])
    table = queries.figures_at_level(stated, over.old, over.level)
    exact = _by_village(over, stated["residents"], table["residents"])
    shares = over.shares[~over.shares["from_id"].isin(exact["from_id"])]
    return conversion.convert_partly(table, _joined(shares, exact), over.reach)


def _by_village(over: Crossing, stated: "pd.Series[Any]", totals: "pd.Series[Any]") -> pd.DataFrame:
    """Shares of the old areas of which every village is stated and its place today known."""
    villages = over.old.index[over.old["level"] == Area.Level.VILLAGE]
    table = pd.DataFrame(
        {
            "from_id": ancestors_at(over.old, over.level).reindex(villages).array,
            "to_id": over.whole.reindex(villages).array,
            "weight": stated.reindex(villages).array,
        }
    ).dropna(subset="from_id")
    if over.level >= Area.Level.VILLAGE or table.empty:
        return over.shares.iloc[:0]
    groups = table.groupby("from_id")
    sums = groups["weight"].sum()
    lacks = table[["to_id", "weight"]].isna().any(axis=1).groupby(table["from_id"]).any()
    used = table[table["from_id"].isin(sums.index[~lacks & (sums > 0)])].astype(
        {"from_id": "int64", "to_id": "int64"}
    )
    shares = conversion.shares_by(used, conversion.EXACT)
    agrees = totals.reindex(sums.index) == sums
    off = ~shares["from_id"].map(agrees).astype(bool)
    return shares.assign(basis=shares["basis"].mask(off, conversion.RESIDENTS))


def counts(over: Crossing, by_area: "pd.Series[Any]") -> conversion.Conversion:
    """Numbers of MSMEs per new area (column n), NaN where any part is not known.

    by_area: by old area of any level from `over.level` down, NaN where a file does not cover it. What is
    known by village goes where the village went, the rest by shares of the area above.
    """
    at = homes(over).reindex(by_area.index).astype("int64")
    table = by_area.groupby(at).sum(min_count=1).rename_axis("area_id").to_frame("n")
    unknown = by_area.isna().groupby(at).any()
    table.loc[unknown[unknown].index, "n"] = float("nan")
    whole = pd.DataFrame({"from_id": over.whole.index, "to_id": over.whole.array})
    every = _joined(over.shares, whole.assign(share=1.0, basis=conversion.EXACT))
    return conversion.convert_partly(table, every[every["from_id"].isin(table.index)], over.reach)


def homes(over: Crossing) -> "pd.Series[Any]":
    """Old area → the old area whose shares it follows (Int64): itself where it went whole, else one above."""
    home = pd.Series(over.old.index, index=over.old.index, dtype="Int64")
    for _step in range(int(Area.Level.VILLAGE) - over.level):
        stays = home.isin(over.whole.index) | (home.map(over.old["level"]) <= over.level)
        home = home.where(stays, home.map(over.old["parent_id"]))
    return home


def _joined(*parts: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    types = {"from_id": "int64", "to_id": "int64", "share": "float64", "basis": "str"}
    return pd.concat(filled, ignore_index=True).astype(types) if filled else parts[0]
