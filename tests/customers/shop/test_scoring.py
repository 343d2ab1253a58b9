"""Weights and cut-offs of an address: what they are, where they are used, and what is said of wrong ones."""

from urllib.parse import parse_qs, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lrfm import VARIABLES
from customers.models import CustomerRun
from customers.shop import scoring
from customers.shop.scoring import Scoring

PAGE = "/customers/"
DAYS = "cuts_recency=30,90,180,365"


@given(
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.lists(
        st.one_of(
            st.just(()),
            st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=4, max_size=4, unique=True).map(
                lambda one: tuple(sorted(one))
            ),
        ),
        min_size=4,
        max_size=4,
    ),
)
def test_an_address_says_all_of_it(weights, cuts):
    said = dict(Scoring(tuple(weights), tuple(cuts)).pairs())
    read = Scoring(
        tuple(scoring.weight(said.get(name, "1")) for name in scoring.WEIGHTS),
        tuple(scoring.cuts(said[name]) if name in said else () for name in scoring.CUTS),
    )
    assert read == Scoring(tuple(weights), tuple(cuts))


@pytest.mark.parametrize("text", ["30,90,180,365", " 30 ; 90 ;180; 365 ", "30 90 180 365"])
def test_four_numbers_are_read_however_they_are_parted(text):
    assert scoring.cuts(text) == (30, 90, 180, 365)


@pytest.mark.parametrize(
    "text",
    ["30,90,180", "30,90,180,365,400", "30,90,90,365", "365,180,90,30", "a,b,c,d", "50.000,1,2,3",
     "1.5,2,3,4",
     "1e3,2000,3000,4000", f"1,2,3,{10**15}", "٣,4,5,6", ",,,"],
)  # fmt: skip
def test_what_cannot_part_scores_is_no_cut_off(text):
    assert scoring.cuts(text) is None


@pytest.mark.parametrize("text", ["0", "10", "-1", "1.5", "x", "²", "٣"])
def test_a_weight_is_a_whole_number_from_1_to_9(text):
    assert scoring.weight(text) is None


pages = pytest.mark.django_db


@pages
@pytest.mark.parametrize("asked", ["weight_money=3", "cuts_recency=", "weight_recency="])
def test_what_is_not_asked_for_changes_nothing(reader, asked):
    assert reader.get(f"{PAGE}?{asked}").context["chips"] == []


@pages
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("cuts_recency=90,30,180,365", "“90,30,180,365” cannot part the scores of Recency"),
        ("cuts_monetary=50.000,1,2,3", "four whole numbers without dots"),
        ("weight_recency=0", "“0” is not possible here: a whole number from 1 to 9."),
        (f"method=minmax&{DAYS}", "Cut-offs belong to scores from 1 to 5"),
    ],
)
def test_wrong_ones_are_said_and_not_used(reader, asked, message):
    answer = reader.get(f"{PAGE}?{asked}")
    assert any(message in one for one in answer.context["notices"])
    assert not any(
        "cut at" in str(one.label) or "weights" in str(one.label) for one in answer.context["chips"]
    )


@pages
def test_cut_offs_score_everybody_by_them(reader):
    answer = reader.get(f"{PAGE}?{DAYS}")
    assert [str(one.label) for one in answer.context["chips"]] == ["Recency cut at 30 · 90 · 180 · 365"]
    grid = answer.context["figures"]["grid"].table.rows
    listed = reader.get(f"/customers/list/?{DAYS}")
    days = [one["recency"] for one in listed.context["lines"]]
    assert len(days) == listed.context["found"] == 30
    expected = {5 - sum(cut < day for cut in (30, 90, 180, 365)) for day in days}
    assert {row["recency"] for row in grid} == expected
    by_score = {score: sum(row["n"] for row in grid if row["recency"] == score) for score in expected}
    assert by_score[5] == sum(day <= 30 for day in days)


@pages
def test_cut_offs_between_which_nobody_lies_are_said(reader):
    notices = reader.get(f"{PAGE}?cuts_frequency=100,200,300,400").context["notices"]
    assert any("Only 1 of the 5 scores of Frequency occur" in one for one in notices)


@pages
def test_weights_change_distances_and_are_said(reader):
    weighted = reader.get(f"{PAGE}?weight_recency=9&segments=2")
    assert [str(one.label) for one in weighted.context["chips"]] == [
        "2 segments",
        "weights L 1, R 9, F 1, M 1",
    ]
    assert "weights L 1, R 9, F 1, M 1" in weighted.context["figures"]["worth"].base
    plain = reader.get(f"{PAGE}?segments=2")

    def sizes(answer):
        return sorted(row["n"] for row in answer.context["figures"]["worth"].table.rows)

    # by recency alone B and D are nearer those who never came back than C is
    assert sizes(weighted) != sizes(plain)
    assert sizes(
        reader.get(f"{PAGE}?segments=2" + "".join(f"&weight_{one}=3" for one in VARIABLES))
    ) == sizes(plain)


@pages
@pytest.mark.parametrize("asked", ["weight_recency=5&weight_monetary=2", DAYS, f"{DAYS}&turned=1"])
def test_everybody_is_placed_as_they_were_grouped(reader, asked):
    """The list, a customer's page and somebody new of the same kind agree with the segments' sizes."""
    segments = reader.get(f"{PAGE}?{asked}").context
    sizes = {row["segment"]: row["n"] for row in segments["figures"]["worth"].table.rows}
    lines = reader.get(f"/customers/list/?{asked}").context["lines"]
    assert {name: sum(one["segment"] == name for one in lines) for name in sizes} == sizes
    moved = reader.get(f"/customers/movement/?earlier=2023-06-29&{asked}").context
    assert sum(row["all"] for row in moved["figures"]["matrix"].table.rows) == 30
    one = lines[0]
    assert reader.get(one["href"]).context["segment"].name == one["segment"]
    assert parse_qs(one["href"].partition("?")[2]).keys() >= parse_qs(asked).keys()


@pages
def test_a_saved_segmentation_keeps_them_and_places_by_them(reader):
    asked = f"{DAYS}&weight_recency=3"
    before = reader.get(f"{PAGE}?{asked}").context
    typed = {"seen": before["seen"]}
    for one in before["segments"]:
        typed |= {f"name-{one.place}": f"Own {one.place}", f"strategy-{one.place}": ""}
    assert reader.post(f"/customers/words/?{asked}", typed).status_code == 302
    again = reader.get(f"{PAGE}?{asked}").context
    assert reader.post(f"/customers/saved/save/?{asked}", {"seen": again["seen"]}).status_code == 302
    run = CustomerRun.objects.get()
    assert run.params["weights"] == run.result["weights"] == [1, 3, 1, 1]
    assert run.params["cuts"] == run.result["scores"]["cuts"] == [[], [30, 90, 180, 365], [], []]
    after = reader.get(f"{PAGE}?{asked}").context["segments"]
    assert {one.name for one in after} == {f"Own {one.place}" for one in before["segments"]}
    shown = reader.get(f"/customers/saved/{run.pk}/")
    made = {row["what"]: row["value"] for row in shown.context["figures"]["made"].table.rows}
    assert made["Weights"] == "L 1, R 3, F 1, M 1"
    assert made["Cut-offs"] == "Recency cut at 30 · 90 · 180 · 365"
    again = shown.context["again"]
    assert quote("30,90,180,365", safe="") in again
    assert "weight_recency=3" in again
    same = reader.get(again).context["segments"]
    assert [one.name for one in same] == [one.name for one in after]
