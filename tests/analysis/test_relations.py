import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import derived, relations, usual_features
from analysis.column_types import CannotUse, Column
from analysis.relations import Params
from tests.analysis.attribute_tables import marketing, numbers

XY = Params((("x", "y"),))


def one(x, y):
    return relations.run(*numbers(x=x, y=y), XY)[0]


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=25), st.randoms())
def test_coefficients_and_line_equal_scipy_in_any_order(points, random):
    x, y = zip(*points, strict=True)
    found = one(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found.problem == relations.CONSTANT
        assert np.isnan(found.pearson.value)
        return
    pearson, line = stats.pearsonr(x, y), stats.linregress(x, y)
    assert found.pearson.value == pytest.approx(pearson.statistic, abs=1e-9)
    assert found.spearman.value == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-9)
    assert (found.slope, found.intercept) == pytest.approx((line.slope, line.intercept), abs=1e-9)
    if abs(found.pearson.value) < 1 - 1e-9:
        low, high = pearson.confidence_interval(0.95)
        assert (found.pearson.low, found.pearson.high) == pytest.approx((low, high), abs=1e-9)
    shuffled = list(points)
    random.shuffle(shuffled)
    assert one(*zip(*shuffled, strict=True)) == found


def test_fishers_example_of_an_interval():
    # r = 0.6 of 20 rows: z = 0.6931, half width 1.96 / sqrt(17); Fisher's transformation by hand
    low, high = relations.interval(0.6, 20)
    assert (low, high) == pytest.approx(
        (np.tanh(0.693147 - 0.475363), np.tanh(0.693147 + 0.475363)), abs=1e-5
    )
    # the ranks' interval is wider: Bonett & Wright
    wider = relations.interval(0.6, 20, ranks=True)
    assert wider[0] < low < high < wider[1]
    assert relations.interval(1.0, 9) == (1, 1)
    with pytest.raises(ValueError, match="four rows"):
        relations.interval(0.5, 3)


@pytest.mark.parametrize("ranks", [False, True])
def test_the_interval_is_that_of_a_bootstrap(ranks):
    generator = np.random.default_rng(5)
    x = generator.normal(size=300)
    y = 0.6 * x + 0.8 * generator.normal(size=300)
    found = one(x, y).spearman if ranks else one(x, y).pearson
    drawn = generator.integers(0, 300, size=(2000, 300))

    def coefficient(rows):
        return stats.spearmanr(x[rows], y[rows]).statistic if ranks else np.corrcoef(x[rows], y[rows])[0, 1]

    low, high = np.quantile([coefficient(rows) for rows in drawn], [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)


def test_the_interval_holds_the_truth_in_95_of_100_samples():
    generator, held = np.random.default_rng(7), 0
    for _sample in range(1000):
        x = generator.normal(size=25)
        y = 0.5 * x + np.sqrt(0.75) * generator.normal(size=25)
        low, high = relations.interval(relations.coefficient(x, y), 25)
        held += low <= 0.5 <= high
    assert 930 <= held <= 970


def test_an_interval_that_spans_zero_is_flagged():
    weak = one([1, 2, 3, 4, 5, 6], [2, 1, 3, 1, 2, 3])
    assert weak.pearson.spans_zero
    assert weak.few
    strong = one(range(40), [value + value % 3 for value in range(40)])
    assert not strong.pearson.spans_zero
    assert not strong.few
    assert strong.pearson.strength == "strong"
    assert relations.Correlation().spans_zero
    assert relations.Correlation().strength is None


def test_rows_without_both_numbers_are_counted():
    found = one([1, 2, None, 4, 5, 6], [1, None, 3, 5, 4, 9])
    assert (found.n, found.missing, found.problem) == (4, 2, None)
    few = one([1, 2, None, 4], [1, 3, 3, 4])
    assert (few.n, few.problem) == (3, relations.TOO_FEW)
    assert np.isnan(few.slope)


def test_texts_and_missing_columns_are_refused():
    table, columns = numbers(x=[1, 2, 3, 4])
    with pytest.raises(CannotUse, match="no column “y”"):
        relations.run(table, columns, XY)
    with pytest.raises(CannotUse, match="“City” holds no numbers"):
        relations.run(table.assign(y="a"), (*columns, Column("y", "City", "text")), XY)
    with pytest.raises(ValueError, match="different columns"):
        Params((("x", "x"),))
    with pytest.raises(ValueError, match="confidence"):
        Params((("x", "y"),), confidence=1)


def test_the_relations_of_the_document_on_the_real_table(shared_data):
    table, columns = marketing(shared_data)
    formulas = tuple(one.formula for one in usual_features.proposed(columns))
    made = derived.run(table, columns, formulas, datetime.date(2014, 6, 29))
    pairs = usual_features.relations(tuple(made.table.columns), "Income")
    found = {(one.x, one.y): one for one in relations.run(made.table, made.columns, Params(pairs))}
    assert {pair: round(one.pearson.value, 2) for pair, one in found.items()} == {
        ("Income", "conversion"): 0.57, ("spending", "conversion"): 0.64, ("age", "conversion"): 0.09,
        ("Income", "visits_product"): 0.07, ("spending", "visits_product"): 0.23,
        ("age", "visits_product"): 0.09, ("Income", "spending"): 0.67,
    }  # fmt: skip
    assert found["Income", "spending"].n == 2216
    # one income of 666,666 pulls r down, not the ranks
    assert found["Income", "spending"].spearman.value == pytest.approx(0.86, abs=0.005)
    # weak, but 2,229 customers are enough to tell it from zero, unlike the document's "not significant"
    assert not found["age", "conversion"].pearson.spans_zero
    assert found["age", "conversion"].pearson.strength == "none"
