"""Keeps remedies for a table of customers without anybody at the page, through the page's own form."""

from collections.abc import Mapping
from typing import Any

from data.models import Edition

from .. import saving
from ..models import KeptRecipe
from . import queries
from .asked import Asked
from .recipe import Chosen
from .remedy_form import RemedyForm
from .scope import Params


def keep(edition: Edition, steps: Mapping[tuple[str, str], str], user: Any) -> KeptRecipe:
    """Remedies of a table that has none yet: what the form proposes, and these steps.

    steps: what is looked at (a key of remedy_choices.ANSWERS) and header → step of analysis.remedy_steps.
    Raises ValueError where the form asks no such thing, or refuses the step.
    """
    asked = Asked(queries.table_of(edition), None, edition.period_end, Params())
    form = RemedyForm(asked)
    places = {(one.check, one.column): one.key for one in form.places}
    if missing := steps.keys() - places.keys():
        raise ValueError(f"nothing is asked about {sorted(missing)}")
    proposed = {name: form[name].initial or "" for name in form.fields}
    filled = RemedyForm(asked, proposed | {places[place]: step for place, step in steps.items()})
    if not filled.is_valid():
        raise ValueError(f"the remedies are refused: {filled.errors.as_json()}")
    return saving.keep_recipe(edition.region, edition.series, Chosen(filled.recipe).to_json(), user)
