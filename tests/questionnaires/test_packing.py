"""Answers as bytes and back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import packing


@given(st.lists(st.one_of(st.none(), st.integers(0, 300)), max_size=50))
def test_codes_come_back_as_they_were(codes: list[int | None]) -> None:
    packed = packing.pack(packing.array(pd.Series(codes, dtype="Int64"), "single"))
    assert packing.unpack(packed).tolist() == [packing.NO_CODE if one is None else one for one in codes]


@given(st.lists(st.one_of(st.none(), st.integers(0, 2**62)), max_size=50))
def test_bits_come_back_as_they_were(bits: list[int | None]) -> None:
    packed = packing.pack(packing.array(pd.Series(bits, dtype="Int64"), "multiple"))
    assert packing.unpack(packed).tolist() == [packing.NO_CODE if one is None else one for one in bits]


def test_missing_numbers_and_moments_stay_missing() -> None:
    numbers = packing.unpack(packing.pack(packing.array(pd.Series([1.5, None], dtype="Float64"), "number")))
    assert numbers[0] == 1.5
    assert np.isnan(numbers[1])
    moments = packing.array(pd.Series([None, 0], dtype="Int64"), "date")
    assert moments.tolist() == [packing.NO_MOMENT, 0]


def test_what_was_read_cannot_be_changed() -> None:
    found = packing.unpack(packing.pack(np.array([1, 2], dtype="<i2")))
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 5


def test_a_hundred_thousand_equal_answers_are_small() -> None:
    assert len(packing.pack(np.zeros(100_000, dtype="<i2"))) < 2_000
