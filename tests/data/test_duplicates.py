"""Keys of a file are known again across its parts, as a plain set would know them."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.duplicates import Keys

KEY = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from([-(2**63), 2**63 - 1, 2**53 + 1]))


@given(st.lists(st.lists(KEY, max_size=6), max_size=5))
def test_keys_are_known_as_a_set_would_know_them(parts):
    keys, seen = Keys(), set()
    for part in parts:
        expected = []
        for key in part:
            expected.append(key is not None and key in seen)
            seen.add(key)
        assert keys.again(pd.Series(part, dtype="Int64")).tolist() == expected
