"""What the quality report of a table of customers says: findings in a fixed order, each with its numbers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis import attribute_roles
from analysis.column_types import Column
from analysis.marks import N_

CHECKS = ("missing", "duplicates", "type", "outliers", "constant", "plausibility")
# from this share on a text of numbers is taken as numbers with slips among them
MOSTLY = 0.9
# roles that cannot lie below zero
_NOT_NEGATIVE = (
    "age", "income", "children", "recency", "deals", "visits", "purchases", "spending", "spending_other",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something to look at. check: one of CHECKS, the order in which they come; column: key, "" for the
    whole table; n: rows or values; text: marked for translation, with places for data (numbers, and the
    label of the column); remedy: the action of `remedies` that is proposed, "" where a person has to decide.
    """

    check: str
    column: str
    n: int
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""


def found(described: pd.DataFrame, counts: Mapping[str, int]) -> tuple[Finding, ...]:
    """Findings from the columns and counts of an `attribute_quality.Report`."""
    rows = list(described.itertuples())
    checks = (_missing, _read_otherwise, _outliers, _constant)
    by_column = [finding for check in checks for row in rows for finding in check(row, counts["rows"])]
    order = sorted([*by_column, *_repeats(counts)], key=lambda one: CHECKS.index(one.check))
    return tuple(order)


def _missing(row: Any, rows: int) -> list[Finding]:
    data = {"column": row.label, "n": row.missing, "rows": rows}
    if not row.missing:
        return []
    if not row.n:
        text = N_("“%(column)s” has no value in any row.")
        return [Finding("missing", row.Index, row.missing, text, data, "drop_constant")]
    text = N_("“%(column)s” is missing in %(n)s of %(rows)s rows.")
    remedy = "fill_median" if row.type in ("number", "date") else "fill_mode"
    return [Finding("missing", row.Index, row.missing, text, data, remedy)]


def _repeats(counts: Mapping[str, int]) -> list[Finding]:
    texts = {
        "duplicates": (N_("Rows that repeat an earlier row, with its id: %(n)s."), "drop_duplicates"),
        "duplicates_without_id": (
            N_("Rows that repeat an earlier one in everything but the id, perhaps the same people: %(n)s."),
            "drop_duplicates",
        ),
        "repeated_ids": (N_("Rows whose id came before: %(n)s."), "drop_repeated_ids"),
    }  # fmt: skip
    return [
        Finding("duplicates", "", counts[key], text, {"n": counts[key], "rows": counts["rows"]}, remedy)
        for key, (text, remedy) in texts.items()
        if counts[key]
    ]


def _read_otherwise(row: Any, rows: int) -> list[Finding]:
    if not row.reads_as or row.n_reads < MOSTLY * row.n:
        return []
    data = {"column": row.label, "n": row.n_reads, "known": row.n}
    if row.reads_as == "date":
        text = N_("“%(column)s” is kept as text, but %(n)s of %(known)s values read as dates.")
        return [Finding("type", row.Index, row.n_reads, text, data, "to_date")]
    text = N_("“%(column)s” is kept as text, but %(n)s of %(known)s values read as numbers.")
    return [Finding("type", row.Index, row.n_reads, text, data, "to_number")]


def _outliers(row: Any, rows: int) -> list[Finding]:
    if not row.n_outliers:
        return []
    text = N_("“%(column)s”: %(n)s of %(known)s values outside %(lower)s to %(upper)s.")
    # a limit that no value passes may be an amount below zero, which says nothing to anybody
    if not row.n_below:
        text = N_("“%(column)s”: %(n)s of %(known)s values above %(upper)s.")
    elif not row.n_above:
        text = N_("“%(column)s”: %(n)s of %(known)s values below %(lower)s.")
    data = {"column": row.label, "n": row.n_outliers, "known": row.n, "lower": row.lower, "upper": row.upper,
            "min": row.min, "max": row.max}  # fmt: skip
    return [Finding("outliers", row.Index, row.n_outliers, text, data, "cap_outliers")]


def _constant(row: Any, rows: int) -> list[Finding]:
    if not row.constant or row.n < 2:
        return []
    text = N_("“%(column)s” has the same value wherever it is known, so it tells nobody apart.")
    return [Finding("constant", row.Index, row.n, text, {"column": row.label, "n": row.n}, "drop_constant")]


def implausible(
    table: pd.DataFrame, columns: tuple[Column, ...], reference: datetime.date | None, oldest: int
) -> tuple[Finding, ...]:
    """Years of birth before `oldest` or after the reference, dates after it, amounts below zero."""
    findings: list[Finding] = []
    for column in columns:
        values, role = table[column.key].dropna(), attribute_roles.role_of(column.label)
        if column.type == "date":
            findings += _dates(values, column, role, reference, oldest)
        elif column.is_numeric and role == "year_of_birth":
            findings += _births(values, column, reference, oldest)
        elif column.is_numeric and role in _NOT_NEGATIVE:
            text = N_("“%(column)s”: %(n)s of %(known)s values below zero, the lowest %(lowest)s.")
            findings += _where(values < 0, values, column, text, {"lowest": values.min()})
    return tuple(findings)


def _where(
    wrong: "pd.Series[bool]", values: pd.Series, column: Column, text: str, data: Mapping[str, Any]
) -> list[Finding]:
    n = int(wrong.sum())
    if not n:
        return []
    said = {"column": column.label, "n": n, "known": len(values), **data}
    return [Finding("plausibility", column.key, n, text, said)]


def _births(years: pd.Series, column: Column, reference: datetime.date | None, oldest: int) -> list[Finding]:
    text = N_("“%(column)s”: %(n)s of %(known)s values before %(oldest)s, the earliest %(earliest)s.")
    early = _where(years < oldest, years, column, text, {"oldest": oldest, "earliest": years.min()})
    if reference is None:
        return early
    text = N_("“%(column)s”: %(n)s of %(known)s values after the reference date, the latest %(latest)s.")
    data = {"reference": reference, "latest": years.max()}
    return early + _where(years > reference.year, years, column, text, data)


def _dates(
    dates: pd.Series, column: Column, role: str | None, reference: datetime.date | None, oldest: int
) -> list[Finding]:
    findings: list[Finding] = []
    if role == "date_of_birth":
        text = N_("“%(column)s”: %(n)s of %(known)s values before %(oldest)s, the earliest %(earliest)s.")
        data = {"oldest": oldest, "earliest": _day(dates.min())}
        findings += _where(dates.dt.year < oldest, dates, column, text, data)
    if reference is not None:
        text = N_("“%(column)s”: %(n)s of %(known)s values after the reference date, the latest %(latest)s.")
        data = {"reference": reference, "latest": _day(dates.max())}
        findings += _where(dates > pd.Timestamp(reference), dates, column, text, data)
    return findings


def _day(moment: Any) -> datetime.date | None:
    return None if pd.isna(moment) else moment.date()
