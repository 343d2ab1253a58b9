"""Indonesian is complete, current, and fills the same places as the English."""

import ast
import re

import pytest

from core import messages

PLACE = re.compile(r"%\(\w+\)[sd]|%\(\w+\)\.\d+f|\{\w*\}")
# what may stand in a template outside translation: tags, our names of formats, signs, commands to copy
HIDDEN = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{%\s*(?:blocktrans|blocktranslate)\b.*?{%\s*end\w+\s*%}"
    r"|{%.*?%}|{{.*?}}|{#.*?#}|<(script|style)\b.*?</\1>|<pre\b.*?</pre>|<!doctype[^>]*>|<[^>]*>",
    re.DOTALL,
)
ALLOWED = {"PNG", "CSV", "XLSX", "GeoJSON", "ID", "EN", "NIB", "NIK", "UTC", "html", "djlint", "WhatsApp"} | {
    "API", "SHA",
}  # fmt: skip


@pytest.fixture(scope="module")
def stored():
    return messages.stored()


@pytest.fixture(scope="module")
def extracted():
    return messages.extracted()


def texts(value):
    return list(value) if isinstance(value, tuple | list) else [value]


def test_every_text_is_in_the_catalogue_and_none_is_stale(stored, extracted):
    wanted = {message.id for message in extracted if message.id}
    held = {message.id for message in stored if message.id}
    assert wanted - held == set(), "run manage.py extract_messages and translate"
    assert held - wanted == set(), "run manage.py extract_messages"


def test_texts_within_f_strings_are_in_the_catalogue_too(stored):
    """The extraction does not look into them, so a text that stands nowhere else is shown in English."""
    code = [path for path in messages.sources() if path.suffix == ".py"]
    found = [text for path in code for text in _within_f_strings(ast.parse(path.read_text("utf-8")))]
    assert found
    assert [text for text in found if stored.get(text) is None] == []


def _within_f_strings(tree):
    """Texts that are translated within an f-string."""
    calls = [call for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for call in ast.walk(one)]
    return [
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext")
        and isinstance(call.args[0], ast.Constant)
    ]


def test_every_text_is_translated(stored):
    untranslated = [message.id for message in stored if message.id and not all(texts(message.string))]
    assert untranslated == []


def test_translations_fill_the_same_places(stored):
    for message in stored:
        if message.id:
            wanted = {place for text in texts(message.id) for place in PLACE.findall(text)}
            found = {place for text in texts(message.string) for place in PLACE.findall(text)}
            assert found == wanted, message.id


def test_templates_hold_no_text_outside_translation():
    found = []
    for path in messages.sources():
        if path.suffix == ".html":
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", HIDDEN.sub(" ", path.read_text())))
            found += [(path.name, word) for word in words if word not in ALLOWED]
    assert found == []


def test_a_percentage_is_spaced_as_core_formats_spaces_it(stored):
    """Indonesian: a no-break space, as `formats.share` writes "95,0 %"."""
    close = re.compile(r"(?:\d|\)s) ?%%?(?![(\w])")
    found = [text for message in stored if message.id for text in texts(message.string) if close.search(text)]
    assert found == []
