"""The forms in which answers come: one option each, or marks of several; and what is wrong with them.

Codes: int, shape (n,): position of the option chosen by each respondent, NO_ANSWER for none.
Picks: bool, shape (n, options): which options each respondent marked; a row without a mark is no answer,
unless `answered` (bool, shape (n,)) says that the question was answered by marking nothing.
"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.proportions import Bools, Ints

NO_ANSWER = -1


def checked_codes(codes: ArrayLike, k: int) -> Ints:
    """Codes as an int64 array.

    Raises ValueError on another shape, a fraction, or a code outside -1 .. k - 1.
    """
    given = np.asarray(codes)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iub"):
        raise ValueError("codes must be one row of whole numbers")
    found = given.astype(np.int64, copy=False)
    if found.size and not (found.min() >= NO_ANSWER and found.max() < k):
        raise ValueError(f"codes must lie between {NO_ANSWER} and {k - 1}")
    return found


def checked_picks(picks: ArrayLike, answered: ArrayLike | None = None) -> tuple[Bools, Bools]:
    """Picks, and who answered (shape (n,)).

    Raises ValueError on another shape or kind, or where somebody marked an option without having answered.
    """
    marks = np.asarray(picks)
    if marks.ndim != 2 or marks.dtype != np.bool_:
        raise ValueError("picks must be true or false, respondents x options")
    any_mark: Bools = np.asarray(marks.any(axis=1))
    if answered is None:
        return marks, any_mark
    known = np.asarray(answered)
    if known.shape != any_mark.shape or known.dtype != np.bool_:
        raise ValueError("answered must be true or false, one per respondent")
    if (any_mark & ~known).any():
        raise ValueError("somebody marked an option without having answered")
    return marks, known
