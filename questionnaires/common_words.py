"""Which words many people used in what they wrote: a way into a long list of texts."""

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]{4,}")
# words of three letters say little, nor do these: the glue of sentences in both languages
_GLUE = """
yang untuk dengan tidak dari pada dalam akan bisa juga atau karena saya kami kita anda mereka dapat agar
lebih sudah belum adalah oleh sebagai lagi masih sangat saja seperti supaya semoga tapi tetapi namun kalau
jika bagi para hanya banyak tersebut secara sehingga ataupun serta maupun kepada punya buat biar udah sama
ingin mohon terima kasih adanya
that this with have from they will would could should about there their what when which your more very
much also only just some than then them were been into please thank thanks like want need
"""
GLUE = frozenset(_GLUE.split())
LEAST, MOST = 3, 12


def common_words(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Up to MOST words with how many texts hold them, the most frequent first; in lower case.

    Only what LEAST or more people used. A text holds a word also as a part of a longer one: so a search for
    it finds as many.
    """
    folded = [text.casefold() for text in texts]
    used = Counter(word for text in folded for word in set(_WORD.findall(text)) - GLUE)
    often = [word for word, n in used.most_common(4 * MOST) if n >= LEAST]
    counted = [(word, sum(word in text for text in folded)) for word in often]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:MOST]
