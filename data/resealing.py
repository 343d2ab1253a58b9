"""Encrypts every contact anew after a change of CONTACT_KEY, with the hashes that are made of the same key.

May be stopped at any moment and run again: what today's key sealed is left alone.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from accounts.events import record
from data import contacts, erasing, key_change
from data.duplicates import duplicate_key
from data.editions import Refused
from data.importing import back_to
from data.kinds import kind
from data.models import Contact, Dataset, MarketRow

State = Dataset.State
BATCH = 2_000  # contacts per transaction: SQLite's one writer is held for less than a second
PLACE = ("pk", "sheet", "row_number")
CHANGED = ("secret", *(f"{purpose}_hash" for purpose in contacts.HASHED))
SAME_ID = gettext_noop(
    "By chance the new key cannot be told from an old one. Make another CONTACT_KEY and begin again."
)
BUSY = gettext_noop("“%(file)s” is being read or imported. Wait until that is done, then begin again.")
UNKNOWN_KEY = gettext_noop(
    "%(n)s contacts were sealed with a key that is not here. Put it into CONTACT_KEYS_BEFORE and begin again."
)


def waiting() -> int:
    """How many contacts another key sealed."""
    return key_change.waiting().count()


def reseal(at: Callable[[int], None] = lambda done: None) -> int:
    """Seal all contacts with today's key; returns how many. at: is told how many are done.

    Erasures are carried out again before and after: a restored backup may hold people of both keys.
    """
    _check()
    erasing.reapply()
    for dataset in Dataset.objects.filter(state=State.CHECKED):
        back_to(dataset, State.NEEDS_MAPPING, None)  # its checked rows carry hashes of the old key
    done, unknown = 0, 0
    for dataset in Dataset.objects.filter(pk__in=Contact.objects.order_by().values("dataset").distinct()):
        for part in _parts(dataset):
            sealed = _reseal(dataset, part)
            done, unknown = done + sealed, unknown + len(part) - sealed
            at(done)
    if done:
        record(None, "contacts_resealed", rows=done)
    if unknown:
        raise Refused(UNKNOWN_KEY, n=unknown)
    erasing.reapply()
    return done


def _check() -> None:
    if contacts.is_mistakable():
        raise Refused(SAME_ID)
    busy = Dataset.objects.filter(state__in=(State.READING, State.IMPORTING)).first()
    if busy is not None:
        raise Refused(BUSY, file=busy.file_name)


def _parts(dataset: Dataset) -> Iterator[list[Contact]]:
    """The dataset's contacts of another key, in parts."""
    last = 0
    while part := list(Contact.objects.filter(dataset=dataset, pk__gt=last).order_by("pk")[:BATCH]):
        last = part[-1].pk
        if stale := [one for one in part if not contacts.is_current(one)]:
            yield stale


def _reseal(dataset: Dataset, part: list[Contact]) -> int:
    """Write these contacts and the keys of their rows anew; how many could be opened."""
    opened = pd.DataFrame([_opened(one) for one in part if contacts.can_open(one)])
    if opened.empty:
        return 0
    with transaction.atomic():
        for sheet in sorted(set(opened["sheet"])):
            rows = opened[opened["sheet"] == sheet]
            # whatever they hold, also what a survey's respondents wrote: the old secrets are overwritten
            columns = {str(name): rows[name] for name in rows if name not in PLACE}
            sealed = contacts.seal(dataset.pk, sheet, rows["row_number"], columns)
            _update(Contact, CHANGED, sealed[list(CHANGED)], rows["pk"])
        _renew_duplicate_keys(dataset, opened)
    return len(opened)


def _opened(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in PLACE} | contacts.open_contact(contact)


def _renew_duplicate_keys(dataset: Dataset, opened: pd.DataFrame) -> None:
    """The keys that tell an enterprise again in another file are hashes too."""
    rows = MarketRow.objects.filter(
        dataset=dataset, duplicate_key__isnull=False, row_number__in=opened["row_number"].tolist()
    )
    fields = (*PLACE, "area_id")
    table = pd.DataFrame.from_records(list(rows.values_list(*fields)), columns=list(fields))
    table = table.merge(opened.drop(columns="pk"), on=["sheet", "row_number"])
    if len(table):
        keys = duplicate_key(kind(dataset.kind).duplicate_keys, table)
        _update(MarketRow, ("duplicate_key",), keys.to_frame(), table["pk"])


def _update(
    model: type[Model], columns: tuple[str, ...], values: pd.DataFrame, ids: "pd.Series[Any]"
) -> None:
    """One statement per row, sent together."""
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    cells = values.astype(object).where(values.notna(), None)
    lines = [(*line, pk) for line, pk in zip(cells.itertuples(index=False, name=None), ids, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s",  # noqa: S608 – our names only
            lines,
        )
