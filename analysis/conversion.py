"""Counts of one set of areas expressed in another set, after borders changed.

A change says which share of an old area went to a new one; the shares of an old area sum to 1, so totals are
conserved. Only counts convert: rates are recomputed from converted counts, medians and lists never convert.
The weighting of areas by residents or land is "areal interpolation": Goodchild & Lam, Geo-Processing 1, 1980.
"""

from typing import Any, NamedTuple

import pandas as pd

from analysis.marks import N_

EXACT, RESIDENTS, LAND = "exact", "residents", "land"
# best first: rows with villages go where the village went; land says nothing about where people live
PREFERENCE = (EXACT, RESIDENTS, LAND)

_COLUMNS = ["from_id", "to_id", "share", "basis"]
_TOLERANCE = 1e-6

_TWICE = N_("A border change is given twice for these areas: %(ids)s. Keep one.")
_OUTSIDE = N_("A share is not between 0 and 1 for these areas: %(ids)s. Correct it.")
_SUM = N_("The shares of these areas do not sum to 1: %(ids)s. Correct them.")
_UNKNOWN = N_("It is not known what became of these areas: %(ids)s. Add their changes.")
_ABSENT = N_("These areas changed but are not in the table: %(ids)s. Add them, with 0 if they are empty.")


class CannotConvert(ValueError):
    """The changes do not fit the table. text: English, marked for translation; data: values of its places."""

    def __init__(self, text: str, data: dict[str, Any]) -> None:
        self.text = text
        self.data = data
        super().__init__(text % data)


class Conversion(NamedTuple):
    """table: index to_id (sorted), the counts as float64; converted: bool per to_id, False where the area is
    one whole old area; contributions: a row per old and new area (from_id, to_id, share, basis) with what it
    contributes to each count (source x share), which sum to the table."""

    table: pd.DataFrame
    converted: pd.Series
    contributions: pd.DataFrame


def choose(changes: pd.DataFrame) -> pd.DataFrame:
    """The best basis of each old area: exact, else residents, else land.

    changes: columns from_id, to_id, share, basis; several bases per from_id allowed. Returns the same
    columns, one basis per from_id, sorted. Raises CannotConvert on an unknown basis.
    """
    unknown = sorted(set(changes["basis"]) - set(PREFERENCE))
    if unknown:
        text = N_("Unknown basis of a border change: %(bases)s. Use exact, residents or land.")
        raise CannotConvert(text, {"bases": ", ".join(map(str, unknown))})
    place = changes["basis"].map({basis: place for place, basis in enumerate(PREFERENCE)})
    best = place.groupby(changes["from_id"]).transform("min")
    return _sorted(changes[place == best])


def _sorted(changes: pd.DataFrame) -> pd.DataFrame:
    return changes[_COLUMNS].sort_values(["to_id", "from_id"]).reset_index(drop=True)


def shares_by(children: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Shares of old areas from the smaller areas (villages) they consist of.

    children: a row per village with from_id, to_id and weight (residents, or km2 of land). basis: what the
    weight is. Returns from_id, to_id, share, basis, as `convert` takes it. An old area that went whole into
    one new area gets the share 1, whatever the weights. Raises CannotConvert on a missing or negative
    weight, and where an old area that was divided has no weight at all.
    """
    if children["weight"].isna().any() or (children["weight"] < 0).any():
        text = N_("A weight is missing or negative: give residents or land of every village.")
        raise CannotConvert(text, {"basis": basis})
    weights = children.groupby(["from_id", "to_id"], sort=True)["weight"].sum().astype("float64")
    whole = weights.groupby("from_id").transform("sum")
    parts = weights.groupby("from_id").transform("size")
    shares = (weights / whole.where(whole > 0)).where(parts > 1, 1.0).rename("share").reset_index()
    if shares["share"].isna().any():
        ids = shares.loc[shares["share"].isna(), "from_id"]
        text = N_("The villages of these areas have no weight at all: %(ids)s. Give residents or land.")
        raise CannotConvert(text, {"ids": _listed(ids)})
    return _sorted(shares[shares["share"] > 0].assign(basis=basis))


def convert(table: pd.DataFrame, changes: pd.DataFrame) -> Conversion:
    """Counts by old area as counts by new area.

    table: unique index old area id; columns additive counts, NaN means unknown and makes every area that
    gets a part of it unknown. changes: from_id, to_id, share, basis, one basis per from_id (see `choose`).
    Raises CannotConvert where shares do not sum to 1, a pair occurs twice, or an area is on one side only.
    """
    used = _checked(table, changes[changes["share"] != 0])
    # dividing by the sum removes the last 1e-6, so totals are conserved to rounding
    share = used["share"] / used.groupby("from_id")["share"].transform("sum")
    counts = table.astype("float64").loc[used["from_id"]].mul(share.to_numpy(), axis=0)
    contributions = pd.concat([used.assign(share=share), counts.reset_index(drop=True)], axis=1)
    new = contributions.groupby("to_id")[list(table.columns)].sum(skipna=False)
    return Conversion(new, _converted(used), contributions)


def convert_partly(table: pd.DataFrame, changes: pd.DataFrame, reach: pd.DataFrame) -> Conversion:
    """`convert` where the shares of some old areas are not known: what they may have reached becomes unknown.

    table, changes: as for `convert`; an old area without changes lacks its shares. reach: columns from_id and
    to_id, which new areas such an old area has parts in; one that is not in it may have parts in every new
    area. An old area whose counts are all zero has nothing to give, wherever it went. Returns as `convert`;
    the contributions of unknown shares are missing. Raises CannotConvert as `convert`.
    """
    lost = table.index.difference(pd.Index(changes["from_id"]))
    lost = lost[(table.loc[lost] != 0).any(axis=1)]
    known = table.loc[table.index.isin(changes["from_id"])]
    found = convert(known, changes[changes["from_id"].isin(known.index)])
    parts = _reached(lost, reach, found.table.index)
    if parts.empty:
        return found
    new = found.table.reindex(found.table.index.union(pd.Index(parts["to_id"].unique())).rename("to_id"))
    new.loc[new.index.isin(parts["to_id"])] = float("nan")
    converted = found.converted.reindex(new.index).fillna(True).astype(bool)
    converted[new.index.isin(parts["to_id"])] = True
    return Conversion(new, converted, pd.concat([found.contributions, parts], ignore_index=True))


def _reached(lost: "pd.Index[Any]", reach: pd.DataFrame, targets: "pd.Index[Any]") -> pd.DataFrame:
    """from_id and to_id of every new area that one of the `lost` old areas may have a part in."""
    told = reach.loc[reach["from_id"].isin(lost), ["from_id", "to_id"]].drop_duplicates()
    everywhere = lost.difference(pd.Index(told["from_id"]))
    every = pd.MultiIndex.from_product([everywhere, targets], names=["from_id", "to_id"]).to_frame(
        index=False
    )
    return pd.concat([told, every], ignore_index=True).astype("int64").assign(share=float("nan"), basis="")


def same_ground(changes: pd.DataFrame) -> dict[int, int]:
    """Old area → the new area that is all of it and nothing else. changes: as for `convert`."""
    used = changes[changes["share"] != 0]
    whole = ~used["to_id"].map(_converted(used)).astype(bool)
    return dict(zip(used.loc[whole, "from_id"].tolist(), used.loc[whole, "to_id"].tolist(), strict=True))


def _checked(table: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    if not table.index.is_unique:
        raise ValueError("the index must name every area once")
    used = _sorted(changes)
    sums = used.groupby("from_id")["share"].sum()
    ids = used["from_id"]
    _refuse(ids[used.duplicated(["from_id", "to_id"])], _TWICE)
    _refuse(ids[~used["share"].between(0, 1 + _TOLERANCE)], _OUTSIDE)
    _refuse(sums.index[(sums - 1).abs() > _TOLERANCE], _SUM)
    _refuse(table.index.difference(sums.index), _UNKNOWN)
    _refuse(sums.index.difference(table.index), _ABSENT)
    return used


def _refuse(ids: Any, text: str) -> None:
    if len(ids):
        raise CannotConvert(text, {"ids": _listed(ids)})


def _listed(ids: Any) -> str:
    return ", ".join(map(str, sorted(set(ids))))


def _converted(used: pd.DataFrame) -> pd.Series:
    # new areas made of one whole old area; several whole ones are flagged too, since their borders are new
    sources = used.groupby("to_id")["from_id"].transform("size")
    whole = (sources == 1) & (used["share"] > 1 - _TOLERANCE)
    return (~whole.groupby(used["to_id"]).all()).rename("converted")


def by_land(contributions: pd.DataFrame) -> pd.Series:
    """bool per to_id: True where a part came by a share of land, which the page must flag as a rough guess.

    A whole area (share 1) needs no weights, so its basis does not matter.
    """
    rough = (contributions["basis"] == LAND) & (contributions["share"] < 1)
    return rough.groupby(contributions["to_id"]).any().rename("by_land")
