"""Business categories and size classes, and the spellings confirmed for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Region


class SizeClass(models.IntegerChoices):
    """Codes shared with analysis.size_classes."""

    UNKNOWN = 0, _("not stated")
    MICRO = 1, _("micro")
    SMALL = 2, _("small")
    MEDIUM = 3, _("medium")
    LARGE = 4, _("large")


class Category(models.Model):
    """A field of business in one region's scheme."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="categories")
    scheme = models.CharField(max_length=20, default="local")
    revision = models.PositiveSmallIntegerField(default=1)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=160)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["region", "scheme", "key"], name="category_name")]

    def __str__(self) -> str:
        return self.name


class CategoryAlias(models.Model):
    """A spelling confirmed once for a category."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=200)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="aliases")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="category_alias_once")]

    def __str__(self) -> str:
        return self.text


class SizeAlias(models.Model):
    """A stated size label confirmed once, where the words alone do not tell."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=200)
    size_class = models.PositiveSmallIntegerField(choices=SizeClass.choices)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="size_alias_once")]

    def __str__(self) -> str:
        return self.text
