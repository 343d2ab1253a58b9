"""Cells belong to editions, and pages read cells only: their cost does not grow with the register."""

from django.db import models

from areas.models import Area

from .categories import Category, SizeClass
from .editions import Edition


class Cell(models.Model):
    """MSMEs of one area × category × size class. Money is whole rupiah; missing is null, never zero."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, db_index=False)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, db_index=False)
    size_class = models.PositiveSmallIntegerField(choices=SizeClass.choices)
    n = models.PositiveIntegerField()
    n_turnover = models.PositiveIntegerField(default=0)
    turnover_sum = models.BigIntegerField(null=True)
    turnover_min = models.BigIntegerField(null=True)
    turnover_max = models.BigIntegerField(null=True)
    n_employees = models.PositiveIntegerField(default=0)
    employees = models.BigIntegerField(null=True)
    # turnover in 2 % logarithmic bins (analysis/histogram.py)
    histogram = models.BinaryField(default=b"")

    class Meta:
        ordering = ["edition", "area", "category", "size_class"]
        indexes = [models.Index(fields=["edition", "area"], name="cell_place")]


class FigureCell(models.Model):
    """One figure of one area in an edition of population or area facts."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        ordering = ["edition", "area", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "area", "name"], name="figure_cell_once")]
