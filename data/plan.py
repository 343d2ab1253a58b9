"""What is read from a file: its layout, which cell is which column, and the options a person chose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from django.utils import timezone

from data import features
from data.kinds import Column, Kind, kind_of
from data.models import Dataset
from data.reading import chunks as reading
from data.reading.layout import Layout
from data.recognition import SHEET


def table_path(dataset: Dataset) -> Path:
    """The table itself: unpacked from a .zip when it was read, else the file as received."""
    unpacked = dataset.directory / "unpacked"
    found = sorted(unpacked.glob("map.shp")) + sorted(unpacked.glob("table.*"))
    return found[0] if found else dataset.original


@dataclass
class Plan:
    """How one dataset is read. `positions` maps column keys to cell positions; -1 is the sheet's name.

    today: in the region; later days cannot have happened yet.
    """

    kind: Kind
    path: Path
    layout: Layout
    headers: list[str]
    positions: dict[str, int]
    period_start: date
    region_names: list[str]
    today: date
    zone: str = "Asia/Jakarta"
    options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset) -> "Plan":
        headers = list(dataset.guess["headers"])
        positions = {
            column: -1 if header == SHEET else headers.index(header)
            for column, header in dataset.mapping.items()
            if header == SHEET or header in headers
        }
        return cls(
            kind=kind_of(dataset),
            path=table_path(dataset),
            layout=Layout.from_json(dataset.layout),
            headers=headers,
            positions=positions,
            period_start=dataset.period_start,
            region_names=[dataset.region.name],
            today=timezone.localdate(timezone=ZoneInfo(dataset.region.time_zone)),
            zone=dataset.region.time_zone,
            options=dict(dataset.decisions.get("options", {})),
        )

    @property
    def columns(self) -> list[Column]:
        return [column for column in self.kind.columns if column.key in self.positions]

    @property
    def area_columns(self) -> list[Column]:
        return [column for column in self.kind.area_columns if column.key in self.positions]

    def has(self, key: str) -> bool:
        return key in self.positions

    def chunks(self) -> Iterator[reading.Chunk]:
        if self.layout.format in features.FORMATS:
            return features.chunks(self.path, self.layout.format)
        return reading.chunks(self.path, self.layout)

    def cells(self, chunk: reading.Chunk, key: str) -> "pd.Series[Any]":
        """The raw cells of one column; a column the chunk does not reach is empty."""
        position = self.positions[key]
        if position < 0:
            return pd.Series(chunk.sheet, index=chunk.table.index, dtype=object)
        if position not in chunk.table.columns:
            return pd.Series("", index=chunk.table.index, dtype=object)
        return chunk.table[position]

    def sheet_number(self, chunk: reading.Chunk) -> int:
        """Position of the chunk's sheet among the sheets that are read, 0 for files without sheets."""
        return self.layout.sheets.index(chunk.sheet) if chunk.sheet in self.layout.sheets else 0
