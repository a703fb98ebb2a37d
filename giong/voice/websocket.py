"""A call from a browser, over any two-way message transport. Knows the messages below and no web framework.

Sound is binary: little-endian signed 16-bit mono PCM at 16 kHz, in messages of any length (20 to 100 ms is good). All
else is JSON text with a `type`. Unknown types are to be ignored by both sides.

From the server:

    {"type": "started", "rate_hz": 16000}            speak now; the assistant will greet
    <binary>                                         play this after what was sent before
    {"type": "clear"}                                drop all sound not played yet; count `played` from 0 again
    {"type": "activity", "activity": …}              the assistant is "listening", "thinking" or "speaking"
    {"type": "partial", "text": "tôi muốn"}          heard so far; replaces the one before
    {"type": "said", "text": …, "confidence": 0.93,  the turn's words ("" = none were made out), and when in the call
     "begin_s": 7.1, "end_s": 8.4}                   they were said
    {"type": "pressed", "text": "0912345678", …}     what was entered with keys; begin_s, end_s
    {"type": "dropped", "reason": …}                 "backchannel", "echo" or "noise": forget the partial text
    {"type": "speaking", "text": "Dạ, em nghe ạ."}   this piece of the answer is coming
    {"type": "spoken", "text": …, "cut_off": false,  this was heard of a piece of the answer, and when
     "begin_s": 8.9, "end_s": 10.2}
    {"type": "on_hold", "on": true, "at_s": 12.0}    the call is on hold
    {"type": "latency", …}                           endpoint_s, text_s, reply_s, audio_s, total_s of the turn
    {"type": "interrupted", …}                       silence_s, sure_s: how soon the assistant fell silent
    {"type": "error", "code": "call.bad_message"}    that message was not understood and is ignored
    {"type": "ended"}                                the assistant has hung up

From the browser:

    <binary>                                         the microphone, all the time, also in silence
    {"type": "played", "samples": 4800, "clears": 0} so many samples were played since the last of so many `clear`s:
                                                     ten times a second while something plays, and at its end
    {"type": "key", "symbol": "5"}                   a key of the keypad: 0-9, * or #
    {"type": "hold", "on": true}                     the person has put the call on hold: no sound comes, nothing is
                                                     to be played, until the same comes with false
    {"type": "hang_up"}                              the person has hung up

`played` is how we know which words were really heard when somebody interrupts; without it the clock is believed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from giong.speech.pcm import Samples, from_pcm16, to_pcm16
from giong.voice.notices import (
    Changed,
    Dropped,
    Final,
    Interrupted,
    Notice,
    OnHold,
    Partial,
    Pressed,
    Speaking,
    Spoken,
    TurnLatency,
)
from giong.voice.playout import Playout
from giong.voice.port import Frame, Hold, Key, frame_samples

RATE_HZ = 16_000
KEYS = frozenset("0123456789*#")
STARVED_S = 0.2
"""A microphone that has sent nothing for this long is silent (muted, or the network is): we go on with silence."""
AHEAD_S = 1.0
"""Sound that comes faster than real time is read no further ahead than this, so a client cannot flood us."""
_STARVED = bytes(2 * round(STARVED_S * RATE_HZ))

_TYPES: dict[type[Notice], str] = {
    Partial: "partial",
    Final: "said",
    Dropped: "dropped",
    Changed: "activity",
    Speaking: "speaking",
    Spoken: "spoken",
    Pressed: "pressed",
    OnHold: "on_hold",
    TurnLatency: "latency",
    Interrupted: "interrupted",
}


class Transport(Protocol):
    """Messages to and from one browser, in order. The web framework's WebSocket sits behind it."""

    async def receive(self) -> bytes | str | None:
        """The next message; None, from then on, when the browser has gone."""

    async def send(self, message: bytes | str) -> None:
        """Send a message; does nothing when the browser has gone."""


def message_of(notice: Notice) -> dict[str, Any]:
    """A notice as the browser gets it."""
    message: dict[str, Any] = {"type": _TYPES[type(notice)], **asdict(notice)}
    message.pop("words", None)
    if isinstance(notice, TurnLatency):
        message["total_s"] = notice.total_s
    return message


class WebSocketPort:
    """An `AudioPort` whose far end is a browser. `show` is the call's `watch`."""

    rate_hz = RATE_HZ

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._outbox: asyncio.Queue[bytes | str] = asyncio.Queue()
        self._inbox: asyncio.Queue[bytes | str | None] = asyncio.Queue(maxsize=1)
        self._playout = Playout(RATE_HZ, lambda: asyncio.get_running_loop().time())
        self._clears = 0
        self._cleared_at = 0  # position at the last clear
        self._rest = np.zeros(0, np.float32)  # received, less than a frame
        self._listening = False
        self._on_hold = False
        self._hung_up = asyncio.Event()

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        self._listening = True
        self._send(type="started", rate_hz=RATE_HZ)
        tasks = [asyncio.create_task(self._receive_all()), asyncio.create_task(self._send_all())]
        for task in tasks:
            task.add_done_callback(self._wire_ended)
        try:
            async for item in self._items():
                yield item
        finally:
            self._listening = False
            self._playout.flush()
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            await self._send_rest()
        for end in ends:
            if isinstance(end, Exception):
                raise end

    def play(self, samples: Samples) -> None:
        self._playout.queue(len(samples))
        self._outbox.put_nowait(to_pcm16(samples))

    def flush(self) -> int:
        self._cleared_at = self._playout.flush()
        self._clears += 1
        self._unsend_sound()
        self._send(type="clear")
        return self._cleared_at

    def played(self) -> int:
        return self._playout.played()

    async def hang_up(self) -> None:
        if not self._hung_up.is_set():
            self._hung_up.set()
            self._send(type="ended")
            if not self._listening:
                await self._send_rest()

    def show(self, notice: Notice) -> None:
        """Tell the browser what goes on."""
        self._send(**message_of(notice))

    async def _items(self) -> AsyncIterator[Frame | Key | Hold]:
        loop = asyncio.get_running_loop()
        began_s = sound_s = loop.time()
        received_s = 0.0
        while not self._hung_up.is_set():
            message = await self._next(sound_s + STARVED_S - loop.time())
            if message is None:
                return
            if isinstance(message, str):
                if item := self._control(message):
                    yield item
                    sound_s = loop.time()
                continue
            if self._on_hold:
                sound_s = loop.time()
                received_s = sound_s - began_s
                continue
            if message:
                received_s += len(message) / 2 / RATE_HZ
                await asyncio.sleep(max(0.0, received_s - (loop.time() - began_s) - AHEAD_S))
            sound_s = loop.time()
            for frame in self._frames(from_pcm16(message or _STARVED)):
                yield frame

    async def _next(self, patience_s: float) -> bytes | str | None:
        """The next message; an empty one when none comes in time."""
        if not self._inbox.empty():
            return self._inbox.get_nowait()
        try:
            return await asyncio.wait_for(self._inbox.get(), max(0.0, patience_s))
        except TimeoutError:
            return b""

    def _frames(self, samples: Samples) -> Iterator[Frame]:
        sound = np.concatenate([self._rest, samples])
        size = frame_samples(RATE_HZ)
        whole = len(sound) // size * size
        self._rest = sound[whole:]
        return (Frame(sound[start : start + size]) for start in range(0, whole, size))

    def _control(self, text: str) -> Key | Hold | None:
        """Obey a JSON message; returns what the person did if it was that."""
        match _object(text):
            case {"type": "key", "symbol": str(symbol)} if symbol in KEYS:
                return Key(symbol)
            case {"type": "hold", "on": bool(on)}:
                return self._hold(on=on)
            case {"type": "played", "samples": int(samples), "clears": int(clears)}:
                if clears == self._clears:
                    self._playout.confirm(self._cleared_at + samples)
            case {"type": "hang_up"}:
                self._hung_up.set()
            case {"type": str(kind)} if kind not in ("key", "played", "hold"):
                pass
            case _:
                self._send(type="error", code="call.bad_message")
        return None

    def _hold(self, *, on: bool) -> Hold | None:
        if on is self._on_hold:
            return None
        self._on_hold = on
        if on:
            self._playout.hold()
        else:
            self._playout.resume()
        return Hold(on)

    def _wire_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception():
            self._hung_up.set()

    async def _receive_all(self) -> None:
        while (message := await self._transport.receive()) is not None:
            if message:
                await self._inbox.put(message)
        await self._inbox.put(None)

    async def _send_all(self) -> None:
        while True:
            await self._transport.send(await self._outbox.get())

    async def _send_rest(self) -> None:
        while not self._outbox.empty():
            await self._transport.send(self._outbox.get_nowait())

    def _send(self, **message: Any) -> None:
        self._outbox.put_nowait(json.dumps(message, ensure_ascii=False))

    def _unsend_sound(self) -> None:
        """Take the sound out of the outbox; the other messages stay."""
        waiting = [self._outbox.get_nowait() for _ in range(self._outbox.qsize())]
        for message in waiting:
            if isinstance(message, str):
                self._outbox.put_nowait(message)


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
