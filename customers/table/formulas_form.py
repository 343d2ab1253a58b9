"""The form of derived features: which of the usual ones are wanted, and formulas of one's own."""

import math
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from analysis import derived
from analysis.derived import Formula
from data.widgets import Checkboxes

from .prepared import Prepared, name_of
from .recipe import Chosen
from .words import label, said

KINDS = ("sum", "ratio", "product", "age", "years_since", "groups")
MOST_OWN = 20


class FormulasForm(forms.Form):
    """wanted: usual formulas; keep: own ones; the rest describes a new one, none where it has no name."""

    def __init__(self, known: Prepared, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "formula-%s", **kwargs})
        self.known = known
        chosen = known.chosen
        usual = [(one.formula.key, str(_(one.formula.label))) for one in known.proposals]
        wanted = [key for key, _label in usual if key not in chosen.without]
        self._check("wanted", _("Usual features in use"), usual, wanted)
        own = [(one.key, str(_(one.label))) for one in chosen.own]
        self._check("keep", _("Your own features"), own, [key for key, _label in own])
        self._add_new()

    def _check(self, name: str, text: str, choices: list[tuple[str, str]], initial: list[str]) -> None:
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                label=text, choices=choices, initial=initial, required=False, widget=Checkboxes
            )

    def _add_new(self) -> None:
        sources = [(name_of(one), label(one)) for one in self.known.columns if one.type != "text"]
        empty = [("", "–"), *sources]
        self.fields |= {
            "name": forms.CharField(label=_("Name of a new feature"), max_length=60, required=False),
            "kind": forms.ChoiceField(label=_("Computed as"), choices=_kinds(), required=False),
            "first": forms.ChoiceField(label=_("First column"), choices=empty, required=False),
            "second": forms.ChoiceField(label=_("Second column"), choices=empty, required=False),
            "more": forms.MultipleChoiceField(
                label=_("Further columns of a sum"), choices=sources, required=False,
                widget=forms.SelectMultiple({"size": 5}),
            ),
            "edges": forms.CharField(
                label=_("Where groups begin, such as 25, 35, 45"), max_length=200, required=False
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A new formula must be one that can be computed on these data."""
        cleaned = super().clean() or {}
        if not self.errors and (cleaned.get("name") or cleaned.get("first")):
            self._check_new(cleaned)
        return cleaned

    def _check_new(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("name", "").strip():
            self.add_error("name", _("Give the new feature a name."))
        elif not cleaned["first"]:
            self.add_error("first", _("Choose the column that it is made of."))
        elif cleaned["kind"] in ("ratio", "product") and cleaned["second"] in ("", cleaned["first"]):
            self.add_error("second", _("Choose a second column, another than the first."))
        elif cleaned["kind"] == "groups" and not _edges(cleaned["edges"]):
            self.add_error("edges", _("Write where each group begins: rising numbers with commas between."))
        elif len(self.known.chosen.own) >= MOST_OWN:
            self.add_error(
                "name", _("There are %(n)s features of your own. Remove one first.") % {"n": MOST_OWN}
            )
        else:
            self._try_new()

    def _try_new(self) -> None:
        known = self.known
        note = derived.run(known.table, known.columns, (self.formula(),), known.reference).notes[0]
        if note.problem:
            self.add_error("first", said(note.problem, note.data, known))

    def formula(self) -> Formula:
        """The new formula."""
        chosen = self.cleaned_data
        kind, name = chosen["kind"] or KINDS[0], " ".join(chosen["name"].split())
        sources = {
            "sum": dict.fromkeys(filter(None, (chosen["first"], chosen["second"], *chosen["more"]))),
            "ratio": (chosen["first"], chosen["second"]), "product": (chosen["first"], chosen["second"]),
        }.get(kind, (chosen["first"],))  # fmt: skip
        edges = _edges(chosen["edges"]) if kind == "groups" else ()
        return Formula(self._key(name), name, kind, tuple(sources), edges=edges)  # type: ignore[arg-type]

    def _key(self, name: str) -> str:
        """A word for addresses that no column and no other formula has."""
        taken = {one for column in self.known.columns for one in (column.key, column.label)}
        taken |= {one.formula.key for one in self.known.proposals} | {
            one.key for one in self.known.chosen.own
        }
        word = slugify(name).replace("-", "_") or "feature"
        return next(one for one in (word, *(f"{word}_{n}" for n in range(2, 1000))) if one not in taken)

    @property
    def chosen(self) -> Chosen:
        """The remedies as they are, with the formulas that were chosen."""
        before = self.known.chosen
        wanted, keep = self.cleaned_data.get("wanted", ()), self.cleaned_data.get("keep", ())
        without = tuple(one.formula.key for one in self.known.proposals if one.formula.key not in wanted)
        own = tuple(one for one in before.own if one.key in keep)
        new = (self.formula(),) if self.cleaned_data.get("name") else ()
        return Chosen(before.recipe, (*own, *new), without)


def _kinds() -> list[tuple[str, str]]:
    words = {
        "sum": _("a sum of columns"), "ratio": _("first ÷ second"), "product": _("first × second"),
        "age": _("age, from a year or a date of birth"), "years_since": _("years since a date"),
        "groups": _("groups of a number"),
    }  # fmt: skip
    return [(kind, words[kind]) for kind in KINDS]


def _edges(text: str) -> tuple[float, ...]:
    """Rising numbers of a text; none where it holds anything else."""
    try:
        found = tuple(float(one) for one in text.replace(";", ",").split(",") if one.strip())
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) and list(found) == sorted(set(found)) else ()
