"""Filters of the survey pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def named(found: Mapping[str, Any], key: str) -> Any:
    """One of several by its key; None where there is none."""
    return found.get(key)
