"""What is done with a table of customers before it is looked at: remedies, and which formulas are derived."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis import derived, remedies
from analysis.derived import Formula
from analysis.remedies import Recipe


@dataclass(frozen=True)
class Chosen:
    """recipe: the remedies; own: formulas that people wrote; without: keys of usual formulas that are not
    wanted."""

    recipe: Recipe = field(default_factory=Recipe)
    own: tuple[Formula, ...] = ()
    without: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As models.KeptRecipe keeps it."""
        own = json.loads(derived.to_json(self.own))
        return {**json.loads(self.recipe.to_json()), "own": own, "without": list(self.without)}


def chosen(kept: Mapping[str, Any] | None) -> Chosen:
    """What `to_json` made; nothing at all where nothing was kept."""
    if kept is None:
        return Chosen()
    recipe = remedies.from_json(json.dumps(kept))
    return Chosen(recipe, derived.from_json(json.dumps(kept["own"])), tuple(kept["without"]))
