"""The pages of segments and of their number."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from customers import segment_quality
from customers.models import CustomerRun
from customers.shop import segments_content

pytestmark = pytest.mark.django_db


def test_the_page_of_segments_shows_every_figure(reader) -> None:
    response = reader.get("/customers/")
    assert response.status_code == 200
    figures = response.context["figures"]
    assert {"worth", "loyalty", "ranges", "snake", "importance", "grid", "spread_monetary"} <= set(figures)


@pytest.mark.parametrize(("limit", "is_shaky"), [(1.1, True), (0.0, False)])
def test_unstable_segments_are_said_at_the_top_and_the_number(reader, monkeypatch, limit, is_shaky) -> None:
    monkeypatch.setattr(segment_quality, "DISSOLVED", limit)
    page = reader.get("/customers/").context
    said = [one for one in page["notices"] if "fall apart" in one]
    names = [row["segment"] for row in page["figures"]["worth"].table.rows]
    assert bool(said) == is_shaky
    assert all(name in said[0] for name in names) if said else not page["figures"]["quality"].warnings
    [note] = [one.note for one in page["numbers"] if "Least stable" in str(one.note)]
    assert ("unstable" in note) == is_shaky


def test_a_segment_has_its_money_per_purchase_and_its_rating(reader) -> None:
    page = reader.get("/customers/?weight_recency=4&weight_monetary=2").context
    names = {one.name for one in page["segments"]}
    lines = reader.get("/customers/list/?weight_recency=4&weight_monetary=2").context["lines"]
    assert {one["segment"] for one in lines} == names
    weights = {"length": 1, "recency": 4, "frequency": 1, "money": 2}
    for row in page["figures"]["worth"].table.rows:
        mine = [one for one in lines if one["segment"] == row["segment"]]
        bought = sum(one["frequency"] for one in mine)
        assert row["basket"] == pytest.approx(sum(one["money"] for one in mine) / bought)
        rating = 0.0
        for name, weight in weights.items():
            values = [one[name] for one in lines]
            mean = sum(one[name] for one in mine) / len(mine)
            placed = (mean - min(values)) / (max(values) - min(values))
            rating += weight * (1 - placed if name == "recency" else placed)
        assert row["rating"] == pytest.approx(rating / 8)


def test_no_file_says_that_something_stands_beneath_its_means(reader) -> None:
    figure = reader.get("/customers/").context["figures"]["ranges"]
    assert all(
        set(row["_notes"]) == {"length", "recency", "frequency", "monetary"} for row in figure.table.rows
    )
    assert "beneath" in figure.hint
    # the subtitle goes into every file, the hint into none
    assert "beneath" not in figure.subtitle


def test_the_stretch_of_each_score_holds_its_customers(reader) -> None:
    """The text of a score ("up to 26") against the customers whose score it is."""
    table = reader.get("/customers/?cuts_frequency=1,2,20,30").context["figures"]["steps"].table
    rows = {row["variable"]: [row[str(score)] for score in range(1, 6)] for row in table.rows}
    assert rows["Frequency, purchases"] == ["up to 1", "up to 2", "up to 20", "up to 30", "more than 30"]
    days = sorted(one["recency"] for one in reader.get("/customers/list/").context["lines"])
    # the longest ago have score 1; fifths of 30 are 6 each, where none of them are alike
    assert rows["Recency, days"][0].startswith("more than ")
    ends = [int(text.removeprefix("up to ")) for text in rows["Recency, days"][:0:-1] if text != "–"]
    assert ends == sorted(ends)
    scores = reader.get("/customers/").context["figures"]["grid"].table.rows
    assert sum(row["n"] for row in scores if row["recency"] == 5) == sum(day <= ends[0] for day in days)


def test_scores_that_are_no_steps_tell_what_they_are_measured_by(reader) -> None:
    table = reader.get("/customers/?method=minmax").context["figures"]["steps"].table
    lines = reader.get("/customers/list/").context["lines"]
    row = next(row for row in table.rows if row["variable"] == "Frequency, purchases")
    assert (row["low"], row["high"]) == (1, max(one["frequency"] for one in lines))


def test_every_number_of_segments_stands_side_by_side(reader) -> None:
    response = reader.get("/customers/number/")
    assert response.status_code == 200
    table = response.context["figures"]["ks"].table
    # the shop's customers have eight different rows of scores
    assert [row["k"] for row in table.rows] == list(range(2, 9))


def test_names_stay_with_their_segments(reader, world) -> None:
    before = reader.get("/customers/").context
    first = before["segments"][0]
    typed = {"seen": before["seen"]}
    for one in before["segments"]:
        typed |= {f"name-{one.place}": one.name, f"strategy-{one.place}": one.strategy}
    typed[f"name-{first.place}"] = "Our best"
    answer = reader.post("/customers/words/", typed)
    assert answer.status_code == 302
    after = reader.get("/customers/").context["segments"]
    assert [one.name for one in after] == ["Our best", *(one.name for one in before["segments"][1:])]
    # with another number of segments, most of the same customers are still called so
    other = reader.get("/customers/?segments=4").context["segments"]
    assert other[0].name == "Our best"
    # a name belongs to the shop and the segment: it is no saved segmentation
    assert not CustomerRun.objects.exists()


def test_customers_who_only_gave_back_are_said(world, reader) -> None:
    from tests.customers.small_shop import LAST, add_shop, rows

    add_shop(world, [*rows(), ("Z9", LAST, -5.0, "back")], series="Given back")
    answer = reader.get("/customers/?shop=Given back")
    assert any("1 customer of the files is in no segment" in one for one in answer.context["notices"])
    assert not any(
        "in no segment" in one for one in reader.get("/customers/?shop=Toko Uji").context["notices"]
    )


def test_means_are_compared_by_their_size_not_by_their_share_of_the_money() -> None:
    known: Any = SimpleNamespace(names=["Many", "Few"])
    sizes = pd.DataFrame({"value_share": [0.8, 0.2], "mean_value": [10.0, 20.0]})
    said = segments_content._worth_words(known, sizes)
    assert "“Few” has spent 20, one of “Many” 10." in said
