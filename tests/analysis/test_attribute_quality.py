import datetime
import statistics
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import attribute_quality
from analysis.attribute_findings import CHECKS
from analysis.attribute_quality import Params
from analysis.column_types import CannotUse, Column, typed
from tests.analysis.attribute_tables import FILES, REFERENCE, marketing, numbers

AT = Params(REFERENCE)


def said(report):
    return [finding.text % finding.data for finding in report.findings]


def test_the_real_table_gives_the_known_answers(shared_data):
    report = attribute_quality.run(*marketing(shared_data), AT)
    columns = report.columns
    assert (report.rows, report.duplicates, report.duplicates_without_id) == (2240, 0, 182)
    assert (report.repeated_ids, report.incomplete) == (0, 24)
    assert columns["missing"][columns["missing"] > 0].to_dict() == {"Income": 24}
    assert columns.loc["Income", "mean"] == pytest.approx(52247.25, abs=0.005)
    assert columns.loc["Income", "max"] == 666_666
    assert columns.loc["Year_Birth", "min"] == 1893
    assert columns.loc["Response", "mean"] == pytest.approx(0.149107, abs=5e-7)
    assert columns.index[columns["constant"]].tolist() == ["Z_CostContact", "Z_Revenue"]
    # document 003 names these two as extreme
    assert columns.loc[["Income", "Year_Birth"], "n_outliers"].tolist() == [8, 3]
    assert columns.loc["Year_Birth", ["lower", "upper"]].tolist() == [1932, 2004]
    assert "“Year_Birth”: 2 of 2240 values before 1900, the earliest 1893.0." in said(report)
    assert columns.loc["Dt_Customer", "latest"] == pd.Timestamp("2014-06-29")


def test_both_serialisations_give_the_same_report(shared_data):
    one, other = (attribute_quality.run(*marketing(shared_data, name), AT) for name in FILES)
    pd.testing.assert_frame_equal(one.columns, other.columns, check_exact=True)
    assert one.findings == other.findings
    assert said(one) == said(other)


CELL = st.one_of(st.none(), st.integers(0, 3))


@given(st.lists(st.tuples(st.sampled_from("abc"), CELL, CELL), max_size=12))
def test_repeats_are_those_of_a_slow_count(rows):
    table = pd.DataFrame({"x": [x for _, x, _ in rows], "y": [y for *_, y in rows]}, dtype="float64",
                         index=pd.Index([one for one, *_ in rows], dtype="str"))  # fmt: skip
    columns = (Column("x", "x", "number"), Column("y", "y", "number"))
    report = attribute_quality.run(table, columns)

    def repeats(keys):
        return sum(count - 1 for count in Counter(keys).values())

    assert report.duplicates == repeats(rows)
    assert report.duplicates_without_id == repeats([row[1:] for row in rows])
    assert report.repeated_ids == repeats([row[0] for row in rows])
    assert report.incomplete == sum(None in row for row in rows)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30))
def test_outliers_are_those_of_a_slow_count(values):
    table, columns = numbers(n=values)
    row = attribute_quality.run(table, columns).columns.loc["n"]
    q1, median, q3 = statistics.quantiles(values, n=4, method="inclusive")
    assert [row["q1"], row["median"], row["q3"]] == pytest.approx([q1, median, q3])
    if q1 == q3:
        assert np.isnan(row["lower"])
        assert row["n_outliers"] == 0
        return
    low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    assert [row["lower"], row["upper"]] == pytest.approx([low, high])
    assert row["n_below"] == sum(value < row["lower"] for value in values)
    assert row["n_above"] == sum(value > row["upper"] for value in values)


def test_a_rare_yes_is_no_outlier():
    table = pd.DataFrame({"vip": [0.0] * 20 + [1.0]})
    report = attribute_quality.run(table, (Column("vip", "Vip", "flag"),))
    assert [one.check for one in report.findings] == ["duplicates"]
    assert np.isnan(report.columns.loc["vip", "upper"])


def test_texts_that_read_as_something_else_are_said():
    texts = pd.DataFrame({
        "joined": ["2012-09-04"] * 19 + ["unknown"],
        "income": ["1,000"] * 19 + ["n/a"],
        "phone": ["0812"] * 20,
        "city": ["Pekanbaru"] * 19 + ["7"],
    })  # fmt: skip
    report = attribute_quality.run(*typed(texts))
    found = {one.column: (one.n, one.remedy) for one in report.findings if one.check == "type"}
    assert found == {"joined": (19, "to_date"), "income": (19, "to_number")}


def test_what_cannot_be_is_said_by_column():
    table = pd.DataFrame({
        "born": [1980.0, 1899, 2030], "lahir": pd.to_datetime(["1980-01-01", "1850-01-01", "2031-01-01"]),
        "spent": [5.0, -1, -9],
    })  # fmt: skip
    columns = (Column("born", "Tahun Lahir", "number"), Column("lahir", "Tanggal Lahir", "date"),
               Column("spent", "Belanja sembako", "number"))  # fmt: skip
    report = attribute_quality.run(table, columns, Params(datetime.date(2026, 1, 1)))
    found = [(one.column, one.n) for one in report.findings if one.check == "plausibility"]
    assert found == [("born", 1), ("born", 1), ("lahir", 1), ("lahir", 1), ("spent", 2)]
    assert "“Belanja sembako”: 2 of 3 values below zero, the lowest -9.0." in said(report)
    without = attribute_quality.run(table, columns)
    assert [one.n for one in without.findings if one.check == "plausibility"] == [1, 1, 2]


def test_findings_come_in_the_order_of_the_checks():
    table, columns = numbers(a=[1, 1, 1, 1, None, None], b=[1, 2, 3, 90, 2, 2], none=[None] * 6)
    report = attribute_quality.run(table, columns)
    checks = [one.check for one in report.findings]
    assert checks == sorted(checks, key=CHECKS.index)
    assert checks == ["missing", "missing", "duplicates", "outliers", "constant"]
    assert "“none” has no value in any row." in said(report)


def test_one_row_and_no_row_are_described():
    table, columns = numbers(a=[4])
    row = attribute_quality.run(table, columns).columns.loc["a"]
    assert (row["mean"], row["n_outliers"], row["distinct"]) == (4, 0, 1)
    assert np.isnan(row["sd"])
    report = attribute_quality.run(table.iloc[:0], columns)
    assert (report.rows, report.findings) == (0, ())
    assert np.isnan(report.columns.loc["a", "missing_share"])


def test_a_table_of_ids_alone_is_refused():
    with pytest.raises(CannotUse, match="no column besides the id"):
        attribute_quality.run(pd.DataFrame(index=["a"]), ())
    with pytest.raises(ValueError, match="iqr"):
        Params(iqr=0)
