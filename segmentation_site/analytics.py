"""Settings of what computes over transactions: from the environment, checked at start."""

import os
import re
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

DUCKDB = "duckdb"
_HOST = r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])"
_PORT = r":[0-9]{1,5}"
# what pyspark takes as master, or as address of Spark Connect (whose parameters may hold a token)
SPARK = re.compile(
    rf"local(?:\[(?:[1-9][0-9]?|\*)\])?|spark://{_HOST}{_PORT}(?:,{_HOST}{_PORT})*"
    rf"|sc://{_HOST}(?:{_PORT})?(?:/(?:;[!-~]*)?)?"
)
# below it DuckDB cannot even sort what it has put on disk
LEAST_MB = 200


def analytics_engine(env: Any) -> str:
    """ANALYTICS_ENGINE: `duckdb`, or where Spark runs."""
    value: str = env.str("ANALYTICS_ENGINE", DUCKDB)
    if value == DUCKDB:
        return value
    if not SPARK.fullmatch(value):
        # not repeated: the address of Spark Connect may hold a token
        raise ImproperlyConfigured(
            "ANALYTICS_ENGINE must be duckdb, local[2], spark://host:7077 or sc://host:15002."
        )
    if find_spec("pyspark") is None:
        raise ImproperlyConfigured(
            "ANALYTICS_ENGINE names Spark, which is not installed here: pip install 'pyspark[connect]==4.3.*'"
        )
    return value


def analytics_memory(env: Any) -> int:
    """ANALYTICS_MEMORY_MB: what DuckDB may hold in memory before it writes to disk, for each process."""
    value: int = env.int("ANALYTICS_MEMORY_MB", 1000)
    if value < LEAST_MB:
        raise ImproperlyConfigured(f"ANALYTICS_MEMORY_MB must be a whole number from {LEAST_MB}.")
    return value


def analytics_threads(env: Any) -> int:
    """ANALYTICS_THREADS: of DuckDB, for each process; by default one per core."""
    value: int = env.int("ANALYTICS_THREADS", os.cpu_count() or 1)
    if value < 1:
        raise ImproperlyConfigured("ANALYTICS_THREADS must be a whole number above zero.")
    return value
