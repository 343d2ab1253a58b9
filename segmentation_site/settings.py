"""All settings. Every value that a server may change comes from the environment and is checked here."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from .analytics import analytics_engine, analytics_memory, analytics_threads
from .caches import caches
from .headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401 – settings of their apps
from .mail import mail_settings, sender, site_address

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def data_directory() -> Path:
    """Where the database, the keys and the uploaded files live; never inside a web root."""
    path = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def secret(name: str) -> str:
    """Return the secret from the environment, or from a file made once with random content.

    There is no default secret that two installations could share (features.md h1): a short or well-known
    one from the environment refuses to start.
    """
    value = env.str(name, "")
    if value:
        if len(value) < 50 or len(set(value)) < 10 or value.startswith("django-insecure"):
            raise ImproperlyConfigured(f"{name} must be random and at least 50 characters long.")
        return value
    path = DATA_DIR / f"{name.lower()}.key"
    if not path.exists():
        # written apart and linked into place, so that two processes starting at once read the same whole key
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def database() -> dict[str, Any]:
    """SQLite for an office, PostgreSQL for a province (design.md, Engine and scale)."""
    config: dict[str, Any] = env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'database.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        # stack.md 6: writers queue at BEGIN instead of failing in the middle of a transaction
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
    elif not config["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://")
    else:
        config["CONN_HEALTH_CHECKS"] = True
    # on SQLite too: opening a connection and understanding each statement anew was a tenth of a warm page
    config["CONN_MAX_AGE"] = 60
    return config


def positive(name: str, default: int) -> int:
    return at_least(1, name, default)


def rate(name: str, default: str) -> str:
    """How often something may be asked: `120/m`, of the seconds, minutes, hours or days s, m, h, d."""
    value: str = env.str(name, default)
    if not re.fullmatch(r"[1-9][0-9]{0,5}/[smhd]", value):
        raise ImproperlyConfigured(f"{name} must be a number and s, m, h or d, like {default}.")
    return value


def at_least(least: int, name: str, default: int) -> int:
    value = env.int(name, default)
    if value < least:
        above = "above zero" if least else "zero or more"
        raise ImproperlyConfigured(f"{name} must be a whole number {above}.")
    return value


DEBUG = False
DATA_DIR = data_directory()
SECRET_KEY = secret("SECRET_KEY")
# Encrypts contacts and keys their hashes; separate from SECRET_KEY so that this one can be changed freely.
CONTACT_KEY = secret("CONTACT_KEY")
# Keys of before a change: what they sealed can be read until `manage.py reseal` has sealed it anew.
CONTACT_KEYS_BEFORE = env.list("CONTACT_KEYS_BEFORE", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "segmentation_site.urls"
WSGI_APPLICATION = "segmentation_site.wsgi.application"
DATABASES = {"default": database()}

# The order is the order of the arrows, the highest app first (design.md, Layout).
OUR_APPS = [
    "exports",
    "dashboard",
    "portfolio",
    "customers",
    "questionnaires",
    "clustering",
    "data",
    "areas",
    "accounts",
    "core",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "auditlog",
    "django_q",
    # for the static files of the API's documentation alone
    "ninja",
]
DATASET_KINDS = [
    "data.kinds.msme_register",
    "data.kinds.msme_counts",
    "data.kinds.population",
    "data.kinds.area_facts",
    "data.kinds.area_boundaries",
    "questionnaires.kind",
    "customers.kinds.transactions",
    "customers.kinds.attributes",
]
# What the worker can do: job kind -> function taking the Job (core/jobs.py).
JOB_KINDS = {
    "read": "data.jobs.read",
    "check": "data.jobs.check",
    "import": "data.jobs.commit",
    "follow": "data.edition_jobs.follow",
    "error_workbook": "data.jobs.error_workbook",
    "purge": "data.purging.purge",
    "erase": "data.erasure_jobs.erase",
    "search_files": "data.erasure_jobs.search",
    "report": "exports.jobs.make_report",
    "mail": "exports.mailing.mail",
    "list": "exports.list_jobs.write_list",
    "customers": "exports.list_jobs.write_list",
    "count_customers": "customers.shop.jobs.count",
    "segment_customers": "customers.shop.jobs.segment",
    "segment_table": "customers.table.jobs.segment_table",
    "fit_customers": "customers.shop.jobs.fit",
}
# Kinds of jobs whose parts stay done where a job fails.
JOBS_IN_PARTS = {"erase", "purge"}
# What the worker's main process does every ten seconds: functions without arguments that import little.
SWEEPS = ["exports.schedules.send_due", "exports.files.sweep"]
# What a figure's numbers come from, as tables for its workbook: (core.shown.Shown, key, person) → tables.
FIGURE_TRAIL = "dashboard.trail.tables.tables"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # pages are mostly figures and tables as text: a fifth of it. Random padding hides the length (BREACH)
    "django.middleware.gzip.GZipMiddleware",
    # outside everything that may answer by itself: a redirect, a refused form, a wrong host
    "core.middleware.PrivatePages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "customers.middleware.CannotReadSaid",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.frame",
                "areas.context.demo",
            ],
            "builtins": ["core.templatetags.formats", "core.templatetags.figures"],
        },
    },
]

# Accounts ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Behind a proxy every visitor has the proxy's address: one could lock everybody out. Only what this many
# proxies of ours have added is believed: anybody can send an X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = at_least(0, "TRUSTED_PROXIES", 0)
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip", "login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
SESSION_COOKIE_AGE = positive("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# our scripts take the token from the page
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# HTTPS: a server sets SITE_HTTPS=1; on 127.0.0.1 there is none ---------------------------------------------
SITE_HTTPS = env.bool("SITE_HTTPS", False)
SECURE_SSL_REDIRECT = SITE_HTTPS
SESSION_COOKIE_SECURE = SITE_HTTPS
CSRF_COOKIE_SECURE = SITE_HTTPS
LANGUAGE_COOKIE_SECURE = SITE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SITE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_HTTPS
SECURE_HSTS_PRELOAD = SITE_HTTPS
if SITE_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Language and time ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "static" / "dist"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# no other site needs our files; the default lets any script read them
WHITENOISE_ALLOW_ALL_ORIGINS = False
# maps of sources are fetched by nobody but developers; compressing them took longer than all the rest
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# esbuild writes its own hash into chunk names: these never change either (stack.md, What bites 4)
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9a-zA-Z]{8,12}\..+$"
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "core.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
# the names page of a province lists several hundred spellings, each with two fields
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
UPLOAD_LIMIT_MB = positive("UPLOAD_LIMIT_MB", 200)
# what is counted of customers and kept (customers/kept_files.py); the longest unused go first
CUSTOMER_FILES_MB = positive("CUSTOMER_FILES_MB", 2000)
# what SQLite sorts outside of memory may be customers; asked before its first temporary file
os.environ.setdefault("SQLITE_TMPDIR", str(DATA_DIR / "spill"))

# Programs, by people's keys (exports/api): requests of a person, and of an address with wrong keys ---------
API_RATE = rate("API_RATE", "120/m")
API_FAILURE_RATE = "20/5m"

# What computes over transactions (customers/engine.py) -----------------------------------------------------
ANALYTICS_ENGINE = analytics_engine(env)
ANALYTICS_MEMORY_MB = analytics_memory(env)
ANALYTICS_THREADS = analytics_threads(env)

# Cache and jobs ------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
CACHES = caches(REDIS_URL)
WORKERS = positive("WORKERS", 1)
Q_CLUSTER = {
    "name": "segmentation",
    "orm": "default",
    "cache": "pages",  # its figures about itself change every second
    "workers": WORKERS,
    "poll": 0.5,
    # Our own lease decides who runs a job (core/jobs.py), so the broker's lock is only a safety net.
    "timeout": 86_000,
    "retry": 86_400,
    "max_attempts": 3,
    "catch_up": False,
    "save_limit": 200,
    "label": "jobs",
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# Mail: by default to the log of the worker ----------------------------------------------------------------
_MAIL = mail_settings(env)
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL["EMAIL_USE_TLS"], _MAIL["EMAIL_USE_SSL"]
# of each step with the server: a job must not wait for ever for one that says nothing
EMAIL_TIMEOUT = positive("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = sender(env, EMAIL_BACKEND)
SITE_ADDRESS = site_address(env)
# kept for ever, so it must not say who: accounts/signals.py takes names out of its lines too
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_INCLUDE_TRACKING_MODELS = (
    {"model": "accounts.User", "exclude_fields": ["last_login", "password", "email", "name"]},
    "areas.WorkArea",
    "areas.AreaAlias",
    "data.Category",
    "data.CategoryAlias",
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # a page that is refused or not there is no fault: it came with a traceback each time
    "loggers": {"django.request": {"level": "ERROR"}},
}
