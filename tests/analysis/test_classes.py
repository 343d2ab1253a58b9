"""Classes of one number: published examples, every partition tried, and two methods that must agree."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import classes
from analysis.classes import Params

# employment per km² in the 58 counties of California: the example of PySAL's mapclassify
CALIFORNIA = pd.Series([
    329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7, 6.56, 3.27,
    0.33, 370.5, 4.51, 75.29, 0.99, 2.74, 8.68, 0.14, 0.92, 12.63, 28.7, 12.02, 722.85, 36.68, 0.74, 29.82,
    192.05, 3.38, 11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93, 66.26, 5.39, 0.13, 0.61, 50.65,
    40.48, 36.67, 13.09, 1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97,
])  # fmt: skip
# whole numbers: sums of squares are exact, so equally good partitions are equal, not nearly equal
numbers = st.lists(st.integers(0, 60), min_size=1, max_size=11).map(lambda values: pd.Series(values))


def counts(result):
    return [one.count for one in result.classes]


def squares(values, labels):
    parts = pd.Series(values).groupby(np.asarray(labels))
    return sum(float(((part - part.mean()) ** 2).sum()) for _label, part in parts)


def least_squares(values, k):
    """Every way to cut the sorted values into at most k runs: the slow second implementation."""
    ordered = sorted(values)
    best = float("inf")
    for cuts in combinations(range(1, len(ordered)), k - 1):
        edges = [0, *cuts, len(ordered)]
        parts = [ordered[start:end] for start, end in pairwise(edges)]
        best = min(best, sum(sum((one - np.mean(part)) ** 2 for one in part) for part in parts))
    return best


@pytest.mark.parametrize("scheme", ["natural", "kmeans"])
def test_natural_breaks_as_published(scheme) -> None:
    result = classes.run(CALIFORNIA, Params(scheme, 5))
    assert [one.upper for one in result.classes] == [75.29, 192.05, 370.5, 722.85, 4111.45]
    assert counts(result) == [49, 3, 4, 1, 1]


def test_quantiles_as_published() -> None:
    result = classes.run(CALIFORNIA, Params("quantile", 5))
    assert counts(result) == [12, 11, 12, 11, 12]
    assert result.gadf == pytest.approx(0.21710231966462412)
    # 1.46 is published as the first limit: the values beside it are the two classes' own
    assert (result.classes[0].upper, result.classes[1].lower) == (1.34, 1.65)


def test_equal_steps_as_published() -> None:
    result = classes.run(CALIFORNIA, Params("equal", 5))
    assert counts(result) == [57, 0, 0, 0, 1]
    assert [one.upper for one in result.classes] == pytest.approx(
        [822.394, 1644.658, 2466.922, 3289.186, 4111.45]
    )


@settings(deadline=None, max_examples=150)
@given(numbers, st.integers(2, 5))
def test_natural_breaks_are_the_best_of_all_partitions(values, k) -> None:
    result = classes.run(values, Params("natural", k))
    used = min(k, values.nunique())
    assert len(result.classes) == used
    assert squares(values, result.labels.astype(int)) == pytest.approx(
        least_squares(values.tolist(), used), abs=1e-9
    )


@settings(deadline=None, max_examples=150)
@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=2, max_size=40), st.integers(2, 7))
def test_k_means_of_one_number_and_natural_breaks_coincide(values, k) -> None:
    series = pd.Series(values, dtype="float64")
    natural, kmeans = (classes.run(series, Params(scheme, k)) for scheme in ("natural", "kmeans"))
    one, other = (squares(series, result.labels.astype(int)) for result in (natural, kmeans))
    assert one == pytest.approx(other, rel=1e-6, abs=1e-9 * max(1, float(series.abs().max()) ** 2))


@settings(deadline=None, max_examples=150)
@given(numbers, st.integers(2, 7), st.sampled_from(classes.SCHEMES), st.randoms())
def test_classes_divide_the_values_in_their_order(values, k, scheme, chance) -> None:
    result = classes.run(values, Params(scheme, k))
    assert sum(counts(result)) == len(values)
    assert len(result.classes) <= k
    for label, value in zip(result.labels, values, strict=True):
        one = result.classes[label]
        assert one.lower - 1e-9 <= value <= one.upper + 1e-9
    assert (values.groupby(values).apply(lambda same: result.labels[same.index].nunique()) == 1).all()
    order = list(range(len(values)))
    chance.shuffle(order)
    assert classes.run(values.iloc[order], Params(scheme, k)).labels.sort_index().equals(result.labels)


@settings(deadline=None, max_examples=100)
@given(numbers, st.integers(2, 6), st.sampled_from(classes.SCHEMES))
def test_no_scheme_fits_better_than_natural_breaks(values, k, scheme) -> None:
    best, other = (classes.run(values, Params(one, k)).gvf for one in ("natural", scheme))
    if values.nunique() == 1:
        assert np.isnan(best)
        assert np.isnan(other)
        return
    assert -1e-9 <= other <= best + 1e-9 <= 1 + 2e-9


def test_goodness_of_fit_by_hand() -> None:
    values, labels = np.array([1.0, 2, 10, 12]), np.array([0, 0, 1, 1])
    # mean 6.25, squared distances 27.5625 + 18.0625 + 14.0625 + 33.0625 = 92.75; within 0.5 + 2
    assert classes.goodness_of_variance_fit(values, labels) == pytest.approx(1 - 2.5 / 92.75)
    # median 6, distances 5 + 4 + 4 + 6 = 19; within 1 + 2
    assert classes.goodness_of_absolute_fit(values, labels) == pytest.approx(1 - 3 / 19)


def test_a_missing_value_has_no_class() -> None:
    values = pd.Series([5.0, None, 1.0], index=["c", "a", "b"])
    result = classes.run(values, Params("kmeans", 5))
    assert result.labels.to_dict() == {"c": 1, "a": None, "b": 0}
    assert counts(result) == [1, 1]
    assert result.gvf == 1


def test_all_values_equal_are_one_class() -> None:
    for scheme in classes.SCHEMES:
        result = classes.run(pd.Series([3, 3, 3]), Params(scheme, 4))
        assert result.classes == (classes.Class(3, 3, 3),)
        assert np.isnan(result.gvf)


def test_the_schemes_are_compared() -> None:
    table = classes.compare(CALIFORNIA, 5)
    assert list(table.index) == list(classes.SCHEMES)
    assert table.loc["kmeans"].equals(table.loc["natural"])
    assert table["gvf"].idxmax() == "kmeans"
    assert table.at["equal", "gvf"] == pytest.approx(classes.run(CALIFORNIA, Params("equal", 5)).gvf)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Params("jenks"), id="scheme"),
        pytest.param(lambda: Params("kmeans", 1), id="too few"),
        pytest.param(lambda: Params("kmeans", 8), id="too many"),
        pytest.param(lambda: classes.run(pd.Series([None, None], dtype=float), Params()), id="nothing"),
        pytest.param(lambda: classes.run(pd.Series([1, float("inf")]), Params()), id="infinite"),
        pytest.param(lambda: classes.run(pd.Series([1, 2], index=[1, 1]), Params()), id="index"),
    ],
)
def test_what_cannot_be_divided_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"scheme|classes"):
        make()
