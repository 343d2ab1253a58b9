"""In which language commands answer: in that of the terminal, whatever the pages of the site begin with."""

import os
from contextlib import AbstractContextManager
from typing import Any

from django.utils import translation


def language() -> str:
    """Indonesian where the terminal is Indonesian, else English. The first of these names decides (POSIX)."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return "id" if first.partition("_")[0].partition(".")[0] == "id" else "en"


def speaking() -> AbstractContextManager[None]:
    """Texts made inside are in the terminal's language."""
    return translation.override(language())


def said(text: Any) -> str:
    """A lazy text in the terminal's language."""
    with speaking():
        return str(text)
