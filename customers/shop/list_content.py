"""What the pages of the list of customers show: plain values."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.figures import Number

from ..base_line import base
from ..words import customers, purchases, whole_days
from .facts import Facts
from .listing import CALLS, PER_PAGE, Asked, Chosen, overdue_words
from .people_of import held
from .scope import CustomerReader

# of the newest purchase: a month's files are loaded in the month after
FRESH_DAYS = 45


def pages(found: Chosen) -> int:
    """How many pages a list has; one where it is empty."""
    return max(1, -(-len(found) // PER_PAGE))


def of_list(known: Facts, asked: Asked, found: Chosen) -> dict[str, Any]:
    """Heading, numbers and what the list is."""
    empty = None
    if not len(found):
        text = _("Nobody fits these choices. Remove one of them above the list.")
        empty = {"title": _("No customers"), "text": text}
    return {
        "heading": heading(len(found), worth(found), gone(found)), "numbers": _numbers(found),
        "empty": empty, "lead": f"{_as_of(known.reader)} {_who_first()}",
        "base": base(known.reader, len(found)), "asked": asked,
    }  # fmt: skip


def _as_of(reader: CustomerReader) -> str:
    """Until which day is counted, and how old the files are."""
    text = _("As of %(day)s.") % {"day": formats.date(reader.reference)}
    return " ".join(filter(None, (text, old_files(reader))))


def old_files(reader: CustomerReader) -> str:
    """What to do before a call where the files are old, since who bought after them needs none; "" while they
    are fresh. It goes wherever a list of calls goes: page, files, programs."""
    assert reader.shop is not None
    zone = ZoneInfo(reader.shop.editions[0].region.time_zone)
    old = (localdate(timezone=zone) - reader.shop.last_day).days
    if old <= FRESH_DAYS:
        return ""
    text = _(
        "The newest purchase in the files is %(days)s days old: ask for newer files, or look whether "
        "somebody bought since then before you call."
    )
    return text % {"days": formats.integer(old)}


def _who_first() -> str:
    """Who stands at the top, in one line; `call_words` says it whole."""
    text = _(
        "First those who bought at least three times and stay away for %(late)s to %(gone)s of their usual "
        "gaps."
    )
    return text % _limits()


def heading(n: int, n_worth: int, n_gone: int) -> str:
    """How many of a list are worth a call, or may be tried once where none is."""
    if not n:
        return _("No customer fits")
    if n_worth:
        text = ngettext(
            "%(n)s of %(all)s is worth a call: a regular who is overdue",
            "%(n)s of %(all)s are worth a call: regulars who are overdue", n_worth,
        )  # fmt: skip
        return text % {"n": formats.integer(n_worth), "all": customers(n)}
    if n_gone:
        text = ngettext(
            "The one customer here is not worth a call any more, and may be tried once",
            "None of %(all)s are worth a call; %(once)s may be tried once", n,
        )  # fmt: skip
        return text % {"all": customers(n), "once": formats.integer(n_gone)}
    text = ngettext(
        "The one customer here is not worth a call", "None of %(all)s are worth a call", n
    )  # fmt: skip
    return text % {"all": customers(n)}


def _numbers(found: Chosen) -> tuple[Number, ...]:
    """How many customers, calls, what the calls can win, and how many are gone."""
    return (
        Number(_("Customers"), len(found), kind="integer"),
        Number(_("Worth a call"), worth(found), kind="integer", how=f"{call_formula()} {call_words()}"),
        Number(_("What these calls can win"), float(found.values("call").sum()), kind="number", decimals=0,
               note=_("one usual purchase each"), how=_("Usual purchase = money ÷ purchases of a customer.")),
        Number(_("Try once"), gone(found), kind="integer",
               note=_("regulars away for more than %(gone)s usual gaps") % _limits()),
    )  # fmt: skip


def _limits() -> dict[str, str]:
    """The limits of a call in words."""
    return {"late": formats.number(CALLS.late, 2), "gone": formats.number(CALLS.gone, 0)}


def call_words() -> str:
    """Who is worth a call."""
    text = _(
        "Worth a call: bought at least three times, and %(late)s to %(gone)s of their own usual gaps have "
        "passed since the last purchase; the largest usual purchase comes first. Whoever is away for longer "
        "is most likely gone: try once."
    )
    return text % _limits()


def call_formula() -> str:
    """How a gap is computed."""
    return _(
        "Usual gap = days from the first to the last purchase ÷ (purchases − 1); gaps passed = days since "
        "the last purchase ÷ usual gap."
    )


def worth(found: Chosen) -> int:
    """How many are worth a call."""
    return int((found.values("call") > 0).sum())


def gone(found: Chosen) -> int:
    """How many are away for so long that they may be tried once."""
    return int((found.values("once") > 0).sum())


def of_page(known: Facts, found: Chosen, number: int, reads: bool) -> dict[str, Any]:
    """The lines of a page of the list; reads: whether the person may open names and numbers."""
    start = PER_PAGE * (number - 1)
    shown = found.part(start, start + PER_PAGE)
    lines = [
        _line(known, str(one), row) for one, row in zip(shown.index, shown.to_dict("records"), strict=True)
    ]
    if reads:
        _add_reach(known, lines)
    return {
        "reads": reads, "lines": lines, "found": len(found),
        "first": start + 1 if lines else 0, "last": start + len(lines),
        "number": number, "pages": pages(found), "previous": number - 1 if number > 1 else None,
        "following": number + 1 if start + PER_PAGE < len(found) else None,
    }  # fmt: skip


def _line(known: Facts, number: str, row: dict[Any, Any]) -> dict[str, Any]:
    segment = known.segments[int(row["segment"])]
    return {
        "number": number, "href": address(known, number), "segment": segment.name,
        "buys": overdue_words(row), "late": late_words(row), "is_late": row["call"] > 0,
        "is_gone": row["once"] > 0,
        "group": group_words(row), "money": row["monetary"], "usual": row["usual"],
        "frequency": row["frequency"], "recency": row["recency"], "length": row["length"],
        "times": purchases(row["frequency"]), "border": row["border"],
        "next": known.segments[int(row["next"])].name,
    }  # fmt: skip


def late_words(row: Mapping[Any, Any]) -> str:
    """How many days a regular is overdue; nothing for others."""
    if not (row["call"] > 0 or row["once"] > 0):
        return ""
    days = max(1, int(row["recency"]) - whole_days(row["gap"]))
    return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": formats.integer(days)}


def _add_reach(known: Facts, lines: list[dict[str, Any]]) -> None:
    """Where name and number are opened, for those of whom the files hold any."""
    shop = known.reader.shop
    assert shop is not None
    reached = held(shop.editions, [line["number"] for line in lines])
    for place, line in enumerate(lines):
        if (has_phone := reached.get(line["number"])) is not None:
            address_ = f"{reverse('customer_contact')}?{_query(known, line['number'])}"
            line.update(place=place, has_phone=has_phone, contact_href=address_)


def group_words(row: Mapping[Any, Any]) -> str:
    """The part of the list of calls that somebody stands in."""
    if row["call"] > 0:
        return _("To call now, the largest usual purchase first")
    if row["once"] > 0:
        return _("Try once: away for more than %(gone)s of their usual gaps") % _limits()
    return _("Nobody to call: not due yet, or no habit to go by")


def address(known: Facts, number: str) -> str:
    """The page of a customer."""
    return f"{reverse('customer')}?{_query(known, number)}"


def _query(known: Facts, number: str) -> str:
    """The list's filters and page go along, so that the way back leads to where somebody came from."""
    page = [("page", known.reader.query["page"])] if known.reader.query.get("page") else []
    return urlencode([*known.reader.params.pairs(), *page, ("customer", number)])


def back(reader: CustomerReader) -> str:
    """The list, with the filters and the page that somebody came from."""
    asked = [(name, value) for name, value in reader.params.pairs() if name != "customer"]
    return f"{reverse('customer_list')}?{urlencode(asked)}"
