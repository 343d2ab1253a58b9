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
from .change_ratio import ratio_row, ratios
from .comparison import Comparison, change_text


def with_changes(comparison: Comparison, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """The overview's four numbers (MSMEs, fields, turnover, ratio) with what they were before."""
    old = (_msmes_before(comparison), *_fields_and_turnover(comparison), _ratio_before(comparison))
    counted = not comparison.counts_differ and not _uncovered(comparison)
    same = (counted, counted, counted, counted and not comparison.people_differ)
    found = [
        replace(one, change=change_text(comparison, one.value, before, one.kind, comparable))
        for one, before, comparable in zip(numbers, old, same, strict=True)
    ]
    if counted and comparison.is_hidden(old[0], numbers[0].value):
        # a difference that rows left out may have made is no rise, in the number as in the ratio
        for at in (0, 3):
            found[at] = replace(found[at], change=_hidden(comparison, old[at], numbers[at].kind))
    return tuple(found)


def _hidden(comparison: Comparison, old: float, kind: str) -> str:
    if formats.is_missing(old):
        return ""
    values = {"period": comparison.period, "value": formats.shown(old, kind)}
    return _("%(period)s: %(value)s, rows were left out") % values


def _uncovered(comparison: Comparison) -> bool:
    """Whether one of the areas that are shown is in one edition only."""
    return bool(set(comparison.lacking) & set(comparison.today))


def _msmes_before(comparison: Comparison) -> float:
    if not comparison.now.params.area:
        return float(comparison.before.cells["n"].sum())
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
