"""A questionnaire: one row per respondent, as a form service gives its answers out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.texts import keep
from data import personal_preview
from data.editions import Refused
from data.importing import READ_FOR, WENT_ON
from data.kinds import Column, Kind, OpenColumns, Said
from data.kinds.msme_register import KIND as REGISTER
from data.kinds.places import DISTRICT
from data.models import Dataset
from data.personal_preview import without_rows
from data.plan import Plan
from data.recognition import recognise
from data.skipping import kept, reasons

from . import copying, forgetting, queries, remembering, rows
from .columns import DECIDED, has_others_options, mapping_of, people_in, questions_of
from .models import AnswerPart
from .questions import MOST_OPTIONS, ROLES, TYPES, Question, header_hashes
from .readers import columns_of
from .understanding import guessing

KEEP, DROP = "keep", "drop"
# the most frequent answers of a question that a person chooses its type by
EXAMPLES = 4
# answers that are worth a figure; names and free texts alone are no survey
ANSWERED = ("single", "multiple", "likert", "number")
# columns of a register that no survey has three of
REGISTER_SIGNS = frozenset({"nib", "nik", "turnover", "employees", "start_year", "size_class", "address"})

NO_QUESTION = gettext_noop(
    "No column of this file is a question with answers to count. Choose a type for at least one, or upload "
    "another file."
)
BAD_TYPE = gettext_noop("“%(value)s” is no type of question. Use one of: %(known)s.")
BAD_ROLE = gettext_noop("“%(value)s” is no role of a question. Use one of: %(known)s.")
BAD_QUESTION = gettext_noop(
    "“questions” must hold an object per header with only: %(known)s; options is a list of texts."
)
OTHER_OPTIONS = gettext_noop(
    "“%(label)s” has the options of another kind of answer. Leave its “options” out: then they are read from "
    "the file."
)
BAD_SAME = gettext_noop("“doubles” must be keep or drop.")
TWO_ROLES = gettext_noop("Two questions have the role “%(role)s”. Give it to one of them.")
NO_OPTIONS = gettext_noop(
    "“%(label)s” has too many different answers to count them one by one. Choose free text, or do not import "
    "it."
)
OTHER_QUESTIONS = gettext_noop(
    "“%(label)s” is asked or read in another way in the file shown now. Choose replace, or read both alike."
)


class Questions(OpenColumns):
    """The questions of a questionnaire as columns of its file."""

    step = "survey_columns"
    decisions = ("questions", "doubles")
    models = (AnswerPart,)
    examples = (
        Column(
            "question", _("Question"), "open", example="Apa bidang usaha Anda?",
            help=_("One column per question, with the question itself as the header. Several answers in one "
                   "cell are separated by commas or semicolons."),
        ),
        Column(
            "written", _("Question answered in own words"), "open", example="Saran untuk kami?",
            sensitivity="personal", help=_("Stored encrypted; sales people do not see it."),
            purpose=_("What respondents say besides: read by analysts, never counted with a name."),
        ),
    )  # fmt: skip

    def guess(self, dataset: Dataset, found: dict[str, Any], at: Callable[[int], None]) -> dict[str, Any]:
        # read again for another type of a question: the person goes on where the type was chosen
        went_on = {WENT_ON: True} if dataset.guess.get(READ_FOR) else {}
        counts = _counted(dataset, found, at)
        guessed = guessing.guess(found["headers"], counts)
        known = remembering.applied(dataset.region, guessed, counts)
        known = _decided(known, counts, dataset.decisions.get("questions", {}))
        read = {
            **found,
            "questions": [one.to_json() for one in known],
            "alternatives": guessing.alternatives(found["headers"], counts),
            "answers": {one.key: seen.most_common(EXAMPLES) for one, seen in zip(known, counts, strict=True)},
            "looks_like_register": looks_like_register(found["headers"]),
        }
        dataset.guess = self.without_answers(read, dataset.decisions)
        # a person is searched for in columns that are not imported too (data/personal_rows.py)
        mapping = {**people_in(guessed), **self.mapping(dataset)}
        left_out = {one.header for one in questions_of(dataset) if one.type == "skip"} - {*mapping.values()}
        shown = personal_preview.masked(found["preview"], KIND.of(dataset), mapping)
        preview = personal_preview.hidden(shown, left_out)
        return {**dataset.guess, "mapping": mapping, "mapping_why": {}, "preview": preview, **went_on}

    def mapping(self, dataset: Dataset) -> dict[str, str]:
        return mapping_of(questions_of(dataset))

    def without_answers(self, guess: dict[str, Any], decisions: dict[str, Any]) -> dict[str, Any]:
        return forgetting.without_unkept(guess, decisions)

    def without_any_answers(self, dataset: Dataset) -> dict[str, Any]:
        return forgetting.without_any(dataset)

    def columns(self, dataset: Dataset) -> tuple[Column, ...]:
        return columns_of(dataset)

    def check_decisions(self, found: dict[str, Any]) -> None:
        if found.get("doubles", KEEP) not in (KEEP, DROP):
            raise Refused(BAD_SAME)
        decided = found.get("questions", {})
        if not isinstance(decided, dict):
            raise Refused(BAD_QUESTION, known=", ".join(DECIDED))
        for one in decided.values():
            _check_decision(one)

    def check(self, dataset: Dataset) -> None:
        asked = questions_of(dataset)
        if not any(one.type in ANSWERED for one in asked):
            raise Refused(NO_QUESTION)
        for one in asked:
            most = MOST_OPTIONS.get(one.type)
            if most and not 0 < len(one.options) <= most:
                raise Refused(NO_OPTIONS, label=one.label)
        decided, alternatives = dataset.decisions.get("questions", {}), dataset.guess.get("alternatives", {})
        for one in asked:
            if has_others_options(one, decided.get(one.header, {}), alternatives.get(one.key, {})):
                raise Refused(OTHER_OPTIONS, label=one.label)
        roles = [one.role for one in asked if one.role and one.type != "skip"]
        if twice := next((role for role in roles if roles.count(role) > 1), None):
            raise Refused(TWO_ROLES, role=twice)

    def row_keys(self, dataset: Dataset, table: pd.DataFrame) -> "pd.Series[Any]":
        asked = questions_of(dataset)
        moments = {one.key for one in asked if one.role == "submitted"}
        columns = [name for name in table.columns if name not in {"sheet", "row_number", *moments}]
        keys = pd.util.hash_pandas_object(table[columns].astype(object), index=False)
        return pd.Series(keys.to_numpy().view(np.int64), index=table.index, dtype="Int64")

    def drops_same(self, dataset: Dataset) -> bool:
        return bool(dataset.decisions.get("doubles", doubles_guess(dataset)) == DROP)

    def facts(self, dataset: Dataset, checker: Any) -> list[str]:
        asked = [one for one in questions_of(dataset) if one.type in (*ANSWERED, "date", "text")]
        said = [keep(_("Questions: %(n)s"), {"n": len(asked)})]
        if checker.same:
            text = _DROPPED if self.drops_same(dataset) else _KEPT
            said.append(keep(text, {"n": checker.same}))
        if checker.nowhere and checker.plan.area_columns:
            said.append(keep(_NOWHERE, {"n": checker.nowhere}))
        return said

    def together(self, datasets: list[Dataset]) -> None:
        first, *others = (_by_hash(questions_of(dataset)) for dataset in datasets)
        for other in others:
            for which in {*first} ^ {*other}:
                raise Refused(OTHER_QUESTIONS, label=(first.get(which) or other[which]).label)
            for which, one in first.items():
                if not _goes_with(one, other[which]):
                    raise Refused(OTHER_QUESTIONS, label=one.label)
            first = {which: _with_options(one, other[which]) for which, one in first.items()}

    def ready(self, dataset: Dataset, user: Any) -> None:
        remembering.keep(dataset)
        # the answers beside the questions were for choosing; what was chosen stays
        asked = [one.to_json() for one in questions_of(dataset)]
        chosen = {**without_rows(dataset.guess), "questions": asked, "alternatives": {}, "answers": {}}
        Dataset.objects.filter(pk=dataset.pk).update(guess=chosen)

    def purged(self, dataset: Dataset) -> None:
        remembering.forget(dataset)

    def without_names(self, dataset: Dataset, without: Callable[[str], str]) -> dict[str, Any]:
        return forgetting.without_names(dataset, without)

    def forget_names(self, without: Callable[[str], str]) -> int:
        return forgetting.forget_names(without)

    def copy_of(
        self, dataset: Dataset, sheet: int, row_number: int, written: Mapping[str, str]
    ) -> list[Said]:
        return copying.answers_of(dataset, sheet, row_number, written)

    def to_fill_in(self, dataset: Dataset) -> dict[str, Any]:
        asked = questions_of(dataset)
        said = {
            one.header: {
                "type": one.type, "role": one.role, "reverse": one.reverse, "options": list(one.options),
            }
            for one in asked
        }  # fmt: skip
        return {"questions": said, "doubles": DROP if self.drops_same(dataset) else KEEP}


_DROPPED = _("Double submissions left out: %(n)s (the same as an earlier row but for the time)")
_KEPT = _("Double submissions kept: %(n)s (the same as an earlier row but for the time)")
_NOWHERE = _("Respondents without a sub-district: %(n)s; they count for the whole region")


def doubles_guess(dataset: Dataset) -> str:
    """Whether equal rows are one person twice, most likely: where a name or number tells people apart."""
    named = any(one.type == "personal" for one in questions_of(dataset))
    return DROP if named else KEEP


def _by_hash(asked: Iterable[Question]) -> dict[str, Question]:
    every = list(asked)
    hashes = header_hashes([one.header for one in every])
    return {which: one for which, one in zip(hashes, every, strict=True) if one.type != "skip"}


def _goes_with(first: Question, second: Question) -> bool:
    """Whether answers of two files to one question can be counted together."""
    if first.type != second.type:
        return False
    if first.type == "likert":
        return queries.fits_scale(first.options, second.options)
    most = MOST_OPTIONS.get(first.type)
    return most is None or len(queries.joined_options(first, second)) <= most


def _with_options(first: Question, second: Question) -> Question:
    return replace(first, options=queries.joined_options(first, second)) if first.options else first


def _check_decision(one: Any) -> None:
    if not isinstance(one, dict) or not set(one) <= set(DECIDED):
        raise Refused(BAD_QUESTION, known=", ".join(DECIDED))
    if one.get("type", "skip") not in TYPES:
        raise Refused(BAD_TYPE, value=one["type"], known=", ".join(TYPES))
    if one.get("role", "") not in ROLES:
        raise Refused(BAD_ROLE, value=one["role"], known=", ".join(role for role in ROLES if role))
    options = one.get("options", [])
    if not (isinstance(options, list) and all(isinstance(text, str) for text in options)):
        raise Refused(BAD_QUESTION, known=", ".join(DECIDED))


def _counted(
    dataset: Dataset, found: dict[str, Any], at: Callable[[int], None]
) -> list[guessing.ColumnCounts]:
    """What the whole file holds, column by column; titles, notes and repeated headers left out."""
    dataset.guess, dataset.layout, dataset.mapping = found, found["layout"], {}
    plan = Plan.of(dataset)
    every = tuple(Column(f"q{place}", header, "open") for place, header in enumerate(plan.headers))
    plan.kind = replace(plan.kind, columns=every)
    plan.positions = {column.key: place for place, column in enumerate(every)}
    counts = [guessing.ColumnCounts() for _header in plan.headers]
    done = 0
    for chunk in plan.chunks():
        part = kept(chunk, reasons(plan, chunk))
        for column, one in zip(every, counts, strict=True):
            one.feed(plan.cells(part, column.key))
        done += len(chunk.table)
        at(done)
    return counts


def _decided(
    asked: Iterable[Question], counts: Iterable[guessing.ColumnCounts], decisions: dict[str, Any]
) -> tuple[Question, ...]:
    """The questions read as the types that a person chose, with the answers of the whole file as options."""
    found = []
    for one, seen in zip(asked, counts, strict=True):
        wanted = decisions.get(one.header, {}).get("type", one.type)
        made = guessing.as_type(one.key, one.header, seen, wanted) if wanted in guessing.COUNTED else None
        found.append(replace(made, role=one.role) if made and wanted != one.type else one)
    return tuple(found)


def looks_like_register(headers: list[str]) -> bool:
    """Whether the headers are those of a register: three columns that no survey has together, or little else
    than columns of a register.
    """
    known = recognise(REGISTER, headers, {}, 2000).mapping
    return len(REGISTER_SIGNS & set(known)) > 2 or (len(known) > 3 and len(known) >= 0.75 * len(headers))


def personal_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns of people, as the register declares them: found, copied and erased in the same way."""
    purpose = _("To know a respondent again who asks what is held, and one who answered twice.")
    return tuple(replace(one, purpose=purpose) for one in columns if one.sensitivity == "personal")


KIND = Kind(
    key="questionnaire",
    label=_("Questionnaire"),
    description=_(
        "Answers as a form service gives them out: one row per respondent, one column per question."
    ),
    subject="survey",
    rows=rows.rows_of_questionnaire,
    columns=(DISTRICT, *personal_columns(REGISTER.columns)),
    series_label=_("Name of the survey"),
    area_optional=True,
    open=Questions(),
)
