"""Saves a page with its filters under a name, shares it, deletes it and brings it back.

The only writer of SavedView.
"""

import unicodedata
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import record
from accounts.models import User
from data import scrubbing
from data.erasure_ledger import Hashes

from . import schedules
from .addresses import Address
from .models import SavedView
from .view_words import NAME_LENGTH, in_languages

# a list of more is no list to choose from, and nobody makes so many by hand
MOST_VIEWS = 200


def plain_name(text: str) -> str:
    """A name on one line: it stands in subjects of mails, in lists and in the log.

    Control characters and marks that turn the direction of what follows are left out; letters of every
    script, and emoji with their joiners, stay.
    """
    spaced = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    kept = "".join(
        one for one in spaced if one not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return " ".join(kept.split())


@transaction.atomic
def save(user: Any, address: Address, name: str, is_shared: bool) -> SavedView:
    """Keep a view. Raises ValidationError for a name in use, and where a person has too many."""
    _hold(user)
    _refuse_too_many(user)
    view = SavedView(owner=user, page=address.page.name, address=str(address), is_shared=is_shared)
    view.name = _free_name(view, name)
    view.words = in_languages(address, user)
    view.save()
    record(user, "view_saved", view.name, view=view.pk, page=view.page, shared=is_shared)
    return view


@transaction.atomic
def rename(view: SavedView, user: Any, name: str) -> None:
    """Give a view another name. Raises ValidationError for one in use."""
    _hold(view.owner)
    new = _free_name(view, name)
    if new != view.name:
        # not its name before: an erasure reaches what a line is about, and nothing else in it
        record(user, "view_renamed", new, view=view.pk)
        view.name = new
        view.save(update_fields=["name", "changed_at"])


@transaction.atomic
def share(view: SavedView, user: Any, is_shared: bool) -> None:
    """Show a view to everybody, or to its owner alone."""
    if SavedView.objects.filter(pk=view.pk, is_shared=not is_shared).update(is_shared=is_shared):
        record(user, "view_shared" if is_shared else "view_unshared", view.name, view=view.pk)
    view.is_shared = is_shared


@transaction.atomic
def delete(view: SavedView, user: Any) -> None:
    """Take a view off every list; its schedules rest. `restore` brings both back."""
    if SavedView.objects.filter(pk=view.pk, deleted_at=None).update(deleted_at=timezone.now()):
        record(user, "view_deleted", view.name, view=view.pk)


@transaction.atomic
def restore(view: SavedView, user: Any) -> None:
    """Bring a deleted view back; where its name was taken since, with a number behind it.

    Raises ValidationError where its owner has as many as a person may have.
    """
    _hold(view.owner)
    held = SavedView.objects.select_for_update().get(pk=view.pk)
    if held.deleted_at is None:
        return
    _refuse_too_many(held.owner)
    names = set(_others(held).values_list("name", flat=True))
    held.name = numbered(held.name, names)
    held.deleted_at = None
    held.save(update_fields=["name", "deleted_at", "changed_at"])
    schedules.renew(held)
    record(user, "view_restored", held.name, view=held.pk)


def forget(people: Collection[Hashes]) -> None:
    """Take erased people out of the names of views, also of deleted ones, and of the words of their filters,
    where the name of a segment may stand."""
    for view in SavedView.objects.all():
        name, words = scrubbing.inside([view.name, view.words], lambda text: scrubbing.without(text, people))
        if [name, words] == [view.name, view.words]:
            continue
        if name != view.name:
            view.name = numbered(name[:NAME_LENGTH], names_of(view.owner_id))
        view.words = words
        view.save(update_fields=["name", "words"])


def numbered(name: str, taken: set[str]) -> str:
    """The name, or with the first free number behind it: "Overview (2)"."""
    number, found = 1, name
    while found in taken:
        number += 1
        ending = f" ({number})"
        found = name[: NAME_LENGTH - len(ending)] + ending
    return found


def names_of(user_id: int) -> set[str]:
    """The names of a person's views."""
    return set(SavedView.objects.filter(owner_id=user_id, deleted_at=None).values_list("name", flat=True))


def _hold(person: Any) -> None:
    """Lock the owner's row: two clicks at once are one after the other, so that a name is given once."""
    User.objects.select_for_update().get(pk=person.pk)


def _refuse_too_many(owner: Any) -> None:
    if SavedView.objects.filter(owner=owner, deleted_at=None).count() >= MOST_VIEWS:
        text = _("%(person)s has %(n)s saved views, as many as there may be. Delete one first.")
        raise ValidationError(text % {"person": owner, "n": MOST_VIEWS})


def _free_name(view: SavedView, name: str) -> str:
    plain = plain_name(name)[:NAME_LENGTH]
    if not plain:
        raise ValidationError({"name": _("Give the view a name.")})
    if _others(view).filter(name=plain).exists():
        raise ValidationError({"name": _("You have a view with this name already. Choose another name.")})
    return plain


def _others(view: SavedView) -> Any:
    return SavedView.objects.filter(owner_id=view.owner_id, deleted_at=None).exclude(pk=view.pk)
