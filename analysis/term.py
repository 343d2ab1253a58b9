"""One entry of the glossary."""

from dataclasses import dataclass

from analysis.definitions import DEFINITIONS

_FORMULAS = {one.key: one.formula for one in DEFINITIONS}


@dataclass(frozen=True)
class Term:
    """One entry. `words`: every spelling that pages use, separated by |, the first one is the entry's name.

    `indicator` names the definition that holds the formula; `formula` is for what is no indicator. Texts are
    English and marked, so spellings are translated as a whole: a language lists its own.
    """

    key: str
    words: str
    meaning: str
    indicator: str = ""
    formula_text: str = ""

    @property
    def formula(self) -> str:
        return _FORMULAS[self.indicator] if self.indicator else self.formula_text
