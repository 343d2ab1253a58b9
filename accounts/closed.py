"""Addresses of allauth that this site does not use: they answer like pages that do not exist.

Admins make the accounts, vouch for the e-mail address and set forgotten passwords (accounts/people.py). The
site sends no mail, so whatever rests on a letter would only promise one. Stands before allauth's addresses.
"""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, re_path

CLOSED = ("signup", "email", "confirm-email", "password/set", "password/reset", "login/code")


def closed(request: HttpRequest, **parts: Any) -> NoReturn:
    raise Http404


urlpatterns: list[URLPattern] = [re_path(rf"^(?:{'|'.join(CLOSED)})/", closed, name="account_closed")]
