"""What the frame around every page needs: menu, language, version."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from . import pages
from .formats import is_indonesian
from .version import code_version

# the market filter that is carried from page to page (design.md, A page)
NOT_CARRIED = frozenset({"sort", "table", "download", "figure", "page", "q"})
BOTTOM_ENTRIES = 3


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` [{key, title, entries, active}], `bottom` (phones), `language`, `version`."""
    menu: Any = SimpleLazyObject(lambda: sections(request))
    return {
        "menu": menu,
        "bottom": SimpleLazyObject(lambda: bottom(menu)),
        "base_template": "base.html",
        "language": "id" if is_indonesian() else "en",
        "version": code_version(),
        "is_demo": False,
    }


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages this person's role may open, by section, each with its address and whether it is open."""
    role = getattr(getattr(request, "user", None), "role", None)
    if role is None:
        return []
    here = getattr(request.resolver_match, "url_name", None) if request.resolver_match else None
    carried = carried_query(request)
    found = []
    for title, listed in pages.menu(role):
        entries = [entry for page in listed if (entry := _entry(page, here, carried))]
        if entries:
            found.append({"title": title, "entries": entries, "active": any(e["active"] for e in entries)})
    return found


def _entry(page: pages.Page, here: str | None, carried: str) -> dict[str, Any] | None:
    try:
        address = reverse(page.name)
    except NoReverseMatch:  # a page of a detail, opened from its list only
        return None
    href = f"{address}?{carried}" if page.keeps_filters and carried else address
    return {"title": page.title, "href": href, "active": page.name == here, "icon": page.icon or page.name}


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


def bottom(menu: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of the phone's bottom bar: the first page of the first three sections."""
    return [
        {**section["entries"][0], "title": section["title"], "active": section["active"]}
        for section in menu[:BOTTOM_ENTRIES]
    ]
