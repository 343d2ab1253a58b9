"""Says why something was refused, in the language of the reader."""

from core import texts
from data.editions import Refused


def said(refused: Refused) -> str:
    """The translated message of a refusal with its parameters filled in."""
    return texts.shown(texts.keep(refused.message, refused.params or None))
