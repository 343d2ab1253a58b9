"""What a market page's address says: the filter as a value, and the address of any change to it."""

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

# Ids in the tables of pages: the part whose area or category the files do not state
NOT_STATED = 0


@dataclass(frozen=True)
class MarketParams:
    """The filter as the address gives it, already cleaned (data.forms); empty and 0 mean "not given".

    areas, categories and sizes are ids or codes, ascending; NOT_STATED is a category of its own. category_k:
    groups of K-Means for categories within areas.
    """

    region: str = ""
    edition: int = 0
    year: str = ""
    level: int = 0
    area: tuple[int, ...] = ()
    category: tuple[int, ...] = ()
    size: tuple[int, ...] = ()
    indicator: str = ""
    reading: str = ""
    population: int = 0
    category_k: int = 0

    @property
    def is_one_of_many(self) -> bool:
        """Whether anyone can make up any number of such addresses, so that results are kept briefly only."""
        return bool(self.area or self.category or self.size)

    def query(self, **changes: Any) -> str:
        """The address of this filter with `changes`: `?year=2023&area=12`; `?` where nothing is filtered."""
        changed = replace(self, **changes)
        pairs = {field.name: getattr(changed, field.name) for field in fields(changed)}
        return "?" + urlencode({name: value for name, value in pairs.items() if value}, doseq=True)

    def lists(self) -> dict[str, list[str]]:
        """Every parameter's values as texts; an empty list where it is not given."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            values = value if isinstance(value, tuple) else (value,) if value else ()
            found[field.name] = [str(one) for one in values]
        return found

    def only(self, **one: int) -> str:
        """The address with one area, category or size class alone (a click on a bar)."""
        return self.query(**{name: (value,) for name, value in one.items()})

    def less(self, name: str, value: int) -> str:
        """The address without one value of a filter (a click on its chip)."""
        return self.query(**{name: tuple(kept for kept in getattr(self, name) if kept != value)})
