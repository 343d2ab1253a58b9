"""The engine of the settings: DuckDB with its limits, Spark by the same lines, one session at a time."""

import os
import shutil
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.test import override_settings

from analysis import lrfm
from analysis.lrfm import Rules
from customers import engine
from tests.analysis.transactions import arrow, day, slow_summary

ROWS = [
    ("00001", day(0), "r1", 10.25, "cash"),
    ("00001", day(40), "r1", 5.0, None),
    ("00001", day(40), None, 0.1),
    ("00001", day(40), "", 0.2),
    ("2", day(3), "r2", -5.0),
    ("2", day(3), "r2", -5.0),
    ("2", day(3), "r3", 0.0),
    ("3", day(7), "r4", -9.0),
    ("ünal", day(59), "r5", 7.5),
    ("ünal", day(90), "r6", 7.5),
    ("most", day(1), "r8", 1e15),
    ("most", day(2), "r9", 1e15),
    (None, day(1), "r7", 1.0),
]
REFERENCE = day(60)
ALL_RULES = [
    Rules(),
    Rules("days", "leave_out", "leave_out", "keep"),
    Rules("rows", "subtract", "count", "drop"),
]


def written(folder: Path, rows: list[Any], name: str = "rows.parquet") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(arrow(rows), folder / name)
    return folder / name


def everything(paths: list[Path]) -> dict[str, pd.DataFrame]:
    """Every query of analysis.lrfm, computed by the engine of the settings."""
    with engine.session() as session:
        table, f = session.read(paths), session.functions
        found = {
            f"summary {n}": lrfm.summary(table, f, REFERENCE, rules) for n, rules in enumerate(ALL_RULES)
        }
        found["monthly"] = lrfm.monthly(table, f, REFERENCE, ALL_RULES[0])
        found["pairs"] = lrfm.pairs(table, f, REFERENCE, ALL_RULES[0])
        found["counts"] = lrfm.counts(table, f, REFERENCE)
        return {name: session.fetch(frame) for name, frame in found.items()}


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return [written(tmp_path / "first", ROWS[:6]), written(tmp_path / "second", ROWS[6:])]


def test_files_are_read_as_one_table(paths: list[Path]) -> None:
    found = everything(paths)
    complete = [(*row, "cash")[:5] for row in ROWS if row[0]]
    for number, rules in enumerate(ALL_RULES):
        expected = slow_summary(complete, REFERENCE, rules)
        one = found[f"summary {number}"].set_index("customer")
        assert one.index.tolist() == expected.index.tolist()
        assert all(one[name].tolist() == expected[name].tolist() for name in expected.columns)
    assert found["counts"].iloc[0][["rows", "incomplete", "after", "duplicates"]].tolist() == [13, 1, 1, 1]
    assert found["monthly"]["month"].tolist() == [pd.Timestamp(2024, month, 1) for month in (1, 2)]


@pytest.mark.skipif(
    not shutil.which("java") and not os.environ.get("JAVA_HOME"),
    reason="Spark needs Java (Debian: openjdk-17-jre-headless), which is not on this machine",
)
def test_spark_gives_the_same_numbers(paths: list[Path]) -> None:
    expected = everything(paths)
    with override_settings(ANALYTICS_ENGINE="local[2]"):
        found = everything(paths)
    assert found.keys() == expected.keys()
    for name, table in expected.items():
        pd.testing.assert_frame_equal(found[name], table, check_exact=True, obj=name)


def test_what_is_fetched_has_plain_types(paths: list[Path]) -> None:
    with engine.session() as session:
        frame = lrfm.summary(session.read(paths), session.functions, REFERENCE, Rules())
        found = session.fetch(frame, index="customer")
        row = session.row(lrfm.counts(session.read(paths), session.functions))
    assert found.index.tolist() == ["00001", "2", "most", "ünal"]
    assert found["length"].dtype == found["frequency"].dtype == "int64"
    assert found["monetary"].dtype == "float64"
    assert found["first_day"].dtype.kind == "M"
    assert lrfm.Counts(**row).last_day == date(2024, 3, 31)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    odd = written(tmp_path / "Toko 'Ani' [1]*?{x}", ROWS[:2])
    written(tmp_path / "Toko 'Ani' 1", ROWS)
    with engine.session() as session:
        assert session.read([odd]).count() == 2


def test_columns_are_put_together_by_their_names(tmp_path: Path) -> None:
    one = written(tmp_path, ROWS[:2], "one.parquet")
    pq.write_table(
        arrow(ROWS[2:4]).select(["amount", "customer", "day", "receipt"]), tmp_path / "two.parquet"
    )
    with engine.session() as session:
        found = session.fetch(session.read([one, tmp_path / "two.parquet"]))
    assert sorted(found["amount"]) == [0.1, 0.2, 5.0, 10.25]
    assert found["customer"].tolist() == ["00001"] * 4


def test_no_file_is_refused() -> None:
    with engine.session() as session, pytest.raises(ValueError, match="there is no file to read"):
        session.read([])


def test_limits_are_those_of_the_settings(settings: Any) -> None:
    settings.ANALYTICS_MEMORY_MB, settings.ANALYTICS_THREADS = 300, 1
    duck = engine.DuckDB()
    try:
        asked = "memory_limit", "threads", "temp_directory", "autoinstall_known_extensions"
        found = [
            duck._connection.execute(f"SELECT current_setting('{name}')").fetchall()[0][0] for name in asked
        ]
    finally:
        duck.close()
    assert found[0] == "286.1 MiB"
    assert found[1] == 1
    assert Path(found[2]).parent == Path(settings.DATA_DIR) / "spill"
    assert found[3] is False
    assert not Path(found[2]).exists()


def test_what_does_not_fit_in_memory_goes_to_disk(settings: Any, tmp_path: Path) -> None:
    """A million receipts in the least memory; the folder is gone afterwards."""
    settings.ANALYTICS_MEMORY_MB, settings.ANALYTICS_THREADS = 200, 2
    with engine.session() as session:
        import duckdb

        path = tmp_path / "many.parquet"
        duckdb.sql(
            "SELECT 'customer number ' || (range % 300000) AS customer,"
            " DATE '2024-01-01' + CAST(range % 700 AS INT) AS day,"
            " 'a receipt with a long number ' || range AS receipt, 1.5::DOUBLE AS amount FROM range(1000000)"
        ).write_parquet(str(path))
        found = session.fetch(
            lrfm.summary(session.read([path]), session.functions, date(2026, 1, 1), Rules()), "customer"
        )
    assert len(found) == 300_000
    assert (found["frequency"].sum(), found["monetary"].sum()) == (1_000_000, 1_500_000)
    assert list((Path(settings.DATA_DIR) / "spill").iterdir()) == []


def test_a_session_within_a_session_is_refused() -> None:
    """It would share the other's global state, and wait for itself."""
    with engine.session(), pytest.raises(RuntimeError, match="a session is open already"), engine.session():
        pass
    with engine.session() as session:
        assert session.functions is not None


def test_threads_wait_for_their_turn(paths: list[Path]) -> None:
    results: list[int] = []

    def count(number: int) -> None:
        with engine.session() as session:
            results.append(session.read(paths[: 1 + number % 2]).count())

    threads = [threading.Thread(target=count, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [6] * 3 + [13] * 3


def test_a_failure_inside_closes_the_session() -> None:
    with pytest.raises(ZeroDivisionError), engine.session():
        raise ZeroDivisionError
    with engine.session() as session:
        assert session.functions is not None


def test_an_engine_that_does_not_answer_is_said(settings: Any, monkeypatch: Any) -> None:
    def away(*args: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(engine, "spill_directory", away)
    with (
        pytest.raises(engine.EngineAway, match="the engine for it does not answer") as problem,
        engine.session(),
    ):
        pass
    assert isinstance(problem.value.__cause__, OSError)


def test_spark_connect_where_nobody_listens_is_said_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(ConnectionRefusedError):
        engine._knock("sc://127.0.0.1:9/;token=secret")
    assert time.monotonic() - started < engine.KNOCK_SECONDS


def test_what_a_killed_process_left_is_removed(settings: Any) -> None:
    folder = engine.spill_directory()
    old, new = folder / "old", folder / "new"
    for path in (old, new):
        path.mkdir()
        (path / "part").write_text("x")
    a_day_ago = time.time() - engine.STRAY_SECONDS - 60
    os.utime(old, (a_day_ago, a_day_ago))
    engine.spill_directory()
    try:
        assert [path.name for path in folder.iterdir()] == ["new"]
    finally:
        shutil.rmtree(new)
