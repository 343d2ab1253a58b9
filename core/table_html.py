"""The rows of a table as HTML: in a template the 4,000 cells of the categories took a third of their page."""

from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .figures import Column, Table

LONG_TEXT = 60
# what a cell says, escaped or not
Content = Callable[[Any, Column], Any]


def body(table: Table, content: Content) -> SafeString:
    """The table's rows (core.figures.Table) without their <tbody>; empty without rows.

    Only cells that become lines of a card on a phone name their column: the columns of heat maps and compact
    tables stay columns there (static/src/css/tables.css).
    """
    is_paired = not (table.is_heat or table.compact)
    labels = [_label(column) if is_paired else "" for column in table.columns]
    rows = (_row(row, table.columns, labels, content) for row in table.rows)
    return mark_safe("".join(rows))  # noqa: S308 – every part is escaped below


def _label(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f' data-label="{escape(f"{column.label}{unit}")}"'


def _row(row: dict[str, Any], columns: tuple[Column, ...], labels: list[str], content: Content) -> str:
    first, *others = columns
    cells = [_head(row, first, content)]
    heat, notes = row.get("_heat", {}), row.get("_notes", {})
    for column, label in zip(others, labels[1:], strict=True):
        value = row.get(column.key)
        text = _linked(content(value, column), row.get(column.link) if column.link else None)
        if column.key in notes:
            text += f' <span class="base note">{escape(notes[column.key])}</span>'
        # a sentence needs the whole row of a card
        kind = "num" if column.is_numeric else "long" if len(str(value)) > LONG_TEXT else ""
        cells.append(_cell(text, kind, label, heat.get(column.key)))
    classes = " ".join(name for name in ("muted", "selected") if row.get(f"_{name}"))
    opening = f'\n<tr class="{classes}">' if classes else "\n<tr>"
    return f"{opening}{''.join(cells)}</tr>"


def _head(row: dict[str, Any], column: Column, content: Content) -> str:
    """The first cell, which names the row."""
    opening = '<th scope="row" class="num">' if column.is_numeric else '<th scope="row">'
    href = row.get(column.link) if column.link else row.get("_href")
    text = _linked(content(row.get(column.key), column), href)
    # outside the f-string: a text inside one is not found for translation
    word = escape(_("marked"))
    marked = f'<span class="visually-hidden"> – {word}</span>' if row.get("_selected") else ""
    return f"{opening}{text}{marked}</th>"


def _cell(text: str, kind: str, label: str, heat: tuple[int, Any] | None) -> str:
    if heat:
        place, word = heat
        said = f'<span class="visually-hidden"> {escape(word)}</span>'
        return f'<td class="num heat-{place:d}"{label}>{text}{said}</td>'
    return f'<td class="{kind}"{label}>{text}</td>' if kind else f"<td{label}>{text}</td>"


def _linked(text: Any, href: Any) -> str:
    shown = conditional_escape(text)
    return f'<a href="{escape(href)}">{shown}</a>' if href else shown
