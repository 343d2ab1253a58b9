"""The reports on a table of customers: as it came, and after its remedies."""

from analysis import attribute_quality
from analysis.attribute_quality import Params, Report
from analysis.remedies import Recipe
from data.cells_cache import RecentlyUsed

from ..kept import VALUES
from .asked import Asked
from .prepared import Prepared

WHAT = "quality"
# rows whose report a page waits for: half a second there, four for 300,000
AT_ONCE = 50_000
Reports = tuple[Report, Report]
_reports: RecentlyUsed[Reports] = RecentlyUsed(8)


def reports(asked: Asked) -> Reports:
    """The report on the table as it came, and on what its remedies made of it."""
    return _reports.get(asked.data_key, lambda: filed(asked))


def filed(asked: Asked) -> Reports:
    """The same from their file, made where none holds them."""
    return VALUES.filed((WHAT, *asked.data_key), lambda: _look(asked))  # type: ignore[no-any-return]


def is_long(asked: Asked) -> bool:
    """Whether a page should not wait for them."""
    return asked.table.rows > AT_ONCE and not VALUES.is_there((WHAT, *asked.data_key))


def _look(asked: Asked) -> Reports:
    known = asked.prepared()
    params = Params(reference=asked.reference, iqr=known.chosen.recipe.iqr)
    before = attribute_quality.run(known.raw, known.raw_columns, params)
    return before, _after(known, before, params)


def _after(known: Prepared, before: Report, params: Params) -> Report:
    """The same where no remedy is in use, or nothing is left to look at."""
    if known.chosen.recipe == Recipe(iqr=params.iqr, columns=known.chosen.recipe.columns):
        return before
    if not known.applied.columns:
        return before
    return attribute_quality.run(known.applied.table, known.applied.columns, params)
