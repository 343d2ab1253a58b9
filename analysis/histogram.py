"""Sparse histogram of whole non-negative amounts (turnover in rupiah) in 2 % logarithmic bins.

A cell of the market keeps its turnovers only in this form: 6 bytes per occupied bin, whatever the number of
enterprises, and two cells add up by adding their bins. The price is that a quantile is known within 1 %.

Bin of a value v > 0: floor(ln v / ln 1.02); zero has the bin -1 of its own. The value given back for a bin is
its geometric middle 1.02 ** (bin + 0.5), so the relative error is at most sqrt(1.02) - 1 = 0.995 %.
The idea (relative-error guarantee from logarithmic bins): Masson, Rim & Lee, "DDSketch", PVLDB 12(12), 2019.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

BASE = 1.02
ZERO_BIN = -1

_BIN = np.dtype("<i2")
_COUNT = np.dtype("<i4")
_LOWEST = int(np.iinfo(np.int16).min)
_BYTES_PER_BIN = _BIN.itemsize + _COUNT.itemsize

Bins = NDArray[np.int16]
Counts = NDArray[np.int64]


def bins(values: ArrayLike) -> Bins:
    """Bin of each value.

    values: whole amounts, shape (n,), in any unit (rupiah here). Returns int16, shape (n,).
    Raises ValueError on a negative amount.
    """
    amounts = np.asarray(values, dtype=np.int64)
    if amounts.size and amounts.min() < 0:
        raise ValueError("amounts must not be negative")
    found = np.full(amounts.shape, ZERO_BIN, dtype=np.int16)
    positive = amounts > 0
    found[positive] = np.floor(np.log(amounts[positive]) / np.log(BASE)).astype(np.int16)
    return found


def count(values: ArrayLike) -> tuple[Bins, Counts]:
    """Occupied bins (ascending, int16) and how many of `values` lie in each (int64)."""
    occupied, counts = np.unique(bins(values), return_counts=True)
    return occupied, counts.astype(np.int64)


def pack(bins: ArrayLike, counts: ArrayLike) -> bytes:
    """Histogram as bytes: all bins (int16), then all counts (int32), little endian; no values: empty bytes.

    bins, counts: shape (m,), every bin once; empty bins (count 0) are dropped.
    Raises ValueError on different lengths, a repeated bin, or a count outside 0 .. 2**31 - 1.
    """
    bin_array, count_array = np.asarray(bins, dtype=np.int64), np.asarray(counts, dtype=np.int64)
    if bin_array.shape != count_array.shape or bin_array.ndim != 1:
        raise ValueError("bins and counts must be one-dimensional and of one length")
    if len(np.unique(bin_array)) != len(bin_array):
        raise ValueError("a bin occurs twice")
    if count_array.size and (count_array.min() < 0 or count_array.max() > np.iinfo(np.int32).max):
        raise ValueError("counts must lie between 0 and 2147483647")
    order = np.argsort(bin_array)
    order = order[count_array[order] > 0]
    return bin_array[order].astype(_BIN).tobytes() + count_array[order].astype(_COUNT).tobytes()


def pack_each(groups: ArrayLike, bins: ArrayLike, counts: ArrayLike, n_groups: int) -> list[bytes]:
    """The packed histogram of each group 0 .. n_groups - 1, as `pack` makes it, without a call per group.

    groups, bins, counts: shape (m,), sorted by group, then bin, no pair twice, every count above zero; a
    group without a line gets empty bytes. Raises ValueError on another order, a repeated pair, or a count
    outside 1 .. 2**31 - 1.
    """
    group_array, bin_array = np.asarray(groups, dtype=np.int64), np.asarray(bins, dtype=np.int64)
    count_array = np.asarray(counts, dtype=np.int64)
    if np.any(np.diff(group_array * 2**16 + bin_array) <= 0):
        raise ValueError("lines must be sorted by group and bin, without repeats")
    if count_array.size and (count_array.min() < 1 or count_array.max() > np.iinfo(np.int32).max):
        raise ValueError("counts must lie between 1 and 2147483647")
    ends = np.searchsorted(group_array, np.arange(n_groups), side="right").tolist()
    all_bins, all_counts = bin_array.astype(_BIN).tobytes(), count_array.astype(_COUNT).tobytes()
    b, c = _BIN.itemsize, _COUNT.itemsize
    return [
        all_bins[b * start : b * end] + all_counts[c * start : c * end]
        for start, end in zip([0, *ends], ends, strict=False)
    ]


def unpack(packed: bytes | memoryview) -> tuple[Bins, NDArray[np.int32]]:
    """Bins (int16, ascending) and counts (int32) of a packed histogram.

    Raises ValueError when the length is not that of a packed histogram.
    """
    data = bytes(packed)
    n_bins, rest = divmod(len(data), _BYTES_PER_BIN)
    if rest:
        raise ValueError(f"{len(data)} bytes are no packed histogram")
    found = np.frombuffer(data, dtype=_BIN, count=n_bins).astype(np.int16)
    counts = np.frombuffer(data, dtype=_COUNT, offset=n_bins * _BIN.itemsize).astype(np.int32)
    return found, counts


def merge(packed: Iterable[bytes | memoryview]) -> tuple[Bins, Counts]:
    """Sum of packed histograms: occupied bins (int16, ascending) and counts (int64).

    64 bits because the sum over a country may exceed what one packed histogram holds. Raises ValueError as
    `unpack` does.
    """
    every_bin, every_count = _lines([bytes(one) for one in packed])
    # a bin's place counts from the lowest that 16 bits hold: sorting 80,000 lines took 6 ms, this takes 1
    places = every_bin.astype(np.int64) - _LOWEST
    totals = np.zeros(int(places.max()) + 1 if places.size else 0, dtype=np.int64)
    np.add.at(totals, places, every_count)
    is_occupied = np.zeros(len(totals), dtype=bool)
    is_occupied[places] = True
    occupied = np.flatnonzero(is_occupied)
    return (occupied + _LOWEST).astype(np.int16), totals[occupied]


def _lines(packed: list[bytes]) -> tuple[Bins, Counts]:
    """Every bin of every histogram with its count, in their order: 2,800 of them in 1 ms instead of 11."""
    lengths = np.array([len(one) for one in packed], dtype=np.int64)
    for length in lengths[lengths % _BYTES_PER_BIN > 0].tolist():
        raise ValueError(f"{length} bytes are no packed histogram")
    joined = np.frombuffer(b"".join(packed), dtype=np.uint8)
    sizes = lengths // _BYTES_PER_BIN
    starts, firsts = np.cumsum(lengths) - lengths, np.cumsum(sizes) - sizes
    # of each line its place within its histogram, and where the bins and the counts of that begin
    place = np.arange(int(sizes.sum())) - np.repeat(firsts, sizes)
    bins_at = np.repeat(starts, sizes) + _BIN.itemsize * place
    counts_at = np.repeat(starts + _BIN.itemsize * sizes, sizes) + _COUNT.itemsize * place
    bins = joined[bins_at[:, None] + np.arange(_BIN.itemsize)].view(_BIN).ravel()
    counts = joined[counts_at[:, None] + np.arange(_COUNT.itemsize)].view(_COUNT).ravel()
    return bins.astype(np.int16), counts.astype(np.int64)


def middles(bins: ArrayLike) -> NDArray[np.float64]:
    """Geometric middle of each bin, in the unit of the values; 0 for the zero bin."""
    bin_array = np.asarray(bins, dtype=np.float64)
    return np.where(bin_array == ZERO_BIN, 0.0, BASE ** (bin_array + 0.5))


def quantile(bins: ArrayLike, counts: ArrayLike, q: float) -> float:
    """Quantile within 1 % of `numpy.quantile(values, q)` (linear interpolation); NaN without values.

    bins, counts: shape (m,), any order. q: 0 .. 1, ValueError otherwise.
    Interpolating between two bin middles keeps the bound, since both are within 1 % of their values.
    """
    if not 0 <= q <= 1:
        raise ValueError("q must lie between 0 and 1")
    order = np.argsort(np.asarray(bins))
    cumulative = np.cumsum(np.asarray(counts, dtype=np.int64)[order])
    if not cumulative.size or cumulative[-1] == 0:
        return float("nan")
    position = (int(cumulative[-1]) - 1) * q
    below, above = int(np.floor(position)), int(np.ceil(position))
    places = np.searchsorted(cumulative, [below, above], side="right")
    low, high = middles(np.asarray(bins)[order][places])
    return float(low + (high - low) * (position - below))
