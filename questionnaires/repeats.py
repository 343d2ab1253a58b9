"""Tells a submission again that a later file repeats, by what is stored of it anyhow.

The moment it was sent and its closed answers are enough. Nothing is kept besides: a hash of a whole row would
outlive a person who is erased, and a phone number is soon guessed from its hash (docs/decisions.md 47).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def unrepeated(files: Sequence[pd.DataFrame], sent: Sequence[NDArray[np.bool_]]) -> list[NDArray[np.bool_]]:
    """Which rows of each file no file before it has.

    files: the same columns of numbers in each, alike where the answers are alike. sent: whose moment is
    known; the others are always kept. What an earlier file holds twice is left out twice.
    """
    seen = np.array([], dtype=np.uint64)
    kept = []
    for table, known in zip(files, sent, strict=True):
        said = pd.util.hash_pandas_object(table, index=False)
        nth = said.groupby(said).cumcount()
        own = pd.util.hash_pandas_object(pd.DataFrame({"said": said, "nth": nth}), index=False).to_numpy()
        kept.append(~known | ~np.isin(own, seen))
        seen = np.concatenate([seen, own])
    return kept
