"""A market page: filter → market → content (kept by editions, filter and language) → answer."""

import hashlib
import pickle
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock, RLock
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from areas.queries import area_tree, tree_revision
from core.figures import Chip, Figure, Number
from core.pages import ADMIN, page_named
from core.version import code_version
from core.views import page, unchanged

from .filter_reasons import Nothing, nothing_left
from .forms import MarketForm
from .market import Market
from .market_words import edition_words, large_words, listed
from .models import Edition
from .queries import of_subject

KEEP_SECONDS = 7 * 24 * 3600
# Anyone can make up any number of filters, so what they fill is dropped soon
KEEP_FILTERED = 10 * 60
MOST_MISSING = 20
# keys being made, with how many threads want them
_locks: dict[str, tuple[Any, int]] = {}
_guard = Lock()
Build = Callable[[Market], "Content"]


@dataclass(frozen=True)
class Empty:
    """Why a page has nothing to show, and what to do.

    `url_name` is where, for those who may upload; `href` an address that everyone may follow.
    """

    title: str
    text: str
    url_name: str = ""
    action: str = ""
    href: str = ""


class Closed:
    """Figures that are kept as one packet, opened by whoever goes through them.

    A page that has the HTML of its figures needs none of them, and reading them was the most of reading a
    content from the cache.
    """

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures: tuple[Figure, ...] | None = tuple(figures)
        self._packet = b""

    def __iter__(self) -> Iterator[Figure]:
        if self._figures is None:
            self._figures = pickle.loads(self._packet)  # noqa: S301 – the cache's own, read by pickle too
        return iter(self._figures)

    def __getstate__(self) -> dict[str, Any]:
        packet = pickle.dumps(self._figures, pickle.HIGHEST_PROTOCOL) if self._figures is not None else b""
        return {"_figures": None, "_packet": packet or self._packet}


@dataclass(frozen=True)
class Content:
    """A page's own part, plain values that can be kept: finding, numbers, figures, sentences about trust.

    editions: ids of those whose numbers it shows besides the ones that every such page uses.
    """

    heading: str
    numbers: tuple[Number, ...] = ()
    figures: Iterable[Figure] = ()
    notices: tuple[str, ...] = ()
    empty: Empty | None = None
    more: dict[str, Any] = field(default_factory=dict)
    nothing: Nothing | None = None
    editions: tuple[int, ...] = ()


def market_page(
    request: HttpRequest,
    name: str,
    build: Build,
    *,
    form: MarketForm | None = None,
    variant: Hashable = (),
) -> HttpResponse:
    """Answer with one market page.

    form: by default the plain market filter; variant: what else in the address the content depends on.
    """
    form = form or MarketForm(request)
    request.filters_found = form.carried()  # type: ignore[attr-defined]
    if form.scope is None:
        return _without_data(request, name, form)
    market = Market(form.scope, form.params())
    key = _key(name, market, variant)
    chips = form.chips()
    region, period = form.scope.region, form.scope.edition.period_label
    return kept_page(
        request,
        name,
        key,
        lambda: _finished(market, build(market), bool(chips)),
        lambda: {
            "source_line": f"{region.name} · {edition_words(market)}",
            "editions": market.edition_ids,
            **_frame(region, period, market.is_demo),
        },
        form=form,
        notices=form.notices,
        chips=chips,
        is_filtered=market.params.is_one_of_many,
    )


def kept_page(
    request: HttpRequest,
    name: str,
    key: str,
    build: Callable[[], Content],
    frame: Callable[[], dict[str, Any]],
    *,
    form: Any,
    notices: Sequence[str],
    chips: Sequence[Chip],
    is_filtered: bool,
) -> HttpResponse:
    """Answer with a page whose content is kept by `key`, or with 304 where the browser holds it.

    build: makes the content where it is not kept; frame: what stands around it, made for each answer.
    """
    if answer := unchanged(request, key):
        return answer
    content = kept(key, lambda: _packed(build()), KEEP_FILTERED if is_filtered else KEEP_SECONDS)
    around = frame()
    around["editions"] = tuple(dict.fromkeys((*around["editions"], *content.editions)))
    return page(
        request,
        name,
        heading=content.heading,
        figures=content.figures,
        numbers=content.numbers,
        notices=notices,
        remarks=content.notices,
        chips=chips,
        nothing=content.nothing,
        etag_parts=key,
        form=form,
        content_key=key,
        empty=allowed(request, content.empty),
        **around,
        **content.more,
    )


def _packed(content: Content) -> Content:
    return replace(content, figures=Closed(content.figures))


def _finished(market: Market, content: Content, filters_act: bool) -> Content:
    """The content with what every page says by itself: areas not covered, and why a filter leaves nothing."""
    found = _with_missing(market, content)
    said = (*found.notices, *large_words(market))
    found = replace(found, notices=said)
    return replace(found, nothing=nothing_left(market)) if filters_act else found


def _with_missing(market: Market, content: Content) -> Content:
    """The content with the areas that the files do not cover, which are not zero but unknown."""
    names = [name for area, name in market.names.items() if area not in set(market.covered)]
    if not names or not market.covered:
        return content
    text = _("Not in the files of this edition, so not known and in no group: %(names)s.")
    notice = text % {"names": listed(names, MOST_MISSING)}
    return replace(content, notices=(notice, *content.notices))


def kept(key: str, make: Callable[[], Any], seconds: int = KEEP_SECONDS) -> Any:
    """The value of `key` from the cache, made where it is not there: once, however many ask just then."""
    cache = caches["pages"]
    value = cache.get(key)
    if value is None:
        with _making(key):
            value = cache.get(key)
            if value is None:
                value = make()
                cache.set(key, value, seconds)
    return value


@contextmanager
def _making(key: str) -> Iterator[None]:
    """Only one thread of this process at a time makes the value of a key; the others wait for it."""
    with _guard:
        lock, waiting = _locks.get(key, (RLock(), 0))
        _locks[key] = (lock, waiting + 1)
    try:
        with lock:
            yield
    finally:
        with _guard:
            lock, waiting = _locks.pop(key)
            if waiting > 1:
                _locks[key] = (lock, waiting - 1)


def _key(name: str, market: Market, variant: Hashable) -> str:
    """Everything a content depends on: editions, names, filter, own areas, language and code."""
    scope = market.scope
    years = tuple((edition.pk, edition.period_label) for edition in scope.editions)
    regions = tuple((region.slug, region.name) for region in scope.regions)
    seen = (
        name, variant, market.editions_used, market.params, scope.level, scope.highlight, years, regions,
        scope.region.name, market.is_demo, tree_revision(scope.tree), get_language(), code_version(),
        tuple(scope.categories.items()), market.border_changes, market.editions_compared,
        # a comparison names areas of before with the year until which they were so
        [(one.valid_from, one.valid_to, tree_revision(area_tree(one))) for one in market.other_borders],
    )  # fmt: skip
    return "market-" + hashlib.sha256(repr(seen).encode()).hexdigest()


def _frame(region: Any, period: str, is_demo: bool) -> dict[str, Any]:
    data = _("Data %(period)s") % {"period": period} if period else _("no data yet")
    return {"edition_line": f"{region.name} · {data}", "is_demo": is_demo}


def _without_data(request: HttpRequest, name: str, form: MarketForm) -> HttpResponse:
    """The page before the first upload; where there are several regions, with the way to the others."""
    region = form.reader.region
    title = (
        _("There are no MSME data of %(region)s yet") % {"region": region.name}
        if region
        else _("There are no MSME data yet")
    )
    text = _(
        "Once a register of MSMEs, or a table of their numbers per sub-district, is uploaded, this page "
        "shows where they are."
    )
    people = next(iter(of_subject(form.reader.editions, Edition.Subject.POPULATION)), None)
    if people is not None:
        waiting = _("The residents of %(period)s are known already and will be used then.")
        text += " " + waiting % {"period": people.period_label}
    empty = Empty(page_title(name), text, "upload", _("Upload a register"))
    frame = _frame(region, "", region.is_demo) if region else {}
    return page(
        request,
        name,
        heading=title,
        notices=form.notices,
        empty=allowed(request, empty),
        form=form if form.fields else None,
        **frame,
    )


def page_title(name: str) -> str:
    """A page's name in the menu."""
    return str(page_named(name).title)


def allowed(request: HttpRequest, empty: Empty | None) -> dict[str, str] | None:
    """The empty state with its link, for those whose role may follow it."""
    if empty is None:
        return None
    content = {"title": empty.title, "text": empty.text, "action": empty.action, "href": empty.href}
    if empty.url_name and getattr(request.user, "role", "") == ADMIN:
        content["href"] = reverse(empty.url_name)
    elif empty.url_name:
        content["text"] += " " + _("Ask an admin of your office to upload it.")
    return content
