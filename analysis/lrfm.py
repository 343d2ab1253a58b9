"""Length, recency, frequency and money of each customer, from transactions of any number.

Written in the DataFrame API of PySpark. The module of functions is passed in, so that the same lines run on
DuckDB (`sqlframe.duckdb.functions`) and on a cluster (`pyspark.sql.functions`). Nothing is computed here:
what comes back is a DataFrame of that engine, which whoever asked collects.

LRFM: Chang & Tsay, "Integrating of SOM and K-Mean in data mining clustering: an empirical study of CRM and
profitability evaluation", Journal of Information Management 11(4), 2004, which adds the length of the
relation to RFM: Hughes, "Strategic Database Marketing", Probus, 1994.

    length    = last day - first day of a visit, in days
    recency   = reference date - last day of a visit, in days
    frequency = number of visits
    monetary  = sum of the amounts

Whoever was here once has length 0 and frequency 1. A customer with refunds only never visited: there is no
length and no recency to give, so the summary leaves them out. `Counts.customers` and `Counts.amount` have
them, so that what is left out can be said.

Amounts are summed as whole thousandths, the smallest part that any currency is divided into: sums of floating
numbers depend on the order of the rows, and two customers who spent the same could get different scores. They
may reach 1e15 either way, as far as files are read (data.reading.numbers).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from analysis.marks import N_
from analysis.refusal import Refusal

# a DataFrame, and the module of functions, of sqlframe.duckdb or of pyspark: the two share no types
Frame = Any
Functions = Any

# what a table of transactions must have; other columns only tell exact duplicates apart
COLUMNS = ("customer", "day", "receipt", "amount")
# where a row stood in its file: two rows may be equal in everything but this
POSITION = ("sheet", "row_number")
# the four variables, in the order of their name
VARIABLES = ("length", "recency", "frequency", "monetary")

_UNITS = 1_000
_CHOICES = {
    "frequency": ("receipts", "days", "rows"),
    "refunds": ("subtract", "leave_out"),
    "zeros": ("count", "leave_out"),
    "duplicates": ("keep", "drop"),
}


class CannotSummarise(Refusal):
    """There is nobody to summarise."""


@dataclass(frozen=True)
class Rules:
    """How rows become visits and money. An unknown rule raises ValueError.

    frequency: a visit is a receipt of one day (the same number on another day is another receipt, since
    many tills begin again each day; a customer's rows of one day without a number are one receipt), a day,
    or a row. refunds: amounts below zero are taken off the money, or left out; they are a visit in neither
    case. zeros: an amount of zero is a visit, or left out. duplicates: rows that are equal in every column
    but their place in the file all count, or once.
    """

    frequency: Literal["receipts", "days", "rows"] = "receipts"
    refunds: Literal["subtract", "leave_out"] = "subtract"
    zeros: Literal["count", "leave_out"] = "count"
    duplicates: Literal["keep", "drop"] = "keep"

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"unknown rule of {name}: {getattr(self, name)}")


@dataclass(frozen=True)
class Counts:
    """What a table of transactions holds, whatever the rules.

    rows: all; incomplete: without customer, day or amount; after: later than the reference date. Of the
    others, which are used: customers, refunds (amount < 0), zeros, duplicates (rows beyond the first of
    equal ones), amount and refund_amount (that of the refunds, at most 0). first_day, last_day: of all
    complete rows, also of those after the reference date; None without any.
    """

    rows: int
    incomplete: int
    after: int
    customers: int
    refunds: int
    zeros: int
    duplicates: int
    amount: float
    refund_amount: float
    first_day: date | None
    last_day: date | None

    @property
    def used(self) -> int:
        """Rows that a summary up to the reference date is made of."""
        return self.rows - self.incomplete - self.after


def summary(table: Frame, functions: Functions, reference: date, rules: Rules) -> Frame:
    """One row per customer who visited up to the reference date, sorted by customer.

    table: columns customer (text), day (date), receipt (text or null), amount (number), and any others.
    Columns: customer; first_day, last_day (date, of the visits); length, recency (days), frequency (long);
    monetary (double, in the currency of the amounts); n_refunds, n_zero (long): rows of these kinds, whether
    or not the rules use them. Raises ValueError where a column is missing.
    """
    f = functions
    day = f.when(f.col("visits") > 0, f.col("day"))
    by_customer = visits(table, f, reference, rules).groupBy("customer")
    found = by_customer.agg(
        f.min(day).alias("first_day"),
        f.max(day).alias("last_day"),
        f.sum("visits").cast("long").alias("frequency"),
        _money(f, f.sum("units")).alias("monetary"),
        f.sum("n_refunds").cast("long").alias("n_refunds"),
        f.sum("n_zero").cast("long").alias("n_zero"),
    )
    first, last = f.col("first_day"), f.col("last_day")
    length = f.datediff(last, first).cast("long").alias("length")
    recency = f.datediff(f.lit(reference), last).cast("long").alias("recency")
    rest = ("frequency", "monetary", "n_refunds", "n_zero")
    visitors = found.filter(f.col("frequency") > 0)
    return visitors.select("customer", "first_day", "last_day", length, recency, *rest).orderBy("customer")


def visits(table: Frame, functions: Functions, reference: date, rules: Rules) -> Frame:
    """What each customer did per receipt and day (rule "receipts") or per day: the step before all others.

    Columns: customer, day, visits (0 where there were refunds only), units (thousandths of the amounts,
    decimal), n_refunds, n_zero (rows).
    """
    f, rows = functions, _used(table, functions, reference)
    if rules.duplicates == "drop":
        rows = rows.select(*_content(rows)).distinct()
    amount = f.col("amount")
    is_refund, is_zero = (amount < 0).cast("int"), (amount == 0).cast("int")
    is_visit = ((amount >= 0) if rules.zeros == "count" else (amount > 0)).cast("int")
    money = amount if rules.refunds == "subtract" else f.when(amount > 0, amount).otherwise(f.lit(0.0))
    keys = [f.col("customer"), f.col("day")]
    if rules.frequency == "receipts":
        keys.append(f.coalesce(f.col("receipt"), f.lit("")).alias("receipt"))
    grouped = rows.groupBy(*keys).agg(
        (f.sum(is_visit) if rules.frequency == "rows" else f.max(is_visit)).cast("long").alias("visits"),
        f.sum(_units(f, money)).alias("units"),
        f.sum(is_refund).alias("n_refunds"),
        f.sum(is_zero).alias("n_zero"),
    )
    return grouped.select("customer", "day", "visits", "units", "n_refunds", "n_zero")


def monthly(table: Frame, functions: Functions, reference: date, rules: Rules) -> Frame:
    """Sales per month up to the reference date, sorted; months without any row are absent.

    Columns: month (date, its first day), amount (double), receipts (long: visits, as the rules count them),
    customers (long: those who visited).
    """
    f = functions
    month = f.trunc(f.col("day"), "month").cast("date").alias("month")
    who = f.when(f.col("visits") > 0, f.col("customer"))
    found = (
        visits(table, f, reference, rules)
        .groupBy(month)
        .agg(
            _money(f, f.sum("units")).alias("amount"),
            f.sum("visits").cast("long").alias("receipts"),
            f.countDistinct(who).cast("long").alias("customers"),
        )
    )
    return found.orderBy("month")


def pairs(table: Frame, functions: Functions, reference: date, rules: Rules) -> Frame:
    """Sums per customer and day, sorted by both: what models of repeat purchases count (BG/NBD).

    Columns: customer, day, amount (double), visits (long; 0 on a day with refunds only).
    """
    f = functions
    found = (
        visits(table, f, reference, rules)
        .groupBy("customer", "day")
        .agg(
            _money(f, f.sum("units")).alias("amount"),
            f.sum("visits").cast("long").alias("visits"),
        )
    )
    return found.orderBy("customer", "day")


def counts(table: Frame, functions: Functions, reference: date | None = None) -> Frame:
    """One row with the fields of Counts; None: no row is after the reference date.

    `Counts(**row.asDict())` makes it one. Raises ValueError where a column is missing.
    """
    f = functions
    _check_columns(table)
    # equal rows are put together first, so that one pass finds the duplicates and all the rest
    equal = table.groupBy(*_content(table)).agg(
        f.count(f.lit(1)).alias("n"), f.sum(_units(f, f.col("amount"))).alias("units")
    )
    complete = _is_complete(f)
    late = complete & (f.col("day") > f.lit(reference)) if reference else f.lit(False)
    marked = equal.select(
        "customer", "day", "amount", "n", "units", complete.alias("complete"), late.alias("late")
    )
    used, amount, n = f.col("complete") & ~f.col("late"), f.col("amount"), f.col("n")
    day = f.when(f.col("complete"), f.col("day"))
    return marked.agg(
        _total(f, f.lit(True), n).alias("rows"),
        _total(f, ~f.col("complete"), n).alias("incomplete"),
        _total(f, f.col("late"), n).alias("after"),
        f.countDistinct(f.when(used, f.col("customer"))).cast("long").alias("customers"),
        _total(f, used & (amount < 0), n).alias("refunds"),
        _total(f, used & (amount == 0), n).alias("zeros"),
        _total(f, used, n - f.lit(1)).alias("duplicates"),
        _money(f, f.sum(f.when(used, f.col("units")))).alias("amount"),
        _money(f, f.sum(f.when(used & (amount < 0), f.col("units")))).alias("refund_amount"),
        f.min(day).alias("first_day"),
        f.max(day).alias("last_day"),
    )


def check(found: Counts, reference: date, rules: Rules) -> None:
    """Raise CannotSummarise where nobody visited up to the reference date, and say why."""
    if not found.rows:
        raise CannotSummarise(N_("There are no transactions. Upload a file with transactions first."))
    if found.incomplete == found.rows:
        text = N_(
            "None of the %(rows)d transactions has a customer, a date and an amount. "
            "Check which column is which, and upload the file again."
        )
        raise CannotSummarise(text, {"rows": found.rows})
    if not found.used:
        text = N_("All transactions are after %(reference)s. Choose %(first_day)s or a later reference date.")
        raise CannotSummarise(text, {"reference": reference, "first_day": found.first_day})
    not_visits = found.refunds + (found.zeros if rules.zeros == "leave_out" else 0)
    if not_visits == found.used:
        text = N_(
            "Nobody bought anything up to %(reference)s: no amount is above zero. "
            "Check which column is the amount, and whether refunds are the negative ones."
        )
        raise CannotSummarise(text, {"reference": reference})


def _check_columns(table: Frame) -> None:
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise ValueError(f"a table of transactions needs the columns: {', '.join(missing)}")


def _is_complete(f: Functions) -> Any:
    return f.col("customer").isNotNull() & f.col("day").isNotNull() & f.col("amount").isNotNull()


def _used(table: Frame, f: Functions, reference: date) -> Frame:
    _check_columns(table)
    return table.filter(_is_complete(f) & (f.col("day") <= f.lit(reference)))


def _content(table: Frame) -> list[str]:
    """Columns in which exact duplicates are equal."""
    return [name for name in table.columns if name not in POSITION]


def _units(f: Functions, amount: Any) -> Any:
    """Amounts as whole thousandths: both engines round the same way, and their sum is exact."""
    return f.floor(amount * f.lit(_UNITS) + f.lit(0.5)).cast("decimal(19,0)")


def _money(f: Functions, units: Any) -> Any:
    return f.coalesce(units.cast("double") / f.lit(_UNITS), f.lit(0.0))


def _total(f: Functions, condition: Any, n: Any) -> Any:
    return f.coalesce(f.sum(f.when(condition, n)), f.lit(0)).cast("long")
