"""Where each number of a figure comes from, as tables of plain values: what the workbook prints."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.figures import Column, Table
from core.shown import Shown
from core.texts import shown as told
from data.market_words import place
from data.params import NOT_STATED

from .content import Asked, Gone, Trail
from .inputs import Input
from .pages import Page, page_of

# lines of one table; of more the first ones are printed, and the caption says so
MOST_LINES = 1_000


def tables(shown: Shown, figure_key: str, user: Any) -> tuple[Table, ...]:
    """Formulas with their numbers, the inputs with files, columns and rows, then areas, cells and shares.

    Every table has a caption; those without rows are left out. None at all where nothing can be followed: a
    page without data, or without such a figure.
    """
    return _of_figure(page_of(shown, user), figure_key)


def of_page(shown: Shown, user: Any) -> dict[str, tuple[Table, ...]]:
    """The same of every figure of a page; what they share is read once."""
    page = page_of(shown, user)
    return {key: _of_figure(page, key) for key in shown.figures}


def _of_figure(page: Page, key: str) -> tuple[Table, ...]:
    try:
        return _tables(page.trail(key, Asked()))
    except Gone:
        return ()


def _tables(trail: Trail) -> tuple[Table, ...]:
    made = (
        _formulas(trail), _inputs(trail), _areas(trail), _names(trail), _cells(trail), _shares(trail),
        *(_table(str(one.caption), one.columns, one.rows) for one in trail.more),
    )  # fmt: skip
    return tuple(one for one in made if one.rows)


def _table(caption: str, columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> Table:
    if len(rows) > MOST_LINES:
        text = _("%(caption)s (the first %(n)s of %(all)s)")
        caption = text % {"caption": caption, "n": MOST_LINES, "all": len(rows)}
    return Table(columns, rows[:MOST_LINES], caption=caption)


def _formulas(trail: Trail) -> Table:
    """The numbers of the whole figure; then how the figure says its other numbers are computed."""
    rows: list[dict[str, Any]] = [
        {"label": one.label, "formula": one.formula, "worked": one.worked, "value": one.text}
        for one in trail.lines
        if one.formula
    ]
    known = {row["label"] for row in rows}
    rows += [
        {"label": str(label), "formula": str(formula), "worked": "", "value": ""}
        for label, formula, _meaning in trail.figure.how
        if str(label) not in known
    ]
    columns = (
        Column("label", _("Number")), Column("formula", _("Formula")),
        Column("worked", _("With its numbers")), Column("value", _("Result")),
    )  # fmt: skip
    return _table(_("How it is computed"), columns, rows)


def _inputs(trail: Trail) -> Table:
    columns = (
        Column("input", _("Input")), Column("value", _("Number used")), Column("file", _("File")),
        Column("sheet", _("Sheet")), Column("columns", _("Columns in the file")),
        Column("rows", _("Rows"), "integer"), Column("first", _("First row"), "integer"),
        Column("last", _("Last row"), "integer"), Column("amount", _("They add up to")),
        Column("said", _("Check")), Column("period", _("Edition")), Column("source", _("Source")),
    )  # fmt: skip
    return _table(_("Rows behind it"), columns, [row for one in trail.inputs for row in _input_rows(one)])


def _input_rows(one: Input) -> Iterator[dict[str, Any]]:
    edition = one.edition
    common = {
        "input": one.label, "value": one.value, "said": one.said,
        "period": _("%(period)s, edition %(number)s")
        % {"period": edition.period_label, "number": edition.number},
        "source": "; ".join(told(part) for part in edition.source.split("; ")),
    }  # fmt: skip
    for file in one.files:
        yield common | {
            "file": file.source.file_name, "sheet": file.sheet, "columns": file.letters, "rows": file.rows,
            "first": file.first, "last": file.last, "amount": file.amount,
        }  # fmt: skip
    if not one.files:
        files = dict.fromkeys(cell.source.file_name for cell in one.cells)
        yield common | {"file": ", ".join(files), "rows": one.n_cells or None}


def _areas(trail: Trail) -> Table:
    """Per area and file how many rows there are, from which to which."""
    places = trail.listed
    if places is None:
        return Table((), [])
    market = places.market
    names = {**market.names, NOT_STATED: _("area not stated")}
    rows = []
    for one in places.by_area(trail.of).to_dict("records"):
        source = places.source(int(one["dataset_id"]))
        rows.append(
            {
                "name": names.get(int(one["area_id"]), ""), "file": source.file_name,
                "sheet": source.sheet(int(one["sheet"])), "rows": int(one["rows"]),
                "first": int(one["first"]), "last": int(one["last"]), "n": int(one["n"]),
            }
        )  # fmt: skip
    columns = (
        Column("name", place(market.scope.level).capitalize()), Column("file", _("File")),
        Column("sheet", _("Sheet")), Column("rows", _("Rows"), "integer"),
        Column("first", _("First row"), "integer"), Column("last", _("Last row"), "integer"),
        Column("n", _("MSMEs"), "integer"),
    )  # fmt: skip
    rows.sort(key=lambda row: (str(row["name"]).casefold(), row["file"], row["first"]))
    return _table(_("MSMEs by area and file"), columns, rows)


def _names(trail: Trail) -> Table:
    """The spellings that were counted as one, of what the figure is limited to."""
    rows = [
        {"what": one.what, "name": one.name, "text": one.text or _("(blank cell)"),
         "file": one.source.file_name, "rows": one.rows}
        for one in trail.names.lines
    ]  # fmt: skip
    columns = (
        Column("what", _("What")), Column("name", _("Counted as")),
        Column("text", _("Written in the file as")), Column("file", _("File")),
        Column("rows", _("Rows"), "integer"),
    )  # fmt: skip
    return _table(" ".join([_("How the files write it"), *trail.names.said]), columns, rows)


def _cells(trail: Trail) -> Table:
    rows = [
        {
            "input": one.label, "name": cell.area, "file": cell.source.file_name, "sheet": cell.sheet,
            "row": cell.row, "cell": cell.address, "header": cell.header, "value": cell.value,
            "counts": "" if cell.counts else _("a later file states it anew"),
        }
        for one in trail.inputs
        for cell in one.cells
    ]  # fmt: skip
    columns = (
        Column("input", _("Input")), Column("name", _("Area")), Column("file", _("File")),
        Column("sheet", _("Sheet")), Column("row", _("Row"), "integer"), Column("cell", _("Cell")),
        Column("header", _("Column in the file")), Column("value", _("Value")), Column("counts", _("Note")),
    )  # fmt: skip
    return _table(_("Cells behind it"), columns, rows)


def _shares(trail: Trail) -> Table:
    rows = [
        {"input": one.label, "name": share.name, "stated": share.stated, "share": share.share,
         "part": share.part, "basis": share.basis}
        for one in trail.inputs
        for share in one.shares
    ]  # fmt: skip
    columns = (
        Column("input", _("Input")), Column("name", _("Area of then")), Column("stated", _("Its number")),
        Column("share", _("Share")), Column("part", _("Gives")), Column("basis", _("Shared by")),
    )  # fmt: skip
    return _table(_("Converted from other borders"), columns, rows)
