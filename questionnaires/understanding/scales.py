"""Columns that are steps of a scale, in words or in numbers, and all the steps such a scale has."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import scale_steps
from .cells import key, usual
from .headers import SCALE
from .likert_words import KNOWN, NEEDS_STRENGTH, Step, numbered, step
from .scale_steps import ENOUGH, voice
from .seen import FEW, Seen

NUMBERS = "numbers"
TOPS = (5, 7, 10)
# four or six steps are told from five or seven by several columns whose answers all stop there
RARE_TOPS = (4, 6)
SEVERAL = 3
STOPS_THERE = 100
OTHERS = 0.05
MOST_OTHERS = 3
# even eleven steps are not written in so many ways
MOST_SPELLINGS = 200


@dataclass(frozen=True)
class Reading:
    """scale: name of a word scale or NUMBERS; written: rank → spellings with their cells; n: cells on the
    scale; others: cells with other words."""

    scale: str
    written: dict[float, Counter[str]]
    n: int
    others: int = 0

    @property
    def ranks(self) -> list[float]:
        return sorted(self.written)


@dataclass(frozen=True)
class Scale:
    """options: all steps from the low or negative end."""

    options: tuple[str, ...]
    has_other: bool
    why: str
    sure: bool


def read(column: Seen) -> Reading | None:
    """Return the scale that all answers of a column are on, or all but a few; None without one."""
    if len(column.texts) > MOST_SPELLINGS:
        return None
    return _numbers(column) or _words(column)


def step_of(text: str) -> Step | None:
    """Return the step of "Setuju" and of "4 - Setuju"."""
    found = step(text)
    if found is None and (number := numbered(text)) and number.words:
        return step(number.words)
    return found


def _numbers(column: Seen) -> Reading | None:
    found = {text: numbered(text) for text in column.texts}
    steps = {text: one.number for text, one in found.items() if one is not None}
    if not steps or column.beyond or len(steps) < len(found) or not _on_scale(column, set(steps.values())):
        return None
    inner = set(steps.values()) - {min(steps.values()), max(steps.values())}
    worded = [one for one in found.values() if one is not None and one.words]
    if any(one.number in inner and step(one.words) is None for one in worded):
        return None
    # words decide which end is the low one, where every step has them
    if len(worded) == len(found) and all(step(one.words) for one in worded):
        return None
    return Reading(NUMBERS, _written(column, steps), column.n)


def _on_scale(column: Seen, numbers: set[int]) -> bool:
    if column.head.asks_count or numbers <= {0, 1}:
        return False
    return max(numbers) <= TOPS[-1] and (min(numbers) >= 1 or column.head.asks(SCALE))


def _words(column: Seen) -> Reading | None:
    steps = {text: found for text in column.texts if (found := step_of(text)) is not None}
    names = Counter({one.scale: 0 for one in steps.values()})
    for text, one in steps.items():
        names[one.scale] += column.texts[text]
    scale = min(names, key=lambda name: (not name, -names[name], name), default="")
    ranks = {text: one.rank for text, one in steps.items() if one.scale in (scale, "")}
    others = [text for text in column.texts if text not in ranks]
    if column.beyond or len(others) > MOST_OTHERS or column.share(others) > OTHERS:
        return None
    if not _is_scale(scale, ranks):
        return None
    count = sum(column.texts[text] for text in ranks)
    return Reading(scale, _written(column, ranks), count, column.n - count)


def _is_scale(scale: str, ranks: dict[str, float]) -> bool:
    """Whether words make a scale: of a stem that is not known three steps, and never single letters."""
    different = set(ranks.values())
    if not different or all(len(key(text)) == 1 for text in ranks):
        return False
    if scale in NEEDS_STRENGTH and different <= {-2, 0, 2}:
        return False
    return scale in KNOWN or len(different) >= SEVERAL


def _written(column: Seen, ranks: dict[str, int] | dict[str, float]) -> dict[float, Counter[str]]:
    found: dict[float, Counter[str]] = {}
    for text, rank in ranks.items():
        found.setdefault(float(rank), Counter())[text] += column.texts[text]
    return found


def resolve(readings: Sequence[Reading | None]) -> list[Scale | None]:
    """Return the scale of each column. Columns side by side with words of one scale have the same steps."""
    scales: list[Scale | None] = []
    for run in _runs(readings):
        first = run[0]
        if first is None:
            scales += [None] * len(run)
        elif first.scale == NUMBERS:
            scales += _number_scales([one for one in run if one is not None])
        else:
            scales += _word_scales([one for one in run if one is not None])
    return scales


def _runs(readings: Sequence[Reading | None]) -> Iterator[list[Reading | None]]:
    for _name, run in itertools.groupby(readings, key=lambda one: one and one.scale):
        yield list(run)


def _joined(run: Sequence[Reading]) -> dict[float, Counter[str]]:
    found: dict[float, Counter[str]] = {}
    for one in run:
        for rank, texts in one.written.items():
            found.setdefault(rank, Counter()).update(texts)
    return found


def _word_scales(run: list[Reading]) -> list[Scale | None]:
    """A column whose answers are only two opposites is a scale beside columns with more steps, else none."""
    scale, written, n = run[0].scale, _joined(run), max(one.n for one in run)
    if _is_yes_or_no(scale, sorted(written), n):
        return [None] * len(run)
    how = voice(scale, [text for texts in written.values() for text in texts])
    ranks, sure = scale_steps.complete(how, list(written), n)
    options = scale_steps.options(how, ranks, written)
    return [Scale(options, one.others > 0, "scale_words", sure and one.n >= FEW) for one in run]


def _is_yes_or_no(scale: str, ranks: list[float], n: int) -> bool:
    if len(ranks) != 2 or n < FEW:
        return False
    patterns = scale_steps.OF_SCALE.get(scale, scale_steps.PATTERNS)
    apart = [scale_steps.gaps(steps, ranks) for steps in patterns if set(ranks) <= set(steps)]
    return ranks == [-2, 2] or (n >= ENOUGH and min(apart, default=1) > 0)


def _number_scales(run: list[Reading]) -> list[Scale | None]:
    """Each column ends at 5, 7 or 10, and where most of those beside it end higher, where these do."""
    tops = [next(top for top in TOPS if max(one.ranks) <= top) for one in run]
    usual_top = max(set(tops), key=lambda top: (tops.count(top), top))
    highest = max(max(one.ranks) for one in run)
    if len(run) >= SEVERAL and highest in RARE_TOPS and sum(one.n for one in run) >= STOPS_THERE:
        return [_number_scale(one, run, int(highest), False) for one in run]
    many = tops.count(usual_top) * 2 >= len(run)
    ends = [max(top, usual_top) if many else top for top in tops]
    return [
        _number_scale(one, run, end, end == top and len(one.ranks) > 2 and one.n >= FEW)
        for one, top, end in zip(run, tops, ends, strict=True)
    ]


def _number_scale(one: Reading, run: list[Reading], end: int, sure: bool) -> Scale:
    written = _joined(run)
    start = 0 if one.ranks[0] == 0 else 1
    options = [usual(written[at]) if at in written else str(at) for at in range(start, end + 1)]
    return Scale(tuple(options), False, "scale_numbers", sure)
