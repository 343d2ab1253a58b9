"""Numbers on a shop's customers to their source: formula → customers → rows of the files → cells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pandas as pd
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from analysis.refusal import Refusal
from core import formats
from core.figures import Column, Figure
from core.models import Job
from core.shown import Shown
from customers.problems import words
from customers.shop import jobs, movement, value
from customers.shop.facts import Facts, facts
from customers.shop.scope import RULES, CustomerReader
from customers.shop.summaries import COUNTS, CUSTOMERS, MONTHS
from customers.words import customers, rule_words, variables_how

from .base import CustomerPart
from .content import Asked, Gone, Trail
from .customer_numbers import Book, lines
from .customer_rows import bought, by_part, inputs
from .inputs import Files
from .steps import Step, followed

MOVES = frozenset({"streams", "matrix"})
_SALES, _MOVEMENT = "customer_sales", "customer_movement"
# pages that no segments are made for, with what their customers are counted by
_WITHOUT_SEGMENTS = {_SALES: "months", "customer_k": "all"}


class Page:
    """What a page on customers shows; the rows behind it are added up once for all of its figures."""

    def __init__(self, shown: Shown, user: Any) -> None:
        self.shown = shown
        query = QueryDict(shown.address.partition("?")[2])
        self.reader = CustomerReader(query, user, (*movement.OWN, *value.OWN))
        self.files = Files(user)
        self._books: dict[str, Book] = {}

    @cached_property
    def known(self) -> Facts:
        """The segments; a page without any asks for none, since not all customers can be grouped."""
        return facts(self.reader)

    def job(self) -> Job | None:
        """What the worker must count or group before this can be followed while somebody waits."""
        if self.reader.shop is None:
            return None
        name = self.shown.name
        needs = (CUSTOMERS, COUNTS, *((MONTHS,) if name == _SALES else ()))
        days = movement.days(self.reader) if name == _MOVEMENT else ()
        if job := jobs.count_job(self.reader, self.reader.user, needs, days):
            return job
        return jobs.segment_job(self.reader, self.reader.user) if name not in _WITHOUT_SEGMENTS else None

    def figure(self, key: str) -> Figure:
        found = self.shown.figures.get(key)
        if found is None or self.reader.shop is None:
            raise Gone(_("This page has no such figure any more: its data have changed, or the link is old."))
        return found

    def trail(self, key: str, asked: Asked) -> Trail:
        """The trail of a figure. Raises Gone where the figure, or the row asked for, is not there."""
        figure = self.figure(key)
        try:
            return self._trail(key, figure, asked)
        except Refusal as problem:
            raise Gone(words(problem.text, problem.data)) from problem

    def _trail(self, key: str, figure: Figure, asked: Asked) -> Trail:
        rows = figure.table.rows if figure.table else []
        row = None if asked.part.is_whole else _row(rows, asked.part)
        book = self._book(key)
        now = followed(figure.table, asked.measure)
        return Trail(
            self.shown, replace(figure, how=(*figure.how, *self._how(figure))), _name(figure, row),
            tuple(lines(book, key, figure.table, row, asked)), tuple(inputs(book, asked.part, self.files)),
            steps=tuple(_steps(figure, rows, now, asked)), beside=now,
            ways=tuple(self._ways(book, asked.part)),
            bought=lambda after: bought(book, asked.part, after),
            more=tuple(by_part(book, [(_name(figure, one), part_of(one)) for one in rows], self.files)),
        )  # fmt: skip

    def _book(self, key: str) -> Book:
        """Figures whose rows are about the same share what is added up for them."""
        what = _WITHOUT_SEGMENTS.get(self.shown.name, "segments")
        if what == "segments":
            what = "moves" if key in MOVES else "grid" if key == "grid" else what
        if what not in self._books:
            self._books[what] = Book(self.reader, what, self._groups(what))
        return self._books[what]

    def _groups(self, what: str) -> pd.Series | None:
        """The number of the group of each customer: Book.codes tells which it is of a part."""
        if what == "months":
            return None
        if what == "all":
            return pd.Series(0, index=Book(self.reader, what, None).customers.index)
        found = self.known.found
        if what == "grid":
            scored = found.scores.scores
            return (scored["recency"] * 10 + scored["frequency"]).astype("int64")
        if what == "moves":
            day = movement.earlier_day(self.reader).day
            assert day is not None  # the page has the figure
            moved = movement.between(self.known, day).customers.reindex(found.labels.index)
            return (moved["before"] + 1) * 100 + moved["after"]
        return found.labels.astype("int64")

    def _how(self, figure: Figure) -> Iterable[tuple[Any, Any, Any]]:
        """What the variables are, and the rules by which rows are counted."""
        known = {str(label) for label, _formula, _meaning in figure.how}
        if self.shown.name != _SALES:
            yield from (one for one in variables_how() if str(one[0]) not in known)
        for name in RULES:
            label, rules = rule_words(name)
            yield label, rules[getattr(self.reader.params.rules, name)], _("Rule of counting; chosen above.")
        yield _("Reference date"), formats.date(self.reader.reference), _("Later rows do not count.")

    def _ways(self, book: Book, part: CustomerPart) -> Iterable[tuple[str, str]]:
        """The list of the customers behind it, from which each one's page leads to every row of theirs."""
        if part.month or part.recency is not None:
            return
        pairs = [*self.reader.params.pairs()]
        if book.what == "moves" and (day := movement.earlier_day(self.reader).day) is not None:
            pairs = [pair for pair in pairs if pair[0] != "earlier"] + [("earlier", day.isoformat())]
            pairs += [("was", str(part.was))] if part.was is not None else []
        pairs += [("segment", str(part.segment))] if part.segment is not None else []
        text = _("Its customers one by one: %(customers)s") % {"customers": customers(book.people(part))}
        if part.segment != -1:  # those who are gone are on no list of today
            yield text, f"{reverse('customer_list')}?{urlencode(pairs)}"


# Rows of a figure ----------------------------------------------------------------------------------------


def part_of(row: Mapping[str, Any]) -> CustomerPart:
    """What a row of a figure's table is about; the whole where it is no segment, move, month or score."""
    if "_month" in row:
        return CustomerPart(month=row["_month"])
    if "_was" in row:
        return CustomerPart(was=row["_was"])
    if "_to" in row:
        query = parse_qs(urlsplit(row["_to"]).query)
        return CustomerPart(segment=int(query["segment"][0]), was=int(query["was"][0]))
    if "recency" in row and "frequency" in row and "mean_value" in row:
        return CustomerPart(recency=int(row["recency"]), frequency=int(row["frequency"]))
    found = parse_qs(urlsplit(str(row.get("_href", ""))).query).get("segment")
    return CustomerPart(segment=int(found[0])) if found else CustomerPart()


def _row(rows: Iterable[dict[str, Any]], part: CustomerPart) -> dict[str, Any]:
    for row in rows:
        if part_of(row) == part:
            return row
    raise Gone(_("This row is not in the figure any more: choose one of those that are there now."))


def _name(figure: Figure, row: Mapping[str, Any] | None) -> str:
    """The row in words: "Core customers", "Core customers → Lost customers", "Dec 2022"."""
    if row is None or figure.table is None:
        return ""
    if "_to" in row:
        return f"{row['before']} → {row['after']}"
    part = part_of(row)
    if part.recency is not None:
        return _("recency %(recency)s, frequency %(frequency)s") % vars(part)
    return str(row.get(figure.table.columns[0].key, ""))


def _steps(
    figure: Figure, rows: Iterable[dict[str, Any]], column: Column | None, asked: Asked
) -> Iterable[Step]:
    kept = {"measure": asked.measure} if column is not None and column.key == asked.measure else {}
    for row in rows:
        part = part_of(row)
        if not part.is_whole and column is not None:
            value_ = row.get(column.key)
            text = value_ if isinstance(value_, str) else formats.shown(value_, column.kind, column.decimals)
            yield Step(_name(figure, row), text, {**part.pairs, **kept})
