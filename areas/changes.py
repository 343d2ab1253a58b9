"""Says how the areas of one set became those of another, from the villages both consist of.

The only writer of AreaChange.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import record
from analysis.conversion import EXACT, LAND, RESIDENTS, CannotConvert, shares_by

from . import queries
from .models import Area, AreaChange, BoundarySet


@dataclass(frozen=True)
class Loaded:
    """What `load_changes` did. Unmatched villages are in the older set only: nothing is said about them."""

    rows: int
    villages: int
    unmatched: tuple[str, ...]


@transaction.atomic
def load_changes(
    from_set: BoundarySet,
    to_set: BoundarySet,
    *,
    land: "pd.Series[Any] | None" = None,
    residents: "pd.Series[Any] | None" = None,
    pairs: pd.DataFrame | None = None,
    by: Any = None,
) -> Loaded:
    """Write the changes between two sets of one region, in place of those written before.

    Villages: exact, the same name in both sets (codes may differ), or as `pairs` (columns from_id, to_id)
    says; a from_id may also be the wider area that a village without a predecessor lay in. Wider areas:
    exact where all their villages went into one area; else shares by `land` (km²) and by `residents`
    (persons), each a Series by village id of the newer set; a basis not given is not written.
    Raises ValidationError when a weight is missing or no village is in both sets.
    """
    old, new = queries.area_tree(from_set), queries.area_tree(to_set)
    villages = same_villages(old, new) if pairs is None else pairs[["from_id", "to_id"]].astype("int64")
    if villages.empty:
        raise ValidationError(_("No village is in both sets of borders. Add the villages to both first."))
    is_village = (old["level"] == Area.Level.VILLAGE).reindex(villages["from_id"]).to_numpy()
    parts = [villages[is_village].assign(share=1.0, basis=EXACT)]
    for level in (Area.Level.DISTRICT, Area.Level.REGENCY):
        parts += _wider(villages, old, new, level, {LAND: land, RESIDENTS: residents})
    table = pd.concat(parts, ignore_index=True)
    _check_sums(table)
    AreaChange.objects.filter(from_area__boundary_set=from_set, to_area__boundary_set=to_set).delete()
    AreaChange.objects.bulk_create(
        AreaChange(from_area_id=int(one), to_area_id=int(other), share=min(1.0, float(share)), basis=basis)
        for one, other, share, basis in zip(
            table["from_id"], table["to_id"], table["share"], table["basis"], strict=True
        )
    )
    done = Loaded(len(table), len(villages), _unmatched(villages, old))
    record(by, "area_changes_loaded", f"{from_set} → {to_set}", len(table), unmatched=len(done.unmatched))
    return done


def same_villages(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Villages of two trees (queries.area_tree) that are the same place: columns from_id, to_id.

    A name that occurs once in both sets decides; where a name occurs twice, name and code together.
    """
    one, other = _villages(old, "from_id"), _villages(new, "to_id")
    pairs = one.merge(other, on="key", suffixes=("_from", "_to"))
    often = pairs.duplicated("from_id", keep=False) | pairs.duplicated("to_id", keep=False)
    same_code = (pairs["code_from"] == pairs["code_to"]) & (pairs["code_from"] != "")
    found = pairs[~often | same_code]
    return found[["from_id", "to_id"]].sort_values("from_id").reset_index(drop=True)


def _villages(tree: pd.DataFrame, name: str) -> pd.DataFrame:
    return tree[tree["level"] == Area.Level.VILLAGE].rename_axis(name).reset_index()[[name, "key", "code"]]


def _wider(
    villages: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, level: int, weights: dict[str, Any]
) -> list[pd.DataFrame]:
    """Changes between areas of one level above the villages, on each basis there is."""
    table = pd.DataFrame(
        {
            "from_id": queries.ancestors_at(old, level).reindex(villages["from_id"]).array,
            "to_id": queries.ancestors_at(new, level).reindex(villages["to_id"]).array,
            "village": villages["to_id"].array,
        }
    ).dropna()
    if table.empty:
        return []
    table = table.astype("int64")
    alone = table.groupby("from_id")["to_id"].transform("nunique") == 1
    whole = table.loc[alone, ["from_id", "to_id"]].drop_duplicates().assign(share=1.0, basis=EXACT)
    divided = table[~alone]
    given = {basis: weight for basis, weight in weights.items() if weight is not None and len(divided)}
    return [whole, *(_shares(divided, weight, basis) for basis, weight in given.items())]


def _shares(divided: pd.DataFrame, weight: "pd.Series[Any]", basis: str) -> pd.DataFrame:
    try:
        return shares_by(divided.assign(weight=weight.reindex(divided["village"]).to_numpy()), basis)
    except CannotConvert as error:
        raise ValidationError(_(error.text) % error.data) from error


def _check_sums(table: pd.DataFrame) -> None:
    sums = table.groupby(["from_id", "basis"])["share"].sum()
    if ((sums - 1).abs() > 1e-9).any():
        raise ValidationError(_("A village lies in two areas at once. Give each village once per set."))


def _unmatched(villages: pd.DataFrame, old: pd.DataFrame) -> tuple[str, ...]:
    """Names of the villages of the older tree that became none of the newer one."""
    gone = (old["level"] == Area.Level.VILLAGE) & ~old.index.isin(list(villages["from_id"]))
    return tuple(sorted(old.loc[gone, "name"]))
