"""What a question of a questionnaire is: its words, what kind of answer it takes, what it stands for."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from data.recognition import header_key

TYPES = ("single", "multiple", "likert", "number", "date", "text", "personal", "skip")
ROLES = (
    "", "submitted", "importance", "awareness", "used", "frequency", "budget", "effect", "other_methods",
    "field", "sub_district", "size",
)  # fmt: skip
# a scale of more steps is none, and more boxes do not fit the bits of an answer
MOST_OPTIONS = {"single": 300, "multiple": 62, "likert": 11}


@dataclass(frozen=True)
class Question:
    """One question.

    key: "q01", "q02" …, its place in the file. header: as the reader gives it; label: on one line, as pages
    show it. options: single and multiple by frequency or in their natural order, likert from the low end to
    the high one. has_other: rare own words count together as one last option, which is not among `options`.
    reverse: a high answer means the opposite. grid, item: stem and row of "Question [Row]". delimiter:
    between several answers of one cell. form: reading instructions. why: code of what a guess rests on;
    sure: False where a person should look.
    """

    key: str
    header: str
    label: str
    type: str
    role: str = ""
    options: tuple[str, ...] = ()
    has_other: bool = False
    reverse: bool = False
    grid: str = ""
    item: str = ""
    delimiter: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    sure: bool = True

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "options": list(self.options)}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Question":
        known = {one.name for one in fields(cls)} & set(content)
        return cls(**{name: content[name] for name in known} | {"options": tuple(content.get("options", ()))})


def header_hashes(headers: Sequence[str]) -> list[str]:
    """What each question of a file is known by in other files: its words, however they are spaced and marked.

    Headers of one file that differ in signs only ("< 5", "> 5") are told apart by these.
    """
    words = [header_key(header) or header.strip() for header in headers]
    same = Counter(words)
    return [_hash(text if same[text] == 1 else header) for header, text in zip(headers, words, strict=True)]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
