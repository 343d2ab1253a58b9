"""Axes as sums: where a value lies, and which ticks there are."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from charts import written

# an axis that ends where the data end is this much longer
_BEYOND = 0.05
_TICKS = 6


@dataclass(frozen=True)
class Scale:
    """low, high: the ends of the axis, in places of categories or in tens of a logarithm; start, end: pixels.

    categories: name → place.
    """

    kind: str
    low: float
    high: float
    categories: dict[str, int]
    start: float = 0
    end: float = 1

    def between(self, start: float, end: float) -> "Scale":
        """The same axis from one pixel to another."""
        return replace(self, start=start, end=end)

    def place(self, value: Any) -> float | None:
        """A value's number on the axis; None where it has none."""
        if value is None:
            return None
        if self.kind == "category" and str(value) in self.categories:
            return float(self.categories[str(value)])
        if not isinstance(value, int | float):
            return None
        if self.kind == "log":
            return math.log10(value) if value > 0 else None
        return float(value)

    def pixel(self, place: float) -> float:
        """Where a number on the axis lies."""
        return self.start + (place - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def at(self, value: Any) -> float | None:
        place = self.place(value)
        return None if place is None else self.pixel(place)

    def shows(self, place: float) -> bool:
        """Whether a number lies between the ends of the axis."""
        low, high = sorted((self.low, self.high))
        beside = 1e-9 * (high - low)
        return low - beside <= place <= high + beside

    def holds(self, pixel: float) -> bool:
        """Whether a pixel lies on the axis, its ends included."""
        low, high = sorted((self.start, self.end))
        return low - 0.5 <= pixel <= high + 0.5


def scale(axis: dict[str, Any], values: Sequence[Any], extent: Sequence[float], to_zero: bool) -> Scale:
    """The scale of an axis. values: all of its data, in order; extent: the numbers that it has to reach.

    to_zero: whether it begins at zero.
    """
    if axis.get("type") == "category" or any(isinstance(one, str) for one in values):
        return _of_categories(axis, values)
    kind = "log" if axis.get("type") == "log" else "linear"
    numbers = list(extent)
    if kind == "log":
        numbers = [math.log10(one) for one in numbers if one > 0]
    low, high = _ends(numbers, kind == "linear" and (to_zero or axis.get("rangemode") == "tozero"))
    return Scale(kind, *_turned(axis, low, high), {})


def _of_categories(axis: dict[str, Any], values: Sequence[Any]) -> Scale:
    listed = axis.get("categoryarray") or []
    names = dict.fromkeys(str(one) for one in [*listed, *values] if one is not None)
    categories = {name: place for place, name in enumerate(names)}
    return Scale("category", *_turned(axis, -0.5, max(len(categories), 1) - 0.5), categories)


def _turned(axis: dict[str, Any], low: float, high: float) -> tuple[float, float]:
    given = axis.get("range")
    if given and given[0] is not None and given[1] is not None:
        return float(given[0]), float(given[1])
    return (high, low) if axis.get("autorange") == "reversed" else (low, high)


def _ends(numbers: list[float], to_zero: bool) -> tuple[float, float]:
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    if to_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    more = _BEYOND * ((high - low) or abs(high) or 1.0)
    return low - (0 if to_zero and low == 0 else more), high + (0 if to_zero and high == 0 else more)


def ticks(axis: dict[str, Any], found: Scale, separators: str) -> list[tuple[float, str]]:
    """(pixel, text) of every tick."""
    if axis.get("tickvals") is not None:
        texts = axis.get("ticktext") or [_said(one, axis, separators) for one in axis["tickvals"]]
        pairs = [(found.place(value), written.text(said)) for value, said in zip(axis["tickvals"], texts)]  # noqa: B905
    elif found.kind == "category":
        pairs = [(float(place), written.text(name)) for name, place in found.categories.items()]
    else:
        pairs = [(found.place(value), _said(value, axis, separators)) for value in _steps(axis, found)]
    return [(found.pixel(place), said) for place, said in pairs if place is not None and found.shows(place)]


def _said(value: Any, axis: dict[str, Any], separators: str) -> str:
    shown = (
        written.number(value, axis.get("tickformat") or "", separators)
        if isinstance(value, int | float)
        else value
    )
    return f"{axis.get('tickprefix', '')}{shown}{axis.get('ticksuffix', '')}"


def _steps(axis: dict[str, Any], found: Scale) -> Iterable[float]:
    low, high = sorted((found.low, found.high))
    if found.kind == "log":
        tens = range(math.ceil(low), math.floor(high) + 1)
        return [10.0**ten for ten in tens]
    step = float(axis.get("dtick") or nice((high - low) / (axis.get("nticks") or _TICKS)))
    first = math.ceil(low / step - 1e-9)
    return [round(count * step, 10) for count in range(first, math.floor(high / step + 1e-9) + 1)]


def nice(step: float) -> float:
    """The next of 1, 2, 5 times a power of ten that is not smaller than a step."""
    if step <= 0 or not math.isfinite(step):
        return 1.0
    ten = 10.0 ** math.floor(math.log10(step))
    return next(times * ten for times in (1, 2, 5, 10) if times * ten >= step * (1 - 1e-9))


def axis_names(layout: dict[str, Any]) -> list[str]:
    """The axes that a layout describes."""
    return [name for name in layout if re.fullmatch(r"[xy]axis\d*", name)]
