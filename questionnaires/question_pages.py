"""Question by question: every closed question and every number of a survey, in the order of the file."""

from dataclasses import replace
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.figures import Figure, Number
from data.content import Content, Empty

from . import grid_figures, queries, question_figures
from .answer_bars import ANSWERS, RESPONDENTS
from .content import respondents
from .question_groups import Group, groups
from .questions import Question
from .scope import SurveyReader

BASE = "base"
LABEL_LETTERS = 90
BASES = (RESPONDENTS, ANSWERS)


def build(reader: SurveyReader) -> Content:
    """The content of the page.

    `more`: "sections", a dict per figure; "bases", the switch of several answers; "reading", how to read all.
    """
    assert reader.survey is not None
    of = base_of(reader)
    found = groups(reader.survey.questions)
    if not found:
        return _nothing()
    figures = [_figure(reader, group, of) for group in found]
    asked = [one for group in found for one in group.questions]
    n = len(asked)
    text = ngettext("%(respondents)s answered %(n)s question", "%(respondents)s answered %(n)s questions", n)
    heading = text % {"respondents": respondents(int(reader.kept.sum())), "n": formats.integer(n)}
    more = {
        "sections": [_section(group) for group in found],
        "bases": _bases(reader, asked, of),
        "reading": _reading(asked),
    }
    return Content(heading, numbers(reader, asked), figures, more=more)


def base_of(reader: SurveyReader) -> str:
    """What the address wants shares of several answers to be of."""
    asked = dict(reader.params.carried).get(BASE, "")
    return asked if asked in BASES else RESPONDENTS


def _figure(reader: SurveyReader, group: Group, of: str) -> Figure:
    if group.is_many:
        return grid_figures.of_group(reader, group, of)
    if group.questions[0].type == "number":
        return question_figures.numbers(reader, group)
    return question_figures.closed(reader, group, of)


def _section(group: Group) -> dict[str, Any]:
    """The heading over a figure, and its line in the list of questions."""
    return {
        "id": f"question-{group.key}",
        "figure": group.key,
        "numbers": group.numbers,
        "label": group.label,
        # here and not in the template: forty of them took 10 ms of every page
        "short": Truncator(group.label).chars(LABEL_LETTERS),
        "is_wide": group.is_many,
    }


def _reading(asked: list[Question]) -> list[str]:
    """What the marks of the figures mean, once for the whole page."""
    said = [
        _(
            "The line at a bar is its 95%% interval by Wilson: it holds the true share 19 times in 20 if the "
            "respondents were drawn at random; what the choice of respondents leaves out is not in it."
        )
        % {}
    ]
    if any(one.type == "number" for one in asked):
        text = _(
            "Numbers: the grey band holds the middle half of the answers. A few large answers raise the "
            "mean, not the median."
        )
        said.append(text)
    return said


def _bases(reader: SurveyReader, asked: list[Question], of: str) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is in use, of both bases; none without a question of several answers."""
    if not any(one.type == "multiple" for one in asked):
        return []
    rest = tuple(pair for pair in reader.params.carried if pair[0] != BASE)
    names = {RESPONDENTS: _("share of respondents"), ANSWERS: _("share of answers")}
    return [
        (
            names[one],
            replace(reader.params, carried=rest if one == RESPONDENTS else (*rest, (BASE, one))).query(),
            one == of,
        )
        for one in BASES
    ]


def numbers(reader: SurveyReader, asked: list[Question]) -> tuple[Number, ...]:
    """The four numbers of these questions."""
    assert reader.survey is not None
    kept, whole = int(reader.kept.sum()), reader.survey.n
    of = _("of %(n)s") % {"n": formats.integer(whole)} if kept < whole else ""
    answered = sum(_answered(reader, one) for one in asked)
    left_out, n = _most_left_out(reader, asked)
    return (
        Number(_("Respondents"), kept, kind="integer", note=of),
        Number(_("Questions"), len(asked), kind="integer", note=_("with answers to count")),
        Number(
            _("Answered on average"), answered / (kept * len(asked)), kind="share", note=_("per question")
        ),
        Number(_("Most often left out"), n, kind="integer", note=left_out),
    )


def _answered(reader: SurveyReader, question: Question) -> int:
    assert reader.survey is not None
    given = queries.answers(reader.survey, question.key)[reader.kept]
    return int((~np.isnan(given)).sum() if question.type == "number" else (given >= 0).sum())


def _most_left_out(reader: SurveyReader, asked: list[Question]) -> tuple[str, int]:
    kept = int(reader.kept.sum())
    missing = [kept - _answered(reader, one) for one in asked]
    most = max(missing)
    label = asked[missing.index(most)].label if most else _("every question was answered by all")
    return label if len(label) <= 60 else label[:59] + "…", most


def _nothing() -> Content:
    text = _(
        "No question of this survey has answers to count. Names, free texts and dates are not shown here."
    )
    empty = Empty(_("No question to show"), text, action=_("To the findings"), href=reverse("questionnaires"))
    return Content(_("This survey has no question with answers to count"), empty=empty)
