"""A server's side of the page's WebSockets, played by the test: states that a real server reaches only by accident."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, WebSocketRoute

_AT = "2026-11-20T09:00:00Z"


class Script:
    """Answers one WebSocket of a page. `sent` are the page's frames; `connections` counts how often it came."""

    def __init__(self, within: Page | BrowserContext, path: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.sound_bytes = 0
        self.connections = 0
        self._socket: WebSocketRoute
        within.route_web_socket(path, self._connected)

    def say(self, **frame: Any) -> None:
        self._socket.send(json.dumps(frame))

    def play(self, pcm: bytes) -> None:
        self._socket.send(pcm)

    def close(self, code: int) -> None:
        self._socket.close(code=code)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.sent if frame["type"] == kind]

    def _connected(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        self.connections += 1
        socket.on_message(self._take)

    def _take(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.sound_bytes += len(message)
        else:
            self.sent.append(json.loads(message))


class ChatScript(Script):
    """A conversation whose events the test makes up."""

    def __init__(self, within: Page | BrowserContext) -> None:
        super().__init__(within, "**/conversations/*/stream")
        self._number = 0

    def event(self, kind: str, **body: Any) -> int:
        self._number += 1
        self.say(type="event", event={"number": self._number, "kind": kind, "at": _AT, **body})
        return self._number

    def said(self, text: str) -> int:
        return self.event("said", said={"text": text, "via": "text", "confidence": 1.0})

    def piece(self, text: str, *choices: str) -> int:
        shown = [{"title": choice, "value": choice} for choice in choices]
        return self.event("piece", piece={"text": text, "citations": [], "choices": shown})

    def turn(self, **body: Any) -> int:
        return self.event("turn", turn=body)


class CallScript(Script):
    """A call in which the test is the assistant."""

    def __init__(self, within: Page | BrowserContext) -> None:
        super().__init__(within, "**/calls/stream")


def wait(page: Page, until: Callable[[], bool]) -> None:
    """Playwright delivers the page's frames only while it is waited upon."""
    for _ in range(200):
        if until():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it did not happen")
