"""The crosstab's page: which two questions the address asks for, and everything that is shown of them."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from data.content import Content, Empty

from . import crosstab_table
from .carrying import carried
from .crosstab import CORRECTIONS, cross, default_pair
from .crosstab_figures import figures
from .crosstab_numbers import numbers
from .crosstab_words import heading, notices
from .scope import SurveyReader
from .sides import Side, choices, side

OWN = ("row", "column", "correction")
CORRECTION_WORDS: dict[str, Any] = {
    "holm": gettext_lazy("strict (Holm)"),
    "bh": gettext_lazy("finds more (Benjamini–Hochberg)"),
}
# longer than any key: what else stands in an address is no key, whatever it is
_LONGEST_KEY = 8


@dataclass(frozen=True)
class Asked:
    """What an address asks for, not checked yet, but short: a key of the cache is made of it."""

    row: str = ""
    column: str = ""
    correction: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        return cls(*(query.get(name, "")[:_LONGEST_KEY] for name in OWN))


@dataclass(frozen=True)
class Pair:
    """Two different questions of the survey and a correction; notices: what of the address did not fit."""

    row: str
    column: str
    correction: str
    notices: tuple[str, ...]


def pair(reader: SurveyReader, asked: Asked) -> Pair | None:
    """The questions to show, whatever was asked for; None where the survey has no two."""
    assert reader.survey is not None
    known = choices(reader.survey)
    if len(known) < 2:
        return None
    said = []
    row, column = (key if key in known else "" for key in (asked.row, asked.column))
    if (row, column) != (asked.row, asked.column):
        said.append(_("There is no such question in this survey. Choose two from the lists."))
    if row and row == column:
        said.append(_("A question cannot be crossed with itself, so another one stands in the columns."))
        column = ""
    row, column = _filled(row, column, default_pair(reader.survey), list(known))
    correction = asked.correction if asked.correction in CORRECTIONS else "holm"
    if asked.correction and asked.correction != correction:
        said.append(_("There is no such correction for many comparisons; the strict one is used."))
    return Pair(row, column, correction, tuple(said))


def _filled(row: str, column: str, usual: tuple[str, str], known: list[str]) -> tuple[str, str]:
    """The pair with what is missing taken from the usual one, or from the first question that is free."""
    if not row:
        row = next(key for key in (*usual, *known) if key and key != column)
    if not column:
        column = next(key for key in (*reversed(usual), *known) if key and key != row)
    return row, column


def content(reader: SurveyReader, asked: Asked) -> Content:
    """The whole page; kept by survey, filter, language and `asked`."""
    found = pair(reader, asked)
    if found is None:
        text = _(
            "A crosstab needs two questions whose answers can be counted. This survey has fewer: its other "
            "questions are free texts, dates or personal."
        )
        return Content(_("Nothing to cross in this survey"), empty=Empty(_("Fewer than two questions"), text))
    said = list(found.notices)
    assert reader.survey is not None
    rows, columns = (side(reader.survey, key) for key in (found.row, found.column))
    if columns.is_several and not rows.is_several:
        rows, columns = columns, rows
        said.append(_swapped_words(rows))
    one = cross(reader, rows, columns, found.correction)
    more = {"choice": _choice(reader, rows, columns, found.correction)}
    if not one.n:
        text = _("Nobody of these respondents answered both. Choose another question, or remove a filter.")
        return Content(
            heading(one), notices=tuple(said), more=more, empty=Empty(_("No answers to both"), text)
        )
    return Content(
        heading(one),
        numbers=numbers(one),
        figures=figures(one, reader, found.correction),
        notices=(*said, *notices(one)),
        more={**more, "crosstab": crosstab_table.of(one, reader.params)},
    )


def _swapped_words(rows: Side) -> str:
    text = _(
        "“%(label)s” takes several answers, so its groups overlap: it stands in the rows, and each answer is "
        "tested by itself."
    )
    return text % {"label": rows.label}


def _choice(reader: SurveyReader, rows: Side, columns: Side, correction: str) -> dict[str, Any]:
    """What the form of the page offers, and the address with rows and columns swapped."""
    assert reader.survey is not None
    labels = choices(reader.survey)
    return {
        "row": rows.key,
        "column": columns.key,
        "questions": list(labels.items()),
        "correction": correction,
        "corrections": [(key, str(words)) for key, words in CORRECTION_WORDS.items()],
        "carried": carried(reader, OWN),
        "can_swap": rows.is_several == columns.is_several,
    }
