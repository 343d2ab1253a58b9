"""Keys to the API: one per person, shown once, void at once when they or their person are."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Event
from exports import tokens
from exports.models import ApiToken

pytestmark = pytest.mark.django_db


def test_a_key_leads_to_its_person(alice: Any, bob: Any) -> None:
    assert tokens.person_of(tokens.make(alice)) == alice
    assert tokens.person_of(tokens.make(bob)) == bob


def test_only_the_digest_is_kept(alice: Any) -> None:
    token = tokens.make(alice)
    kept = ApiToken.objects.get()
    assert kept.digest == tokens.digest(token)
    assert token.startswith(kept.hint)
    assert len(token) - len(kept.hint) >= 32
    assert token not in repr([kept.digest, kept.hint, *Event.objects.values()])


def test_no_two_keys_are_alike(alice: Any) -> None:
    made = {tokens.make(alice) for _one in range(20)}
    assert len(made) == 20
    assert all(len(one) == len(tokens.PREFIX) + 43 for one in made)


def test_a_new_key_takes_the_place_of_the_one_before(alice: Any) -> None:
    before = tokens.make(alice)
    tokens.person_of(before)
    after = tokens.make(alice)
    assert tokens.person_of(before) is None
    kept = ApiToken.objects.get()
    assert kept.last_used_at is None
    assert tokens.person_of(after) == alice


def test_a_revoked_key_is_none(alice: Any) -> None:
    token = tokens.make(alice)
    assert tokens.revoke(alice)
    assert tokens.person_of(token) is None
    assert not tokens.revoke(alice)


def test_making_and_revoking_are_logged(alice: Any) -> None:
    token = tokens.make(alice)
    tokens.revoke(alice)
    found = list(Event.objects.order_by("pk").values_list("action", "user", "subject"))
    hint = token[: tokens.HINT_LENGTH]
    assert found == [("api_token_made", alice.pk, hint), ("api_token_revoked", alice.pk, hint)]


@pytest.mark.parametrize("text", ["", "x", "msme_", "\ud800", "msme_" + "é" * 43])
def test_any_other_text_is_nobodys(alice: Any, text: str) -> None:
    tokens.make(alice)
    assert tokens.person_of(text) is None


def test_a_closed_account_has_no_key(alice: Any) -> None:
    token = tokens.make(alice)
    alice.is_active = False
    alice.save()
    assert tokens.person_of(token) is None


def test_changed_rights_act_at_once(alice: Any) -> None:
    token = tokens.make(alice)
    alice.role = "analyst"
    alice.save()
    assert tokens.person_of(token).role == "analyst"


def test_its_use_is_noted_once_a_minute(alice: Any) -> None:
    token = tokens.make(alice)
    tokens.person_of(token)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    with CaptureQueriesContext(connection) as queries:
        tokens.person_of(token)
    assert len(queries) == 1
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    tokens.person_of(token)
    assert ApiToken.objects.get().last_used_at >= first
