import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import histogram

amounts = st.lists(st.integers(0, 10**15), min_size=1, max_size=200)


def test_bins_follow_the_definition():
    assert histogram.bins([0, 1, 2, 1_000_000]).tolist() == [-1, 0, 35, 697]
    assert histogram.bins([2**62]).dtype == np.int16


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        histogram.bins([5, -1])


@given(amounts, st.floats(0, 1))
def test_quantile_is_within_one_percent_of_numpy(values, q):
    found = histogram.quantile(*histogram.count(values), q)
    assert found == pytest.approx(np.quantile(np.array(values, dtype=float), q), rel=0.01, abs=1e-9)


@given(amounts, st.integers(1, 5))
def test_merged_parts_equal_the_whole(values, parts):
    packed = [histogram.pack(*histogram.count(values[i::parts])) for i in range(parts)]
    whole_bins, whole_counts = histogram.count(values)
    bins, counts = histogram.merge(packed)
    assert bins.tolist() == whole_bins.tolist()
    assert counts.tolist() == whole_counts.tolist()


@given(st.lists(st.dictionaries(st.integers(-1, 32_767), st.integers(1, 2**31 - 1), max_size=6), max_size=8))
def test_merging_adds_bin_by_bin(histograms):
    expected: dict[int, int] = {}
    for one in histograms:
        for place, n in one.items():
            expected[place] = expected.get(place, 0) + n
    packed = [histogram.pack(list(one), list(one.values())) for one in histograms]
    bins, counts = histogram.merge(packed)
    assert dict(zip(bins.tolist(), counts.tolist(), strict=True)) == expected
    assert bins.tolist() == sorted(expected)
    assert (bins.dtype, counts.dtype) == (np.int16, np.int64)


def test_merging_refuses_what_is_no_histogram():
    with pytest.raises(ValueError, match="7 bytes"):
        histogram.merge([histogram.pack([1], [1]), b"1234567"])


@given(amounts)
def test_packing_comes_back(values):
    bins, counts = histogram.count(values)
    packed = histogram.pack(bins[::-1], counts[::-1])
    again_bins, again_counts = histogram.unpack(packed)
    assert len(packed) == 6 * len(bins)
    assert again_bins.tolist() == bins.tolist()
    assert again_counts.tolist() == counts.tolist()
    assert (again_bins.dtype, again_counts.dtype) == (np.int16, np.int32)


@given(st.lists(st.lists(st.integers(0, 10**15), max_size=20), max_size=6))
def test_many_are_packed_as_each_alone(groups):
    found = [histogram.count(values) for values in groups]
    lines = [(n, *line) for n, one in enumerate(found) for line in zip(*one, strict=True)]
    columns = np.array(lines, dtype=np.int64).reshape(-1, 3).T
    assert histogram.pack_each(*columns, len(groups)) == [histogram.pack(*one) for one in found]


@pytest.mark.parametrize(
    "lines",
    [[(0, 1, 1), (0, 1, 1)], [(1, 0, 1), (0, 0, 1)], [(0, 2, 1), (0, 1, 1)], [(0, 0, 0)], [(0, 0, 2**31)]],
)
def test_impossible_lines_are_refused(lines):
    with pytest.raises(ValueError, match="must"):
        histogram.pack_each(*np.array(lines).T, 2)


def test_no_values_is_empty_bytes_and_an_unknown_quantile():
    assert histogram.pack([], []) == b""
    assert [len(part) for part in histogram.unpack(b"")] == [0, 0]
    assert [len(part) for part in histogram.merge([])] == [0, 0]
    assert np.isnan(histogram.quantile([], [], 0.5))


@pytest.mark.parametrize(("bins", "counts"), [([1, 1], [1, 1]), ([1], [-1]), ([1], [2**31]), ([1, 2], [1])])
def test_impossible_histograms_are_refused(bins, counts):
    with pytest.raises(ValueError):
        histogram.pack(bins, counts)


def test_damaged_bytes_are_refused():
    with pytest.raises(ValueError, match="no packed histogram"):
        histogram.unpack(b"12345")


@pytest.mark.parametrize("q", [-0.1, 1.1])
def test_q_outside_its_range_is_refused(q):
    with pytest.raises(ValueError, match="between 0 and 1"):
        histogram.quantile([1], [1], q)
