"""Areas and categories that a check made because a person asked for it: noted with the upload, kept by its
import, and taken away again when it is checked anew, fails or is discarded and nothing else uses them.

Until then its areas are pending: other files may name them, and no page shows or counts them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from areas.models import Area, BoundarySet
from data.models import Category, Dataset

_MODELS: dict[str, type[Model]] = {"areas": Area, "boundary_sets": BoundarySet, "categories": Category}


def made_by(dataset: Dataset, what: str) -> list[int]:
    """Ids of the areas, boundary_sets or categories that checks of this dataset made."""
    return list(dataset.report.get("created", {}).get(what, []))


def note(dataset: Dataset, **made: Iterable[int]) -> None:
    """Remember ids that were just made. Runs inside the transaction that makes them."""
    if not any(made.values()):
        return
    _look_again(dataset)
    created = {what: sorted({*made_by(dataset, what), *made.get(what, ())}) for what in _MODELS}
    dataset.report = {**dataset.report, "created": created}
    Dataset.objects.filter(pk=dataset.pk).update(report=dataset.report)


def _look_again(dataset: Dataset) -> None:
    """Read the report anew and hold it: another file that is discarded meanwhile may write into it."""
    dataset.report = Dataset.objects.select_for_update().values_list("report", flat=True).get(pk=dataset.pk)


def settle(dataset: Dataset) -> None:
    """Keep the pending areas that this file made or names, with all above them: it is imported now.

    Runs inside the transaction that makes its edition.
    """
    _look_again(dataset)
    waiting = Area.objects.filter(boundary_set_id=dataset.boundary_set_id, is_pending=True)
    parents = dict(waiting.values_list("pk", "parent_id"))
    kept = {*made_by(dataset, "areas"), *map(int, dataset.report.get("area_counts", {}))} & set(parents)
    found: set[int] = set()
    while kept:
        found |= kept
        kept = ({parents[pk] for pk in kept} & set(parents)) - found
    Area.objects.filter(pk__in=found).update(is_pending=False)


def take_away(dataset: Dataset) -> None:
    """Remove what this dataset made and nothing uses. Runs inside a transaction.

    Where another upload of the region is under way, its checked rows may name these areas already: then they
    become its own, to be taken away with it.
    """
    _look_again(dataset)
    made = {what: made_by(dataset, what) for what in _MODELS}
    if not any(made.values()):
        return
    dataset.report = {**dataset.report, "created": {}}
    Dataset.objects.filter(pk=dataset.pk).update(report=dataset.report)
    Dataset.objects.filter(pk=dataset.pk, boundary_set__in=made["boundary_sets"]).update(boundary_set=None)
    others = Dataset.objects.under_way().filter(region=dataset.region).exclude(pk=dataset.pk)
    heir = others.select_for_update().first()  # held, so that it does not become ready in between
    if heir is not None:
        note(heir, **made)
        return
    areas = Area.objects.filter(pk__in=made["areas"])
    for level in sorted(set(areas.order_by().values_list("level", flat=True)), reverse=True):
        _remove_unused(Area, areas.filter(level=level).values_list("pk", flat=True))
    _remove_unused(BoundarySet, made["boundary_sets"])
    _remove_unused(Category, made["categories"])


def _remove_unused(model: Any, ids: Iterable[int]) -> None:
    """Delete the records that no other record points to, with one query per relation."""
    left = set(ids)
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and left:
            field = relation.field
            pointing = field.model._base_manager.filter(**{f"{field.name}__in": left})
            left -= set(pointing.values_list(field.name, flat=True))
    model.objects.filter(pk__in=left).delete()
