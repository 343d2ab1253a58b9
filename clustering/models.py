"""Clusterings that people keep: to look at again, and to compare with those of other editions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area, BoundarySet, Region
from core.kept import Kept
from data.models import Edition


class SavedRun(models.Model):
    """A clustering of areas as it was found. Only its deletion ever changes.

    `edition` is the market's; `others` are those of people and land that stand behind its numbers too.
    """

    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="saved_runs")
    others = models.ManyToManyField(Edition, related_name="+")
    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(choices=Area.Level.choices)
    # features, k, scaling, seed, n_init (analysis.kmeans.Params)
    params = models.JSONField()
    # levels, values and silhouettes by area id, centroids, sizes, quality, stability (clustering/saving.py)
    result = models.JSONField()
    code_version = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    objects: Any = Kept()
    with_deleted: Any = models.Manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("saved grouping")

    def __str__(self) -> str:
        return self.name
