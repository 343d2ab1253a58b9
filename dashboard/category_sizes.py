"""The mix of size classes within each business field."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from charts import stack
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import edition_words, label, unit
from data.models import SizeClass
from data.params import NOT_STATED

from .category_facts import Facts

MOST_ROWS, MOST_TABLE_ROWS = 15, 300
# of fewer the share of a size says little
SMALL_N = 30


def size_mixes(facts: Facts) -> Figure | None:
    """Shares of the sizes per field, in the shown areas; None where the files state no size."""
    table = size_table(facts)
    sizes = _stated(table)
    if not sizes or not int(table[sizes].to_numpy().sum()):
        return None
    names = {int(code): str(text) for code, text in SizeClass.choices}
    plot = _plot(facts, table, names)
    notes = []
    if len(table) > MOST_ROWS:
        text = _("The chart shows the %(n)s largest of %(all)s fields: choose others in the filter.")
        notes.append(text % {"n": MOST_ROWS, "all": formats.integer(len(table))})
    return Figure(
        key="field_sizes",
        title=_title(facts, table, names),
        subtitle=_("Share of the size classes in the MSMEs of each business field"),
        base=f"n = {formats.integer(table.to_numpy().sum())} {label('n')} · {edition_words(facts.market)}",
        plot=plot,
        table=_table(facts, table, names),
        warnings=tuple(notes),
        height=plots.height(plot),
    )


def size_table(facts: Facts) -> pd.DataFrame:
    """Field × size class of the shown areas and fields, every size; most above the smallest size first.

    Columns are the sizes from low to high, 0 (not stated) last; of many fields the largest are kept on top.
    """
    cells = facts.market.all_cells
    cells = cells[cells["area_id"].isin(facts.areas) & cells["category_id"].isin(facts.fields)]
    table = cells.pivot_table(
        index="category_id", columns="size_class", values="n", aggfunc="sum", fill_value=0
    )
    table = table.loc[:, table.sum() > 0]
    order = sorted(table.columns.tolist(), key=lambda size: (size == NOT_STATED, size))
    table = table.reindex(index=facts.fields, columns=order, fill_value=0)
    largest, others = table.iloc[:MOST_ROWS], table.iloc[MOST_ROWS:]
    return pd.concat([largest.loc[_by_share(largest)], others])


def _by_share(table: pd.DataFrame) -> list[int]:
    """The fields with the largest share above the smallest size first."""
    sizes = _stated(table)
    share = table[sizes[1:]].sum(axis=1) / table[sizes].sum(axis=1).where(lambda n: n > 0)
    return [int(one) for one in share.sort_values(ascending=False, kind="stable").index]


def _stated(table: pd.DataFrame) -> list[int]:
    return [int(size) for size in table.columns if size != NOT_STATED]


def _plot(facts: Facts, table: pd.DataFrame, names: dict[int, str]) -> dict[str, Any]:
    drawn = table.head(MOST_ROWS)
    counts = drawn.set_axis([facts.name(one) for one in drawn.index.tolist()], axis=0)
    counts = counts.set_axis([names[int(size)] for size in drawn.columns], axis=1)
    figure = stack.shares(
        counts, unit=unit("n"), ordered=True, others=names[NOT_STATED], language=plots.language()
    )
    links = {
        facts.name(one): area_rows.toggled(facts.market, "category", one) for one in drawn.index.tolist()
    }
    return plots.plain(figure, links)


def _title(facts: Facts, table: pd.DataFrame, names: dict[int, str]) -> str:
    """Which field has the largest share above the smallest class: who can pay more."""
    sizes = _stated(table)
    stated = table[sizes][facts.named(table.index)]
    known = stated[stated.sum(axis=1) >= SMALL_N]
    if known.empty or len(sizes) == 1:
        return _("Size classes within the business fields")
    above = 1 - known[sizes[0]] / known.sum(axis=1)
    first = [one for one, value in area_rows.by_id(above).items() if value == above.max()]
    values = {
        "field": facts.listed(first), "share": formats.share(above.max()), "size": names[sizes[0]],
    }  # fmt: skip
    if not above.max():
        return _("In every business field all MSMEs are %(size)s") % values
    return _("%(field)s has the largest share above %(size)s: %(share)s") % values


def _table(facts: Facts, table: pd.DataFrame, names: dict[int, str]) -> Table:
    sizes = [int(size) for size in table.columns]
    columns = [Column(f"s{size}", names[size], "integer") for size in sizes]
    shares = [Column(f"p{size}", _("%(size)s, share") % {"size": names[size]}, "share") for size in sizes]
    rows = []
    for field in table.index.tolist()[:MOST_TABLE_ROWS]:
        counts = area_rows.by_id(pd.Series(table.loc[field]))
        n = sum(counts.values())
        row: dict[str, Any] = {"name": facts.name(field), "n": n, "_muted": n < SMALL_N}
        row |= {f"s{size}": count for size, count in counts.items()}
        row |= {f"p{size}": count / n for size, count in counts.items()}
        rows.append(row | {"_href": area_rows.toggled(facts.market, "category", field)})
    total: dict[str, Any] = {"name": _("total"), "n": int(table.to_numpy().sum())}
    total |= {f"s{size}": int(table[size].sum()) for size in sizes}
    return Table(
        (Column("name", _("Business field")), Column("n", label("n"), "integer"), *columns, *shares),
        rows, total=total,
    )  # fmt: skip
