"""Tags that show figures, tables, numbers and filter chips (core/figures.py)."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import formats, pages, table_html, texts
from core.context import NOT_CARRIED, carried_query
from core.downloads import level_word
from core.figures import LEVELS, Column, Figure, Table
from core.glossary import Linking, glossary_address
from core.icons import drawing
from core.tables import printed

from .formats import accessible

register = template.Library()
# rows of a table above which a phone shows only the first ones (static/src/css/tables.css)
LONG_ON_PHONE = 10


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The page's query with some parameters changed, or removed by None; `?` alone when nothing is left."""
    query = context["request"].GET.copy()
    for name in ("download", "figure", "page"):
        query.pop(name, None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def page_address(context: Context, name: str, subject: str = "") -> str:
    """The address of another page, with the filters of this one, and with what this one is on where asked."""
    parts = [carried_query(context["request"]), urlencode({"subject": subject}) if subject else ""]
    carried = "&".join(part for part in parts if part)
    return reverse(name) + (f"?{carried}" if carried else "")


def trail_address(context: Context, key: str) -> str:
    """The page "To the source" of a figure, with the filters of its page; "" where there is none."""
    match = context["request"].resolver_match
    page = next((one for one in pages.all_pages() if match and one.name == match.url_name), None)
    if page is None or not page.leads_to_rows:
        return ""
    query = context["request"].GET.copy()
    for name in NOT_CARRIED:
        query.pop(name, None)
    query["page"], query["figure"] = page.name, key
    query.setlist("args", [str(one) for one in match.kwargs.values()])
    return f"{reverse('trail')}?{query.urlencode()}"


@register.inclusion_tag("core/_figure.html", takes_context=True)
def figure(context: Context, figure: Figure) -> dict[str, Any]:
    """Heading, chart, sentence, warnings, base, table, downloads and formulas of one figure."""
    linked = Linking(glossary_address(context["request"]))
    return {
        "figure": figure,
        "subtitle": linked(figure.subtitle),
        "summary": linked(figure.summary),
        "warnings": [linked(warning) for warning in figure.warnings],
        "how": [(linked(label), formula, linked(meaning)) for label, formula, meaning in figure.how],
        "request": context["request"],
        "is_demo": context.get("is_demo"),
        "csv_href": query_with(context, download="csv", figure=figure.key),
        "xlsx_href": query_with(context, download="xlsx", figure=figure.key),
        "trail_href": trail_address(context, figure.key),
    }


@register.inclusion_tag("core/_numbers.html", takes_context=True)
def numbers(context: Context, numbers: Any) -> dict[str, Any]:
    """The line of (four) numbers under the heading: each with its label and note, where terms are links."""
    if not numbers:  # an error page has no request either
        return {"numbers": []}
    linked = Linking(glossary_address(context["request"]))
    return {"numbers": [(linked(number.label), linked(number.note), number) for number in numbers]}


@register.inclusion_tag("core/_chips.html")
def chips(chips: Any) -> dict[str, Any]:
    """Filters in use; each is removed by its link."""
    return {"chips": list(chips or ())}


@register.inclusion_tag("core/_table.html", takes_context=True)
def data_table(context: Context, table: Table, key: str = "", folds: bool = False) -> dict[str, Any]:
    """A table sorted as the address says (`?sort=-n`), with links in its headings to sort by others.

    folds: a phone shows its first rows, and the rest when asked for.
    """
    query = context["request"].GET
    # several tables on a page: the address says which one it sorts (`table=KEY`)
    wanted = query.get("sort") if query.get("table", key) == key else None
    ordered = table.sorted_by(wanted or table.sort)
    return {
        "table": ordered,
        "heads": [_head(context, column, ordered.sort, key) for column in table.columns],
        "body": table_html.body(ordered, _content),
        "total": _total(table.total, table.columns) if table.total else None,
        "folds": folds and len(ordered.rows) > LONG_ON_PHONE and not ordered.is_heat,
    }


def _head(context: Context, column: Column, sort: str | None, key: str) -> dict[str, Any]:
    current = (sort or "").removeprefix("-") == column.key
    descending = current and (sort or "").startswith("-")
    # a first click shows the largest numbers, or the names from A
    down_first = column.is_numeric or column.kind == "level"
    to_descending = not descending if current else down_first
    href = query_with(context, sort=("-" if to_descending else "") + column.key, table=key or None)
    return {
        "column": column,
        # by its id the heading keeps the focus when the sorted table takes the place of the old one
        "id": f"sort-{key}-{column.key}",
        "href": f"{href}#figure-{key}" if key else href,
        "order": ("descending" if descending else "ascending") if current else "",
    }


def _total(total: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    """The cells of the last line, blank where a column has no total: a dash would say that none is known."""
    return {
        "cells": [
            {"column": one, "content": _content(total[one.key], one) if one.key in total else ""}
            for one in columns
        ]
    }


def _content(value: Any, column: Column) -> Any:
    if isinstance(value, SafeString):
        return value
    if column.kind == "level" and not formats.is_missing(value):
        return level(value)
    return accessible(printed(value, column))


@register.simple_tag
def level(value: Any, k: int = 3) -> str:
    """A badge with the level's word and as many filled bars as its rank; `value` a name or a rank from 0.

    Names are those of analysis.kmeans.level_names: `low` … `high`, or `1 (lowest)` … `5 (highest)`.
    """
    if formats.is_missing(value):
        return accessible(formats.MISSING)
    name = str(value)
    rank = LEVELS.index(name) + 1 if name in LEVELS else int(name.split()[0]) + isinstance(value, int)
    if isinstance(value, int) and k == len(LEVELS):
        name = LEVELS[value]
    word = level_word(name) if name in LEVELS else shown(name if isinstance(value, str) else str(rank))
    filled = rank if k == len(LEVELS) else max(1, round(rank * len(LEVELS) / k))
    bars = format_html('<svg class="bars" viewBox="0 0 14 12" aria-hidden="true">{}</svg>', _bars(filled))
    return format_html('<span class="level level-{}">{}{}</span>', min(filled, len(LEVELS)), bars, word)


def _bars(filled: int) -> SafeString:
    # numbers only: nothing of a file gets in here
    return mark_safe(  # noqa: S308
        "".join(
            f'<rect x="{place * 5}" y="{8 - place * 4}" width="4" height="{4 + place * 4}" rx="1"'
            f"{'' if place < filled else ' class=off'}/>"
            for place in range(len(LEVELS))
        )
    )


@register.filter
def shown(text: Any) -> str:
    """A stored text (core/texts.py), or one marked in a pure package (N_), in the active language."""
    return texts.shown(text)


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """One of our drawings (core/icons.py); silent for screen readers unless it has a label."""
    if not label:
        return _silent_icon(name)
    shape = mark_safe(drawing(name))  # noqa: S308 – our own constants
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}">{}</svg>', label, shape
    )


@lru_cache(maxsize=128)
def _silent_icon(name: str) -> SafeString:
    """A page has forty of them, of a dozen drawings."""
    shape = mark_safe(drawing(name))  # noqa: S308 – our own constants
    return format_html('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', shape)


@register.filter
def job_title(job: Any) -> str:
    from core.views import job_title

    return job_title(job)


@register.filter
def control(field: Any) -> str:
    """A form field's input in the look of our forms; allauth's placeholders only repeat the label."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    is_choice = getattr(widget, "input_type", "") == "select"
    classes = f"{'form-select' if is_choice else 'form-control'}{' is-invalid' if field.errors else ''}"
    return field.as_widget(attrs={"class": classes})
