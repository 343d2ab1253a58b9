"""Keeps segmentations, people's words for segments, and events of a shop. The only writer of these rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.events import record
from areas.models import Region
from core.version import code_version
from data.editions import Refused
from data.models import Edition
from data.purging import hold

from .kept import LIBRARIES
from .models import CustomerRun, KeptRecipe, NamedSegments, SalesEvent, SegmentWords
from .queries import names_key

# what a saved number may depend on besides our own program
MOST_EVENTS = 100
TOO_MANY_EVENTS = gettext_noop("This shop has %(n)s events already. Remove one first.")
THERE_ALREADY = gettext_noop("This event is there already, with the same days.")
ENDS_BEFORE = gettext_noop("The event ends before it begins. Correct one of the two days.")


@dataclass(frozen=True)
class Words:
    """What a person calls a segment, and what is done for it; "" leaves the proposal."""

    name: str = ""
    strategy: str = ""


def versions() -> dict[str, str]:
    """Of the program and of every library that a result may depend on."""
    return {"program": code_version(), **{name: version(name) for name in LIBRARIES}}


@transaction.atomic
def save(
    kind: str,
    name: str,
    editions: Iterable[Edition],
    params: dict[str, Any],
    result: dict[str, Any],
    user: Any,
    is_demo: bool,
    names: Mapping[int, str] | None = None,
) -> tuple[CustomerRun, bool]:
    """The run as stored, and whether it is new: the very same one of the same person is not kept twice.

    names: what people call its segments now.

    Refused where a file behind it is deleted for good, or about to be.
    """
    behind = list(editions)
    hold(behind)
    first = behind[0]
    same = CustomerRun.objects.filter(
        created_by=user, kind=kind, region=first.region, series=first.series, name=name
    )
    wanted = {one.pk for one in behind}
    called = {str(place): one for place, one in (names or {}).items()}
    for one in same.prefetch_related("editions"):
        is_same = (one.params, one.result, one.names) == (params, result, called)
        if is_same and {edition.pk for edition in one.editions.all()} == wanted:
            return one, False
    run = CustomerRun.objects.create(
        name=name, kind=kind, region=first.region, series=first.series, params=params, result=result,
        names=called, versions=versions(), is_demo=is_demo, created_by=user,
    )  # fmt: skip
    run.editions.set(behind)
    record(user, "run_saved", name, rows=int(result.get("n", 0)), edition=first.pk)
    return run, True


class Overtaken(Exception):
    """Somebody else changed the same since it was looked at: nothing was kept."""


# the parts of a result that place a customer: scores and centroids of a shop, the model of a table
_PLACING = ("centroids", "weights", "scores", "model")


@transaction.atomic
def name_segments(
    of: Edition, kind: str, result: Mapping[str, Any], words: Mapping[int, Words], seen: str, user: Any
) -> NamedSegments:
    """Keep what a person calls the segments of a shop or a table (that of an edition); an empty text goes
    back to the proposal. result: as of a run; seen: the key of the names that the person looked at.

    Raises Overtaken where these are not the newest any more.
    """
    region, series = _held(of.region_id), of.series
    if names_key(region, series, kind) != seen:
        raise Overtaken
    placing = {name: result[name] for name in _PLACING if name in result}
    named = NamedSegments.objects.create(
        kind=kind, region=region, series=series, result=placing, created_by=user
    )
    SegmentWords.objects.bulk_create(
        SegmentWords(named=named, place=place, name=one.name, strategy=one.strategy, changed_by=user)
        for place, one in words.items()
    )
    record(user, "segments_named", series, rows=len(words))
    return named


def _held(region_id: int) -> Region:
    """The region, locked: two people who keep something of it come one after the other."""
    return Region.objects.select_for_update().get(pk=region_id)


@transaction.atomic
def delete(run: CustomerRun, user: Any) -> None:
    """Take the run off every list; `restore` brings it back."""
    if CustomerRun.objects.filter(pk=run.pk).update(deleted_at=timezone.now()):
        record(user, "run_deleted", run.name)


@transaction.atomic
def restore(run: CustomerRun, user: Any) -> None:
    """Bring a deleted run back."""
    if CustomerRun.with_deleted.filter(pk=run.pk, deleted_at__isnull=False).update(deleted_at=None):
        record(user, "run_restored", run.name)


@transaction.atomic
def add_event(region: Region, series: str, name: str, first: date, last: date, user: Any) -> SalesEvent:
    """An event of a shop. Refused where it ends before it begins, or there are too many."""
    if last < first:
        raise Refused(ENDS_BEFORE)
    of_shop = SalesEvent.objects.filter(region=_held(region.pk), series=series)
    if of_shop.filter(name=name, first_day=first, last_day=last).exists():
        raise Refused(THERE_ALREADY)
    n = of_shop.count()
    if n >= MOST_EVENTS:
        raise Refused(TOO_MANY_EVENTS, n=n)
    made = SalesEvent.objects.create(
        region=region, series=series, name=name, first_day=first, last_day=last, created_by=user
    )
    record(user, "event_added", name)
    return made


@transaction.atomic
def remove_event(event: SalesEvent, user: Any) -> None:
    """Take an event away."""
    record(user, "event_removed", event.name)
    event.delete()


@transaction.atomic
def keep_recipe(region: Region, series: str, recipe: dict[str, Any], user: Any) -> KeptRecipe:
    """Remedies of a table of customers from now on; those before stay, and the newest counts."""
    made = KeptRecipe.objects.create(region=region, series=series, recipe=recipe, created_by=user)
    record(user, "recipe_kept", series)
    return made


@transaction.atomic
def keep_recipe_after(
    before: KeptRecipe | None, region: Region, series: str, recipe: dict[str, Any], user: Any
) -> KeptRecipe:
    """The same by somebody who looked at those `before`. Raises Overtaken where they are not the newest."""
    newest = KeptRecipe.objects.filter(region=_held(region.pk), series=series).first()
    if (newest and newest.key) != (before and before.key):
        raise Overtaken
    return keep_recipe(region, series, recipe, user)
