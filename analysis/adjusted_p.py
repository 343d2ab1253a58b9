"""p values of many comparisons made at once, raised so that chance alone seldom makes one of them stand out.

Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2),
1979: the chance of any false finding stays below the level. Benjamini & Hochberg, J. R. Stat. Soc. B 57(1),
1995: the expected share of false ones among the findings does; it finds more.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats
from analysis.proportions import Ints


def holm(p: ArrayLike) -> Floats:
    """Adjusted p along the last axis; NaN is no comparison, stays NaN and is not counted."""
    values, order, rank, made = _sorted(p)
    raised = np.maximum.accumulate(np.minimum(values * (made - rank), 1.0), axis=-1)
    return _back(raised, order)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p along the last axis; NaN is no comparison, stays NaN and is not counted."""
    values, order, rank, made = _sorted(p)
    # fmin passes over the NaN, which are sorted to the end
    raised = np.fmin.accumulate((np.minimum(values * made / (rank + 1), 1.0))[..., ::-1], axis=-1)[..., ::-1]
    return _back(np.where(np.isnan(values), np.nan, raised), order)


CORRECTIONS: dict[str, Callable[[ArrayLike], Floats]] = {
    "holm": holm,
    "benjamini_hochberg": benjamini_hochberg,
}


def _sorted(p: ArrayLike) -> tuple[Floats, Ints, Ints, Ints]:
    """Sorted p, the order that sorts them, the place of each, and how many there are; NaN come last."""
    given = np.asarray(p, dtype=np.float64)
    if ((given < 0) | (given > 1)).any():
        raise ValueError("p must lie between 0 and 1")
    order = np.argsort(given, axis=-1, kind="stable")
    made = np.sum(~np.isnan(given), axis=-1, keepdims=True)
    return np.take_along_axis(given, order, axis=-1), order, np.arange(given.shape[-1]), made


def _back(values: Floats, order: Ints) -> Floats:
    found = np.empty_like(values)
    np.put_along_axis(found, order, values, axis=-1)
    return found
