"""Reads saved runs, and puts two of them on the same areas."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db.models import F, QuerySet

from areas.models import Area
from data.models import Dataset
from data.queries import exact_counterparts

from .models import SavedRun


def saved_runs() -> "QuerySet[SavedRun]":
    """Every run that is kept, whole, the newest first."""
    related = ("region", "edition__region", "edition__boundary_set", "boundary_set__region", "created_by")
    return SavedRun.objects.select_related(*related).order_by("-id")  # type: ignore[no-any-return]


def listed() -> "QuerySet[SavedRun]":
    """Every run as a list shows it, with `silhouette` and `n`: the rest of its result (some 100 kB for
    hundreds of areas) stays in the database."""
    shown = {"silhouette": F("result__silhouette"), "n": F("result__n")}
    return saved_runs().annotate(**shown).defer("result")


def run_by_id(run_id: Any) -> SavedRun | None:
    """A kept run; None for anything else, also for a text that is no id."""
    text = str(run_id)
    # 18 digits fit a 64-bit id: longer ones would be an error in the database, not an empty answer
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        return None
    return saved_runs().filter(pk=int(text)).first()


def is_purged(run: SavedRun) -> bool:
    """Whether a file behind the run was deleted for good."""
    editions = [run.edition_id, *run.others.values_list("pk", flat=True)]
    return Dataset.objects.filter(editions__in=editions, rows_purged_at__isnull=False).exists()  # type: ignore[no-any-return]


def area_names(area_ids: list[int]) -> dict[int, str]:
    """Area id → name, of those that exist, by name."""
    found = Area.objects.filter(pk__in=area_ids).order_by("name", "pk").values_list("pk", "name")
    return dict(found)


def labels(run: SavedRun) -> pd.Series:
    """Level per area id of a run, int64, sorted by id."""
    found = {int(area): int(level) for area, level in run.result["levels"].items()}
    return pd.Series(found, dtype="int64", name="level").sort_index()


@dataclass(frozen=True, eq=False)
class Joined:
    """Two runs on the same areas, by id (those of the newer borders).

    reference, other: level per area, on the areas that are the same ground in both. only_reference,
    only_other: ids of the areas that have no such counterpart, each of its own borders. crosses_borders:
    whether the two have different borders.
    """

    reference: pd.Series
    other: pd.Series
    only_reference: tuple[int, ...]
    only_other: tuple[int, ...]
    crosses_borders: bool


def joined(reference: SavedRun, other: SavedRun) -> Joined:
    """Areas are the same by id, across borders where one is exactly the other's ground; never by name."""
    one, two = labels(reference), labels(other)
    if reference.boundary_set_id != other.boundary_set_id:
        is_newer = reference.boundary_set.valid_from > other.boundary_set.valid_from
        newer, older = (one, two) if is_newer else (two, one)
        target = reference.boundary_set_id if is_newer else other.boundary_set_id
        same = exact_counterparts(older.index.tolist(), target)
        old_ids = {new: old for old, new in same.items() if new in newer.index}
        found = older.reindex(list(old_ids.values())).set_axis(list(old_ids), axis=0).sort_index()
        one, two = (one, found) if is_newer else (found, two)
    else:
        old_ids = {}
    common = one.index.intersection(two.index)
    return Joined(
        one.reindex(common), two.reindex(common),
        _left(labels(reference), common, old_ids), _left(labels(other), common, old_ids),
        reference.boundary_set_id != other.boundary_set_id,
    )  # fmt: skip


def _left(all_labels: pd.Series, common: pd.Index, old_ids: dict[int, int]) -> tuple[int, ...]:
    used = {*common.tolist(), *old_ids.values()}
    return tuple(int(area) for area in all_labels.index if area not in used)
