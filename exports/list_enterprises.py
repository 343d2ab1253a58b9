"""The list of enterprises as a source of files: which rows, which columns, what is said of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.queries import few_names, work_areas
from core.figures import Column
from core.pages import SALES
from dashboard import enterprises as content
from dashboard.area_forms import ListForm, joined
from data.content import Empty
from data.listing import Line, Listing
from data.market import Market
from data.market_words import edition_words, filter_words, listed
from data.models import SizeClass
from data.phones import phones

from .lists import Facts, Parts


@dataclass(frozen=True)
class Enterprises:
    """A list as an address asks for it, for one person: `form` is the page's filter, cleaned."""

    form: ListForm
    market: Market
    listing: Listing

    @property
    def n(self) -> int:
        return self.listing.found

    @property
    def has_contacts(self) -> bool:
        """Whether the role reads them, and the data are no mere counts."""
        return self.listing.reads and not content.is_counts(self.listing.edition)

    @property
    def is_personal(self) -> bool:
        """What was looked for may be somebody's name."""
        return bool(self.listing.text)

    @property
    def is_demo(self) -> bool:
        return self.market.is_demo

    @property
    def zone(self) -> str:
        return str(self.market.scope.region.time_zone)

    @property
    def heading(self) -> str:
        return content.heading(self.market, self.listing)

    @property
    def areas(self) -> str:
        """The areas it is limited to, in words: chosen ones, else those that the person works in."""
        return self._areas or _("all")

    @property
    def _areas(self) -> str:
        found = [name for area, name in self.market.names.items() if area in self.market.params.area]
        if not found and self.listing.user.role == SALES:
            of_set = work_areas(self.listing.user).filter(boundary_set=self.listing.edition.boundary_set)
            found = list(of_set.order_by("name").values_list("name", flat=True))
        return listed(found)

    @property
    def fields(self) -> str:
        """Chosen business fields and sizes in words."""
        return filter_words(self.market) or _("none")

    @property
    def chosen(self) -> Facts:
        text = self.listing.text
        return (
            (_("Areas"), self.areas),
            # beside areas, which are a filter too, "none" would deny them
            (_("Other filters") if self._areas else _("Filter"), self.fields),
            *([(_("With the text"), _("“%(text)s”") % {"text": text})] if text else []),
        )

    @property
    def data(self) -> str:
        """Region, edition and borders."""
        return f"{self.market.scope.region.name} · {edition_words(self.market)}"

    @property
    def about(self) -> Mapping[str, Any]:
        return {
            "edition": self.listing.edition.pk, "areas": self.areas, "filters": self.fields,
            "searched": bool(self.listing.text),
        }  # fmt: skip

    @property
    def cautions(self) -> list[str]:
        listing = self.listing
        return [
            *content.about_edition(listing.edition),
            *content.beyond(self.market, listing),
            *content.not_searched(listing),
        ]

    @property
    def notices(self) -> list[str]:
        listing = self.listing
        return [
            *self.form.notices,
            *content.beyond(self.market, listing),
            *content.not_searched(listing),
        ]

    @property
    def empty(self) -> Empty | None:
        return content.empty(self.market, self.listing)

    @property
    def edition_line(self) -> str:
        return content.edition_line(self.listing.edition)

    @property
    def back(self) -> str:
        query, text = self.market.params.query(), self.listing.text
        return reverse("enterprises") + (joined(query, urlencode({"q": text})) if text else query)

    @property
    def name(self) -> list[str]:
        edition = self.listing.edition
        areas = few_names(self.market.params.area)
        return [_("enterprises"), edition.region.name, *areas, edition.period_label]

    def columns(self, with_contacts: bool) -> tuple[Column, ...]:
        """People first, where they are in it; numbers of identity and turnover never are (decision 24)."""
        people = (
            Column("name", _("Business name")),
            Column("owner", _("Owner")),
            Column("address", _("Address")),
            Column("phone", _("Telephone")),
        )
        places = (
            Column("district", _("Sub-district")),
            Column("village", _("Village")),
            Column("category", _("Business field")),
            Column("size", _("Size")),
        )
        is_counts = content.is_counts(self.listing.edition)
        counted = (Column("n", _("MSMEs"), "integer"),) if is_counts else ()
        origin = (
            Column("row", _("Row in the file"), "integer"),
            Column("sheet", _("Sheet")),
            Column("file", _("File")),
        )
        return (*(people if with_contacts else ()), *places, *counted, *origin)

    def readers(self) -> Mapping[str, Callable[[Line], Any]]:
        """Words of ours are looked up once, not in a million rows."""
        no_key, not_stated = _("this server has no key to the name"), _("not stated")
        sizes = {value: str(label) for value, label in SizeClass.choices}
        return {
            "name": lambda line: no_key if line.is_sealed else line.name,
            "owner": lambda line: line.contact.get("owner_name", ""),
            "address": lambda line: line.address,
            "phone": lambda line: " / ".join(one.local for one in phones(line.contact.get("phone", ""))),
            "district": lambda line: line.district,
            "village": lambda line: line.village,
            "category": lambda line: str(line.row.category) if line.row.category_id else not_stated,
            "size": lambda line: sizes[line.row.size_class],
            "n": lambda line: line.row.n,
            "row": lambda line: line.row.row_number,
            "sheet": _sheet,
            "file": lambda line: line.row.dataset.file_name,
        }

    def parts(self, with_contacts: bool) -> Parts:
        return self.listing.parts(with_contacts)

    def carry(self, request: Any) -> None:
        request.filters_found = self.form.carried()


def _sheet(line: Line) -> str:
    names = line.row.dataset.layout.get("sheets") or []
    return str(names[line.row.sheet]) if line.row.sheet < len(names) else ""


@contextmanager
def again(query: QueryDict, user: Any, about: Mapping[str, Any]) -> Iterator[Enterprises | None]:
    """The same list to be written, of the edition that it was asked for of; None where that is gone."""
    of_edition = query.copy()
    of_edition["edition"] = str(about["edition"])
    found = asked(of_edition, user)
    yield found if found and found.listing.edition.pk == about["edition"] else None


def asked(query: QueryDict, user: Any) -> Enterprises | None:
    """The list of the page of enterprises under a query; None where there are no data at all."""
    request: Any = HttpRequest()  # all that the form reads of one
    request.GET, request.user = query, user
    form = ListForm(request)
    if form.scope is None:
        return None
    params = form.params()
    listing = Listing(form.scope.edition, user, params, form.scope.tree, form.text)
    return Enterprises(form, Market(form.scope, params), listing)
