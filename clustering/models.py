"""Clusterings that people keep: to look at again, and to compare with those of other editions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area, BoundarySet, Region
from core.kept import KeptResult
from data.models import Edition


class SavedRun(KeptResult):
    """A clustering of areas.

    params: features, k, scaling, seed, n_init (analysis.kmeans.Params); result: levels, values and
    silhouettes by area id, centroids, sizes, quality, stability (clustering/saving.py); edition: the
    market's; others: those of people and land that stand behind its numbers too.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="saved_runs")
    others = models.ManyToManyField(Edition, related_name="+")
    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(choices=Area.Level.choices)
    code_version = models.CharField(max_length=40)

    class Meta(KeptResult.Meta):
        verbose_name = _("saved grouping")
