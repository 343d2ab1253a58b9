"""Names and telephone numbers of many customers, for a file of the list: each once, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from data.contacts import Unopenable, open_contact
from data.models import Contact, Edition
from data.phones import phones

from ..rows import PLACE, datasets, places_of

# rows that one statement asks for
BATCH = 500
# rows of a range that the database hands over at once
RANGE = 1_000
HASHES = ("name_hash", "phone_hash")
FIELDS = ("dataset_id", "sheet", "row_number", "secret", *HASHES)


class Sealed(NamedTuple):
    """A contact as it is held: of a million, a model's object each would take a minute longer."""

    dataset_id: int
    sheet: int
    row_number: int
    secret: bytes
    name_hash: int | None
    phone_hash: int | None


@dataclass
class Person:
    """Who stands under a customer's number. is_sealed: a contact that this server has no key for."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    is_sealed: bool = False


@dataclass
class _Seen:
    """What contacts of one customer say, by the hashes of both: the same one is opened once."""

    said: dict[tuple[int | None, int | None], tuple[str, str]] = field(default_factory=dict)
    is_sealed: bool = False

    def add(self, contact: Sealed) -> None:
        key = (contact.name_hash, contact.phone_hash)
        if key in self.said and any(key):
            # it goes to the end, where the newest is
            self.said[key] = self.said.pop(key)
            return
        try:
            opened = open_contact(contact)
        except Unopenable:
            self.is_sealed = True
            return
        self.said.pop(key, None)
        self.said[key] = (opened.get("owner_name", ""), opened.get("phone", ""))

    def person(self) -> Person:
        names: dict[str, None] = {}
        numbers: dict[str, None] = {}
        for name, phone in reversed(self.said.values()):
            if name:
                names.setdefault(name)
            for one in phones(phone):
                numbers.setdefault(one.local)
        return Person(tuple(names), tuple(numbers), self.is_sealed)


def any_people(editions: Iterable[Edition]) -> bool:
    """Whether the files hold anybody's name or number at all."""
    return bool(Contact.objects.filter(dataset__in=datasets(editions)).order_by().exists())


def held(editions: Iterable[Edition], customers: Sequence[str]) -> dict[str, bool]:
    """Customer → whether a number is held, of those of whom the files hold anything; nothing is opened."""
    found: dict[str, bool] = {}
    for customer, contact in _contacts(places_of(editions, customers)):
        has_phone = contact.phone_hash is not None
        if has_phone or contact.name_hash is not None:
            found[customer] = found.get(customer, False) or has_phone
    return found


def people_of(editions: Iterable[Edition], customers: Sequence[str]) -> dict[str, Person]:
    """Customer → who it is, of those of whom the files say anything."""
    return opened(_contacts(places_of(editions, customers)))


def opened(contacts: Iterable[tuple[str, Sealed]]) -> dict[str, Person]:
    """Customer → who it is, by their contacts, the oldest first."""
    seen: dict[str, _Seen] = {}
    for customer, contact in contacts:
        seen.setdefault(customer, _Seen()).add(contact)
    return {customer: one.person() for customer, one in seen.items()}


def of_rows(dataset: int, sheet: int, first: int, last: int) -> pd.DataFrame:
    """The contacts of rows from one number to another of a sheet: FIELDS without the file, in their order."""
    found = Contact.objects.filter(dataset=dataset, sheet=sheet, row_number__gte=first, row_number__lte=last)
    values = found.order_by("row_number").values_list(*FIELDS[1:])
    table = pd.DataFrame.from_records(list(values.iterator(RANGE)), columns=list(FIELDS[1:]))
    return table.astype(dict.fromkeys(HASHES, "Int64"))


def _contacts(rows: pd.DataFrame) -> Iterator[tuple[str, Sealed]]:
    """(customer, contact) by files and rows, the oldest first; not one of them is kept in memory."""
    for dataset in sorted(set(rows["dataset"])):
        of_file = rows[rows["dataset"] == dataset]
        for start in range(0, len(of_file), BATCH):
            part = of_file.iloc[start : start + BATCH]
            whose = dict(
                zip(part[list(PLACE)].itertuples(index=False, name=None), part["customer"], strict=True)
            )
            numbers = part["row_number"].tolist()
            found = Contact.objects.filter(dataset=dataset, row_number__in=numbers)
            for values in found.order_by("sheet", "row_number").values_list(*FIELDS).iterator(BATCH):
                if values[:3] in whose:
                    yield whose[values[:3]], Sealed(*values)
