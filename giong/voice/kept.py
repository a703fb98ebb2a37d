"""A port that stays open while those who listen to it change: the assistant, a wait line, a person who takes over.
Knows no wire and no listener.

The port itself is listened to from the first sound to the last, so a recording behind it has no holes; what nobody
listens to is only not passed on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from giong.speech.pcm import Samples
from giong.voice.port import FRAME_S, AudioPort, Frame, Hold, Key


class KeptPort:
    """As `port.AudioPort`, but `incoming` may be iterated again and again, by one listener at a time.

    Listening begins with `start`, or with the first of them. `gone` is set when the person has left or the port was
    closed.
    """

    def __init__(self, port: AudioPort, *, overhear: Callable[[Samples], None] | None = None) -> None:
        """`overhear` gets all of the person's sound, whoever listens."""
        self.rate_hz = port.rate_hz
        self.gone = asyncio.Event()
        self._port = port
        self._overhear = overhear
        self._pump: asyncio.Task[None] | None = None
        self._listener: asyncio.Queue[Frame | Key | Hold | None] | None = None
        self._frames = 0

    @property
    def at_s(self) -> float:
        """How much of the person's sound has come: where the call's time-line is."""
        return self._frames * FRAME_S

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        """What comes from now on."""
        heard: asyncio.Queue[Frame | Key | Hold | None] = asyncio.Queue()
        self._listener = heard
        pump = self.start()
        if pump.done():
            heard.put_nowait(None)
        try:
            while (item := await heard.get()) is not None:
                yield item
        finally:
            if self._listener is heard:
                self._listener = None
        pump.result()

    def start(self) -> asyncio.Task[None]:
        """Take in what comes, also if nobody listens yet."""
        if self._pump is None:
            self._pump = asyncio.create_task(self._take_in())
        return self._pump

    def play(self, samples: Samples) -> None:
        self._port.play(samples)

    def flush(self) -> int:
        return self._port.flush()

    def played(self) -> int:
        return self._port.played()

    async def hang_up(self) -> None:
        """End the call, and wait until all that came has been taken in."""
        await self._port.hang_up()
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def close(self) -> None:
        """Hang up, whatever happens, and let go."""
        try:
            await self._port.hang_up()
        finally:
            if self._pump is not None:
                await asyncio.wait([self._pump], timeout=FRAME_S * 50)
                self._pump.cancel()
                await asyncio.gather(self._pump, return_exceptions=True)

    async def _take_in(self) -> None:
        try:
            async for item in self._port.incoming():
                if isinstance(item, Frame):
                    self._frames += 1
                    if self._overhear is not None:
                        self._overhear(item.samples)
                self._pass_on(item)
        finally:
            self.gone.set()
            self._pass_on(None)

    def _pass_on(self, item: Frame | Key | Hold | None) -> None:
        if self._listener is not None:
            self._listener.put_nowait(item)
