"""The page of movement: from which segment to which, who rose and who fell."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.lrfm import CannotSummarise
from analysis.movement import CHANGES, Movement
from charts.flows import flows
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.content import Content, Empty

from ..base_line import base
from ..tables import cell
from ..words import change_words, customers
from .facts import Facts, facts
from .movement import between, earlier_day
from .scope import CustomerReader


def build(reader: CustomerReader) -> Content:
    """The page for two days."""
    earlier = earlier_day(reader)
    known = facts(reader)
    if earlier.day is None:
        return _without(_("All transactions are of one day, so nobody can have moved. Upload more of them."))
    try:
        found = between(known, earlier.day)
    except CannotSummarise:
        return _without(_("Nobody had bought anything by the earlier day. Choose a later one."))
    said = (earlier.notice,) if earlier.notice else ()
    figures = (streams(known, found, earlier.day), matrix(known, found, earlier.day))
    return Content(heading(found), numbers(known, found, earlier.day), figures, said,
                   more={"earlier": earlier.day.isoformat()})  # fmt: skip


def _without(text: str) -> Content:
    return Content(_("Movement cannot be shown"), empty=Empty(_("No movement"), text))


def heading(found: Movement) -> str:
    """More up than down, or the other way round."""
    rose, fell = int(found.counts["rose"]), int(found.counts["fell"])
    values = {"rose": formats.integer(rose), "fell": formats.integer(fell)}
    if rose == fell:
        return _("As many customers rose as fell: %(rose)s each") % values
    if fell > rose:
        return (
            ngettext(
                "%(fell)s customer fell into a lower segment, %(rose)s rose",
                "%(fell)s customers fell into a lower segment, %(rose)s rose",
                fell,
            )
            % values
        )
    return (
        ngettext(
            "%(rose)s customer rose into a higher segment, %(fell)s fell",
            "%(rose)s customers rose into a higher segment, %(fell)s fell",
            rose,
        )
        % values
    )


def numbers(known: Facts, found: Movement, day: date) -> tuple[Number, ...]:
    """Rose, fell, stayed, new."""
    since = _("since %(day)s") % {"day": formats.date(day)}
    there = int(found.counts[["rose", "stayed", "fell", "gone"]].sum())

    def part(change: str) -> str:
        share = found.counts[change] / there if there else None
        return f"{formats.share(share, 0)} · {since}" if there else since

    return (
        Number(_("Rose"), int(found.counts["rose"]), kind="integer", note=part("rose"), how=_order_words()),
        Number(_("Fell"), int(found.counts["fell"]), kind="integer", note=part("fell"), how=_order_words()),
        Number(_("Stayed"), int(found.counts["stayed"]), kind="integer", note=part("stayed")),
        Number(_("New"), int(found.counts["new"]), kind="integer", note=since),
    )


def _order_words() -> str:
    return _(
        "From the lowest: lost, at risk, new, loyal, core customers; within one kind by money per customer."
    )


def _names(known: Facts, found: Movement, outside: str) -> list[str]:
    """Names of the segments from the highest to the lowest, then of those outside."""
    return [*(known.segments[one].name for one in reversed(found.order)), outside]


def list_address(known: Facts, day: date, **asked: Any) -> str:
    """The list of customers who made a move."""
    pairs = [*known.reader.params.pairs(), ("earlier", day.isoformat())]
    return f"{reverse('customer_list')}?{urlencode(pairs + [(k, str(v)) for k, v in asked.items()])}"


def streams(known: Facts, found: Movement, day: date) -> Figure:
    """Flows from the segments before to those after."""
    highest_first = [*reversed(found.order), -1]
    counts = found.matrix.loc[highest_first, highest_first]
    ranks = [*(float(found.order.index(one)) for one in reversed(found.order)), None]
    links = [[list_address(known, day, was=a, segment=b) for b in highest_first] for a in highest_first]
    plot = plots.plain(flows(
        counts, before=_names(known, found, _("not there yet")), after=_names(known, found, _("gone")),
        ranks=(ranks, ranks), titles=(formats.date(day), formats.date(known.reader.reference)),
        way_names=(_("rose"), _("fell"), _("stayed"), _("came or went")), unit=_("customers"), links=links,
        bars_note=_("Each bar: where the customers of a segment went."), language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("before", _("Segment before")), Column("after", _("Segment now"), link="_to"),
        Column("change", _("Change")), Column("n", _("Customers"), "integer"),
        Column("share", _("Share of the segment before"), "share"),
    )  # fmt: skip
    rows = [_link(known, found, day, one) for one in found.links.to_dict("records")]
    return Figure(
        key="streams",
        title=_stayed_title(found, day),
        subtitle=_("Customers by their segment on %(before)s and on %(after)s")
        % {"before": formats.date(day), "after": formats.date(known.reader.reference)},
        summary=_(
            "Both days are measured by the segments of the later one, so a move is a change of the customer."
        ),
        base=base(known.reader, len(found.customers)),
        plot=plot,
        table=Table(columns, rows, sort="-n"),
        how=((_("Higher segment"), _("by its kind, then by money per customer"), _order_words()),),
        height=plots.height(plot),
        table_on_phone=True,
    )


def _stayed_title(found: Movement, day: date) -> str:
    """How many of those who were there are where they were."""
    there = int(found.counts[["rose", "stayed", "fell", "gone"]].sum())
    values = {
        "share": formats.share(found.counts["stayed"] / there, 0), "all": customers(there),
        "day": formats.date(day),
    }  # fmt: skip
    return _("%(share)s of %(all)s of %(day)s are in the same segment as then") % values


def _link(known: Facts, found: Movement, day: date, link: dict[Any, Any]) -> dict[str, Any]:
    source, target = int(link["source"]), int(link["target"])
    return {
        "before": known.segments[source].name if source >= 0 else _("not there yet"),
        "after": known.segments[target].name if target >= 0 else _("gone"),
        "change": change_words(change_of(found, source, target)), "n": int(link["n"]),
        "share": float(link["share"]) if source >= 0 else None,
        "_to": list_address(known, day, was=source, segment=target),
    }  # fmt: skip


def change_of(found: Movement, source: int, target: int) -> str:
    """Which of CHANGES a move from one segment to another is."""
    if source < 0:
        return CHANGES[3]
    if target < 0:
        return CHANGES[4]
    was, now = found.order.index(source), found.order.index(target)
    return "rose" if now > was else "fell" if now < was else "stayed"


def matrix(known: Facts, found: Movement, day: date) -> Figure:
    """Segment before by segment after, with sums that are the sizes of both days."""
    after = [*reversed(found.order), -1]
    shown = [one for one in after if one >= 0 or int(found.matrix[-1].sum())]
    columns = [Column("before", _("Segment before"))]
    columns += [
        Column(f"s{one}", known.segments[one].name if one >= 0 else _("gone"), "integer") for one in shown
    ]
    columns += [Column("all", _("All"), "integer")]
    rows = []
    for one in [*reversed(found.order), -1]:
        counts = {other: int(cell(found.matrix, one, other)) for other in after}
        name = known.segments[one].name if one >= 0 else _("not there yet")
        cells = {f"s{other}": counts[other] for other in shown}
        whole = sum(counts.values())
        heats = {key: _heat(n / whole) for key, n in cells.items() if n}
        rows.append({"before": name, **cells, "all": whole, "_was": one, "_heat": heats})
    total = {"before": _("All")} | {f"s{one}": int(found.matrix[one].sum()) for one in shown}
    largest = _largest_fall(known, found)
    return Figure(
        key="matrix",
        title=largest or _("Nobody fell into a lower segment"),
        subtitle=_("Rows: segment on %(day)s; columns: segment now") % {"day": formats.date(day)},
        base=base(known.reader, len(found.customers)),
        table=Table(tuple(columns), rows, total={**total, "all": len(found.customers)}),
    )


def _heat(share: float) -> tuple[int, str]:
    """Place of a cell's colour from 0 to 100 by its share of the row, and its word."""
    if share < 0.1:
        return 0, _("below a tenth of the row")
    if share < 0.25:
        return 33, _("up to a quarter")
    return (67, _("up to a half")) if share < 0.5 else (100, _("half of it or more"))


def _largest_fall(known: Facts, found: Movement) -> str:
    falls = [
        one for one in found.links.to_dict("records")
        if change_of(found, int(one["source"]), int(one["target"])) == "fell"
    ]  # fmt: skip
    if not falls:
        return ""
    worst = max(falls, key=lambda one: int(one["n"]))
    values = {
        "n": formats.integer(worst["n"]), "before": known.segments[int(worst["source"])].name,
        "after": known.segments[int(worst["target"])].name,
    }  # fmt: skip
    return _("The largest fall: %(n)s from “%(before)s” to “%(after)s”") % values
