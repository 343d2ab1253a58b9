"""Changes how an imported survey is read: roles and directions of its questions, and links to the register.

The only writer of these after the import. Answers never change; every change is one line of the log.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from accounts.events import record
from data.models import Category, Edition
from data.reading.names import key

from .models import AskedQuestion, FieldLink
from .remembering import read_anew

Readings = Mapping[str, tuple[str, bool]]


def set_readings(edition: Edition, chosen: Readings, user: Any) -> int:
    """Give questions their roles and directions, in every file of the edition and for the next wave.

    chosen: header hash → (role, reverse). Returns how many questions changed.
    """
    with transaction.atomic():
        rows = list(AskedQuestion.objects.select_for_update().filter(dataset__editions=edition))
        changed = [row for row in rows if (told := chosen.get(row.header_hash)) and _set(row, *told)]
        AskedQuestion.objects.bulk_update(changed, ["content"])
        if changed:
            read_anew(edition.region, {row.header_hash: chosen[row.header_hash] for row in changed})
            labels = [str(row) for row in changed]
            record(user, "survey_read_anew", str(edition), len(changed), questions=labels[:20])
    return len({row.header_hash for row in changed})


def _set(row: AskedQuestion, role: str, reverse: bool) -> bool:
    before = row.question
    now = replace(before, role=role, reverse=reverse)
    row.content = now.to_json()
    return now != before


def set_links(edition: Edition, chosen: Mapping[str, list[int]], user: Any) -> int:
    """Say which categories of the register the survey's words for business fields mean.

    chosen: word → ids of categories of the same region, none for no link. Returns how many words have one.
    """
    known = set(Category.objects.filter(region=edition.region).values_list("pk", flat=True))
    by = user if getattr(user, "pk", None) else None
    # two words may have one key ("[1] Jasa", "[2] Jasa"): the link is theirs together
    wanted = {(key(text)[:200], pk): text[:200] for text, ids in chosen.items() for pk in ids if pk in known}
    with transaction.atomic():
        linked = FieldLink.objects.select_for_update().filter(
            region=edition.region, key__in=[key(text)[:200] for text in chosen]
        )
        before = {(link.key, link.category_id): link for link in linked}
        gone = [link.pk for pair, link in before.items() if pair not in wanted]
        new = [
            FieldLink(region=edition.region, key=own, text=text, category_id=pk, confirmed_by=by)
            for (own, pk), text in wanted.items()
            if (own, pk) not in before
        ]
        FieldLink.objects.filter(pk__in=gone).delete()
        # somebody else may make the same link at this moment
        FieldLink.objects.bulk_create(new, ignore_conflicts=True)
        if gone or new:
            record(by, "survey_fields_linked", str(edition), len(wanted))
    return len({own for own, _pk in wanted})
