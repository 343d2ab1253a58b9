"""BG/NBD: how often customers come back, and whether they still do (Fader, Hardie & Lee, "Counting Your
Customers the Easy Way: An Alternative to the Pareto/NBD Model", Marketing Science 24(2), 2005).

While a customer is active, purchases come at random at a rate λ; after each one the customer leaves for good
with probability p. λ differs between customers by Gamma(r, rate α), p by Beta(a, b), independently.
Likelihood: the paper's equation 6, put together as Fader & Hardie, note 027 ("Overcoming the BG/NBD Model's
#NUM! Error Problem"), in logs: ln(A + B) = ln A + ln(1 + B/A), so no power can overflow. P(alive): note 021.

Expected purchases are not taken from the paper's formula with 2F1: it divides by a - 1, its 2F1 has no value
where a + b is 1 or less, and large powers overflow. Instead the purchases in time t of a customer with λ and
p, (1 - e^(-λ p t)) / p, are averaged over λ, (1 - (1 + p t / α)^(-r)) / p, and then over p by Gauss-Jacobi
quadrature (Golub & Welsch, Mathematics of Computation 23(106), 1969), whose weights are the Beta density: a
smooth function, so some fifty points give ten digits. For an alive customer r + x, α + T and b + x take the
places of r, α and b, which gives the paper's equation 10.

By construction everybody who bought once only counts as alive: in this model one leaves after a purchase that
was seen, and only repeat purchases are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, expit, gammaln

from analysis import beta_quadrature, maximum_likelihood
from analysis.arrays import Floats
from analysis.marks import N_
from analysis.maximum_likelihood import CannotFit, Maximum

Ints = NDArray[np.int64]

NAMES = ("r", "alpha", "a", "b")
# r, α in mean ages, a, b: heavy and light buyers, leaving early and late
_STARTS = ((0.5, 0.3, 0.8, 2.0), (1.0, 1.0, 1.0, 1.0), (0.2, 0.1, 0.2, 1.0), (3.0, 3.0, 0.5, 10.0))
_MOST_POINTS = 400


@dataclass(frozen=True)
class Params:
    """confidence: of the intervals of the parameters."""

    confidence: float = 0.95


@dataclass(frozen=True)
class Model:
    """r, alpha (in units of time), a, b: all above zero. alpha / r: mean time between purchases of a typical
    active customer; a / (a + b): share that leaves after a purchase."""

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        if not all(np.isfinite(value) and value > 0 for value in (self.r, self.alpha, self.a, self.b)):
            raise ValueError("parameters must be finite and above zero")

    def p_alive(self, table: pd.DataFrame) -> pd.Series:
        """Probability that each customer still buys at the end of the period, 0 .. 1; 1 where nobody came
        back. table: columns frequency, recency, T."""
        x, recency, age = _columns(table)
        # ln of (dead at the last purchase) / (alive)
        odds = (self.r + x) * (np.log(self.alpha + age) - np.log(self.alpha + recency))
        odds += np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1)
        return pd.Series(np.where(x > 0, expit(-odds), 1.0), index=table.index, name="p_alive")

    def expected(self, times: ArrayLike) -> Floats:
        """Repeat purchases expected of a new customer in each of `times` after the first one."""
        given = np.asarray(times, dtype=np.float64)
        return self._mean_purchases(0, np.zeros(1), given.ravel()).reshape(given.shape)

    def while_alive(self, frequency: ArrayLike, age: ArrayLike, times: Sequence[float] | Floats) -> Floats:
        """Purchases expected in each of `times` from now on of customers who are alive, (customers, times).

        frequency: repeat purchases so far; age: time since the first purchase. Times P(alive) gives the
        conditional expectation; customers with the same two numbers share this one.
        """
        x, ages = np.asarray(frequency, dtype=np.int64), np.asarray(age, dtype=np.float64)
        found = np.empty((len(x), len(times)))
        for count in np.unique(x):
            these = np.flatnonzero(x == count)
            distinct, place = np.unique(ages[these], return_inverse=True)
            found[these] = self._mean_purchases(count, distinct, np.asarray(times, dtype=np.float64))[place]
        return found

    def conditional(self, table: pd.DataFrame, time: float) -> pd.Series:
        """Purchases expected of each customer in the `time` after the end of the period (equation 10).

        table: columns frequency, recency, T.
        """
        x, _, age = _columns(table)
        purchases = self.while_alive(x, age, [time])[:, 0]
        return (self.p_alive(table) * purchases).rename("expected")

    def _mean_purchases(self, x: int, ages: Floats, times: Floats) -> Floats:
        """Purchases of a customer with x repeat purchases who is alive, (ages, times)."""
        r, ratio = self.r + x, times[None, :] / (self.alpha + ages[:, None])
        if not ratio.size or ratio.max() == 0:
            return np.zeros(ratio.shape)
        points, weights = beta_quadrature.run(self.a, self.b + x, _points(r, float(ratio.max())))
        found = np.zeros(ratio.shape)
        for point, weight in zip(points, weights, strict=True):
            found += weight / point * -np.expm1(-r * np.log1p(point * ratio))
        return found


@dataclass(frozen=True, eq=False)
class Result:
    """model; maximum: parameters with standard errors and intervals, log-likelihood, convergence; customers;
    repeaters: those who came back; groups: distinct ones of these by (frequency, recency, T), each computed
    once.
    """

    model: Model
    maximum: Maximum
    customers: int
    repeaters: int
    groups: int
    params: Params


def run(table: pd.DataFrame, params: Params, weights: pd.Series | None = None) -> Result:
    """Fit the model by maximum likelihood.

    table: columns frequency, recency, T of one unit, as `repeat_purchases` makes them; weights: how many
    customers each row stands for, None: one. Raises CannotFit: nobody, one customer, purchases on one day
    only, nobody came back; ValueError where a row is impossible.
    """
    x, recency, age = _columns(table)
    n = np.ones(len(x)) if weights is None else weights.reindex(table.index).to_numpy(dtype=np.float64)
    _check(x, recency, age, n)
    size = float(np.average(age, weights=n))
    groups = _Groups.of(x, recency / size, age / size, n)
    found = maximum_likelihood.run(groups.log_likelihood, NAMES, _STARTS, float(n.sum()), params.confidence)
    maximum = _in_time_units(found, size, float(n @ x))
    r, alpha, a, b = maximum.parameters["estimate"]
    repeaters = int(n[x > 0].sum())
    return Result(Model(r, alpha, a, b), maximum, int(n.sum()), repeaters, len(groups.n), params)


def _columns(table: pd.DataFrame) -> tuple[Ints, Floats, Floats]:
    recency, age = (table[name].to_numpy(dtype=np.float64) for name in ("recency", "T"))
    return table["frequency"].to_numpy().astype(np.int64), recency, age


def _check(x: Ints, recency: Floats, age: Floats, n: Floats) -> None:
    if not (np.isfinite(recency).all() and np.isfinite(age).all() and np.isfinite(n).all() and (n > 0).all()):
        raise ValueError("recency, T and weights must be finite, and weights above zero")
    if (x < 0).any() or (recency < 0).any() or (recency > age).any() or ((x > 0) != (recency > 0)).any():
        raise ValueError("0 <= recency <= T must hold, with a recency above 0 where frequency is")
    if not len(x):
        raise CannotFit(N_("There are no customers, so nothing can be expected of them. Choose other data."))
    if n.sum() <= 1:
        raise CannotFit(N_("There is one customer only. A model of customers needs many: choose other data."))
    if not age.max():
        text = N_("All purchases are on one day. A longer period is needed: add other files of this shop.")
        raise CannotFit(text, {"customers": int(n.sum())})
    if not x.any():
        text = N_(
            "None of the %(customers)d customers came back on another day, so how often they buy is not "
            "known. Choose a longer period, or check the customer numbers."
        )
        raise CannotFit(text, {"customers": int(n.sum())})


def _points(r: float, ratio: float) -> int:
    """Points for ten digits of (1 - (1 + p ratio)^-r) / p, as long as r ratio stays below 10,000 purchases.

    The error falls with the sum of the axes of the ellipse around 0 .. 1 on which the function stays below
    e: it ends at the r-th part of the way to the place where 1 + p ratio is 0.
    """
    # where hardly anything is expected, the function is a straight line
    beyond = min(0.5, 1 / r) / max(ratio, 1e-6)
    axes = 1 + 2 * beyond + 2 * np.sqrt(beyond**2 + beyond)
    return int(np.clip(np.ceil(13 / np.log(axes)), 8, _MOST_POINTS))


def _in_time_units(found: Maximum, size: float, purchases: float) -> Maximum:
    """α and the likelihood back from mean ages to the units of the table."""
    parameters = found.parameters.copy()
    parameters.loc["alpha"] *= size  # its logs and their covariance only shift
    return replace(
        found, parameters=parameters, log_likelihood=found.log_likelihood - purchases * np.log(size)
    )


def _sums(place: Ints, n: Floats, length: int = 0) -> Floats:
    return np.bincount(place, n, length).astype(np.float64)


@dataclass(frozen=True, eq=False)
class _Groups:
    """Customers who came back, once per distinct (x, t_x, T), and what all customers share.

    counts, recencies, ages: distinct values; x, recency, age: places in them, per group; n: customers per
    group. having: customers per value of `counts`; once: customers who bought once, per value of `ages`.
    """

    counts: Floats
    recencies: Floats
    ages: Floats
    x: Ints
    recency: Ints
    age: Ints
    n: Floats
    having: Floats
    once: Floats

    @classmethod
    def of(cls, x: Ints, recency: Floats, age: Floats, n: Floats) -> "_Groups":
        counts, x_place = np.unique(x, return_inverse=True)
        recencies, recency_place = np.unique(recency, return_inverse=True)
        ages, age_place = np.unique(age, return_inverse=True)
        key = (x_place * len(recencies) + recency_place) * len(ages) + age_place
        keys, place = np.unique(key[x > 0], return_inverse=True)
        rest, age_of = np.divmod(keys, len(ages))
        x_of, recency_of = np.divmod(rest, len(recencies))
        return cls(
            counts.astype(np.float64), recencies, ages, x_of, recency_of, age_of,
            n=_sums(place, n[x > 0]),
            having=_sums(x_place, n),
            once=_sums(age_place[x == 0], n[x == 0], len(ages)),
        )  # fmt: skip

    def log_likelihood(self, place: Floats) -> tuple[float, Floats]:
        """Mean per customer and its gradient, at the logs of r, α, a and b."""
        r, alpha, a, b = np.exp(place)
        total = self.having.sum()
        to_end, to_last = alpha + self.ages, alpha + self.recencies
        end, last = np.log(to_end)[self.age], np.log(to_last)[self.recency]
        left = b + (self.counts - 1)
        power = (r + self.counts)[self.x]
        odds = power * (end - last) + (np.log(a) - np.log(np.maximum(left, b)))[self.x]
        # one power for ln(1 + e^odds) and the probability of having left; it cannot overflow
        small = np.exp(-np.abs(odds))
        dead = self.n * np.where(odds > 0, 1.0, small) / (1 + small)
        alive = self.n - dead
        value, slopes = self._shapes(r, a, b)
        value += total * r * np.log(alpha) - r * (self.once @ np.log(to_end))
        value += self.n @ (np.maximum(odds, 0) + np.log(1 + small) - power * end)
        slopes[0] += total * np.log(alpha) - self.once @ np.log(to_end) - alive @ end - dead @ last
        at_last = (dead * power) @ (1 / to_last)[self.recency]
        at_end = (alive * power) @ (1 / to_end)[self.age] + r * (self.once @ (1 / to_end))
        slopes[1] += total * r / alpha - at_end - at_last
        slopes[2] += dead.sum() / a
        slopes[3] -= dead @ (1 / np.maximum(left, b))[self.x]
        return float(value / total), slopes * np.exp(place) / total

    def _shapes(self, r: float, a: float, b: float) -> tuple[float, Floats]:
        """The terms with Gamma functions, which depend on x only, and their slopes by r, α, a and b."""
        x, together = self.counts, a + b
        values = gammaln(r + x) - gammaln(r) + gammaln(b + x) - gammaln(b)
        values += gammaln(together) - gammaln(together + x)
        by_both = digamma(together) - digamma(together + x)
        by_r, by_b = digamma(r + x) - digamma(r), digamma(b + x) - digamma(b)
        slopes = [self.having @ by_r, 0.0, self.having @ by_both, self.having @ (by_b + by_both)]
        return float(self.having @ values), np.array(slopes)
