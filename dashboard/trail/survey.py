"""Survey numbers to their source: question → column of the file → how many of its rows.

Which respondents gave an answer is never told, however many they are: two lists of rows side by side would
tell what one respondent answered (docs/decisions.md 48 and 57).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from django.http import QueryDict
from django.utils.translation import gettext as _

from analysis.suppression import THRESHOLD
from core import formats
from core.figures import Table
from data.market import Market
from data.sources import Source
from questionnaires import crosstab_page, queries, scale_page
from questionnaires.finding_facts import Facts
from questionnaires.finding_shares import everyone
from questionnaires.queries import Asked
from questionnaires.question_groups import groups
from questionnaires.scale_check import preselected
from questionnaires.scope import ANSWER, AREA_ROLE, SurveyReader, chosen, option_label

from ..survey_asked import ROLES
from ..survey_places import placed
from .base import Slice
from .inputs import FileRows, Files, Input
from .numbers import Line

# figure → the roles of the questions that it is made of; a figure that has a role's name is of that one
_ROLES = {
    "frequency": ("frequency", "used"),
    "used_by_field": ("used", "field"),
    "effect": ("effect", "used", "field"),
    "budget": ("budget", "field"),
    "against": ("used", "other_methods"),
    "who_answered": (AREA_ROLE,),
    "survey_areas": (*ROLES, AREA_ROLE),
    "answers": (*ROLES, AREA_ROLE),
    **{f"by_level_{role}": (role, AREA_ROLE) for role in ROLES},
}


@dataclass(frozen=True)
class Answer:
    """What a row of a figure of answers is about: one answer to one question."""

    question: str
    place: int

    @property
    def pairs(self) -> dict[str, str]:
        return {"of_answer": f"{self.question}-{self.place}"}


def questions(reader: SurveyReader, page: str, figure: str, query: QueryDict) -> list[Asked]:
    """The questions that a figure is made of, and those that its respondents were chosen by."""
    survey = reader.survey
    assert survey is not None
    keys = [*_keys(reader, page, figure, query), *(key for key, _values in reader.params.answers)]
    return [one for key in dict.fromkeys(keys) if (one := survey.named(key)) is not None]


def _keys(reader: SurveyReader, page: str, figure: str, query: QueryDict) -> list[str]:
    survey = reader.survey
    assert survey is not None
    if page == "survey_crosstab":
        pair = crosstab_page.pair(reader, crosstab_page.Asked.of(query))
        return [pair.row, pair.column] if pair else []
    if page == "survey_scale":
        return [*scale_page.asked(query)] or [one.key for one in preselected(survey)]
    group = next((one for one in groups(survey.questions) if one.key == figure), None)
    if group is not None:
        return [one.key for one in group.questions]
    asked = (survey.with_role(role) for role in _ROLES.get(figure, (figure,)))
    found = [one.key for one in asked if one is not None]
    return found or [one.key for one in survey.asked]


def answer_of(row: Mapping[str, Any], reader: SurveyReader) -> Answer | None:
    """The answer that a row's link adds to the filter, or takes out of it."""
    link = row.get("_answer") or row.get("_href")
    if not isinstance(link, str) or not link.startswith("?"):
        return None
    told = set(parse_qs(link[1:]).get(ANSWER, []))
    used = {f"{key}-{value}" for key, values in reader.params.answers for value in values}
    changed = [one.partition("-") for one in told ^ used]
    if len(changed) != 1 or not changed[0][2].isdigit():
        return None
    return Answer(changed[0][0], int(changed[0][2]))


def lines(
    reader: SurveyReader, page: str, figure: str, table: Table | None, row: Mapping[str, Any] | None
) -> list[Line]:
    """The numbers of a row; how many gave the answer is counted again from the answers of the files."""
    if table is None or row is None:
        return []
    answer = answer_of(row, reader)
    again = count(reader, page, figure, answer)
    base = _base(reader, page, figure, answer)
    found = []
    for column in table.columns:
        if not column.is_numeric:
            continue
        value: Any = row.get(column.key)
        text = value if isinstance(value, str) else formats.shown(value, column.kind, column.decimals)
        formula, worked, told = "", "", None
        if column.key == "n" and again is not None:
            formula, told = _("respondents who gave this answer"), float(again)
        if column.key == "share" and again is not None and base and not _of_answers(reader):
            formula, told = _("respondents who gave this answer ÷ respondents who answered"), again / base
            worked = f"{formats.integer(again)} ÷ {formats.integer(base)} = {formats.share(told)}"
        agrees = None if told is None or value is None else abs(float(value or 0) - told) < 1e-9
        found.append(
            Line(column.key, str(column.label), value, text, answer, formula, worked,
                 float("nan") if told is None else told, agrees)
        )  # fmt: skip
    return found


def place_lines(
    reader: SurveyReader, market: Market, table: Table | None, row: Mapping[str, Any] | None, of: Slice
) -> list[Line]:
    """The numbers of an area on a page about answers; its respondents are counted again."""
    if table is None or (row is None and table.total is None):
        return []
    values: Any = table.total or {} if row is None else row
    found = []
    for column in table.columns:
        value = values.get(column.key)
        if not column.is_numeric or (row is None and column.key not in values):
            continue
        text = value if isinstance(value, str) else formats.shown(value, column.kind, column.decimals)
        again, formula = math.nan, ""
        if column.key == "n" and row is not None and not isinstance(value, str) and value is not None:
            formula, again = _("respondents whose sub-district it is"), float(_in_area(reader, market, of))
        agrees = None if math.isnan(again) else float(value) == again
        found.append(Line(column.key, str(column.label), value, text, of, formula, "", again, agrees))
    return found


def _in_area(reader: SurveyReader, market: Market, of: Slice) -> int:
    assert reader.survey is not None
    return int((placed(market, reader.survey)[reader.kept] == of.area).sum())


def _of_answers(reader: SurveyReader) -> bool:
    """Whether shares are of all answers given, not of respondents."""
    return dict(reader.params.carried).get("base") == "answers"


def count(reader: SurveyReader, page: str, figure: str, answer: Answer | None) -> int | None:
    """How many of the figure's respondents gave an answer; None where the row is about something else."""
    mask = _mask(reader, page, figure, answer)
    if mask is None or answer is None:
        return None
    assert reader.survey is not None
    return int((mask & chosen(reader.survey, answer.question, (answer.place,))).sum())


def _base(reader: SurveyReader, page: str, figure: str, answer: Answer | None) -> int:
    mask = _mask(reader, page, figure, answer)
    if mask is None or answer is None:
        return 0
    assert reader.survey is not None
    return int((mask & (queries.answers(reader.survey, answer.question) >= 0)).sum())


def _mask(reader: SurveyReader, page: str, figure: str, answer: Answer | None) -> Any:
    """The respondents of a figure that lists the answers to one question; None of any other figure."""
    if answer is None or page not in ("questionnaires", "survey_questions"):
        return None
    survey = reader.survey
    assert survey is not None
    asked = survey.named(answer.question)
    own = _keys(reader, page, figure, QueryDict())
    if asked is None or answer.question not in (own if page == "survey_questions" else own[:1]):
        return None
    if page == "questionnaires" and figure == "frequency":
        users = everyone(Facts(reader))
        return reader.kept if users is None else reader.kept & users
    return reader.kept


def inputs(reader: SurveyReader, asked: Iterable[Asked], answer: Answer | None, files: Files) -> list[Input]:
    """An input per question: its column in each file, how many of the file's rows answered it."""
    survey = reader.survey
    assert survey is not None
    found = list(asked)
    if answer is not None and (one := survey.named(answer.question)) is not None:
        found = [one, *(other for other in found if other.key != one.key)]
    places = queries.rows(survey).assign(kept=reader.kept)
    known = files.of(survey.edition)
    return [_input(reader, one, places, known) for one in found]


def _input(reader: SurveyReader, asked: Asked, places: Any, known: dict[int, Source]) -> Input:
    survey = reader.survey
    assert survey is not None
    rows = places.assign(there=reader.kept & _answered(reader, asked))
    counted = list(_counted(asked, rows, known))
    n = int(rows["there"].sum())
    agrees = sum(there for _file, there in counted) == n
    return Input(
        asked.key, asked.question.label, formats.integer(n), survey.edition, _told(counted), agrees=agrees,
        said=_("%(n)s of %(all)s respondents answered it.")
        % {"n": formats.integer(n), "all": formats.integer(int(reader.kept.sum()))},
    )  # fmt: skip


def _counted(asked: Asked, rows: Any, known: dict[int, Source]) -> Iterator[tuple[FileRows, int]]:
    """Every sheet with the question, and how many of its respondents answered it."""
    for dataset, own_key, _options in asked.parts:
        part = rows[rows["dataset_id"] == dataset]
        source = known.get(dataset)
        if source is None or part.empty:
            continue
        column = source.column(own_key)
        for sheet, inside in part.groupby("sheet"):
            first, last = int(inside["row_number"].min()), int(inside["row_number"].max())
            columns = (column,) if column else ()
            yield (
                FileRows(source, source.sheet(int(sheet)), columns, None, first, last, ""),
                int(inside["there"].sum()),
            )


def _told(counted: list[tuple[FileRows, int]]) -> tuple[FileRows, ...]:
    """The sheets with their counts; where one of several has too few, without any: a file may be of one
    sub-district, a filter makes its count an answer (decision 46), and the sum of all is shown."""
    if len(counted) > 1 and any(there < THRESHOLD for _file, there in counted):
        return tuple(replace(one, amount=_("not told: few answered")) for one, _there in counted)
    return tuple(replace(one, rows=there, amount=formats.integer(there)) for one, there in counted)


def _answered(reader: SurveyReader, asked: Asked) -> Any:
    assert reader.survey is not None
    kind = asked.question.type
    if kind not in ("single", "likert", "multiple", "number"):
        return np.zeros(reader.survey.n, dtype=bool)
    given = queries.answers(reader.survey, asked.key)
    return ~np.isnan(given) if kind == "number" else given >= 0


def words(reader: SurveyReader, answer: Answer) -> str:
    """The answer in words."""
    assert reader.survey is not None
    asked = reader.survey.named(answer.question)
    return "" if asked is None else option_label(asked.question, answer.place)
