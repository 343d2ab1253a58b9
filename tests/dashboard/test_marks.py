"""Which areas tables mark: as the charts beside them, the chosen ones, else a sales person's own."""

from typing import Any

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.questionnaires import office
from tests.world import english

pytestmark = pytest.mark.django_db
PAGES = ("overview", "ratio", "geography", "categories", "suitability", "clustering", "survey_areas")


@pytest.fixture
def world(db: None) -> worlds.World:
    built = worlds.build()
    office.add(built)
    return built


def marked(response: Any) -> dict[str, set[str]]:
    """Figure → names of its marked rows that are areas."""
    return {
        key: {
            row["name"]
            for row in figure.table.rows
            if row.get("_selected") and row.get("name") in worlds.DISTRICTS
        }
        for key, figure in response.context["figures"].items()
        if figure.table is not None
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_chosen_area_is_marked_alone(world, name) -> None:
    client, address = english(world.alice), reverse(name)  # she works in the Centre
    own = set().union(*marked(client.get(address)).values())
    chosen = set().union(*marked(client.get(f"{address}?area={world.areas['East'].pk}")).values())
    assert own == {"Centre"}
    assert chosen == {"East"}
