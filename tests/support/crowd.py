"""Customers who chat with a server over WebSockets, many at once, and come back when it dies. Knows no assistant.

A customer who was not told that a message is stored sends it again with the same key, as the page does.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

ANSWER_S = 60.0
BACK_AGAIN_S = 0.05
CLOSED_DOORS = (OSError, websockets.WebSocketException, TimeoutError)

_COMPLETING = ("turn", "failed")
"""Kinds of events after which no more of an answer comes."""


@dataclass
class Customer:
    """One conversation, one question at a time. `acknowledged` maps each key that the server called stored to its event
    number; `settled` is the number of the last event that completed an answer.
    """

    url: str
    id: str
    token: str
    seen: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    settled: int = 0
    _socket: ClientConnection | None = None

    async def greeted(self) -> None:
        """Wait for the greeting."""
        await self._connect()
        await self._until(lambda: self.settled > 0)

    async def ask(self, text: str, key: str) -> float:
        """Say something; the seconds until its answer was complete. Raises one of `CLOSED_DOORS`."""
        began = time.perf_counter()
        await self._connect()
        await self._send({"type": "say", "text": text, "key": key})
        await self._until(lambda: self._has_answer(key))
        return time.perf_counter() - began

    async def insist(self, text: str, key: str) -> None:
        """Say something and wait for its answer; for a server that may die meanwhile."""
        while not self._has_answer(key):
            try:
                await self._connect()
                if key not in self.acknowledged:
                    await self._send({"type": "say", "text": text, "key": key})
                await self._until(lambda: self._has_answer(key))
            except CLOSED_DOORS:
                await self.leave()
                await asyncio.sleep(BACK_AGAIN_S)

    async def leave(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    def _has_answer(self, key: str) -> bool:
        return key in self.acknowledged and self.settled > self.acknowledged[key]

    async def _connect(self) -> None:
        if self._socket is None:
            self._socket = await connect(f"{self.url}/api/v1/conversations/{self.id}/stream", compression=None)
            await self._send({"type": "hello", "token": self.token, "after": self.seen})

    async def _send(self, frame: dict[str, Any]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(frame))

    async def _until(self, done: Callable[[], bool]) -> None:
        assert self._socket is not None
        async with asyncio.timeout(ANSWER_S):
            while not done():
                self._take(json.loads(await self._socket.recv()))

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "stored":
            self.acknowledged[frame["key"]] = frame["number"]
        elif frame["type"] == "event":
            event = frame["event"]
            assert event["number"] == self.seen + 1, "events must come without gap or doubling"
            self.seen = event["number"]
            if event["kind"] in _COMPLETING:
                self.settled = event["number"]
        elif frame["type"] == "error":
            raise RuntimeError(f"refused: {frame['code']}")


async def customers(url: str, assistant: str, count: int) -> list[Customer]:
    """Customers whose conversations have just been opened at the server's public door."""
    return [
        Customer(url.replace("http", "ws"), *await asyncio.to_thread(_opened, url, assistant)) for _ in range(count)
    ]


def _opened(url: str, assistant: str) -> tuple[str, str]:
    body = json.dumps({"assistant": assistant}).encode()
    request = urllib.request.Request(
        f"{url}/api/v1/public/conversations", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        opened = json.load(answer)
    return opened["id"], opened["token"]
