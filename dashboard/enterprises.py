"""The list of enterprises and one of them, as the pages show them: sentences and links."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.models import Region
from areas.queries import work_areas
from core import formats
from core.pages import SALES
from data.content import Empty
from data.listing import NAMES_SEARCHED, PAGE_ROWS, Line, Listing
from data.market import Market
from data.market_words import edition_words, filter_words, listed
from data.models import Edition, MarketRow
from data.paging import pages_of
from data.params import MarketParams

MAPS = "https://www.google.com/maps/search/?"


@dataclass(frozen=True)
class Entry:
    """A line with its links. name is never empty: without one the row's place stands for it."""

    line: Line
    name: str
    href: str
    row_href: str
    contact_href: str
    map_href: str
    is_demo: bool
    can_call: bool


def is_counts(edition: Edition) -> bool:
    """Whether the edition holds numbers instead of a list of enterprises."""
    return "enterprises" in edition.lacks


def entry(line: Line, listing: Listing) -> Entry:
    """A line of the list with its links; the edition is in them where it is not the current one."""
    row = line.row
    query = "" if listing.edition.is_current else "?" + urlencode({"edition": listing.edition.pk})
    name = line.name or _("Row %(row)s of the file") % {"row": formats.integer(row.row_number)}
    return Entry(
        line=line,
        name=name,
        href=reverse("enterprise", args=[row.pk]) + query,
        row_href=reverse("enterprise_row", args=[row.pk]) + query,
        contact_href=reverse("enterprise_contact", args=[row.pk]) + query,
        map_href=map_link(line, listing),
        is_demo=row.dataset.is_demo,
        can_call=listing.reads and line.has_phone,
    )


def map_link(line: Line, listing: Listing) -> str:
    """A search on a map by address, village, sub-district and region; by its area alone where the address is
    masked or invented. Nothing is fetched by us, and the browser sends no Referer (settings)."""
    if not (line.village or line.district):
        return ""
    address = line.address if listing.reads and not line.row.dataset.is_demo else ""
    parts = (address, line.village, line.district, listing.edition.region.name)
    words = ", ".join(dict.fromkeys(part for part in parts if part))
    return MAPS + urlencode({"api": 1, "query": words})


def heading(market: Market, listing: Listing) -> str:
    """How many are listed, where."""
    chosen = [name for area, name in market.names.items() if area in market.params.area]
    part = listing.user.role == SALES and listing.n < whole(market)
    everywhere = _("your areas") if part else market.scope.region.name
    values = {"n": formats.integer(listing.n), "where": listed(chosen) or everywhere}
    if listing.text:
        values |= {"n": formats.integer(listing.found), "text": listing.text}
        text = ngettext(
            "%(n)s row in %(where)s with “%(text)s”", "%(n)s rows in %(where)s with “%(text)s”", listing.found
        )
        return text % values
    if is_counts(listing.edition):
        values["rows"] = formats.integer(listing.n_rows)
        text = ngettext(
            "%(rows)s row of counts in %(where)s: %(n)s MSMEs",
            "%(rows)s rows of counts in %(where)s: %(n)s MSMEs", listing.n_rows,
        )  # fmt: skip
        return text % values
    return ngettext("%(n)s enterprise in %(where)s", "%(n)s enterprises in %(where)s", listing.n) % values


def whole(market: Market) -> int:
    """MSMEs that the pages count under this filter, whoever looks."""
    return int(market.chosen["n"].sum())


def beyond(market: Market, listing: Listing) -> list[str]:
    """That the pages count more under this filter than the person may list, and why."""
    everything = whole(market)
    if listing.n >= everything:
        return []
    text = _("%(n)s of %(all)s shown: the rows of the rest were deleted with their file.")
    if listing.user.role == SALES:
        text = _("%(n)s of %(all)s shown: the rest lie outside your areas.")
    return [text % {"n": formats.integer(listing.n), "all": formats.integer(everything)}]


def lead(market: Market, listing: Listing) -> tuple[str, ...]:
    """What the list does not show: other people's areas, names of the role, names that were not searched."""
    found = beyond(market, listing)
    if is_counts(listing.edition):
        found.append(
            _("These data are counts: no list of enterprises is behind them. These are the file's rows.")
        )
    elif not listing.reads:
        found.append(_("Names and addresses are masked: your role works with figures, not with people."))
    elif any_demo(listing):
        found.append(_("Demo data: the telephone numbers are invented, so nobody can be called."))
    return (*found, *not_searched(listing))


def not_searched(listing: Listing) -> list[str]:
    """That a text was not looked for among the names."""
    if not listing.too_many_names:
        return []
    text = _(
        "Business names are kept encrypted and were not searched: choose a sub-district or a field with "
        "at most %(n)s rows first. Villages and row numbers were searched."
    )
    return [text % {"n": formats.integer(NAMES_SEARCHED)}]


def any_demo(listing: Listing) -> bool:
    return bool(listing.edition.datasets.filter(is_demo=True).exists())


def empty(market: Market, listing: Listing) -> Empty | None:
    """Why there is no row, and what to do."""
    if listing.found:
        return None
    user = listing.user
    if listing.text and listing.n_rows:
        text = _("Try the name of a village, part of a business name, or the number of a row in the file.")
        return Empty(_("Nothing fits “%(text)s”") % {"text": listing.text}, text)
    if user.role == SALES and whole(market):
        return _outside(listing)
    if whole(market):
        text = _(
            "The numbers of these data are kept, their rows are not. Upload the file again to list them."
        )
        return Empty(_("The rows of these data are not here"), text, "upload", _("Upload a register"))
    text = _("Remove a filter above, or choose another year.")
    return Empty(_("No enterprises fit this filter"), text)


def _outside(listing: Listing) -> Empty:
    """A sales person who sees nothing here: no areas, areas of other borders, or areas elsewhere."""
    own = list(work_areas(listing.user))
    if not own:
        text = _(
            "Enterprises are shown in your work areas only. Ask an admin of your office to give you some."
        )
        return Empty(_("You have no work areas yet"), text)
    if all(area.boundary_set.region_id != listing.edition.region_id for area in own):
        return _elsewhere(own[0].boundary_set.region, listing.edition.region)
    if all(area.boundary_set_id != listing.edition.boundary_set_id for area in own):
        text = _(
            "Your work areas (%(names)s) have other borders than these data. Ask an admin of your office to "
            "confirm your areas in the borders of these data."
        )
        return Empty(
            _("Your work areas have other borders"), text % {"names": listed(str(one) for one in own)}
        )
    text = _("You see enterprises of %(names)s. Choose one of these areas, or remove the filter.")
    return Empty(_("These lie outside your areas"), text % {"names": listed(str(one) for one in own)})


def _elsewhere(home: Region, region: Region) -> Empty:
    """A sales person of another region, with the way back to their own."""
    return Empty(
        _("You have no work areas in %(region)s") % {"region": region.name},
        _("Enterprises are shown in your work areas only, and yours are in %(region)s.")
        % {"region": home.name},
        action=_("Go to %(region)s") % {"region": home.name},
        href=reverse("enterprises") + MarketParams(region=home.slug).query(),
    )


def trail(market: Market) -> list[tuple[str, str]]:
    """The way down, each step with its address: region, then the chosen areas, then fields and sizes."""
    params = market.params
    here = reverse("enterprises")
    steps = [(market.scope.region.name, here + params.query(area=(), category=(), size=()))]
    names = [name for area, name in market.names.items() if area in params.area]
    if names:
        steps.append((listed(names), here + params.query(category=(), size=())))
    if words := filter_words(market):
        steps.append((words, here + params.query()))
    return steps


def way_to(row: MarketRow, listing: Listing) -> list[tuple[str, str]]:
    """The way down to one enterprise: the list, its sub-district's part of it, its village."""
    here = reverse("enterprises")
    params = MarketParams(edition=0 if listing.edition.is_current else listing.edition.pk)
    params = replace(params, region=listing.edition.region.slug)
    steps = [(_("Enterprises"), here + params.query())]
    home = listing.district_id(row.area_id)
    if home:
        steps.append((listing.district(row.area_id), here + params.query(area=(home,))))
    village = listing.village(row.area_id)
    return [*steps, (village, "")] if village else steps


def of_page(listing: Listing, number: int) -> dict[str, Any]:
    """What the template needs of one page of the list."""
    return {
        "entries": [entry(line, listing) for line in listing.lines(number)],
        **pages_of(number, listing.found, PAGE_ROWS),
    }


def of_list(market: Market, listing: Listing) -> dict[str, Any]:
    """What the list's page says about the whole list."""
    return {
        "heading": heading(market, listing),
        "lead": lead(market, listing),
        "empty": empty(market, listing),
        "trail": trail(market),
        "is_counts": is_counts(listing.edition),
        "source_line": f"{market.scope.region.name} · {edition_words(market)}",
        "edition_line": edition_line(listing.edition),
    }


def of_one(row: MarketRow, shown: Entry, listing: Listing) -> dict[str, Any]:
    """What the pages of one enterprise, and of its row in the file, both need."""
    return {
        "entry": shown,
        "row": row,
        "notices": about_edition(listing.edition),
        "trail": way_to(row, listing),
        "category": category_of(row),
        "is_counts": is_counts(listing.edition),
        "edition_line": edition_line(listing.edition),
        "is_demo": row.dataset.is_demo,
    }


def edition_line(edition: Edition) -> str:
    """Region and period, as every page's frame says them."""
    return f"{edition.region.name} · " + _("Data %(period)s") % {"period": edition.period_label}


def about_edition(edition: Edition) -> list[str]:
    """That an edition is a past one."""
    if edition.is_current:
        return []
    text = _("This is a past state of the data of %(period)s: it has been replaced or withdrawn since.")
    return [text % {"period": edition.period_label}]


def category_of(row: MarketRow) -> str:
    return str(row.category) if row.category_id else _("not stated")
