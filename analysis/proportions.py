"""Shares with an interval: of one group, the difference of two, and when a base is too small to read.

Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22(158), 1927; the
interval to use for one share: Newcombe, Statistics in Medicine 17(8), 1998, p. 857. Difference of two
independent shares: the same volume, p. 873, method 10, which joins two of Wilson's intervals. Unlike the
usual p ± 1.96 √(p (1 - p) / n), both hold for shares of 0 and 1 and never leave what is possible.

Difference of two shares of one sample (some agree, others disagree, the rest neither): the score interval
with the multinomial variance n (p + q - (p - q)²) under the difference that is tried. Tango, Statistics in
Medicine 17(8), 1998, p. 891; recommended by Fagerland, Lydersen & Laake, Statistics in Medicine 33(16),
2014. Where nobody is neither it is that of Wilson.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from analysis.arrays import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# features.md III-6: below it a share says little
LEAST_BASE = 30
# halvings of a difference, which is at most 2; they leave 1e-18 of it
_HALVINGS = 60


def shares(part: ArrayLike, whole: ArrayLike) -> Floats:
    """part / whole, of one shape after broadcasting; NaN where the whole is 0."""
    given, base = np.broadcast_arrays(np.asarray(part, np.float64), np.asarray(whole, np.float64))
    return np.divide(given, base, out=np.full(given.shape, np.nan), where=base > 0)


def upper_level(confidence: float) -> float:
    """Probability below the upper limit of a two-sided interval: 0.975 for 0.95.

    Raises ValueError unless 0 < confidence < 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return (1 + confidence) / 2


def normal_quantile(confidence: float) -> float:
    """z of a two-sided interval: 1.96 for 0.95. Raises ValueError unless 0 < confidence < 1."""
    return float(norm.ppf(upper_level(confidence)))


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Low and high limit of successes / n, each 0 .. 1; NaN where n is 0.

    successes, n: numbers or arrays that broadcast. Raises ValueError unless 0 <= successes <= n.
    """
    x, of = _checked(successes, n)
    z2 = normal_quantile(confidence) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / of
        middle = (share + z2 / (2 * of)) / (1 + z2 / of)
        half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * of)) / of) / (1 + z2 / of)
    # exact at the ends, where rounding would leave 1e-17 beside 0 or 1
    low, high = np.where(x == 0, 0.0, middle - half), np.where(x == of, 1.0, middle + half)
    empty = of == 0
    return np.where(empty, np.nan, low), np.where(empty, np.nan, high)


def difference(
    x_1: ArrayLike, n_1: ArrayLike, x_2: ArrayLike, n_2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Low and high limit of x_1 / n_1 - x_2 / n_2 of two groups without a common member, -1 .. 1.

    NaN where either group is empty. Raises ValueError as `wilson` does.
    """
    (x_a, n_a), (x_b, n_b) = _checked(x_1, n_1), _checked(x_2, n_2)
    (low_a, high_a), (low_b, high_b) = wilson(x_a, n_a, confidence), wilson(x_b, n_b, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share_a, share_b = x_a / n_a, x_b / n_b
    below, above = np.hypot(share_a - low_a, high_b - share_b), np.hypot(high_a - share_a, share_b - low_b)
    return share_a - share_b - below, share_a - share_b + above


def difference_within(
    x: ArrayLike, y: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Low and high limit of (x - y) / n, -1 .. 1.

    x, y: numbers of different members of one sample of n members. NaN where n is 0. Raises ValueError where x
    or y is negative or x + y is above n.
    """
    of = _checked(np.asarray(x, dtype=np.float64) + np.asarray(y, dtype=np.float64), n)[1]
    for_it, against = _checked(x, of)[0], _checked(y, of)[0]
    z2 = normal_quantile(confidence) ** 2
    filled = np.where(of == 0, 1.0, of)
    low, high = -_farthest(against, for_it, filled, z2), _farthest(for_it, against, filled, z2)
    return np.where(of == 0, np.nan, low), np.where(of == 0, np.nan, high)


def _farthest(x: Floats, y: Floats, n: Floats, z2: float) -> Floats:
    """The largest difference whose score does not exceed z², by bisection from the estimate up to 1."""
    inside, outside = (x - y) / n, np.ones(x.shape)
    for _step in range(_HALVINGS):
        middle = (inside + outside) / 2
        within = (x - y - n * middle) ** 2 <= z2 * _variance(middle, x, y, n)
        inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
    return outside


def _variance(gap: Floats, x: Floats, y: Floats, n: Floats) -> Floats:
    """Variance of x - y where the difference of the shares is `gap`, with the shares that then fit best."""
    # seen from the larger share, so that both stay above 0
    up, down, d = np.where(gap < 0, y, x), np.where(gap < 0, x, y), np.abs(gap)
    b, c = (2 * n - up + down) * d - up - down, down * d * (1 - d)
    # the root of 2 n q² + b q - c; for b above 0 in the form that loses no digits
    root, plain = np.sqrt(b * b + 8 * n * c), b > 0
    q = np.where(plain, 2 * c / np.where(plain, b + root, 1.0), (root - b) / (4 * n))
    return np.asarray(n * (2 * q + d * (1 - d)))


def small_base(n: ArrayLike, least: float = LEAST_BASE) -> Bools:
    """Whether a share of `n` is too unsure to be read as more than a hint; an unknown base is small."""
    return np.asarray(~(np.asarray(n, dtype=np.float64) >= least), dtype=np.bool_)


def _checked(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    x, of = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if not ((x >= 0) & (x <= of)).all():
        raise ValueError("successes must lie between 0 and n")
    return x, of
