"""The survey page before and after a survey is loaded."""

import pytest
from django.test import Client

from tests import world as worlds

pytestmark = pytest.mark.django_db


def read(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get("/survey/")


def test_no_survey_says_where_to_load_one() -> None:
    world = worlds.build()
    admin, sales = read(world.carol), read(world.alice)
    assert admin.context["heading"] == "No survey is loaded yet"
    assert b"/data/upload" in admin.content.split(b'class="empty"')[1]
    assert b"Ask an admin" in sales.content
    assert b"/data/upload" not in sales.content.split(b'class="empty"')[1]


def test_loaded_surveys_are_listed() -> None:
    world = worlds.build()
    worlds.add_edition(world, "survey", series="awareness")
    response = read(world.bob)
    assert response.context["heading"] == "Surveys loaded: 1"
    assert b"awareness" in response.content


def test_it_asks_for_a_sign_in() -> None:
    assert Client().get("/survey/").status_code == 302
