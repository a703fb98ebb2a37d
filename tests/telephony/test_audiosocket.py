from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from uuid import UUID, uuid4

import numpy as np
import pytest

from giong.speech.pcm import from_pcm16, to_pcm16
from giong.telephony import audiosocket
from giong.telephony.audiosocket import AudioSocketDoor, AudioSocketPort
from giong.voice.port import Frame, Key
from tests.telephony.rtp.network import voice

CALL = uuid4()
VOICE = voice(0.4)


def _message(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("!BH", kind, len(content)) + content


class Asterisk:
    """The other end of one call."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def message(self) -> tuple[int, bytes]:
        kind, length = struct.unpack("!BH", await asyncio.wait_for(self.reader.readexactly(3), 5))
        return kind, await self.reader.readexactly(length)

    async def rest(self) -> bytes:
        """Until the door has closed the connection; it may do so before it has read everything."""
        with contextlib.suppress(ConnectionResetError):
            return await asyncio.wait_for(self.reader.read(), 5)
        return b""

    async def sound(self, seconds: float) -> np.ndarray:
        messages = [await self.message() for _ in range(round(seconds / 0.02))]
        return np.concatenate([from_pcm16(content) for kind, content in messages if kind == 0x10])


class House:
    """Takes the calls and keeps what it hears."""

    def __init__(self) -> None:
        self.ports: list[AudioSocketPort] = []
        self.heard: list[Frame | Key] = []
        self.answered = asyncio.Event()

    async def on_call(self, port: AudioSocketPort) -> None:
        self.ports.append(port)
        self.answered.set()
        async for item in port.incoming():
            if isinstance(item, Frame | Key):
                self.heard.append(item)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def door(house: House) -> AsyncIterator[AudioSocketDoor]:
    door = await AudioSocketDoor.open("127.0.0.1", 0, on_call=house.on_call)
    yield door
    await door.close()


async def _dial(door: AudioSocketDoor, first: bytes = _message(0x01, CALL.bytes)) -> Asterisk:
    asterisk = Asterisk(*await asyncio.open_connection(*door.local))
    asterisk.writer.write(first)
    return asterisk


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  # what is waited for comes over a socket
            await asyncio.sleep(0.005)


async def test_both_hear_each_other_and_keys_come(door: AudioSocketDoor, house: House) -> None:
    asterisk = await _dial(door)
    await house.answered.wait()
    port = house.ports[0]
    assert port.id == UUID(bytes=CALL.bytes)
    pcm = to_pcm16(VOICE)
    asterisk.writer.write(_message(0x10, pcm[:1000]) + _message(0x03, b"7") + _message(0x10, pcm[1000:]))
    port.play(VOICE)
    sound = await asterisk.sound(0.6)
    place = int(np.correlate(sound, VOICE, "valid").argmax())
    assert np.abs(sound[place : place + len(VOICE)] - VOICE).max() < 1e-3
    assert port.played() == len(VOICE)
    frames = [item.samples for item in house.heard if isinstance(item, Frame)]
    assert np.abs(np.concatenate(frames)[: len(VOICE)] - VOICE).max() < 1e-3
    assert Key("7") in house.heard
    asterisk.writer.close()


async def test_flush_is_silent_at_once_and_a_silent_caller_is_silence(door: AudioSocketDoor, house: House) -> None:
    asterisk = await _dial(door)
    await house.answered.wait()
    port = house.ports[0]
    port.play(np.tile(VOICE, 10))
    await asterisk.sound(0.1)
    await _until(lambda: len(house.heard) > 3)
    played = port.flush()
    sound = await asterisk.sound(0.3)
    assert not sound[-800:].any()
    assert port.played() == played
    assert all(isinstance(item, Frame) and not item.samples.any() for item in house.heard)
    asterisk.writer.close()


async def test_either_side_may_end_the_call(door: AudioSocketDoor, house: House) -> None:
    first = await _dial(door)
    await house.answered.wait()
    await house.ports[0].hang_up()
    while (await first.message())[0] != 0x00:
        pass
    assert await first.rest() == b""
    house.answered.clear()
    second = await _dial(door)
    await house.answered.wait()
    second.writer.write(_message(0x00))
    assert (await second.rest())[:1] in (b"", b"\x10", b"\x00")
    await _until(lambda: not door._calls)


@pytest.mark.parametrize(
    "first", [_message(0x10, bytes(320)), _message(0x01, b"short"), b"GET / HTTP/1.1\r\n\r\n", b""]
)
async def test_who_does_not_name_a_call_is_not_let_in(
    door: AudioSocketDoor, house: House, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audiosocket, "HELLO_S", 0.05)
    asterisk = await _dial(door, first)
    assert await asterisk.rest() == b""
    assert house.ports == []


async def test_a_stranger_is_not_let_in(house: House) -> None:
    door = await AudioSocketDoor.open("127.0.0.1", 0, on_call=house.on_call, trusted=[ip_network("10.0.0.0/8")])
    assert await (await _dial(door)).rest() == b""
    assert house.ports == []
    await door.close()
