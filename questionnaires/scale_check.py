"""A set of questions with ordered steps as one scale: which belong together, and how well they do."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from analysis import likert, reliability
from analysis.arrays import Floats
from analysis.proportions import LEAST_BASE, normal_quantile
from analysis.reliability import Result

from . import queries
from .queries import Survey
from .questions import Question
from .scope import SurveyReader

LEAST_ITEMS = reliability.LEAST_ITEMS
CONFIDENCE = 0.95
# respondents that the interval of a correlation needs more than
_FISHER = 3


@dataclass(frozen=True)
class Row:
    """One question of a scale; numbers as in reliability.Result.items. against: see Scale.against."""

    question: Question
    mean: float
    sd: float
    item_total: float
    alpha_dropped: float
    against: bool


@dataclass(frozen=True, eq=False)
class Scale:
    """Questions with the same number of steps, and what was found.

    n, left_out of `result`: respondents of the filter who answered every question, and those who did not.
    """

    items: tuple[Question, ...]
    result: Result

    @property
    def is_small(self) -> bool:
        """Too few answered for any conclusion (features.md III-6)."""
        return self.result.n < LEAST_BASE

    @property
    def against(self) -> NDArray[np.bool_]:
        """Rows of `result.items` that run against the others by more than chance: the interval of the
        correlation (Fisher, Metron 1, 1921) lies below 0."""
        table = self.result.items
        r = np.clip(table["item_total"].to_numpy(dtype=np.float64), -1 + 1e-9, 1 - 1e-9)
        if self.result.n <= _FISHER:
            return np.zeros(len(table), dtype=bool)
        high = np.arctanh(r) + normal_quantile(CONFIDENCE) / np.sqrt(self.result.n - _FISHER)
        return np.asarray(high < 0)

    @property
    def rows(self) -> list["Row"]:
        """The questions that were used, in the order of the survey."""
        table = self.result.items
        numbers = table[["mean", "sd", "item_total", "alpha_dropped"]].to_numpy(dtype=np.float64).tolist()
        return [
            Row(self.items[place], mean, sd, item_total, alpha_dropped, bool(against))
            for place, (mean, sd, item_total, alpha_dropped), against in zip(
                table.index.tolist(), numbers, self.against, strict=True
            )
        ]

    @property
    def reversed(self) -> tuple[Question, ...]:
        """Questions `against` the others: worded the other way round, or about something else."""
        return tuple(one.question for one in self.rows if one.against)

    @property
    def constant(self) -> tuple[Question, ...]:
        """Questions that everybody answered alike, or nobody: they say nothing and are left out."""
        return tuple(self.items[place] for place in self.result.constant)


def likert_questions(survey: Survey) -> list[Question]:
    """The questions that a scale can be made of."""
    return [one for one in survey.questions if one.type == "likert" and len(one.options) > 1]


def preselected(survey: Survey) -> list[Question]:
    """The questions that were most likely asked as one scale: the largest grid of one kind of steps, else the
    longest run of neighbours with the same steps; none where no two belong together."""
    known = likert_questions(survey)
    place = {one.key: at for at, one in enumerate(survey.questions)}
    grids: dict[tuple[str, tuple[str, ...]], list[Question]] = {}
    for one in known:
        if one.grid:
            grids.setdefault((one.grid, one.options), []).append(one)
    # neighbours: the place in the file less the place in the run stays the same
    runs = [
        [one for _at, one in run]
        for options in dict.fromkeys(one.options for one in known)
        for _start, run in groupby(
            enumerate(one for one in known if one.options == options),
            key=lambda pair: place[pair[1].key] - pair[0],
        )
    ]
    for sets in (list(grids.values()), runs):
        if (longest := max(sets, key=len, default=[])) and len(longest) >= LEAST_ITEMS:
            return longest
    return []


def same_steps(questions: list[Question]) -> list[Question]:
    """Those with as many steps as the first: answers of other scales cannot be added up."""
    return [one for one in questions if len(one.options) == len(questions[0].options)]


def check(reader: SurveyReader, items: list[Question]) -> Scale:
    """Reliability of questions with the same number of steps, for the respondents of the filter."""
    assert reader.survey is not None
    columns = [_scores(reader.survey, one)[reader.kept] for one in items]
    scores = np.column_stack(columns) if columns else np.empty((int(reader.kept.sum()), 0))
    return Scale(tuple(items), reliability.run(scores, reliability.Params(CONFIDENCE)))


def _scores(survey: Survey, question: Question) -> Floats:
    """Scores with a high one for agreement; own words instead of a step are no answer."""
    steps, given = len(question.options), queries.answers(survey, question.key)
    return likert.scores(np.where(given >= steps, -1, given).astype(np.int64), steps, question.reverse)
