"""What a list of customers is asked for: an address that is never an error."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.figures import Chip
from core.shown import PageRequest
from data.listing import may_read
from data.models import Edition
from data.paging import Paged, searched

from ..naming import Segment
from ..words import change_words
from . import name_search
from .forms import CustomerForm
from .listing import ONLY, ORDERS, Asked, is_change
from .scope import CustomerReader

OWN = ("segment", "q", "order", "was", "change", "earlier", "only")
# what pages on one customer carry along for the way back
CARRIED = (*OWN, "page")


def order_words(order: str) -> str:
    """An order of the list in words."""
    return {
        "call": _("worth a call first"), "money": _("most money first"), "often": _("most often first"),
        "lately": _("last bought first"), "overdue": _("most overdue first"),
        "border": _("nearest the border first"),
    }[order]  # fmt: skip


def only_words(only: str) -> str:
    """A part of the list in words."""
    return {"call": _("worth a call"), "once": _("try once")}[only]


class CustomerListForm(CustomerForm, Paged):
    """The plain filter with segment, order and a text to look for."""

    k_in_bar = False

    def __init__(self, request: HttpRequest, editions: Iterable[Edition] | None = None) -> None:
        super().__init__(request, OWN, editions=editions)
        self.request = request
        self.read_page(request.GET)
        self.segments: Mapping[int, Segment] = {}
        # a report and the API name nobody, so that nobody is found there by a name
        self.reads_names = may_read(request.user) and not isinstance(request, PageRequest)

    def asked(self, segments: Mapping[int, Segment]) -> Asked:
        """The cleaned choice, among these segments."""
        self.segments = segments
        query = self.reader.query
        order, change, earlier = query.get("order", ""), self.reader.day("change"), self._earlier()
        return Asked(
            text=searched(query),
            named=self._named(searched(query)),
            segment=self._segment("segment", set(segments)),
            # there is no move without a day from which
            was=self._segment("was", {*segments, -1}) if earlier else None,
            change=change if earlier and is_change(change) else "",
            order=order if order in ORDERS else next(iter(ORDERS)),
            earlier=earlier,
            only=query.get("only", "") if query.get("only") in ONLY else "",
        )

    def _named(self, text: str) -> frozenset[str]:
        """Customers whose name holds the text, where the person may read names."""
        if not text or not self.reads_names or self.reader.shop is None:
            return frozenset()
        found = name_search.named(self.reader.shop.editions, text)
        if found.is_whole:
            notice = _("There are too many names to look into each: only a whole name is found.")
            self.notices.append(notice)
        return found.customers

    def days(self, _reader: CustomerReader) -> Iterable[date]:
        """The earlier day, where a move since then is asked for."""
        is_of_a_move = any(self.reader.day(name) for name in ("was", "change"))
        return [day] if is_of_a_move and (day := self._earlier()) else []

    def _segment(self, name: str, known: set[int]) -> int | None:
        # a segment's number means another one in another shop
        asked = self.reader.day(name)
        number = (
            int(asked) if asked.removeprefix("-").isdigit() and asked.isascii() and len(asked) < 4 else None
        )
        if asked and number not in known:
            text = _("There is no such segment any more: all customers are shown.")
            self.notices.append(text)
        return number if number in known else None

    def _earlier(self) -> date | None:
        """The earlier day; None where none is asked for, or it lies outside of the data shown."""
        reader = self.reader
        assert reader.shop is not None
        try:
            day = date.fromisoformat(reader.day("earlier"))
        except ValueError:
            return None
        return day if reader.shop.first_day <= day < reader.reference else None

    def filled(self) -> "CustomerListForm":
        if self.reader.shop is None or "q" in self.fields:
            return self
        super().filled()
        query = self.reader.query
        names: list[tuple[Any, Any]] = [("", _("all"))]
        names += [(place, one.name) for place, one in self.segments.items()]
        self.fields["q"] = forms.CharField(
            label=_("Name or number") if self.reads_names else _("Customer number"),
            initial=searched(query),
            required=False,
        )
        self._choose("segment", _("Segment"), names, self.reader.day("segment"))
        only = [("", _("all")), *((one, only_words(one)) for one in ONLY)]
        self._choose("only", _("Calls"), only, query.get("only", ""))
        orders = [(one, order_words(one)) for one in ORDERS]
        self._choose("order", _("Order"), orders, query.get("order", ""))
        self.order_fields(["q", "only", "segment", "order"])
        return self

    def own_chips(self, asked: Asked) -> list[Chip]:
        """One per choice of the list in use."""
        found = []
        for name, text in (
            ("segment", self.segments[asked.segment].name if asked.segment is not None else ""),
            ("only", only_words(asked.only) if asked.only else ""),
            ("q", asked.text),
            ("was", self.was_words(asked)),
            ("change", change_words(asked.change) if asked.change else ""),
        ):
            if text:
                found.append(Chip(text, self._without(name)))
        return found

    def was_words(self, asked: Asked) -> str:
        """The segment before, where one is asked for."""
        if asked.was is None:
            return ""
        name = self.segments[asked.was].name if asked.was >= 0 else _("not there yet")
        return _("before: %(segment)s") % {"segment": name}

    def _without(self, name: str) -> str:
        query = self.request.GET.copy()
        for one in (name, "page"):
            query.pop(one, None)
        return f"?{query.urlencode()}"
