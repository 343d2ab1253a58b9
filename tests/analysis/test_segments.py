import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import segments

# Table 4 of the study of a Makassar restaurant: members and mean money per cluster (features.md S2-7, S2-9)
SIZES = [311, 181, 341, 205, 190]
MEANS = [4_791_771, 9_841_097, 1_874_835, 2_152_065, 7_439_468]


def customers_of(lengths, recencies, frequencies, money):
    columns = {"length": lengths, "recency": recencies, "frequency": frequencies, "monetary": money}
    table = pd.DataFrame(columns, dtype="float64")
    return table.set_index(pd.Index([f"c{i}" for i in range(len(table))], name="customer"))


def test_published_sizes_have_the_published_shares_and_the_value_shares_they_imply():
    money = np.repeat(MEANS, SIZES)
    labels = np.repeat(np.arange(5), SIZES)
    customers = customers_of(money, money, money, money)
    found = segments.run(customers, pd.Series(labels, index=customers.index), 5).sizes
    assert found["n"].tolist() == SIZES
    assert found["n"].sum() == 1228
    assert (found["share"] * 100).round(2).tolist() == [25.33, 14.74, 27.77, 16.69, 15.47]
    # never printed in the study, and what a sales team needs: recomputed (S2-13)
    assert (found["value_share"] * 100).round(1).tolist() == [25.8, 30.9, 11.1, 7.7, 24.5]
    assert found["mean_value"].tolist() == MEANS
    pd.testing.assert_frame_equal(segments.sizes(SIZES, np.multiply(SIZES, MEANS)), found, check_exact=False)


TABLES = st.lists(
    st.tuples(
        st.integers(0, 3),
        *[st.floats(-1e6, 1e6, allow_nan=False, width=32)] * 4,
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None)
@given(TABLES)
def test_sizes_shares_money_and_means_add_up(rows):
    labels, *columns = map(list, zip(*rows, strict=True))
    customers = customers_of(*columns)
    found = segments.run(customers, pd.Series(labels, index=customers.index), 4)
    assert found.sizes["n"].sum() == len(rows)
    assert found.sizes["share"].sum() == pytest.approx(1)
    assert found.sizes["value"].sum() == pytest.approx(sum(columns[3]), abs=1e-3)
    shares = found.sizes["value_share"]
    assert shares.isna().all() if sum(columns[3]) <= 0 else shares.sum() == pytest.approx(1, abs=1e-6)
    weighted = found.means.fillna(0).mul(found.sizes["n"], axis=0).sum() / len(rows)
    assert weighted.tolist() == pytest.approx(found.overall["mean"].tolist(), abs=1e-3)
    balance = found.standardised.fillna(0).mul(found.sizes["n"], axis=0).sum()
    assert balance.tolist() == pytest.approx([0] * 4, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(TABLES)
def test_statistics_are_those_of_pandas_and_of_the_definition_of_a_box_plot(rows):
    labels, *columns = map(list, zip(*rows, strict=True))
    customers = customers_of(*columns)
    series = pd.Series(labels, index=customers.index)
    # in another order of the customers, which must not matter
    found = segments.run(customers.iloc[::-1], series, 4).statistics
    for (segment, name), line in found.iterrows():
        values = customers[name][series == segment]
        assert line["n"] == len(values)
        if not len(values):
            assert line.drop("n").isna().all()
            continue
        quartiles = values.quantile([0, 0.25, 0.5, 0.75, 1]).tolist()
        names = ["min", "q1", "median", "q3", "max"]
        assert line[names].tolist() == pytest.approx(quartiles, rel=1e-9, abs=1e-9)
        assert line["mean"] == pytest.approx(values.mean(), rel=1e-9, abs=1e-6)
        assert line["sd"] == pytest.approx(values.std(), nan_ok=True, rel=1e-9, abs=1e-6)
        reach = 1.5 * (line["q3"] - line["q1"])
        inside = values[values.between(line["q1"] - reach, line["q3"] + reach)]
        assert line["low"] == min(inside.min(), line["q1"])
        assert line["high"] == max(inside.max(), line["q3"])


@pytest.mark.parametrize(
    ("money", "high"), [([0, 0, 0, 100], 25), ([1, 1, 1, 1, 1, 1, 50, 60], 13.25), ([9], 9)]
)
def test_a_whisker_of_a_small_segment_does_not_end_within_its_box(money, high):
    """The third quartile lies between two values, of which only the lower is near enough to the box."""
    customers = customers_of(money, money, money, money)
    found = segments.run(customers, pd.Series([0] * len(money), index=customers.index), 1)
    for table in (found.statistics, found.overall):
        assert table["high"].tolist() == table["q3"].tolist() == [high] * 4


def test_importance_and_standardised_means():
    customers = customers_of([0, 0, 6, 6], [1, 1, 1, 1], [1, 2, 3, 6], [-1, 1, -2, 2])
    found = segments.run(customers, pd.Series([0, 0, 1, 1], index=customers.index), 3)
    assert found.importance.loc[0, ["length", "recency", "frequency"]].tolist() == [-1, 0, -0.5]
    assert found.importance.loc[1, ["length", "frequency"]].tolist() == [1, 0.5]
    # no money on average, so that no mean is so many times it
    assert found.importance["monetary"].isna().all()
    assert found.standardised.loc[1, "length"] == pytest.approx(3 / np.sqrt(12))
    assert found.standardised["recency"].tolist()[:2] == [0, 0]
    assert found.sizes.loc[2].tolist()[:3] == [0, 0, 0]
    assert found.means.loc[2].isna().all()
    assert found.standardised.loc[2].isna().all()
    assert found.sizes["value_share"].isna().all()


def test_a_segment_of_refunds_has_a_share_below_zero():
    found = segments.sizes([1, 1], [-50, 150])
    assert found["value_share"].tolist() == [-0.5, 1.5]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (pd.Series([0, 2], index=["c0", "c1"]), "from 0 to k - 1"),
        (pd.Series([0, -1], index=["c0", "c1"]), "from 0 to k - 1"),
        (pd.Series([], index=[], dtype="int64"), "customers are needed"),
        (pd.Series([0, 1], index=["c0", "c0"]), "two segments"),
        (pd.Series([0, 1], index=["c0", "x"]), "one row of values"),
        (pd.Series([0, 1], index=["c0", "c2"]), "lacks a value"),
    ],
)
def test_what_makes_no_profile(labels, words):
    customers = customers_of([1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, np.nan])
    with pytest.raises(ValueError, match=words):
        segments.run(customers, labels, 2)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(-9, 99)), max_size=60))
def test_the_grid_holds_every_customer_and_all_money_once(rows):
    scores = pd.DataFrame([row[:2] for row in rows], columns=["recency", "frequency"])
    money = pd.Series([row[2] for row in rows], dtype="float64", index=scores.index)
    found = segments.grid(scores, money)
    assert len(found) == 25
    assert found["n"].sum() == len(rows)
    assert found["value"].sum() == sum(money)
    for (recency, frequency), line in found.iterrows():
        own = [row[2] for row in rows if row[:2] == (recency, frequency)]
        assert (line["n"], line["value"]) == (len(own), sum(own))
        assert line["mean_value"] == pytest.approx(sum(own) / len(own) if own else np.nan, nan_ok=True)


def test_a_grid_needs_scores():
    scores = pd.DataFrame({"recency": [1, 2], "frequency": [1, 5]})
    for groups, money, words in ((4, [1, 2], "whole numbers"), (5, [1], "same customers")):
        with pytest.raises(ValueError, match=words):
            segments.grid(scores, pd.Series(money, dtype="float64"), groups)
    with pytest.raises(ValueError, match="whole numbers"):
        segments.grid(scores / 3, pd.Series([1.0, 2]))


def test_weighted_rating_of_the_segments():
    customers = customers_of([0, 10, 5, 5], [0, 10, 10, 10], [1, 3, 2, 2], [7, 7, 7, 7])
    profile = segments.run(customers, pd.Series([0, 1, 2, 2], index=customers.index), 4)
    found = segments.ratings(profile, {"length": 1, "recency": 2, "frequency": 1, "monetary": 4})
    # recency is turned, and money, alike for all, counts as 0
    assert found["rating"].tolist()[:3] == [2 / 8, 2 / 8, 1 / 8]
    assert found["rank"].tolist()[:3] == [1, 1, 3]
    assert found.loc[3].isna().all()
    for weights in ({"length": -1, "recency": 2}, {"length": 0}):
        with pytest.raises(ValueError, match="not all zero"):
            segments.ratings(profile, weights)
