"""How often each answer was given, with the base of every share and its interval.

Intervals: Wilson (`proportions`). Questions with several answers have two bases, and a figure has to say
which: respondents (shares may add up to more than 1) or answers (shares add up to 1). Answers of one
respondent are not independent, so shares of answers get no interval. Numbers: quantiles by linear
interpolation (type 7 of Hyndman & Fan, The American Statistician 50(4), 1996), interval of the mean by
Student's t (Biometrika 6(1), 1908), width of the bins by Freedman & Diaconis (Z. Wahrscheinlichkeitstheorie
verw. Gebiete 57, 1981), rounded.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import t as student

from analysis.answers import NO_ANSWER, checked_codes, checked_picks
from analysis.arrays import Floats
from analysis.proportions import Ints, shares, upper_level, wilson

MOST_BINS = 20
# narrower bins than this say nothing about answers of people, and floating point no longer holds their edges
_NARROWEST = 1e-9


@dataclass(frozen=True, eq=False)
class OneAnswer:
    """table: index option, columns n (int64), share (of the base, 0 .. 1), low, high (NaN without a base).

    base: respondents who answered; missing: those who did not.
    """

    table: pd.DataFrame
    base: int
    missing: int


@dataclass(frozen=True, eq=False)
class SeveralAnswers:
    """Both ways to count a question with several answers.

    respondents: index option, columns n, share (of `base`), low, high.
    answers: the same index, columns n, share (of `given`).
    base: respondents who answered; given: marks of all of them together; missing: who did not answer.
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    base: int
    given: int
    missing: int


@dataclass(frozen=True, eq=False)
class Rates:
    """table: index group, columns n (the group's own base), yes, share (yes / n), low, high.

    base: respondents in some group whose answer is known; missing: the others. The bases n add up to
    `base`, or to more where a respondent may be in several groups.
    """

    table: pd.DataFrame
    base: int
    missing: int


@dataclass(frozen=True, eq=False)
class Numbers:
    """Summary in the unit of the answers; NaN where there are too few (sd and the interval need two).

    sd: of a sample (n - 1). mean_low, mean_high: interval of the mean. bins: columns low, high, n, share; a
    value lies in the bin with low <= value < high.
    """

    n: int
    missing: int
    mean: float
    mean_low: float
    mean_high: float
    median: float
    lower_quartile: float
    upper_quartile: float
    sd: float
    minimum: float
    maximum: float
    bins: pd.DataFrame


def most_frequent(n: ArrayLike, most: int) -> Ints:
    """Places of the `most` largest counts, ascending; of two alike the first. n: counts, shape (k,)."""
    return np.sort(np.argsort(-np.asarray(n), kind="stable")[:most])


def one_answer(codes: ArrayLike, k: int, confidence: float = 0.95) -> OneAnswer:
    """Frequencies of the k options of a question with one answer (codes as in `answers`)."""
    given = checked_codes(codes, k)
    n = np.bincount(given[given != NO_ANSWER], minlength=k)
    base = int(n.sum())
    return OneAnswer(_shares(n, np.full(k, base), confidence), base, len(given) - base)


def several_answers(
    picks: ArrayLike, answered: ArrayLike | None = None, confidence: float = 0.95
) -> SeveralAnswers:
    """Frequencies of the options of a question with several answers (picks as in `answers`)."""
    marks, known = checked_picks(picks, answered)
    n, base = marks.sum(axis=0), int(known.sum())
    respondents = _shares(n, np.full(len(n), base), confidence)
    return SeveralAnswers(
        respondents=respondents,
        answers=respondents[["n"]].assign(share=shares(n, n.sum())),
        base=base,
        given=int(n.sum()),
        missing=len(known) - base,
    )


def rates(groups: ArrayLike, k: int, yes: ArrayLike, confidence: float = 0.95) -> Rates:
    """Share of yes within each of k groups, each with its own base.

    groups: codes, the group of each respondent. yes: 1 or true, 0 or false, -1 for no answer.
    """
    group, answer = checked_codes(groups, k), checked_codes(yes, 2)
    if len(group) != len(answer):
        raise ValueError("groups and yes must be of one length")
    known = (group != NO_ANSWER) & (answer != NO_ANSWER)
    n = np.bincount(group[known], minlength=k)
    said_yes = np.bincount(group[known & (answer == 1)], minlength=k)
    return _rates(n, said_yes, int(known.sum()), len(group), confidence)


def rate(yes: ArrayLike, confidence: float = 0.95) -> pd.Series:
    """Share of yes (as in `rates`) of everybody together: n, yes, share, low, high."""
    return rates(np.zeros(np.size(yes), dtype=np.int64), 1, yes, confidence).table.iloc[0]


def rates_of_picks(picks: ArrayLike, yes: ArrayLike, confidence: float = 0.95) -> Rates:
    """Share of yes among those who marked each option; a respondent counts in every option that he marked.

    So the groups overlap: their shares must not be compared by a test for separate groups.
    """
    (marks, in_any), answer = checked_picks(picks), checked_codes(yes, 2)
    if len(marks) != len(answer):
        raise ValueError("picks and yes must be of one length")
    n, said_yes = marks[answer != NO_ANSWER].sum(axis=0), marks[answer == 1].sum(axis=0)
    return _rates(n, said_yes, int((in_any & (answer != NO_ANSWER)).sum()), len(marks), confidence)


def numbers(values: ArrayLike, confidence: float = 0.95) -> Numbers:
    """Summary of the answers to a question for a number; NaN is no answer.

    Raises ValueError on an infinite value. The order of the values does not matter, to the last digit.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or np.isinf(given).any():
        raise ValueError("values must be one row of finite numbers")
    known = np.sort(given[~np.isnan(given)])
    n = len(known)
    quartiles = np.quantile(known, (0.25, 0.5, 0.75)) if n else np.full(3, np.nan)
    minimum, maximum = (known[0], known[-1]) if n else (np.nan, np.nan)
    # the mean of equal numbers is off by a last digit, and so would be their deviation from it
    flat = minimum == maximum
    mean = float(minimum if flat else known.mean()) if n else math.nan
    sd = (0.0 if flat else float(known.std(ddof=1))) if n > 1 else math.nan
    half = float(student.ppf(upper_level(confidence), n - 1)) * sd / math.sqrt(n) if n > 1 else math.nan
    return Numbers(
        n=n,
        missing=len(given) - n,
        mean=mean,
        mean_low=mean - half,
        mean_high=mean + half,
        median=float(quartiles[1]),
        lower_quartile=float(quartiles[0]),
        upper_quartile=float(quartiles[2]),
        sd=sd,
        minimum=float(minimum),
        maximum=float(maximum),
        bins=_bins(known, float(quartiles[2] - quartiles[0])),
    )


def _shares(n: Ints, base: Ints, confidence: float) -> pd.DataFrame:
    low, high = wilson(n, base, confidence)
    return pd.DataFrame({"n": n.astype(np.int64), "share": shares(n, base), "low": low, "high": high})


def _rates(n: Ints, yes: Ints, base: int, asked: int, confidence: float) -> Rates:
    table = _shares(yes, n, confidence).rename(columns={"n": "yes"})
    table.insert(0, "n", n.astype(np.int64))
    return Rates(table, base, asked - base)


def _bins(known: Floats, spread: float) -> pd.DataFrame:
    """Bins of sorted values. spread: between their quartiles."""
    edges = _edges(known, spread) if known.size else np.empty(0)
    n = np.diff(np.searchsorted(known, edges)).astype(np.int64)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "n": n, "share": shares(n, n.sum())})


def _edges(known: Floats, spread: float) -> Floats:
    """Multiples of a round step around sorted values, MOST_BINS bins at most.

    The step is 1, 2 or 5 times a power of ten, near the width of Freedman and Diaconis; where half of the
    answers are equal that is 0, and Sturges' (JASA 21(153), 1926) stands in. Whole numbers get a whole step,
    and a bin each where they lie that near together.
    """
    low, high = float(known[0]), float(known[-1])
    width = 2 * spread / math.cbrt(len(known)) or (high - low) / (math.log2(len(known)) + 1) or 1.0
    # bins narrower than a twentieth of the range would be too many in any case
    width = max(width, (high - low) / MOST_BINS, _NARROWEST * max(1.0, abs(low), abs(high)))
    whole = bool((known == np.floor(known)).all())
    if whole:
        width = 1.0 if high - low < MOST_BINS else max(width, 1.0)
    for over, under in _steps(width):
        first, last = math.floor(low * under / over) - 1, math.floor(high * under / over) + 2
        # divided last, so that an edge is the very number that "0.3" is read as
        edges = np.array([place * over / under for place in range(first, last + 1)])
        edges = edges[np.searchsorted(edges, low, "right") - 1 : np.searchsorted(edges, high, "right") + 1]
        if len(edges) <= MOST_BINS + 1:
            break
    return edges


def _steps(width: float) -> list[tuple[int, int]]:
    """Round steps as fractions, from the one nearest to `width` in ratio to more than twice the width."""
    power = math.floor(math.log10(width))
    steps = [(digit * 10 ** max(e, 0), 10 ** max(-e, 0)) for e in (power, power + 1) for digit in (1, 2, 5)]
    nearest = min(range(len(steps)), key=lambda at: abs(math.log(steps[at][0] / steps[at][1] / width)))
    return steps[nearest:]
