"""The survey section before a survey is loaded, for every page and role."""

import pytest
from django.test import Client
from django.urls import reverse

from core.pages import ADMIN, ANALYST, SALES
from questionnaires.pages import PAGES
from tests import world as worlds

pytestmark = pytest.mark.django_db
ADDRESSES = {page.name: reverse(page.name) for page in PAGES}
PEOPLE = {SALES: "alice", ANALYST: "bob", ADMIN: "carol"}


def read(user, address):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(address)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_survey_says_where_to_load_one(page, role) -> None:
    world = worlds.build()
    answer = read(getattr(world, PEOPLE[role]), ADDRESSES[page.name])
    if role not in page.roles:
        assert answer.status_code == 403
        return
    assert answer.context["heading"] == "No survey is loaded yet"
    empty = answer.content.split(b'class="empty"')[1].partition(b"</section>")[0]
    assert (b"/data/upload" in empty) is (role == ADMIN)
    assert (b"Ask an admin" in empty) is (role != ADMIN)


@pytest.mark.parametrize("address", ADDRESSES.values())
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
