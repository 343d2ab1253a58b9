"""Every number of a market page says how it is computed."""

import pytest

from tests.world import english

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/", "/ratio/", "/geography/", "/categories/", "/clustering/"])
def test_every_number_says_how_it_is_computed(url, world) -> None:
    numbers = english(world.bob).get(url).context["numbers"]
    assert numbers
    assert [str(number.label) for number in numbers if not number.how] == []
