"""Enterprises and contacts are seen in a person's own areas only; figures per area by everybody."""

import pandas as pd
import pytest
from django.test import Client

from accounts.models import User
from areas import queries, working
from areas.models import Area
from data.contacts import open_contact
from data.enterprises import visible_rows
from data.listing import contacts_of
from data.models import Contact, Dataset
from tests.data import uploads

pytestmark = pytest.mark.django_db
TURNOVER = [77_000_001 + 1_234_567 * n * n for n in range(6)]


@pytest.fixture
def region(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return uploads.city()


@pytest.fixture
def edition(region):
    """Three enterprises in Centre (one of them in its village Market), two in East, one in Hill."""
    places = [("Centre", ""), ("Centre", ""), ("Centre", "Market"), ("East", ""), ("East", ""), ("Hill", "")]
    table = pd.DataFrame(
        {
            "Kecamatan": [district for district, _village in places],
            "Kelurahan": [village for _district, village in places],
            "Nama Usaha": [f"Warung {n}" for n in range(6)],
            "Nama Pemilik": [f"Pemilik {district} {n}" for n, (district, _village) in enumerate(places)],
            "No HP": [f"08120000000{n}" for n in range(6)],
            "Omzet": TURNOVER,
        }
    )
    return uploads.edition_of(uploads.imported(region, table.to_csv(index=False).encode()))


@pytest.fixture
def dora(db):
    return User.objects.create_user("dora@example.org", "wisely-2-sell", role="sales")


def seen(edition, person):
    """The contacts behind the rows that a person may see."""
    return contacts_of(list(visible_rows(edition, person))).values()


def owners(edition, person):
    return sorted(open_contact(one)["owner_name"] for one in seen(edition, person))


def places(edition, person):
    return sorted(visible_rows(edition, person).values_list("area__name", flat=True))


def test_two_sales_people_see_their_own_enterprises_and_no_others(region, edition, alice, dora, carol):
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    working.set_areas(carol, dora, [uploads.area(region, "East")])
    for _again in range(2):  # what one saw is not kept for the other
        assert places(edition, alice) == ["Centre", "Centre", "Market"]
        assert places(edition, dora) == ["East", "East"]
        assert owners(edition, alice) == ["Pemilik Centre 0", "Pemilik Centre 1", "Pemilik Centre 2"]
        assert owners(edition, dora) == ["Pemilik East 3", "Pemilik East 4"]


def test_an_analyst_sees_all_and_a_person_without_areas_nothing(edition, alice, bob):
    assert len(places(edition, bob)) == len(owners(edition, bob)) == 6
    assert places(edition, alice) == owners(edition, alice) == []
    assert queries.scope(alice, edition.boundary_set) == set()


def test_a_village_is_an_area_of_its_own(region, edition, alice, carol):
    working.set_areas(carol, alice, [uploads.area(region, "Market", level=Area.Level.VILLAGE)])
    assert places(edition, alice) == ["Market"]
    assert owners(edition, alice) == ["Pemilik Centre 2"]


def test_areas_of_other_borders_and_closed_accounts_give_nothing(region, edition, alice, carol):
    working.set_areas(carol, alice, [uploads.area(region, "Centre", 2015)])
    assert places(edition, alice) == []
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    alice.is_active = False
    alice.save()
    assert places(edition, alice) == []
    working.set_areas(carol, alice, [])
    assert places(edition, User.objects.get(pk=alice.pk)) == []


def test_contacts_of_another_file_at_the_same_row_are_not_seen(region, edition, alice, carol):
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    other = Dataset.objects.create(
        kind="msme_register", region=region, period_start="2023-01-01", period_end="2023-12-31",
        series="main", period_label="2023", folder="other", file_name="other.csv", size=1, sha256="1" * 64,
    )  # fmt: skip
    known = Contact.objects.filter(dataset__in=edition.datasets.all()).first()
    Contact.objects.create(dataset=other, sheet=known.sheet, row_number=known.row_number, secret=b"x")
    assert {one.dataset_id for one in seen(edition, alice)} == {known.dataset_id}
    assert len(seen(edition, alice)) == 3


@pytest.mark.parametrize("path", ["/", "/ratio/", "/geography/", "/categories/", "/clustering/", "/survey/"])
@pytest.mark.parametrize("download", ["", "csv"])
def test_no_page_shows_a_name_a_phone_or_one_turnover(region, edition, alice, bob, carol, path, download):
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    for person in (bob, alice):  # the analyst first: a warm cache must not serve Alice what is his
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        figures = client.get(path).context["figures"] if download else {"": None}
        for key, figure in figures.items():
            if figure is not None and figure.table is None:
                continue
            answer = client.get(path, {"download": download, "figure": key} if download else {})
            shown = answer.content.decode("utf-8", "replace").replace(".", "").replace(",", "")
            for secret in ("Pemilik", "Warung", "0812", *map(str, TURNOVER)):
                assert secret not in shown


def test_an_enterprise_of_two_files_is_seen_once(region, carol) -> None:
    rows = [
        {"Kecamatan": "Centre", "Nama Usaha": f"W{n}", "Nama Pemilik": f"P{n}", "Alamat": f"Jl. {n}"}
        for n in range(4)
    ]
    uploads.imported(region, uploads.csv(rows[:3]))
    uploads.imported(region, uploads.csv(rows[1:]), mode="add", name="second.csv")
    edition = uploads.current(region)
    assert sum(uploads.cells_by_area(edition).values()) == 4
    assert visible_rows(edition, carol).count() == 4
    assert owners(edition, carol) == ["P0", "P1", "P2", "P3"]
