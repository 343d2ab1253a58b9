"""The market filter of the pages about one area: its card, and the list of its enterprises."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.figures import Chip
from data.forms import MarketForm
from data.paging import LONGEST_TEXT, Paged, searched
from data.scope import Scope


class CardForm(MarketForm):
    """The market filter without a choice of areas: the address of a card says which one it is about."""

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        self.fields.pop("area", None)

    def chips(self) -> list[Chip]:
        """Without one for the area: it cannot be removed from its own card."""
        areas = {str(name) for name in self.scope.areas.values()} if self.scope else set()
        return [chip for chip in super().chips() if chip.label not in areas]


class ListForm(Paged, MarketForm):
    """The market filter with a text to look for. `text` and `number` are the address's, cleaned."""

    def __init__(self, request: HttpRequest) -> None:
        self.text = searched(request.GET)
        super().__init__(request)
        self.read_page(request.GET)

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        look: Any = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        self.fields["q"] = forms.CharField(
            label=_("Find"), initial=self.text, required=False, widget=look, max_length=LONGEST_TEXT
        )

    def chips(self) -> list[Chip]:
        """The filters, each keeping the text, and the text itself."""
        if self.scope is None or not self.text:
            return super().chips()
        text = urlencode({"q": self.text})
        kept = [Chip(one.label, joined(one.href, text)) for one in super().chips()]
        return [*kept, Chip(_("“%(text)s”") % {"text": self.text}, self.params().query())]


def joined(query: str, more: str) -> str:
    """A query that begins with `?` and one more parameter."""
    return query + more if query.endswith("?") else f"{query}&{more}"
