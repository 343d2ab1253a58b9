"""Keeps a clustering, deletes it and brings it back. The only writer of SavedRun."""

import hashlib
import math
from dataclasses import asdict
from typing import Any

import pandas as pd
from django.db import transaction
from django.utils import timezone

from accounts.events import record
from core.version import code_version
from data.market import Market
from data.models import Edition
from data.purging import hold

from .models import SavedRun
from .runs import Run

# features that count people, and those that measure land
PEOPLE = frozenset({"residents", "ratio_per_1000", "population_density"})
LAND = frozenset({"km2", "distance_km", "density_per_km2", "population_density"})


def seen(market: Market) -> str:
    """A digest of every edition behind a page: what is saved is what was looked at, or nothing."""
    behind = repr((market.editions_used, market.border_changes))
    return hashlib.sha256(behind.encode()).hexdigest()


@transaction.atomic
def save(market: Market, found: Run, name: str, user: Any) -> tuple[SavedRun, bool]:
    """The run as stored, and whether it is new: the very same one of the same person is not kept twice.

    Refused where a file behind it is deleted for good, or about to be.
    """
    others = other_editions(market, found)
    hold([market.edition, *others])
    params = {**asdict(found.levels.params), "features": list(found.levels.params.features)}
    result = result_of(market, found)
    same = SavedRun.objects.filter(
        created_by=user, edition=market.edition, level=market.scope.level, name=name
    )
    for one in same:
        if one.params == params and one.result == result:
            return one, False
    run = SavedRun.objects.create(
        name=name, region=market.scope.region, edition=market.edition, level=market.scope.level,
        boundary_set=market.edition.boundary_set, params=params, result=result, code_version=code_version(),
        is_demo=market.is_demo, created_by=user,
    )  # fmt: skip
    run.others.set(others)
    record(user, "run_saved", name, rows=len(result["levels"]), edition=market.edition.pk)
    return run, True


def other_editions(market: Market, found: Run) -> list[Edition]:
    """The editions of people and land that the features of a run come from."""
    features = set(found.levels.params.features)
    people = market.population.edition if market.population is not None else None
    used = [(people, PEOPLE), (market.facts_edition, LAND)]
    return [edition for edition, measured in used if edition is not None and features & measured]


def result_of(market: Market, found: Run) -> dict[str, Any]:
    """Everything a page of the run shows, as JSON: by area id (text), numbers unrounded, None for missing."""
    levels, stability = found.levels, found.stability
    result, quality = levels.result, levels.quality
    assert result is not None
    features = list(levels.params.features)
    return {
        "levels": _by_area(result.labels),
        "values": {key: _by_area(market.whole_areas[key].reindex(result.labels.index)) for key in features},
        "silhouettes": _by_area(quality.silhouette_items) if quality else {},
        "together": _by_area(found.robustness.table["together"]) if found.robustness else {},
        "centroids": {key: _plain(result.centroids[key]) for key in features},
        "sizes": _plain(result.sizes),
        "jaccard": _plain(stability.jaccard) if stability else [],
        "silhouette": quality.silhouette if quality else None,
        "rand": _number(stability.rand) if stability else None,
        "samples": stability.samples if stability else 0,
        "variants": found.robustness.together if found.robustness else 0,
        "inertia": result.inertia,
        "n": len(result.labels),
        "left_out": [int(area) for area in result.left_out],
    }


def _by_area(values: pd.Series) -> dict[str, Any]:
    return {str(area): _number(value) for area, value in zip(values.index, values.tolist(), strict=True)}


def _plain(values: pd.Series) -> list[Any]:
    return [_number(value) for value in values.tolist()]


def _number(value: Any) -> Any:
    """JSON of a database knows no NaN."""
    return None if value is None or (isinstance(value, float) and not math.isfinite(value)) else value


@transaction.atomic
def delete(run: SavedRun, user: Any) -> None:
    """Take the run off every list; `restore` brings it back."""
    if SavedRun.objects.filter(pk=run.pk).update(deleted_at=timezone.now()):
        record(user, "run_deleted", run.name, edition=run.edition_id)


@transaction.atomic
def restore(run: SavedRun, user: Any) -> None:
    """Bring a deleted run back."""
    if SavedRun.with_deleted.filter(pk=run.pk, deleted_at__isnull=False).update(deleted_at=None):
        record(user, "run_restored", run.name, edition=run.edition_id)
