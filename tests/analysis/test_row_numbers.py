import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import row_numbers

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([-2.5, -0.0, 0.0, 1, 2, 7e9]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=25,
    )
)


@settings(deadline=None)
@given(TABLES, st.sampled_from([(4_000_000, 2**62), (0, 2**62), (0, 8), (4_000_000, 8)]))
def test_numbers_are_those_of_the_sorted_different_rows(table, limits):
    values = np.array(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_numbers, "_COUNTED", limits[0])
        patch.setattr(row_numbers, "_LARGEST", limits[1])
        place, m = row_numbers.run(values)
    different, expected = np.unique(values, axis=0, return_inverse=True)
    assert m == len(different)
    assert place.tolist() == expected.reshape(-1).tolist()


def test_no_rows():
    place, m = row_numbers.run(np.empty((0, 4)))
    assert (place.tolist(), m) == ([], 0)
