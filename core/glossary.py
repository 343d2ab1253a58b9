"""The glossary's entries in the language of the page, and the links to them in running text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.glossary import TERMS

from .context import carried_query


@dataclass(frozen=True)
class Entry:
    """A term as it is shown: `words` in the page's language, the first one being its name."""

    key: str
    words: tuple[str, ...]
    meaning: str
    formula: str

    @property
    def name(self) -> str:
        return self.words[0]


def entries() -> list[Entry]:
    """Every entry in the active language, by name."""
    return list(_entries(get_language() or ""))


@lru_cache(maxsize=8)
def _entries(language: str) -> tuple[Entry, ...]:
    found = [
        Entry(
            term.key,
            tuple(_(term.words).split("|")),
            _(term.meaning),
            _(term.formula) if term.formula else "",
        )
        for term in TERMS
    ]
    return tuple(sorted(found, key=lambda entry: entry.name.casefold()))


def definition(key: str) -> str:
    """A term's formula, where it has one, and its meaning: how a number is computed, in a sentence."""
    entry = next(entry for entry in entries() if entry.key == key)
    return f"{entry.formula}. {entry.meaning}" if entry.formula else entry.meaning


def glossary_address(request: HttpRequest) -> str:
    """The glossary with the page's filters, so that its menu leads back to the same data."""
    carried = carried_query(request)
    return reverse("glossary") + (f"?{carried}" if carried else "")


class Linking:
    """Turns terms into links, each term once: the first time that it occurs in a figure.

    address: where the glossary is, with the page's filters (`/glossary/?year=2023`).
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.done: set[str] = set()

    def __call__(self, text: object) -> SafeString | str:
        """The text, escaped, with its terms as links."""
        if not text or isinstance(text, SafeString):
            return text if isinstance(text, SafeString) else ""
        pattern, by_word = _pattern(get_language() or "")
        parts, last = [], 0
        words = str(text)
        for match in pattern.finditer(words):
            entry = by_word[match.group().casefold()]
            if entry.key in self.done:
                continue
            self.done.add(entry.key)
            parts += [escape(words[last : match.start()]), self._link(entry, match.group())]
            last = match.end()
        parts.append(escape(words[last:]))
        return mark_safe("".join(parts))  # noqa: S308 – every part is escaped above

    def _link(self, entry: Entry, word: str) -> SafeString:
        return format_html(
            '<a class="term" href="{}#term-{}" title="{}">{}</a>',
            self.address,
            entry.key,
            entry.meaning,
            word,
        )


@lru_cache(maxsize=8)
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, Entry]]:
    """Every spelling as one expression, the longest first, and the entry of each."""
    by_word = {
        word.casefold(): entry for entry in _entries(language) if linked(entry) for word in entry.words
    }
    longest_first = sorted(by_word, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE), by_word


# What everybody who opens the page knows, or what stands in every line: underlining it would be noise
PLAIN = frozenset(
    {"msme", "business-field", "turnover", "level", "base", "edition", "borders", "ratio", "share"}
)


def linked(entry: Entry) -> bool:
    return entry.key not in PLAIN
