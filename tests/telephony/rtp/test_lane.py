from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator

import pytest

from giong.telephony.rtp.dtmf import events
from giong.telephony.rtp.lane import Begin, Lane, Signal
from giong.telephony.rtp.ledger import Ledger, Page
from giong.telephony.rtp.packet import Packet, parse
from giong.telephony.rtp.wheel import PERIOD_NS, SLOT_NS, SLOTS, Wheel

SILENCE = b"\xd5" * 160
BEGIN = Begin(0xABCD, 0xFFFF, 2**32 - 160)


@pytest.fixture
def page() -> Page:
    return Ledger.new().page(3)


@pytest.fixture
def far_end() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.setblocking(False)
        yield opened


@pytest.fixture
def lane(page: Page, far_end: socket.socket) -> Iterator[Lane]:
    lane = Lane(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), page, BEGIN)
    lane.speak(8, SILENCE)
    lane.aim(far_end.getsockname())
    yield lane
    lane.close()


def _ticks(lane: Lane, far_end: socket.socket, count: int = 1) -> list[Packet]:
    for _ in range(count):
        lane.tick(0, 0)
    packets = []
    while True:
        try:
            data = far_end.recv(2048)
        except BlockingIOError:
            return packets
        packet = parse(data)
        assert packet is not None
        packets.append(packet)


def test_numbers_and_timestamps_go_on_and_wrap(lane: Lane, far_end: socket.socket) -> None:
    packets = _ticks(lane, far_end, 3)
    assert [packet.sequence for packet in packets] == [0xFFFF, 0, 1]
    assert [packet.timestamp for packet in packets] == [2**32 - 160, 0, 160]
    assert [packet.marker for packet in packets] == [True, False, False]
    assert {packet.payload for packet in packets} == {SILENCE}


def test_sound_of_any_length_is_sent_whole_and_counted(lane: Lane, far_end: socket.socket, page: Page) -> None:
    lane.queue(0, b"a" * 100)
    lane.queue(0, b"b" * 130)
    first, second, third = _ticks(lane, far_end, 3)
    assert first.payload == b"a" * 100 + b"b" * 60
    assert second.payload == b"b" * 70 + SILENCE[70:]
    assert third.payload == SILENCE
    assert page.played() == 230


def test_flushed_sound_is_silent_with_the_next_packet_even_before_an_order_comes(
    lane: Lane, far_end: socket.socket, page: Page
) -> None:
    lane.queue(0, b"a" * 1600)
    _ticks(lane, far_end)
    page.generation = 1
    assert page.played() == 0
    assert _ticks(lane, far_end)[0].payload == SILENCE
    lane.queue(1, b"b" * 160)
    assert _ticks(lane, far_end)[0].payload == b"b" * 160
    assert page.played() == 160


def test_keys_go_before_the_sound_which_waits(lane: Lane, far_end: socket.socket, page: Page) -> None:
    _ticks(lane, far_end)
    lane.queue(0, b"a" * 160)
    lane.signal(events("4", 101, pause=Signal(SILENCE, 8), ticks=2))
    packets = _ticks(lane, far_end, 9)
    assert [packet.payload_type for packet in packets] == [101] * 5 + [8] * 4
    assert {packet.timestamp for packet in packets[:5]} == {0}
    assert packets[8].payload == b"a" * 160
    assert packets[8].timestamp == 160 * 8


def test_on_hold_nothing_is_sent_and_what_is_queued_waits(lane: Lane, far_end: socket.socket, page: Page) -> None:
    _ticks(lane, far_end)
    lane.queue(0, b"a" * 160)
    lane.aim(None)
    assert _ticks(lane, far_end, 5) == []
    lane.aim(far_end.getsockname())
    (packet,) = _ticks(lane, far_end)
    assert (packet.payload, packet.sequence, packet.timestamp, packet.marker) == (b"a" * 160, 0, 160 * 5, True)


def test_another_law_translates_what_is_queued(lane: Lane, far_end: socket.socket) -> None:
    lane.queue(0, b"a" * 160)
    lane.speak(0, b"\xff" * 160, bytes((octet + 1) % 256 for octet in range(256)))
    (packet,) = _ticks(lane, far_end)
    assert (packet.payload_type, packet.payload) == (0, b"b" * 160)


def test_a_refusing_far_end_is_counted_and_harmless(lane: Lane, page: Page) -> None:
    lane.aim(("255.255.255.255", 9))  # sending there is not permitted
    lane.tick(0, 0)
    assert page.trouble()[0] == 1


class Counting(Lane):
    """Writes down when it was called instead of sending."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []

    def tick(self, now_ns: int, late_ns: int, ticks: int = 1) -> None:
        self.calls.append((now_ns, ticks))

    def close(self) -> None:
        pass


def _turns(wheel: Wheel, until_ns: int) -> list[int]:
    turns = []
    while (due_ns := wheel.due_ns()) is not None and due_ns < until_ns:
        wheel.turn(due_ns)
        turns.append(due_ns)
    return turns


def test_a_hundred_lanes_are_spread_over_the_period_and_each_is_called_every_20_ms() -> None:
    wheel, lanes = Wheel(), [Counting() for _ in range(100)]
    for number, lane in enumerate(lanes):
        wheel.add(number, lane, 0)
    _turns(wheel, 10 * PERIOD_NS)
    for lane in lanes:
        times = [at_ns for at_ns, _ in lane.calls]
        assert {b - a for a, b in itertools.pairwise(times)} == {PERIOD_NS}
    begins = [lane.calls[0][0] for lane in lanes]
    assert all(begins.count(slot * SLOT_NS) == 5 for slot in range(SLOTS))


def test_one_lane_wakes_the_process_only_for_itself() -> None:
    wheel = Wheel()
    wheel.add(1, Counting(), 500)
    assert _turns(wheel, 500 + 5 * PERIOD_NS) == [500 + n * PERIOD_NS for n in range(5)]
    wheel.remove(1)
    assert wheel.due_ns() is None


def test_after_a_long_stand_still_the_timestamps_go_on_and_nothing_bursts() -> None:
    wheel, lanes = Wheel(), [Counting(), Counting()]
    for number, lane in enumerate(lanes):
        wheel.add(number, lane, 0)
    _turns(wheel, PERIOD_NS)
    wheel.turn(51 * PERIOD_NS)
    _turns(wheel, 53 * PERIOD_NS)
    for lane in lanes:
        assert sum(ticks for _, ticks in lane.calls) == 53
        assert len(lane.calls) == 3
