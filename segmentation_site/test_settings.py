"""Settings of the tests: a data directory of their own, quick passwords, unhashed static names.

SQLite unless TEST_DATABASE_URL names a PostgreSQL. What the developer's own DATA_DIR and DATABASE_URL
point to is never touched.
"""

import atexit
import os
import shutil
import tempfile

os.environ.pop("DATABASE_URL", None)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
# a process that a test starts gets the test's own directory, which that test also removes
if os.environ.get("TEST_DATA_DIR"):
    os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]
else:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="segmentation-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
for name in ("SECRET_KEY", "CONTACT_KEY", "SITE_HTTPS", "REDIS_URL", "ALLOWED_HOSTS", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)
for name in ("ANALYTICS_ENGINE", "ANALYTICS_MEMORY_MB", "ANALYTICS_THREADS"):
    os.environ.pop(name, None)

from .settings import *  # noqa: E402, F403
from .settings import CACHES, DATA_DIR, DATABASES, STORAGES  # noqa: E402

DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 0}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, so that the live server's thread and a started process see the same rows as the test
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
# in memory: a test of pages alone has no database
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sign-in limits"},
}
# one time in 256 a random key cannot be told from the one that tests of a changed key change to
CONTACT_KEY = "a-key-of-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz-before"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# stack.md, What bites 4: the live server answers 404 on hashed names
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
