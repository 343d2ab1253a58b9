"""Who gets an answer: only by a person's key, by the person's rights, and not too often."""

import time
from typing import Any

import pytest
from django.test import Client

from accounts.models import Event
from accounts.people import set_password
from core.pages import ANALYSTS, EVERYONE
from exports import tokens
from exports.api.endpoints import api
from tests import world as worlds
from tests.test_urls import patterns

from .conftest import ROOT, program

METHODS = "GET, HEAD, OPTIONS"
# address: the roles that may
TABLE = {
    "pages": EVERYONE,
    "pages/ratio": EVERYONE,
    "pages/survey_crosstab": EVERYONE,
    "pages/ratio/figures/ratio": EVERYONE,
    "cards/{centre}": EVERYONE,
    "regions": EVERYONE,
    "areas": EVERYONE,
    "categories": EVERYONE,
    "editions": ANALYSTS,
    "enterprises": EVERYONE,
    "customers": EVERYONE,
    "segmentations": EVERYONE,
}
# of one object, whose answers tests/exports/api/test_customers.py knows
OF_ONE = {"segmentations/{run_id}"}


def addresses(world: worlds.World) -> dict[str, str]:
    return {name: ROOT + name.format(centre=world.areas["Centre"].pk) for name in TABLE}


def test_the_table_has_every_endpoint() -> None:
    shown = {path.removeprefix(ROOT) for path in api.get_openapi_schema()["paths"]}
    known = {name.replace("{centre}", "{area_id}") for name in TABLE}
    known = {name.replace("pages/ratio/figures/ratio", "pages/{name}/figures/{key}") for name in known}
    known = {"pages/{name}" if name.startswith("pages/") and "{" not in name else name for name in known}
    assert shown == known | OF_ONE


@pytest.mark.parametrize("role", ["sales", "analyst", "admin"])
def test_every_endpoint_answers_every_role_as_the_table_says(world: worlds.World, role: str) -> None:
    person = {"sales": world.alice, "analyst": world.bob, "admin": world.carol}[role]
    asking = program(person)
    for name, address in addresses(world).items():
        answer = asking.get(address)
        assert answer.status_code == (200 if role in TABLE[name] else 403), name
        assert answer["Content-Type"].startswith("application/json")
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Authorization" in answer["Vary"]
        if role not in TABLE[name]:
            assert answer.json() == {"detail": "Your role may not read this. Ask an admin of your office."}


WRONG = [
    {},
    {"authorization": "Bearer"},
    {"authorization": "Bearer "},
    {"authorization": "Bearer msme_none"},
    {"authorization": "Bearer " + "x" * 5_000},
    {"authorization": "Basic Ym9iOmJvYg=="},
    {"authorization": "\xff\xfe"},
]


@pytest.mark.parametrize("headers", WRONG)
def test_without_a_key_there_is_a_sentence_and_nothing_else(
    world: worlds.World, headers: dict[str, str]
) -> None:
    for address in addresses(world).values():
        answer = Client(headers={**headers, "accept-language": "en"}).get(address)
        if answer.status_code == 429:
            continue  # the last of many wrong keys
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert list(answer.json()) == ["detail"]
        has_key = headers.get("authorization", "").startswith("Bearer ") and len(headers["authorization"]) > 7
        assert answer.json()["detail"].startswith("This key is not known" if has_key else "Send your key")


def test_a_key_in_the_address_is_none(world: worlds.World) -> None:
    token = tokens.make(world.carol)
    for name in ("token", "key", "access_token", "api_key"):
        assert Client().get(f"{ROOT}pages?{name}={token}").status_code == 401


def test_a_session_is_no_key(world: worlds.World) -> None:
    visitor = Client()
    visitor.force_login(world.carol)
    assert visitor.get(f"{ROOT}pages").status_code == 401


def test_a_session_of_somebody_else_changes_nothing(world: worlds.World) -> None:
    asking = program(world.alice)
    asking.force_login(world.carol)
    assert asking.get(f"{ROOT}editions").status_code == 403


def test_rights_that_change_act_at_once(world: worlds.World) -> None:
    asking = program(world.bob)
    assert asking.get(f"{ROOT}editions").status_code == 200
    world.bob.role = "sales"
    world.bob.save()
    assert asking.get(f"{ROOT}editions").status_code == 403
    world.bob.is_active = False
    world.bob.save()
    assert asking.get(f"{ROOT}pages").status_code == 401


def test_what_ends_sessions_ends_the_key(world: worlds.World) -> None:
    asking = program(world.bob)
    assert asking.get(f"{ROOT}pages").status_code == 200
    set_password(world.carol, world.bob, "another-long-pass-phrase-9")
    assert asking.get(f"{ROOT}pages").status_code == 401
    assert tokens.token_of(world.bob) is None


def test_only_the_api_is_open_without_a_session() -> None:
    """What skips the sign-in by middleware asks for a key itself; all else of ours is behind the sign-in."""
    open_ = {
        route
        for route, one in patterns()
        if not getattr(one.callback, "login_required", True)
        and not route.startswith(("account/", "language/"))
    }
    assert open_
    assert {route for route in open_ if not route.startswith("api/v1/")} == set()


def test_all_of_the_api_but_its_documentation_is_open_without_a_session() -> None:
    closed = {
        route
        for route, one in patterns()
        if route.startswith("api/v1/") and getattr(one.callback, "login_required", True)
    }
    assert closed == {"api/v1/docs"}


# Methods -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_changed(world: worlds.World, method: str) -> None:
    asking = program(world.carol)
    for address in addresses(world).values():
        answer = getattr(asking, method)(address)
        assert answer.status_code == 405
        assert answer["Allow"] == METHODS
        assert answer.json()["detail"] == "Everything here is only read: use GET."


def test_options_say_what_there_is(world: worlds.World) -> None:
    answer = Client().options(f"{ROOT}pages")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, METHODS, b"")


def test_a_head_has_what_get_has_but_the_content(world: worlds.World) -> None:
    asking = program(world.bob)
    for address in addresses(world).values():
        whole, head = asking.get(address), asking.head(address)
        assert head.status_code == whole.status_code
        assert head.content == b""
        assert head["ETag"] == whole["ETag"]
        assert head["Content-Length"] == str(len(whole.content))


def test_only_get_is_in_the_schema() -> None:
    assert {method for path in api.get_openapi_schema()["paths"].values() for method in path} == {"get"}


# How often -----------------------------------------------------------------------------------------------


def test_a_person_may_not_ask_too_often(world: worlds.World, settings: Any) -> None:
    settings.API_RATE = "3/m"
    asking = program(world.bob)
    assert [asking.get(f"{ROOT}regions").status_code for _one in range(4)] == [200, 200, 200, 429]
    answer = asking.get(f"{ROOT}pages")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["detail"].startswith("These are too many requests. Ask again in ")
    # another key is the same person; another person is not
    assert program(world.bob).get(f"{ROOT}regions").status_code == 429
    assert program(world.carol).get(f"{ROOT}regions").status_code == 200


@pytest.mark.parametrize("address", ["openapi.json", "docs"])
def test_the_documentation_is_counted_too(world: worlds.World, settings: Any, address: str) -> None:
    settings.API_RATE = "2/m"
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(world.bob)
    assert [reader.get(ROOT + address).status_code for _one in range(3)] == [200, 200, 429]
    refused = reader.get(ROOT + address)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert program(world.bob).get(f"{ROOT}openapi.json").status_code == 429
    assert program(world.bob).get(f"{ROOT}regions").status_code == 429
    assert program(world.carol).get(f"{ROOT}openapi.json").status_code == 200


def test_after_a_while_there_is_an_answer_again(world: worlds.World, settings: Any, monkeypatch: Any) -> None:
    settings.API_RATE = "1/m"
    asking, now = program(world.bob), time.time()
    assert asking.get(f"{ROOT}regions").status_code == 200
    assert asking.get(f"{ROOT}regions").status_code == 429
    monkeypatch.setattr("exports.api.access.time.time", lambda: now + 61)
    assert asking.get(f"{ROOT}regions").status_code == 200


def test_wrong_keys_are_refused_sooner_and_a_right_one_is_not(world: worlds.World, settings: Any) -> None:
    settings.API_FAILURE_RATE = "2/5m"
    wrong = Client(headers={"authorization": "Bearer msme_wrong", "accept-language": "en"})
    assert [wrong.get(f"{ROOT}pages").status_code for _one in range(4)] == [401, 401, 429, 429]
    assert 60 < int(wrong.get(f"{ROOT}pages")["Retry-After"]) <= 300
    assert wrong.get(f"{ROOT}pages", REMOTE_ADDR="192.0.2.7").status_code == 401
    assert program(world.bob).get(f"{ROOT}pages").status_code == 200


def test_asking_without_any_key_is_not_counted(world: worlds.World, settings: Any) -> None:
    settings.API_FAILURE_RATE = "1/m"
    assert {Client().get(f"{ROOT}pages").status_code for _one in range(4)} == {401}


def test_only_what_is_personal_is_logged(world: worlds.World) -> None:
    asking = program(world.carol)
    Event.objects.all()._raw_delete(Event.objects.db)
    for name, address in addresses(world).items():
        asking.get(address)
        assert Event.objects.count() == 0, name  # the small world has no people behind its numbers
