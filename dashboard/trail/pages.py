"""Which way the numbers of a page are followed: to enterprises and answers, or to a shop's customers."""

from typing import Any, Protocol

from core.models import Job
from core.pages import page_named
from core.shown import Shown

from . import attributes, content, customers


class Page(Protocol):
    """A page whose figures can be followed; what they share is read once."""

    def trail(self, key: str, asked: content.Asked) -> content.Trail: ...

    def job(self) -> Job | None: ...


def page_of(shown: Shown, user: Any) -> Page:
    """The page that was read, for this person."""
    if page_named(shown.name).section != "customers":
        return content.Page(shown, user)
    if shown.name in attributes.PAGES:
        return attributes.Page(shown, user)
    return customers.Page(shown, user)
