"""One customer: where they stand, how near the next segment, when they are due, and every purchase."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import segment_names
from charts.by_day import purchases
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.contacts import Unopenable, open_contact
from data.models import Contact, Dataset
from data.phones import Phone, phones

from .. import rows
from ..base_line import base
from ..tables import cell
from ..words import DECIMALS, LETTERS, VARIABLES, every, last_bought, variable_name, whole_days
from . import summaries
from .facts import Facts
from .listing import table

# ends of quarters at which a customer's segment is looked up
QUARTERS, QUARTER_DAYS = 4, 91
MOST_SHOWN = 500
# families of segments whose customers stay away
LEAVING = ("lost", "risk")


@dataclass(frozen=True, eq=False)
class Customer:
    """number: as in the files; line: their row of the list; bought: every row of the files (rows.rows_of)."""

    known: Facts
    number: str
    line: "pd.Series[Any]"
    bought: pd.DataFrame

    @property
    def segment(self) -> int:
        return int(self.line["segment"])


def find(known: Facts, number: str) -> Customer | None:
    """The customer of a number; None where nobody of it has bought up to the reference date."""
    all_of_them, shop = table(known), known.reader.shop
    assert shop is not None
    if number not in all_of_them.index:
        return None
    bought = rows.rows_of(shop.editions, [number]).sort_values("day", kind="stable", ascending=False)
    return Customer(known, number, pd.Series(all_of_them.loc[number]), bought)


def heading(one: Customer) -> str:
    """What to do about this customer, or what they are."""
    values = {"number": one.number, "segment": one.known.segments[one.segment].name}
    values["times"] = formats.number(one.line["overdue"], 1)
    if one.line["call"] > 0:
        return _("Customer %(number)s is overdue: %(times)s times their usual gap has passed") % values
    if one.line["once"] > 0:
        return (
            _("Customer %(number)s is most likely gone: %(times)s times their usual gap has passed") % values
        )
    return _("Customer %(number)s: %(segment)s") % values


def advice(one: Customer) -> tuple[str, ...]:
    """What to do: as for the segment; before it, that who is overdue is to be called, or, for who bought
    lately in a segment of who leaves, as for their own kind. A segment is named by its means: one purchase of
    last week may stand in a lost one.
    """
    of_segment = one.known.segments[one.segment]
    if one.line["call"] > 0:
        return _call(one), _of_segment(of_segment.strategy)
    own = segment_names.kind_of({key: float(one.line[key]) for key in VARIABLES}, one.known.found.profile)
    is_gone = one.line["once"] > 0  # by their own gap, which the heading says
    if of_segment.family not in LEAVING or own.family in LEAVING or is_gone:
        return (of_segment.strategy,)
    text = _(
        "Bought more lately than the average customer, so this one has not left. Like “%(kind)s”: %(advice)s"
    )
    return (
        text % {"kind": _(own.name), "advice": _(own.strategy)},
        _of_segment(of_segment.strategy),
    )


def _of_segment(strategy: str) -> str:
    return _("For the segment as a whole: %(advice)s") % {"advice": strategy}


def _call(one: Customer) -> str:
    """Why to call, and what to begin with."""
    text = _(
        "Call now: buys %(every)s, %(last)s; usually for %(usual)s. Ask how the last purchase was, and what "
        "is needed next."
    )
    line = one.line
    values = {"every": every(line["gap"]), "last": last_bought(line["recency"])}
    return text % {**values, "usual": formats.number(line["usual"], 0)}


def numbers(one: Customer) -> tuple[Number, ...]:
    """Segment, money, when they are due, how near the border."""
    known, line = one.known, one.line
    following = known.segments[int(line["next"])].name
    return (
        Number(_("Segment"), known.segments[one.segment].name),
        Number(_("Money"), float(line["monetary"]), kind="number", decimals=0,
               note=ngettext("in %(n)s purchase", "in %(n)s purchases", int(line["frequency"]))
               % {"n": formats.integer(line["frequency"])}),
        Number(_("Buys"), _buys(line), note=_due(one)),
        Number(_("From the border"), float(line["border"]), kind="share", decimals=0,
               note=_("next: “%(segment)s”") % {"segment": following},
               how=_("Zero on the border to the next segment, 100% at the centre of their own.")),
    )  # fmt: skip


def _buys(line: "pd.Series[Any]") -> str:
    if formats.is_missing(line["gap"]):
        return _("on one day only")
    return every(line["gap"])


def _due(one: Customer) -> str:
    """When they came last, and when they are due."""
    gap, last = one.line["gap"], last_bought(one.line["recency"])
    if formats.is_missing(gap):
        return last
    due = pd.Timestamp(one.line["last_day"]).date() + timedelta(days=whole_days(gap))
    return f"{last}, " + _("due about %(day)s") % {"day": formats.date(due)}


def figures(one: Customer) -> tuple[Figure, ...]:
    """Scores beside the segment and everybody, segments of the past, and every purchase."""
    return (history(one), standing(one), past(one))


def standing(one: Customer) -> Figure:
    """The four variables of the customer beside the means of the segment and of all."""
    known, found = one.known, one.known.found
    scored, profile = found.scores.scores, found.profile
    columns = (
        Column("what", _("Value")),
        *(Column(key, variable_name(key), "number", decimals=digits) for key, digits in DECIMALS.items()),
    )
    decimals = 0 if found.scores.params.is_stepped else 2
    scores = (
        f"{LETTERS[key]} {formats.number(float(cell(scored, one.number, key)), decimals)}"
        for key in VARIABLES
    )
    own = {key: float(one.line[key]) for key in VARIABLES}
    segment = {key: float(cell(profile.means, one.segment, key)) for key in VARIABLES}
    everybody = {key: float(cell(profile.overall, key, "mean")) for key in VARIABLES}
    lines = [
        {"what": _("This customer"), **own},
        {"what": _("Mean of the segment"), **segment}, {"what": _("Mean of all"), **everybody},
    ]  # fmt: skip
    return Figure(
        key="standing",
        title=_("Beside the segment and everybody"),
        subtitle=_("Length and recency in days, frequency in purchases, money in the file's currency"),
        summary=_("Scores: %(scores)s") % {"scores": " · ".join(scores)},
        base=base(known.reader, len(found.labels)),
        table=Table(columns, lines),
    )


def past(one: Customer) -> Figure:
    """The segment at the ends of the last quarters, all by the edges and centroids of today."""
    known = one.known
    places = _past(one)
    names = [_("not there yet") if place is None else known.segments[place].name for _day, place in places]
    lines = [
        {"day": formats.date(day), "segment": name} for (day, _place), name in zip(places, names, strict=True)
    ]
    steady = _("In the same segment for a year") if len(lines) > QUARTERS else _("In the same segment so far")
    different = {place for _day, place in places if place is not None}
    return Figure(
        key="past",
        title=steady if len(different) == 1 else _("Was in %(n)s different segments") % {"n": len(different)},
        subtitle=_("Segment on each day, measured by the segments of today"),
        base=base(known.reader, len(known.found.labels)),
        table=Table((Column("day", _("Day")), Column("segment", _("Segment"))), lines, compact=True),
        wide=False,
    )


def _past(one: Customer) -> list[tuple[date, int | None]]:
    """(day, segment or None where not there yet) from today back."""
    reader, days = one.known.reader, list(_days(one))
    assert reader.shop is not None
    found = summaries.of_customer(reader.shop, one.number, days, reader.params.rules)
    placed: dict[date, int] = {}
    if len(found):
        cells, borders = one.known.found.placed(found)
        segments = cells.spread(borders["segment"])
        placed = dict(zip(segments.index.tolist(), map(int, segments.tolist()), strict=True))
    return [(reader.reference, one.segment), *((day, placed.get(day)) for day in days)]


def _days(one: Customer) -> Iterable[date]:
    shop, last = one.known.reader.shop, one.known.reader.reference
    assert shop is not None
    for back in range(1, QUARTERS + 1):
        day = last - timedelta(days=QUARTER_DAYS * back)
        if day > shop.first_day:
            yield day


def history(one: Customer) -> Figure:
    """Every row of the files under this number, with the way to it."""
    bought = one.bought.head(MOST_SHOWN)
    columns = (
        Column("day", _("Day"), link="_href"), Column("amount", _("Amount"), "number", decimals=2),
        Column("receipt", _("Receipt")), Column("payment", _("Payment")), Column("outlet", _("Outlet")),
        Column("row", _("Row in the file"), "integer"),
    )  # fmt: skip
    lines = [
        {"day": formats.date(row["day"].date()), "amount": float(row["amount"]),
         "row": int(row["row_number"]),
         **{name: _text(row.get(name)) for name in ("receipt", "payment", "outlet")},
         "_href": row_address(one, row)}
        for row in bought.to_dict("records")
    ]  # fmt: skip
    values = {"n": formats.integer(len(one.bought)), "shown": formats.integer(len(bought))}
    some = _("The last %(shown)s of %(n)s rows are shown.") % values
    plot = plots.plain(purchases(
        one.bought["day"], one.bought["amount"], y_title=_("Amount"), language=plots.language(),
    ))  # fmt: skip
    return Figure(
        key="history",
        title=ngettext("Every purchase: %(n)s row", "Every purchase: %(n)s rows", len(one.bought)) % values,
        subtitle=_("Amounts in the file's currency; below zero is a refund"),
        summary=some if len(bought) < len(one.bought) else "",
        base=base(one.known.reader, len(one.known.found.labels)),
        plot=plot,
        table=Table(columns, lines),
        height=plots.height(plot),
    )


def _text(value: Any) -> str:
    """A column that the file does not have is missing in every row."""
    return "" if formats.is_missing(value) else str(value)


def row_address(one: Customer, row: dict[Any, Any]) -> str:
    """The page of a row of a file."""
    place = [int(row[name]) for name in rows.PLACE]
    asked = [pair for pair in one.known.reader.params.pairs() if pair[0] != "customer"]
    return f"{reverse('customer_row', args=place)}?{urlencode([*asked, ('customer', one.number)])}"


def contacts(one: Customer) -> list[Contact]:
    """The sealed contacts of the customer."""
    shop = one.known.reader.shop
    assert shop is not None
    return rows.contacts_of(shop.editions, [one.number])[one.number]


def dataset_of(one: Customer, dataset_id: int, sheet: int, row_number: int) -> Dataset | None:
    """The file of a row, where the row is this customer's."""
    bought = one.bought
    place = (
        (bought["dataset"] == dataset_id) & (bought["sheet"] == sheet) & (bought["row_number"] == row_number)
    )
    if not place.any():
        return None
    shop = one.known.reader.shop
    assert shop is not None
    return next((found for found in rows.datasets(shop.editions) if found.pk == dataset_id), None)


@dataclass(frozen=True)
class Reach:
    """Who it is and how to call: opened for who may read it."""

    names: tuple[str, ...]
    phones: tuple[Phone, ...]
    is_sealed: bool = False


def reach(one: Customer) -> Reach:
    """Names and numbers of the customer, each once, the newest first."""
    names: dict[str, None] = {}
    numbers_: dict[str, Phone] = {}
    is_sealed = False
    for contact in reversed(contacts(one)):
        try:
            opened = open_contact(contact)
        except Unopenable:
            is_sealed = True
            continue
        if opened.get("owner_name"):
            names.setdefault(opened["owner_name"])
        for found in phones(opened.get("phone", "")):
            numbers_.setdefault(found.number or found.text, found)
    return Reach(tuple(names), tuple(numbers_.values()), is_sealed)
