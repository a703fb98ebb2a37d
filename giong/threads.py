"""One thread of linear algebra: our products are so small that two threads mostly wait for each other, and one that
waits by spinning keeps the second core from the sentence embedder. Knows nothing of what is multiplied.
"""

from __future__ import annotations

from functools import cache


@cache
def one_thread() -> None:
    """Hold the libraries that numpy has loaded to one thread, for the whole process and for good: a limit that is put
    back after each use would be put back wrongly where several threads use it.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
