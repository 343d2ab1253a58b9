import numpy as np
import pandas as pd
import pytest

from analysis import segment_match


def series(levels, start=0):
    return pd.Series(levels, index=[f"c{i}" for i in range(start, start + len(levels))])


def centroids(*rows):
    return pd.DataFrame(list(rows), columns=["recency", "monetary"], dtype="float64")


THREE = centroids([1, 1], [3, 3], [5, 5])


def test_segments_whose_numbers_changed_keep_their_names():
    saved = series([0] * 20 + [1] * 20 + [2] * 20)
    new = series([2] * 20 + [0] * 19 + [1] * 21)
    found = segment_match.run(new, saved, THREE, THREE)
    assert found.partner == (1, 2, 0)
    assert found.same == (True, True, True)
    assert found.agreement == pytest.approx((19 / 20, 20 / 21, 1))
    assert (found.basis, found.common) == ("customers", 60)
    assert segment_match.names(found, ["lost", "my own word", "core"], ["x", "y", "z"]) == [
        "my own word", "core", "lost",
    ]  # fmt: skip


def test_a_segment_that_dissolved_gets_the_proposed_name():
    saved = series([0] * 30 + [1] * 30)
    new = series([0] * 30 + [1] * 14 + [2] * 16)
    found = segment_match.run(new, saved, THREE, THREE.iloc[:2])
    # 16 of 30 is just more than half
    assert found.partner == (0, -1, 1)
    assert found.same == (True, False, True)
    assert np.isnan(found.agreement[1])
    split = segment_match.run(series([0] * 30 + [1] * 15 + [2] * 15), saved, THREE, THREE.iloc[:2])
    assert split.same == (True, False, False)


def test_where_everybody_is_in_one_saved_segment_nothing_is_the_same():
    # 52 of 100 would be a Jaccard index of 0.52
    found = segment_match.by_customers(np.array([[52.0, 30, 18], [0, 0, 0]]))
    assert found.agreement[0] == pytest.approx(0.52)
    assert found.kept == {}
    told_apart = segment_match.by_customers(np.array([[52.0, 30, 17], [0, 0, 1]]))
    assert told_apart.kept == {0: 0}


def test_proposed_names_that_are_taken_are_numbered():
    found = segment_match.Match((1, -1, -1), (True, False, False), (1.0, np.nan, np.nan), "customers", 40)
    names = segment_match.names(found, ["Core", "Lost"], ["New", "Lost", "Lost"])
    assert names == ["Lost", "Lost 2", "Lost 3"]


def test_without_customers_in_common_the_centroids_decide():
    saved, new = series([0, 1, 2] * 20), series([0, 1, 2] * 20, start=500)
    turned = centroids([4.8, 5], [1, 1.2], [9, 1])[["monetary", "recency"]]
    found = segment_match.run(new, saved, turned, THREE)
    assert (found.basis, found.common) == ("centroids", 0)
    assert found.partner == (2, 0, 1)
    # the third is nearer to saved 2, which is taken: it is another segment
    assert found.same == (True, True, False)
    assert np.isnan(found.agreement).all()


def test_few_common_customers_of_many_do_not_decide():
    saved, new = series([0, 1, 2] * 40), series([2, 1, 0] * 40, start=100)
    found = segment_match.run(new, saved, THREE, THREE)
    assert (found.basis, found.common, found.partner) == ("centroids", 20, (0, 1, 2))
    # of a shop of twenty they do
    small = segment_match.run(series([2, 1, 0] * 4), series([0, 1, 2] * 4), THREE, THREE)
    assert (small.basis, small.partner) == ("customers", (2, 1, 0))


def test_more_segments_than_before_by_centroids():
    found = segment_match.run(series([0, 1, 2], 50), series([0, 1]), THREE, THREE.iloc[[0, 2]])
    assert found.partner == (0, -1, 1)
    assert found.same == (True, False, True)


@pytest.mark.parametrize(
    ("labels", "saved", "columns", "words"),
    [
        (series([0, 9]), series([0, 1]), None, "every segment a centroid"),
        (pd.Series([0, 1], index=["a", "a"]), series([0, 1]), None, "one segment"),
        (series([0, 1]), series([0, 1], 10), ["length", "monetary"], "other variables"),
    ],
)
def test_runs_that_cannot_be_matched(labels, saved, columns, words):
    other = THREE.set_axis(columns, axis=1) if columns else THREE
    with pytest.raises(ValueError, match=words):
        segment_match.run(labels, saved, THREE, other)
