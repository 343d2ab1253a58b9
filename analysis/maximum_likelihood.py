"""The largest likelihood of positive parameters: from several starts, with standard errors, and with a word
on whether it was reached.

Parameters are looked for on a log scale, so none can become negative, with exact gradients (L-BFGS-B: Byrd,
Lu, Nocedal & Zhu, SIAM Journal on Scientific Computing 16(5), 1995), then by Newton's steps. Starts are tried
until two reach the same likelihood. Standard errors: inverse of the observed information, that is of the
second derivatives at the maximum; intervals are symmetric on the log scale, so they never reach below zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from analysis.arrays import Floats
from analysis.proportions import normal_quantile
from analysis.refusal import Refusal

# mean log-likelihood per customer and its gradient, at the logs of the parameters
Function = Callable[[Floats], tuple[float, Floats]]

# parameters in units of the data's own size (mean age, mean value): beyond these they differ from 0 or
# infinity in name only
LOWEST, HIGHEST = 1e-5, 1e5
_FLAT = 1e-6
_SAME = 1e-7
# step of the second derivatives on the log scale: its error is of the order of its square
_STEP = 1e-4
_NEWTON_STEPS = 3
# the differences leave 1e-12 of the second derivatives undetermined
_LEAST_CURVE = 1e-9


class CannotFit(Refusal):
    """A model of purchases cannot be fitted to this table."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """parameters: index name; estimate, se, low, high (NaN where the likelihood is flat); covariance: of the
    logs of the parameters, (k, k); log_likelihood: of all customers.

    converged: the gradient vanishes, the likelihood falls on all sides and no parameter ran to its limit;
    at_limit: the names of those that did. starts: tried; agreeing: how many of them reached this likelihood.
    """

    parameters: pd.DataFrame
    covariance: Floats
    log_likelihood: float
    converged: bool
    at_limit: tuple[str, ...]
    starts: int
    agreeing: int


def run(
    function: Function,
    names: Sequence[str],
    starts: Sequence[Sequence[float]],
    n: float,
    confidence: float = 0.95,
) -> Maximum:
    """Maximise `function` (mean over n customers) from each of `starts` (parameters, not their logs)."""
    tried: list[tuple[float, Floats]] = []
    for start in starts:
        tried.append(_climb(function, np.log(np.asarray(start, dtype=np.float64))))
        if _agreeing(tried) > 1:
            break
    best = max(tried, key=lambda found: found[0])[1]
    place, hessian = _newton(function, best)
    value, gradient = function(place)
    limit = (place <= np.log(LOWEST) + _STEP) | (place >= np.log(HIGHEST) - _STEP)
    falls = _falls(hessian)
    at_limit = tuple(name for name, far in zip(names, limit, strict=True) if far)
    covariance = np.asarray(np.linalg.inv(-hessian) / n if falls else np.full(hessian.shape, np.nan))
    return Maximum(
        parameters=_table(names, place, covariance, normal_quantile(confidence)),
        covariance=covariance,
        log_likelihood=float(value * n),
        converged=falls and not at_limit and bool(np.abs(gradient).max() < _FLAT),
        at_limit=at_limit,
        starts=len(tried),
        agreeing=_agreeing(tried),
    )


def _climb(function: Function, start: Floats) -> tuple[float, Floats]:
    def falling(place: Floats) -> tuple[float, Floats]:
        value, gradient = function(place)
        return -value, -gradient

    bounds = [(np.log(LOWEST), np.log(HIGHEST))] * len(start)
    options = {"maxiter": 1000, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-7}
    found = minimize(falling, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return -float(found.fun), np.asarray(found.x, dtype=np.float64)


def _agreeing(tried: list[tuple[float, Floats]]) -> int:
    values = np.array([value for value, _ in tried])
    return int((values >= values.max() - _SAME * max(1.0, abs(values.max()))).sum())


def _newton(function: Function, place: Floats) -> tuple[Floats, Floats]:
    """The place after Newton's steps that make the gradient smaller, and the second derivatives there.

    They are computed once: the steps are so small that they do not change.
    """
    hessian = _hessian(function, place)
    gradient = function(place)[1]
    for _step in range(_NEWTON_STEPS if _falls(hessian) else 0):
        moved = np.clip(place - np.linalg.solve(hessian, gradient), np.log(LOWEST), np.log(HIGHEST))
        after = function(moved)[1]
        if np.abs(after).max() >= np.abs(gradient).max():
            break
        place, gradient = moved, after
    return place, hessian


def _falls(hessian: Floats) -> bool:
    return bool(np.linalg.eigvalsh(hessian).max() < -_LEAST_CURVE)


def _hessian(function: Function, place: Floats) -> Floats:
    """Second derivatives by central differences of the exact gradient."""
    steps = np.eye(len(place)) * _STEP
    rows = [(function(place + step)[1] - function(place - step)[1]) / (2 * _STEP) for step in steps]
    hessian = np.array(rows)
    return np.asarray((hessian + hessian.T) / 2)


def _table(names: Sequence[str], place: Floats, covariance: Floats, z: float) -> pd.DataFrame:
    estimate = np.exp(place)
    error = np.sqrt(np.diag(covariance))
    # a flat likelihood has limits beyond what a number can hold
    with np.errstate(over="ignore"):
        low, high = estimate * np.exp(-z * error), estimate * np.exp(z * error)
    columns = {"estimate": estimate, "se": estimate * error, "low": low, "high": high}
    return pd.DataFrame(columns, index=pd.Index(names, name="parameter"))
