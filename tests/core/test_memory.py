"""A job that is frugal leaves the process as it found it."""

import pyarrow as pa
import pytest

from core import memory


def arrow() -> tuple[str, int, int]:
    return pa.default_memory_pool().backend_name, pa.cpu_count(), pa.io_thread_count()


def stopped() -> None:
    with memory.frugal():
        assert arrow() == ("system", 1, 1)
        raise ValueError("stopped")


@pytest.mark.django_db
def test_arrow_is_frugal_only_meanwhile() -> None:
    usual = arrow()
    with pytest.raises(ValueError, match="stopped"):
        stopped()
    assert arrow() == usual
