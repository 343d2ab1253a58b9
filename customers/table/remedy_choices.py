"""What can be done about each finding of a table of customers, and what a recipe does about it already."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def in_use(recipe: Recipe) -> dict[tuple[str, str], str]:
    """(check, header) → step of a recipe."""
    return {place: step for place, (step, _value) in _steps(recipe).items()}


def _steps(recipe: Recipe) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (_CHECK[one.action], column): (one.action, one.value)
        for one in recipe.remedies
        for column in one.columns or ("",)
    }


def places(before: Looked, after: Looked, recipe: Recipe, is_first: bool) -> list[Place]:
    """Everything to decide on a table, in the order of the findings, then steps without one.

    before, after: the report on the table and its columns, as it came and after the recipe in use, which may
    bring something new to light. is_first: nobody chose any remedy yet, so plain proposals are filled in.
    """
    found: dict[tuple[str, str], list[Finding]] = {}
    for report, columns in (before, after):
        labels = {one.key: one.label for one in columns}
        earlier = set(found)
        for one in report.findings:
            place = (check_of(one), labels.get(one.column, ""))
            if place not in earlier:
                found.setdefault(place, []).append(one)
    steps = _steps(recipe)
    wanted = [*found, *(place for place in steps if place not in found)]
    types = _types(before[1], after[1])
    return [
        _place(n, place, types.get(place[1]), tuple(found.get(place, ())), steps.get(place), is_first)
        for n, place in enumerate(wanted)
    ]


def _types(before: Iterable[Column], after: Iterable[Column]) -> dict[str, tuple[Column, str]]:
    """Header → the column as it came, and its type after the recipe."""
    later = {one.key: one.type for one in after}
    return {one.label: (one, later.get(one.key, one.type)) for one in before}


def _place(
    n: int,
    place: tuple[str, str],
    column: tuple[Column, str] | None,
    findings: tuple[Finding, ...],
    step: tuple[str, str] | None,
    is_first: bool,
) -> Place:
    check, label = place
    proposed = next((one.remedy for one in findings if one.remedy), "")
    answer, value = step or ("", "")
    if is_first and not step and check not in _JUDGED:
        answer, value = proposed, WAYS.get(proposed, ("",))[0]
    key = f"{check}-{column[0].key if column else n}"
    kind = "" if column is None else column[0].type if check in _OF_TYPE else column[1]
    return Place(key, check, label, kind, findings, answer, value, proposed)


def recipe(chosen: Iterable[tuple[Place, str, str]], iqr: float, columns: tuple[Column, ...]) -> Recipe:
    """The recipe of (place, step, value); one step for all columns that it is chosen for."""
    steps: dict[tuple[str, str], list[str]] = {}
    for place, step, value in chosen:
        steps.setdefault((step, value), []).extend([place.column] if place.column else [])
    ordered = sorted(steps.items(), key=lambda item: ACTIONS.index(item[0][0]))
    made = tuple(Remedy(step, tuple(labels), value) for (step, value), labels in ordered)
    return Recipe(made, iqr, remedies.described(columns))
