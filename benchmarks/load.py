"""How busy the machine was: the load average before the run and while it lasted."""

import os
import statistics
import threading
from types import TracebackType

EVERY = 5.0


class Load:
    """Samples the load average of one minute until its block ends."""

    def __enter__(self) -> "Load":
        self.before = os.getloadavg()[0]
        self.seen: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.seen.append(os.getloadavg()[0])

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self.seen.append(os.getloadavg()[0])

    @property
    def is_busy(self) -> bool:
        """The benchmark itself keeps one processor busy, two with a database server."""
        cores = os.cpu_count() or 1
        return self.before > cores / 2 or statistics.median(self.seen) > cores

    def __str__(self) -> str:
        middle, most = statistics.median(self.seen), max(self.seen)
        return f"load average {self.before:.1f} before, {middle:.1f} in the middle, {most:.1f} at most"
