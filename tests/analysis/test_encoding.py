import numpy as np
import pandas as pd
import pytest

from analysis import encoding
from analysis.column_types import CannotUse, Column
from analysis.encoding import Feature
from tests.analysis.attribute_tables import numbers

COLUMNS = (
    Column("n", "Amount", "number"), Column("vip", "Vip", "flag"), Column("city", "City", "text"),
    Column("size", "Size", "text", levels=("S", "M", "L")), Column("day", "Day", "date"),
)  # fmt: skip


def table():
    return pd.DataFrame({
        "n": [4.0, 1, None, 3, 9], "vip": [1.0, 0, 1, 0, 0],
        "city": pd.array(["b", "a", "b", "c", "b"], dtype="str"),
        "size": pd.array(["L", "S", "S", None, "M"], dtype="str"),
        "day": pd.to_datetime(["2020-01-01"] * 5),
    }, index=list("edcba"))  # fmt: skip


def fit(*features, scaling="minmax", of=None):
    return encoding.fit(table() if of is None else of, COLUMNS, features, scaling)


def test_numbers_flags_and_texts_become_columns_sorted_by_customer():
    encoder, rows = fit(Feature("n"), Feature("vip"), Feature("city", "onehot"))
    assert encoder.names == ("n", "vip", "city=a", "city=c")
    # the most frequent value is the base
    assert encoder.features[2].base == "b"
    assert rows.index.tolist() == ["a", "b", "d", "e"]
    assert rows.loc["b"].tolist() == [3, 0, 0, 1]
    assert rows.loc["e"].tolist() == [4, 1, 0, 0]
    scaled = encoder.scaled(rows)
    assert scaled.min().tolist() == [0] * 4
    assert scaled.max().tolist() == [1] * 4


def test_the_base_and_the_order_can_be_chosen():
    encoder, rows = fit(Feature("city", "onehot", base="a"), Feature("size", "ordered"))
    assert encoder.names == ("city=b", "city=c", "size")
    # b has no size
    assert rows["size"].to_dict() == {"a": 1, "c": 0, "d": 0, "e": 2}
    _, rows = fit(Feature("size", "ordered", ("L", "M", "S")))
    assert rows["size"].to_dict() == {"a": 1, "c": 2, "d": 2, "e": 0}


def test_new_customers_are_encoded_by_what_was_learned():
    encoder, _ = fit(Feature("city", "onehot"), Feature("size", "ordered"))
    new = pd.DataFrame(
        {"city": ["a", "z", "b"], "size": ["M", "S", "XL"]}, index=["y", "z", "x"], dtype="str"
    )
    found = encoder.encode(new)
    assert found.loc["y"].tolist() == [1, 0, 1]
    assert found.isna().any(axis=1).tolist() == [True, False, True]


def test_values_that_hardly_anybody_has_count_like_the_base():
    names = ["Married"] * 400 + ["Single"] * 200 + ["Absurd"] * 2
    of = pd.DataFrame({"city": pd.array(names, dtype="str")}, index=[f"c{place}" for place in range(602)])
    encoder, rows = encoding.fit(of, COLUMNS, (Feature("city", "onehot"),), "zscore")
    assert encoder.names == ("city=Single",)
    assert encoder.rare == {"city": ("Absurd",)}
    assert rows.loc["c601", "city=Single"] == 0


@pytest.mark.parametrize(
    ("scaling", "centre", "spread"),
    [("zscore", 3.6, np.std([1, 2, 2, 3, 10])), ("minmax", 1, 9), ("robust", 2, 1)],
)
def test_scales(scaling, centre, spread):
    of, columns = numbers(x=[1, 2, 2, 3, 10])
    encoder, _ = encoding.fit(of, columns, (Feature("x"),), scaling)
    assert (encoder.centre[0], encoder.spread[0]) == pytest.approx((centre, spread))
    assert encoder.without_iqr == ()


def test_robust_takes_the_standard_deviation_where_quartiles_are_equal():
    of, columns = numbers(x=[0, 0, 0, 0, 0, 0, 7])
    encoder, _ = encoding.fit(of, columns, (Feature("x"),), "robust")
    assert encoder.without_iqr == ("x",)
    assert encoder.spread[0] == pytest.approx(np.std([0] * 6 + [7]))


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        (Feature("city"), "“City” is a text"),
        (Feature("day"), "“Day” is a date"),
        (Feature("city", "ordered"), "“City” have no order yet"),
        (Feature("size", "ordered", ("S", "M")), "“Size” lacks “L”"),
        (Feature("city", "onehot", base="z"), "“z” is no value of “City”"),
        (Feature("gone"), "no column “gone”"),
    ],
)
def test_what_is_no_feature_says_what_to_do(feature, words):
    with pytest.raises(CannotUse, match=words) as caught:
        fit(feature)
    assert caught.value.text % caught.value.data == str(caught.value)


def test_a_text_of_many_values_is_refused_with_advice():
    of = pd.DataFrame({"city": pd.Series([f"town {place}" for place in range(13)], dtype="str")})
    for how in ("onehot", "ordered"):
        with pytest.raises(CannotUse, match="“City” has 13 different values, too many"):
            fit(Feature("city", how), of=of)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([5, 5, 5], "“n” has the same value for almost all"),
        ([None, None, None], "“n” has no value for any customer"),
        ([None, None, 4], "Only one customer has a value in every feature"),
        ([1, None, np.inf], "“n” holds an infinite number"),
    ],
)
def test_a_feature_that_tells_nobody_apart_is_refused(values, words):
    of, columns = numbers(n=values)
    with pytest.raises(CannotUse, match=words):
        encoding.fit(of, columns, (Feature("n"),), "zscore")


def test_features_that_nobody_has_together_are_refused():
    of, columns = numbers(a=[1, 2, None, None], b=[None, None, 3, 4])
    with pytest.raises(CannotUse, match="No customer has a value in every feature"):
        encoding.fit(of, columns, (Feature("a"), Feature("b")), "zscore")


def test_one_row_and_a_repeated_id_are_refused():
    of, columns = numbers(a=[1], b=[2])
    with pytest.raises(CannotUse, match="Only one customer"):
        encoding.fit(of, columns, (Feature("a"), Feature("b")), "zscore")
    twice = pd.DataFrame({"n": [1.0, 2]}, index=["a", "a"])
    with pytest.raises(CannotUse, match="Rows whose id came before: 1"):
        fit(Feature("n"), of=twice)


def test_wrong_arguments_are_refused():
    for wrong in [(), (Feature("n"), Feature("n"))]:
        with pytest.raises(ValueError):
            fit(*wrong)
    with pytest.raises(ValueError):
        fit(Feature("n"), scaling="log")
    with pytest.raises(ValueError):
        Feature("n", "target")
    with pytest.raises(ValueError):
        Feature("n", "onehot", ("a",))
