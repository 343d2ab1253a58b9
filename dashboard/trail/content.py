"""Any number to its source: a figure's number → formula → inputs → files, rows and cells.

`build` takes what a page shows (core/shown.py) and works everything out anew from the files' rows, for the
page of the trail and for what the workbook prints (trail_tables.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from analysis.inputs import inputs_of
from core import formats
from core.figures import Column, Figure, Table
from core.models import Job
from core.shown import Shown
from data.market import Market
from data.models import SizeClass
from data.params import NOT_STATED, MarketParams
from data.scope import Reader
from data.sources import Source
from questionnaires.scope import SurveyReader

from ..card import FACTS
from . import change, survey
from . import steps as trail_steps
from .base import Base, CustomerPart, Slice, counts_of, slice_of
from .inputs import FileCell, FileRows, Files, Input
from .names import Names, names
from .numbers import Book, Line, keys_of, line, lines
from .places import MARKET, Places
from .steps import Step, followed
from .survey import Answer

# names in an address that are the trail's own: everything else is the filter of the page
OWN = (
    "page", "figure", "args", "measure", "rows",
    "of_area", "of_category", "of_size", "of_answer",
    "of_segment", "of_was", "of_month", "of_recency", "of_frequency",
)  # fmt: skip
SURVEY_PAGES = ("questionnaires", "survey_questions", "survey_crosstab", "survey_scale")
# figures of market pages that rest on answers as well; those that count no MSMEs at all
_ANSWERS = (("survey_areas", ""), ("card", "answers"))
# what a page's areas are grouped by where no column of the figure says it
_GROUPED_BY = {"clustering": "members", "suitability": "score"}


class Gone(Exception):
    """There is no such figure, or no such row in it. The message says what to do."""


@dataclass(frozen=True)
class Asked:
    """What an address asks of a figure: one row, one of its numbers."""

    of: Slice = field(default_factory=Slice)
    answer: Answer | None = None
    measure: str = ""
    part: CustomerPart = field(default_factory=CustomerPart)

    @property
    def is_row(self) -> bool:
        return self.answer is not None or not self.of.is_whole or not self.part.is_whole


@dataclass(frozen=True)
class Trail:
    """Everything behind one figure, or one of its rows.

    what: the row in words, "" for the whole; steps: the figure's rows; beside: the column of the number that
    stands beside each. listed, of: the market rows behind it, None where it is made of no such rows, or of
    those of several editions. ways: (words, address) of pages that list what it is made of; bought: the rows
    of transactions behind a place in the files; more: tables that only files have.
    """

    shown: Shown
    figure: Figure
    what: str
    lines: tuple[Line, ...]
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...] = ()
    beside: Column | None = None
    listed: Places | None = None
    of: Slice = field(default_factory=Slice)
    ways: tuple[tuple[str, str], ...] = ()
    bought: Callable[[int], Mapping[str, Any]] | None = None
    more: tuple[Table, ...] = ()

    @property
    def sources(self) -> list[Source]:
        """The files that the inputs stand in, each once."""
        parts: list[FileRows | FileCell] = []
        for one in self.inputs:
            parts += one.files
            parts += one.cells
        found = {(part.source.edition, part.source.dataset): part.source for part in parts}
        return list(found.values())

    @property
    def names(self) -> Names:
        """How the files write what the number is limited by."""
        if self.listed is None or not any(one.key in MARKET for one in self.inputs):
            return Names()
        return names(self.listed, self.of)

    @property
    def heading(self) -> str:
        values = {"title": str(self.figure.title), "what": self.what}
        if not self.what:
            return _("Where the numbers of “%(title)s” come from") % values
        told = [one for one in self.lines if one.text not in ("", formats.MISSING)]
        if not told:
            return _("Where the numbers of %(what)s come from") % values
        first = next((one for one in told if one.key in ("n", "after")), told[0])
        return _("How %(number)s in %(what)s came about") % {**values, "number": _number(first)}


def _number(one: Line) -> str:
    counted = one.key in ("n", "residents", "employees")
    return f"{one.text} {one.label}" if counted else f"{one.text} ({one.label})"


class Page:
    """What a page shows, with the market and survey behind it; each is read once for all of its figures."""

    def __init__(self, shown: Shown, user: Any) -> None:
        self.shown, self.user = shown, user
        path, _mark, query = shown.address.partition("?")
        self.query = QueryDict(query)
        self.card = int(resolve(path).kwargs.get("area_id", 0)) if path else 0
        reader = Reader(self.query, user)
        self.survey = SurveyReader(self.query, user, reader=reader)
        self.market = _market(reader, self.card) if shown.name not in SURVEY_PAGES else None
        self.files = Files(user)
        self._comparison: Any = None
        self._places: dict[tuple[str, str], Places] = {}

    def figure(self, key: str) -> Figure:
        found = self.shown.figures.get(key)
        if found is None:
            raise Gone(_("This page has no such figure any more: its data have changed, or the link is old."))
        return found

    def job(self) -> Job | None:
        """Cells and answers are read at once: nothing is waited for."""
        return None

    def trail(self, key: str, asked: Asked) -> Trail:
        """The trail of a figure. Raises Gone where the figure, or the row asked for, is not there."""
        figure = self.figure(key)
        if self.shown.name in SURVEY_PAGES:
            return self._of_answers(figure, asked)
        if self.market is None:
            raise Gone(_("This page has no data to follow."))
        found = self._of_market(figure, asked, self.market)
        if self._has_answers(key):
            return replace(found, inputs=(*self._answers(key, None), *found.inputs))
        return found

    def _has_answers(self, key: str) -> bool:
        """Whether a figure of a market page is about answers."""
        return (self.shown.name, "") in _ANSWERS or (self.shown.name, key) in _ANSWERS

    # market pages

    def _of_market(self, figure: Figure, asked: Asked, market: Market) -> Trail:
        if figure.key in change.FIGURES and self.shown.name == "overview":
            return self._of_change(figure, asked, market)
        row = None if asked.of.is_whole else _row(figure, asked.of, market)
        places = self._places_of(figure, market)
        told = self._lines(places.book, figure, row, asked)
        keys = self._keys(figure, asked)
        if asked.measure == "median_turnover":
            told = [_with_median(one, places) for one in told]
        return Trail(
            self.shown, figure, of_words(asked.of, market), tuple(told),
            tuple(places.of(inputs_of(*keys), _inner(told, asked))),
            steps=tuple(trail_steps.of_market(figure.table, market, asked.measure)),
            beside=followed(figure.table, asked.measure), listed=places, of=_inner(told, asked),
        )  # fmt: skip

    def _places_of(self, figure: Figure, market: Market) -> Places:
        """Figures that count the same share what is found behind them."""
        counts = counts_of(self.shown.name, figure.key)
        if counts not in self._places:
            self._places[counts] = Places(Book(Base.of(market, *counts)), self.files)
        return self._places[counts]

    def _lines(self, book: Book, figure: Figure, row: Any, asked: Asked) -> list[Line]:
        if (self.shown.name, figure.key) == ("card", "facts"):
            return _facts(book, self.card)
        if self._has_answers(figure.key):
            return survey.place_lines(self.survey, book.base.market, figure.table, row, asked.of)
        return lines(book, figure.table, row, asked.measure)

    def _keys(self, figure: Figure, asked: Asked) -> tuple[str, ...]:
        """The indicators whose inputs are behind the figure, or behind the one number asked for."""
        if (self.shown.name, figure.key) == ("card", "facts"):
            return FACTS
        columns = figure.table.columns if figure.table else ()
        one = [column for column in columns if column.key == asked.measure]
        found = keys_of(one or columns)
        named = self.shown.figures.get(_GROUPED_BY.get(self.shown.name, ""))
        if not found and named is not None and named.table is not None:
            found = keys_of(named.table.columns)
        return found or ("n",)

    def _of_change(self, figure: Figure, asked: Asked, market: Market) -> Trail:
        if self._comparison is None:
            self._comparison = change.comparison_of(market, self.shown.etag)
        comparison = self._comparison
        rows = figure.table.rows if figure.table else []
        row = next((one for one in rows if one.get("_id") == asked.of.area), None) if asked.is_row else None
        if asked.is_row and row is None:
            raise Gone(_NO_ROW())
        named = {} if comparison is None else comparison.names
        now = followed(figure.table, "after")
        return Trail(
            self.shown, figure, named.get(asked.of.area, "") if row else "",
            tuple(change.lines(figure.key, figure.table, row)),
            () if comparison is None else tuple(
                change.inputs(comparison, figure.key, asked.of, self.files)
            ),
            steps=tuple(trail_steps.of_change(figure.table, now)), beside=now,
        )  # fmt: skip

    # answers

    def _of_answers(self, figure: Figure, asked: Asked) -> Trail:
        reader, page = self.survey, self.shown.name
        if reader.survey is None:
            raise Gone(_("There is no survey to follow."))
        rows = figure.table.rows if figure.table else []
        row = next((one for one in rows if survey.answer_of(one, reader) == asked.answer), None)
        if asked.answer is not None and row is None:
            raise Gone(_NO_ROW())
        row = row if asked.answer is not None else None
        given = followed(figure.table, "n")
        return Trail(
            self.shown, figure,
            survey.words(reader, asked.answer) if asked.answer else "",
            tuple(survey.lines(reader, page, figure.key, figure.table, row)),
            tuple(self._answers(figure.key, asked.answer)),
            steps=tuple(trail_steps.of_answers(figure.table, given, reader)), beside=given,
        )  # fmt: skip

    def _answers(self, key: str, answer: Answer | None) -> list[Input]:
        reader = self.survey
        if reader.survey is None or reader.is_of_few:
            return []
        asked = survey.questions(reader, self.shown.name, key, self.query)
        return survey.inputs(reader, asked, answer, self.files)


def _market(reader: Reader, card: int) -> Market | None:
    if reader.scope is None:
        return None
    params: MarketParams = replace(reader.params, area=(card,)) if card else reader.params
    return Market(reader.scope, params)


def _NO_ROW() -> str:
    return _("This row is not in the figure any more: choose one of those that are there now.")


def _row(figure: Figure, of: Slice, market: Market) -> dict[str, Any]:
    for row in figure.table.rows if figure.table else ():
        if slice_of(row, market) == of:
            return row
    raise Gone(_NO_ROW())


def _with_median(one: Line, places: Places) -> Line:
    """A median with whether the rows' own is the same: read only where it is asked for."""
    is_same = places.median_is_same(one.of)
    if is_same is None:
        return replace(one, agrees=None)
    formula = _("%(formula)s; the rows' own median lies within 1%%") % {"formula": one.formula}
    return replace(one, agrees=is_same, formula=formula if is_same else one.formula)


def _inner(told: Iterable[Line], asked: Asked) -> Slice:
    """What the inputs are of: the row, or the one cell of it that is asked for."""
    narrow = [one.of for one in told if asked.measure and isinstance(one.of, Slice)]
    return narrow[0] if len(narrow) == 1 else asked.of


def _facts(book: Book, card: int) -> list[Line]:
    """The card's table has an indicator per row: this area's value of each."""
    from ..area_figures import column

    table = book.base.market.areas
    return [
        line(book, column(key), table.at[card, key], Slice(area=card), {})
        for key in FACTS
        if card in table.index and not formats.is_missing(table.at[card, key])
    ]


def of_words(of: Slice, market: Market) -> str:
    """ "Tampan, Kuliner, micro"."""
    sizes = {int(code): str(text) for code, text in SizeClass.choices}
    area = {**market.names, NOT_STATED: _("area not stated")}
    parts = [
        area.get(of.area, "") if of.area is not None else "",
        str(market.scope.categories.get(of.category, "")) if of.category is not None else "",
        sizes.get(of.size, "") if of.size is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def address(shown: Shown, figure: str, pairs: Mapping[str, Any] | None = None) -> str:
    """The page of the trail of a figure, or of one of its rows (Slice.pairs, Answer.pairs)."""
    path, _mark, query = shown.address.partition("?")
    found = [("page", shown.name), ("figure", figure)]
    found += [("args", value) for value in resolve(path).kwargs.values()]
    found += [(name, value) for name, values in QueryDict(query).lists() for value in values]
    return f"{reverse('trail')}?{urlencode([*found, *(pairs or {}).items()])}"
