"""Contacts that another key than today's sealed: their hashes, and the duplicate keys of their rows, compare
with none that were made since, until `manage.py reseal` has run (data/resealing.py)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from core.formats import integer
from data import contacts
from data.models import Contact, Dataset

if TYPE_CHECKING:
    from django.db.models import QuerySet


def waiting(datasets: Iterable[Dataset] | None = None) -> "QuerySet[Contact]":
    """Contacts sealed with another key, of these datasets or of all."""
    sealed = Contact.objects.order_by().annotate(by=Substr("secret", 1, 1, output_field=BinaryField()))
    of_other = sealed.exclude(by=contacts.current_id())
    return of_other if datasets is None else of_other.filter(dataset__in=list(datasets))


def notices() -> list[str]:
    """What an admin is to know while keys are changed. Nothing is looked up where no key was replaced."""
    n = waiting().count() if len(contacts.known_keys()) > 1 else 0
    text = _(
        "%(n)s contacts are still sealed with the key of before. They are found and shown, but files cannot "
        "be added to one another: ask the administrator of this server to run “manage.py reseal”."
    )
    return [text % {"n": integer(n)}] if n else []
