import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import indicators
from analysis.indicators import INDICATORS


def table_of(n, residents, km2=None, **columns):
    size = len(n)
    rows = {
        "n": n,
        "n_turnover": n,
        "turnover_sum": [1000 * value for value in n],
        "employees": [np.nan] * size,
        "residents": residents,
        "km2": km2 or [1.0] * size,
        "distance_km": [np.nan] * size,
        **columns,
    }
    return pd.DataFrame(rows, index=pd.Index(range(10, 10 + size), name="area"))


def test_every_number_by_hand():
    table = table_of([30, 10], [2000, 3000], [4.0, 1.0], n_turnover=[20, 0], turnover_sum=[5e9, np.nan])
    result = indicators.run(table)
    expected = {
        "ratio_per_1000": [15, 10 / 3],
        "residents_per_msme": [2000 / 30, 300],
        "density_per_km2": [7.5, 10],
        "population_density": [500, 3000],
        "average_turnover": [2.5e8, np.nan],
        "share_msme": [0.75, 0.25],
        "share_residents": [0.4, 0.6],
        "share_land": [0.8, 0.2],
        "index_100": [187.5, 10 / 3 / 8 * 100],
        "rank": [1, 2],
    }
    for column, values in expected.items():
        assert result[column].astype(float).tolist() == pytest.approx(values, nan_ok=True), column
    region = indicators.totals(table)
    assert region["ratio_per_1000"] == 8
    assert region["density_per_km2"] == 8
    assert region["average_turnover"] == 2.5e8
    assert region["areas"] == 2


def test_every_column_shown_has_a_definition():
    result = indicators.run(table_of([1], [1]))
    assert set(result.columns) <= set(INDICATORS)
    assert all(
        indicator.formula and indicator.meaning and indicator.source for indicator in INDICATORS.values()
    )
    assert [key for key, indicator in INDICATORS.items() if key != indicator.key] == []


def test_zero_and_missing_denominators_are_missing_never_infinite():
    table = table_of([5, 5, 0, 5], [0, np.nan, 100, 1000], [0, np.nan, 2, 2])
    result = indicators.run(table)
    assert result["ratio_per_1000"].tolist() == pytest.approx([np.nan, np.nan, 0, 5], nan_ok=True)
    assert result["density_per_km2"].tolist() == pytest.approx([np.nan, np.nan, 0, 2.5], nan_ok=True)
    assert result["rank"].isna().tolist() == [True, True, False, False]
    assert not np.isinf(result.astype(float)).any(axis=None)
    region = indicators.totals(table)
    assert region["n"] == 15
    assert region["ratio_per_1000"] == pytest.approx(5 / 1100 * 1000)
    assert region["areas_with_residents"] == 2


def test_nothing_known_gives_nothing():
    table = table_of([0, 0], [np.nan, np.nan])
    assert indicators.totals(table)[["residents", "ratio_per_1000"]].isna().all()
    assert indicators.run(table)[["share_msme", "share_residents", "index_100"]].isna().all(axis=None)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**5), st.integers(1, 10**6), st.floats(0.1, 500)), min_size=1, max_size=15
    )
)
def test_shares_sum_to_one_and_ratios_average_to_the_region(rows):
    n, residents, km2 = map(list, zip(*rows, strict=True))
    table = table_of(n, residents, km2)
    result, region = indicators.run(table), indicators.totals(table)
    for column in ("share_msme", "share_residents", "share_land"):
        assert result[column].sum() == pytest.approx(1)
    assert np.average(result["ratio_per_1000"], weights=residents) == pytest.approx(region["ratio_per_1000"])
    assert np.average(result["density_per_km2"], weights=km2) == pytest.approx(region["density_per_km2"])
    assert np.average(result["index_100"], weights=residents) == pytest.approx(100)


def test_equal_ratios_share_a_rank():
    assert indicators.run(table_of([2, 4, 1], [100, 200, 100]))["rank"].tolist() == [1, 1, 3]


@pytest.mark.parametrize(
    "table",
    [table_of([1], [1]).drop(columns="km2"), table_of([-1], [1]), pd.concat([table_of([1], [1])] * 2)],
)
def test_wrong_tables_are_refused(table):
    with pytest.raises(ValueError):
        indicators.run(table)


COUNTS = pd.DataFrame({"food": [60, 20], "fashion": [20, 100], "rare": [4, 0]}, index=["a", "b"])


def test_location_quotient_by_hand():
    quotient = indicators.location_quotient(COUNTS, mask_small=False)
    assert quotient.loc["a", "food"] == pytest.approx((60 / 84) / (80 / 204))
    assert quotient.loc["b", "rare"] == 0
    by_area = COUNTS.sum(axis=1) / COUNTS.sum(axis=None)
    assert (quotient.mul(by_area, axis=0)).sum().tolist() == pytest.approx([1, 1, 1])


def test_small_cells_are_masked():
    assert indicators.small_cells(COUNTS).to_numpy().tolist() == [[False, False, True], [False, False, True]]
    # 30 are enough however few are expected, and few are a finding where more are expected
    counts = pd.DataFrame({"food": [30, 29, 2000], "rest": [2, 3, 90_000], "more": [20, 20, 2]})
    assert indicators.small_cells(counts)["food"].tolist() == [False, True, False]
    assert indicators.small_cells(counts)["rest"].tolist() == [False, False, False]
    assert indicators.location_quotient(COUNTS)["rare"].isna().all()
    assert indicators.location_quotient(COUNTS)["food"].notna().all()


def test_an_empty_area_or_category_has_no_quotient():
    counts = pd.DataFrame({"food": [9, 0], "none": [0, 0]})
    quotient = indicators.location_quotient(counts, mask_small=False)
    assert quotient.loc[0, "food"] == 1
    assert quotient.isna().to_numpy().tolist() == [[False, True], [True, True]]


@settings(deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_hhi_lies_between_even_and_single(values):
    shares = indicators.shares(pd.Series(values))
    assert 1 / len(values) - 1e-12 <= indicators.hhi(shares) <= 1 + 1e-12
    assert indicators.top_share(shares, len(values)) == pytest.approx(1)


def test_concentration_by_hand():
    shares = pd.Series([0.5, 0.3, 0.1, 0.1, np.nan])
    assert indicators.hhi(shares) == pytest.approx(0.36)
    assert indicators.top_share(shares, 3) == pytest.approx(0.9)
    assert np.isnan(indicators.hhi(pd.Series([], dtype=float)))
    with pytest.raises(ValueError, match="sum to 1"):
        indicators.hhi(pd.Series([0.5, 0.6]))


def test_saturation_is_msmes_for_their_money_against_the_region():
    table = table_of([10, 30, 5], [1, 1, 1], n_turnover=[10, 30, 0], turnover_sum=[2e9, 2e9, np.nan])
    region = indicators.totals(table)["average_turnover"]
    found = indicators.saturation(indicators.run(table)["average_turnover"], region)
    # the definition: MSMEs per rupiah, here and in the region
    expected = [(10 / 2e9) / (40 / 4e9) * 100, (30 / 2e9) / (40 / 4e9) * 100, np.nan]
    assert found.tolist() == pytest.approx(expected, nan_ok=True)
    assert indicators.saturation(pd.Series([0.0, 5]), float("nan")).isna().all()
    assert indicators.saturation(pd.Series([0.0, 5]), 0.0).isna().all()
