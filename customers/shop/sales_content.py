"""Sales month by month, with the events that fell into each month."""

from datetime import date

import pandas as pd
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charts.months import months
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.content import Content

from .. import queries
from ..base_line import rules_in_use
from ..models import SalesEvent
from ..tables import records
from ..words import edition_words, purchases
from . import summaries
from .scope import CustomerReader

# a change between two months below this is not called a rise or a fall
STEADY = 0.02


def build(reader: CustomerReader) -> Content:
    """The page of a shop's sales."""
    shop = reader.shop
    assert shop is not None
    table = monthly(reader)
    events = queries.events(shop)
    return Content(
        heading=heading(table),
        numbers=numbers(table, reader),
        figures=(sales(reader, table, events),),
    )


def monthly(reader: CustomerReader) -> pd.DataFrame:
    """A row per month from the first to the last, zero where nothing was bought.

    Index month (period); amount, receipts, customers; partial: whether the data do not cover the whole month.
    """
    shop = reader.shop
    assert shop is not None
    found = summaries.months(shop, reader.reference, reader.params.rules)
    found = found.set_index(pd.PeriodIndex(pd.to_datetime(found["month"]), freq="M")).drop(columns="month")
    last = min(reader.reference, shop.last_day)
    every = pd.period_range(shop.first_day, last, freq="M")
    table = found.reindex(every, fill_value=0)
    table["partial"] = (every.start_time.date < shop.first_day) | (every.end_time.date > last)
    return table


def month_name(month: pd.Period) -> str:
    """ "Feb 2023"."""
    return f"{MONTHS_3[month.month].capitalize()} {month.year}"


def heading(table: pd.DataFrame) -> str:
    """The largest change in per cent, as the table shows them, from a whole month to the next."""
    parts = zip(_periods(table), _parts(table).tolist(), strict=True)
    known = [(month, part) for month, part in parts if not formats.is_missing(part)]
    if not known:
        return _("Sales month by month")
    month, part = max(known, key=lambda one: abs(one[1]))
    values = {"month": month_name(month), "part": formats.share(abs(part), 0)}
    if abs(part) < STEADY:
        return _("Sales hardly change from month to month")
    if part < 0:
        return _("Sales fell most in %(month)s: by %(part)s") % values
    return _("Sales rose most in %(month)s: by %(part)s") % values


def _months_title(table: pd.DataFrame) -> str:
    """What a whole month brings, and the best one."""
    whole = table[~table["partial"]]
    if not len(whole):
        return _("Sales month by month")
    amounts = whole["amount"].tolist()
    values = {
        "mean": formats.number(sum(amounts) / len(amounts), 0),
        "month": month_name(_periods(whole)[amounts.index(max(amounts))]),
        "most": formats.number(max(amounts), 0),
    }
    return _("A whole month brought %(mean)s on average; the best one, %(month)s, %(most)s") % values


def numbers(table: pd.DataFrame, reader: CustomerReader) -> tuple[Number, ...]:
    """Money, purchases, money per purchase, best month."""
    amount, receipts = float(table["amount"].sum()), int(table["receipts"].sum())
    amounts = table["amount"].tolist()
    best = amounts.index(max(amounts))
    until = _("up to %(day)s") % {"day": formats.date(reader.reference)}
    return (
        Number(pgettext("what was sold", "Sales"), amount, kind="number", decimals=0, note=until),
        Number(_("Purchases"), receipts, kind="integer", note=until),
        Number(_("Money per purchase"), amount / receipts if receipts else None, kind="number", decimals=0,
               note=_("refunds taken off") if reader.params.rules.refunds == "subtract" else ""),
        Number(_("Best month"), month_name(_periods(table)[best]), note=formats.number(amounts[best], 0)),
    )  # fmt: skip


def sales(reader: CustomerReader, table: pd.DataFrame, events: list[SalesEvent]) -> Figure:
    """Money per month, with letters for the events."""
    names = [month_name(month) for month in _periods(table)]
    marked = [(str(_month(one.first_day)), one.name) for one in events]
    values = table["amount"].set_axis([str(month) for month in table.index])
    plot = plots.plain(months(
        values, names=names, events=marked, y_title=pgettext("what was sold", "Sales"), decimals=0,
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("month", _("Month")),
        Column("amount", pgettext("what was sold", "Sales"), "number", decimals=0),
        Column("change", _("Change"), "share"), Column("receipts", _("Purchases"), "integer"),
        Column("customers", _("Customers"), "integer"), Column("events", _("Events")),
        Column("whole", _("Covered")),
    )  # fmt: skip
    said = [", ".join(one.name for one in events if _is_in(one, month)) for month in _periods(table)]
    rows = [
        {"month": name, "amount": float(row["amount"]), "receipts": int(row["receipts"]),
         "customers": int(row["customers"]), "change": _known(change_), "events": events_,
         "whole": _("in part") if row["partial"] else _("whole month"), "_muted": bool(row["partial"]),
         "_month": str(month)}
        for month, name, row, change_, events_ in zip(
            table.index, names, records(table), _parts(table).tolist(), said, strict=True
        )
    ]  # fmt: skip
    partial = [name for name, part in zip(names, table["partial"], strict=True) if part]
    warning = _("The data cover these months only in part, so they are not compared: %(months)s.")
    return Figure(
        key="sales",
        title=_months_title(table),
        subtitle=_("Money per month, in the file's currency"),
        summary=_events_words(table, events),
        base=_base(reader, table),
        plot=plot,
        table=Table(columns, rows),
        warnings=(warning % {"months": ", ".join(partial)},) if partial else (),
        height=plots.height(plot),
    )


def _periods(table: pd.DataFrame) -> list[pd.Period]:
    return list(pd.PeriodIndex(table.index))


def _changes(table: pd.DataFrame) -> pd.Series:
    """Money more than in the month before; missing where the data do not cover both of them whole."""
    return table["amount"].diff().mask(table["partial"] | table["partial"].shift(1, fill_value=True))


def _parts(table: pd.DataFrame) -> pd.Series:
    """The changes as parts of the month before; missing where that one did not bring more than nothing."""
    before = table["amount"].shift(1)
    return _changes(table) / before.where(before > 0)


def _known(value: float) -> float | None:
    return None if formats.is_missing(value) else float(value)


def _month(day: date) -> pd.Period:
    return pd.Period(year=day.year, month=day.month, freq="M")


def _is_in(event: SalesEvent, month: pd.Period) -> bool:
    return bool(_month(event.first_day) <= month <= _month(event.last_day))


def _base(reader: CustomerReader, table: pd.DataFrame) -> str:
    shop = reader.shop
    assert shop is not None
    n = f"n = {purchases(int(table['receipts'].sum()))}"
    until = _("until %(day)s") % {"day": formats.date(reader.reference)}
    return " · ".join([n, edition_words(shop.editions), until, *rules_in_use(reader)])


def _events_words(table: pd.DataFrame, events: list[SalesEvent]) -> str:
    """What happened to sales in the months of events; that the event did it, nobody can tell from this."""
    if not events:
        return _("No events yet: promotions and holidays that you add stand above their month.")
    changes = zip(_periods(table), _changes(table).tolist(), strict=True)
    known = [(month, change) for month, change in changes if not formats.is_missing(change)]
    during = [(month, change) for month, change in known if any(_is_in(one, month) for one in events)]
    fell = [month_name(month) for month, change in during if change < 0]
    if not during:
        return _("No event lies in a month that can be compared with the one before.")
    if not fell:
        return _("Sales did not fall in any whole month with an event.")
    text = _(
        "Sales fell in months with an event, too: %(months)s. Whether the event did that, these data do not "
        "say."
    )
    return text % {"months": ", ".join(fell)}
