import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading import values
from data.reading.chunks import chunks
from data.reading.layout import guess
from data.reading.safety import inspect
from data.reading.values import Ambiguous, DateForm, DateLearner, FormLearner, NumberForm

from . import bad_files as bad


def cells(*items):
    return pd.Series(list(items), dtype=object, index=range(10, 10 + len(items)))


def one(parsed):
    """Return (value or None, problem) of a parsed column of one cell."""
    assert list(parsed.values.index) == list(parsed.problem.index) == [10]
    assert parsed.problem.iloc[0] in {"", *values.MESSAGES}
    value = parsed.values.iloc[0]
    return (None if pd.isna(value) else value), parsed.problem.iloc[0]


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("Rp 2.500.000", 2_500_000, ""),
        ("Rp2.500.000,-", 2_500_000, ""),
        ("IDR 2.500.000,00", 2_500_000, ""),
        ("2,5 juta", 2_500_000, ""),
        ("1.2 miliar", 1_200_000_000, ""),
        ("3 Milyar", 3_000_000_000, ""),
        ("1.250 ribu", 1_250_000, ""),
        ("(1.000)", -1_000, ""),
        ("-Rp 5", -5, ""),
        ("1.234.567,89", 1_234_568, ""),
        ("9223372036854775807", 2**63 - 1, ""),
        ("9223372036854775808", None, "too_large"),
        ("2.147.483.647", None, "clipped"),
        (2147483647.0, None, "clipped"),
        (2_500_000.0, 2_500_000, ""),
        ("1,5E+10", None, "lost_digits"),
        ("12.50", None, "bad_number"),
        ("1.23.456", None, "bad_number"),
        ("banyak", None, "bad_number"),
        (1e300, None, "too_large"),
        (float("inf"), None, "too_large"),
        (True, None, "not_a_value"),
        (datetime.date(2023, 5, 1), None, "is_a_date"),
        *[(word, None, "") for word in ("", " ", "-", "N/A", "tidak ada", "NULL", None, float("nan"))],
    ],
)
def test_money(cell, value, problem):
    assert one(values.money(cells(cell))) == (value, problem)


@pytest.mark.parametrize(
    ("cell", "form", "value", "problem"),
    [
        ("116.594", NumberForm(",", "."), 116_594, ""),
        ("116,594", NumberForm(".", ","), 116_594, ""),
        ("116.594", NumberForm(".", ","), None, "not_whole"),
        ("983,356", NumberForm(",", ".", 1000), 983_356, ""),
        (983.356, NumberForm(",", ".", 1000), 983_356, ""),
        ("1\u00a0234", NumberForm(",", " "), 1_234, ""),
        ("5,5", NumberForm(), None, "not_whole"),
        (5.5, NumberForm(), None, "not_whole"),
        ("5,0", NumberForm(), 5, ""),
        ("0", NumberForm(), 0, ""),
        ("-", NumberForm(), None, ""),
    ],
)
def test_integer(cell, form, value, problem):
    assert one(values.integer(cells(cell), form)) == (value, problem)


@given(st.integers(-(10**12), 10**12))
def test_grouped_numbers_come_back(whole):
    english, indonesian = f"{whole:,}", f"{whole:,}".replace(",", ".")
    assert one(values.integer(cells(english), values.ENGLISH)) == (whole, "")
    assert one(values.integer(cells(indonesian), values.INDONESIAN)) == (whole, "")


def test_number_and_forms():
    parsed = values.number(cells("1.234,5", "x", "", 2, "-0,25"))
    np.testing.assert_array_equal(parsed.values, [1234.5, np.nan, np.nan, 2, -0.25])
    assert list(parsed.problem) == ["", "bad_number", "", "", ""]
    with pytest.raises(ValueError, match="form"):
        NumberForm(",", ",")


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("2019", 2019, ""),
        (2019.0, 2019, ""),
        (datetime.date(2020, 1, 1), 2020, ""),
        (0, None, "year_range"),
        ("21", None, "year_range"),
        (2104, None, "year_range"),
        ("20x1", None, "bad_year"),
        ("-", None, ""),
    ],
)
def test_year(cell, value, problem):
    assert one(values.year(cells(cell), 1900, 2023)) == (value, problem)


@pytest.mark.parametrize(
    ("cell", "form", "value", "problem"),
    [
        ("4/10/2023", DateForm(), "2023-10-04", ""),
        ("4/10/2023", DateForm("mdy"), "2023-04-10", ""),
        ("2023-01-13", DateForm("mdy"), "2023-01-13", ""),
        ("5/26/2023 5:27:21 PM", DateForm("mdy"), "2023-05-26 17:27:21", ""),
        ("12 Agustus 2023", DateForm(), "2023-08-12", ""),
        ("1-Mei-68", DateForm(), "2068-05-01", ""),
        ("17 Agu 45", DateForm(), "2045-08-17", ""),
        ("1.2.70", DateForm(), "1970-02-01", ""),
        ("31/02/2023", DateForm(), None, "bad_date"),
        ("besok", DateForm(), None, "bad_date"),
        (45000, DateForm(), None, "number_not_date"),
        (45000.5, DateForm(serial=True), "2023-03-15 12:00", ""),
        (-3, DateForm(serial=True), None, "bad_date"),
        (datetime.datetime(2020, 1, 2, 3), DateForm(), "2020-01-02 03:00", ""),
        (True, DateForm(), None, "not_a_value"),
        ("n/a", DateForm(), None, ""),
    ],
)
def test_date(cell, form, value, problem):
    assert one(values.date(cells(cell), form)) == (value and pd.Timestamp(value), problem)


@pytest.mark.parametrize(
    ("cell", "digits", "value", "problem"),
    [
        ("0081234", None, "0081234", ""),
        ("'0081234", None, "0081234", ""),
        (81234.0, None, "81234", ""),
        (3578012345678901, None, None, "lost_digits"),
        (3578012345678901.0, 16, None, "lost_digits"),
        ("3,57801E+15", 16, None, "lost_digits"),
        ("3578012345678901", 16, "3578012345678901", ""),
        ("3578 0123.4567-8901", 16, "3578012345678901", ""),
        (812345, 13, None, "wrong_length"),
        ("81A", 3, None, "bad_identifier"),
        (12.5, None, None, "bad_identifier"),
        (datetime.date(2023, 1, 1), None, None, "bad_identifier"),
        ("-", 16, None, ""),
    ],
)
def test_identifier(cell, digits, value, problem):
    assert one(values.identifier(cells(cell), digits)) == (value, problem)


def test_text_is_clean():
    parsed = values.text(cells("  Toko \n Jaya ", "e\u0301\x07", "x" * 9, 5.0, "tidak ada"), 8)
    assert [None if pd.isna(v) else v for v in parsed.values] == [None, "é", None, "5", None]
    assert list(parsed.problem) == ["too_long", "", "too_long", "", ""]
    assert values.text(cells("  Toko \n Jaya ")).values.iloc[0] == "Toko Jaya"


def test_choice_ignores_spelling():
    parsed = values.choice(
        cells("ULTRA MIKRO", "ultra-mikro", "besar", "", "Tidak Ada"), {"Ultra Mikro": 1, "tidak ada": 2}
    )
    assert [None if pd.isna(v) else v for v in parsed.values] == [1, 1, None, None, 2]
    assert list(parsed.problem) == ["", "", "unknown_choice", "", ""]


def learned(*chunks_of_cells):
    learner = FormLearner()
    for chunk in chunks_of_cells:
        learner.feed(cells(*chunk))
    return learner


def test_a_form_is_learned_from_the_whole_column():
    assert learned(["116.594"], ["5,5"]).form() == NumberForm(",", ".")
    assert learned(["116.594"], ["5.5"]).form() == NumberForm(".", ",")
    assert learned(["1,000,000"]).form() == NumberForm(".", ",")
    assert learned(["0.125"]).form() == NumberForm(".", ",")
    assert learned(["1 234 567,5"]).form() == NumberForm(",", " ")
    assert learned(["5", "-", "x"], [7.25]).form() == NumberForm(",", ".")


def test_three_digits_behind_one_sign_are_ambiguous():
    learner = learned(["116.594", "38.195"], ["7"])
    assert learner.form() == Ambiguous(".", ("116.594", "38.195"))
    assert learner.resolve(whole=True) == NumberForm(",", ".")
    assert learner.resolve(whole=False) == NumberForm(".", ",")


def test_conflicts_are_shown_and_order_changes_nothing():
    column = ["1.000.000", "5.5", "38,5", "1,5"]
    one_way, other_way = learned(column), learned(column[:1:-1], column[1::-1])
    assert one_way.form() == other_way.form() == NumberForm(",", ".")
    assert one_way.conflict == other_way.conflict == ("1,5", "1.000.000", "38,5", "5.5")


def test_the_order_of_dates_is_learned():
    learner = DateLearner()
    learner.feed(cells("1/2/2023", "2023-12-31"))
    assert learner.form() == DateForm("dmy")
    learner.feed(cells("5/26/2023 5:27:21", datetime.date(2023, 1, 1)))
    assert (learner.form(), learner.conflict) == (DateForm("mdy"), ())
    learner.feed(cells("27/5/2023", "28/5/2023"))
    assert learner.form() == DateForm("dmy")
    assert learner.conflict == ("27/5/2023", "28/5/2023", "5/26/2023 5:27:21")


def column_of(name, number):
    path = bad.shared(name)
    found = guess(path, inspect(path, path.name))
    return pd.concat([chunk.table[number] for chunk in chunks(path, found.layout)])


def test_real_population_is_in_thousands_of_dots():
    column = column_of("umkm/palembang_kecamatan_18.csv", 1)
    learner = FormLearner()
    learner.feed(column)
    assert isinstance(learner.form(), Ambiguous)
    parsed = values.integer(column, learner.resolve(whole=True))
    assert parsed.values.iloc[0] == 116_594
    assert (parsed.problem == "").all()


def test_real_register_reports_clipped_turnover_by_row():
    column = column_of("umkm/jatim_register_3388.csv", 22)
    parsed = values.money(column)
    clipped = parsed.problem[parsed.problem == "clipped"]
    assert list(clipped.index) == list(column.index[column == "2147483647"])
    assert set(parsed.problem) <= {"", "clipped"}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("gform_investasi_us_dates_redacted", "mdy"),
        ("gform_drama_113_redacted", "dmy"),
        ("gform_ux_genai_125_redacted", "dmy"),
    ],
)
def test_real_timestamps(name, order):
    column = column_of(f"questionnaires/{name}.csv", 0)
    learner = DateLearner()
    learner.feed(column)
    assert learner.form().order == order
    assert (values.date(column, learner.form()).problem == "").all()


def test_real_customers_have_24_missing_incomes():
    parsed = values.number(column_of("customers/marketing_campaign_semicolon_bom.csv", 4))
    assert parsed.values.isna().sum() == 24
    assert parsed.values.mean() == pytest.approx(52_247.25, abs=0.01)
    assert parsed.values.max() == 666_666


CELLS = st.one_of(
    st.sampled_from(["2 juta", "1,5 jt", "Rp 3.000", "3 ribu orang", "x", "", "-", "2.147.483.647", " 5 "]),
    st.integers(0, 3000).map(str),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([True, None, float("nan"), datetime.date(2023, 5, 1), np.int64(4), pd.NA, pd.NaT]),
)
PARSERS = (
    values.money,
    values.integer,
    values.number,
    values.identifier,
    values.text,
    lambda column: values.year(column, 1800, 2100),
)


@given(st.lists(CELLS, max_size=8), st.sampled_from(PARSERS))
def test_a_column_is_parsed_as_each_of_its_cells_alone(items, parse):
    """Words, types and repetitions are looked at for the whole column at once."""
    assert read(parse(cells(*items))) == [read(parse(cells(item)))[0] for item in items]


@given(
    st.one_of(
        st.lists(st.text(max_size=5), min_size=1).map(lambda items: (items, "str")),
        st.lists(st.floats(), min_size=1).map(lambda items: (items, "float64")),
    ),
    st.sampled_from(PARSERS),
)
def test_columns_of_one_type_are_parsed_as_columns_of_objects(column, parse):
    items, dtype = column
    assert read(parse(cells(*items).astype(dtype))) == read(parse(cells(*items)))


def read(parsed):
    """Return [(value or None, problem)] of a parsed column."""
    missing = parsed.values.isna()
    found = zip(parsed.values, missing, parsed.problem, strict=True)
    return [(None if gone else value, problem) for value, gone, problem in found]
