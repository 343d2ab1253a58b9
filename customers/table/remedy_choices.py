"""What can be done about each finding of a table of customers, and what a recipe does about it already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from analysis import remedies
from analysis.attribute_findings import Finding
from analysis.attribute_quality import Report
from analysis.column_types import Column
from analysis.remedies import Recipe, Remedy
from analysis.remedy_steps import ACTIONS, FITTING

REPEATED_IDS = "repeated_ids"
# what is looked at → the steps that answer it; in the order of the form
ANSWERS = {
    "missing": ("fill_median", "fill_mean", "fill_mode", "fill_constant", "leave_out_missing"),
    REPEATED_IDS: ("drop_repeated_ids",),
    "duplicates": ("drop_duplicates",),
    "to_number": ("to_number",),
    "to_date": ("to_date",),
    "outliers": ("cap_outliers", "leave_out_outliers"),
    "constant": ("drop_constant",),
}
_CHECK = {action: check for check, actions in ANSWERS.items() for action in actions}
# the ways in which a text is read as something else
WAYS = {"to_number": (".", ","), "to_date": ("dmy", "mdy", "ymd")}
# what nobody decides for another: whether equal people are the same, and whether much is too much
_JUDGED = ("duplicates", "outliers")
# steps that come before a column has its new type
_OF_TYPE = ("to_number", "to_date", "constant")
Looked = tuple[Report, tuple[Column, ...]]


class Subject(NamedTuple):
    """What is decided on. check: a key of ANSWERS; header: of a column, "" for whole rows."""

    check: str
    header: str


class Step(NamedTuple):
    """What a recipe does. action: of analysis.remedy_steps, "" for nothing; value: of one's own, or one of
    WAYS."""

    action: str = ""
    value: str = ""


@dataclass(frozen=True)
class Place:
    """One thing to decide. key: of its field; check: a key of ANSWERS; column: a header, "" for whole rows;
    type: of the column, "" where it is gone; findings: what was found; answer, value: of the recipe in use;
    proposed: the step that the report proposes, "" for none."""

    key: str
    check: str
    column: str = ""
    type: str = ""
    findings: tuple[Finding, ...] = ()
    answer: str = ""
    value: str = ""
    proposed: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """Steps that fit the column; of one that is gone only the step in use."""
        if self.column and not self.type:
            return (self.answer,)
        return tuple(one for one in ANSWERS[self.check] if not self.column or self.type in FITTING[one])


def check_of(finding: Finding) -> str:
    """The place of a finding."""
    if finding.remedy in _CHECK:
        return _CHECK[finding.remedy]
    # what cannot be true is treated like an outlier
    return "outliers"


def in_use(recipe: Recipe) -> dict[Subject, str]:
    """The action of a recipe on each subject."""
    return {subject: step.action for subject, step in _steps(recipe).items()}


def _steps(recipe: Recipe) -> dict[Subject, Step]:
    return {
        Subject(_CHECK[one.action], header): Step(one.action, one.value)
        for one in recipe.remedies
        for header in one.columns or ("",)
    }


def places(before: Looked, after: Looked, recipe: Recipe, is_first: bool) -> list[Place]:
    """Everything to decide on a table, in the order of the findings, then steps without one.

    before, after: the report on the table and its columns, as it came and after the recipe in use, which may
    bring something new to light. is_first: nobody chose any remedy yet, so plain proposals are filled in.
    """
    found, steps = _found(before, after), _steps(recipe)
    came = {one.label: one for one in before[1]}
    later = _later(before[1], after[1])
    made = []
    for n, subject in enumerate([*found, *(one for one in steps if one not in found)]):
        column = (came if subject.check in _OF_TYPE else later).get(subject.header)
        step = steps.get(subject, Step())
        made.append(_place(n, subject, column, tuple(found.get(subject, ())), step, is_first))
    return made


def _found(before: Looked, after: Looked) -> dict[Subject, list[Finding]]:
    """The findings on each subject; of one that was known before, only those of before."""
    found: dict[Subject, list[Finding]] = {}
    for report, columns in (before, after):
        labels = {one.key: one.label for one in columns}
        earlier = set(found)
        for one in report.findings:
            subject = Subject(check_of(one), labels.get(one.column, ""))
            if subject not in earlier:
                found.setdefault(subject, []).append(one)
    return found


def _later(before: Iterable[Column], after: Iterable[Column]) -> dict[str, Column]:
    """Header → the column as it came, but of its type after the recipe."""
    types = {one.key: one.type for one in after}
    return {one.label: replace(one, type=types.get(one.key, one.type)) for one in before}


def _place(
    n: int,
    subject: Subject,
    column: Column | None,
    findings: tuple[Finding, ...],
    step: Step,
    is_first: bool,
) -> Place:
    proposed = next((one.remedy for one in findings if one.remedy), "")
    if is_first and not step.action and subject.check not in _JUDGED:
        step = Step(proposed, WAYS.get(proposed, ("",))[0])
    key = f"{subject.check}-{column.key if column else n}"
    kind = column.type if column else ""
    return Place(key, subject.check, subject.header, kind, findings, step.action, step.value, proposed)


def recipe(chosen: Iterable[tuple[Place, str, str]], iqr: float, columns: tuple[Column, ...]) -> Recipe:
    """The recipe of (place, step, value); one step for all columns that it is chosen for."""
    steps: dict[Step, list[str]] = {}
    for place, action, value in chosen:
        steps.setdefault(Step(action, value), []).extend([place.column] if place.column else [])
    ordered = sorted(steps.items(), key=lambda item: ACTIONS.index(item[0].action))
    made = tuple(Remedy(step.action, tuple(labels), step.value) for step, labels in ordered)
    return Recipe(made, iqr, remedies.described(columns))
