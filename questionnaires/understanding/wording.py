"""Patterns of the words a header or an answer may have."""

import re


def phrases(alternatives: str) -> re.Pattern[str]:
    """Return what finds one of these whole phrases, parted by "|"; a line break may stand at any "|"."""
    return re.compile(rf"\b(?:{joined(alternatives)})\b")


def joined(alternatives: str) -> str:
    """Return alternatives written over several lines on one."""
    return re.sub(r"\s*\n\s*", "", alternatives)
