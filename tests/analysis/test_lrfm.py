"""LRFM against the paper's rows, CDNOW's published table, and the same counted by hand."""

import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlframe.duckdb import functions

from analysis import lrfm
from analysis.lrfm import CannotSummarise, Counts, Rules
from tests.analysis.transactions import day, on_duckdb, slow_summary

FIELDS = ["length", "recency", "frequency", "monetary"]
LATE = date(2024, 12, 31)
PLAIN = Rules()


def fetched(frame, index="customer"):
    return frame.toArrow().to_pandas(date_as_object=False).set_index(index)


def summary(rows, reference=LATE, rules=PLAIN):
    with on_duckdb(rows) as table:
        return fetched(lrfm.summary(table, functions, reference, rules))


def counts(rows, reference=None):
    with on_duckdb(rows) as table:
        return Counts(**lrfm.counts(table, functions, reference).collect()[0].asDict())


def same(found, expected):
    assert found.index.tolist() == expected.index.tolist()
    for name in expected.columns:
        assert found[name].tolist() == expected[name].tolist(), name


def of_customer(rows, **rules):
    """length, recency, frequency and money of the one customer."""
    return summary(rows, day(100), Rules(**rules))[FIELDS].to_numpy().tolist()


# a query takes SQLFrame a tenth of a second to write: few examples of many rows
AMOUNTS = st.one_of(st.just(0.0), st.integers(-99_999, 999_999).map(lambda cents: cents / 100))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["00001", "1", "ani", "Ani"]),
        st.integers(0, 40).map(day),
        st.sampled_from([None, "", "r1", "r2"]),
        AMOUNTS,
        st.sampled_from(["cash", None]),
    ),
    min_size=1,
    max_size=60,
)
RULES = st.builds(
    Rules,
    st.sampled_from(["receipts", "days", "rows"]),
    st.sampled_from(["subtract", "leave_out"]),
    st.sampled_from(["count", "leave_out"]),
    st.sampled_from(["keep", "drop"]),
)


def test_the_three_rows_of_the_paper():
    """The first needs 51 + 651 = 702 days of data: the 514 that the paper's text names cannot be right."""
    end = date(2024, 2, 5)
    rows = [
        ("0001", date(2022, 3, 5), "A-1", 1_500_000.0), ("0001", date(2022, 4, 1), "A-2", 2_000_000.0),
        ("0001", date(2022, 4, 25), "A-3", 1_454_315.0), ("0005", date(2023, 10, 11), "A-4", 1_372_487.0),
        ("1349", date(2024, 1, 28), "A-5", 1_985_445.0), ("0777", end, "A-6", 1.0),
    ]  # fmt: skip
    found = summary(rows, counts(rows).last_day)
    assert found.loc[["0001", "0005", "1349"], FIELDS].to_numpy().tolist() == [
        [51, 651, 3, 4_954_315], [0, 117, 1, 1_372_487], [0, 8, 1, 1_985_445],
    ]  # fmt: skip
    later = summary(rows, date(2024, 2, 15))
    assert (later["recency"] - found["recency"]).tolist() == [10] * 4


def sample(folder):
    columns = ["all", "customer", "day", "discs", "amount"]
    table = pd.read_csv(folder / "transactions" / "cdnow_sample.txt", sep=r"\s+", names=columns, dtype=str)
    days = pd.to_datetime(table["day"], format="%Y%m%d").dt.date
    return list(zip(table["customer"], days, [None] * len(table), table["amount"].astype(float), strict=True))


def test_cdnow_gives_its_published_frequency_recency_and_age(shared_data):
    """Fader, Hardie & Lee (2005): repeat days, weeks to the last of them, weeks since the first purchase."""
    published = pd.read_csv(shared_data / "transactions" / "cdnow_customers_summary.csv", index_col="ID")
    found = summary(sample(shared_data), date(1997, 9, 30), Rules(frequency="days"))
    found.index = found.index.astype(int)
    assert found.index.tolist() == published.index.tolist()
    assert (found["frequency"] - 1).tolist() == published["frequency"].tolist()
    assert (found["length"] / 7).tolist() == pytest.approx(published["recency"].tolist(), abs=0.005001)
    age = (found["length"] + found["recency"]) / 7
    assert age.tolist() == pytest.approx(published["T"].tolist(), abs=0.005001)


def test_cdnow_is_counted_as_its_source_says(shared_data):
    rows = pd.read_csv(
        shared_data / "transactions" / "cdnow_master.txt.gz", sep=r"\s+", dtype=str, header=0,
        names=["customer", "day", "discs", "amount"],
    )  # fmt: skip
    days = pd.to_datetime(rows["day"], format="%Y%m%d").dt.date
    found = counts(
        list(zip(rows["customer"], days, [None] * len(rows), rows["amount"].astype(float), rows["discs"],
                 strict=True))
    )  # fmt: skip
    assert (found.rows, found.customers, found.amount) == (69_659, 23_570, 2_500_315.63)
    assert (found.zeros, found.duplicates, found.refunds, found.incomplete) == (80, 255, 0, 0)
    assert (found.first_day, found.last_day) == (date(1997, 1, 1), date(1998, 6, 30))


@settings(max_examples=20)
@given(ROWS, RULES, st.integers(0, 45))
def test_it_is_what_counting_by_hand_gives(rows, rules, until):
    same(summary(rows, day(until), rules), slow_summary(rows, day(until), rules))


@settings(max_examples=5)
@given(ROWS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, rules, chance):
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    same(summary(shuffled, LATE, rules), summary(rows, LATE, rules))


def test_equal_sums_are_equal_whatever_was_added_first():
    """0.1 + 0.2 + 0.3 is 0.6000000000000001 in floating numbers, 0.3 + 0.2 + 0.1 is 0.6."""
    rows = [("a", day(0), f"r{n}", n / 10) for n in (1, 2, 3)]
    rows += [("b", day(0), f"r{n}", n / 10) for n in (3, 2, 1)] + [("c", day(0), "r", 0.6)]
    assert summary(rows)["monetary"].tolist() == [0.6] * 3


@settings(max_examples=8)
@given(ROWS, RULES, st.integers(0, 45))
def test_months_and_days_add_up_to_the_customers(rows, rules, until):
    reference = day(until)
    with on_duckdb(rows) as table:
        people = fetched(lrfm.summary(table, functions, reference, rules))
        months = fetched(lrfm.monthly(table, functions, reference, rules), "month")
        pairs = fetched(lrfm.pairs(table, functions, reference, rules))
    assert months["receipts"].sum() == people["frequency"].sum() == pairs["visits"].sum()
    # of customers who never visited there are pairs, but no line of their own
    own = pairs[pairs.index.isin(people.index)]
    assert own.groupby("customer")["amount"].sum().tolist() == pytest.approx(people["monetary"].tolist())
    assert months["amount"].sum() == pytest.approx(pairs["amount"].sum())
    visited = pairs[pairs["visits"] > 0].reset_index()
    by_month = visited.groupby(visited["day"].dt.to_period("M"))["customer"].nunique()
    assert months["customers"][months["customers"] > 0].tolist() == by_month.tolist()
    assert months.index.is_monotonic_increasing
    assert (months.index.day == 1).all()


@settings(max_examples=8)
@given(ROWS, st.integers(0, 45))
def test_the_counts_are_what_counting_by_hand_gives(rows, until):
    reference = day(until)
    found = counts(rows, reference)
    used = [row for row in rows if row[1] <= reference]
    assert found.rows == len(rows)
    assert (found.used, found.after) == (len(used), len(rows) - len(used))
    assert found.duplicates == len(used) - len(set(used))
    assert found.customers == len({row[0] for row in used})
    assert (found.refunds, found.zeros) == (
        sum(row[3] < 0 for row in used),
        sum(row[3] == 0 for row in used),
    )
    assert found.amount == pytest.approx(sum(row[3] for row in used), abs=1e-6)
    assert found.refund_amount == pytest.approx(sum(row[3] for row in used if row[3] < 0), abs=1e-6)
    assert (found.first_day, found.last_day) == (min(row[1] for row in rows), max(row[1] for row in rows))


def test_what_a_visit_is():
    rows = [
        # two lines of one receipt, the same number of another day, and two rows of a day without a number
        ("a", day(0), "r1", 10.0), ("a", day(0), "r1", 5.0), ("a", day(9), "r1", 5.0),
        ("a", day(9), None, 5.0), ("a", day(9), "", 5.0), ("a", day(20), "r2", 5.0),
    ]  # fmt: skip
    assert of_customer(rows) == [[20, 80, 4, 35]]
    assert of_customer(rows, frequency="days") == [[20, 80, 3, 35]]
    assert of_customer(rows, frequency="rows") == [[20, 80, 6, 35]]


def test_refunds_are_money_but_no_visit():
    rows = [("a", day(10), "r1", 50.0), ("a", day(30), "r2", -20.0), ("a", day(10), "r1", -5.0)]
    assert of_customer(rows) == [[0, 90, 1, 25]]
    assert of_customer(rows, refunds="leave_out") == [[0, 90, 1, 50]]
    assert summary(rows, rules=Rules(refunds="leave_out"))["n_refunds"].tolist() == [2]


def test_zeros_are_a_visit_or_none():
    rows = [("a", day(10), "r1", 50.0), ("a", day(30), "r2", 0.0)]
    assert of_customer(rows) == [[20, 70, 2, 50]]
    assert of_customer(rows, zeros="leave_out") == [[0, 90, 1, 50]]


def test_equal_rows_count_or_do_not():
    rows = [("a", day(10), "r1", 50.0, "cash")] * 2 + [("a", day(10), "r1", 50.0, "card")]
    assert of_customer(rows, frequency="rows") == [[0, 90, 3, 150]]
    assert of_customer(rows, frequency="rows", duplicates="drop") == [[0, 90, 2, 100]]
    assert counts(rows).duplicates == 1


def test_a_customer_with_refunds_only_is_said_and_not_summarised():
    rows = [("a", day(10), "r1", 50.0), ("b", day(10), "r2", -20.0)]
    assert summary(rows).index.tolist() == ["a"]
    found = counts(rows)
    assert (found.customers, found.amount, found.refund_amount) == (2, 30, -20)


def test_ids_that_look_like_numbers_stay_texts():
    rows = [("00001", day(0), "1", 5.0), ("1", day(0), "2", 7.0), ("1e3", day(0), "3", 9.0)]
    assert summary(rows)["monetary"].to_dict() == {"00001": 5, "1": 7, "1e3": 9}


def test_days_after_the_reference_are_not_looked_at():
    rows = [("a", day(10), "r1", 50.0), ("a", day(30), "r2", 20.0), ("b", day(31), "r3", 20.0)]
    assert summary(rows, day(20))[FIELDS].to_numpy().tolist() == [[0, 10, 1, 50]]
    found = counts(rows, day(20))
    assert (found.after, found.customers, found.last_day) == (2, 1, day(31))


def test_one_customer_and_one_transaction_each():
    assert of_customer([("a", day(10), None, 50.0)]) == [[0, 90, 1, 50]]
    many = summary([(f"{n:05d}", day(n % 30), f"r{n}", 10.0 + n) for n in range(500)])
    assert set(many["frequency"]) == {1}
    assert set(many["length"]) == {0}
    assert len(many) == 500


def test_sums_beyond_what_floating_numbers_count_exactly():
    """A country's year: a thousand amounts of 9,999,999,999,999.99 are not rounded on the way."""
    rows = [("a", day(0), f"r{n}", 9_999_999_999_999.99) for n in range(1000)]
    assert summary(rows)["monetary"].tolist() == pytest.approx([9_999_999_999_999_990], rel=1e-15)


@pytest.mark.parametrize(
    ("rows", "rules", "message"),
    [
        ([], PLAIN, "There are no transactions. Upload a file with transactions first."),
        (
            [("a", None, "r1", 5.0), (None, day(0), "r2", 5.0), ("b", day(0), "r3", None)],
            PLAIN,
            "None of the 3 transactions has a customer, a date and an amount. Check which column is which, "
            "and upload the file again.",
        ),
        (
            [("a", date(2026, 3, 1), "r1", 5.0), ("a", date(2026, 4, 1), "r2", 5.0)],
            PLAIN,
            "All transactions are after 2024-12-31. Choose 2026-03-01 or a later reference date.",
        ),
        (
            [("a", day(0), "r1", -5.0), ("b", day(0), "r2", -1.0)],
            PLAIN,
            "Nobody bought anything up to 2024-12-31: no amount is above zero. Check which column is the "
            "amount, and whether refunds are the negative ones.",
        ),
        (
            [("a", day(0), "r1", -5.0), ("b", day(0), "r2", 0.0)],
            Rules(zeros="leave_out"),
            "Nobody bought anything up to 2024-12-31: no amount is above zero. Check which column is the "
            "amount, and whether refunds are the negative ones.",
        ),
    ],
    ids=["empty", "no dates", "all later", "only refunds", "zeros and refunds"],
)
def test_nobody_to_summarise_is_said(rows, rules, message):
    assert summary(rows, LATE, rules).empty
    found = counts(rows, LATE)
    assert found.used == len(rows) - found.incomplete - found.after
    with pytest.raises(CannotSummarise) as problem:
        lrfm.check(found, LATE, rules)
    assert str(problem.value) == message


def test_zeros_alone_are_visits_where_they_count():
    rows = [("a", day(0), "r1", 0.0)]
    lrfm.check(counts(rows, LATE), LATE, PLAIN)
    assert of_customer(rows) == [[0, 100, 1, 0]]


def test_incomplete_rows_are_counted_and_left_out():
    rows = [("a", day(0), "r1", 5.0), ("a", None, "r2", 5.0), ("a", day(5), "r3", None)]
    assert of_customer(rows) == [[0, 100, 1, 5]]
    found = counts(rows)
    assert (found.rows, found.incomplete, found.used, found.last_day) == (3, 2, 1, day(0))


def test_an_empty_table_has_no_days():
    assert counts([]) == Counts(0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, None, None)


@pytest.mark.parametrize("name", ["frequency", "refunds", "zeros", "duplicates"])
def test_an_unknown_rule_is_refused(name):
    with pytest.raises(ValueError, match=f"unknown rule of {name}: often"):
        Rules(**{name: "often"})


def test_a_table_of_something_else_is_refused():
    with on_duckdb([("a", day(0), "r1", 5.0)]) as table:
        other = table.select("customer", "amount")
        with pytest.raises(ValueError, match="needs the columns: day, receipt"):
            lrfm.summary(other, functions, LATE, PLAIN)
        with pytest.raises(ValueError, match="needs the columns: day, receipt"):
            lrfm.counts(other, functions)


def test_a_hundred_thousand_rows_by_hand():
    """More rows than one chunk of the engine, put together by several threads."""
    chance = random.Random(5)
    rows = [
        (f"{chance.randrange(9000):05d}", day(chance.randrange(300)), f"r{chance.randrange(70_000)}",
         chance.randrange(-2_000, 90_000) / 100, "cash")
        for _ in range(100_000)
    ]  # fmt: skip
    same(summary(rows), slow_summary(rows, LATE, PLAIN))
