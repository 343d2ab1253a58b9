import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import personality_advice, personality_profiles
from analysis.column_types import CannotUse, Column
from tests.analysis.attribute_tables import groups

NUMBER = st.one_of(st.none(), st.integers(-30, 30))
TEXT = st.one_of(st.none(), st.sampled_from(["a", "B", "c"]))


def build(rows):
    table = pd.DataFrame({
        "n": pd.array([n for _, n, _ in rows], dtype="Float64").astype("float64"),
        "city": pd.array([text for *_, text in rows], dtype="str"),
    })  # fmt: skip
    columns = (Column("n", "Amount", "number"), Column("city", "City", "text"))
    return table, columns, pd.Series([segment for segment, *_ in rows])


@given(st.lists(st.tuples(st.integers(0, 2), NUMBER, TEXT), min_size=1, max_size=20))
def test_profiles_equal_a_slow_count(rows):
    table, columns, labels = build(rows)
    found = personality_profiles.run(table, columns, labels, ("n", "city"))
    assert found.sizes["n"].sum() == len(rows)
    assert found.sizes["share"].sum() == pytest.approx(1)
    everybody = [n for _, n, _ in rows if n is not None]
    for segment in found.sizes.index:
        own = [n for place, n, _ in rows if place == segment and n is not None]
        row = found.numbers.loc[(segment, "n")]
        assert row["n"] == len(own)
        if own:
            assert (row["mean"], row["median"]) == pytest.approx((np.mean(own), np.median(own)))
            assert (
                row["min"]
                <= row["whisker_low"]
                <= row["q1"]
                <= row["q3"]
                <= row["whisker_high"]
                <= row["max"]
            )
        if own and np.std(everybody) > 0:
            apart = (np.mean(own) - np.mean(everybody)) / np.std(everybody)
            assert row["difference"] == pytest.approx(apart)
        texts = [text for place, _, text in rows if place == segment and text is not None]
        for value in {text for *_, text in rows if text is not None}:
            line = found.texts.loc[(segment, "city", value)]
            assert line["n"] == texts.count(value)
            if texts:
                assert line["share"] == pytest.approx(texts.count(value) / len(texts))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 2), NUMBER, TEXT), min_size=1, max_size=20))
def test_distributions_count_every_known_value_once(rows):
    table, columns, labels = build(rows)
    for key in ("n", "city"):
        found = personality_profiles.distribution(table, columns, labels, key)
        known = table[key].notna().groupby(labels).sum()
        assert found.counts.sum(axis=1).to_dict() == known.to_dict()
        filled = found.shares[known > 0]
        assert filled.sum(axis=1).tolist() == pytest.approx([1] * len(filled))
        assert tuple(found.counts.columns) == found.names


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_ranges_hold_what_lies_between_their_edges(values):
    table = pd.DataFrame({"n": values})
    found = personality_profiles.distribution(
        table, (Column("n", "n", "number"),), pd.Series(0, index=table.index), "n"
    )
    assert found.counts.to_numpy().sum() == len(values)
    for place in range(1, len(found.edges) - 2):
        low, high = found.edges[place : place + 2]
        assert found.counts.iloc[0, place] == sum(low <= value < high for value in values)


def test_few_whole_numbers_have_a_bar_each_and_amounts_round_ranges():
    table = pd.DataFrame({"visits": [0.0, 2, 2, 5], "income": [12_000.0, 31_000, 48_000, 999_000]})
    columns = (Column("visits", "Visits", "number"), Column("income", "Income", "number"))
    labels = pd.Series([0, 0, 1, 1])
    visits = personality_profiles.distribution(table, columns, labels, "visits")
    assert visits.names == ("0", "1", "2", "3", "4", "5")
    assert visits.counts.loc[1].tolist() == [0, 0, 1, 0, 0, 1]
    assert visits.edges == ()
    income = personality_profiles.distribution(table, columns, labels, "income")
    assert income.edges[:3] == (0, 50_000, 100_000)


def test_bars_of_large_whole_numbers_have_each_its_own_name():
    table = pd.DataFrame({"n": [12_345_678.0, 12_345_679, 12_345_680]})
    labels = pd.Series([0, 0, 0])
    found = personality_profiles.distribution(table, (Column("n", "n", "number"),), labels, "n")
    assert found.names == ("12345678", "12345679", "12345680")


def test_groups_of_age_keep_their_order():
    levels = ("<25", "25–34", "≥35")
    table = pd.DataFrame({"age": pd.array(["≥35", "<25", "≥35"], dtype="str")})
    found = personality_profiles.distribution(
        table, (Column("age", "Age", "text", levels=levels),), pd.Series([0, 0, 1]), "age"
    )
    assert found.names == ("<25", "≥35")
    assert found.shares.loc[0].tolist() == [0.5, 0.5]


def test_the_largest_difference_comes_first():
    table, columns = groups()
    labels = table["group"].astype(int)
    found = personality_profiles.run(table, columns, labels, ("age", "visits", "spending"))
    traits = found.traits(2)
    assert [one.variable for one in traits][:1] == ["spending"]
    assert traits[0].size == "large"
    assert [abs(one.difference) for one in traits] == sorted(
        (abs(one.difference) for one in traits), reverse=True
    )
    low = {one.variable: one.difference for one in found.traits(0)}
    assert low["spending"] < 0 < low["visits"]


def test_what_nobody_has_or_everybody_shares_is_no_trait():
    table = pd.DataFrame(
        {"same": [1.0, 1, 1], "none": [np.nan] * 3, "city": pd.array(["a"] * 3, dtype="str")}
    )
    columns = (
        Column("same", "Same", "number"),
        Column("none", "None", "number"),
        Column("city", "City", "text"),
    )
    found = personality_profiles.run(table, columns, pd.Series([0, 0, 1]), ("same", "none", "city"))
    assert found.traits(0) == ()
    assert found.numbers.loc[(0, "none"), "n"] == 0
    empty = personality_profiles.distribution(table, columns, pd.Series([0, 0, 1]), "none")
    assert empty.names == ()


def test_dates_and_empty_segments_are_refused():
    table = pd.DataFrame({"day": pd.to_datetime(["2020-01-01"])})
    columns = (Column("day", "Day", "date"),)
    for call in (
        lambda: personality_profiles.run(table, columns, pd.Series([0]), ("day",)),
        lambda: personality_profiles.distribution(table, columns, pd.Series([0]), "day"),
    ):
        with pytest.raises(CannotUse, match="“Day” is a date"):
            call()
    with pytest.raises(ValueError, match="nobody"):
        personality_profiles.run(table, columns, pd.Series([], dtype="int64"), ())


def test_advice_follows_from_the_order_the_size_and_what_sets_a_segment_apart():
    table, columns = groups()
    found = personality_profiles.run(table, columns, table["group"].astype(int), ("visits", "spending"))
    roles = {"visits": "visits", "spending": "spending", "campaigns": "not there"}
    advice = [personality_advice.run(found, segment, "Spending", roles) for segment in range(3)]
    assert [[one.key for one in part] for part in advice] == [
        ["lowest", "many", "often_there"],
        ["between"],
        ["highest", "good_and_away"],
    ]
    assert advice[2][1].because.keys() == {"spending", "visits"}
    assert all(one.text % one.data for part in advice for one in part)
    assert personality_advice.run(found, 1, "Spending", {})[0].key == "between"


def test_the_closer_rule_replaces_the_general_one():
    apart = {"visits": 0.9, "conversion": -0.7}
    table = pd.DataFrame({"difference": apart.values()})
    table.index = pd.MultiIndex.from_tuples([(0, key) for key in apart])
    profiles = personality_profiles.Profiles(
        sizes=pd.DataFrame({"n": [1, 9], "share": [0.1, 0.9]}), numbers=table,
        overall=pd.DataFrame(index=list(apart)), texts=pd.DataFrame(),
    )  # fmt: skip
    found = personality_advice.run(profiles, 0, "Spending", {key: key for key in apart})
    assert [one.key for one in found] == ["lowest", "visits_without_purchases"]


@pytest.mark.parametrize(("spending", "said"), [(0.1, True), (0.6, False), (None, False)])
def test_room_to_grow_needs_to_know_what_is_spent(spending, said):
    apart = {"income": 0.9} | ({} if spending is None else {"spending": spending})
    table = pd.DataFrame({"difference": apart.values()})
    table.index = pd.MultiIndex.from_tuples([(0, key) for key in apart])
    profiles = personality_profiles.Profiles(
        sizes=pd.DataFrame({"n": [1, 9], "share": [0.1, 0.9]}), numbers=table,
        overall=pd.DataFrame(index=list(apart)), texts=pd.DataFrame(),
    )  # fmt: skip
    found = personality_advice.run(profiles, 0, "Spending", {key: key for key in apart})
    assert ("room_to_grow" in {one.key for one in found}) is said


def test_rules_are_for_known_roles_and_named_once():
    rules = personality_advice.RULES
    assert len({rule.key for rule in rules}) == len({rule.text for rule in rules}) == len(rules)
    used = {role for rule in rules for role in (*rule.more, *rule.less, *rule.not_more)}
    assert used <= set(personality_advice.ROLES)
    assert all(rule.more or rule.less for rule in rules)


def test_the_upper_middle_is_told_apart_from_the_middle():
    sizes = pd.DataFrame({"n": [50, 30, 12, 8], "share": [0.5, 0.3, 0.12, 0.08]})
    numbers = pd.DataFrame({"difference": pd.Series(dtype="float64")})
    found = personality_profiles.Profiles(sizes, numbers, pd.DataFrame(), pd.DataFrame())
    keys = [personality_advice.run(found, segment, "Spending", {})[0].key for segment in range(4)]
    assert keys == ["lowest", "between", "above", "highest"]
    few_below = sizes.assign(share=[0.1, 0.2, 0.3, 0.4])
    found = personality_profiles.Profiles(few_below, numbers, pd.DataFrame(), pd.DataFrame())
    assert personality_advice.run(found, 2, "Spending", {})[0].key == "between"
