"""Two ports that talk over loopback, and what else may reach a port."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import numpy as np
import pytest

from giong.errors import BadConfiguration, BadInput
from giong.speech.codecs import alaw
from giong.telephony.rtp.bridge import bridge
from giong.telephony.rtp.media import Media, SrtpKeys
from giong.telephony.rtp.pacer import Pacer
from giong.telephony.rtp.packet import Packet, render
from giong.telephony.rtp.port import RtpPort
from giong.telephony.rtp.receiver import MOST_AHEAD_S
from giong.telephony.rtp.sockets import PortRange, PortsTaken
from giong.voice.port import Frame, Hold, Key
from tests.telephony import mutants
from tests.telephony.rtp.network import voice

PORTS = PortRange(23_000, 23_999)
VOICE = voice(1)
CODED = alaw().decode(alaw().encode(VOICE))
WITHIN_S = 20.0
"""How long a busy machine may take for what takes milliseconds."""


class Ear:
    """Listens to a port all the time."""

    def __init__(self, port: RtpPort) -> None:
        self.frames: list[np.ndarray] = []
        self.others: list[Key | Hold] = []
        self.task = asyncio.create_task(self._listen(port))

    async def _listen(self, port: RtpPort) -> None:
        async for item in port.incoming():
            if isinstance(item, Frame):
                self.frames.append(item.samples)
            else:
                self.others.append(item)

    @property
    def sound(self) -> np.ndarray:
        return np.concatenate([np.zeros(0, np.float32), *self.frames])

    def loud(self) -> bool:
        return bool(self.frames) and float(np.abs(self.frames[-1]).max()) > 0.05


Opened = Callable[[], Awaitable[RtpPort]]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    pacer, ports = Pacer(), []

    async def open_one() -> RtpPort:
        ports.append(await RtpPort.open(host="127.0.0.1", ports=PORTS, pacer=pacer))
        return ports[-1]

    yield open_one
    for port in ports:
        await port.close()
    pacer.stop()


@pytest.fixture
async def pair(opened: Opened) -> tuple[RtpPort, RtpPort]:
    first, second = await opened(), await opened()
    first.connect(_media(second))
    second.connect(_media(first))
    return first, second


def _media(to: RtpPort | tuple[str, int], **changed: object) -> Media:
    remote = to if isinstance(to, tuple) else to.local
    return replace(Media(remote, "PCMA", 8, 101), **changed)  # type: ignore[arg-type]


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not true():  # noqa: ASYNC110  # what is waited for happens in another process
            await asyncio.sleep(0.005)


async def _still(value: Callable[[], int]) -> int:
    """The value when it has stopped changing; orders reach the pacing process when its next turn comes."""
    before = -1
    async with asyncio.timeout(WITHIN_S):
        while before != (now := value()):
            before = now
            await asyncio.sleep(0.1)
    return before


def _likeness(sound: np.ndarray, wanted: np.ndarray) -> float:
    """1 if it was heard as it was played; a little less if the machine was too busy for a packet or two."""
    place = int(np.correlate(sound, wanted, "valid").argmax())
    return float(np.corrcoef(sound[place : place + len(wanted)], wanted)[0, 1])


async def test_what_one_plays_the_other_hears_and_it_is_counted(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    ear = Ear(second)
    for start in range(0, len(VOICE), 1000):
        first.play(VOICE[start : start + 1000])
    await _until(lambda: first.played() == len(VOICE) and not ear.loud())
    assert _likeness(ear.sound, CODED) > 0.97
    statistics = second.statistics()
    assert statistics.received >= 50
    assert (statistics.lost, statistics.garbage, statistics.strangers, statistics.one_way) == (0, 0, 0, "")
    assert second.silent_s < 1


async def test_flush_is_silent_within_a_packet_and_says_what_was_heard(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    ear = Ear(second)
    first.play(np.tile(VOICE, 20))
    await _until(lambda: len(ear.frames) > 10 and ear.loud())
    played = first.flush()
    await _until(lambda: not any(np.abs(frame).max() > 0.02 for frame in ear.frames[-10:]))
    loud = np.flatnonzero(np.abs(ear.sound) > 0.02)
    assert loud[-1] - loud[0] <= played + 2 * 160  # one packet more may have left while we flushed
    assert first.played() == played
    assert first.queued_s() == 0
    first.play(VOICE[:800])
    await _until(lambda: first.played() == played + 800)


async def test_what_is_played_before_the_other_side_is_known_waits(opened: Opened) -> None:
    first, second = await opened(), await opened()
    second.connect(_media(first, codec="PCMU", payload_type=0))
    ear = Ear(second)
    first.play(VOICE[:2000])
    first.press("1")
    await asyncio.sleep(0.05)
    assert first.played() == 0
    first.connect(_media(second, codec="PCMU", payload_type=0))
    await _until(lambda: first.played() == 2000 and len(ear.frames) > 20)
    assert np.abs(ear.sound).max() > 0.1


async def test_keys_come_as_events_and_by_signalling(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    second.key("0")
    ear = Ear(second)
    first.press("19*#")
    await _until(lambda: len(ear.others) == 5)
    assert ear.others == [Key(symbol) for symbol in "019*#"]
    with pytest.raises(BadInput, match="A"):
        first.press("A")


async def test_on_hold_time_stands_still(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    ear = Ear(first)
    first.play(np.tile(VOICE, 5))
    await _until(lambda: first.played() > 800)
    first.connect(_media(second, sends=False, receives=True))
    heard = len(ear.frames)
    played = await _still(first.played)
    assert played < 4 * len(VOICE)
    assert len(ear.frames) == heard
    assert first.held
    first.connect(_media(second))
    await _until(lambda: first.played() > played + 800 and len(ear.frames) > heard + 3)
    assert ear.others == [Hold(on=True), Hold(on=False)]


async def test_a_call_may_change_its_law_and_its_address(pair: tuple[RtpPort, RtpPort], opened: Opened) -> None:
    first, _ = pair
    third = await opened()
    ear = Ear(third)
    first.play(VOICE)
    await _until(lambda: first.played() > 800)
    first.connect(_media(third, codec="PCMU", payload_type=0))
    third.connect(_media(first, codec="PCMU", payload_type=0))
    await _until(lambda: first.played() == len(VOICE) and not ear.loud())
    sound = ear.sound
    tail = VOICE[-4000:]
    assert _likeness(sound, tail) > 0.97


async def test_our_sound_goes_to_where_theirs_comes_from(opened: Opened) -> None:
    first, second = await opened(), await opened()
    first.connect(_media(("192.0.2.1", 9)))  # the address that a caller behind a translation believes to have
    second.connect(_media(first))
    ear = Ear(second)
    first.play(np.tile(VOICE, 3))
    await _until(ear.loud)
    assert second.statistics().received > 0


async def test_incoming_may_be_taken_over_and_ends_with_the_call(pair: tuple[RtpPort, RtpPort]) -> None:
    first, _ = pair
    for _ in range(2):
        async with contextlib.aclosing(first.incoming()) as items:  # type: ignore[type-var]
            assert isinstance(await anext(items), Frame)
    left_open = first.incoming()
    await anext(left_open)
    ear = Ear(first)
    await _until(lambda: len(ear.frames) > 3)
    assert [item async for item in left_open] == []
    await first.hang_up()
    await asyncio.wait_for(ear.task, 5)
    assert [item async for item in first.incoming()] == []


async def test_a_loop_that_was_kept_from_reading_loses_nothing(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    ear = Ear(second)
    first.play(VOICE)
    await _until(ear.loud)
    for _ in range(2):
        time.sleep(0.3)  # noqa: ASYNC251  # the stand-still is what is tested
        await asyncio.sleep(0.05)
    await _until(lambda: first.played() == len(VOICE) and not ear.loud())
    assert _likeness(ear.sound, CODED[:6400]) > 0.97
    assert second.statistics().filled_ms < 200  # of the 600 ms for which nobody read


async def test_nobody_at_the_other_end_is_silence_in_real_time_and_harmless(opened: Opened) -> None:
    port = await opened()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        address = gone.getsockname()
    port.connect(_media(address))
    ear = Ear(port)
    port.play(VOICE)
    await _until(lambda: len(ear.frames) >= 10 and port.played() > 1600)
    assert not ear.sound.any()
    assert port.silent_s == float("inf")
    assert not ear.task.done()


async def test_a_flood_of_garbage_and_strangers_is_not_heard(pair: tuple[RtpPort, RtpPort]) -> None:
    first, second = pair
    ear = Ear(second)
    await _until(lambda: second.statistics().received > 3)
    first.play(VOICE)
    seeded = random.Random(9)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for number in range(3000):
            junk = render(Packet(8, number, 160 * number, 66, seeded.randbytes(160)))
            stranger.sendto(junk if number % 3 else seeded.randbytes(seeded.randrange(1, 1400)), second.local)
            if number % 50 == 0:
                await asyncio.sleep(0)
    await _until(lambda: first.played() == len(VOICE) and not ear.loud())
    assert _likeness(ear.sound, CODED) > 0.97
    assert second.statistics().strangers + second.statistics().garbage > 500


async def test_mutants_from_the_other_side_itself_do_no_harm(opened: Opened) -> None:
    port, fine = await opened(), await opened()
    ear = Ear(port)
    began_s = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        port.connect(_media(peer.getsockname()))
        for number, packet in enumerate(mutants.rtp(3, 6000)):
            peer.sendto(packet, port.local if number % 4 else (port.local[0], port.local[1] + 1))
            if number % 30 == 0:
                await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    assert all(len(frame) == 160 and np.isfinite(frame).all() for frame in ear.frames)
    assert len(ear.frames) < (time.monotonic() - began_s + MOST_AHEAD_S) / 0.02 + 10
    port.connect(_media(fine))
    fine.connect(_media(port))
    fine.play(np.tile(VOICE, 3))
    await _until(ear.loud)


async def test_ports_are_given_back_and_their_lack_is_said() -> None:
    pacer, tiny = Pacer(), PortRange(24_000, 24_003)
    ports = [await RtpPort.open(host="127.0.0.1", ports=tiny, pacer=pacer) for _ in range(tiny.pairs)]
    assert all(port.local[1] % 2 == 0 for port in ports)
    with pytest.raises(PortsTaken):
        await RtpPort.open(host="127.0.0.1", ports=tiny, pacer=pacer)
    for port in ports:
        port.connect(_media(("127.0.0.1", 9)))
        await port.close()
        await port.close()
    again = [await RtpPort.open(host="127.0.0.1", ports=tiny, pacer=pacer) for _ in range(tiny.pairs)]
    for port in again:
        await port.close()
    pacer.stop()


def test_a_range_without_a_pair_is_refused() -> None:
    for first, last in ((80, 90), (30_001, 30_002), (40_000, 70_000)):
        with pytest.raises(BadConfiguration, match="RTP"):
            PortRange(first, last)
    assert PortRange(30_001, 30_003).pairs == 1


async def test_what_cannot_be_connected_is_said(opened: Opened) -> None:
    port = await opened()
    with pytest.raises(BadInput, match="codec"):
        port.connect(_media(("127.0.0.1", 9), codec="G729"))
    with pytest.raises(BadInput, match="IP"):
        port.connect(_media(("pbx.example", 9)))


async def test_an_encrypted_call_is_heard_and_a_stranger_to_its_key_is_not(opened: Opened) -> None:
    pytest.importorskip("pylibsrtp", reason="giong[srtp] is not installed")
    first, second = await opened(), await opened()
    ours, theirs = bytes(range(30)), bytes(range(50, 80))
    first.connect(_media(second, keys=SrtpKeys("AES_CM_128_HMAC_SHA1_80", ours, theirs)))
    second.connect(_media(first, keys=SrtpKeys("AES_CM_128_HMAC_SHA1_80", theirs, ours)))
    ear = Ear(second)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(render(Packet(8, 1, 160, 66, b"a" * 160)), second.local)
    first.play(VOICE)
    first.press("5")
    await _until(lambda: first.played() == len(VOICE) and not ear.loud())
    assert _likeness(ear.sound, CODED[:6400]) > 0.97
    assert ear.others == [Key("5")]
    assert second.statistics().garbage == 1
    first.connect(_media(second, keys=SrtpKeys("AES_CM_128_HMAC_SHA1_80", ours, theirs)))  # a re-INVITE
    first.play(VOICE)
    await _until(ear.loud)


async def test_two_callers_are_put_through_to_each_other(opened: Opened) -> None:
    caller, ours, agents, agent = [await opened() for _ in range(4)]
    for one, other in ((caller, ours), (ours, caller), (agents, agent), (agent, agents)):
        one.connect(_media(other))
    ear = Ear(agent)
    joined = asyncio.create_task(bridge(ours, agents))
    await asyncio.sleep(0.1)
    caller.play(VOICE)
    caller.press("7")
    await _until(lambda: Key("7") in ear.others and caller.played() == len(VOICE) and not ear.loud())
    assert _likeness(ear.sound, CODED[:6400]) > 0.97
    await ours.hang_up()
    await asyncio.wait_for(joined, 5)
