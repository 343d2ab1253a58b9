"""What a shop's customers are worth in the time to come: models fitted once per data and rules, kept.

Up to `AT_ONCE` transactions are fitted while the page waits; more by a job (shop_jobs.py), with progress.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis import bg_nbd, gamma_gamma, holdout, lifetime_cautions, lifetime_value, repeat_purchases
from analysis.lifetime_cautions import Caution
from analysis.lrfm import Rules
from analysis.maximum_likelihood import CannotFit
from analysis.repeat_purchases import RepeatPurchases
from data.cells_cache import RecentlyUsed, rows_weigh

from ..kept import VALUES
from ..queries import Shop
from . import summaries
from .scope import CustomerReader

OWN = ("margin", "months", "discount")
# part of the time that the models of the hold-out may see
SEEN = 2 / 3
_fits: RecentlyUsed["Fits"] = RecentlyUsed(6, lambda one: rows_weigh(len(one.purchases.table)))
# transactions whose models are fitted while a page waits (a second or less), and steps of a fit
AT_ONCE, STEPS = 5_000, 3


@dataclass(frozen=True, eq=False)
class Fits:
    """Both models on all purchases up to the reference date, and the check on a part of them.

    check: None where the data are too short to keep a hold-out, or cannot be fitted without it; why: this.
    """

    purchases: RepeatPurchases
    buying: bg_nbd.Result
    spending: gamma_gamma.Result
    check: holdout.Result | None
    split: RepeatPurchases | None
    why: CannotFit | None


@dataclass(frozen=True, eq=False)
class Worth:
    """fits: the models; result: values to come; cautions: what must be said beside them."""

    fits: Fits
    result: lifetime_value.Result
    cautions: tuple[Caution, ...]

    @property
    def params(self) -> lifetime_value.Params:
        return self.result.params

    @property
    def has_model(self) -> bool:
        """Whether a model of repeat purchases fits; values to come mean nothing without one."""
        return self.fits.buying.maximum.converged


def of(reader: CustomerReader, params: lifetime_value.Params) -> Worth:
    """Values to come of the customers of an address. Raises CannotFit where no model can be fitted."""
    found = fits(reader)
    result = lifetime_value.run(found.purchases, found.buying, found.spending, params)
    said = lifetime_cautions.run(found.purchases, found.buying, found.spending, params, found.check)
    return Worth(found, result, said)


def fits(reader: CustomerReader) -> Fits:
    """The models of an address; they depend on neither margin nor horizon."""
    assert reader.shop is not None
    asked = (reader.shop, reader.reference, reader.params.rules)
    return _fits.get(key_of(*asked), lambda: filed(*asked))


def filed(shop: Shop, reference: date, rules: Rules, at: Callable[[int], None] = lambda done: None) -> Fits:
    """The models of a shop up to a day, made where no file holds them; at: told which of `STEPS` is done."""
    key = key_of(shop, reference, rules)
    return VALUES.filed(key, lambda: _fit(shop, reference, rules, at))  # type: ignore[no-any-return]


def key_of(shop: Shop, reference: date, rules: Rules) -> tuple[object, ...]:
    """What the models depend on."""
    return ("value", shop.series, shop.key, reference, rules)


def is_long(shop: Shop, reference: date, rules: Rules) -> bool:
    """Whether fitting the models is too much to wait for."""
    return shop.rows > AT_ONCE and not VALUES.is_there(key_of(shop, reference, rules))


def _fit(shop: Shop, reference: date, rules: Rules, at: Callable[[int], None]) -> Fits:
    days = summaries.days(shop, reference, rules)
    # without visits a day holds refunds only. They are below zero, which repeat_purchases knows; left out
    # already, they would look like a purchase of nothing
    days = days[days["visits"] > 0] if rules.refunds == "leave_out" else days
    asked: dict[str, Any] = {"unit": "weeks", "zeros": rules.zeros, "refunds": rules.refunds}
    purchases = repeat_purchases.run(days, repeat_purchases.Params(until=reference, **asked))
    buying = bg_nbd.run(purchases.table, bg_nbd.Params())
    at(1)
    spending = gamma_gamma.run(purchases.table, gamma_gamma.Params())
    at(2)
    check, split, why = _checked(days, purchases, asked)
    at(STEPS)
    return Fits(purchases, buying, spending, check, split, why)


def _checked(
    days: pd.DataFrame, purchases: RepeatPurchases, asked: dict[str, Any]
) -> tuple[holdout.Result | None, RepeatPurchases | None, CannotFit | None]:
    """The models of the first two thirds of the time beside what came after."""
    seen = int((purchases.end - purchases.start).days * SEEN)
    end = purchases.start + timedelta(days=seen)
    if end >= purchases.end:
        return None, None, None
    params = repeat_purchases.Params(until=purchases.end, calibration_end=end, **asked)
    try:
        split = repeat_purchases.run(days, params)
        buying = bg_nbd.run(split.table, bg_nbd.Params())
        spending = gamma_gamma.run(split.table, gamma_gamma.Params())
    except CannotFit as problem:
        return None, None, problem
    return holdout.run(split, buying.model, holdout.Params(), spending), split, None
