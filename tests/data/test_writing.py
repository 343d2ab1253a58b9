"""Bulk writing: parts are made while others are written, in their order, and nothing of a failure is lost."""

import threading

import pandas as pd
import pytest
from django.db import connection

from data import writing


@pytest.fixture(params=["sqlite", "postgresql"])
def vendor(request, monkeypatch):
    monkeypatch.setattr(connection, "vendor", request.param)
    return request.param


def test_parts_come_in_their_order_whoever_makes_them(vendor):
    made_by = []

    def parts():
        for number in range(5):
            made_by.append(threading.current_thread())
            yield number

    assert list(writing.made_ahead(parts())) == [0, 1, 2, 3, 4]
    is_ours = {thread is threading.current_thread() for thread in made_by}
    assert is_ours == {vendor == "sqlite"}


def test_a_part_that_cannot_be_made_stops_after_those_before_it(vendor):
    def parts():
        yield "first"
        raise OSError("no more")

    found = writing.made_ahead(parts())
    assert next(found) == "first"
    with pytest.raises(OSError, match="no more"):
        next(found)


def test_a_writer_that_stops_leaves_no_thread_at_work(vendor):
    before = threading.active_count()
    parts = writing.made_ahead(iter(range(100)))
    assert next(parts) == 0
    parts.close()
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pd.Series([1, None], dtype="Int64"), [1, None]),
        (pd.Series([2**53 + 1, -1], dtype="Int64"), [2**53 + 1, -1]),
        (pd.Series([1.5, None], dtype="Float64"), [1.5, None]),
        (pd.Series(["", None], dtype="str"), ["", None]),
        (pd.Series([b"x", None, float("nan")], dtype=object), [b"x", None, None]),
    ],
)
def test_drivers_get_python_values_and_none_for_missing(column, values):
    found = writing._values(column)
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]
