"""`python -m benchmarks` (or `make bench`): every measurement, then docs/benchmarks.md."""

import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import (
    attributes_speed,
    cells_speed,
    databases,
    import_speed,
    list_speed,
    lrfm_speed,
    page_speed,
    register,
    report,
    survey_speed,
    whole_report_speed,
)
from benchmarks.children import PROJECT
from benchmarks.load import Load

# what can be measured again alone: reports need the small register, the others nothing
ALONE = ("reports", "lists", "customers")


def main(parts: list[str]) -> int:
    """Everything, or only these parts of ALONE: the other sections of the document stay as they are."""
    if unknown := set(parts) - set(ALONE):
        print(f"Not a part that can be measured alone: {', '.join(sorted(unknown))}. There are {ALONE}.")
        return 2
    # so that an ended run drops its databases too
    signal.signal(signal.SIGTERM, lambda *_about: sys.exit(143))
    databases.sweep()
    started = time.monotonic()
    failed: dict[str, str] = {}
    target = PROJECT / "docs" / "benchmarks.md"
    with tempfile.TemporaryDirectory(prefix="segmentation-bench-") as name, Load() as load:
        folder = Path(name)
        if parts:
            found = _some(parts, folder, failed)
        else:
            imports, found = _all(folder, failed)
    minutes = (time.monotonic() - started) / 60
    about = f"{load}, {minutes:.1f} minutes in all"
    if parts:
        report.replace(target, found, about)
    else:
        report.write(target, imports, found, failed, about, load.is_busy)
    print(f"{target.relative_to(PROJECT)} written, {minutes:.1f} minutes")
    for part, why in failed.items():
        print(f"{part}: not measured: {why}")
    return 1 if failed else 0


def _all(folder: Path, failed: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    print("Imports", flush=True)
    imports = import_speed.measure(folder, failed)
    print("Pages", flush=True)
    found: dict[str, Any] = {"market": page_speed.measure(folder, failed)}
    print("Surveys", flush=True)
    found["surveys"] = survey_speed.measure(folder, failed)
    found |= _some(["reports"], folder, failed)
    return imports, found | _some(["lists", "customers"], folder, failed)


def _some(parts: list[str], folder: Path, failed: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "reports" in parts:
        print("Reports", flush=True)
        if not (folder / "small.csv").exists():
            register.write_csv(folder / "small.csv", 10_000, False)
        found["reports"] = whole_report_speed.measure(folder, failed)
    if "lists" in parts:
        print("Lists", flush=True)
        found["lists"] = list_speed.measure(folder, failed)
    if "customers" in parts:
        print("Customers", flush=True)
        found["customers"] = {
            "lrfm": lrfm_speed.measure(folder, failed),
            "cells": cells_speed.measure(failed),
            "attributes": attributes_speed.measure(failed),
        }
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
