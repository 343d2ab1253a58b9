"""Diversity and concentration: a published example, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import diversity, indicators


def test_the_example_of_the_merger_guidelines():
    # U.S. Department of Justice and FTC, Horizontal Merger Guidelines, 2010, § 5.3: 30, 30, 20, 20 % → 2,600
    found = diversity.spread(pd.DataFrame([[30, 30, 20, 20]]))
    assert found.loc[0, "hhi"] * 10_000 == pytest.approx(2600)
    assert found.loc[0, "effective"] == pytest.approx(1 / 0.26)


def test_areas_and_categories_of_one_table():
    counts = pd.DataFrame({"food": [50, 50, 0], "fashion": [50, None, 0]}, index=["a", "b", "none"])
    found = diversity.run(counts)
    assert found.areas["effective"].tolist()[:2] == [2, 1]
    assert np.isnan(found.areas.loc["none", "hhi"])
    assert found.areas["parts"].tolist() == [2, 1, 0]
    assert found.categories["effective"].tolist() == [2, 1]
    assert found.all["effective"] == pytest.approx(1 / ((2 / 3) ** 2 + (1 / 3) ** 2))
    assert found.areas["small"].tolist() == [False, False, True]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=1, max_size=5))
def test_effective_numbers_lie_between_one_and_the_parts(rows):
    found = diversity.spread(pd.DataFrame(rows))
    for place, row in enumerate(rows):
        if not sum(row):
            assert np.isnan(found.loc[place, "effective"])
            continue
        assert 1 - 1e-9 <= found.loc[place, "effective"] <= found.loc[place, "parts"] + 1e-9
        assert found.loc[place, "hhi"] == pytest.approx(indicators.hhi(pd.Series(row) / sum(row)))
        assert found.loc[place, "largest"] == max(row) / sum(row)
        # the same everywhere ten times over has the same index
        assert diversity.spread(pd.DataFrame([row]) * 10).loc[0, "hhi"] == pytest.approx(
            found.loc[place, "hhi"]
        )


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="negative"):
        diversity.spread(pd.DataFrame([[-1, 2]]))
