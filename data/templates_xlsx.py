"""Blank templates to download, made from a kind's declaration.

The first sheet holds the headers and nothing else. Everything a person should know stands where it cannot be
imported by mistake: in notes and input hints on the header cells, in choice lists, and on a second sheet as
drawn text, which has no cells.
"""

import io
import json
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from data.kinds import Column, Kind
from data.models import SizeClass
from data.problems import plain
from data.recognition import header_key

CHECKED_ROWS = 100_000
GUIDE_WIDTH, LINE_HEIGHT, LINE_LETTERS = 900, 20, 130
# identifiers are text for ever (features.md a3): Excel would cut a 16-digit NIK to 15 digits
TEXT_TYPES = frozenset({"text", "identifier", "area", "category", "size"})
HINT_LENGTH, HINT_TITLE_LENGTH = 255, 32
ABBREVIATION = 3  # NIK, NIB


def header(column: Column) -> str:
    """The header a template gives a column: its label where the importer knows it, else its first alias."""
    if column.type == "open":  # the question itself is the header
        return column.example
    label = str(column.label)
    known = {header_key(alias) for alias in (*column.aliases, column.key)}
    if header_key(label) in known:
        return label
    alias = column.aliases[0]
    return alias.upper() if len(alias) <= ABBREVIATION else alias.capitalize()


def file_name(kind: Kind) -> str:
    return f"template-{kind.key.replace('_', '-')}.{'geojson' if _is_map(kind) else 'xlsx'}"


def blank(kind: Kind) -> bytes:
    """The template as bytes: an .xlsx, or for outlines an empty GeoJSON collection."""
    return _map(kind) if _is_map(kind) else _workbook(kind)


def _is_map(kind: Kind) -> bool:
    return any(column.type == "geometry" for column in kind.columns)


def _map(kind: Kind) -> bytes:
    properties = {header(column): column.example for column in kind.columns if column.type != "geometry"}
    content = {"type": "FeatureCollection", "properties_of_each_feature": properties, "features": []}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _workbook(kind: Kind) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        data = book.add_worksheet(_("Data"))
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for place, column in enumerate(kind.told_columns):
            width = max(14, len(header(column)) + 2)
            data.set_column(place, place, width, text if column.type in TEXT_TYPES else None)
            data.write_string(0, place, header(column), bold)
            data.write_comment(0, place, description(column), {"x_scale": 2, "y_scale": 1.5})
            data.data_validation(1, place, CHECKED_ROWS, place, _hint(column))
        data.freeze_panes(1, 0)
        _guide(book, kind)
    return target.getvalue()


def _hint(column: Column) -> dict[str, Any]:
    """A hint that appears in every cell of the column, and a list to choose from for size classes."""
    said = {
        "input_title": header(column)[:HINT_TITLE_LENGTH],
        "input_message": description(column)[:HINT_LENGTH],
    }
    if column.type != "size":
        return {"validate": "any", **said}
    words = [str(member.label) for member in SizeClass if member != SizeClass.UNKNOWN]
    return {"validate": "list", "source": words, "error_type": "warning", **said}


def _guide(book: Any, kind: Kind) -> None:
    sheet = book.add_worksheet(_("Guide"))
    lines = [str(kind.label), str(kind.description), ""]
    lines += [f"{header(column)}: {description(column)}" for column in kind.told_columns]
    lines += ["", needed(kind), _("Write on the first sheet. What is not known is an empty cell, never 0.")]
    height = LINE_HEIGHT * sum(1 + len(line) // LINE_LETTERS for line in lines) + 2 * LINE_HEIGHT
    options = {"width": GUIDE_WIDTH, "height": height, "font": {"size": 11}, "object_position": 3}
    sheet.insert_textbox(0, 0, "\n".join(lines), options)
    sheet.hide_gridlines(2)


def needed(kind: Kind) -> str:
    """Which columns a file must have, in a sentence."""
    if not kind.requires:
        return _("A file needs at least one question.")
    groups = [" / ".join(header(kind.column(key)) for key in group) for group in kind.requires]
    return _("A file needs at least: %(columns)s.") % {"columns": "; ".join(groups)}


def description(column: Column) -> str:
    """What a column may hold, in a sentence or two, with an example."""
    parts = [type_words(column), str(column.help or "")]
    if column.example and column.type != "open":
        parts.append(_("Example: %(example)s") % {"example": column.example})
    return " ".join(part for part in parts if part)


def type_words(column: Column) -> str:
    """The allowed values of a column in words."""
    words = {
        "text": _("Text."),
        "identifier": _("Digits kept as text."),
        "integer": _("A whole number."),
        "number": _("A number."),
        "money": _("Whole rupiah."),
        "year": _("A year."),
        "date": _("A date."),
        "area": _("The name of an area."),
        "category": _("The name of a business category."),
        "size": _("Micro, small, medium or large."),
        "geometry": _("The outline itself."),
        "open": _("An answer as it was given."),
    }
    said = words[column.type]
    if column.digits:
        said = _("%(digits)s digits kept as text.") % {"digits": column.digits}
    return f"{said} {_bounds(column)}".strip()


def _bounds(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return _("From %(low)s to %(high)s.") % {"low": plain(column.low), "high": plain(column.high)}
    return _("From %(low)s on.") % {"low": plain(column.low)} if column.low is not None else ""
