"""Tables on slides: native ones, over as many slides as they need, with their header on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from charts import theme, written
from charts.native import Box, Grid, legal
from charts.native.looks import rgb
from core import formats
from core.figures import LEVELS, Column, Table
from core.tables import level_word, printed, total_of

from . import fit
from .deck import DARK, INK, INK_2, PALE, RULE

# points, the roomiest first: the type, and what is kept free above and below the text of a cell
_TYPES = ((12.0, 3.4), (12.0, 2.2), (11.0, 1.8), (10.0, 1.6), (10.0, 0.7))
# points: beside the text of a cell, more where words follow numbers; the mark before a level
_BESIDE, _AFTER_NUMBER, _DOT = 4.5, 16.0, 12.0
# what a column gets at least, what a name of a row may ask for, and how far columns are stretched
_LEAST, _MOST_NAME, _STRETCHED = 30.0, 270.0, 1.6
# how much wider than measured a program may set a word
_SLACK = 1.12
# a reader of slides looks at so many rows of a table; the workbook has all
MOST_ROWS = 60
# "No Style, No Grid": lines and colours are ours
_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. fill: its colour, "" for none; dot: the colour of a mark before the text."""

    text: str
    is_number: bool = False
    fill: str = ""
    ink: str = INK
    bold: bool = False
    dot: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as it is drawn. key: (name, colour); of: how many rows the figure has."""

    header: list[Cell]
    rows: list[list[Cell]]
    key: tuple[tuple[str, str], ...] = ()
    of: int = 0


def of_table(table: Table | None) -> Sheet:
    """The first rows of a figure's table in the order of the page, and its total."""
    if table is None or not table.columns:
        return Sheet([], [])
    ordered = table.sorted_by(table.sort)
    header = [Cell(_label(one), one.is_numeric, bold=True) for one in ordered.columns]
    rows = [[_cell(row, one) for one in ordered.columns] for row in ordered.rows[:MOST_ROWS]]
    rows += [[_total(row, one) for one in ordered.columns] for row in total_of(ordered)]
    key = tuple((level_word(word), _shade(place)) for place, word in ordered.heat_key)
    return Sheet(header, rows, key if ordered.is_heat else (), len(ordered.rows))


def _label(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def _cell(row: dict[str, Any], column: Column) -> Cell:
    value = row.get(column.key)
    heat = row.get("_heat", {}).get(column.key)
    chosen = bool(row.get("_selected"))
    fill = _shade(heat[0]) if heat else PALE if chosen else ""
    ink = theme.text_on(fill) if heat else INK_2 if row.get("_muted") else INK
    return Cell(printed(value, column), column.is_numeric, fill, ink, chosen, _dot(value, column))


def _total(row: dict[str, Any], column: Column) -> Cell:
    # blank where a column has no total: a dash would say that none is known
    text = printed(row[column.key], column) if column.key in row else ""
    return Cell(text, column.is_numeric, PALE, bold=True)


def _dot(value: Any, column: Column) -> str:
    name = LEVELS[value] if isinstance(value, int) and 0 <= value < len(LEVELS) else value
    is_known = column.kind == "level" and name in LEVELS
    return theme.LEVEL_VALUES["light"][LEVELS.index(name)] if is_known else ""


def _shade(place: float) -> str:
    """The colour from low, 0, to high, 100."""
    return theme.level_value(theme.level_token(place / 100), "light")


def of_grid(grid: Grid) -> Sheet:
    """A heat map: its names and numbers, each cell in its colour."""
    header = [Cell("", bold=True), *(Cell(one, True, bold=True) for one in grid.columns)]
    rows = [
        [Cell(name), *(_heat(*pair, grid.form) for pair in zip(numbers, colours, strict=True))]
        for name, numbers, colours in grid.rows[:MOST_ROWS]
    ]
    return Sheet(header, rows, grid.key, len(grid.rows))


def _heat(number: float | None, colour: str | None, form: str) -> Cell:
    ink = theme.text_on(colour) if colour else INK_2
    said = formats.MISSING if number is None else written.number(number, form, formats.separators())
    return Cell(said, True, colour or "", ink)


def left_out(sheet: Sheet) -> str:
    """What is said where not all rows are here."""
    if sheet.of <= MOST_ROWS:
        return ""
    return _(
        "The first %(n)s of %(of)s rows are shown here; the workbook (.xlsx) of this report has all of them."
    ) % {"n": formats.integer(MOST_ROWS), "of": formats.integer(sheet.of)}


@dataclass(frozen=True)
class Measure:
    """Type, room above a text, widths of the columns and of what is free left of their text, in points."""

    size: float
    above: float
    widths: list[float]
    insets: list[float]

    def height(self, row: Sequence[Cell]) -> float:
        found = max(
            fit.lines(one.text, self.size, wide - inset - _BESIDE - _DOT * bool(one.dot), one.bold)
            for one, wide, inset in zip(row, self.widths, self.insets, strict=True)
        )
        return found * self.size * fit.LINE + 2 * self.above


def measure(sheet: Sheet, room: tuple[float, float]) -> Measure:
    """The roomiest type in which the table fits a slide of this width and height; the roomiest that fits its
    width where it needs several slides.

    Where not even the smallest fits, all columns give the same part of their width.
    """
    ways = [_measured(sheet, room[0], *one) for one in _TYPES]
    wide_enough = [one for one, total in ways if total <= room[0]] or [ways[-1][0]]
    for one in wide_enough:
        if sum(one.height(row) for row in (sheet.header, *sheet.rows)) <= room[1]:
            return one
    return wide_enough[0]


def _measured(sheet: Sheet, room: float, size: float, above: float) -> tuple[Measure, float]:
    """A way to set the table, and the width it asks for."""
    insets = [
        _AFTER_NUMBER if place and sheet.header[place - 1].is_number and not one.is_number else _BESIDE
        for place, one in enumerate(sheet.header)
    ]
    wanted = [_wanted(sheet, place, size) + inset + _BESIDE for place, inset in enumerate(insets)]
    least = [_unbroken(sheet, place, size) + inset + _BESIDE for place, inset in enumerate(insets)]
    return Measure(size, above, _widths(wanted, least, room), insets), sum(wanted)


def _widths(wanted: list[float], least: list[float], room: float) -> list[float]:
    """The width of each column. Where all do not get what they want, those give way that have words to break,
    and what cannot be broken (a number, a word) keeps its line as far as there is room for that."""
    if sum(wanted) <= room:
        return [one * min(room / sum(wanted), _STRETCHED) for one in wanted]
    least = [min(pair) for pair in zip(wanted, least, strict=True)]
    if sum(least) >= room:
        return [one * room / sum(least) for one in least]
    part = (room - sum(least)) / (sum(wanted) - sum(least))
    return [low + part * (high - low) for low, high in zip(least, wanted, strict=True)]


def _unbroken(sheet: Sheet, place: int, size: float) -> float:
    """The longest word, of the header and of the cells; a number is one word."""
    head = sheet.header[place]
    texts = [(word, True) for word in head.text.split()]
    for row in sheet.rows:
        cell = row[place]
        texts += [(word, cell.bold) for word in ([cell.text] if cell.is_number else cell.text.split())]
    return max([_LEAST, *(_SLACK * fit.width(text, size, bold) for text, bold in texts)])


def _wanted(sheet: Sheet, place: int, size: float) -> float:
    """Whole words in a header, whole numbers and short names in the cells."""
    head = sheet.header[place]
    cells = (row[place] for row in sheet.rows)
    widths = [fit.width(one.text, size, one.bold) + _DOT * bool(one.dot) for one in cells]
    # a word of a header must not break
    words = [_SLACK * fit.width(one, size, True) for one in head.text.split()]
    least = max([_LEAST, *words, *widths])
    return least if head.is_number else min(least, max([_MOST_NAME, *words]))


def pages(sheet: Sheet, measured: Measure, first: float, others: float) -> list[list[list[Cell]]]:
    """The rows of each slide, for rooms of these heights in points. At least one row is on each."""
    head = measured.height(sheet.header)
    found: list[list[list[Cell]]] = [[]]
    left = first - head
    for row in sheet.rows:
        high = measured.height(row)
        if high > left and found[-1]:
            found.append([])
            left = others - head
        found[-1].append(row)
        left -= high
    return found


def draw(
    slide: Any, sheet: Sheet, rows: Sequence[Sequence[Cell]], measured: Measure, box: Box, name: str
) -> None:
    """Header and these rows as a native table."""
    lines = [sheet.header, *rows]
    heights = [round(Pt(measured.height(one))) for one in lines]
    width = sum(round(Pt(one)) for one in measured.widths)
    frame = slide.shapes.add_table(1, 1, Emu(box.x), Emu(box.y), Emu(width), Emu(sum(heights)))
    frame.name = legal(name)
    body = "".join(
        f'<a:tr h="{high}">{_row(row, measured, place == 0)}</a:tr>'
        for place, (row, high) in enumerate(zip(lines, heights, strict=True))
    )
    columns = "".join(f'<a:gridCol w="{round(Pt(one))}"/>' for one in measured.widths)
    table = parse_xml(
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{body}</a:tbl>"
    )
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, table)


def _row(row: Sequence[Cell], measured: Measure, is_head: bool) -> str:
    return "".join(
        _xml(one, measured, inset, is_head) for one, inset in zip(row, measured.insets, strict=True)
    )


def _xml(cell: Cell, measured: Measure, inset: float, is_head: bool) -> str:
    """A cell: its text in runs, then its margins, lower line and colour (ECMA-376, part 1, 21.1.3)."""
    left, right, above = (round(Pt(one)) for one in (inset, _BESIDE, measured.above))
    rule = f'<a:srgbClr val="{rgb(DARK if is_head else RULE)}"/>'
    line = f'<a:lnB w="{9525 if is_head else 6350}"><a:solidFill>{rule}</a:solidFill></a:lnB>'
    fill = f'<a:solidFill><a:srgbClr val="{rgb(cell.fill)}"/></a:solidFill>' if cell.fill else "<a:noFill/>"
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{"r" if cell.is_number else "l"}"/>'
        f'{_runs(cell, measured.size, DARK if is_head else cell.ink)}</a:p></a:txBody><a:tcPr marL="{left}" '
        f'marR="{right}" marT="{above}" marB="{above}" anchor="{"b" if is_head else "ctr"}">{line}{fill}'
        "</a:tcPr></a:tc>"
    )


def _runs(cell: Cell, size: float, ink: str) -> str:
    dot = _run("■ ", size, cell.dot, False) if cell.dot else ""
    lines = legal(cell.text).split("\n")
    return dot + "<a:br/>".join(_run(one, size, ink, cell.bold) for one in lines)


def _run(text: str, size: float, ink: str, bold: bool) -> str:
    look = f'<a:solidFill><a:srgbClr val="{rgb(ink)}"/></a:solidFill>'
    return (
        f'<a:r><a:rPr sz="{round(size * 100)}" b="{int(bold)}" dirty="0">{look}</a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r>"
    )
