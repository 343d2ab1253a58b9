import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from analysis import components
from analysis.column_types import CannotUse, Column
from analysis.components import Params
from analysis.encoding import Feature
from tests.analysis.attribute_tables import groups, numbers

IRIS = load_iris(as_frame=True).data.set_axis(["a", "b", "c", "d"], axis=1)
IRIS.index = [f"c{place:03d}" for place in range(150)]
IRIS_COLUMNS = tuple(Column(key, key, "number") for key in "abcd")
FOUR = tuple(Feature(key) for key in "abcd")


def iris(keep=None, scaling="zscore"):
    return components.run(IRIS, IRIS_COLUMNS, Params(FOUR, scaling, keep))


def test_iris_has_the_published_shares_and_weights():
    found = iris()
    # R's prcomp(iris[, 1:4], scale. = TRUE): shares and first component
    assert found.variance["share"].tolist() == pytest.approx([0.7296, 0.2285, 0.03669, 0.00518], abs=5e-5)
    assert np.sqrt(found.variance["eigenvalue"] * 149 / 150).tolist() == pytest.approx(
        [1.7084, 0.9560, 0.3831, 0.1439], abs=5e-5
    )
    assert found.weights[1].tolist() == pytest.approx([0.5211, -0.2693, 0.5804, 0.5649], abs=5e-5)
    assert found.variance["cumulative"].iloc[-1] == pytest.approx(1)


def test_scores_and_shares_equal_scikit_learn_up_to_the_sign():
    found = iris()
    reference = PCA().fit(StandardScaler().fit_transform(IRIS))
    assert found.variance["share"].tolist() == pytest.approx(reference.explained_variance_ratio_, abs=1e-9)
    theirs = reference.transform(StandardScaler().fit_transform(IRIS))
    sign = np.sign(np.sum(theirs * found.scores.to_numpy(), axis=0))
    assert found.scores.to_numpy() == pytest.approx(theirs * sign, abs=1e-9)


@pytest.mark.parametrize("scaling", ["zscore", "minmax", "robust"])
def test_loadings_are_correlations_of_features_with_scores(scaling):
    found = iris(scaling=scaling)
    for feature in "abcd":
        for component in found.scores:
            r = np.corrcoef(IRIS[feature], found.scores[component])[0, 1]
            assert found.loadings.loc[feature, component] == pytest.approx(r, abs=1e-8)


@given(st.permutations(range(60)))
def test_the_order_of_the_rows_changes_nothing(order):
    table, columns = groups()
    params = Params(tuple(Feature(key) for key in ("spending", "visits", "age")), keep=None)
    straight = components.run(table, columns, params)
    other = components.run(table.iloc[list(order)], columns, params)
    pd.testing.assert_frame_equal(straight.scores, other.scores, check_exact=True)
    pd.testing.assert_frame_equal(straight.weights, other.weights, check_exact=True)


def test_the_first_of_equal_weights_is_positive():
    # two standardised features always have weights of equal size
    for sign in (1, -1):
        table, columns = numbers(x=[1, 2, 3, 5], y=[sign * value for value in (1, 3, 2, 5)])
        found = components.run(table, columns, Params((Feature("x"), Feature("y")), keep=None))
        assert found.weights.loc["x"].tolist() == pytest.approx([np.sqrt(0.5)] * 2)


@pytest.mark.parametrize(("keep", "kept"), [(0.7, 1), (0.73, 2), (0.95, 2), (0.9999, 4), (3, 3), (None, 4)])
def test_how_many_are_kept(keep, kept):
    found = iris(keep)
    assert found.kept == kept
    assert found.scores.shape == (150, kept)
    assert len(found.variance) == 4


def test_a_share_is_reached_by_the_fewest():
    for keep in np.linspace(0.05, 0.99, 40):
        found = iris(float(keep))
        reached = found.variance["cumulative"]
        assert reached[found.kept] >= keep - 1e-9
        assert found.kept == 1 or reached[found.kept - 1] < keep


def test_features_that_repeat_one_another_give_one_component():
    table, columns = numbers(x=[1, 2, 3, 5], y=[2, 4, 6, 10])
    found = components.run(table, columns, Params((Feature("x"), Feature("y")), keep=None))
    assert len(found.variance) == 1
    assert found.variance.loc[1, "share"] == 1
    with pytest.raises(CannotUse, match="2 components were asked for, but there are only 1"):
        components.run(table, columns, Params((Feature("x"), Feature("y")), keep=2))


def test_new_customers_get_the_scores_of_the_old_ones():
    found = iris(2)
    pd.testing.assert_frame_equal(found.place(IRIS.iloc[::-1]), found.scores, atol=1e-9)
    gap = IRIS.iloc[:2].assign(a=[None, 5.0])
    assert found.place(gap).isna().all(axis=1).tolist() == [True, False]


def test_customers_without_every_feature_are_listed():
    table, columns = numbers(x=[1, 2, None, 5, 4], y=[1, 3, 2, 5, None])
    found = components.run(table, columns, Params((Feature("x"), Feature("y"))))
    assert found.left_out == ("c02", "c04")
    assert found.scores.index.tolist() == ["c00", "c01", "c03"]


@pytest.mark.parametrize(
    "wrong", [{"features": ()}, {"scaling": "log"}, {"keep": 0}, {"keep": 1.5}, {"keep": -1}]
)
def test_wrong_parameters_are_refused(wrong):
    with pytest.raises(ValueError):
        Params(**{"features": (Feature("x"),), **wrong})
