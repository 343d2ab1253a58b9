"""What the analyses of customers say they cannot do, or must not be read as, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import formats

# numbers from here on are said whole
EXACT = 100


def words(text: str, data: dict[str, Any]) -> str:
    """A marked text with its numbers and days, written as the language writes them."""
    said = {name: _said(value) for name, value in data.items()}
    # places of whole numbers (%(k)d) are filled with texts as well
    return str(_(text)).replace(")d", ")s") % said


def _said(value: Any) -> Any:
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int):
        return formats.integer(value)
    # a share or a coefficient needs its decimals, a sum of purchases none
    return formats.integer(round(value)) if abs(value) >= EXACT else formats.number(value, 2)
