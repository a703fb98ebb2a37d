"""A file replaced or created in one step and durably: whoever is killed leaves the old one or the new one. Knows no
content.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def replace(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a file so that it is the old one or the new one, also after a power failure."""
    with _written(path, data, mode) as temporary:
        os.replace(temporary, path)
    synchronise(path.parent)


def create(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """Write a file whole unless there is one; of several who do so at the same time one wins and is told True."""
    with _written(path, data, mode) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
    synchronise(path.parent)
    return True


@contextmanager
def _written(path: Path, data: bytes, mode: int) -> Iterator[str]:
    """The bytes, on the disk beside the file they are for."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        yield temporary
    finally:
        Path(temporary).unlink(missing_ok=True)


def synchronise(folder: Path) -> None:
    """Let the names in a folder survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
