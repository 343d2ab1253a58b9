"""`python -m benchmarks` (or `make bench`): every measurement, then docs/benchmarks.md."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import import_speed, page_speed, report
from benchmarks.children import PROJECT


def main() -> int:
    try:
        return measure()
    except subprocess.TimeoutExpired:
        print("Not finished in 15 minutes: this machine is busy with other work. Nothing was written.")
        return 1


def measure() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="segmentation-bench-") as name:
        folder = Path(name)
        print("Imports", flush=True)
        imports = import_speed.measure(folder)
        print("Pages", flush=True)
        pages = page_speed.measure(folder)
    target = PROJECT / "docs" / "benchmarks.md"
    report.write(target, imports, pages)
    print(f"{target.relative_to(PROJECT)} written, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
