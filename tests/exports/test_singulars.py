"""One of something is said as one: on the pages of files, in a list's heading and behind a number."""

import re

import pytest

from data.models import MarketRow
from exports import files
from tests import world as worlds
from tests.dashboard.trail import traced
from tests.dashboard.trail.traced import One
from tests.world import english

from .test_files import Quiet, asked

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


@pytest.mark.parametrize(("rows", "said"), [(1, ", 1 row, "), (2, ", 2 rows, "), (1_234, ", 1,234 rows, ")])
def test_a_file_of_one_row(world: worlds.World, rows: int, said: str) -> None:
    export = asked(world.bob)

    def write(path):
        path.write_bytes(b"x")
        return rows

    files.make(export, Quiet(), write, "market.pdf")  # type: ignore[arg-type]
    for address in (f"/files/{export.pk}/", "/files/"):
        assert said.strip(", ") in words(english(world.bob).get(address).content.decode())
        assert "1 rows" not in words(english(world.bob).get(address).content.decode())


def test_a_list_of_one_enterprise_and_the_row_behind_a_number() -> None:
    world = traced.build([One("Centre", "Food", 1), *[One("East", "Food", 1) for _at in range(3)]])
    centre = world.areas["Centre"].pk
    reader = english(world.carol)
    assert reader.get(f"/enterprises/?area={centre}").context["heading"] == "1 enterprise in Centre"
    assert reader.get("/enterprises/").context["heading"] == "4 enterprises in Sample City"
    number = MarketRow.objects.get(area=centre).row_number
    searched = reader.get(f"/enterprises/?q={number}").context["heading"]
    assert searched == f"1 row in Sample City with “{number}”"
    one = words(reader.get(f"/trail/?page=ratio&figure=ratio&of_area={centre}").content.decode())
    assert "1 row gives 1: the number that is shown." in one
    all_of_it = words(reader.get("/trail/?page=overview&figure=sizes").content.decode())
    assert "4 rows add up to 4: the number that is shown." in all_of_it
