from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support.serving import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served"), body_kb=512, upload_mb=1) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """Speaks with the home organisation's key."""
    with httpx.Client(base_url=served.url, headers=served.headers, timeout=20) as one:
        yield one


@pytest.fixture
def visitor(served: Served) -> Iterator[httpx.Client]:
    """Speaks without any key."""
    with httpx.Client(base_url=served.url, timeout=20) as one:
        yield one
