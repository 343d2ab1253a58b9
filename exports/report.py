"""The whole report: every page that this person may open, under one set of filters, as plain values.

The writers (report_pdf, report_xlsx, report_pptx) know nothing of requests or the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from areas.queries import few_names
from core import pages, shown
from core.figures import Table
from core.shown import About, Shown, filters_said
from dashboard.trail import tables as trail_tables
from data.models import Edition
from data.sources import Source, sources

Progress = Callable[[int, int], None]
# what lies behind each figure of a page, by its key
Trail = Callable[[Shown], Mapping[str, tuple[Table, ...]]]


@dataclass(frozen=True)
class Report:
    """What a report says.

    pages: in the order of the menu; left_out: (title, why) of pages without anything to show; person: who
    had it made; made_at: in the region's time zone; sources: the files behind the numbers; site: the address
    of this site, "" where it is not known; trail: looks up the formulas, rows and cells behind a page's
    figures (only what prints them asks: it takes as long as reading the page).
    """

    title: str
    region: str
    pages: tuple[Shown, ...]
    left_out: tuple[tuple[str, str], ...]
    person: str
    made_at: datetime
    language: str
    is_demo: bool
    sources: tuple[Source, ...]
    site: str = ""
    trail: Trail = lambda page: {}

    @property
    def figures(self) -> int:
        return sum(len(page.figures) for page in self.pages)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """(what, chosen words) of all pages, each once; a filter that pages use differently, each use."""
        return tuple(dict.fromkeys(one for page in self.pages for one in page.filters))

    @property
    def subjects(self) -> tuple[About | None, ...]:
        """What the pages are on, each once: the region (None), shops, tables."""
        return tuple(dict.fromkeys(page.about for page in self.pages))

    def filters_of(self, subject: About | None) -> tuple[tuple[str, str], ...]:
        """(what, chosen words) of the pages on one subject, each once."""
        listed = (page for page in self.pages if page.about == subject)
        return tuple(dict.fromkeys(one for page in listed for one in page.filters))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(what, words) for the cover: what each subject is, and the filters that its pages are under."""
        found = []
        for one in self.subjects:
            label = _("Filters and settings")
            if one is not None and len(self.subjects) > 1:
                label = _("Filters and settings: %(name)s") % {"name": one.name}
            found += [*(one.facts if one else ()), (label, filters_said(self.filters_of(one)))]
        return found

    @property
    def editions(self) -> tuple[str, ...]:
        """The edition lines of the pages, each once: "Pekanbaru · Data 2023"."""
        return tuple(dict.fromkeys(page.edition_line for page in self.pages if page.edition_line))


def page_names(user: Any) -> list[str]:
    """The pages of the report that this person may open, in the order of the menu."""
    return [page.name for page in pages.all_pages() if page.in_report and user.role in page.roles]


def collect(
    names: Iterable[str],
    query: QueryDict | str,
    user: Any,
    progress: Progress = lambda done, total: None,
    at_page: Callable[[int, str], None] = lambda place, name: None,
) -> Report:
    """The report of these pages under a query, in the active language. at_page: told which is read now.

    A page that has nothing to show is left out and said.
    """
    listed = list(names)
    found: list[Shown] = []
    left_out: list[tuple[str, str]] = []
    for place, name in enumerate(listed):
        progress(place, len(listed))
        at_page(place, name)
        page = _read(name, query, user)
        if isinstance(page, Shown) and not page.problem:
            found.append(page)
        else:
            left_out.append(
                (str(pages.page_named(name).title), page if isinstance(page, str) else page.problem)
            )
    progress(len(listed), len(listed))
    return of_pages(found, user, tuple(left_out))


def _read(name: str, query: QueryDict | str, user: Any) -> Shown | str:
    try:
        return shown.read(name, query, user, waits=True)
    except (PermissionDenied, Http404) as problem:
        return str(problem)


def _title(region: str, areas: list[str], subjects: Iterable[About | None]) -> str:
    """What the report is about: the region with the chosen areas where they are few, and shops and tables."""
    others = list(dict.fromkeys(one.title for one in subjects if one is not None))
    market = [_market(region, areas)] if None in subjects or not others else []
    return " · ".join([*market, *others])


def _market(region: str, areas: list[str]) -> str:
    if not region:
        return _("Market of MSMEs")
    title = _("Market of MSMEs in %(region)s") % {"region": region}
    return f"{title}: {', '.join(areas)}" if areas else title


def _areas(listed: Iterable[Shown]) -> set[int]:
    """Ids of the areas that the addresses of the pages choose."""
    asked = {one for page in listed for one in QueryDict(urlsplit(page.address).query).getlist("area")}
    return {int(one) for one in asked if one.isdecimal() and len(one) < 10}


def of_pages(found: Iterable[Shown], user: Any, left_out: tuple[tuple[str, str], ...] = ()) -> Report:
    """A report of pages that were read already."""
    listed = tuple(found)
    ids = dict.fromkeys(one for page in listed for one in page.editions)
    edition = Edition.objects.select_related("region").filter(pk__in=ids).order_by("pk").first()
    zone = ZoneInfo(edition.region.time_zone) if edition else timezone.get_default_timezone()
    region = edition.region.name if edition else ""
    return Report(
        title=_title(region, few_names(_areas(listed)), tuple(page.about for page in listed)),
        region=region,
        pages=listed,
        left_out=left_out,
        person=str(user),
        made_at=timezone.now().astimezone(zone),
        language=get_language() or "id",
        is_demo=any(page.is_demo for page in listed),
        sources=sources(ids, user),
        trail=lambda page: trail_tables.of_page(page, user),
    )
