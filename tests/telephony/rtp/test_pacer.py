"""The pacing process as the program sees it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import pytest

from giong.errors import Busy
from giong.telephony.rtp import pacer as pacer_module
from giong.telephony.rtp.pacer import Outgoing, Pacer
from giong.telephony.rtp.packet import parse

SILENCE = b"\xd5" * 160


@pytest.fixture
async def pacer() -> AsyncIterator[Pacer]:
    pacer = Pacer()
    pacer.start()
    yield pacer
    pacer.stop()


@pytest.fixture
def near_end() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        yield opened


class FarEnd:
    """Keeps the payloads that it gets."""

    def __init__(self) -> None:
        self.opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.opened.bind(("127.0.0.1", 0))
        self.opened.setblocking(False)
        self.address: tuple[str, int] = self.opened.getsockname()

    async def payloads(self, count: int) -> list[bytes]:
        loop = asyncio.get_running_loop()
        packets = [parse(await asyncio.wait_for(loop.sock_recv(self.opened, 2048), 20)) for _ in range(count)]
        return [packet.payload for packet in packets if packet]

    async def until(self, payload: bytes) -> list[bytes]:
        """Everything up to the first packet of this payload."""
        before = []
        while (heard := (await self.payloads(1))[0]) != payload:
            before.append(heard)
        return before


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    far_end = FarEnd()
    yield far_end
    far_end.opened.close()


def _call(pacer: Pacer, near_end: socket.socket, far_end: FarEnd) -> Outgoing:
    outgoing = pacer.add(near_end)
    outgoing.speak(8, SILENCE)
    outgoing.aim(far_end.address)
    return outgoing


async def test_a_long_answer_is_sent_in_order_and_counted(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    long = b"".join(bytes([n % 200]) * 160 for n in range(1500))  # half a minute, many orders
    outgoing.queue(long)
    await far_end.until(long[:160])
    assert await far_end.payloads(5) == [long[160 * n : 160 * (n + 1)] for n in range(1, 6)]
    assert 6 * 160 <= outgoing.played() <= 12 * 160
    assert outgoing.played() + outgoing.waiting() == len(long)


async def test_flushing_is_exact_and_what_comes_after_begins_there(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    outgoing.queue(b"a" * 16_000)
    await far_end.until(b"a" * 160)
    played = outgoing.flush()
    assert outgoing.played() == played
    assert outgoing.waiting() == 0
    outgoing.queue(b"b" * 200)
    heard = await far_end.until(b"b" * 160)
    assert heard.count(b"a" * 160) + 1 in (played // 160, played // 160 + 1)
    await far_end.until(SILENCE)
    assert outgoing.played() == played + 200


async def test_more_orders_than_the_channel_holds_are_kept_until_it_is_free(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    await far_end.payloads(1)
    assert pacer._process is not None
    os.kill(pacer._process.pid, signal.SIGSTOP)
    for _ in range(40):
        outgoing.queue(b"a" * 32_000)
    played = outgoing.flush()
    outgoing.queue(b"z" * 160)
    os.kill(pacer._process.pid, signal.SIGCONT)
    heard = await far_end.until(b"z" * 160)
    assert set(heard) <= {SILENCE}
    assert outgoing.played() == played + 160


async def test_an_order_that_cannot_be_obeyed_silences_nobody(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    await far_end.payloads(1)
    assert pacer._process is not None
    before = pacer._process.pid
    for order in (("speak", outgoing.number, 8, b"", None), ("protect", outgoing.number, "none", b""), ("aim", 9, 9)):
        pacer.order(*order)
    pacer.order("queue", outgoing.number, 0, b"a" * 160)
    pacer.order("signal", outgoing.number, (1, 2))
    outgoing.speak(8, SILENCE)
    outgoing.queue(b"b" * 160)
    await far_end.until(b"b" * 160)
    assert pacer._process.pid == before


async def test_a_pacing_process_that_dies_is_replaced(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd, caplog: pytest.LogCaptureFixture
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    await far_end.payloads(2)
    assert pacer._process is not None
    pacer._process.kill()
    pacer._process.wait()
    pacer._started_s -= 60
    outgoing.queue(b"a" * 800)  # is lost, and tells
    assert outgoing.played() == 800  # nobody must wait for it
    outgoing.queue(b"b" * 160)
    await far_end.until(b"b" * 160)
    await far_end.until(SILENCE)
    assert outgoing.played() == 960
    assert "starting another" in caplog.text


async def test_too_many_sockets_on_their_way_is_no_death(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crowded(*_: object) -> int:
        raise OSError(errno.ETOOMANYREFS, "too many references")

    assert pacer._process is not None
    before = pacer._process.pid
    with monkeypatch.context() as patched:
        patched.setattr(socket, "send_fds", crowded)
        outgoing = _call(pacer, near_end, far_end)
        outgoing.queue(b"a" * 160)
    await far_end.until(b"a" * 160)
    assert pacer._process.pid == before


async def test_a_pacing_process_that_cannot_live_is_not_started_again_and_again(
    pacer: Pacer, near_end: socket.socket, far_end: FarEnd
) -> None:
    outgoing = _call(pacer, near_end, far_end)
    assert pacer._process is not None
    pacer._process.kill()
    pacer._process.wait()
    died = pacer._process.pid
    for _ in range(50):
        outgoing.queue(b"a" * 160)
    assert pacer._process.pid == died


async def test_a_call_that_was_removed_sends_no_more(pacer: Pacer, near_end: socket.socket, far_end: FarEnd) -> None:
    outgoing = _call(pacer, near_end, far_end)
    await far_end.payloads(1)
    await pacer.remove(outgoing)
    await pacer.remove(outgoing)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(far_end.payloads(50), 0.3)


async def test_places_are_used_again_and_their_end_is_said(
    pacer: Pacer, near_end: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer_module, "PAGES", 2)
    small = Pacer()
    first, _ = small.add(near_end), small.add(near_end)
    with pytest.raises(Busy):
        small.add(near_end)
    await small.remove(first)
    assert small.add(near_end).number == first.number


def test_the_pacing_process_ends_when_the_program_is_killed() -> None:
    program = (
        "import time, giong.telephony.rtp.pacer as p; pacer = p.Pacer(); pacer.start();"
        "print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()
    assert process.stdout.read() == ""  # the pacing process has the pipe too: it is closed only when that ends
