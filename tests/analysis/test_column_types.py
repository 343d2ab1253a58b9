import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import column_types
from analysis.column_types import CannotUse, Column
from tests.analysis.attribute_tables import FILES, marketing

WHOLE = st.integers(-(10**12), 10**12)


@given(st.lists(WHOLE, min_size=1, max_size=20))
def test_numbers_come_back_from_both_forms(values):
    english = pd.Series([f"{value:,}.25" for value in values])
    indonesian = english.str.translate(str.maketrans(",.", ".,"))
    expected = [float(f"{value}.25") for value in values]
    assert column_types.to_numbers(english).tolist() == expected
    assert column_types.to_numbers("Rp " + indonesian, ",").tolist() == expected


@given(st.dates())
def test_dates_come_back_from_three_orders(day):
    forms = {"ymd": "%04Y-%m-%d", "dmy": "%d/%m/%04Y", "mdy": "%m/%d/%04Y"}
    for order, form in forms.items():
        written = day.strftime(form.replace("%04Y", f"{day.year:04d}"))
        assert column_types.to_dates(pd.Series([written]), order).dt.date.tolist() == [day]


def test_what_is_no_number_or_date_is_missing():
    texts = pd.Series(["1,23", "12 pcs", "", None, "0812", "-3", "+4.5"])
    assert column_types.to_numbers(texts).tolist() == pytest.approx(
        [np.nan, np.nan, np.nan, np.nan, 812, -3, 4.5], nan_ok=True
    )
    days = pd.Series(["2012-13-01", "30/02/2012", "4-9-12", "soon", None, "2012-09-04 10:11:12"])
    assert column_types.to_dates(days, "dmy").isna().tolist() == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("values", "type_", "told"),
    [
        (["1", "2", None], "number", "numbers"),
        (["1.234,5", "2"], "number", "numbers"),
        (["0", "1", "1"], "flag", "two_values"),
        (["ya", "Tidak", " "], "flag", "two_values"),
        (["2012-09-04", "2014-03-08"], "date", "dates"),
        (["9/14/2012", "3/8/2014"], "date", "dates"),
        (["9/4/2012", "3/8/2014"], "date", "day_first"),
        (["0812", "0813"], "text", "identifier"),
        (["1234567890123456"], "text", "identifier"),
        (["1", "two"], "text", "words"),
        ([None, ""], "text", "empty"),
    ],
)
def test_a_type_is_told_by_all_values(values, type_, told):
    assert column_types.tell(pd.Series(values, dtype="str")) == (type_, told)


def test_a_text_says_what_most_of_its_values_read_as():
    assert column_types.reading(pd.Series(["1", "2", "n/a"])) == ("number", 2)
    assert column_types.reading(pd.Series(["1/2/2020", "unknown"])) == ("date", 1)
    assert column_types.reading(pd.Series(["0812", "1234567890123456"])) == (None, 0)


@pytest.mark.parametrize("name", FILES)
def test_the_real_files_are_typed_alike(shared_data, name):
    table, columns = marketing(shared_data, name)
    by_type = {kind: [one.key for one in columns if one.type == kind] for kind in column_types.TYPES}
    assert by_type["text"] == ["Education", "Marital_Status"]
    assert by_type["date"] == ["Dt_Customer"]
    assert len(by_type["flag"]) == 7
    assert table["Income"].mean() == pytest.approx(52247.25, abs=0.005)
    assert table["Dt_Customer"].min() == pd.Timestamp("2012-07-30")
    assert set(table.dtypes.map(str)) == {"float64", "str", "datetime64[s]"}


def test_repeated_ids_keep_their_places():
    texts = pd.DataFrame(
        {"n": ["1", "2", "3"], "day": ["2020-01-01", "", "2020-01-03"]}, index=["a", "a", "b"]
    )
    table, columns = column_types.typed(texts)
    assert table["n"].tolist() == [1, 2, 3]
    assert table["day"].isna().tolist() == [False, True, False]
    assert [one.type for one in columns] == ["number", "date"]


def test_a_column_must_be_there_and_hold_numbers():
    columns = (Column("c1", "City", "text"), Column("c2", "Vip", "flag"))
    assert column_types.numeric(columns, "c2").label == "Vip"
    with pytest.raises(CannotUse, match="“City” holds no numbers") as caught:
        column_types.numeric(columns, "c1")
    assert caught.value.text % caught.value.data == str(caught.value)
    with pytest.raises(CannotUse, match="no column “c3”"):
        column_types.find(columns, "c3")


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="unknown type"):
        Column("a", "a", "money")
    with pytest.raises(ValueError, match="decimal"):
        column_types.to_numbers(pd.Series(["1"]), ";")
    with pytest.raises(ValueError, match="order"):
        column_types.to_dates(pd.Series(["1"]), "ydm")
