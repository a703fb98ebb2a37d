"""What came over a call's wire and waits for whoever listens. Knows no wire."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from giong.voice.port import Frame, Hold, Key

Item = Frame | Key | Hold

MOST_WAITING = 1500
"""Items kept for a listener who does not come: half a minute of sound."""


class Listener:
    """A claim to what comes; the latest one holds."""


class Inbox:
    """One call's. While nobody listens, keys are kept and sound is not."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._news = asyncio.Event()
        self._listener: Listener | None = None
        self._ended = False

    @property
    def listening(self) -> bool:
        """Whether anybody listens, and the call goes on."""
        return self._listener is not None and not self._ended

    @property
    def open(self) -> bool:
        """Whether the call goes on."""
        return not self._ended

    def claim(self) -> Listener:
        """Listen from now on; who listened before hears that it is over."""
        self._items = deque(item for item in self._items if not isinstance(item, Frame))
        self._listener = Listener()
        self._news.set()
        return self._listener

    def release(self, listener: Listener) -> bool:
        """Listen no more; whether nobody does now."""
        if self._listener is listener:
            self._listener = None
        return self._listener is None

    async def next(self, listener: Listener) -> Item | None:
        """The next item; None when the call has ended or somebody else listens."""
        while self._listener is listener:
            if self._items:
                return self._items.popleft()
            if self._ended:
                return None
            self._news.clear()
            await self._news.wait()
        return None

    def put(self, items: Iterable[Item]) -> None:
        """Something has come."""
        if self._ended:
            return
        self._items.extend(item for item in items if self._listener is not None or not isinstance(item, Frame))
        while len(self._items) > MOST_WAITING:
            self._items.popleft()
        self._news.set()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._news.set()
