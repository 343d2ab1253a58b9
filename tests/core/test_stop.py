"""The wish to stop may come at any moment, also while the same thread waits for it."""

import os
import signal
import threading
import time

from core.processes import Stop


def test_a_wait_ends_when_a_signal_asks_to_stop() -> None:
    stop = Stop()
    before = signal.signal(signal.SIGUSR1, stop.ask)
    try:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        started = time.monotonic()
        assert stop.wait(20)
        assert time.monotonic() - started < 10
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_wait_without_a_signal_ends_by_itself() -> None:
    assert Stop().wait(0.05) is False


def test_signals_that_come_one_after_the_other_never_hang() -> None:
    stop = Stop()
    before = signal.signal(signal.SIGUSR1, stop.ask)
    try:
        for _turn in range(200):
            stop.is_asked = False
            os.kill(os.getpid(), signal.SIGUSR1)
            assert stop.wait(5)
    finally:
        signal.signal(signal.SIGUSR1, before)
