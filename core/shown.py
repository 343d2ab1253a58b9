"""Everything that a page says, before any of it becomes HTML: what leaves the system is taken from here.

`read` opens a page for a person without a browser. The report, the API and a mailed view so show the very
numbers, words, bases and warnings of the page, under the same rights.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from . import formats, pages
from .figures import Chip, Figure, Number
from .texts import demo_words

# an area's card sends on to the card of today's borders, and that one to its region's
MOST_REDIRECTS = 4


@dataclass(frozen=True)
class About:
    """What a page is on besides its region: a shop, a table of customers.

    name: what people call it; title: of a report on nothing else; facts: (what, words) for its cover.
    """

    name: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shown:
    """One page for one person.

    title: its name in the menu; figures: by key, in the order of the page; filters: (what, chosen words) of
    everything that the page can be filtered by; editions: ids of the editions its numbers come from; problem:
    why it has nothing to show, "" where it has; retry_after: seconds after which to ask again, where a job
    makes what it needs, else 0; status: what the page answers a browser with; address: path and query that
    open this very page; etag: the page's, "" where it has none; about: what it is on, None where that is the
    region.
    """

    name: str
    title: str
    heading: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    numbers: tuple[Number, ...] = ()
    chips: tuple[Chip, ...] = ()
    notices: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    edition_line: str = ""
    source_line: str = ""
    is_demo: bool = False
    editions: tuple[int, ...] = ()
    problem: str = ""
    retry_after: int = 0
    status: int = 200
    address: str = ""
    etag_parts: Any = None
    etag: str = ""
    about: About | None = None

    @property
    def lines(self) -> list[str]:
        """What belongs to each of its numbers wherever they go: edition, filters in use, "demo data"."""
        found = [
            self.edition_line,
            self.source_line,
            filters_said(self.filters),
            demo_words(self.is_demo),
        ]
        return list(dict.fromkeys(line for line in found if line))


class Unchanged(Exception):
    """Whoever asks holds this very page under an ETag that is still right, so it was not made again."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class PageRequest(HttpRequest):
    """A request for what a page shows instead of its HTML.

    held: ETags, as If-None-Match gives them; waits: a job asks, which has the time for whatever takes long.
    """

    def __init__(
        self, address: str, query: QueryDict, user: Any, held: str = "", waits: bool = False
    ) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = address
        self.GET = query  # type: ignore[assignment]
        self.META |= {"QUERY_STRING": query.urlencode(), "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
        if held:
            self.META["HTTP_IF_NONE_MATCH"] = held
        self.user = user
        self.htmx = False
        self.waits = waits
        self.resolver_match = resolve(address)
        # what a view says by a message is said in the page's notices here
        self._messages = Said()


class Said:
    """Holds the messages of one PageRequest (django.contrib.messages asks for no more)."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, level: int, message: Any, extra_tags: str = "") -> None:
        self.texts.append(str(message))

    def __len__(self) -> int:
        return 0  # a page with messages is not kept by browsers; there is no browser here

    def __iter__(self) -> Any:
        return iter(())


class ShownResponse(HttpResponse):
    """What `core.views.page` answers a PageRequest with."""

    def __init__(self, shown: Shown, status: int = 200) -> None:
        super().__init__(status=status)
        self.shown = replace(shown, status=status)


def read(
    name: str,
    query: QueryDict | str,
    user: Any,
    args: Iterable[Any] = (),
    *,
    held: str = "",
    waits: bool = False,
) -> Shown:
    """What the page `name` (an URL's name) shows this person under a query, in the active language.

    held: ETags that whoever asks has pages by; waits: as of PageRequest. Raises PermissionDenied where the
    person may not open it, Http404 where there is no such page, Unchanged where it is one of those held.
    """
    return read_address(reverse(name, args=list(args)), query, user, held=held, waits=waits)


def read_address(
    address: str, query: QueryDict | str, user: Any, *, held: str = "", waits: bool = False
) -> Shown:
    """The same by its path. A page that sends on is followed."""
    asked = query if isinstance(query, QueryDict) else QueryDict(query.removeprefix("?"))
    messages: list[str] = []
    for _step in range(MOST_REDIRECTS):
        response, said = _answer(address, asked, user, held, waits)
        messages += said
        if isinstance(response, ShownResponse):
            if response.status_code == 404:
                raise Http404(response.shown.heading)
            found = response.shown
            return replace(found, notices=(*messages, *found.notices))
        if response.status_code == 304:
            raise Unchanged(response["ETag"])
        if response.status_code not in (301, 302):
            break
        place = urlsplit(response["Location"])
        address, asked = place.path, QueryDict(place.query)
    raise Http404(_("This page cannot be read without a browser."))


def _answer(
    address: str, query: QueryDict, user: Any, held: str, waits: bool
) -> tuple[HttpResponse, list[str]]:
    try:
        request = PageRequest(address, query, user, held, waits)
    except Resolver404 as problem:
        raise Http404(_("There is no such page.")) from problem
    if not getattr(user, "is_active", False):
        raise PermissionDenied(_("This person may not sign in."))
    _refuse_other_roles(request)
    match = request.resolver_match
    assert match is not None
    view: Callable[..., HttpResponse] = match.func
    return view(request, *match.args, **match.kwargs), request._messages.texts


def _refuse_other_roles(request: PageRequest) -> None:
    """A page of the menu is for the roles that see it there, though its view may check by itself too."""
    match, user = request.resolver_match, request.user
    page = next((one for one in pages.all_pages() if match and one.name == match.url_name), None)
    if page is not None and getattr(user, "role", "") not in page.roles:
        raise PermissionDenied(_("Your role may not open this page. Ask an admin of your office."))


def filters_said(filters: Iterable[tuple[str, str]]) -> str:
    """The filters in use, and once that no other is: "Year: 2023; Size: micro. No other filters."."""
    listed = list(filters)
    used = [f"{what}: {words}" for what, words in listed if words != _("all")]
    if len(used) == len(listed):
        return "; ".join(used)
    no_other = _("No other filters.")
    return f"{'; '.join(used)}. {no_other}" if used else _("No filters.")


def chosen(form: Any) -> tuple[tuple[str, str], ...]:
    """(field, chosen words) of a filter form that is never bound; what chooses nothing says "all". Days are
    chosen, too. `form.said`: what its fields do not say by themselves, such as numbers that were typed."""
    found = []
    for field_ in getattr(form, "fields", {}).values():
        if isinstance(field_.initial, date):
            found.append((str(field_.label), formats.date(field_.initial)))
        choices = dict(getattr(field_, "choices", ()) or ())
        if not choices or field_.label is None:
            continue
        initial = field_.initial
        values = initial if isinstance(initial, list | tuple) else [initial]
        by_text = {str(key): str(label) for key, label in choices.items()}
        words = [by_text[str(one)] for one in values if str(one) in by_text]
        # a dash is the choice of none
        if words != ["–"]:
            found.append((str(field_.label), ", ".join(words) or _("all")))
    return (*found, *getattr(form, "said", ()))
