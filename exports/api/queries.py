"""What the lists of the API need of the database, each in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from areas.models import BoundarySet, Region
from data.models import Category, Edition


def newest_borders(region: Region) -> BoundarySet | None:
    """The areas of a region that has no market data yet; None before any were loaded."""
    return BoundarySet.objects.filter(region=region).order_by("-valid_from").first()


def categories(ids: Iterable[int]) -> "QuerySet[Category]":
    """Business fields by their ids, by name."""
    return Category.objects.filter(pk__in=list(ids)).order_by("name", "pk")


def editions(with_past: bool, region: str, subject: str) -> "QuerySet[Edition]":
    """Editions with their files, region and borders: current ones, or those of before too."""
    known: Any = Edition.objects.all() if with_past else Edition.objects.current()
    if region:
        known = known.filter(region__slug=region)
    if subject:
        known = known.filter(subject=subject)
    order = ("region__name", "subject", "-period_start", "series", "-number", "pk")
    found: QuerySet[Edition] = known.select_related("region", "boundary_set").order_by(*order)
    return found.prefetch_related("datasets")
