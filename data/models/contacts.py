"""The people behind the rows, encrypted and apart (design.md, People behind the rows)."""

from django.conf import settings
from django.db import models

from .datasets import Dataset


class Contact(models.Model):
    """Names, phones, addresses and identifiers of one row; `secret` is encrypted JSON (data/contacts.py).

    The keyed hashes find a person without opening every row; they are searched seldom, by a scan.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, db_index=False)
    sheet = models.PositiveSmallIntegerField()
    row_number = models.PositiveIntegerField()
    secret = models.BinaryField()
    name_hash = models.BigIntegerField(null=True)
    phone_hash = models.BigIntegerField(null=True)
    nik_hash = models.BigIntegerField(null=True)
    nib_hash = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["dataset", "sheet", "row_number"]
        indexes = [models.Index(fields=["dataset", "row_number"], name="contact_place")]


class Erasure(models.Model):
    """A person's data was erased. The hashes let the erasure be applied again after a restore."""

    name_hash = models.BigIntegerField(null=True)
    phone_hash = models.BigIntegerField(null=True)
    nik_hash = models.BigIntegerField(null=True)
    nib_hash = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    contacts = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
