"""The findings of a survey in which no question stands for what the page asks: its clearest answers."""

from dataclasses import replace

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from analysis.proportions import LEAST_BASE, difference_within
from core.figures import Figure
from data.content import Content

from . import grid_figures, queries, question_figures, question_pages
from .answer_bars import RESPONDENTS
from .content import respondents
from .question_groups import Group, groups
from .scope import SurveyReader

MOST = 4


def build(reader: SurveyReader) -> Content | None:
    """The widest scale and the questions on which most agree; None where nothing stands out.

    `more["general"]`: the address of all questions.
    """
    assert reader.survey is not None
    every = groups(reader.survey.questions)
    shown = [*_widest_scale(every), *_clearest(reader, every)]
    if not shown:
        return None
    text = _("The clearest answers of %(respondents)s")
    heading = text % {"respondents": respondents(int(reader.kept.sum()))}
    asked = [one for group in every for one in group.questions]
    figures = tuple(_figure(reader, group) for group in shown)
    more = {"general": questions_address(reader)}
    return Content(heading, question_pages.numbers(reader, asked), figures, more=more)


def questions_address(reader: SurveyReader) -> str:
    """Every question of this survey, for the same respondents."""
    return reverse("survey_questions") + reader.params.query()


def _widest_scale(every: list[Group]) -> list[Group]:
    scales = [one for one in every if one.is_many and one.questions[0].type == "likert"]
    return [max(scales, key=lambda one: len(one.questions))] if scales else []


def _clearest(reader: SurveyReader, every: list[Group]) -> list[Group]:
    """Questions whose most frequent answer leads the second beyond chance, the farthest first."""
    asked = [one for one in every if not one.is_many and one.questions[0].type in ("single", "likert")]
    leads = [(_lead(reader, one), one) for one in asked]
    clear = sorted((pair for pair in leads if pair[0] > 0), key=lambda pair: -pair[0])
    return [group for _lead_of, group in clear[:MOST]]


def _lead(reader: SurveyReader, group: Group) -> float:
    """Lower limit of how far the first option leads the second, as a share of all who answered.

    0 for too few respondents, and where more wrote something of their own, which is no answer in common.
    """
    assert reader.survey is not None
    codes = queries.answers(reader.survey, group.key)[reader.kept]
    options = len(group.questions[0].options)
    counts = np.bincount(codes[codes >= 0], minlength=options + 1)
    n, own = int(counts.sum()), int(counts[options:].sum())
    first, second = sorted([*counts[:options].tolist(), 0, 0], reverse=True)[:2]
    if n < LEAST_BASE or first <= own:
        return 0.0
    low, _high = difference_within(first, second, n)
    return float(low)


def _figure(reader: SurveyReader, group: Group) -> Figure:
    """The question's figure, with the question itself below its finding: no heading stands over it here."""
    if group.is_many:
        return replace(grid_figures.of_group(reader, group, RESPONDENTS), subtitle=group.label)
    return replace(question_figures.closed(reader, group, RESPONDENTS), subtitle=group.label, wide=False)
