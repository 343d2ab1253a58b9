"""Rows in an order from disk: every kind of value comes back as it went, in the order of pandas."""

import errno
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.sorted_rows import SortedRows


def table(rows: list[tuple[float | None, int]], start: int = 0) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["one", "other"]).astype({"one": "float64", "other": "int64"})
    return found.assign(place=np.arange(start, start + len(found)))


ROW = st.tuples(st.sampled_from([1.0, 2.0, float("inf"), None]), st.integers(-3, 3))


@given(st.lists(st.lists(ROW, min_size=1, max_size=20), max_size=4), st.integers(1, 9))
def test_the_order_is_that_of_a_table_in_memory(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[tuple[float | None, int]]], size: int
) -> None:
    parts, start = [], 0
    rows = SortedRows(tmp_path_factory.mktemp("rows"), "rows")
    for one in tables:
        parts.append(table(one, start))
        start += len(one)
        rows.add(parts[-1])
    found = list(rows.parts({"one": True, "other": False, "place": False}, size))
    rows.close()
    assert [len(part) for part in found[:-1]] == [size] * max(0, len(found) - 1)
    if not parts:
        assert not found
        return
    expected = pd.concat(parts).sort_values(
        ["one", "other", "place"], ascending=[False, True, True], na_position="last"
    )
    pd.testing.assert_frame_equal(pd.concat(found, ignore_index=True), expected.reset_index(drop=True))


def test_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    given = pd.DataFrame(
        {
            "text": pd.Series(['O\'Neil "x"', "b", "a\n"], dtype="str"),
            "day": pd.to_datetime(["2023-01-01", "2024-02-29", "1999-12-31"]).astype("datetime64[s]"),
            "secret": [b"\x00\x01", b"", b"z"],
            "hash": pd.Series([2**62, None, -5], dtype="Int64"),
            "small": np.array([1, 2, 3], dtype="int8"),
        }
    )
    rows = SortedRows(tmp_path, "rows")
    rows.add(given)
    rows.index("text")
    [found] = rows.parts({"small": False}, 10)
    pd.testing.assert_frame_equal(found, given)
    assert rows.of("text", ["b", "nobody"])["small"].tolist() == [2]
    assert rows.of("text", []).empty
    rows.close()


def test_nothing_was_added(tmp_path: Path) -> None:
    rows = SortedRows(tmp_path, "rows")
    rows.index("text")
    assert not list(rows.parts({"text": True}, 5))
    assert rows.of("text", ["a"]).empty
    rows.close()


def test_a_full_disk_is_said_as_one(tmp_path: Path) -> None:
    rows = SortedRows(tmp_path, "rows")
    rows.add(table([(1.0, 1)]))
    rows._connection.execute("PRAGMA max_page_count=2")
    with pytest.raises(OSError, match="no room") as caught:
        rows.add(table([(float(one), one) for one in range(5_000)]))
    assert caught.value.errno == errno.ENOSPC
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    rows.close()
