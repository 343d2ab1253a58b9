"""LRFM of one and of ten million transactions, each measurement in a process of its own."""

from pathlib import Path
from typing import Any

from benchmarks import children

# rows → customers
CASES = {1_000_000: 100_000, 10_000_000: 1_000_000}
# floating sums of pandas against exact ones: parts of the whole
_ROUNDING = 1e-9


def measure(folder: Path, failed: dict[str, str]) -> dict[str, Any]:
    """Times of ours and of pandas by number of rows; empty, with the reason in `failed`, where they were not
    measured."""
    into = folder / "transactions"
    into.mkdir()
    data = into / "data"
    data.mkdir()
    found: dict[str, Any] = {"ours": [], "pandas": []}
    try:
        for rows, customers in CASES.items():
            path = into / f"{rows}.parquet"
            children.run("write_transactions", {}, path=str(path), rows=rows, customers=customers)
            ours = children.run("lrfm_ours", {"DATA_DIR": str(data)}, path=str(path))
            other = children.run("lrfm_pandas", {}, path=str(path))
            check_same(ours, other)
            found["ours"].append({**ours, "mb": path.stat().st_size / 1e6})
            found["pandas"].append(other)
            path.unlink()
    except children.NotMeasured as problem:
        failed["LRFM"] = str(problem)
        return {}
    return found


def check_same(ours: dict[str, Any], other: dict[str, Any]) -> None:
    """Raise NotMeasured where the two found other numbers: then no time is worth anything."""
    mine, theirs = dict(ours["totals"]), dict(other["totals"])
    money, their_money = mine.pop("monetary"), theirs.pop("monetary")
    is_same = mine == theirs and ours["customers"] == other["customers"]
    if not is_same or abs(money - their_money) > _ROUNDING * abs(money):
        raise children.NotMeasured(f"ours found {ours['totals']}, pandas {other['totals']}")
