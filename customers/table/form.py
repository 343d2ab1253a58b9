"""The filter of the pages on tables of customers: whole in the address, never bound."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from analysis.kmeans import MAX_K, MIN_K, CannotCluster
from core import formats
from core.figures import Chip

from ..lost_rows import CannotRead
from ..words import table_name
from . import asked
from .prepared import name_of
from .scope import DEFAULT_K, Params, TableReader, known_by
from .words import label

Choices = list[tuple[Any, Any]]


class TableForm(forms.Form):
    """Table, period and reference date; what a single page chooses besides is carried along.

    with_k: also the number of segments; with_pair: also two numbers. What does not fit is in `notices`.
    """

    def __init__(self, request: HttpRequest, with_k: bool = False, with_pair: bool = False) -> None:
        super().__init__(auto_id="filter-%s")
        self.reader = TableReader(request.GET, request.user)
        self.notices = self.reader.notices
        self.with_k, self.with_pair = with_k, with_pair

    def filled(self) -> "TableForm":
        """The form with its fields: made where it is shown, since a page that is kept needs none of them."""
        reader, table = self.reader, self.reader.table
        if table is None or self.fields:
            return self
        names = [(one.series, table_name(one.series)) for one in reader.tables]
        periods = [(one.period_label, one.period_label) for one in table.editions]
        self._choose("customer_table", _("Table"), names, table.series)
        self._choose("period", _("Period"), periods, table.edition.period_label)
        if self.with_k:
            ks = [(k, k) for k in range(MIN_K, MAX_K + 1)]
            self._choose("clusters", _("Segments"), ks, reader.params.clusters)
        if self.with_pair:
            self._choose_pair()
        self.fields["of_table"] = forms.Field(
            initial=known_by(table.edition), widget=forms.HiddenInput, required=False
        )
        self.fields["reference"] = forms.DateField(
            label=_("Reference date"), initial=reader.reference, required=False,
            widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        )  # fmt: skip
        self._carry()
        return self

    def _choose(self, name: str, label: Any, choices: Choices, initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def _choose_pair(self) -> None:
        """Two numbers of one's own, looked at first."""
        try:
            known = asked.of_reader(self.reader).prepared()
        except (CannotCluster, CannotRead):
            return
        columns = sorted(
            (one for one in known.columns if one.is_numeric), key=lambda one: one.told != "derived"
        )
        choices: Choices = [("", "–"), *((name_of(one), label(one)) for one in columns)]
        self._choose("across", _("Compare"), choices, self.params().across)
        self._choose("up", _("with"), choices, self.params().up)

    def _carry(self) -> None:
        for name, values in lists(self.params()).items():
            if name not in self.fields:
                self.fields[name] = forms.Field(
                    initial=values, widget=forms.MultipleHiddenInput, required=False
                )

    def params(self) -> Params:
        """The cleaned address."""
        return self.reader.params

    def chips(self) -> list[Chip]:
        """One per choice that differs from what counts anyway; opening it takes the choice back."""
        return list(_chips(self.params())) if self.reader.table is not None else []


def lists(params: Params) -> dict[str, list[str]]:
    """Name → values of an address."""
    found: dict[str, list[str]] = {}
    for name, value in params.pairs():
        found.setdefault(name, []).append(value)
    return found


def _chips(params: Params) -> Iterable[Chip]:
    if params.table:
        yield Chip(table_name(params.table), params.query(table="", period=""))
    if params.period:
        yield Chip(params.period, params.query(period=""))
    if params.reference:
        text = _("reference date %(day)s") % {"day": formats.date(params.reference)}
        yield Chip(text, params.query(reference=None))
    if params.clusters != DEFAULT_K:
        yield Chip(_("%(k)s segments") % {"k": params.clusters}, params.query(clusters=DEFAULT_K))
    if params.attributes:
        yield Chip(_("own features"), params.query(attributes=(), levels=""))
