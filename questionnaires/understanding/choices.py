"""Columns with a few answers that come back: one per respondent, or several joined in a cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import bands, splitting
from .headers import PLACE, WORDS
from .measures import are_few_years
from .seen import FEW, Seen
from .splitting import Boxes

# below that share of repeated answers a column is free text; more where the header asks for words
CLOSED = 0.7
CLOSED_WORDS = 0.9
CLEARLY = 0.85
PLACES = 0.4
MOST_OPTIONS = 200
MOST_RANGES = 30
SHORT_ANSWER = 40
MANY = 30
# so few rare answers may be options that hardly anybody chose
FEW_RARE = 3
COVERED = 0.75
COVERED_ALLOWED = 0.6
JOINED = 0.05
LONG_OPTION = 100


@dataclass(frozen=True)
class Options:
    options: tuple[str, ...]
    has_other: bool
    why: str
    sure: bool


def is_closed(column: Seen) -> bool:
    """Whether the answers of a column are worth counting one by one."""
    if not column.n or len(column.frequent) > MOST_OPTIONS:
        return False
    if column.n < FEW:
        return not column.head.asks(WORDS) and max(map(len, column.texts)) <= SHORT_ANSWER
    return repeated(column) >= _enough(column)


def single(column: Seen) -> Options:
    """Return the options of a column with one answer per respondent.

    Rare answers are options where they are few, ranges of numbers or places; else they count as "other".
    """
    texts = [text for text, _count in column.answers.values()]
    if len(texts) <= MOST_OPTIONS and (order := bands.rising(texts)) is not None:
        return Options(order, column.beyond > 0, _why(column, order), _is_sure(column))
    frequent = [text for text, _count in column.frequent.values()]
    rare = len(texts) - len(frequent)
    all_kept = not column.beyond and len(texts) <= MOST_OPTIONS
    if all_kept and (rare < FEW_RARE or column.n < MANY or column.head.asks(PLACE)):
        return Options(tuple(texts), False, _why(column, texts), _is_sure(column))
    kept = frequent[:MOST_OPTIONS]
    order = bands.rising(kept) or tuple(kept)
    return Options(order, True, _why(column, kept), _is_sure(column))


def are_ranges(column: Seen) -> bool:
    """Whether the answers are ranges of numbers, so that a comma in them parts nothing."""
    texts = [text for text, _count in column.answers.values()]
    return not column.beyond and len(texts) <= MOST_RANGES and bands.are_ranges(texts)


def boxes(column: Seen) -> Boxes | None:
    """Return the check boxes of a column, None where its cells are no combinations of options."""
    if column.head.allows_one or not column.texts:
        return None
    allowed = column.head.allows_several
    found = splitting.best(column.texts)
    if found is None:
        return splitting.find(column.texts, ", ") if allowed and is_closed(column) else None
    if not found.recurring or len(found.options) < 2 or (column.head.asks(PLACE) and not allowed):
        return None
    if max(map(len, found.options)) > LONG_OPTION and not allowed:
        return None
    asked = CLOSED_WORDS if column.head.asks(WORDS) else COVERED
    covered = found.covered >= (COVERED_ALLOWED if allowed else asked)
    joined = found.joined >= (1 if allowed else max(2, JOINED * column.n))
    return found if covered and joined else None


def any_boxes(column: Seen) -> Boxes:
    """Return the boxes a column would have, however unlikely it is that it has any."""
    return splitting.best(column.texts) or splitting.find(column.texts, ", ")


def boxes_are_sure(column: Seen, found: Boxes) -> bool:
    return column.n >= splitting.SMALL and (column.head.allows_several or found.covered >= CLEARLY)


def repeated(column: Seen) -> float:
    return sum(count for _text, count in column.frequent.values()) / column.n


def _enough(column: Seen) -> float:
    if column.head.asks(WORDS):
        return CLOSED_WORDS
    return PLACES if column.head.asks(PLACE) and column.length() <= SHORT_ANSWER else CLOSED


def _why(column: Seen, options: Sequence[str]) -> str:
    if len(column.answers) == 1 and not column.beyond:
        return "one_answer"
    if column.n >= FEW and bands.are_ranges(options):
        return "ranges"
    if are_few_years(column):
        return "years"
    return "few_words" if column.n >= FEW else "few_answers"


def _is_sure(column: Seen) -> bool:
    return column.n >= FEW and repeated(column) >= (PLACES if column.head.asks(PLACE) else CLEARLY)
