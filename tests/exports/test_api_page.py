"""The page of one's key, and the documentation of the API."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from exports import tokens
from exports.models import ApiToken
from tests import world as worlds
from tests.world import english

PAGE, DOCS, SCHEMA = "/account/api/", "/api/v1/docs", "/api/v1/openapi.json"


def test_a_key_is_shown_once(world: worlds.World) -> None:
    visitor = english(world.alice)
    assert "You have none yet" in visitor.get(PAGE).content.decode()
    answer = visitor.post(f"{PAGE}make/")
    token = answer.context["token"]
    assert answer.content.decode().count(token) == 1
    assert answer["Cache-Control"] == "private, no-store"
    assert tokens.person_of(token) == world.alice
    later = visitor.get(PAGE).content.decode()
    assert token not in later
    assert ApiToken.objects.get().hint in later


def test_a_key_is_revoked(world: worlds.World) -> None:
    visitor = english(world.alice)
    token = visitor.post(f"{PAGE}make/").context["token"]
    page = visitor.post(f"{PAGE}revoke/", follow=True).content.decode()
    assert "The key is revoked" in page
    assert tokens.person_of(token) is None
    assert "The key is revoked" not in visitor.post(f"{PAGE}revoke/", follow=True).content.decode()


def test_nobody_makes_a_key_by_a_link_or_from_another_site(world: worlds.World) -> None:
    visitor = english(world.alice)
    assert visitor.get(f"{PAGE}make/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice)
    assert strict.post(f"{PAGE}make/").status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("address", [PAGE, DOCS])
def test_the_pages_are_for_who_is_signed_in(world: worlds.World, address: str) -> None:
    assert Client().get(address).status_code == 302
    asking = Client(headers={"authorization": f"Bearer {tokens.make(world.alice)}"})
    assert asking.get(address).status_code == 302


def test_the_menu_of_the_account_leads_to_it(world: worlds.World) -> None:
    assert f'href="{PAGE}"' in english(world.alice).get("/glossary/").content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_has_an_example_in_both_languages(world: worlds.World, language: str) -> None:
    visitor = Client(headers={"accept-language": language})
    visitor.force_login(world.alice)
    page = visitor.get(PAGE).content.decode()
    assert "http://testserver/api/v1/pages" in page
    assert "Accept-Language: id" in page
    assert "Accept-Language: en" in page


def test_the_documentation_loads_only_files_of_ours(world: worlds.World) -> None:
    """No script stands in the page, and none comes from elsewhere: the site's rules for browsers hold."""
    answer = english(world.alice).get(DOCS)
    page = answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(one.startswith("/") for one in sources)
    for one in sources:
        if one.startswith("/static/"):
            assert finders.find(one.removeprefix("/static/")), one
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert [attributes for attributes in inline if "application/json" not in attributes] == []
    assert "style=" not in page
    settings = json.loads(re.findall(r'type="application/json">(.*?)</script>', page)[0])
    assert settings["url"] == SCHEMA


def test_the_schema_is_for_who_is_signed_in_and_for_programs(world: worlds.World) -> None:
    answer = Client(headers={"accept-language": "en"}).get(SCHEMA)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    signed_in = english(world.alice).get(SCHEMA)
    asking = Client(headers={"authorization": f"Bearer {tokens.make(world.bob)}"})
    assert signed_in.json() == asking.get(SCHEMA).json()
    held: Any = signed_in["ETag"]
    assert english(world.alice).get(SCHEMA, headers={"if-none-match": held}).status_code == 304


def test_keys_that_are_none_are_refused_there_too(world: worlds.World, settings: Any) -> None:
    settings.API_FAILURE_RATE = "2/5m"
    client = Client(headers={"authorization": "Bearer none"})
    assert [client.get(SCHEMA).status_code for _time in range(3)] == [401, 401, 429]


def test_the_schema_explains_itself(world: worlds.World) -> None:
    schema = english(world.alice).get(SCHEMA).json()
    assert schema["components"]["securitySchemes"] == {"PersonalKey": {"type": "http", "scheme": "bearer"}}
    for path, methods in schema["paths"].items():
        operation = methods["get"]
        assert operation["description"], path
        assert operation["security"] == [{"PersonalKey": []}]
        assert set(operation["responses"]) == {
            "200", "304", "400", "401", "403", "404", "405", "422", "429", "500", "503",
        }  # fmt: skip
        for parameter in operation["parameters"]:
            assert parameter.get("description"), (path, parameter["name"])
