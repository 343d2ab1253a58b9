"""What changed since the edition before: under the numbers, per sub-district, in ratio and levels."""

from dataclasses import replace

from django.utils.translation import gettext as _

from clustering.levels import Levels
from core import formats
from core.figures import Figure, Number
from data import cell_tables

from .area_figures import chosen_totals
from .change_counts import counts
from .change_levels import level_changes
from .change_ratio import ratio_is_hidden, ratio_row, ratios
from .comparison import Comparison


def with_changes(comparison: Comparison, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """The overview's four numbers (MSMEs, fields, turnover, ratio) with what they were before."""
    old = (_msmes_before(comparison), *_fields_and_turnover(comparison), _ratio_before(comparison))
    why = _("not comparable") if comparison.counts_differ or _uncovered(comparison) else ""
    hidden = _("rows were left out")
    reasons = (
        why or (hidden if comparison.left_out.hides(old[0], numbers[0].value) else ""),
        why,
        why,
        why
        or (_("not comparable") if comparison.people_differ else "")
        or (hidden if ratio_is_hidden(comparison) else ""),
    )
    return tuple(
        replace(one, change=_change_text(comparison, one, before, reason))
        for one, before, reason in zip(numbers, old, reasons, strict=True)
    )


def _change_text(comparison: Comparison, number: Number, old: float, reason: str) -> str:
    """What stands under a number: "+7,654 since 2021", or the number before and why no change can be told.

    Money in percent: the amounts are rounded to three digits, so their difference says less.
    """
    if formats.is_missing(number.value) or formats.is_missing(old):
        return ""
    period = comparison.period
    if reason:
        values = {"period": period, "value": formats.shown(old, number.kind), "why": reason}
        return _("%(period)s: %(value)s, %(why)s") % values
    if number.kind == "money":
        text = _percent(number.value, old)
    else:
        text = formats.signed(number.value - old, 0 if number.kind == "integer" else 1)
    return _("%(change)s since %(period)s") % {"change": text, "period": period} if text else ""


def _percent(value: float, old: float) -> str:
    """+3.2% of what it was; empty where it was nothing."""
    if not old:
        return ""
    text = formats.signed((value / old - 1) * 100)
    return text + (f"{formats.NO_BREAK}%" if formats.is_indonesian() else "%")


def _uncovered(comparison: Comparison) -> bool:
    """Whether one of the areas that are shown is in one edition only."""
    return bool(set(comparison.lacking) & set(comparison.today))


def _msmes_before(comparison: Comparison) -> float:
    if not comparison.now.params.area:
        return comparison.whole[0]
    return float(comparison.table.loc[comparison.today, "before"].sum(skipna=False))


def _fields_and_turnover(comparison: Comparison) -> tuple[float, float]:
    """Neither converts: for chosen areas they are known only where the borders are the same."""
    cells = comparison.before.cells
    if comparison.now.params.area:
        if not comparison.same_borders:
            return float("nan"), float("nan")
        cells = cell_tables.narrowed(cells, area_id=comparison.now.params.area)
    fields = cells.loc[(cells["category_id"] > 0) & (cells["n"] > 0), "category_id"].nunique()
    return float(fields), float(cell_tables.total(cells)["average_turnover"])


def _ratio_before(comparison: Comparison) -> float:
    """Missing where the ratio shown and the one compared are not of the same areas."""
    row = ratio_row(comparison)
    shown = chosen_totals(comparison.now)["ratio_per_1000"]
    return float(row["before"]) if abs(row["after"] - shown) < 1e-9 else float("nan")


def figures(comparison: Comparison, levels: Levels) -> list[Figure]:
    """MSMEs per area, the ratio with its causes, and levels with theirs, as far as they are known."""
    found = [counts(comparison)]
    ratio = ratios(comparison)
    found += [ratio] if ratio is not None else []
    other = level_changes(comparison, levels)
    if other is not None and other.table is None:
        # nothing to list: a sentence is enough
        found[0] = replace(found[0], summary=f"{found[0].summary} {other.title}.")
    elif other is not None:
        found.append(other)
    return found
