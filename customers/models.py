"""Segmentations of customers that people keep, their words for the segments, and events of a shop."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Region
from core.kept import KeptResult
from data.models import Edition


class CustomerRun(KeptResult):
    """A segmentation of customers.

    params: what was asked (Params of shop/scope or table/scope); result: what came out
    (customers/saving.py), of no single customer: centroids and what places a customer without refitting,
    sizes, means and quality.
    """

    class Kind(models.TextChoices):
        LRFM = "lrfm", _("by transactions (LRFM)")
        ATTRIBUTES = "attributes", _("by attributes")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    # the shop, or the table of customers (Edition.series)
    series = models.CharField(max_length=40)
    editions = models.ManyToManyField(Edition, related_name="customer_runs")
    # what people called its segments when it was saved, by their number; the proposals are in `result`
    names = models.JSONField(default=dict)
    # of the program and of the libraries that computed it
    versions = models.JSONField()

    class Meta(KeptResult.Meta):
        verbose_name = _("saved segmentation")


class OfSeries(models.Model):
    """What somebody chose for a shop or a table of customers."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    # the shop, or the table of customers (Edition.series)
    series = models.CharField(max_length=40)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.series

    @property
    def key(self) -> str:
        """What forms and caches know it by: its id and moment (a restored database may use an id again)."""
        return f"{self.pk} {self.created_at.isoformat()}"


class NamedSegments(OfSeries):
    """Segments of a shop or a table that people gave names to; the newest of each counts. It never changes.

    It holds what places a customer into them and no customer: segments of another day or number get the names
    of those whose customers they share.
    """

    kind = models.CharField(max_length=10, choices=CustomerRun.Kind.choices)
    # the part of CustomerRun.result that places a customer
    result = models.JSONField()


class SegmentWords(models.Model):
    """What people call a segment and what they do for it; "" where the proposal stands."""

    named = models.ForeignKey(NamedSegments, on_delete=models.CASCADE, related_name="words")
    # number of the segment among the named ones, from 0
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    strategy = models.TextField(max_length=1000, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["named", "place"]
        constraints = [models.UniqueConstraint(fields=["named", "place"], name="named_segment_once")]

    def __str__(self) -> str:
        return self.name


class SalesEvent(OfSeries):
    """A promotion or a holiday of a shop, shown over its monthly sales."""

    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return self.name


class KeptRecipe(OfSeries):
    """Remedies chosen for a table of customers (analysis.remedies.Recipe as JSON); the newest counts."""

    recipe = models.JSONField()
