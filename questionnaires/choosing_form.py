"""Form of the third step of a questionnaire's upload: what each question is, with guesses filled in."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from data.mapping_form import is_confirmed
from data.models import Dataset

from .columns import UNKEPT, questions_of
from .kind import EXAMPLES, doubles_guess
from .questions import ROLES, TYPES, Question
from .refusing import DROP, KEEP
from .understanding.reasons import REASONS
from .words import ROLE_WORDS, TYPE_WORDS

DOUBLES = (
    (DROP, gettext_lazy("leave the later ones out")),
    (KEEP, gettext_lazy("keep all of them")),
)


class QuestionsForm(forms.Form):
    """Type, role and direction of each question, and what to do with double submissions."""

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self.questions = questions_of(dataset)
        self.is_guess = not is_confirmed(dataset)
        self.fields["doubles"] = forms.ChoiceField(
            label=_("Rows that say the same again but for the time"),
            choices=DOUBLES,
            initial=dataset.decisions.get("doubles", doubles_guess(dataset)),
            help_text=_(
                "Somebody pressed “send” twice. How many there are is said before anything is imported."
            ),
        )
        for one in self.questions:
            self._add(one)

    def _add(self, one: Question) -> None:
        types = [(key, TYPE_WORDS[key]) for key in TYPES if key == one.type or self._can_be(one, key)]
        self.fields[f"{one.key}-type"] = self._choice(_("Kind of answer"), types, one.type)
        roles = [(key, ROLE_WORDS[key]) for key in ROLES]
        self.fields[f"{one.key}-role"] = self._choice(_("Stands for"), roles, one.role)
        self.fields[f"{one.key}-reverse"] = tick(_("a high answer means the opposite"), one.reverse)
        if _has_words(one):
            self.fields[f"{one.key}-turn"] = tick(_("turn the order round"))

    def _choice(self, label: str, choices: list[Any], initial: str) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def _can_be(self, one: Question, wanted: str) -> bool:
        """Whether the answers fit a type: those that are counted need options that the whole file gave.

        Of what people wrote themselves, of what is left out, and of any question once a person was erased
        from the file, nothing is kept: there the file is read again first.
        """
        return wanted in UNKEPT or not _is_kept(self.dataset, one) or wanted in _fitting(self.dataset, one)

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each question with its fields, its answers and what to look at."""
        seen = self.dataset.guess.get("answers", {})
        for one in self.questions:
            yield {
                "question": one,
                "type": self[f"{one.key}-type"],
                "role": self[f"{one.key}-role"],
                "reverse": self[f"{one.key}-reverse"] if one.type == "likert" else None,
                "turn": self[f"{one.key}-turn"] if _has_words(one) else None,
                "order": one.options if one.type == "likert" else (),
                "answers": _answers(one, seen.get(one.key, [])),
                "look": self.is_guess and not one.sure,
                "why": REASONS.get(one.why, "") if self.is_guess else "",
            }

    @property
    def to_look_at(self) -> int:
        """How many guesses a person should look at."""
        return sum(not one.sure for one in self.questions) if self.is_guess else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_twice(self, [one for one in self.questions if cleaned.get(f"{one.key}-type") != "skip"])
        return cleaned

    @property
    def needs_reading(self) -> bool:
        """Whether answers are to be counted of which nothing is kept, so that only the file can tell them."""
        chosen = ((one, self.cleaned_data.get(f"{one.key}-type")) for one in self.questions)
        return any(
            kind not in ("", one.type, *UNKEPT) and not _is_kept(self.dataset, one) for one, kind in chosen
        )

    @property
    def decisions(self) -> dict[str, Any]:
        """What was chosen, in the form of a decisions file: only what differs from the guess is kept."""
        asked = {one.header: self._decision(one) for one in self.questions}
        before = self.dataset.decisions.get("questions", {})
        return {
            "questions": {**before, **{header: one for header, one in asked.items() if one}},
            "doubles": self.cleaned_data.get("doubles") or KEEP,
        }

    def _decision(self, one: Question) -> dict[str, Any]:
        chosen = {
            "type": self.cleaned_data.get(f"{one.key}-type") or one.type,
            "role": self.cleaned_data.get(f"{one.key}-role") or "",
            "reverse": bool(self.cleaned_data.get(f"{one.key}-reverse")),
        }
        if self.cleaned_data.get(f"{one.key}-turn") and chosen["type"] == one.type:
            chosen["options"] = list(reversed(one.options))
        now = {"type": one.type, "role": one.role, "reverse": one.reverse}
        known = self.dataset.decisions.get("questions", {}).get(one.header, {})
        differs = {name: value for name, value in chosen.items() if now.get(name) != value}
        # options are of one type; those of answers that are kept apart would stay with the decisions for ever
        if chosen["type"] in UNKEPT or chosen["type"] != one.type:
            known = {name: value for name, value in known.items() if name != "options"}
        return {**known, **differs} if differs else {}


def _is_kept(dataset: Dataset, one: Question) -> bool:
    """Whether the guesses hold what the answers to a question could be read as."""
    return one.type not in UNKEPT and one.key in dataset.guess.get("alternatives", {})


def _fitting(dataset: Dataset, one: Question) -> Collection[str]:
    """The types that the answers to a question fit."""
    found: dict[str, Any] = dataset.guess.get("alternatives", {}).get(one.key, {})
    return found


def refuse_twice(form: forms.Form, questions: Iterable[Question]) -> None:
    """An error where a role is chosen for a second question: one question says one thing."""
    taken: dict[str, str] = {}
    for one in questions:
        role = form.cleaned_data.get(f"{one.key}-role")
        if role and role in taken:
            text = _("“%(role)s” is chosen for “%(other)s” too. Choose it for one of them.")
            form.add_error(f"{one.key}-role", text % {"role": ROLE_WORDS[role], "other": taken[role]})
        elif role:
            taken[role] = one.label


def tick(label: Any, initial: bool = False) -> forms.BooleanField:
    """A box to tick."""
    box = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, initial=initial, widget=box)


def _has_words(question: Question) -> bool:
    """Whether a scale is of words, whose order could be the wrong way round; 1 to 5 are what they are."""
    return question.type == "likert" and not all(option.isdigit() for option in question.options)


def _answers(question: Question, seen: list[list[Any]]) -> list[list[Any]]:
    """What was answered: of several answers the options, since a cell holds some of them together.

    The options too where how often each was given is kept no more, since a person was erased from the file.
    """
    if question.type == "multiple" or not seen:
        return [[option, 0] for option in question.options[:EXAMPLES]]
    return seen[:1] if question.type == "date" else seen
