"""What a demo file is: a path, and all that importing it takes."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.marks import N_
from demo.writing import Sheet

SOURCE = N_("Demo data made by this program. No row describes a real enterprise or person.")


@dataclass(frozen=True)
class DemoFile:
    """A file and all that importing it takes.

    `boundary_set` is the key of a set in `demo.pekanbaru.BOUNDARY_SETS`; `series` is the population's basis,
    else "main"; no two files share kind, series and period. `decisions` is also written beside the file
    (`decisions_path`). `expect` counts rows: accepted + rejected + skipped are all
    rows below the header that hold anything; duplicates are part of skipped, as are total rows and notes.
    """

    path: Path
    kind: str
    period_label: str
    period_start: date
    period_end: date
    series: str
    boundary_set: str
    decisions: dict[str, Any]
    definition: str
    source: str
    expect: dict[str, int]

    @property
    def decisions_path(self) -> Path:
        """Where the decisions stand as JSON."""
        return self.path.with_suffix(".decisions.json")


def demo_file(
    path: Path,
    kind: str,
    period: str,
    borders: str,
    decisions: dict[str, Any],
    definition: str,
    expect: dict[str, int],
    series: str = "main",
) -> DemoFile:
    """A file of a year ("2023") or month ("2021-06"); `decisions` and `expect` only name the unusual."""
    year, month = int(period[:4]), int(period[5:] or 0)
    usual = {"create_categories": False, "accept_good_rows": False, "mode": "replace"}
    none = {"accepted": 0, "rejected": 0, "skipped": 0, "duplicates": 0}
    return DemoFile(
        path,
        kind,
        period,
        date(year, month or 1, 1),
        date(year, month or 12, monthrange(year, month or 12)[1]),
        series,
        borders,
        usual | decisions,
        definition,
        SOURCE,
        none | expect,
    )


def layout_of(sheet: Sheet) -> dict[str, Any]:
    """Where the header of `sheet` stands, as decisions say it."""
    return {"header_row": sheet.header_row, "header_rows": sheet.header_rows}
