"""The file of a shop's counted customers, read in columns and in parts instead of as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.lrfm import Rules

from ..queries import Shop
from . import summaries


@dataclass(frozen=True, eq=False)
class CountedFile:
    """One row per customer who bought up to a day (summaries.table), in the order of their numbers."""

    file: Any

    @property
    def rows(self) -> int:
        return int(self.file.metadata.num_rows)

    def columns(self, names: set[str]) -> pd.DataFrame:
        """These columns of all customers, numbered from 0: their numbers take more room than all else."""
        found: pd.DataFrame = self.file.read(columns=sorted(names)).to_pandas(
            split_blocks=True, self_destruct=True, ignore_metadata=True
        )
        pa.default_memory_pool().release_unused()
        return found

    def parts(self, size: int) -> Iterator[pd.DataFrame]:
        """The customers, at most `size` at a time: index customer."""
        for batch in self.file.iter_batches(size):
            yield batch.to_pandas(ignore_metadata=True, date_as_object=False).set_index("customer")


@contextmanager
def opened(shop: Shop, reference: date, rules: Rules) -> Iterator[CountedFile]:
    """The file of a day, counted first where it is not there. Raises CannotSummarise where nobody bought."""
    with summaries.file(shop, reference, rules) as found, pq.ParquetFile(found) as file:
        yield CountedFile(file)
