"""The glossary: every entry in both languages, and the links from running text to it."""

import re

import pytest
from django.utils.translation import override

from analysis.glossary import TERMS
from analysis.indicators import INDICATORS
from core.glossary import Linking, entries


def test_keys_and_words_are_used_once():
    assert len({term.key for term in TERMS}) == len(TERMS)
    for language in ("en", "id"):
        with override(language):
            words = [word.casefold() for entry in entries() for word in entry.words]
        assert len(set(words)) == len(words), sorted(word for word in words if words.count(word) > 1)


def test_every_text_is_translated():
    with override("en"):
        english = {entry.key: entry for entry in entries()}
    with override("id"):
        indonesian = {entry.key: entry for entry in entries()}
    assert english.keys() == indonesian.keys()
    same = [key for key in english if english[key].meaning == indonesian[key].meaning]
    assert same == []


def test_a_formula_is_the_one_that_the_pages_show():
    by_key = {term.key: term for term in TERMS}
    assert by_key["location-quotient"].formula == INDICATORS["location_quotient"].formula
    assert all(term.indicator in INDICATORS for term in TERMS if term.indicator)


@pytest.fixture
def linked():
    with override("en"):
        yield Linking("/glossary/")


def test_a_term_is_linked_once_and_the_text_escaped(linked):
    found = linked("A silhouette & <b> another Silhouette")
    assert found.count("<a ") == 1
    assert 'href="/glossary/#term-silhouette"' in found
    assert "&amp; &lt;b&gt; another Silhouette" in found
    assert linked("silhouette again") == "silhouette again"


def test_a_part_of_a_word_is_no_term(linked):
    assert linked("indexed medians unstable") == "indexed medians unstable"
    assert 'href="/glossary/#term-location-quotient"' in linked("Location quotients of food")


def test_the_longest_spelling_wins(linked):
    assert re.findall(r"#term-([\w-]+)", linked("the ratio index of the region")) == ["index"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_has_an_anchor_for_every_entry(client, alice, language):
    client.force_login(alice)
    client.cookies["django_language"] = language
    html = client.get("/glossary/?year=2023").content.decode()
    anchors = re.findall(r'<div id="term-([\w-]+)"><dt>', html)
    assert sorted(anchors) == sorted(term.key for term in TERMS)
    assert 'href="/ratio/?year=2023"' in html
