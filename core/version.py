"""Which code is running: part of every ETag and cache key, so that an update never shows an old page."""

import hashlib
from functools import lru_cache

from django.conf import settings

PARTS = ("analysis", "charts", "templates", "locale", "static/dist", "segmentation_site")
SUFFIXES = frozenset({".py", ".html", ".mo", ".css", ".js"})


@lru_cache
def code_version() -> str:
    """Twelve hex digits that change with any file of the product; read once per process."""
    digest = hashlib.sha256()
    for part in sorted({*settings.OUR_APPS, *PARTS}):
        for path in sorted((settings.BASE_DIR / part).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(f"{path.relative_to(settings.BASE_DIR)} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
