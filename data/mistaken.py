"""Tells a file that was uploaded as the wrong kind, by its headers."""

import re

from django.utils.translation import gettext as _

from data.kinds import Kind, all_kinds
from data.models import Dataset
from data.recognition import recognise

# so many columns of another kind are no chance
SIGNS = 3
QUESTIONNAIRE = "questionnaire"
# a header of so many words asks something
WORDS = 5
_MOMENT = re.compile(r"timestamp|cap waktu|stempel waktu", re.IGNORECASE)


def looks_like(headers: list[str], declared: Kind) -> str:
    """Key of the kind that these headers are rather of than of the declared one; "" where they fit it."""
    if _are_questions(headers) and QUESTIONNAIRE in all_kinds():
        return QUESTIONNAIRE
    found = {key: _signs(headers, kind) for key, kind in all_kinds().items() if kind.key != declared.key}
    best = max(found, key=lambda key: found[key])
    return best if found[best] >= SIGNS and found[best] > _signs(headers, declared) else ""


def _signs(headers: list[str], kind: Kind) -> int:
    """How many of the columns that tell a kind apart are among the headers, by a known name."""
    found = recognise(kind, headers, {}, 2000)
    return sum(found.why.get(key) == "exact" for key in kind.signs)


def _are_questions(headers: list[str]) -> bool:
    asked = sum(header.rstrip().endswith("?") or len(header.split()) >= WORDS for header in headers)
    return asked > 0 and (2 * asked >= len(headers) or any(_MOMENT.fullmatch(one.strip()) for one in headers))


def caution(dataset: Dataset) -> str:
    """What to say to whoever uploaded a file of another kind; "" where it is none."""
    other = all_kinds().get(dataset.guess.get("looks_like", ""))
    if other is None:
        return ""
    text = _(
        "This looks like another kind of file: %(other)s. If it is one, discard it and upload it as that."
    )
    return text % {"other": other.label}
