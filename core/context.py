"""What the frame around every page needs: menu, language, version."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from . import pages
from .formats import is_indonesian
from .version import code_version

# the market filter that is carried from page to page (design.md, A page)
NOT_CARRIED = frozenset({"sort", "table", "download", "figure", "page", "q"})
BOTTOM_ENTRIES = 4
# menus that are kept drawn: a role's on each page, with the filters in use just now
KEPT_MENUS = 256
Sections = tuple[dict[str, Any], ...]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` [{title, entries, active}], `menu_html` (the same drawn), `bottom` (phones),
    `language`, `version`."""
    place: Any = SimpleLazyObject(lambda: _place(request))
    menu: Any = SimpleLazyObject(lambda: _sections(*place))
    return {
        "menu": menu,
        "menu_html": SimpleLazyObject(lambda: _drawn(*place, get_language() or "")),
        "bottom": SimpleLazyObject(lambda: bottom(menu, place[0])),
        "base_template": "base.html",
        "language": "id" if is_indonesian() else "en",
        "version": code_version(),
        "is_demo": False,
    }


def _place(request: HttpRequest) -> tuple[str, str, str]:
    """All that a menu depends on besides the language: the role, the page's name, the filters to carry."""
    role = getattr(getattr(request, "user", None), "role", None) or ""
    here = getattr(request.resolver_match, "url_name", None) if request.resolver_match else None
    return role, here or "", carried_query(request) if role else ""


@lru_cache(maxsize=KEPT_MENUS)
def _sections(role: str, here: str, carried: str) -> Sections:
    """The pages that a role may open, by section, each with its address and whether it is open."""
    found = []
    for title, listed in pages.menu(role) if role else ():
        entries = [entry for page in listed if (entry := _entry(page, here, carried))]
        if entries:
            found.append({"title": title, "entries": entries, "active": any(e["active"] for e in entries)})
    return tuple(found)


@lru_cache(maxsize=KEPT_MENUS)
def _drawn(role: str, here: str, carried: str, language: str) -> SafeString:
    """The menu's HTML, which stands twice in each page: drawing it took a seventh of a warm page."""
    return render_to_string("core/_menu.html", {"menu": _sections(role, here, carried)})


def _entry(page: pages.Page, here: str, carried: str) -> dict[str, Any] | None:
    try:
        address = reverse(page.name)
    except NoReverseMatch:  # a page of a detail, opened from its list only
        return None
    href = f"{address}?{carried}" if page.keeps_filters and carried else address
    return {
        "title": page.title, "href": href, "active": page.name == here, "icon": page.icon or page.name,
        "in_bar": page.in_bar, "opens_for": page.opens_for,
    }  # fmt: skip


def carried_query(request: HttpRequest) -> str:
    """The filters of a page that keeps them, as a query text; empty elsewhere.

    A page that has cleaned its address leaves what fits in `request.filters_found`.
    """
    here = getattr(request.resolver_match, "url_name", None) if request.resolver_match else None
    if not any(page.name == here and page.keeps_filters for page in pages.all_pages()):
        return ""
    found: Any = getattr(request, "filters_found", request.GET)
    query: QueryDict = found.copy()
    for name in NOT_CARRIED:
        query.pop(name, None)
    return query.urlencode()


def bottom(menu: Sections, role: str) -> list[dict[str, Any]]:
    """Entries of the phone's bottom bar: a page stands for its section, beside its pages `in_bar`.

    It is the one that opens the section for the role, or else the first.
    """
    found = []
    for section in menu:
        entries = section["entries"]
        first = next((entry for entry in entries if role in entry["opens_for"]), entries[0])
        beside = [entry for entry in entries if entry["in_bar"] and entry is not first]
        is_open = section["active"] and not any(entry["active"] for entry in beside)
        found += [{**first, "title": section["title"], "active": is_open}, *beside]
    return found[:BOTTOM_ENTRIES]
