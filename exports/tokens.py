"""A person's key to the API: made, revoked, and whom it belongs to. The only writer of ApiToken."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.events import record

from .models import ApiToken

# tells programs that search for leaked keys, and people, what it is
PREFIX = "msme_"
RANDOM_BYTES = 32
HINT_LENGTH = len(PREFIX) + 4
# a write with each request would make readers wait for one another
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make(user: Any) -> str:
    """A new key, in place of the person's one before. Nobody can read it again: only its digest is kept."""
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    made: dict[str, Any] = {"digest": digest(token), "hint": token[:HINT_LENGTH]}
    made |= {"created_at": timezone.now(), "last_used_at": None, "bound_to": user.get_session_auth_hash()}
    ApiToken.objects.update_or_create(user=user, defaults=made)
    record(user, "api_token_made", made["hint"])
    return token


@transaction.atomic
def revoke(user: Any) -> bool:
    """Take the person's key back; False where there is none."""
    known = token_of(user)
    if known is None:
        return False
    known.delete()
    record(user, "api_token_revoked", known.hint)
    return True


def token_of(user: Any) -> ApiToken | None:
    """What is kept of the person's key; None where there is none that is believed."""
    known = ApiToken.objects.select_related("user").filter(user=user).first()
    return known if known is not None and _is_bound(known) else None


def person_of(token: str) -> Any:
    """The active person whose key this is, with today's rights; None for any other text.

    What ends a person's sessions ends their key: whoever sets a new password after a theft means both.
    It is looked up by its digest, so how long that takes says nothing about keys that are nearly right.
    """
    known = ApiToken.objects.select_related("user").filter(digest=digest(token)).first()
    if known is None or not known.user.is_active or not _is_bound(known):
        return None
    _note_use(known)
    return known.user


def _is_bound(known: ApiToken) -> bool:
    return constant_time_compare(known.bound_to, known.user.get_session_auth_hash())


def digest(token: str) -> str:
    """A key has 256 random bits: no salt and no slow hash would make it harder to guess."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _note_use(known: ApiToken) -> None:
    now = timezone.now()
    if known.last_used_at is None or now - known.last_used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=known.pk).update(last_used_at=now)
