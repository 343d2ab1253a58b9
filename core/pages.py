"""Collects the pages each app lists in its `pages.py`: for menus, rights and the tests that visit them."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SALES, ANALYST, ADMIN = "sales", "analyst", "admin"
EVERYONE = frozenset({SALES, ANALYST, ADMIN})
ANALYSTS = frozenset({ANALYST, ADMIN})
ADMINS = frozenset({ADMIN})

SECTIONS = {
    "market": _("Market"),
    "survey": _("Survey"),
    "customers": _("Customers"),
    "portfolio": _("Portfolio"),
    "data": _("Data"),
    "share": _("Reports"),
    "help": _("Help"),
}


@dataclass(frozen=True)
class Page:
    """One entry of the menu. `name` is the URL's name; `keeps_filters` carries the market filter along;
    `parameters` are the names in its address that are its own and no part of that filter. `is_last`: behind
    the section's other pages, whatever app lists it. `in_bar`: has a place of its own in a phone's bottom
    bar; `opens_for`: roles for whom it stands for its section there, in place of the first page. `subject`:
    what it is on besides the region ("shop", "table"): a report that is asked for on one page is of those on
    the same. `in_report`: its figures are part of the whole report (exports/), and its numbers can be
    followed to their rows. `has_trail`: they can be followed although it is not part of it."""

    name: str
    title: Any
    section: str
    roles: frozenset[str] = EVERYONE
    keeps_filters: bool = False
    icon: str = ""
    parameters: tuple[str, ...] = ()
    is_last: bool = False
    in_bar: bool = False
    opens_for: frozenset[str] = frozenset()
    in_report: bool = False
    has_trail: bool = False
    subject: str = ""

    @property
    def leads_to_rows(self) -> bool:
        """Whether each of its figures has the link "To the source"."""
        return self.in_report or self.has_trail


@lru_cache
def all_pages() -> tuple[Page, ...]:
    """Pages of all apps by section; within one the highest app first, each in the order of its list."""
    found: list[Page] = []
    for app in (app for app in settings.OUR_APPS if app != "core"):
        if find_spec(f"{app}.pages"):
            found += import_module(f"{app}.pages").PAGES
    order = list(SECTIONS)
    return tuple(sorted(found, key=lambda page: (order.index(page.section), page.is_last)))


@lru_cache
def own_parameters() -> frozenset[str]:
    """Names in an address that some page has for itself: other pages carry them along for the way back."""
    return frozenset(name for page in all_pages() for name in page.parameters)


def page_named(name: str) -> Page:
    return next(page for page in all_pages() if page.name == name)


def menu(role: str) -> list[tuple[Any, list[Page]]]:
    """Sections with the pages this role may open."""
    pages = [page for page in all_pages() if role in page.roles]
    return [
        (title, [page for page in pages if page.section == key])
        for key, title in SECTIONS.items()
        if any(page.section == key for page in pages)
    ]
