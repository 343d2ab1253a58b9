"""Logs what allauth does for people: signing in, passwords, two-step sign-in. Keeps names out of auditlog."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from auditlog.models import LogEntry
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver

from .events import record
from .models import User


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    record(user, "signed_in")


@receiver(user_login_failed)
def sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Only addresses of people known here are kept: anything else may be a stranger's, or a password."""
    address = str(credentials.get("email") or credentials.get("username") or "").lower()
    person = User.objects.filter(email=address).first()
    record(None, "sign_in_failed", str(person) if person else "", person=person.pk if person else None)


@receiver(password_changed)
def changed_password(sender: Any, user: User, **kwargs: Any) -> None:
    record(user, "password_changed")


@receiver(authenticator_added)
def added_mfa(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    record(user, "mfa_added", method=str(authenticator.type))


@receiver(authenticator_removed)
def removed_mfa(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    record(user, "mfa_removed", method=str(authenticator.type))


@receiver(post_save, sender=LogEntry)
def keep_no_names(sender: Any, instance: LogEntry, created: bool, **kwargs: Any) -> None:
    """Tell people by the number of their account: the change log outlives the account and is never blanked.

    After saving, because auditlog puts the actor's address in while it saves.
    """
    if created:
        kind = instance.content_type
        shown = f"{kind.model} {instance.object_pk}" if _names_people(kind) else instance.object_repr
        LogEntry.objects.filter(pk=instance.pk).update(
            actor_email=None, remote_addr=None, remote_port=None, object_repr=shown
        )


def _names_people(kind: ContentType) -> bool:
    """Whether rows of a model call themselves by a person's name: people, and what belongs to one of them."""
    model = kind.model_class()
    return model is not None and (model is User or "user" in {field.name for field in model._meta.fields})
