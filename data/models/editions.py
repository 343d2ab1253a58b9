"""What the pages show. Immutable: every change makes a new edition, so every past state can be shown."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.models import BoundarySet, Region

from .datasets import Dataset


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> "EditionQuerySet":
        return self.filter(is_current=True)


class Edition(models.Model):
    class Subject(models.TextChoices):
        MARKET = "market", _("MSMEs")
        POPULATION = "population", _("population")
        AREA_FACTS = "area_facts", _("area facts")
        OUTLINES = "outlines", _("outlines")
        SURVEY = "survey", _("survey")
        TRANSACTIONS = "transactions", _("transactions")
        CUSTOMER_TABLE = "customer_table", _("customer table")

    class Action(models.TextChoices):
        REPLACE = "replace", _("replaced")
        ADD = "add", _("added to")
        WITHDRAW = "withdraw", _("withdrawn")
        UNDO = "undo", _("undone")

    subject = models.CharField(max_length=20, choices=Subject.choices)
    series = models.CharField(max_length=40, default="main")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT)
    period_start = models.DateField()
    period_end = models.DateField()
    period_label = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    datasets = models.ManyToManyField(Dataset, related_name="editions")
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    action = models.CharField(max_length=10, choices=Action.choices)
    is_current = models.BooleanField(default=False)
    # duplicates across files, what the sources lack, the law of the size classes (data/building.py)
    notes = models.JSONField(default=dict)
    definition = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: Any = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "series", "region", "period_start", "period_end"],
                condition=Q(is_current=True),
                name="edition_one_current",
            ),
            models.UniqueConstraint(
                fields=["subject", "series", "region", "period_start", "period_end", "number"],
                name="edition_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.period_label} ({self.number})"

    @property
    def lacks(self) -> list[str]:
        """What the sources cannot tell: 'turnover', 'enterprises'."""
        return list(self.notes.get("lacks", []))
