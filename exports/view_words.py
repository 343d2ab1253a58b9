"""What a saved view says about itself: its filters in words, a name for it, whether it follows new data."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from areas.models import Area
from core import shown
from core.shown import PageRequest
from customers import filter_forms, newest
from data.forms import MarketForm
from data.scope import Reader

from .addresses import LOGGED, Address
from .models import SavedView

Words = list[list[str]]
NAME_LENGTH = 80


def in_languages(address: Address, user: Any) -> dict[str, Words]:
    """The filters in use in every language of the site, as they are stored with a view.

    Raises PermissionDenied where the person may not open the page, Http404 where it does not exist.
    """
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = with_day(address, in_use(address, user), user)
    return found


def with_day(address: Address, words: Words, user: Any) -> Words:
    """The filters in use, and which day a page on customers stands for: one that was chosen, or the last."""
    days = newest.day_words(address.page, address.query, user)
    told = [what for what, _words in days]
    return [*(one for one in words if one[0] not in told), *days]


def in_use(address: Address, user: Any) -> Words:
    """(what, chosen words) of what the address chooses: all that is not so on the page without filters."""
    if not address.page.keeps_filters:
        return []
    return _area(address) + _filtered(address, user)


def _area(address: Address) -> Words:
    """The area of a card, which its path names."""
    area = Area.objects.filter(pk=resolve(address.path).kwargs.get("area_id") or 0).first()
    return [[str(Area.Level(area.level).label).capitalize(), area.name]] if area is not None else []


def _filtered(address: Address, user: Any) -> Words:
    plain = _filters(Address(address.page, address.path, QueryDict()), user)
    year = address.query.get("year")
    chosen = [[what, words] for what, words in _filters(address, user) if (what, words) not in plain]
    label = _("Year")
    if year and all(what != label for what, _words in chosen):
        chosen.insert(0, [label, year])
    return [[what, words] for what, words in chosen if words != _("all")]


def _filters(address: Address, user: Any) -> tuple[tuple[str, str], ...]:
    request: HttpRequest = PageRequest(address.path, address.query, user)
    if address.page.name in LOGGED:
        return shown.chosen(MarketForm(request))
    if address.page.subject:
        # read as a page, a large shop would be counted for the words alone
        return shown.chosen(filter_forms.of_page(address.page.name, request))
    return shown.read_address(address.path, address.query, user).filters


def follows_newest(address: Address, user: Any) -> tuple[tuple[str, ...], str]:
    """Names in the address that say what the newest data say anyway, since the filter's form always writes
    the year and the days it shows; and the choice to follow new data, in words."""
    if address.page.subject:
        return newest.follows(address.page, address.query, user)
    year = address.query.get("year", "")
    asked, latest = Reader(address.query, user).scope, Reader(address.without("year").query, user).scope
    if not year or asked is None or latest is None or asked.edition != latest.edition:
        return (), ""
    label = _("Always show the newest year (now %(year)s), also when new data come")
    return ("year",), label % {"year": year}


def proposed_name(address: Address, words: Words) -> str:
    """The page's name and what is chosen: "Overview – Tampan, Food"."""
    chosen = ", ".join(one for _what, one in words)
    name = f"{address.page.title} – {chosen}" if chosen else str(address.page.title)
    return Truncator(name).chars(NAME_LENGTH)


def of_view(view: SavedView) -> list[tuple[str, str]]:
    """The stored words in the active language."""
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return [(what, words) for what, words in view.words.get(language, [])]
