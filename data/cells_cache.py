"""Keeps the tables of the editions last looked at in memory: editions never change, so nothing goes stale."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

Kept = TypeVar("Kept")
# a table of so many rows counts for one more
_HEAVY = 250_000


def rows_weigh(rows: int) -> int:
    """For how many values of a cache a table counts: of a million customers it takes 100 MB and more."""
    return 1 + rows // _HEAVY


class RecentlyUsed(Generic[Kept]):
    """At most `size` values by key, the least recently used one dropped first; safe between threads.

    weigh: for how many of them a value counts; the latest one stays, however much it weighs.
    """

    _all: ClassVar[WeakSet[Any]] = WeakSet()

    def __init__(self, size: int, weigh: Callable[[Kept], int] = lambda _value: 1) -> None:
        self._all.add(self)
        self.size = size
        self._weigh = weigh
        self._values: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value of `key`, made by `make` where it is not kept.

        `make` runs outside the lock: two threads may both make a value, and neither waits for the database
        of the other.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            weight = sum(map(self._weigh, self._values.values()))
            while weight > self.size and len(self._values) > 1:
                weight -= self._weigh(self._values.popitem(last=False)[1])
        return value

    def drop(self, key: Hashable) -> None:
        """Forget one value: what it was made of has changed."""
        with self._lock:
            self._values.pop(key, None)

    @classmethod
    def forget_all(cls) -> None:
        """Drop what every one of them keeps: for tests, whose ids start again, and for measuring cold."""
        for one in list(cls._all):
            with one._lock:
                one._values.clear()

    def __len__(self) -> int:
        return len(self._values)
