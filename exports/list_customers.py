"""The list of a shop's customers as a source of files: which rows, which columns, what is said of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from analysis.refusal import Refusal
from core import formats, memory
from core.figures import Column
from customers.engine import spill_directory
from customers.queries import Shop
from customers.rows import datasets
from customers.shop import counted_file, customer_log, list_content, list_on_disk, listing
from customers.shop.facts import Facts as Segments
from customers.shop.facts import FactsInParts, facts, in_parts
from customers.shop.list_form import CustomerListForm, only_words, order_words
from customers.shop.list_on_disk import DiskList
from customers.shop.people_of import Person, any_people, opened
from customers.words import change_words, edition_words, shop_name
from data.content import Empty
from data.listing import may_read
from data.market_words import listed
from data.models import Edition

from .lists import Facts, Parts

NUMBERS = ("usual", "frequency", "monetary", "recency", "gap", "overdue", "border")
# lines of which the rights are looked at once
PART = 2_000


Batch = tuple[pd.DataFrame, Mapping[str, Person]]


@dataclass(frozen=True)
class Line:
    """One customer: number, what the list knows of them (customers.list_on_disk), who it is."""

    number: str
    row: Mapping[Any, Any]
    person: Person


@dataclass(frozen=True, eq=False)
class Customers:
    """A list as an address asks for it, for one person: `form` is the page's filter, cleaned.

    n_worth, n_gone: those worth a call, and who may be tried once; on_disk: the list itself, for who writes
    it.
    """

    form: CustomerListForm
    known: Segments | FactsInParts
    asked: listing.Asked
    n: int
    n_worth: int
    n_gone: int
    on_disk: DiskList | None = None

    @property
    def editions(self) -> tuple[Edition, ...]:
        shop = self.form.reader.shop
        return shop.editions if shop is not None else ()

    @cached_property
    def has_contacts(self) -> bool:
        """Whether the role reads names and numbers, and the files hold any."""
        return may_read(self.form.reader.user) and any_people(self.editions)

    @property
    def is_personal(self) -> bool:
        """Every line is about one person, also by number alone."""
        return True

    @property
    def is_demo(self) -> bool:
        shop = self.form.reader.shop
        return bool(shop and shop.is_demo)

    @property
    def zone(self) -> str:
        return str(self.editions[0].region.time_zone)

    @property
    def heading(self) -> str:
        return list_content.heading(self.n, self.n_worth, self.n_gone)

    @property
    def chosen(self) -> Facts:
        asked, segments = self.asked, self.known.segments
        other = [str(chip.label) for chip in self.form.chips()]
        return (
            (_("Segment"), segments[asked.segment].name if asked.segment is not None else _("all")),
            *([(_("Calls"), only_words(asked.only))] if asked.only else []),
            *([(_("Movement"), self._movement)] if self._movement else []),
            *([(_("With the text"), _("“%(text)s”") % {"text": asked.text})] if asked.text else []),
            (_("Order"), order_words(asked.order)),
            (_("Other filters"), listed(other) or _("none")),
        )

    @property
    def _movement(self) -> str:
        """ "fell · before: Core customers · since 1 April 2023"."""
        asked = self.asked
        if asked.earlier is None or not asked.is_of_a_move:
            return ""
        said = [change_words(asked.change)] if asked.change else []
        said += [self.form.was_words(asked)] if asked.was is not None else []
        return " · ".join([*said, _("since %(day)s") % {"day": formats.date(asked.earlier)}])

    @property
    def data(self) -> str:
        """Region, shop, periods and the reference date."""
        until = _("until %(day)s") % {"day": formats.date(self.form.reader.reference)}
        shop = shop_name(self.editions[0].series)
        return " · ".join([self.editions[0].region.name, shop, edition_words(self.editions), until])

    @property
    def about(self) -> Mapping[str, Any]:
        return {
            "editions": [one.pk for one in self.editions], "shop": self.editions[0].series,
            "until": self.form.reader.reference.isoformat(),
            "filters": " · ".join(words for what, words in self.chosen if what != _("With the text")),
            "searched": bool(self.asked.text),
        }  # fmt: skip

    @property
    def cautions(self) -> list[str]:
        old, past = list_content.old_files(self.form.reader), ""
        if not all(one.is_current for one in self.editions):
            past = _("This is a past state of these data: they have been replaced or withdrawn since.")
        # as that two files hold the same days, so that a purchase may count twice
        return [str(text) for text in (past, *self.form.notices, old) if text]

    @property
    def notices(self) -> list[str]:
        return list(self.form.notices)

    @property
    def empty(self) -> Empty | None:
        if self.n:
            return None
        text = _("Nobody fits these choices. Remove one of them above the list.")
        return Empty(_("No customers"), text)

    @property
    def edition_line(self) -> str:
        return f"{self.editions[0].region.name} · {shop_name(self.editions[0].series)}"

    @property
    def back(self) -> str:
        return f"{reverse('customer_list')}?{self.form.reader.query.urlencode()}"

    @property
    def name(self) -> list[str]:
        """Never a segment's name: people call them as they like."""
        return [_("customers"), self.editions[0].region.name, shop_name(self.editions[0].series)]

    def columns(self, with_contacts: bool) -> tuple[Column, ...]:
        people = (Column("name", _("Name")), Column("phone", _("Telephone")))
        move = (Column("was", _("Segment before")), Column("change", _("Change")))
        return (
            Column("customer", _("Customer")),
            *(people if with_contacts else ()),
            Column("segment", _("Segment")),
            *(move if self.asked.is_of_a_move else ()),
            Column("call", _("Worth a call")),
            Column("usual", _("Usual purchase"), "number", decimals=0),
            Column("frequency", _("Purchases"), "integer"),
            Column("monetary", _("Money"), "number", decimals=0),
            Column("first", _("First purchase")),
            Column("last", _("Last purchase")),
            Column("recency", _("Days since the last purchase"), "integer"),
            Column("gap", _("Usual gap in days"), "number", decimals=1),
            Column("overdue", _("Gaps since the last purchase"), "number", decimals=1),
            Column("border", _("From the border"), "share", decimals=0),
            Column("next", _("Next segment")),
        )

    def readers(self) -> Mapping[str, Callable[[Line], Any]]:
        """Words are looked up once, not in a million rows."""
        names = {place: one.name for place, one in self.known.segments.items()}
        before = names | {-1: _("not there yet")}
        yes, once, no_key = _("yes"), _("try once"), _("this server has no key to the name")
        return {
            "customer": lambda line: line.number,
            "name": lambda line: no_key if line.person.is_sealed else ", ".join(line.person.names),
            "phone": lambda line: " / ".join(line.person.phones),
            "segment": lambda line: names[int(line.row["segment"])],
            "was": lambda line: before[int(line.row["before"])],
            "change": lambda line: change_words(line.row["change"]),
            "call": lambda line: yes if line.row["call"] > 0 else once if line.row["once"] > 0 else "",
            "first": lambda line: line.row["first_day"].date(),
            "last": lambda line: line.row["last_day"].date(),
            "next": lambda line: names[int(line.row["next"])],
            **{key: _value(key) for key in NUMBERS},
        }

    def parts(self, with_contacts: bool) -> Parts:
        for batch, people in self._with_people() if with_contacts else self._alone():
            for start in range(0, len(batch), PART):
                yield list(self._lines(batch.iloc[start : start + PART], people))

    def _alone(self) -> Iterator[Batch]:
        assert self.on_disk is not None
        return ((batch, {}) for batch in self.on_disk.parts())

    def _with_people(self) -> Iterator[Batch]:
        assert self.on_disk is not None
        people = self.on_disk.sealed(datasets(self.editions))
        memory.give_back()
        for batch in self.on_disk.parts():
            yield batch, opened(people.of(batch.index.tolist()))

    def _lines(self, part: pd.DataFrame, people: Mapping[str, Person]) -> Iterator[Line]:
        nobody = Person()
        for number, row in zip(part.index.tolist(), part.to_dict("records"), strict=True):
            yield Line(number, row, people.get(number, nobody))

    def carry(self, request: Any) -> None:
        """Pages on customers carry their address as it is."""


def _value(key: str) -> Callable[[Line], Any]:
    return lambda line: line.row[key]


def asked(query: QueryDict, user: Any) -> Customers | None:
    """The list of the page of customers under a query; None where there is no shop, or nobody to group."""
    form = form_of(query, user)
    if form.reader.shop is None:
        return None
    try:
        known = facts(form.reader)
    except Refusal:
        return None
    wanted = form.asked(known.segments)
    rows = listing.chosen(known, wanted)
    if wanted.text and form.reads_names:  # the number of rows tells how many of that name there are
        customer_log.searched(form.reader, wanted)
    return Customers(
        form, known, wanted, len(rows), list_content.worth(rows), list_content.gone(rows)
    )  # fmt: skip


@contextmanager
def again(query: QueryDict, user: Any, about: Mapping[str, Any]) -> Iterator[Customers | None]:
    """The same list to be written, of the editions that it was asked for of; None where one is gone.

    Raises Refusal where nobody can be grouped, CannotRead where the rows cannot be read or counted now.
    """
    form = form_of(query, user, _editions(about))
    shop = form.reader.shop
    if shop is None or [one.pk for one in shop.editions] != about["editions"]:
        yield None
        return
    with _on_disk(form, shop) as found:
        yield found


@contextmanager
def _on_disk(form: CustomerListForm, shop: Shop) -> Iterator[Customers]:
    reader = form.reader
    with (
        memory.frugal(),
        counted_file.opened(shop, reader.reference, reader.params.rules) as file,
        TemporaryDirectory(dir=spill_directory()) as folder,
    ):
        known = in_parts(reader, file)
        wanted = form.asked(known.segments)
        memory.give_back()
        with closing(list_on_disk.make(known, wanted, Path(folder))) as found:
            memory.give_back()
            yield Customers(form, known, wanted, found.n, found.n_worth, found.n_gone, found)


def form_of(query: QueryDict, user: Any, editions: list[Edition] | None = None) -> CustomerListForm:
    """The filter of the page under a query; editions: those whose shop it is, instead of the current ones."""
    request: Any = HttpRequest()  # all that the form reads of one
    request.GET, request.user = query, user
    return CustomerListForm(request, editions)


def _editions(about: Mapping[str, Any]) -> list[Edition]:
    """In the order that they had, the newest period first; none of which rows were deleted for good: what was
    counted from them may still be in memory."""
    whole = Edition.objects.exclude(datasets__rows_purged_at__isnull=False)
    found = whole.select_related("region", "boundary_set").in_bulk(about["editions"])
    return [found[pk] for pk in about["editions"] if pk in found]
