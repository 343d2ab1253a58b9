"""Makes and changes accounts. The only writer of User (a person's own password is allauth's page)."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from . import queries
from .events import record
from .models import User

# without 0 O 1 l I: a first password is read aloud or from paper
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
FIELDS = ("email", "name", "role", "is_active")


def first_password() -> str:
    """Four groups of four from 56 characters: 92 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _character in range(4)) for _group in range(4))


@transaction.atomic
def create(
    by: User | None,
    *,
    email: str,
    name: str = "",
    role: str = User.Role.SALES,
    password: str,
    is_active: bool = True,
) -> User:
    """Make an account. Raises ValidationError for an address in use or a weak password."""
    email = email.strip().lower()
    check_email(email)
    draft = User(email=email, name=name)
    validate_password(password, draft)
    person = User.objects.create_user(email, password, name=name, role=role, is_active=is_active)
    _vouch(person)
    record(by, "person_added", str(person), person=person.pk, role=role)
    return person


@transaction.atomic
def change(by: User | None, person: User, *, email: str, name: str, role: str, is_active: bool) -> User:
    """Change an account. A change of role, closing and opening end all the person's sessions.

    Raises ValidationError for the last active admin and for one's own role.
    """
    # locks the admins' rows, in one order: two admins taking each other's role at once may not both succeed
    admins = [admin.pk for admin in queries.active_admins().select_for_update()]
    before = User.objects.select_for_update().get(pk=person.pk)
    email = email.strip().lower()
    after: dict[str, Any] = {"email": email, "name": name, "role": role, "is_active": is_active}
    changed = {field: value for field, value in after.items() if getattr(before, field) != value}
    if not changed:
        return before
    _check_rights(by, before, changed, admins)
    if "email" in changed:
        check_email(email, before)
    # only what really changed is written down, never the address itself: the log outlives the account
    noted: dict[str, Any] = {
        field: [str(getattr(before, field)), str(after[field])] for field in changed if field in FIELDS[2:]
    }
    for field, value in changed.items():
        setattr(before, field, value)
    before.permission_revision += 1
    if {"role", "is_active"} & set(changed):
        # also when an account is opened again: a session from before must not come back to life
        before.session_revision += 1
    before.save()
    if "email" in changed:
        _vouch(before)
    record(by, "person_changed", str(before), person=before.pk, fields=sorted(changed), **noted)
    return before


def set_password(by: User | None, person: User, password: str) -> None:
    """Set a first or new password; every session of the person ends by it."""
    validate_password(password, person)
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        record(by, "person_password_set", str(person), person=person.pk)


def rights_changed(person: Any) -> None:
    """Count the person's permission revision up: pages kept by a browser under the old rights are void."""
    User.objects.filter(pk=person.pk).update(permission_revision=F("permission_revision") + 1)


def check_email(email: str, person: User | None = None) -> None:
    """Raise ValidationError when another account has this address."""
    others = User.objects.filter(email=email)
    if person is not None:
        others = others.exclude(pk=person.pk)
    if others.exists():
        raise ValidationError(
            {"email": _("Another person has this address. Use another one, or change that person's account.")}
        )


def _check_rights(by: User | None, person: User, changed: dict[str, Any], admins: list[int]) -> None:
    own = by is not None and by.pk == person.pk
    if own and "role" in changed:
        raise ValidationError({"role": _("You cannot change your own role. Ask another admin to do it.")})
    if own and "is_active" in changed:
        raise ValidationError(
            {"is_active": _("You cannot close your own account. Ask another admin to do it.")}
        )
    loses = "role" in changed or not changed.get("is_active", True)
    if loses and admins == [person.pk]:
        field = "role" if "role" in changed else "is_active"
        raise ValidationError({field: _("This is the last active admin. Make another person admin first.")})


def _vouch(person: User) -> None:
    """Give allauth the one address of the person as confirmed.

    An admin typed it in. Old addresses would still sign in, and an unconfirmed one bars two-step sign-in.
    """
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
