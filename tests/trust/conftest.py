from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support.serving import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("trust"), embedding="hashing", tts="tone", audio_minutes=60) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """Speaks with the home organisation's key."""
    with httpx.Client(base_url=served.url, headers=served.headers, timeout=30) as one:
        yield one


@pytest.fixture
def stranger(served: Served) -> Iterator[httpx.Client]:
    """Speaks with another organisation's key."""
    headers = {"Authorization": f"Bearer {served.stranger}"}
    with httpx.Client(base_url=served.url, headers=headers, timeout=30) as one:
        yield one
