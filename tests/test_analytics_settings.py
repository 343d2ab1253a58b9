"""Settings of what computes over transactions refuse what could not work, before the site starts."""

import os
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from segmentation_site import analytics


def env(monkeypatch: Any, **values: str) -> environ.Env:
    for name in ("ANALYTICS_ENGINE", "ANALYTICS_MEMORY_MB", "ANALYTICS_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return environ.Env()


def test_without_settings_it_is_duckdb_below_a_gigabyte(monkeypatch: Any) -> None:
    found = env(monkeypatch)
    assert analytics.analytics_engine(found) == "duckdb"
    assert analytics.analytics_memory(found) == 1000
    assert analytics.analytics_threads(found) == os.cpu_count()


@pytest.mark.parametrize(
    "value",
    [
        *(
            "duckdb",
            "local",
            "local[2]",
            "local[*]",
            "spark://10.0.0.5:7077",
            "spark://a:7077,b-2.example:7077",
        ),
        *("sc://spark.example:15002", "sc://spark.example", "sc://[::1]:15002/;use_ssl=true;token=abc"),
    ],
)
def test_an_engine_is_taken(monkeypatch: Any, value: str) -> None:
    monkeypatch.setattr(analytics, "find_spec", lambda name: object())
    assert analytics.analytics_engine(env(monkeypatch, ANALYTICS_ENGINE=value)) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", "DuckDB", "spark", "spark://", "spark://host", "spark://host:port", "local[0]", "local[-1]"),
        *("yarn", "sc:/host", "sc://host/;a b", "https://host", "duckdb;", "local[2]\n", "sc://:15002"),
    ],
)
def test_another_engine_refuses_and_is_not_repeated(monkeypatch: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as problem:
        analytics.analytics_engine(env(monkeypatch, ANALYTICS_ENGINE=value))
    assert str(problem.value) == (
        "ANALYTICS_ENGINE must be duckdb, local[2], spark://host:7077 or sc://host:15002."
    )


def test_spark_that_is_not_installed_refuses(monkeypatch: Any) -> None:
    monkeypatch.setattr(analytics, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="names Spark, which is not installed here"):
        analytics.analytics_engine(env(monkeypatch, ANALYTICS_ENGINE="local[2]"))


@pytest.mark.parametrize("value", ["0", "-1", "199"])
def test_too_little_memory_refuses(monkeypatch: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ANALYTICS_MEMORY_MB must be a whole number from 200"):
        analytics.analytics_memory(env(monkeypatch, ANALYTICS_MEMORY_MB=value))


@pytest.mark.parametrize("value", ["0", "-2"])
def test_no_threads_refuse(monkeypatch: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ANALYTICS_THREADS must be a whole number above zero"):
        analytics.analytics_threads(env(monkeypatch, ANALYTICS_THREADS=value))


def test_the_settings_are_those_of_the_environment(settings: Any) -> None:
    assert (settings.ANALYTICS_ENGINE, settings.ANALYTICS_MEMORY_MB) == ("duckdb", 1000)
