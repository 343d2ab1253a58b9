"""What indicators are made of: each leads to inputs, and its parts give the number itself."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import indicators
from analysis.definitions import DEFINITIONS
from analysis.indicators import INPUTS
from analysis.inputs import MADE, inputs_of, result

COMPUTED = [key for key, made in MADE.items() if made.bottom and not made.region_top]
numbers = st.integers(0, 10_000).map(float)


def test_every_indicator_leads_to_inputs() -> None:
    for one in DEFINITIONS:
        assert set(inputs_of(one.key)) <= set(INPUTS)
        assert inputs_of(one.key), one.key


def test_the_ratio_is_made_of_msmes_and_residents() -> None:
    assert inputs_of("ratio_per_1000") == ("n", "residents")
    assert inputs_of("index_100", "average_turnover") == ("n", "n_turnover", "turnover_sum", "residents")


def test_what_is_no_indicator_is_an_error() -> None:
    with pytest.raises(KeyError):
        inputs_of("beauty")


@given(st.lists(st.tuples(*[numbers] * len(INPUTS)), min_size=1, max_size=6))
def test_the_parts_give_the_indicator(rows: list[tuple[float, ...]]) -> None:
    table = pd.DataFrame(rows, columns=list(INPUTS), dtype="float64")
    found, region = indicators.run(table), indicators.totals(table)
    for key in COMPUTED:
        made = MADE[key]
        for at in table.index:
            whole = table[made.top].sum() if made.top in INPUTS else region[made.top]
            bottom = whole if made.region_bottom else found.at[at, made.bottom]
            worked = result(made, float(found.at[at, made.top]), float(bottom))
            shown = float(found.at[at, key])
            assert (math.isnan(worked) and math.isnan(shown)) or math.isclose(worked, shown), key
