"""First look at a file: what it is, where its table lies, which header is which column."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.texts import keep
from data import features, mistaken, personal_preview
from data.kinds import kind
from data.models import Dataset
from data.plan import table_path
from data.reading import layout as layouts
from data.reading import safety
from data.reading.errors import Unreadable
from data.reading.layout import Layout
from data.reading.sheets import kept_open
from data.receiving import remembered_headers
from data.recognition import recognise

PREVIEW_ROWS = 20


def guess(dataset: Dataset) -> dict[str, Any]:
    """Everything the layout and mapping steps show, as JSON; raises Unreadable.

    What a person chose (decisions "layout", "mapping") wins over what is guessed. People are masked in the
    preview; in that of a kind with open columns its own guess does that, before anything is stored.
    """
    form = safety.inspect(dataset.original, dataset.file_name)
    if form.member:
        (dataset.directory / "unpacked").mkdir(exist_ok=True)
        safety.extract(dataset.original, form, dataset.directory / "unpacked")
    with kept_open():
        found = _map(dataset, form.format) if form.format in features.FORMATS else _sheets(dataset, form)
    declared = kind(dataset.kind)
    recognised = recognise(declared, found["headers"], remembered_headers(dataset), dataset.period_start.year)
    chosen = dict(dataset.decisions.get("mapping", {}))
    mapping = {**recognised.mapping, **chosen}
    known = {column.key for column in declared.columns}
    # questions are masked once they are known: in a whole sentence "mobile" says nothing about its answers
    preview = found["preview"]
    preview = preview if declared.open else personal_preview.masked(preview, declared, mapping)
    return {
        **found,
        "preview": preview,
        "form": {"format": form.format, "member": form.member},
        "mapping": {key: header for key, header in mapping.items() if header and key in known},
        "mapping_why": {**recognised.why, **dict.fromkeys(chosen, "chosen")},
        "by_year": recognised.by_year,
        "unused": recognised.unused,
        **({"looks_like": mistaken.looks_like(found["headers"], declared)} if declared.columnar else {}),
    }


def _sheets(dataset: Dataset, form: Any) -> dict[str, Any]:
    path = table_path(dataset)
    proposal = layouts.guess(path, form)
    chosen = {
        key: value for key, value in dataset.decisions.get("layout", {}).items() if value not in (None, "")
    }
    layout = Layout.from_json({**proposal.layout.to_json(), **chosen}) if chosen else proposal.layout
    _check_layout(layout, [sheet.name for sheet in proposal.sheets])
    preview = layouts.preview(path, layout, rows=PREVIEW_ROWS)
    if not preview.headers:
        raise Unreadable(
            _("There is no header in that row. Choose the row that names the columns."), "no_header"
        )
    used = [sheet for sheet in proposal.sheets if not layout.sheets or sheet.name in layout.sheets]
    return {
        "layout": layout.to_json(),
        "sheets": [
            {"name": one.name, "rows": one.rows, "columns": one.columns, "header": one.header}
            for one in proposal.sheets
        ],
        "rows": sum(one.rows for one in used),
        "headers": preview.headers,
        "preview": _preview(preview.headers, preview.rows, preview.before_header),
        "reasons": {name: keep(reason) for name, reason in proposal.reasons.items()},
        "warnings": [keep(warning) for warning in proposal.warnings],
        "notes": [{"sheet": note.sheet, "row": note.row, "text": note.text} for note in proposal.notes],
        "mixed_rows": list(proposal.mixed_rows),
    }


def _check_layout(layout: Layout, sheets: list[str]) -> None:
    """Raise Unreadable where a chosen layout names sheets that the file does not have."""
    if not set(layout.sheets) <= set(sheets):
        raise Unreadable(
            _("The file has no sheet of that name. Choose one of the sheets it has."), "no_sheet"
        )


def _map(dataset: Dataset, file_format: str) -> dict[str, Any]:
    table = features.read(table_path(dataset), file_format)
    headers = [str(column) for column in table.columns]
    rows = [
        (number, [cell[:60] for cell in cells]) for number, *cells in table.head(PREVIEW_ROWS).itertuples()
    ]
    return {
        "layout": Layout(format=file_format).to_json(),
        "sheets": [{"name": "", "rows": len(table), "columns": len(headers), "header": headers}],
        "rows": len(table),
        "headers": headers,
        "preview": _preview(headers, rows, []),
        "reasons": {},
        "warnings": [],
        "notes": [],
        "mixed_rows": [],
    }


def _preview(headers: list[str], rows: Any, before: Any) -> dict[str, Any]:
    return {
        "headers": headers,
        "rows": [[number, *cells] for number, cells in rows],
        "before": [[number, *cells] for number, cells in before],
    }
