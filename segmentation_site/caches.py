"""Where pages and the counts of sign-ins are kept for a while."""

from typing import Any

PAGES: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    # a page is three entries: its content (some 100 kB), its figures as HTML (60 to 300 kB) and its filters.
    # 150 pages stay under 60 MB
    "OPTIONS": {"MAX_ENTRIES": 450},
}
# allauth counts in "default": every process must see the counts, and no page may push them out
SIGN_IN_LIMITS: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "sign_in_limits",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}


def caches(redis_url: str) -> dict[str, dict[str, Any]]:
    """The two caches: in Redis where there is one, else pages in each process and counts in the database."""
    if not redis_url:
        return {"default": SIGN_IN_LIMITS, "pages": PAGES}
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    return {alias: {**redis, "KEY_PREFIX": alias} for alias in ("default", "pages")}
