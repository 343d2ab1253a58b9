"""Causes of a change: they add up, whatever the order, and turn their sign when the editions are swapped."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import changes, kmeans
from analysis.changes import Params

COUNTS = st.integers(0, 10_000)
CAUSES = {
    "counts": ["borders", "msme", "not_comparable"],
    "ratios": ["msme", "population", "not_comparable"],
    "levels": ["borders", "msme", "reclustering", "not_comparable"],
}


def table_of(before, after, residents_before, residents_after, own_before=None, own_after=None, **more):
    index = range(1, len(before) + 1)
    given = {
        "own_before": before if own_before is None else own_before,
        "before": before,
        "after": after,
        "own_after": after if own_after is None else own_after,
        "residents_before": residents_before,
        "residents_after": residents_after,
        "level_before": [np.nan] * len(before),
        "level_after": [np.nan] * len(before),
        "today": [True] * len(before),
    }
    return pd.DataFrame({**given, **more}, index=pd.Index(index, name="area_id"))


@st.composite
def tables(draw):
    n = draw(st.integers(1, 8))

    def numbers(low=0):
        return draw(st.lists(st.integers(low, 10_000), min_size=n, max_size=n))

    return table_of(numbers(), numbers(), numbers(1), numbers(1), numbers(), numbers())


PARAMS = st.builds(Params, st.booleans(), st.booleans())


@settings(deadline=None, max_examples=40)
@given(tables(), PARAMS)
def test_in_every_row_before_and_causes_are_after(table, params):
    result = changes.run(table, params)
    for name, causes in CAUSES.items():
        found = getattr(result, name)
        assert list(found.columns) == ["before", *causes, "after"]
        sums = found["before"] + found[causes].sum(axis=1)
        assert sums.tolist() == pytest.approx(found["after"].tolist(), abs=1e-6)
    if not params.counts_comparable:
        assert not result.counts["msme"].any()
        assert not result.ratios["msme"].any()
    if not params.people_comparable:
        assert not result.ratios["population"].any()


@settings(deadline=None, max_examples=40)
@given(tables(), PARAMS)
def test_the_editions_swapped_give_the_opposite_sign(table, params):
    swapped = table.rename(
        columns=lambda name: {"before": "after", "after": "before"}.get(
            name, name.replace("before", "X").replace("after", "before").replace("X", "after")
        )
    )
    here, there = changes.run(table, params), changes.run(swapped, params)
    for name, causes in CAUSES.items():
        one, other = getattr(here, name), getattr(there, name)
        assert one["before"].tolist() == pytest.approx(other["after"].tolist())
        assert one[causes].to_numpy() == pytest.approx(-other[causes].to_numpy(), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(tables(), PARAMS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(table, params, random):
    order = list(table.index)
    random.shuffle(order)
    here, there = changes.run(table, params), changes.run(table.loc[order], params)
    for name in CAUSES:
        pd.testing.assert_frame_equal(getattr(here, name), getattr(there, name), check_exact=True)


@settings(deadline=None, max_examples=40)
@given(tables(), PARAMS)
def test_the_same_edition_twice_has_no_change(table, params):
    same = table.assign(
        before=table["after"], own_before=table["after"], own_after=table["after"],
        residents_before=table["residents_after"],
    )  # fmt: skip
    result = changes.run(same, params)
    for name, causes in CAUSES.items():
        assert not getattr(result, name)[causes].to_numpy().any()


@pytest.mark.parametrize("only", ["after", "residents_after"])
def test_a_cause_that_did_not_change_has_no_part(only):
    table = table_of([100, 50], [100, 50], [1000, 2000], [1000, 2000])
    table[only] *= 2
    table["own_after"] = table["after"]
    found = changes.run(table, Params()).ratios
    still = "population" if only == "after" else "msme"
    assert found[still].tolist() == [0, 0]
    assert found["before"].tolist() == [100, 25]
    assert found["after"].tolist() == ([200, 50] if only == "after" else [50, 12.5])


def test_the_ratio_by_hand():
    """100 of 1,000 become 150 of 1,200. MSMEs: 50 × (1/1000 + 1/1200) ÷ 2 × 1000 = 45.83."""
    row = changes.run(table_of([100], [150], [1000], [1200]), Params()).ratios.iloc[0]
    assert (row["before"], row["after"]) == (100, 125)
    assert row["msme"] == pytest.approx(45.8333, abs=1e-4)
    assert row["population"] == pytest.approx(-20.8333, abs=1e-4)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-100, 100), min_size=8, max_size=8))
def test_shapley_is_the_mean_over_all_orders(values):
    """The definition, order by order, for three causes and any game."""
    causes = ("a", "b", "c")

    def value(done):
        return pd.Series([values[sum(2**place for place, one in enumerate(causes) if one in done)]])

    slow = dict.fromkeys(causes, 0.0)
    for order in permutations(causes):
        done: set[str] = set()
        for cause in order:
            slow[cause] += (value(done | {cause}) - value(done)).iloc[0] / 6
            done.add(cause)
    found = changes.shapley(causes, value).iloc[0]
    assert found.to_dict() == pytest.approx(slow, abs=1e-9)


def test_borders_are_the_difference_that_they_make():
    """Of 300 in a former area 120 are in the first of today and 180 in the second; one stayed as it was."""
    table = table_of(
        [120, 180, 50, 0], [130, 200, 45, 0], [1000] * 4, [1000] * 4,
        own_before=[0, 0, 50, 300], today=[True, True, True, False],
    )  # fmt: skip
    found = changes.run(table, Params(levels=None)).counts
    assert found["borders"].tolist() == [120, 180, 0, -300]
    assert found["msme"].tolist() == [10, 20, -5, 0]
    assert found[["before", "borders", "msme", "after"]].sum().tolist() == [350, 0, 25, 375]


def test_what_is_not_known_is_no_change():
    found = changes.run(table_of([10, np.nan], [20, 30], [100, 100], [100, np.nan]), Params(levels=None))
    assert found.counts["msme"].isna().tolist() == [False, True]
    assert found.ratios["msme"].isna().tolist() == [False, True]
    assert found.counts.loc[2, "after"] == 30


def test_nobody_living_there_gives_no_ratio():
    found = changes.run(table_of([10], [20], [0], [100]), Params(levels=None)).ratios
    assert found["msme"].isna().all()
    assert found["after"].isna().tolist() == [False]


def test_levels_tell_growth_from_new_limits():
    """Worked out by hand: limits 31 and 71 before, 167.5 and 455 after."""
    before, after = [10, 12, 50, 52, 90, 92], [10, 300, 50, 310, 600, 610]
    found = changes.run(table_of(before, after, [1] * 6, [1] * 6), Params()).levels
    assert found["before"].tolist() == [0, 0, 1, 1, 2, 2]
    assert found["after"].tolist() == [0, 1, 0, 1, 2, 2]
    # the second would be high by the old limits; the third kept its number while the others passed it
    assert found["msme"].tolist() == [0, 1.5, 0, 1, 1, 1]
    assert found["reclustering"].tolist() == [0, -0.5, -1, -1, -1, -1]


def test_levels_of_other_borders_are_a_cause_of_their_own():
    table = table_of([10, 50, 90], [10, 50, 90], [1] * 3, [1] * 3, level_before=[1, 1, np.nan])
    found = changes.run(table, Params()).levels
    assert found["borders"].tolist() == [-1, 0, 0]
    assert found["before"].tolist() == [1, 1, 2]


def test_levels_that_cannot_be_made_are_none():
    assert changes.run(table_of([5, 5], [5, 6], [1, 1], [1, 1]), Params()).levels.empty


@settings(deadline=None, max_examples=40)
@given(tables())
def test_the_ratio_of_all_is_a_ratio_of_sums(table):
    found = changes.ratio_of(table, Params())
    assert found["before"] == pytest.approx(table["before"].sum() / table["residents_before"].sum() * 1000)
    assert found["after"] == pytest.approx(table["after"].sum() / table["residents_after"].sum() * 1000)
    assert found["before"] + found["msme"] + found["population"] == pytest.approx(found["after"])


def test_the_ratio_of_all_leaves_out_what_one_edition_lacks():
    table = table_of([10, 70], [20, 80], [1000, 500], [1000, np.nan])
    found = changes.ratio_of(table, Params())
    assert found[["before", "after"]].tolist() == [10, 20]
    assert changes.ratio_of(table.iloc[[1]], Params()).isna().all()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.floats(0, 500), *[st.floats(-300, 300)] * 3), min_size=1, max_size=6),
    st.integers(0, 2),
)
def test_rounded_parts_still_add_up(rows, decimals):
    before = pd.Series([row[0] for row in rows])
    parts = pd.DataFrame([row[1:] for row in rows], columns=["a", "b", "c"])
    after = before + parts.sum(axis=1)
    shown = changes.in_units(parts, before, after, decimals)
    sums = changes.rounded(before, decimals) + shown.sum(axis=1)
    assert sums.tolist() == pytest.approx(changes.rounded(after, decimals).tolist(), abs=1e-7)
    assert ((shown - parts).abs() < 10.0**-decimals + 1e-7).all(axis=None)
    assert (shown.where(parts == 0, 0) == 0).all(axis=None)


def test_a_row_with_a_missing_part_stays_missing():
    parts = pd.DataFrame({"a": [1.0, np.nan]})
    shown = changes.in_units(parts, pd.Series([1.0, 1.0]), pd.Series([2.0, np.nan]), 1)
    assert shown["a"].isna().tolist() == [False, True]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1000), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_whole_counts_keep_their_sum(total, weights):
    values = pd.Series([total * weight / sum(weights) for weight in weights])
    found = changes.whole(values)
    assert found.sum() == total
    assert (found == found.round()).all()
    assert ((found - values).abs() < 1).all()


def test_whole_keeps_what_is_missing():
    found = changes.whole(pd.Series([1.5, np.nan, 1.5], index=[3, 2, 1]))
    assert found.tolist()[0::2] == [1, 2]
    assert found.isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UMKM ber-NIB, Desember 2021", "umkm ber NIB desember 2023", True),
        ("Dinas Koperasi 2021", "Dinas Koperasi 2023", True),
        ("All MSMEs", "All MSMEs with a licence", False),
        ("", "", True),
    ],
)
def test_descriptions_are_compared_without_dates(one, other, same):
    assert changes.same_words(one, other) is same


def test_what_does_not_fit_is_refused():
    table = table_of([1], [2], [3], [4])
    with pytest.raises(ValueError, match="columns are missing: after"):
        changes.run(table.drop(columns="after"), Params())
    with pytest.raises(ValueError, match="every area once"):
        changes.run(pd.concat([table, table]), Params())
    with pytest.raises(ValueError, match="negative"):
        changes.run(table.assign(before=-1), Params())


@settings(deadline=None, max_examples=40)
@given(st.lists(COUNTS, min_size=4, max_size=9))
def test_the_nearest_centroid_is_the_group(counts):
    """What `levels` takes as the value without any cause is what K-Means itself says."""
    assume(len(set(counts)) >= 3)
    table = pd.DataFrame({"n": counts})
    result = kmeans.run(table, kmeans.Params(("n",)))
    assert changes._level_of(table["n"], result).tolist() == result.labels.tolist()
