"""A questionnaire: one row per respondent, as a form service gives its answers out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from core.texts import keep
from data import personal_preview
from data.importing import READ_FOR, WENT_ON
from data.kinds import Column, Kind, OpenColumns, Said
from data.kinds.msme_register import KIND as REGISTER
from data.kinds.places import DISTRICT
from data.models import Dataset
from data.personal_preview import without_rows

from . import copying, file_guess, forgetting, refusing, remembering, rows
from .columns import ANSWERED, mapping_of, people_in, questions_of
from .models import AnswerPart
from .readers import columns_of
from .refusing import DROP, KEEP
from .understanding import guessing

# the most frequent answers of a question that a person chooses its type by
EXAMPLES = 4


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
        counts = file_guess.counted(dataset, found, at)
        guessed = guessing.guess(found["headers"], counts)
        known = remembering.applied(dataset.region, guessed, counts)
        known = file_guess.as_decided(known, counts, dataset.decisions.get("questions", {}))
        read = {
            **found,
            "questions": [one.to_json() for one in known],
            "alternatives": guessing.alternatives(found["headers"], counts),
            "answers": {one.key: seen.most_common(EXAMPLES) for one, seen in zip(known, counts, strict=True)},
            "looks_like_register": file_guess.looks_like_register(found["headers"]),
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
        refusing.check_decisions(found)

    def check(self, dataset: Dataset) -> None:
        refusing.check_questions(dataset)

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
        refusing.check_together([questions_of(dataset) for dataset in datasets])

    def ready(self, dataset: Dataset) -> None:
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
