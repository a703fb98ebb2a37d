"""One thread of linear algebra, while products are so small that a second one only waits. Knows no network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Holds the libraries that numpy has loaded to one thread, for the whole process, while the body runs."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
