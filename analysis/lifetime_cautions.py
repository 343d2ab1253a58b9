"""What must not be concluded from a lifetime value, each as a text and its numbers (see `analysis.marks`).

The limits are our own choice unless a source is named. Correlation: Cohen, "Statistical Power Analysis for
the Behavioral Sciences", 1988, calls 0.1 small and 0.3 medium.
"""

from typing import Any

from analysis import bg_nbd, gamma_gamma, holdout, lifetime_value, purchase_seasons
from analysis.marks import N_
from analysis.maximum_likelihood import Maximum
from analysis.proportions import LEAST_BASE
from analysis.repeat_purchases import RepeatPurchases

Caution = tuple[str, dict[str, Any]]

# a or b beyond these: customers hardly differ in how soon they leave, or all but do not leave
EXTREME_LOW, EXTREME_HIGH = 0.01, 100.0
# upper limit ÷ lower limit of a parameter
VAGUE = 50.0
SMALL, MEDIUM = 0.1, 0.3
MISSED = 0.2
_TWO_YEARS = 2 * 365


def run(
    purchases: RepeatPurchases,
    buying: bg_nbd.Result,
    spending: gamma_gamma.Result | None = None,
    params: lifetime_value.Params | None = None,
    check: holdout.Result | None = None,
) -> tuple[Caution, ...]:
    """Everything to be said beside the figures, the weightiest first; without what is not given."""
    found = base(buying) + fit(buying.maximum, "BG/NBD") + leaving(buying)
    if spending is not None:
        found += fit(spending.maximum, "Gamma-Gamma") + values(spending)
    if check is not None:
        found += forecast(check)
    if params is not None:
        found += horizon(purchases, params)
    return tuple(found + seasons(purchases, buying.model))


def base(buying: bg_nbd.Result) -> list[Caution]:
    """Too few customers who came back."""
    if buying.repeaters >= LEAST_BASE:
        return []
    text = N_(
        "Only %(repeaters)d of %(customers)d customers came back: below %(least)d this is a hint at most."
    )
    return [(text, {"repeaters": buying.repeaters, "customers": buying.customers, "least": LEAST_BASE})]


def fit(maximum: Maximum, model: str) -> list[Caution]:
    """The fit did not end, only one start reached its end, or a parameter is hardly known."""
    if maximum.at_limit:
        names = ", ".join(maximum.at_limit)
        text = N_("The %(model)s model has no best fit: %(names)s ran to the limit. Do not use its numbers.")
        return [(text, {"model": model, "names": names})]
    if not maximum.converged:
        return [(N_("The %(model)s model did not converge. Do not use its numbers."), {"model": model})]
    found: list[Caution] = []
    if maximum.agreeing < 2:
        text = N_(
            "Only one of %(starts)d starts of the %(model)s model led to this fit: it may not be the best."
        )
        found.append((text, {"starts": maximum.starts, "model": model}))
    text = N_("%(name)s of the %(model)s model is hardly known: between %(low)s and %(high)s.")
    for name, row in maximum.parameters.iterrows():
        if row["high"] > VAGUE * row["low"]:
            data = {"name": name, "model": model, "low": float(row["low"]), "high": float(row["high"])}
            found.append((text, data))
    return found


def leaving(buying: bg_nbd.Result) -> list[Caution]:
    """a or b so small or large that leaving is not really estimated."""
    if not buying.maximum.converged:
        return []
    text = N_("%(name)s is %(value)s, which is extreme: how soon customers leave can hardly be told here.")
    sizes = {"a": buying.model.a, "b": buying.model.b}
    return [
        (text, {"name": name, "value": value})
        for name, value in sizes.items()
        if not EXTREME_LOW <= value <= EXTREME_HIGH
    ]


def values(spending: gamma_gamma.Result) -> list[Caution]:
    """Value goes with frequency, the mean of all may be infinite, or customers are not in the model."""
    found = related(spending.correlation)
    if spending.maximum.converged and spending.of_all != spending.model.mean:
        text = N_(
            "A few very large purchases leave the mean value open (q = %(q)s): whoever bought once is given "
            "the observed mean."
        )
        found.append((text, {"q": spending.model.q}))
    if spending.left_out:
        text = N_("Customers who came back but spent nothing: %(customers)d. They are given the mean value.")
        found.append((text, {"customers": spending.left_out}))
    return found


def related(correlation: gamma_gamma.Correlation) -> list[Caution]:
    """How much customers spend goes with how often they buy, by more than chance and more than a little."""
    r, low, high = correlation.r, correlation.low, correlation.high
    if not (low > 0 or high < 0) or abs(r) < SMALL:
        return []
    if abs(r) < MEDIUM:
        text = N_(
            "How much and how often customers buy go together a little (r = %(r)s, %(low)s to %(high)s); the "
            "model takes them as unrelated, so values are somewhat off."
        )
    else:
        text = N_(
            "How much and how often customers buy go together (r = %(r)s, %(low)s to %(high)s); the model "
            "takes them as unrelated: do not use its values."
        )
    return [(text, {"r": r, "low": low, "high": high})]


def horizon(purchases: RepeatPurchases, params: lifetime_value.Params) -> list[Caution]:
    """A horizon that is longer than the time that was seen."""
    seen = ((purchases.end - purchases.start).days + 1) / lifetime_value.MONTH
    if params.months <= round(seen):  # 365 days are twelve months
        return []
    text = N_(
        "The horizon of %(months)d months is longer than the %(seen)s months of data: nothing shows that "
        "customers go on alike for so long."
    )
    return [(text, {"months": params.months, "seen": round(seen, 1)})]


def forecast(check: holdout.Result) -> list[Caution]:
    """The hold-out did not come as expected, or the model is no better than the customers' own rates."""
    found: list[Caution] = []
    if not check.actual or abs(check.miss) > MISSED:
        text = N_(
            "In the hold-out %(expected)s purchases were expected and %(actual)d came: do not rely on totals."
        )
        found.append((text, {"expected": round(check.expected, 1), "actual": check.actual}))
    if check.customer_error >= check.customer_error_own_rate:
        text = N_(
            "The model is no better than each customer's own past rate (mean error %(model)s against "
            "%(rate)s purchases)."
        )
        found.append((text, {"model": check.customer_error, "rate": check.customer_error_own_rate}))
    return found


def seasons(purchases: RepeatPurchases, model: bg_nbd.Model) -> list[Caution]:
    """Months that stand out, which the model smooths; less than two years cannot tell whether they return."""
    months = purchase_seasons.monthly(purchases, model)
    returning = purchase_seasons.returning(months)
    if returning:
        text = N_("Purchases follow seasons (months: %(months)s), which the model does not know.")
        return [(text, {"months": ", ".join(str(month) for month in returning)})]
    unusual = months.index[months["unusual"]]
    if not len(unusual) or (purchases.until - purchases.start).days >= _TWO_YEARS:
        return []
    text = N_(
        "Unusual months: %(months)s. With less than two years of data it is open whether they come back each "
        "year, and the model knows no seasons."
    )
    return [(text, {"months": ", ".join(month.strftime("%Y-%m") for month in unusual)})]
