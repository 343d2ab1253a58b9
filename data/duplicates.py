"""Rows that are the same enterprise again: the key of a row, and the keys that a file has had so far."""

from typing import Any

import numpy as np
import pandas as pd

from data import contacts


def duplicate_key(groups: tuple[tuple[str, ...], ...], table: pd.DataFrame) -> "pd.Series[Any]":
    """Keyed hash of the first group of columns that a row fills completely, with its area; else missing."""
    key = pd.Series(pd.NA, index=table.index, dtype="Int64")
    for number, group in enumerate(groups):
        if not set(group) <= set(table.columns):
            continue
        parts = table[list(group)].astype("string")
        complete = parts.notna().all(axis=1) & key.isna()
        if not complete.any():
            continue
        part = parts[complete]
        text = part.iloc[:, 0]
        for column in part.columns[1:]:
            text = text + "\x1f" + part[column]
        if number:  # a name is only the same enterprise in the same area
            text = text + "\x1f" + table.loc[complete, "area_id"].astype("string")
        key[complete] = contacts.hash_column(text, "duplicate").astype("Int64")
    return key


def hashed(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """A number per value, equal where the values are; missing where there is none.

    64 bits: among ten million values two different ones share a number with a probability of 3e-6.
    """
    keys = pd.util.hash_array(values.to_numpy(dtype=object, na_value=""), categorize=False).view(np.int64)
    return pd.Series(pd.arrays.IntegerArray(keys, values.isna().to_numpy()), index=values.index)


class Keys:
    """The keys of a file so far, sorted: 8 bytes each, where a set of Python numbers takes ten times that."""

    def __init__(self) -> None:
        self._sorted = np.empty(0, dtype=np.int64)

    def again(self, keys: "pd.Series[Any]") -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Whether each key of the next rows was there before, in them or earlier; a missing one never was."""
        known = keys.notna().to_numpy(dtype=bool)
        numbers = keys[known].to_numpy(dtype=np.int64)
        at = np.searchsorted(self._sorted, numbers)
        earlier = np.append(self._sorted, 0)[at] == numbers
        earlier &= at < len(self._sorted)
        # a stable sort of two sorted runs only merges them
        fresh = np.unique(numbers[~earlier])
        self._sorted = np.sort(np.concatenate([self._sorted, fresh]), kind="stable")
        again = np.zeros(len(keys), dtype=bool)
        again[known] = earlier | pd.Series(numbers).duplicated().to_numpy()
        return again

    def __len__(self) -> int:
        return len(self._sorted)
