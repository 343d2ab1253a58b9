"""Numbers of other borders: by village where they are stated so, else by shares, never a part of a sum."""

import numpy as np
import pandas as pd
import pytest

from analysis.conversion import EXACT, RESIDENTS
from areas.changes import load_changes
from areas.models import AreaChange, BoundarySet
from data import crossing
from data.models import Edition
from tests.data import uploads

pytestmark = pytest.mark.django_db
# the former Hill holds Mill and Church, the former Lake Shore and Fishery; Shore and Church are Hill today
PEOPLE = {"Mill": 100.0, "Church": 300.0, "Shore": 50.0, "Fishery": 150.0}


@pytest.fixture
def city(db):
    """Both sets; the shares of the divided areas are those of residents that a later census found."""
    region = uploads.city()
    old, new = BoundarySet.objects.filter(region=region).order_by("valid_from")
    weights = pd.Series(1.0, index=[one.pk for one in new.areas.filter(level=3)])
    load_changes(old, new, residents=weights)
    return region


def over(region, level=2):
    old, new = BoundarySet.objects.filter(region=region).order_by("valid_from")
    return crossing.crossing(old, new, level)


def old(region, **values):
    """A column by the ids of former areas; "Hill" is the sub-district, a village is named as it is."""
    found = {}
    for name, value in values.items():
        level = 2 if name in uploads.OLD else 3
        found[uploads.area(region, name, 2015, level).pk] = value
    return pd.Series(found, dtype="float64").sort_index()


def told(region, series):
    names = {uploads.area(region, name).pk: name for name in uploads.NEW}
    return {names[pk]: None if np.isnan(value) else value for pk, value in series.items()}


def test_residents_stated_by_village_go_where_the_villages_went(city):
    figures = old(city, **PEOPLE, Market=1.0, Station=2.0, Harbour=3.0, Orchard=4.0).to_frame("residents")
    found = crossing.residents(over(city), figures)
    # by shares of the later census Hill would be 200 + 100
    assert told(city, found.table["residents"]) == {
        "Centre": 3, "East": 7, "Hill": 350, "Mill End": 100, "Lakeside": 150
    }  # fmt: skip
    assert set(found.contributions["basis"]) == {EXACT}
    flagged = told(city, found.converted.astype(float))
    assert flagged == {"Centre": 0, "East": 0, "Hill": 1, "Mill End": 1, "Lakeside": 1}


def test_residents_stated_by_sub_district_go_by_shares(city):
    figures = old(city, Centre=10, East=20, Hill=400, Lake=200).to_frame("residents")
    found = crossing.residents(over(city), figures)
    assert told(city, found.table["residents"]) == {
        "Centre": 10, "East": 20, "Hill": 300, "Mill End": 200, "Lakeside": 100
    }  # fmt: skip


def test_a_total_above_its_villages_follows_their_shares(city):
    figures = old(city, Centre=10, East=20, Lake=200, Hill=440, Mill=100, Church=300).to_frame("residents")
    found = crossing.residents(over(city), figures)
    assert told(city, found.table["residents"])["Mill End"] == pytest.approx(110)
    assert told(city, found.table["residents"])["Hill"] == pytest.approx(330 + 100)
    parts = found.contributions.set_index("from_id")["basis"]
    assert set(parts[uploads.area(city, "Hill", 2015).pk]) == {RESIDENTS}


def test_one_village_without_a_number_means_shares(city):
    figures = old(city, Centre=10, East=20, Lake=200, Hill=400, Mill=100).to_frame("residents")
    found = crossing.residents(over(city), figures)
    assert told(city, found.table["residents"])["Mill End"] == 200


def test_an_area_without_shares_makes_unknown_what_it_may_have_reached(city):
    """Nobody knows how the former Hill was divided: its villages say into which two, and the rest is sure."""
    hill = uploads.area(city, "Hill", 2015)
    AreaChange.objects.filter(from_area=hill).delete()
    figures = old(city, Centre=10, East=20, Hill=400, Lake=200).to_frame("residents")
    found = crossing.residents(over(city), figures)
    assert told(city, found.table["residents"]) == {
        "Centre": 10, "East": 20, "Hill": None, "Mill End": None, "Lakeside": 100
    }  # fmt: skip
    # by village it is known again
    known = pd.concat([figures, old(city, Mill=100, Church=300).to_frame("residents")])
    assert told(city, crossing.residents(over(city), known).table["residents"])["Hill"] == 400


def test_an_area_without_shares_or_villages_may_be_anywhere(city):
    hill = uploads.area(city, "Hill", 2015)
    AreaChange.objects.filter(from_area__in=[hill, *hill.children.all()]).delete()
    figures = old(city, Centre=10, East=20, Hill=400, Lake=200).to_frame("residents")
    found = crossing.residents(over(city), figures).table["residents"]
    assert found.isna().all()
    nobody = figures.assign(residents=figures["residents"].where(figures["residents"] != 400, 0))
    assert told(city, crossing.residents(over(city), nobody).table["residents"])["Centre"] == 10


def test_residents_that_are_not_stated_are_not_zero(city):
    figures = old(city, Centre=10, East=20, Lake=200).to_frame("residents")
    found = told(city, crossing.residents(over(city), figures).table["residents"])
    assert found == {"Centre": 10, "East": 20, "Hill": None, "Mill End": None, "Lakeside": 100}


def test_counts_go_by_village_and_the_rest_by_shares(city):
    counts = old(city, Market=5, Centre=2, East=7, Mill=10, Church=20, Hill=4, Lake=0, Shore=3)
    found = crossing.counts(over(city), counts)
    assert told(city, found.table["n"]) == {
        "Centre": 7, "East": 7, "Hill": 20 + 2 + 3, "Mill End": 12, "Lakeside": 0
    }  # fmt: skip
    assert found.table["n"].sum() == counts.sum()


def test_counts_of_an_area_that_no_file_covers_stay_unknown(city):
    counts = old(city, Centre=2, East=np.nan, Hill=4, Lake=0)
    found = told(city, crossing.counts(over(city), counts).table["n"])
    assert found == {"Centre": 2, "East": None, "Hill": 2, "Mill End": 2, "Lakeside": 0}


def test_villages_convert_at_their_own_level(city):
    counts = old(city, Market=5, Mill=10, Church=20)
    found = crossing.counts(over(city, 3), counts).table["n"]
    names = {uploads.area(city, name, level=3).pk: name for name in ("Market", "Mill", "Church")}
    assert {names[pk]: n for pk, n in found.items()} == {"Market": 5, "Mill": 10, "Church": 20}


def test_nothing_known_about_the_borders(city):
    AreaChange.objects.all().delete()
    assert not over(city).is_known


def test_the_page_says_what_is_not_known(city, analyst_client):
    """From the upload to the page: an area of today that got people from nobody knows where has no ratio."""
    AreaChange.objects.filter(from_area=uploads.area(city, "Hill", 2015)).delete()
    uploads.imported(city, uploads.register(Centre=4, East=4, Hill=4, Mill_End=2, Lakeside=3))
    table = [{"Kecamatan": name, "Penduduk": 100 * (n + 1)} for n, name in enumerate(uploads.OLD)]
    uploads.imported(city, uploads.csv(table), kind="population", series="census", period="2015")
    people = Edition.objects.get(subject="population")
    response = analyst_client.get(f"/ratio/?population={people.pk}", headers={"accept-language": "en"})
    rows = {row["name"]: row for row in response.context["figures"]["ratio"].table.rows}
    assert rows["Centre"]["residents"] == 100
    assert rows["Lakeside"]["residents"] == 200
    assert (rows["Hill"]["residents"], rows["Mill End"]["residents"]) == (None, None)
    said = " ".join(map(str, response.context["notices"]))
    assert "not known in which areas of today the people of Hill live" in said
    assert "not known for Hill and Mill End" in response.context["figures"]["ratio"].base


def test_the_page_says_that_villages_were_counted_again(city, analyst_client):
    uploads.imported(city, uploads.register(Centre=4, East=4, Hill=4, Mill_End=2, Lakeside=3))
    table = [
        {"Kecamatan": district, "Kelurahan": village, "Penduduk": PEOPLE.get(village, 10)}
        for district, villages in uploads.OLD.items()
        for village in villages
    ]
    uploads.imported(city, uploads.csv(table), kind="population", series="census", period="2015")
    people = Edition.objects.get(subject="population")
    response = analyst_client.get(f"/ratio/?population={people.pk}", headers={"accept-language": "en"})
    rows = {row["name"]: row["residents"] for row in response.context["figures"]["ratio"].table.rows}
    assert (rows["Hill"], rows["Mill End"], rows["Lakeside"]) == (350, 100, 150)
    said = " ".join(map(str, response.context["notices"]))
    assert "counted again from the villages of other borders: Hill, Lakeside and Mill End" in said
