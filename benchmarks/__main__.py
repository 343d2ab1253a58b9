"""`python -m benchmarks` (or `make bench`): every measurement, then docs/benchmarks.md."""

import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import databases, import_speed, page_speed, report, survey_speed
from benchmarks.children import PROJECT
from benchmarks.load import Load


def main() -> int:
    # so that an ended run drops its databases too
    signal.signal(signal.SIGTERM, lambda *_about: sys.exit(143))
    databases.sweep()
    started = time.monotonic()
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="segmentation-bench-") as name, Load() as load:
        folder = Path(name)
        print("Imports", flush=True)
        imports = import_speed.measure(folder, failed)
        print("Pages", flush=True)
        pages = page_speed.measure(folder, failed)
        print("Surveys", flush=True)
        surveys = survey_speed.measure(folder, failed)
    minutes = (time.monotonic() - started) / 60
    target = PROJECT / "docs" / "benchmarks.md"
    report.write(
        target,
        imports,
        {"market": pages, "surveys": surveys},
        failed,
        f"{load}, {minutes:.1f} minutes in all",
        load.is_busy,
    )
    print(f"{target.relative_to(PROJECT)} written, {minutes:.1f} minutes")
    for part, why in failed.items():
        print(f"{part}: not measured: {why}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
