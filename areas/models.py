"""Where things are: regions, their dated sets of areas, and how areas became other areas."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """The root area: what one office works in (a city, a regency, a province)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Asia/Jakarta")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BoundarySet(models.Model):
    """The areas of a region as they were from one day to another. Names may never be joined across sets."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="boundary_sets")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["region", "valid_from"], name="boundary_set_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="boundary_set_order"
            ),
        ]

    def __str__(self) -> str:
        end = self.valid_to.year if self.valid_to else "…"
        return f"{self.region.name} {self.valid_from.year}–{end}"


class Area(models.Model):
    class Level(models.IntegerChoices):
        REGENCY = 1, _("regency or city")
        DISTRICT = 2, _("sub-district")
        VILLAGE = 3, _("village")

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT, related_name="areas")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120)
    # data.reading.names.key of the name: what matching compares
    key = models.CharField(max_length=120)
    # made by the check of a file that is not imported yet: files may name it, no page shows or counts it
    is_pending = models.BooleanField(default=False)

    class Meta:
        ordering = ["level", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["boundary_set", "level", "key"], condition=Q(parent=None), name="area_top_name"
            ),
            models.UniqueConstraint(
                fields=["boundary_set", "parent", "key"], condition=~Q(parent=None), name="area_child_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaAlias(models.Model):
    """A spelling that a person confirmed once for an area of this set, under this parent."""

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE)
    parent = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Area.Level.choices)
    key = models.CharField(max_length=160)
    text = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["boundary_set", "level", "key"], condition=Q(parent=None), name="area_alias_top"
            ),
            models.UniqueConstraint(
                fields=["boundary_set", "parent", "level", "key"],
                condition=~Q(parent=None),
                name="area_alias_child",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AreaChange(models.Model):
    """`share` of what was in `from_area` is in `to_area`; sums to 1 per (from_area, basis)."""

    class Basis(models.TextChoices):
        EXACT = "exact", _("village by village")
        RESIDENTS = "residents", _("by residents")
        LAND = "land", _("by land area")

    from_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="became")
    to_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="came_from")
    share = models.FloatField()
    basis = models.CharField(max_length=10, choices=Basis.choices)

    class Meta:
        ordering = ["from_area", "to_area"]
        constraints = [
            models.UniqueConstraint(fields=["from_area", "to_area", "basis"], name="area_change_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="area_change_share"),
        ]


class WorkAreaQuerySet(models.QuerySet["WorkArea"]):
    def confirmed(self) -> "WorkAreaQuerySet":
        return self.filter(confirmed=True)


class WorkArea(models.Model):
    """An area a person works in. A successor in a new boundary set is proposed, and an admin confirms it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work_areas")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="workers")
    confirmed = models.BooleanField(default=False)
    # kept, so that the same proposal does not come back
    declined = models.BooleanField(default=False)
    proposed_from = models.ForeignKey(Area, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: Any = WorkAreaQuerySet.as_manager()

    class Meta:
        ordering = ["user", "area"]
        constraints = [
            models.UniqueConstraint(fields=["user", "area"], name="work_area_once"),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(declined=False), name="work_area_one_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.area}"
