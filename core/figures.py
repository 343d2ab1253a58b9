"""What a page shows: figures, tables and numbers as plain values, without HTML.

Charts may give colours as `var(--token)` (tokens of static/src/css/tokens.css) in a dict, or as the light
value of a token in a Plotly figure; the browser replaces both by the colour of the theme in use. A point
whose `customdata` holds an address (`?…` or `/…`) is a link.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from . import formats

Kind = Literal["text", "integer", "number", "share", "money", "level"]
NUMERIC = frozenset({"integer", "number", "share", "money"})
LEVELS = ("low", "medium", "high")
LONG_NUMBER = 13
# json_script's own: nothing in the data can close the script element
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Column:
    """One column. `share` values are fractions; `link` names the row's key that holds the cell's address."""

    key: str
    label: Any
    kind: Kind = "text"
    unit: Any = ""
    decimals: int = 1
    link: str | None = None

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Table:
    """Rows are dicts by column key.

    Besides its cells a row may carry `_href` (address of its first cell), `_level` (`low`, `medium`, `high`),
    `_muted` (suppressed, or a small base), `_selected` and `_heat` (column key → how far its colour lies from
    low, 0, to high, 100, and the level's word: a heat map whose columns stay columns on a phone) and `_notes`
    (column key → small words beneath a cell of a page; no file has them, so a figure speaks of them in its
    `hint`). `sort` is the order in use: a column's key, with `-` in front for descending.
    `compact` tables have few and narrow columns: they stay tables on a phone,
    where the rows of others become cards.
    """

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    caption: Any = ""
    total: dict[str, Any] | None = None
    sort: str | None = None
    compact: bool = False

    @property
    def is_heat(self) -> bool:
        return any("_heat" in row for row in self.rows)

    @property
    def heat_key(self) -> list[tuple[int, Any]]:
        """Colours and words of a heat map, high first."""
        return sorted({cell for row in self.rows for cell in row.get("_heat", {}).values()}, reverse=True)

    def sorted_by(self, sort: str | None) -> "Table":
        """The table in this order, missing values last; unchanged when there is no such column."""
        key = (sort or "").removeprefix("-")
        column = next((column for column in self.columns if column.key == key), None)
        if column is None:
            return self
        present = [row for row in self.rows if not formats.is_missing(row.get(key))]
        missing = [row for row in self.rows if formats.is_missing(row.get(key))]
        first = self.columns[0].key
        present.sort(key=lambda row: str(row.get(first, "")).casefold())
        present.sort(key=lambda row: _rank(row[key], column.kind), reverse=bool(sort and sort[0] == "-"))
        return replace(self, rows=present + missing, sort=sort)


def _rank(value: Any, kind: str) -> Any:
    if kind == "level":
        return LEVELS.index(value) if value in LEVELS else value
    return value if kind in NUMERIC else str(value).casefold()


@dataclass(frozen=True)
class Figure:
    """A chart with everything a reader needs beside it (design.md, A page).

    `title` states the finding, `subtitle` what is shown in which unit, `hint` what can be done with it on a
    screen (no file or print says it), `summary` the finding in a sentence,
    `base` n, edition and boundary set; `how` lists (label, formula, meaning). `part` is its place on a wide
    screen: `main` two thirds, `aside` the last third beside it, else the whole row, or half of it where
    not `wide`. `table_on_phone`: the plot is too wide for a phone, which shows the table in its place.
    `closed`: the table waits behind its button although there is no plot to stand for it. `secondary`: on a
    phone the plot waits behind a button too; finding, summary and warnings stay.
    """

    key: str
    title: Any
    subtitle: Any = ""
    hint: Any = ""
    summary: Any = ""
    base: Any = ""
    plot: Any = None
    table: Table | None = None
    warnings: tuple[Any, ...] = ()
    how: tuple[tuple[Any, Any, Any], ...] = ()
    height: int = 420
    wide: bool = True
    part: Literal["", "main", "aside"] = ""
    table_on_phone: bool = False
    closed: bool = False
    secondary: bool = False

    @property
    def place(self) -> str:
        """The CSS class of its place in the grid of figures."""
        return self.part or ("wide" if self.wide else "half")

    @property
    def plot_json(self) -> str:
        """The Plotly figure as JSON that is safe inside a script element."""
        return plot_text(self.plot).translate(_JSON_ESCAPES)

    @property
    def height_class(self) -> str:
        """The CSS class of the height, in steps of 40 px: style attributes are forbidden by the CSP.

        120 for what asks for no more (two bars), else 200 to 1200.
        """
        return "plot-120" if self.height <= 120 else f"plot-{min(1200, max(200, -(-self.height // 40) * 40))}"


def plot_text(plot: Any) -> str:
    """A Plotly figure, or a dict of the same form with numpy arrays or lazy texts, as JSON."""
    from plotly.utils import PlotlyJSONEncoder

    class Encoder(PlotlyJSONEncoder):
        def default(self, o: Any) -> Any:
            if hasattr(o, "_proxy____cast"):  # a lazy translation
                return str(o)
            return super().default(o)

    content = plot.to_plotly_json() if hasattr(plot, "to_plotly_json") else plot
    return json.dumps(content, cls=Encoder, ensure_ascii=False, separators=(",", ":"))


def placed(figures: Iterable[Figure]) -> list[Figure]:
    """The figures with those widened that would stand beside an empty place: a lone half, main or aside."""
    found = list(figures)
    places = [figure.place for figure in found]
    start = 0
    while start < len(found):
        pair = tuple(places[start : start + 2])
        if pair in (("half", "half"), ("main", "aside")):
            start += 2
            continue
        found[start] = replace(found[start], wide=True, part="")
        start += 1
    return found


@dataclass(frozen=True)
class Number:
    """One of a page's four numbers. `value` is a formatted text, or a raw value with its `kind`.

    `change` is a formatted text with its sign (`+3,2 %`); `how` says in a sentence how it is computed.
    """

    label: Any
    value: Any
    unit: Any = ""
    note: Any = ""
    change: Any = ""
    how: Any = ""
    kind: Kind = "text"
    decimals: int = 1

    @property
    def shown(self) -> str:
        return formats.shown(self.value, self.kind, self.decimals)

    @property
    def is_long(self) -> bool:
        """Whether it needs a smaller type to stay in its cell: a name, or a sentence."""
        return len(self.shown) > LONG_NUMBER

    @property
    def direction(self) -> str:
        text = str(self.change)
        return "up" if text[:1] == "+" else "down" if text[:1] in (formats.MINUS, "-") else ""


@dataclass(frozen=True)
class Chip:
    """A filter in use; opening `href` removes it."""

    label: Any
    href: str
