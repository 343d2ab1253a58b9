from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import repeat_purchases
from analysis.maximum_likelihood import CannotFit
from analysis.repeat_purchases import Params
from tests.analysis import shops

START = date(2026, 1, 1)


def table_of(*rows):
    table = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    return table.assign(day=pd.to_datetime([START + timedelta(days=day) for day in table["day"]]))


def test_cdnow_gives_the_published_summary(shared_data: Path) -> None:
    published = pd.read_csv(shared_data / "transactions" / "cdnow_customers_summary.csv", index_col="ID")
    found = shops.cdnow_purchases(shared_data)
    table = found.table.set_axis(found.table.index.astype(int))
    assert table.index.tolist() == published.index.tolist()
    assert table["frequency"].tolist() == published["frequency"].tolist()
    # published with two decimals
    for name in ("recency", "T"):
        assert np.abs(table[name] - published[name]).max() <= 0.005
    assert (table["frequency"] > 0).sum() == 946
    assert (found.holdout, found.zero_days, found.refund_days) == (39, 8, 0)
    assert table["amount"].sum() + table["later_amount"].sum() == pytest.approx(
        shops.cdnow(shared_data)["amount"].sum()
    )


def slow(rows, params):
    """One customer after the other, one day after the other."""
    until = params.until or max(day for _, day, _ in rows)
    end = params.calibration_end or until
    sums: dict = {}
    for customer, day, amount in rows:
        if day <= until:
            sums[customer, day] = sums.get((customer, day), 0) + amount
    found = {}
    for customer in sorted({name for name, _ in sums}):
        seen, later, later_lost = [], [], 0
        for (_, day), amount in sorted((key, value) for key, value in sums.items() if key[0] == customer):
            part = seen if day <= end else later
            if amount > 0 or (amount == 0 and params.zeros == "count"):
                part.append([day, amount])
            elif amount < 0 and params.refunds == "subtract":
                if part:
                    part[-1][1] += amount
                elif part is later:
                    later_lost += amount
        if seen:
            repeats = [amount for _, amount in seen[1:]]
            found[customer] = (
                len(repeats),
                (seen[-1][0] - seen[0][0]).days,
                (end - seen[0][0]).days,
                sum(repeats) / len(repeats) if repeats else None,
                sum(amount for _, amount in seen),
                len(later),
                sum(amount for _, amount in later) + later_lost,
            )
    return found


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 12), st.sampled_from([0, 5, 20, -3, -20])),
    min_size=1,
    max_size=25,
)


@given(
    ROWS,
    st.sampled_from([None, 3, 8]),
    st.sampled_from([None, 14]),
    st.sampled_from(["count", "leave_out"]),
    st.sampled_from(["subtract", "leave_out"]),
)
def test_agrees_with_counting_one_customer_at_a_time(rows, calibration, until, zeros, refunds):
    dated = [(customer, START + timedelta(days=day), amount) for customer, day, amount in rows]
    last = START + timedelta(days=until) if until else max(day for _, day, _ in dated)
    end = START + timedelta(days=calibration) if calibration else None
    if end and end >= last:
        end = None
    params = Params(last if until else None, end, "days", zeros, refunds)
    expected = slow(dated, params)
    if not expected:
        with pytest.raises(CannotFit, match="Nobody bought anything"):
            repeat_purchases.run(table_of(*rows), params)
        return
    found = repeat_purchases.run(table_of(*rows), params)
    columns = ["frequency", "recency", "T", "value", "amount", "later_frequency", "later_amount"]
    got = {
        name: tuple(None if pd.isna(value) else value for value in row)
        for name, row in zip(found.table.index, found.table[columns].to_numpy(), strict=True)
    }
    assert got.keys() == expected.keys()
    for name, row in expected.items():
        assert got[name] == pytest.approx(row)
    everybody = {customer for customer, _, _ in rows}
    assert len(expected) + found.without_purchase + found.later_customers == len(everybody)
    assert found.days["first"].sum() == len(expected)
    assert found.days["repeat"].sum() == found.table[["frequency", "later_frequency"]].to_numpy().sum()


@given(ROWS, st.randoms())
def test_neither_the_order_of_the_rows_nor_the_unit_changes_anything_else(rows, random):
    rows = [*rows, ("a", 0, 20)]
    mixed = list(rows)
    random.shuffle(mixed)
    straight = repeat_purchases.run(table_of(*rows), Params())
    shuffled = repeat_purchases.run(table_of(*mixed), Params(unit="days"))
    as_days = straight.table.assign(recency=straight.table["recency"] * 7, T=straight.table["T"] * 7)
    pd.testing.assert_frame_equal(as_days, shuffled.table)
    pd.testing.assert_frame_equal(straight.days, shuffled.days)


def test_a_refund_lowers_the_purchase_before_it():
    rows = [("a", 0, 100), ("a", 3, 50), ("a", 5, -20), ("a", 9, 70), ("b", 2, -5), ("b", 4, 10), ("b", 6, 1)]
    found = repeat_purchases.run(table_of(*rows), Params(unit="days"))
    assert found.table.loc["a", ["frequency", "value", "amount"]].tolist() == [2, 50, 200]
    # the refund before b's first purchase belongs to none
    assert found.table.loc["b", ["frequency", "value", "amount"]].tolist() == [1, 1, 11]
    assert (found.refund_days, found.lost_refunds) == (2, 1)
    left_out = repeat_purchases.run(table_of(*rows), Params(unit="days", refunds="leave_out"))
    assert left_out.table.loc["a", ["frequency", "value", "amount"]].tolist() == [2, 60, 220]


def test_a_refund_after_the_calibration_does_not_reach_back():
    rows = [("a", 0, 100), ("a", 3, 50), ("a", 9, -50), ("a", 12, 30)]
    found = repeat_purchases.run(table_of(*rows), Params(calibration_end=START + timedelta(days=7)))
    row = found.table.loc["a"]
    assert (row["value"], row["later_frequency"], row["later_amount"]) == (50, 1, -20)
    assert found.holdout == pytest.approx(5 / 7)


def test_days_that_sum_to_zero_are_purchases_or_not():
    rows = [("a", 0, 0.1), ("a", 3, 0.3), ("a", 3, -0.1), ("a", 3, -0.2), ("a", 5, 8)]
    counted = repeat_purchases.run(table_of(*rows), Params())
    assert counted.table.loc["a", ["frequency", "value"]].tolist() == [2, 4]
    left_out = repeat_purchases.run(table_of(*rows), Params(zeros="leave_out"))
    assert left_out.table.loc["a", ["frequency", "value"]].tolist() == [1, 8]
    assert counted.zero_days == left_out.zero_days == 1


def test_days_may_be_dates_or_have_a_time():
    plain = pd.DataFrame({"customer": ["a", "a"], "day": [START, date(2026, 1, 15)], "amount": [1, 2]})
    timed = plain.assign(day=pd.to_datetime(["2026-01-01 23:59", "2026-01-15 00:01"]))
    for table in (plain, timed):
        found = repeat_purchases.run(table, Params())
        assert found.table.loc["a", ["frequency", "recency", "T"]].tolist() == [1, 2, 2]
        assert (found.start, found.end, found.until) == (START, date(2026, 1, 15), date(2026, 1, 15))


@pytest.mark.parametrize(
    ("rows", "params"),
    [
        ([], Params()),
        ([("a", 5, -1)], Params()),
        ([("a", 5, 0)], Params(zeros="leave_out")),
        ([("a", 5, 7)], Params(until=START)),
        ([("a", 5, 7), ("b", 9, 1)], Params(calibration_end=START)),
    ],
)
def test_a_period_without_purchases_is_said(rows, params):
    with pytest.raises(CannotFit, match="Nobody bought anything in this period") as caught:
        repeat_purchases.run(table_of(*rows), params)
    assert caught.value.data == {}


@pytest.mark.parametrize("missing", ["customer", "day", "amount"])
def test_missing_values_are_refused(missing):
    table = table_of(("a", 0, 1.0), ("b", 1, 2.0))
    table.loc[1, missing] = None
    with pytest.raises(ValueError, match="must be known"):
        repeat_purchases.run(table, Params())


def test_wrong_parameters_are_refused():
    with pytest.raises(ValueError, match="unknown unit: months"):
        Params(unit="months")
    with pytest.raises(ValueError, match="zeros are counted"):
        Params(zeros="drop")
    with pytest.raises(ValueError, match="before the last day"):
        repeat_purchases.run(table_of(("a", 0, 1)), Params(calibration_end=START))
