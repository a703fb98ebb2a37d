"""A real server of this process on a free port of the loopback address, for tests that use real clients."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from giong.api.server import server
from giong.app import open_rooms
from giong.settings import Settings, load

TEMPLATE = Path(__file__).parent.parent.parent / "giong" / "cli" / "template"

UNHURRIED = {"public_opens_per_minute": 0, "public_messages_per_minute": 0}
"""All tests come from one address."""


@dataclass(frozen=True)
class Served:
    """`key` is an API key of the home organisation, `stranger` one of another."""

    url: str
    key: str
    stranger: str
    settings: Settings

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    @property
    def ws(self) -> str:
        return self.url.replace("http", "ws")


@contextmanager
def serving(data_dir: Path, **settings: Any) -> Iterator[Served]:
    """The server with the template assistant (`template`), until the block ends."""
    chosen = load(data_dir=data_dir, **{"assistants": [TEMPLATE], "embedding": "", **UNHURRIED, **settings})
    key, stranger = asyncio.run(_keys(chosen))
    running = uvicorn.Server(uvicorn.Config(server(chosen), port=0, log_level="warning", ws_max_size=1_000_000))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(f"http://127.0.0.1:{port}", key, stranger, chosen)
    finally:
        running.should_exit = True
        thread.join(timeout=30)


async def _keys(settings: Settings) -> tuple[str, str]:
    async with open_rooms(settings) as rooms:
        other = await rooms.organisations.ensure("other")
        _, key = await rooms.keys.issue(rooms.home.id, "test")
        _, stranger = await rooms.keys.issue(other.id, "test")
        return key, stranger
