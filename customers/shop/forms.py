"""The filter of the pages on a shop's customers: whole in the address, never bound."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.kmeans import MAX_K, MIN_K
from core import formats
from core.figures import Chip
from data.models import Edition

from ..naming import Segment
from ..queries import Shop
from ..saving import ENDS_BEFORE, Words
from ..words import (
    UNITS,
    VARIABLES,
    cut_words,
    method_words,
    rule_words,
    shop_name,
    weight_words,
    weights_listed,
)
from . import movement
from .scope import DEFAULT_K, METHODS, RULES, CustomerReader, Params
from .scoring import CUTS, HEAVIEST, WEIGHTS, Scoring

Choices = list[tuple[Any, Any]]


@dataclass(frozen=True)
class Group:
    """Fields that belong together behind the button: their title, what to know of them, their names, and how
    many stand side by side."""

    title: str
    note: str
    names: tuple[str, ...]
    columns: int = 2


class CustomerForm(forms.Form):
    """Shop, reference date and number of segments; how it is counted and scored behind one button.

    What does not fit is in `notices`. own: names of the address that belong to the page; with_scores: whether
    it shows segments, so that their number and the scores matter. k_in_bar: whether that number has its place
    in the bar; on a page with more to choose it is behind the button.
    """

    k_in_bar = True

    def __init__(
        self,
        request: HttpRequest,
        own: Iterable[str] = (),
        with_scores: bool = True,
        editions: Iterable[Edition] | None = None,
    ) -> None:
        super().__init__(auto_id="filter-%s")
        self.reader = CustomerReader(request.GET, request.user, own, editions)
        self.notices = self.reader.notices
        self.with_scores = with_scores
        self.more_title = _("How it is counted")
        self.groups: list[Group] = []

    def filled(self) -> "CustomerForm":
        """The form with its fields: made where it is shown, since a page that is kept needs none of them."""
        shop, params = self.reader.shop, self.reader.params
        if shop is None or self.fields:
            return self
        if len(self.reader.shops) > 1:
            names = [(one.series, shop_name(one.series)) for one in self.reader.shops]
            self._choose("shop", _("Shop"), names, shop.series)
            self.fields["of"] = forms.Field(
                initial=shop.series, widget=forms.HiddenInput, required=False
            )  # fmt: skip
        self._ask_day("until", _("Reference date"), self.reader.reference)
        if self.with_scores:
            self._choose("segments", _("Segments"), [(k, k) for k in range(MIN_K, MAX_K + 1)], params.k)
        self._ask_rules(params)
        if self.with_scores:
            self._ask_scores(params)
        self._carry()
        return self

    def _carry(self) -> None:
        """What the address says besides goes along unseen, several values of one name too."""
        found: dict[str, list[str]] = {}
        for name, value in self.reader.params.pairs():
            found.setdefault(name, []).append(value)
        for name, values in found.items():
            if name not in self.fields:
                self.fields[name] = forms.Field(
                    initial=values, widget=forms.MultipleHiddenInput, required=False
                )

    def _choose(self, name: str, label: Any, choices: Choices, initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def _ask_day(self, name: str, label: str, initial: date | None) -> None:
        shop = self.reader.shop
        assert shop is not None
        widget = forms.DateInput({"type": "date", "min": shop.first_day.isoformat()}, "%Y-%m-%d")
        self.fields[name] = forms.DateField(label=label, initial=initial, required=False, widget=widget)

    def _ask_rules(self, params: Params) -> None:
        for name, values in RULES.items():
            label, words = rule_words(name)
            self._choose(name, label, [(one, words[one]) for one in values], getattr(params.rules, name))
        self.groups.append(Group(_("Purchases"), "", tuple(RULES)))

    def _ask_scores(self, params: Params) -> None:
        self._choose("method", _("Scores"), [(one, method_words(one)) for one in METHODS], params.method)
        turned = [("", _("5 = bought lately")), ("1", _("5 = long ago"))]
        self._choose("turned", _("Score of recency"), turned, "1" if params.turned else "")
        for (name, key), weight in zip(WEIGHTS.items(), params.scoring.weights, strict=True):
            self.fields[name] = forms.IntegerField(
                label=VARIABLES[key], initial=weight, min_value=1, max_value=HEAVIEST, required=False
            )
        for (name, key), own in zip(CUTS.items(), params.scoring.cuts, strict=True):
            self.fields[name] = forms.CharField(
                label=UNITS[key], initial=", ".join(map(str, own)), required=False,
                widget=forms.TextInput({"placeholder": _("fifths"), "autocomplete": "off"}),
            )  # fmt: skip
        weights = _("From 1 to 9: a variable with 3 counts three times as much as one with 1.")
        cuts = _("Four whole numbers in place of fifths, such as 30, 90, 180, 365: up to 30 is one score.")
        self.groups += [
            Group(_("Scores"), "", (*(() if self.k_in_bar else ("segments",)), "method", "turned")),
            Group(_("Weights"), weights, tuple(WEIGHTS), columns=4),
            Group(_("Own cut-offs of the scores"), cuts, tuple(CUTS)),
        ]

    @property
    def more_names(self) -> set[str]:
        """Fields behind the button."""
        return {name for group in self.groups for name in group.names}

    @property
    def more_groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """The groups behind the button with their fields."""
        return [(group, [self[name] for name in group.names]) for group in self.groups]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """(what, words) of the weights and cut-offs, which are typed and have no words of their own."""
        if self.reader.shop is None or not self.with_scores:
            return ()
        scoring = self.params().scoring
        alike = _("all alike")
        weights = weights_listed(scoring.weights) if scoring.is_weighted else alike
        cuts = "; ".join(cut_words(key, own) for key, own in scoring.own_cuts)
        return (_("Weights"), weights), (_("Own cut-offs of the scores"), cuts or _("none"))

    def params(self) -> Params:
        """The cleaned address."""
        return self.reader.params

    def chips(self) -> list[Chip]:
        """One per choice that differs from what counts anyway; opening it takes the choice back."""
        params, shop = self.params(), self.reader.shop
        if shop is None:
            return []
        found = [*_chips(params, shop, self.reader.shops[0]), *_rule_chips(params)]
        return [*found, *_score_chips(params)] if self.with_scores else found


def _chips(params: Params, shop: Shop, newest: Shop) -> Iterable[Chip]:
    if shop.key != newest.key:
        yield Chip(shop_name(shop.series), params.query(shop=""))
    if params.until:
        text = _("until %(day)s") % {"day": formats.date(params.until)}
        yield Chip(text, params.query(until=None))


def _rule_chips(params: Params) -> Iterable[Chip]:
    for name, values in RULES.items():
        if (value := getattr(params.rules, name)) != values[0]:
            label, words = rule_words(name)
            plain = type(params.rules)(**{**vars(params.rules), name: values[0]})
            yield Chip(f"{label}: {words[value]}", params.query(rules=plain))


def _score_chips(params: Params) -> Iterable[Chip]:
    if params.k != DEFAULT_K:
        yield Chip(_("%(k)s segments") % {"k": params.k}, params.query(k=DEFAULT_K))
    if params.method != METHODS[0]:
        yield Chip(method_words(params.method), params.query(method=METHODS[0]))
    if params.turned:
        yield Chip(_("recency: 5 = long ago"), params.query(turned=False))
    scoring = params.scoring
    if scoring.is_weighted:
        alike = replace(scoring, weights=Scoring().weights)
        yield Chip(weight_words(scoring.weights), params.query(scoring=alike))
    for key, own in scoring.own_cuts:
        yield Chip(cut_words(key, own), params.query(scoring=scoring.without(key)))


class MovementForm(CustomerForm):
    """The same with the earlier of the two days that are compared."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, movement.OWN)

    def filled(self) -> "MovementForm":
        if self.reader.shop is None or "earlier" in self.fields:
            return self
        super().filled()
        self._ask_day("earlier", _("Compared with"), movement.earlier_day(self.reader).day)
        self.order_fields(["shop", "earlier", "until"])
        return self


NAMED = gettext_lazy(
    "The segments have these names now. A name stays while most of its customers are the same."
)


def focus_first(form: forms.Form) -> None:
    """Whoever filled the form in begins where something is wrong; screen readers hear of each wrong field."""
    wrong = [form.fields[name].widget for name in form.fields if name in form.errors]
    for widget in wrong:
        widget.attrs["aria-invalid"] = "true"
    for widget in wrong[:1]:
        widget.attrs["data-focus"] = True


class WordsForm(forms.Form):
    """What people call the segments and do for them; an empty field goes back to the proposal."""

    def __init__(self, segments: Iterable[Segment], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.segments = list(segments)
        for one in self.segments:
            self.fields[f"name-{one.place}"] = forms.CharField(
                label=_("Name"), max_length=60, required=False, initial=one.name
            )
            self.fields[f"strategy-{one.place}"] = forms.CharField(
                label=_("What to do"), max_length=1000, required=False, initial=one.strategy,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Segment, list[forms.BoundField]]]:
        """Each segment with its two fields."""
        return [(one, [self[f"name-{one.place}"], self[f"strategy-{one.place}"]]) for one in self.segments]

    def say_kept(self) -> None:
        """Beside each field that was filled in otherwise stands what is kept now."""
        for name, field in self.fields.items():
            typed = " ".join(str(self.data.get(name, "")).split())
            if typed != " ".join(str(field.initial).split()):
                # a help text is shown as it is
                self[name].help_text = escape(_("Kept now: %(words)s") % {"words": field.initial})

    @property
    def words(self) -> dict[int, Words]:
        """What differs from what is proposed, by the number of the segment."""
        found = {}
        for one in self.segments:
            name = " ".join(self.cleaned_data[f"name-{one.place}"].split())
            strategy = self.cleaned_data[f"strategy-{one.place}"].strip()
            found[one.place] = Words(
                "" if name == one.proposed_name else name,
                "" if strategy.replace("\r\n", "\n") == one.proposed_strategy else strategy,
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Two segments of one name could not be told apart on any page."""
        found = super().clean() or {}
        called = {
            one.place: (" ".join(found.get(f"name-{one.place}", "").split()) or one.proposed_name).casefold()
            for one in self.segments
        }
        for place, name in called.items():
            if list(called.values()).count(name) > 1:
                self.add_error(f"name-{place}", _("Two segments have this name. Give each its own."))
        return found


class RunNameForm(forms.Form):
    """What a saved segmentation is called; nothing typed means the name proposed."""

    name = forms.CharField(max_length=120, required=False)


class EventForm(forms.Form):
    """An event of a shop: a promotion, a holiday."""

    name = forms.CharField(
        label=gettext_lazy("Event"), max_length=80,
        error_messages={"required": gettext_lazy("Name the event.")},
    )  # fmt: skip
    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the first day.")},
    )  # fmt: skip
    last = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the last day.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _(ENDS_BEFORE))
        return found


def error_text(form: forms.Form) -> str:
    """What is wrong with a form, each sentence once: for a page that shows it as one message."""
    return " ".join(dict.fromkeys(str(text) for texts in form.errors.values() for text in texts))
