"""The survey page before and after a survey is loaded."""

from dataclasses import replace

import pytest
from django.test import Client

from data.kinds import kind
from tests import world as worlds

pytestmark = pytest.mark.django_db


def read(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get("/survey/")


def test_while_surveys_cannot_be_uploaded_no_link_leads_there() -> None:
    world = worlds.build()
    for person in (world.carol, world.alice):
        page = read(person).content.split(b'class="empty"')[1].partition(b"</section>")[0]
        assert b"not part of this version yet" in page
        assert b"/data/upload" not in page
        assert b"Ask an admin" not in page


def test_no_survey_says_where_to_load_one(monkeypatch) -> None:
    world = worlds.build()
    survey = replace(kind("population"), subject="survey")
    monkeypatch.setattr("questionnaires.views.all_kinds", lambda: {"survey": survey})
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
