"""What people call segments, over several numbers of segments and people."""

from typing import Any

import pytest
from django.test import Client

from data.models import Edition
from tests.customers.small_shop import add_shop

pytestmark = pytest.mark.django_db


def name(client: Client, address: str, called: str) -> str:
    """Call the first segment of a page so; what it was called before."""
    shown = client.get(f"/customers/{address}").context
    typed: dict[str, Any] = {"seen": shown["seen"], "names_seen": shown["names_seen"]}
    for one in shown["segments"]:
        typed |= {f"name-{one.place}": one.name, f"strategy-{one.place}": one.strategy}
    first = shown["segments"][0]
    answer = client.post(f"/customers/words/{address}", typed | {f"name-{first.place}": called})
    assert answer.status_code == 302
    return str(first.name)


def names(client: Client, address: str = "") -> list[str]:
    return [one.name for one in client.get(f"/customers/{address}").context["segments"]]


def test_a_segmentation_that_was_named_before_can_be_named_anew(reader) -> None:
    name(reader, "", "Gold")
    name(reader, "?segments=4", "Silver")
    # the very same segmentation as the first one, which is not kept twice
    assert name(reader, "", "Bronze") == "Silver"
    assert names(reader)[0] == "Bronze"


def test_no_two_segments_share_a_name_where_a_proposal_is_taken(reader) -> None:
    taken = "New customers, higher value"
    assert taken in names(reader, "?segments=6")
    name(reader, "", taken)
    for k in range(2, 9):
        found = names(reader, f"?segments={k}")
        assert len(set(found)) == len(found), found
    assert f"{taken} (2)" in names(reader, "?segments=6")


def test_two_segments_of_one_kind_are_told_apart_by_their_value(reader) -> None:
    figures = reader.get("/customers/?segments=6").context["figures"]
    value = {str(row["segment"]): float(row["mean_value"]) for row in figures["worth"].table.rows}
    told = {name.split(", ")[0]: name for name in value if name.endswith(", higher value")}
    assert set(told) == {"New customers", "Lost customers"}
    for kind, higher in told.items():
        assert value[higher] > value[f"{kind}, lower value"]


def test_the_same_numbers_of_other_files_are_another_segmentation(reader, world) -> None:
    def save() -> str:
        answer = reader.post("/customers/saved/save/", {"seen": reader.get("/customers/").context["seen"]})
        return str(answer.url)

    first = save()
    assert save() == first
    Edition.objects.filter(subject="transactions").update(is_current=False)
    add_shop(world)
    assert save() not in (first, "/customers/?")
