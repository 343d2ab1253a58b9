"""What the findings page knows of a survey: questions with a role, and who said what, after the filter."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import frequencies
from analysis.answers import NO_ANSWER
from analysis.proportions import LEAST_BASE, wilson

from . import meaning, queries
from .meaning import Counted
from .queries import Survey
from .questions import Question
from .scope import CLOSED, SurveyReader, chosen, option_labels

Codes = NDArray[np.int64]
Bools = NDArray[np.bool_]
YES, NO = 1, 0


@dataclass(frozen=True)
class Rate:
    """yes of n; missing: who did not answer."""

    yes: int
    n: int
    missing: int = 0

    @property
    def share(self) -> float:
        return self.yes / self.n if self.n else float("nan")

    @property
    def limits(self) -> tuple[float, float]:
        low, high = wilson(self.yes, self.n)
        return float(low), float(high)

    @property
    def is_small(self) -> bool:
        return self.n < LEAST_BASE


@dataclass(frozen=True, eq=False)
class Groups:
    """Business fields of the kept respondents. codes: of each; `picks` where they name several."""

    question: Question
    names: list[str]
    codes: Codes
    picks: Bools | None

    def rates(self, yes: Codes) -> pd.DataFrame:
        """Index place of the field; n (its own base), yes, share, low, high. yes: 1, 0, or -1 for none."""
        if self.picks is not None:
            return frequencies.rates_of_picks(self.picks, yes).table
        return frequencies.rates(self.codes, len(self.names), yes).table

    def counts(self, codes: Codes, k: int) -> pd.DataFrame:
        """Index place of the field, columns 0 .. k - 1: how many of it gave each answer."""
        marks = self.picks
        if marks is None:
            marks = self.codes[:, None] == np.arange(len(self.names))
        given = codes[:, None] == np.arange(k)
        return pd.DataFrame(marks.T.astype(np.int64) @ given.astype(np.int64))


def question_of(survey: Survey, role: str) -> Question | None:
    """The question with a role, if its answers can be counted."""
    asked = survey.with_role(role)
    return asked.question if asked and asked.question.type in (*CLOSED, "number") else None


def counted(question: Question | None) -> Counted | None:
    """Which answers of a question with a role count; None without one, or where no rule can tell."""
    return meaning.counted(question) if question and question.type in CLOSED else None


def said(survey: Survey, question: Question, places: tuple[int, ...]) -> Codes:
    """Per respondent of the survey 1 where the answer is one of these, or has one of them among it, 0 or -1
    else."""
    yes = chosen(survey, question.key, places)
    return np.where(queries.answers(survey, question.key) < 0, NO_ANSWER, yes).astype(np.int64)


class Facts:
    """Everything of one address; arrays hold the kept respondents only."""

    def __init__(self, reader: SurveyReader) -> None:
        assert reader.survey is not None
        self.reader = reader
        self.survey = reader.survey
        self._said: dict[str, Codes] = {}

    def question(self, role: str) -> Question | None:
        """The question with a role, if its answers can be counted."""
        return question_of(self.survey, role)

    def counted(self, role: str) -> Counted | None:
        """Which of its answers count; None without such a question, or where no rule can tell."""
        return counted(self.question(role))

    def codes(self, question: Question) -> Any:
        """Answers of the kept respondents."""
        return queries.answers(self.survey, question.key)[self.reader.kept]

    def said(self, role: str) -> Codes:
        """Per respondent 1 where the answer counts, 0 where not, -1 without. Only if `counted` has some."""
        if role not in self._said:
            question, found = self.question(role), self.counted(role)
            assert question is not None
            assert found is not None
            self._said[role] = self.among(question, found.places)
        return self._said[role]

    def among(self, question: Question, places: tuple[int, ...]) -> Codes:
        """Per kept respondent 1 where the answer is one of these, 0 where not, -1 without (`said`)."""
        return said(self.survey, question, places)[self.reader.kept]

    def rate(self, yes: Codes, mask: Bools | None = None) -> Rate:
        """How many say yes of those who answer, of all or of `mask`."""
        part = yes if mask is None else yes[mask]
        known = int((part != NO_ANSWER).sum())
        return Rate(int((part == YES).sum()), known, len(part) - known)

    @cached_property
    def users(self) -> Bools | None:
        """Who has used it; None where nobody was asked, or no rule can tell."""
        return self.said("used") == YES if self.counted("used") else None

    @cached_property
    def groups(self) -> Groups | None:
        """The respondents' fields of business."""
        question = self.question("field")
        if question is None or question.type not in CLOSED:
            return None
        codes, picks = np.full(int(self.reader.kept.sum()), NO_ANSWER), None
        if question.type == "multiple":
            picks = queries.picks(self.survey, question.key)[0][self.reader.kept]
        else:
            codes = self.codes(question).astype(np.int64)
        return Groups(question, option_labels(question), codes, picks)
