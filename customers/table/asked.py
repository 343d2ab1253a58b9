"""One question to a table of customers: its rows, its remedies, and how they are grouped."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.queries import edition_by_id

from ..models import KeptRecipe
from . import prepared, queries
from .prepared import Prepared
from .queries import CustomerTable
from .scope import Params, TableReader


@dataclass(frozen=True, eq=False)
class Asked:
    """table; kept: the remedies in use, None without any; reference: day that ages are counted to; params."""

    table: CustomerTable
    kept: KeptRecipe | None
    reference: date
    params: Params

    @property
    def data_key(self) -> tuple[Hashable, ...]:
        """What the prepared table depends on."""
        return (self.table.key, self.kept and self.kept.key, self.reference)

    @property
    def groups_key(self) -> tuple[Hashable, ...]:
        """What every number of segments of it depends on."""
        params = self.params
        return (*self.data_key, params.attributes, params.levels, params.scale, params.components)

    def prepared(self) -> Prepared:
        """The table with remedies and formulas."""
        return prepared.of(self.table, self.kept, self.reference)

    def to_json(self, what: str) -> dict[str, Any]:
        """Options of the job that computes `what` of this."""
        params = self.params
        return {
            "what": what, "edition": self.table.edition.pk, "recipe": self.kept.pk if self.kept else None,
            "reference": self.reference.isoformat(), "attributes": list(params.attributes),
            "levels": params.levels, "scale": params.scale, "components": params.components,
        }  # fmt: skip


def of_reader(reader: TableReader) -> Asked:
    """The question of an address that has a table."""
    assert reader.table is not None
    return Asked(reader.table, reader.kept_recipe, reader.reference, reader.params)


def of_options(options: dict[str, Any]) -> Asked | None:
    """What `to_json` made; None where the data behind it are gone."""
    edition = edition_by_id(options["edition"])
    recipe = queries.recipe_by_id(options["recipe"] or 0)
    if edition is None or (recipe is None and options["recipe"]):
        return None
    params = Params(
        attributes=tuple(options["attributes"]),
        levels=options["levels"],
        scale=options["scale"],
        components=options["components"],
    )
    reference = date.fromisoformat(options["reference"])
    return Asked(queries.table_of(edition), recipe, reference, params)
