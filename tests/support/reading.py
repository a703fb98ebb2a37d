"""Servers whose papers are read by `tests.papers.fakes`: a file says itself what is on it, so no engine is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from giong.papers.reading import Readers
from tests.papers.fakes import WORK
from tests.support.serving import Served, serving

WARD = Path(__file__).parents[2] / "assistants" / "phuong"


@contextmanager
def reading(data_dir: Path, *, work: str = WORK, **settings: Any) -> Iterator[Served]:
    """The server with the ward office, which asks for photos of identity cards."""
    with (
        patch("giong.app.readers_of", lambda _: Readers(at_once=2, work=work)),
        serving(data_dir, assistants=[WARD], **settings) as served,
    ):
        yield served
