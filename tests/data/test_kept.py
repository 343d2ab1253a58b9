"""A page's content is made once, however many people open it in the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from data import content


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    caches["pages"].clear()


def test_many_at_once_make_it_once() -> None:
    made, start = [], threading.Barrier(6)

    def make() -> str:
        made.append(1)
        threading.Event().wait(0.2)
        return "value"

    def ask(_number: int) -> str:
        start.wait()
        return content.kept("one-key", make)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(6))) == ["value"] * 6
    assert len(made) == 1
    assert content._locks == {}


def test_a_failure_is_nobody_else_s() -> None:
    def fails() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        content.kept("a-key", fails)
    assert content.kept("a-key", lambda: "made") == "made"
    assert content._locks == {}


def test_one_key_may_be_made_inside_another() -> None:
    assert content.kept("outer", lambda: content.kept("inner", lambda: "x") + "y") == "xy"
