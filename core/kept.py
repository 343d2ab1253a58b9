"""Records that people delete and may bring back."""

from typing import Any

from django.db import models


class Kept(models.Manager[Any]):
    """Without the deleted ones (`deleted_at`): they are on no list and hold no file."""

    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(deleted_at=None)
