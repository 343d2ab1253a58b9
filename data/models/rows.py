"""Rows belong to datasets. Foreign keys have no index of their own: one composite index serves all
(stack.md, What bites 12: four foreign-key indexes made 1 M rows 9.3 s instead of 7.0 s)."""

from django.db import models

from areas.models import Area

from .categories import Category, SizeClass
from .datasets import Dataset


class MarketRow(models.Model):
    """One enterprise of a register (n = 1), or one line of a table of counts (n enterprises)."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, db_index=False)
    sheet = models.PositiveSmallIntegerField()
    row_number = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, db_index=False)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, db_index=False)
    size_class = models.PositiveSmallIntegerField(choices=SizeClass.choices)
    n = models.PositiveIntegerField(default=1)
    turnover = models.BigIntegerField(null=True)
    employees = models.PositiveIntegerField(null=True)
    start_year = models.PositiveSmallIntegerField(null=True)
    # keyed hash of what makes an enterprise the same across files; null where the row cannot tell
    duplicate_key = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["dataset", "area", "sheet", "row_number"]
        indexes = [models.Index(fields=["dataset", "area"], name="market_row_place")]


class FigureRow(models.Model):
    """One figure of one area as a file stated it: residents, km2, distance_km …"""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, db_index=False)
    sheet = models.PositiveSmallIntegerField()
    row_number = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        ordering = ["dataset", "area", "sheet", "row_number", "name"]
        indexes = [models.Index(fields=["dataset", "area"], name="figure_row_place")]


class OutlineRow(models.Model):
    """The border of one area, normalised GeoJSON in WGS84 (analysis/outlines.py)."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, db_index=False)
    sheet = models.PositiveSmallIntegerField()
    row_number = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, db_index=False)
    geometry = models.JSONField()

    class Meta:
        ordering = ["dataset", "area"]
        indexes = [models.Index(fields=["dataset", "area"], name="outline_row_place")]
