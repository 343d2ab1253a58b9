"""Areas and categories that a check made because a person asked for it: noted with the upload, and taken away
again when it is discarded and nothing else uses them."""

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
    created = {what: sorted({*made_by(dataset, what), *made.get(what, ())}) for what in _MODELS}
    dataset.report = {**dataset.report, "created": created}
    Dataset.objects.filter(pk=dataset.pk).update(report=dataset.report)


def take_away(dataset: Dataset) -> None:
    """Remove what this discarded dataset made and nothing uses. Runs inside a transaction.

    Where another upload of the region is under way, its checked rows may name these areas already: then they
    become its own, to be taken away with it.
    """
    made = {what: made_by(dataset, what) for what in _MODELS}
    if not any(made.values()):
        return
    Dataset.objects.filter(pk=dataset.pk, boundary_set__in=made["boundary_sets"]).update(boundary_set=None)
    heir = Dataset.objects.under_way().filter(region=dataset.region).exclude(pk=dataset.pk).first()
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
