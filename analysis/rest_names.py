"""Which names of business categories mean "all the rest": they are shown, and never called the largest."""

import re
from functools import lru_cache

_RESTS = frozenset(
    {
        "lainnya", "lain lain", "lain", "lain lainnya", "dan lain lain", "dll", "dan lainnya", "yang lain",
        "usaha lain", "usaha lainnya", "bidang lain", "bidang lainnya", "bidang usaha lain",
        "bidang usaha lainnya", "jenis usaha lainnya", "sektor lain", "sektor lainnya", "kategori lainnya",
        "others", "other", "the rest", "rest", "miscellaneous", "other fields", "other business fields",
        "other categories", "other sectors",
    }
)  # fmt: skip


@lru_cache(4096)
def is_rest(name: str) -> bool:
    """Whether the whole name says "others": "Lainnya", "Lain-lain (dll)". "Jasa lainnya" names a field."""
    words = re.sub(r"[^a-z]+", " ", name.casefold()).split()
    while words and words[-1] in ("dll", "dsb") and len(words) > 1:
        words.pop()
    return " ".join(words) in _RESTS
