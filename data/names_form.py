"""Form of the fourth step: what the unknown names of areas, categories and size classes mean."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area
from areas.naming import Names
from data.kinds import kind
from data.models import Dataset, SizeClass
from data.reading import names

# a suggestion this near is chosen beforehand, and marked as a guess
SURE = 90
# a province brings hundreds of names: beyond these only those that look like another stay unfolded
MOST_NAMES = 40
OTHER, CREATE, REJECT, KEEP = "=other", "=create", "=reject", "=keep"
SECTIONS = {
    "area": gettext_lazy("Areas"),
    "category": gettext_lazy("Business categories"),
    "size_class": gettext_lazy("Size classes"),
}
CREATE_ALL = {
    "area": gettext_lazy("Create these areas from the file"),
    "category": gettext_lazy("Create these categories from the file"),
}
FLAGS = {"area": "create_areas", "category": "create_categories"}
SIZE_WORDS = {member.name.lower(): member.label for member in SizeClass if member != SizeClass.UNKNOWN}


@dataclass(frozen=True)
class Asked:
    """One unknown name, or one answered in an earlier round (`decided`, None: its rows are rejected).

    suggestions: known names with their likeness in per cent; similar: more frequent names of this file.
    """

    section: str
    number: int
    text: str
    rows: int = 0
    suggestions: tuple[tuple[str, int], ...] = ()
    similar: tuple[str, ...] = ()
    is_decided: bool = False
    decided: str | None = None

    @property
    def name(self) -> str:
        return f"{self.section}-{self.number}"

    @property
    def likeness(self) -> str:
        """What a name that nobody has answered looks like: "Similar to Bangkalan", or ""."""
        near = [*self.similar, *(name for name, _score in self.suggestions)]
        if self.is_decided or not near:
            return ""
        return _("Similar to %(names)s") % {"names": ", ".join(dict.fromkeys(near[:2]))}

    @property
    def guess(self) -> str:
        """What is chosen beforehand: the answer given before, a near suggestion, or nothing."""
        if self.is_decided:
            return KEEP
        return self.suggestions[0][0] if self.suggestions and self.suggestions[0][1] >= SURE else ""


class NamesForm(forms.Form):
    """A choice per unknown name, in the order of the report. Fields carry the text, so that a report that
    changed meanwhile cannot give an answer to another name."""

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self._known: dict[str, list[str]] = {}
        self.asked = [asked for section in SECTIONS for asked in _asked(dataset, section)]
        for section in FLAGS:
            if section in self.open_sections:
                self.fields[f"{section}-create_all"] = forms.BooleanField(
                    label=CREATE_ALL[section], required=False, initial=self._starts_created(section)
                )
                self.fields[f"{section}-create_all"].widget.attrs["class"] = "form-check-input"
        for asked in self.asked:
            self._add_fields(asked)

    @property
    def open_sections(self) -> set[str]:
        """Sorts of names with at least one that still needs an answer."""
        return {asked.section for asked in self.asked if not asked.is_decided}

    @property
    def open_count(self) -> int:
        return sum(not asked.is_decided for asked in self.asked)

    def _is_created(self, section: str) -> bool:
        """Whether a name left without an answer is created, as far as the page can tell beforehand."""
        field = self.fields.get(f"{section}-create_all")
        if field is not None and self.is_bound:
            return bool(self.data.get(f"{section}-create_all"))
        return bool(field and field.initial)

    def _starts_created(self, section: str) -> bool:
        """Where the region has no areas (or categories) at all, the file's own are the natural start."""
        if section == "category":
            return not self.dataset.region.categories.exists()
        return not Area.objects.filter(boundary_set__region=self.dataset.region).exists()

    def _add_fields(self, asked: Asked) -> None:
        self.fields[f"{asked.name}-text"] = forms.CharField(
            initial=asked.text, widget=forms.HiddenInput, strip=False, required=False
        )
        self.fields[asked.name] = forms.ChoiceField(
            label=asked.text,
            choices=_choices(asked, self._is_created(asked.section) and self.data.get(asked.name) != CREATE),
            required=False,
            initial=asked.guess,
        )
        if asked.section != "size_class":
            self.fields[f"{asked.name}-other"] = forms.CharField(
                label=_("Another name for %(text)s") % {"text": asked.text},
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"list": f"known-{asked.section}", "autocomplete": "off"}),
            )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """For the template: the unknown names of each sort with their fields, and those answered before."""
        return [
            {
                "key": section,
                "title": title,
                "all": self[f"{section}-create_all"] if section in self.open_sections & set(FLAGS) else None,
                **self._folded(section),
                "decided": self._rows(section, True),
                "known": self.known(section),
            }
            for section, title in SECTIONS.items()
            if any(asked.section == section for asked in self.asked)
        ]

    def _folded(self, section: str) -> dict[str, list[dict[str, Any]]]:
        """rows: names to look at; plain: the others, apart where there are many and each is just created."""
        rows = self._rows(section, False)
        if len(rows) <= MOST_NAMES or not self._is_created(section):
            return {"rows": rows, "plain": []}
        doubtful = [row for row in rows if row["asked"].likeness]
        return {"rows": doubtful, "plain": [row for row in rows if not row["asked"].likeness]}

    def known(self, section: str) -> list[str]:
        """What may be written as another name, read once per form: known names, and others of this file."""
        if section not in self._known:
            texts = [asked.text for asked in self.asked if asked.section == section and not asked.is_decided]
            self._known[section] = sorted({*known_names(self.dataset, section), *texts})
        return self._known[section]

    def _rows(self, section: str, decided: bool) -> list[dict[str, Any]]:
        wanted = [one for one in self.asked if one.section == section and one.is_decided == decided]
        # a name that looks like another is probably that one misspelt: seen first, not between the new ones
        wanted.sort(key=lambda one: not one.likeness)
        return [self._row(asked) for asked in wanted]

    def _row(self, asked: Asked) -> dict[str, Any]:
        other = f"{asked.name}-other"
        return {
            "asked": asked,
            "text": self[f"{asked.name}-text"],
            "field": self[asked.name],
            "other": self[other] if other in self.fields else None,
            "is_guess": bool(asked.guess) and not asked.is_decided and not self.is_bound,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for asked in self.asked:
            if cleaned.get(f"{asked.name}-text", "") != asked.text:
                raise forms.ValidationError(
                    _("The list of names has changed meanwhile. Look at it again and confirm once more.")
                )
            if asked.name in cleaned:
                self._check_answer(asked, cleaned)
        return cleaned

    def _check_answer(self, asked: Asked, cleaned: dict[str, Any]) -> None:
        answer, other = cleaned[asked.name], cleaned.get(f"{asked.name}-other", "").strip()
        if answer == OTHER and not other:
            self.add_error(f"{asked.name}-other", _("Write or choose the name that is meant."))
        elif not answer and not other and not cleaned.get(f"{asked.section}-create_all"):
            self.add_error(asked.name, _("Say what this name means, or reject its rows."))
        elif other and answer in ("", OTHER) and other not in self.known(asked.section):
            message = _("There is no %(name)s in the list. Choose a name from the list, or create this one.")
            self.add_error(f"{asked.name}-other", message % {"name": other})

    @property
    def decisions(self) -> dict[str, Any]:
        """{"names": {section: {text: name or None}}, "create_areas": bool, "create_categories": bool}"""
        answers: dict[str, dict[str, str | None]] = {section: {} for section in SECTIONS}
        # only what was asked now: an answer of an earlier round must not be taken back
        asked_now = self.open_sections & set(FLAGS)
        created = {FLAGS[name]: bool(self.cleaned_data.get(f"{name}-create_all")) for name in asked_now}
        for asked in self.asked:
            answer = self.cleaned_data.get(asked.name) or ""
            other = self.cleaned_data.get(f"{asked.name}-other", "").strip()
            if answer == CREATE:
                created[FLAGS[asked.section]] = True
            elif answer == REJECT:
                answers[asked.section][asked.text] = None
            elif answer in ("", OTHER) and other:
                answers[asked.section][asked.text] = other
            elif answer not in ("", KEEP):
                answers[asked.section][asked.text] = answer
        return {"names": answers, **created}


def _asked(dataset: Dataset, section: str) -> list[Asked]:
    unresolved = dataset.report.get("unresolved", {}).get(section, [])
    similar = similar_texts(unresolved)
    asked = [
        Asked(
            section,
            number,
            item["text"],
            int(item["rows"]),
            tuple((near["name"], int(near["score"])) for near in item.get("suggestions", [])),
            similar.get(item["text"], ()),
        )
        for number, item in enumerate(unresolved)
    ]
    # answers of earlier rounds stay open to change until the import
    still_open = {item["text"] for item in unresolved}
    answers = dataset.decisions.get("names", {}).get(section, {})
    kept = [(text, answer) for text, answer in sorted(answers.items()) if text not in still_open]
    return asked + [
        Asked(section, len(asked) + number, text, is_decided=True, decided=answer)
        for number, (text, answer) in enumerate(kept)
    ]


def _last(path: str) -> str:
    return path.rpartition(" > ")[2]


def similar_texts(unresolved: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Unknown names that look like a more frequent unknown name of the same level and parent.

    Where a region has no areas yet, this is what tells "KEPANJEN" and "KEPANJENN" apart from two places.
    """
    groups: dict[Any, list[str]] = {}
    for item in unresolved:  # the most frequent first
        groups.setdefault((item.get("level"), item.get("parent")), []).append(item["text"])
    found: dict[str, tuple[str, ...]] = {}
    for texts in groups.values():
        place = {text: number for number, text in enumerate(texts)}
        keys = {names.key(_last(text)): text for text in reversed(texts)}
        short = {_last(text): text for text in texts}
        # more than are shown: of the nearest some are rarer than the name, or a city and its regency
        for name, near in names.suggest(list(short), keys, limit=12).items():
            text = short[name]
            others = (other for other, _score in near if place[other] < place[text])
            found[text] = tuple(one for one in others if not names.are_two(name, _last(one)))[:3]
    return found


def _choices(asked: Asked, is_created: bool) -> list[Any]:
    choices: list[Any] = [_first_choice(asked, is_created)]
    if asked.section == "size_class":
        choices += list(SIZE_WORDS.items())
    else:
        if asked.suggestions:
            text = _("%(name)s – similar: %(score)s %%")
            similar = [(name, text % {"name": name, "score": score}) for name, score in asked.suggestions]
            choices.append((_("Suggestions"), similar))
        if asked.similar:
            choices.append((_("The same as in this file"), [(text, text) for text in asked.similar]))
        choices.append((OTHER, _("Another name, written beside")))
        if not asked.is_decided and not is_created:
            choices.append((CREATE, _("New, with this name")))
    return [*choices, (REJECT, _("Reject these rows"))]


def _first_choice(asked: Asked, is_created: bool) -> tuple[str, str]:
    if not asked.is_decided:
        return "", _("New, with this name") if is_created else _("Choose …")
    if asked.decided is None:
        return KEEP, _("Rejected (as before)")
    return KEEP, _("%(name)s (as before)") % {"name": SIZE_WORDS.get(asked.decided, asked.decided)}


def known_names(dataset: Dataset, section: str) -> list[str]:
    """The region's categories, or the areas of the boundary set at the levels the file names.

    A name that several areas bear is listed by its path only ("Malang > Kepanjen").
    """
    if section == "category":
        return list(dataset.region.categories.values_list("name", flat=True))
    if section != "area" or not dataset.boundary_set:
        return []
    areas = Names.of(dataset.boundary_set)
    columns = kind(dataset.kind).area_columns
    levels = {int(column.level or 0) for column in columns if column.key in dataset.mapping}
    places = [pk for pk, level in areas.level.items() if level in levels]
    bearers = Counter(areas.label[pk] for pk in places)
    short = {areas.label[pk] for pk in places if bearers[areas.label[pk]] == 1}
    return sorted(short | {areas.path(pk) for pk in places})
