"""Questions with ordered steps (from "strongly disagree" to "strongly agree"): agreement and scores.

Net agreement is the share of the upper half of the steps less that of the lower half; a middle step counts
in neither. Its interval: `proportions.difference_within`. Scores 1 .. k take the steps as equally far
apart, which the words do not promise (Stevens, "On the theory of scales of measurement", Science 103,
1946): so they come beside the shares, not instead. Diverging bars: Robbins & Heiberger, "Plotting Likert
and other rating scales", Proceedings of the Survey Research Methods Section, ASA, 2011.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.answers import NO_ANSWER, checked_codes
from analysis.arrays import Floats
from analysis.proportions import Ints, difference_within, shares


@dataclass(frozen=True)
class Params:
    """steps: how many ordered answers there are, from 2. confidence: of the interval of net agreement."""

    steps: int
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.steps < 2:
            raise ValueError("a scale has at least two steps")


@dataclass(frozen=True, eq=False)
class Result:
    """One question; NaN where nobody answered (sd where fewer than two did).

    shares: index step 0 .. k - 1, columns n, share, from the lowest score to the highest: of a reversed
    question the last option comes first. agree, neutral (0 where the number of steps is even), disagree:
    shares. net: agree - disagree, -1 .. 1, with its interval net_low, net_high. mean, median, sd (n - 1):
    of scores 1 .. k.
    """

    n: int
    missing: int
    shares: pd.DataFrame
    agree: float
    neutral: float
    disagree: float
    net: float
    net_low: float
    net_high: float
    mean: float
    median: float
    sd: float


@dataclass(frozen=True, eq=False)
class Items:
    """Several questions with the same steps, sorted by net agreement, highest first.

    table: index item (its place in the input), columns n, missing, agree, neutral, disagree, net, net_low,
    net_high, mean, median, sd as in `Result`. shares: the same index x step. Equal items keep the order of
    the input; items that nobody answered come last.
    """

    table: pd.DataFrame
    shares: pd.DataFrame


def run(codes: ArrayLike, params: Params, reverse: bool = False) -> Result:
    """Agreement with one question (codes as in `answers`). reverse: its first option is the most agreeing."""
    counts = _counted(codes, params.steps, reverse)[None, :]
    figures = _figures(counts, np.size(codes), params).iloc[0]
    table = pd.DataFrame({"n": counts[0], "share": shares(counts[0], counts.sum())})
    rest = {name: float(figures[name]) for name in figures.index if name not in ("n", "missing")}
    return Result(n=int(figures["n"]), missing=int(figures["missing"]), shares=table, **rest)


def compare(codes: ArrayLike, params: Params, reverse: ArrayLike = False) -> Items:
    """Agreement with several questions.

    codes: respondents x items. reverse: one for all, or one per item. Raises ValueError on wrong codes.
    """
    given = np.asarray(codes)
    if given.ndim != 2:
        raise ValueError("codes must be respondents x items")
    turned = np.broadcast_to(np.asarray(reverse, dtype=np.bool_), given.shape[1])
    items = [_counted(column, params.steps, bool(back)) for column, back in zip(given.T, turned, strict=True)]
    counts = np.array(items, dtype=np.int64).reshape(-1, params.steps)
    of_steps = shares(counts, counts.sum(axis=1, keepdims=True))
    table = _figures(counts, len(given), params).sort_values("net", ascending=False, kind="stable")
    return Items(table, pd.DataFrame(of_steps).rename_axis("item").loc[table.index])


def scores(codes: ArrayLike, steps: int, reverse: bool = False) -> Floats:
    """Scores 1 .. steps of codes as in `answers`, NaN without an answer; reversed, steps .. 1."""
    given = checked_codes(codes, steps)
    found = steps - given if reverse else given + 1
    return np.where(given == NO_ANSWER, np.nan, found.astype(np.float64))


def bars(shares: ArrayLike) -> tuple[Floats, Floats]:
    """Left and right end of each step's part of a diverging bar: 0 lies between disagreeing and agreeing.

    shares: items x steps, from the lowest score. A middle step lies half on each side, from -s / 2 to s / 2.
    """
    given = np.asarray(shares, dtype=np.float64)
    half = given.shape[1] // 2
    middle = given[:, half] if given.shape[1] % 2 else np.zeros(len(given))
    start = -given[:, :half].sum(axis=1) - middle / 2
    ends = start[:, None] + np.cumsum(given, axis=1)
    return np.column_stack([start, ends[:, :-1]]), ends


def _counted(codes: ArrayLike, steps: int, reverse: bool) -> Ints:
    """Answers per step, from the lowest score."""
    given = checked_codes(codes, steps)
    counts = np.bincount(given[given != NO_ANSWER], minlength=steps)
    return counts[::-1] if reverse else counts


def _figures(counts: Ints, asked: int, params: Params) -> pd.DataFrame:
    """Everything but the shares, a row per item; from counts, so that the order of rows cannot matter."""
    half = params.steps // 2
    n, against, for_it = counts.sum(axis=1), counts[:, :half].sum(axis=1), counts[:, -half:].sum(axis=1)
    low, high = difference_within(for_it, against, n, params.confidence)
    mean, median, sd = _moments(counts, n)
    base = np.where(n > 0, n, np.nan)
    table = {
        "n": n,
        "missing": asked - n,
        "agree": for_it / base,
        "neutral": (n - for_it - against) / base,
        "disagree": against / base,
        "net": (for_it - against) / base,
        "net_low": low,
        "net_high": high,
        "mean": mean,
        "median": median,
        "sd": sd,
    }
    return pd.DataFrame(table).rename_axis("item")


def _moments(counts: Ints, n: Ints) -> tuple[Floats, Floats, Floats]:
    """Mean, median and standard deviation of scores 1 .. k from their counts, items x steps."""
    score = np.arange(1, counts.shape[1] + 1, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = counts @ score / n
        sd = np.sqrt((counts * (score - mean[:, None]) ** 2).sum(axis=1) / np.where(n > 1, n - 1, np.nan))
    below = np.cumsum(counts, axis=1)
    # scores in the one or two middle places of the sorted answers
    middle = [1 + (below <= place[:, None]).sum(axis=1) for place in ((n - 1) // 2, n // 2)]
    return mean, np.where(n > 0, (middle[0] + middle[1]) / 2, np.nan), sd
