"""What the worker loads before it writes a list: a process with every package would be near the limit."""

import subprocess
import sys

ASKED = """
import sys
import django
django.setup()
import exports.list_jobs
print(*sorted(set(sys.modules) & {"kneed", "scipy", "pyogrio", "sklearn", "duckdb", "pyspark", "plotly"}))
"""


def test_a_list_loads_no_maps_charts_knees_or_engines() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
