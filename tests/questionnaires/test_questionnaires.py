"""The survey section before a survey is loaded, for every page and role."""

import pytest
from django.test import Client

from tests import world as worlds

pytestmark = pytest.mark.django_db
PAGES = ("/survey/", "/survey/questions/")


def read(user, address):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(address)


@pytest.mark.parametrize("address", PAGES)
def test_no_survey_says_where_to_load_one(address) -> None:
    world = worlds.build()
    admin, sales = read(world.carol, address), read(world.alice, address)
    assert admin.context["heading"] == "No survey is loaded yet"
    assert b"/data/upload" in admin.content.split(b'class="empty"')[1]
    assert b"Ask an admin" in sales.content
    assert b"/data/upload" not in sales.content.split(b'class="empty"')[1].partition(b"</section>")[0]


@pytest.mark.parametrize("address", PAGES)
def test_it_asks_for_a_sign_in(address) -> None:
    assert Client().get(address).status_code == 302


def test_a_survey_whose_files_were_withdrawn_says_so() -> None:
    world = worlds.build()
    edition = worlds.add_edition(world, "survey", series="gone", is_current=False)
    edition.datasets.clear()
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.carol)
    answer = client.get(f"/survey/?survey={edition.pk}")
    assert answer.status_code == 200
    assert answer.context["heading"] == "This survey holds no answers"
    assert "withdrawn" in answer.content.decode()
