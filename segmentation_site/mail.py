"""Settings of mail, and the site's own address for links in it: from the environment, checked at start."""

import os
import re
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SCHEMES = ("smtp", "smtp+tls", "smtps", "smtp+ssl", "consolemail", "memorymail", "dummymail")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
# without a server nobody receives anything: this name only stands in the worker's log
NOBODY = "MSME market segmentation <noreply@localhost>"


def mail_settings(env: Any) -> dict[str, Any]:
    """The EMAIL_* settings from EMAIL_URL, or from EMAIL_HOST and the like; the console without either."""
    text = env.str("EMAIL_URL", "")
    found = _from_url(env, text) if text else _from_parts(env)
    port = found["EMAIL_PORT"]
    if port is not None and not 1 <= int(port) <= 65535:
        raise ImproperlyConfigured("The mail server's port must be a number from 1 to 65535.")
    if found["EMAIL_USE_TLS"] and found["EMAIL_USE_SSL"]:
        raise ImproperlyConfigured("Choose EMAIL_USE_TLS or EMAIL_USE_SSL, not both.")
    return found


def _from_url(env: Any, text: str) -> dict[str, Any]:
    if text.partition("://")[0] not in SCHEMES:
        raise ImproperlyConfigured(f"EMAIL_URL must begin with one of: {', '.join(SCHEMES)}, each with ://")
    try:
        read = env.email_url("EMAIL_URL")
    except ValueError as problem:  # a port that is no number; the password must not be repeated
        raise ImproperlyConfigured("EMAIL_URL must be like smtp+tls://user:password@host:587") from problem
    if read["EMAIL_BACKEND"] == SMTP and not read["EMAIL_HOST"]:
        raise ImproperlyConfigured("EMAIL_URL names no host: smtp+tls://user:password@host:587")
    return {
        "EMAIL_BACKEND": read["EMAIL_BACKEND"],
        "EMAIL_HOST": read["EMAIL_HOST"] or "localhost",
        "EMAIL_PORT": 25 if read["EMAIL_PORT"] is None else read["EMAIL_PORT"],
        "EMAIL_HOST_USER": read["EMAIL_HOST_USER"] or "",
        "EMAIL_HOST_PASSWORD": read["EMAIL_HOST_PASSWORD"] or "",
        "EMAIL_USE_TLS": bool(read.get("EMAIL_USE_TLS")),
        "EMAIL_USE_SSL": bool(read.get("EMAIL_USE_SSL")),
    }


def _from_parts(env: Any) -> dict[str, Any]:
    host = env.str("EMAIL_HOST", "")
    return {
        "EMAIL_BACKEND": env.str("EMAIL_BACKEND", SMTP if host else CONSOLE),
        "EMAIL_HOST": host or "localhost",
        "EMAIL_PORT": env.int("EMAIL_PORT", 25),
        "EMAIL_HOST_USER": env.str("EMAIL_HOST_USER", ""),
        "EMAIL_HOST_PASSWORD": env.str("EMAIL_HOST_PASSWORD", ""),
        "EMAIL_USE_TLS": env.bool("EMAIL_USE_TLS", False),
        "EMAIL_USE_SSL": env.bool("EMAIL_USE_SSL", False),
    }


def sender(env: Any, backend: str) -> str:
    """DEFAULT_FROM_EMAIL, which a mail server needs: "Name <address>" on one line."""
    found: str = env.str("DEFAULT_FROM_EMAIL", "")
    if not found:
        if backend == SMTP:
            raise ImproperlyConfigured(
                "Mail goes to a server: set DEFAULT_FROM_EMAIL to the sender's address."
            )
        return NOBODY
    if not found.isprintable() or not ADDRESS.fullmatch(parseaddr(found)[1]):
        raise ImproperlyConfigured(
            "DEFAULT_FROM_EMAIL must be one address, such as: Office <office@example.org>"
        )
    return found


def site_address(env: Any) -> str:
    """SITE_ADDRESS: how people open this site, for links in mails; without a slash at its end."""
    text = env.str("SITE_ADDRESS", "").rstrip("/") or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    if not _is_site(text):
        raise ImproperlyConfigured("SITE_ADDRESS must be like https://segments.example.org, without a path.")
    return str(text)


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False
    plain = parts.scheme in ("http", "https") and text.isascii() and text.isprintable() and " " not in text
    return has_host and plain and text == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
