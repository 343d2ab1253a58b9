"""Texts that are stored by whoever runs without a reader (a job, a command) and shown to one later.

A text without values is kept as its English msgid and translated when it is shown. One that holds values is
no msgid any more: it is kept as compact JSON, once in every language of the site.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override


def keep(text: Any, params: dict[str, Any] | None = None) -> str:
    """`text` (a msgid or a lazy text), with `params` filled in by %, as it is stored."""
    if params is None and isinstance(text, str):
        return text
    said = {language: _said(text, params, language) for language, _name in settings.LANGUAGES}
    english = _said(text, params, "en")
    if all(_translated(english, language) == told for language, told in said.items()):
        return english
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def shown(stored: Any) -> str:
    """What `keep` made, or a plain msgid, in the active language."""
    text = str(stored) if stored else ""
    kept = _languages(text)
    if not kept:
        return gettext(text) if text else ""
    language = get_language() or settings.LANGUAGE_CODE
    return kept.get(language) or kept.get(language.partition("-")[0]) or kept.get("en") or text


def demo_words(is_demo: bool = True) -> str:
    """The words that go with made-up data wherever they are shown; "" where they are real."""
    return gettext("Demo data – synthetic") if is_demo else ""


def is_kept(text: str) -> bool:
    """Whether `shown` would not show this text as it is: what people write must not be of that form."""
    return bool(_languages(text))


def _said(text: Any, params: dict[str, Any] | None, language: str) -> str:
    with override(language):
        told = str(text)
        if params is None:
            return told
        return (gettext(told) if told else "") % params


def _translated(text: str, language: str) -> str:
    """The text from the catalogue; "" is no msgid, the catalogue's own header answers to it."""
    with override(language):
        return gettext(text) if text else ""


def _languages(text: str) -> dict[str, str]:
    """The texts by language, nothing where `text` is a plain one (which may begin with a bracket too)."""
    if not text.startswith('{"'):
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    known = {language for language, _name in settings.LANGUAGES}
    is_kept = isinstance(found, dict) and set(found) <= known | {"en"}
    return found if is_kept and all(isinstance(told, str) for told in found.values()) else {}
