"""The address of a saved view: a page of the menu with those of its filters that pages know.

Whatever else an address may say (another site, a key, a text that was searched for) is not stored.
"""

from dataclasses import dataclass, fields
from urllib.parse import SplitResult, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from core import pages
from core.context import NOT_CARRIED
from core.pages import Page, own_parameters
from data.params import MarketParams

LONGEST = 2000
MOST_VALUES = 200
# the order of a table is part of what was looked at
SHOWN_BY = frozenset({"sort", "table"})
# reading one of these is written down as an opening of personal data, so only its filter is read
LOGGED = frozenset({"enterprises", "survey_written"})


class NoView(Exception):
    """Why an address cannot be saved; its text is shown to the person."""


@dataclass(frozen=True)
class Address:
    """page: its row in the menu; path: without query; query: what is left of it, cleaned."""

    page: Page
    path: str
    query: QueryDict

    def __str__(self) -> str:
        return f"{self.path}?{self.query.urlencode()}" if self.query else self.path

    @property
    def can_be_mailed(self) -> bool:
        """Whether it can be read as values, and holds no list of people."""
        return self.page.in_report or self.page.name == "card"

    def without(self, *names: str) -> "Address":
        query = self.query.copy()
        for name in names:
            query.pop(name, None)
        return Address(self.page, self.path, query)


def cleaned(text: str) -> Address:
    """The address that a text names. Raises NoView for anything but a page of ours that can be saved."""
    if len(text) > LONGEST:
        raise NoView(_("This address is too long to be saved. Remove some of its filters, then try again."))
    parts = _parts(text)
    try:
        name = resolve(parts.path).url_name
    except Resolver404 as problem:
        raise NoView(_no_page()) from problem
    page = next((one for one in pages.all_pages() if one.name == name and one.section != "share"), None)
    if page is None:
        raise NoView(_no_page())
    return Address(page, parts.path, _known(page, parts.query))


def _parts(text: str) -> SplitResult:
    # a browser takes "\" for "/", and drops line breaks and tabs: none of them is in an address of ours
    is_path = text.startswith("/") and not text.startswith("//") and "\\" not in text
    if not is_path or not text.isprintable():
        raise NoView(_no_page())
    return urlsplit(text)


def _known(page: Page, text: str) -> QueryDict:
    """The parameters of the address that pages know: nothing else is kept, whatever it is called."""
    market = (
        {field.name for field in fields(MarketParams)} | own_parameters() if page.keeps_filters else set()
    )
    names = (market | set(page.parameters) | SHOWN_BY) - (NOT_CARRIED - SHOWN_BY)
    try:
        asked = QueryDict(text)
    except (ValueError, UnicodeError) as problem:
        raise NoView(_no_page()) from problem
    found = QueryDict(mutable=True)
    for name, values in asked.lists():
        kept = [value for value in values if value and value.isprintable()]
        if name in names and kept:
            found.setlist(name, kept)
    if sum(len(values) for _name, values in found.lists()) > MOST_VALUES:
        raise NoView(_("This address has too many filters to be saved. Remove some, then try again."))
    return found


def _no_page() -> str:
    return _(
        "Only pages of this site can be saved. Open one, choose its filters, and use its button “Export”."
    )
