"""Views and schedules for tests, made by the product's own functions."""

from typing import Any

from django.utils.translation import override

from exports import addresses, saved_views, schedules
from exports.models import Delivery, SavedView, Schedule
from exports.schedules import Rule
from tests import world as worlds

WEEKLY = Rule("week", 0, 1, 7, "pdf", "en")


def view(
    world: worlds.World, owner: Any, address: str = "", name: str = "", shared: bool = False
) -> SavedView:
    """By default the overview of East."""
    address = address or f"/?area={world.areas['East'].pk}"
    with override("en"):
        return saved_views.save(owner, addresses.cleaned(address), name or f"View {address}", shared)


def schedule(view: SavedView, by: Any, *people: Any, rule: Rule = WEEKLY, region: Any = None) -> Schedule:
    """Mailed to `people`, or to who scheduled it."""
    return schedules.make(view, by, rule, people or [by], region)


def deliveries(schedule: Schedule) -> list[Delivery]:
    return list(Delivery.objects.filter(schedule=schedule).order_by("pk"))
