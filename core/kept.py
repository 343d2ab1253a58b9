"""Results that people keep under a name, delete, and may bring back."""

from typing import Any

from django.conf import settings
from django.db import models


class Kept(models.Manager[Any]):
    """Without the deleted ones (`deleted_at`): they are on no list and hold no file."""

    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(deleted_at=None)


class KeptResult(models.Model):
    """A result as it was found: what was asked and what came out. Only its deletion ever changes."""

    name = models.CharField(max_length=120)
    params = models.JSONField()
    result = models.JSONField()
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    objects: Any = Kept()
    with_deleted: Any = models.Manager()

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
