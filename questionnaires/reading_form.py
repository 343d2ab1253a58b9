"""Form of how a survey is read after its import: roles, directions, links to the register."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from data.queries import category_names
from data.reading.names import key

from . import queries
from .choosing_form import refuse_twice, tick
from .columns import WRITTEN
from .queries import Survey
from .questions import ROLES, Question
from .words import ROLE_WORDS, TYPE_WORDS

# roles that only the upload can give: they decide how a file is read
AT_IMPORT = ("sub_district",)


class ReadingForm(forms.Form):
    """A role and a direction per question, and per word for a business field the categories it means."""

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.hashes = {one.key: one.header_hash for one in survey.asked}
        # a free text stands for nothing, but one that has a role would keep it from the right question
        self.questions = [one for one in survey.questions if one.role or one.type not in WRITTEN]
        for one in self.questions:
            self.fields[f"{one.key}-role"] = forms.ChoiceField(
                label=one.label, choices=_roles(one), initial=one.role, required=False
            )
            if one.type == "likert":
                label = _("a high answer means the opposite")
                self.fields[f"{one.key}-reverse"] = tick(label, one.reverse)
        self._add_links()

    def _add_links(self) -> None:
        asked = self._linked()
        names = category_names(self.survey.edition.region)
        self.words = _word_fields(asked) if asked and names else {}
        if asked is None or not self.words:
            return
        self.fields["linked"] = forms.CharField(initial=asked.key, required=False, widget=forms.HiddenInput)
        choices = sorted(names.items(), key=lambda one: one[1].casefold())
        links = queries.field_links(self.survey.edition.region)
        for name, word in self.words.items():
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=word,
                choices=choices,
                coerce=int,
                required=False,
                initial=links.get(key(word)[:200], []),
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )

    def _linked(self) -> Question | None:
        """The question whose words are linked. Of an answered form the one that the person saw: somebody else
        may have given its role to another one since."""
        asked = (
            self.survey.named(self.data.get("linked", ""))
            if self.is_bound
            else self.survey.with_role("field")
        )
        return asked.question if asked else None

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each question with its fields."""
        for one in self.questions:
            reverse = f"{one.key}-reverse"
            yield {
                "question": one,
                "type": TYPE_WORDS[one.type],
                "role": self[f"{one.key}-role"],
                "reverse": self[reverse] if reverse in self.fields else None,
            }

    @property
    def links(self) -> list[Any]:
        return [self[name] for name in self.words]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_twice(self, self.questions)
        return cleaned

    @property
    def readings(self) -> dict[str, tuple[str, bool]]:
        """Header hash → (role, reverse), as questionnaires.reading takes them."""
        return {
            self.hashes[one.key]: (
                self.cleaned_data.get(f"{one.key}-role") or "",
                bool(self.cleaned_data.get(f"{one.key}-reverse", one.reverse)),
            )
            for one in self.questions
        }

    @property
    def chosen_links(self) -> dict[str, list[int]]:
        """Word for a business field → ids of the categories that it means."""
        return {word: list(self.cleaned_data.get(name) or []) for name, word in self.words.items()}


def _word_fields(asked: Question) -> dict[str, str]:
    """Name of a field → word for a business field. By the word, so that it never means another one."""
    return {f"link-{sha256(word.encode()).hexdigest()[:12]}": word for word in asked.options}


def _roles(question: Question) -> list[tuple[str, Any]]:
    """Roles to choose from: those that belong to the upload only where the question has them already."""
    return [(one, ROLE_WORDS[one]) for one in ROLES if one not in AT_IMPORT or one == question.role]
