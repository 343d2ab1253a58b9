"""Takes erased people out of what is kept of shops and tables: names, advice, events, levels of a model."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F

from data.scrubbing import inside

from .models import CustomerRun, KeptRecipe, NamedSegments, SalesEvent, SegmentWords

Said = Callable[[str], str]


def forget(said: Said) -> int:
    """Rewrite every text. said: a text as it may be kept. Returns how many rows were changed."""
    words = _changed(SegmentWords.objects, ("name", "strategy"), said)
    named = _changed(NamedSegments.objects, ("result",), said)
    recipes = _changed(KeptRecipe.objects, ("recipe",), said)
    others = _changed(CustomerRun.with_deleted, ("name", "names", "params", "result"), said)
    others |= _changed(SalesEvent.objects, ("name",), said)
    # pages in memory are known by these moments
    moment = F("created_at") + timedelta(microseconds=1)
    of_words = SegmentWords.objects.filter(pk__in=words).values_list("named", flat=True)
    NamedSegments.objects.filter(pk__in={*named, *of_words}).update(created_at=moment)
    KeptRecipe.objects.filter(pk__in=recipes).update(created_at=moment)
    return len(words) + len(named) + len(recipes) + len(others)


def _changed(rows: Any, fields: tuple[str, ...], said: Said) -> set[int]:
    """The rows that had to be rewritten."""
    found = set()
    for row in rows.only("pk", *fields).iterator():
        old = {name: getattr(row, name) for name in fields}
        new = {name: inside(value, said) for name, value in old.items()}
        if new != old:
            rows.filter(pk=row.pk).update(**new)
            found.add(row.pk)
    return found
