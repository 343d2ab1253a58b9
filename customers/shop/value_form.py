"""The filter of the page of lifetime value: margin, horizon and discount besides the shop."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from analysis.lifetime_value import MOST_MONTHS, Params
from core import formats

from .forms import CustomerForm
from .value import OWN

USUAL = {"margin": 100, "months": 12, "discount": 10}
LIMITS = {"margin": (1, 100), "months": (1, MOST_MONTHS), "discount": (0, 100)}


class ValueForm(CustomerForm):
    """Never bound: what does not fit is ignored and said."""

    k_in_bar = False

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, OWN)
        self.value = Params(
            margin=self._number("margin") / 100, months=self._number("months"),
            discount=self._number("discount") / 100,
        )  # fmt: skip

    def _number(self, name: str) -> int:
        asked = self.reader.query.get(name, "")
        low, high = LIMITS[name]
        if not asked:
            return USUAL[name]
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else -1
        if low <= number <= high:
            return number
        text = _("“%(value)s” is not possible here: a whole number from %(low)s to %(high)s.")
        self.notices.append(text % {"value": asked[:20], "low": low, "high": high})
        return USUAL[name]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The same with what is assumed of the time to come."""
        if self.reader.shop is None:
            return ()
        return (
            *super().said,
            (_("Months to come"), formats.integer(self.value.months)),
            (_("Margin"), formats.share(self.value.margin, 0)),
            (_("Discount a year"), formats.share(self.value.discount, 0)),
        )

    def filled(self) -> "ValueForm":
        if self.reader.shop is None or "months" in self.fields:
            return self
        super().filled()
        shown = {
            "months": (_("Months to come"), self.value.months),
            "margin": (_("Margin, %"), round(100 * self.value.margin)),
            "discount": (_("Discount a year, %"), round(100 * self.value.discount)),
        }
        for name, (label, value) in shown.items():
            low, high = LIMITS[name]
            self.fields[name] = forms.IntegerField(
                label=label, initial=value, min_value=low, max_value=high, required=False
            )
        self.order_fields(["shop", "months", "margin", "discount", "until"])
        return self
