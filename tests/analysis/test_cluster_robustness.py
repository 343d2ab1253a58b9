"""Robustness on simulated areas whose true order is known (features III-7)."""

import numpy as np
import pandas as pd
import pytest

from analysis import cluster_robustness, kmeans
from analysis.cluster_robustness import Params
from analysis.kmeans import CannotCluster

BASE = kmeans.Params(("n",))


def areas(size=24, noise=0.0, seed=1):
    """Areas of a true size 0 .. size - 1 in three groups far apart, seen through three noisy indicators."""
    generator = np.random.default_rng(seed)
    true = np.arange(size) + 100.0 * (np.arange(size) // (size // 3))
    table = {name: true + noise * generator.normal(size=size) for name in ("n", "shops", "jobs")}
    return pd.DataFrame(table, index=pd.RangeIndex(10, 10 + size))


def test_clear_groups_are_kept_whatever_varies():
    found = cluster_robustness.run(areas(), Params(BASE, ("shops", "jobs"), variants=60))
    table = found.table
    assert (table[["sample", "indicators"]] == 1).all().all()
    assert found.sets == (("n", "shops"), ("n", "jobs"))
    assert found.ks == (2, 4)
    # 60 variants go round 3 sets x 3 k: with k = 2 or 4 groups join or split, so only these may differ
    assert found.together == 60
    assert (table["together"] >= 1 / 3).all()
    # sets and k take turns: in at most a third of the variants, those with k = 4, the top group is split
    assert (table.loc[table["level"] == 2, "highest"] >= 0.6).all()
    assert (table.loc[table["level"] == 0, "highest"] == 0).all()


def test_what_is_truly_higher_is_more_often_in_the_highest_group():
    # evenly spread and noisy: no natural groups, so only the order can be found
    generator = np.random.default_rng(4)
    true = np.arange(30.0)
    table = pd.DataFrame({name: true + 4 * generator.normal(size=30) for name in ("n", "shops", "jobs")})
    found = cluster_robustness.run(table, Params(BASE, ("shops", "jobs"))).table
    assert pd.Series(true).corr(found["highest"], method="spearman") > 0.8
    assert found["highest"].iloc[-3:].min() > found["highest"].iloc[:15].max()
    # one that lies between two groups is less sure than the two ends
    assert found["together"].iloc[[0, -1]].min() > found["together"].min()


def test_an_indicator_against_the_others_moves_only_who_it_concerns():
    table = areas()
    table["odd"] = table["n"]
    table.loc[33, "odd"] = -500.0
    found = cluster_robustness.run(table, Params(kmeans.Params(("n", "shops")), ("odd",))).table
    assert found.loc[33, "indicators"] < 1
    assert (found.drop(index=33)["sample"] == 1).all()


def test_shares_lie_between_none_and_all_and_end_groups_are_apart():
    found = cluster_robustness.run(areas(12, noise=40), Params(BASE, ("shops",))).table
    shares = found.drop(columns="level")
    assert shares.min().min() >= 0
    assert shares.max().max() <= 1
    assert (found["highest"] + found["lowest"] <= 1 + 1e-12).all()


def test_the_same_in_any_order_of_rows_and_another_with_another_seed():
    table = areas(noise=120)
    once = cluster_robustness.run(table, Params(BASE, ("shops",))).table
    again = cluster_robustness.run(table.sample(frac=1, random_state=3), Params(BASE, ("shops",))).table
    pd.testing.assert_frame_equal(once, again)
    other = cluster_robustness.run(table, Params(kmeans.Params(("n",), seed=7), ("shops",))).table
    assert not once["sample"].equals(other["sample"])


def test_the_sample_alone_agrees_with_the_slow_way():
    table = areas(9, noise=60)
    found = cluster_robustness.run(table, Params(BASE, variants=40))
    base = kmeans.run(table, BASE).labels
    drawn = cluster_robustness.resamples(np.ones(9), BASE.seed, 40)
    kept, used = np.zeros(9), 0
    for times in drawn:
        sample = table[times > 0]
        if sample["n"].nunique() < 3:
            continue
        used += 1
        weights = pd.Series(times[times > 0], index=sample.index)
        means = kmeans.run(sample, kmeans.Params(("n",), scaling="none"), weights).centroids["n"].to_numpy()
        nearest = np.abs(table["n"].to_numpy()[:, None] - means[None]).argmin(axis=1)
        kept += nearest == base.to_numpy()
    assert found.samples == used
    assert found.table["sample"].tolist() == pytest.approx((kept / used).tolist())


def test_what_cannot_vary_is_missing_and_never_zero():
    table = pd.DataFrame({"n": [1.0, 2, 3], "flat": [1.0, 1, 1], "holes": [1.0, np.nan, 3]})
    found = cluster_robustness.run(table, Params(kmeans.Params(("n",), k=2), ("flat", "holes")))
    assert found.sets == ()
    assert found.table["indicators"].isna().all()
    assert found.ks == (3,)
    assert found.together + found.failed == 100
    assert found.failed > 0


def test_rows_without_a_value_are_left_out():
    table = areas()
    table.loc[12, "n"] = np.nan
    found = cluster_robustness.run(table, Params(BASE, ("shops",), variants=10))
    assert 12 not in found.table.index
    assert len(found.table) == 23


def test_impossible_requests():
    with pytest.raises(CannotCluster, match="All values are equal"):
        cluster_robustness.run(pd.DataFrame({"n": [3.0, 3, 3]}), Params(BASE))
    with pytest.raises(ValueError, match="variant"):
        Params(BASE, variants=0)
    with pytest.raises(ValueError, match="itself"):
        Params(BASE, ("n",))
