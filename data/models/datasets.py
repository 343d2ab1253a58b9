"""One file received, and the header mappings remembered for next year."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import BoundarySet, Region


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def ready(self) -> "DatasetQuerySet":
        return self.filter(state=Dataset.State.READY)

    def under_way(self) -> "DatasetQuerySet":
        return self.exclude(state__in=[Dataset.State.READY, Dataset.State.FAILED, Dataset.State.DISCARDED])


class Dataset(models.Model):
    """One file received. A ready dataset never changes."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        READING = "reading", _("being read")
        NEEDS_MAPPING = "needs_mapping", _("columns to confirm")
        NEEDS_NAMES = "needs_names", _("names to confirm")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    kind = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    boundary_set = models.ForeignKey(BoundarySet, null=True, on_delete=models.PROTECT)
    series = models.CharField(max_length=40, default="main")
    period_start = models.DateField()
    period_end = models.DateField()
    period_label = models.CharField(max_length=40)
    # folder below MEDIA_ROOT: original file, checked and error tables, error workbook
    folder = models.CharField(max_length=80, unique=True)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=14, choices=State.choices, default=State.RECEIVED)
    # guesses of the reader (data.reading.layout.Guess as JSON), then what a person chose
    guess = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    # what the checks found: counts, errors per column and rule, areas (data/checking.py)
    report = models.JSONField(default=dict)
    definition = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    # made by this program (load_demo): pages that use it say so
    is_demo = models.BooleanField(default=False)
    accept_good_rows = models.BooleanField(default=False)
    prepared_against = models.ForeignKey(
        "data.Edition", null=True, on_delete=models.SET_NULL, related_name="prepared"
    )
    message = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)
    # rows, contacts and file were deleted for good (data/purging.py): no edition may list it again
    rows_purged_at = models.DateTimeField(null=True)

    objects: Any = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sha256"], name="dataset_sha256")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.period_label})"

    @property
    def directory(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.folder

    @property
    def original(self) -> Path:
        return self.directory / "original"

    @property
    def is_under_way(self) -> bool:
        return self.state not in (self.State.READY, self.State.FAILED, self.State.DISCARDED)


class HeaderMapping(models.Model):
    """Which header meant which column, last time: offered for the next file of this kind and region."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    header_key = models.CharField(max_length=200)
    column = models.CharField(max_length=60)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["header_key"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "header_key"], name="header_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.header_key} → {self.column}"
