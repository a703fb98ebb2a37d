"""Calls that an Asterisk hands over with its application `AudioSocket`, a second door beside SIP. Knows no dialogue.

Over one TCP connection for each call go messages: a kind (one octet), a length (two, the greater first), a content.

    0x01  the call's UUID, which comes first          0x03  a key, one ASCII character
    0x10  sound: 16-bit samples at 8 kHz, the lesser octet first      0x00  the call has ended

There is no password and no caller's number: the door belongs on a network that is trusted.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from uuid import UUID

import numpy as np

from giong.speech.pcm import Samples, from_pcm16, to_pcm16
from giong.telephony.inbox import Inbox
from giong.voice.port import FRAME_S, Frame, Hold, Key, frame_samples

END, IDENTITY, KEY, SOUND, ERROR = 0x00, 0x01, 0x03, 0x10, 0xFF
KEYS = frozenset("0123456789*#")
HELLO_S = 5.0
"""A connection that has not named its call by then is closed."""
STARVED_S = 0.1
"""Without sound for this long, the caller is silent, and silence is heard."""
BEHIND_S = 0.2
"""After a longer stand-still what was missed is not made up for."""
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

_HEADER = struct.Struct("!BH")
_FRAME_OCTETS = 320
_log = logging.getLogger(__name__)


class AudioSocketPort:
    """An `AudioPort` whose far end is an Asterisk. `id` is the UUID that the dialplan gave."""

    rate_hz = 8_000

    def __init__(self, call_id: UUID, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.id = call_id
        self._loop = asyncio.get_running_loop()
        self._reader = reader
        self._writer = writer
        self._inbox = Inbox()
        self._sound = bytearray()  # queued, as it goes over the wire
        self._played = 0
        self._rest = np.zeros(0, np.float32)  # received, less than a frame
        self._heard_s = self._loop.time()
        self._tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._pace())]

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        listener = self._inbox.claim()
        self._heard_s = self._loop.time()
        try:
            while (item := await self._inbox.next(listener)) is not None:
                yield item
        finally:
            self._inbox.release(listener)

    def play(self, samples: Samples) -> None:
        self._sound += to_pcm16(samples)

    def flush(self) -> int:
        self._sound.clear()
        return self._played

    def played(self) -> int:
        return self._played

    async def hang_up(self) -> None:
        self.flush()
        self._send(END, b"")
        self._inbox.end()

    async def close(self) -> None:
        """Hang up and close the connection. Harmless when it is closed."""
        await self.hang_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _receive(self) -> None:
        try:
            while (message := await _message(self._reader)) is not None:
                kind, content = message
                if kind in (END, ERROR):
                    break
                self._take(kind, content)
        finally:
            self._inbox.end()

    def _take(self, kind: int, content: bytes) -> None:
        if kind == KEY and content[:1].decode("ascii", "replace") in KEYS:
            self._inbox.put([Key(content[:1].decode("ascii"))])
        elif kind == SOUND:
            self._heard_s = self._loop.time()
            sound = np.concatenate([self._rest, from_pcm16(content)])
            size = frame_samples(self.rate_hz)
            whole = len(sound) // size * size
            self._rest = sound[whole:]
            self._inbox.put(Frame(sound[start : start + size]) for start in range(0, whole, size))

    async def _pace(self) -> None:
        """Every 20 ms a frame goes out, and one of silence comes in if nothing else does."""
        due_s = self._loop.time()
        while self._inbox.open:
            await asyncio.sleep(due_s - self._loop.time())
            now_s = self._loop.time()
            due_s = due_s + FRAME_S if now_s - due_s < BEHIND_S else now_s + FRAME_S
            self._send_frame()
            if now_s - self._heard_s > STARVED_S:
                self._inbox.put([Frame(np.zeros(frame_samples(self.rate_hz), np.float32))])

    def _send_frame(self) -> None:
        frame = bytes(self._sound[:_FRAME_OCTETS])
        del self._sound[:_FRAME_OCTETS]
        self._played += len(frame) // 2
        self._send(SOUND, frame.ljust(_FRAME_OCTETS, b"\0"))

    def _send(self, kind: int, content: bytes) -> None:
        if self._inbox.open and not self._writer.is_closing():
            self._writer.write(_HEADER.pack(kind, len(content)) + content)


OnCall = Callable[[AudioSocketPort], Awaitable[None]]


class AudioSocketDoor:
    """Listens for calls; each is given to `on_call`, and closed when that returns."""

    def __init__(self, on_call: OnCall, trusted: Sequence[IPv4Network | IPv6Network]) -> None:
        self._on_call = on_call
        self._trusted = trusted
        self._server: asyncio.Server | None = None
        self._calls: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(
        cls,
        host: str,
        port: int,
        *,
        on_call: OnCall,
        trusted: Sequence[IPv4Network | IPv6Network] = LOOPBACK,
    ) -> AudioSocketDoor:
        """Calls are taken from `trusted` networks only."""
        door = cls(on_call, trusted)
        door._server = await asyncio.start_server(door._connected, host, port)
        return door

    @property
    def local(self) -> tuple[str, int]:
        """Where it listens."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    async def close(self) -> None:
        """Take no more calls, and end those that go on."""
        if self._server is not None:
            self._server.close()
        calls = list(self._calls)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:  # the streams' own callback would report it as an error
            pass
        finally:
            self._calls.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call_id = await self._identity(reader, writer)
        if call_id is None:
            return
        port = AudioSocketPort(call_id, reader, writer)
        try:
            await self._on_call(port)
        except Exception:
            _log.exception("a call over AudioSocket ended with an error")
        finally:
            await port.close()

    async def _identity(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> UUID | None:
        source = ip_address(writer.get_extra_info("peername")[0])
        if not any(source in network for network in self._trusted):
            _log.warning("a connection to AudioSocket from %s, which is not trusted, was closed", source)
            return None
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            message = await asyncio.wait_for(_message(reader), HELLO_S)
        except TimeoutError:
            return None
        if message is None or message[0] != IDENTITY or len(message[1]) != 16:
            _log.warning("a connection to AudioSocket from %s did not name its call", source)
            return None
        return UUID(bytes=message[1])


async def _message(reader: asyncio.StreamReader) -> tuple[int, bytes] | None:
    """The next kind and content; None when the connection is gone."""
    try:
        kind, length = _HEADER.unpack(await reader.readexactly(_HEADER.size))
        return kind, await reader.readexactly(length)
    except (asyncio.IncompleteReadError, OSError):
        return None
