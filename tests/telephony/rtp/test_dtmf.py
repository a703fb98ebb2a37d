from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from giong.telephony.rtp.dtmf import LONGEST, KeyReader, events
from giong.telephony.rtp.lane import Signal
from giong.telephony.rtp.packet import Packet

PAUSE = Signal(b"\xd5" * 160, 8)
START, GROWTH, END = 0, 2, 5  # places in what `events` makes


def _packet(code: int, duration: int, *, end: bool = False, at: int = 1000, sequence: int = 1, **more: int) -> Packet:
    payload = struct.pack("!BBH", code, 0x80 if end else 0, duration)
    return Packet(101, sequence, at, more.get("ssrc", 1), payload, bool(more.get("marker", 0)))


def _press(symbol: str, first_sequence: int = 10, at: int = 50_000) -> list[Packet]:
    signals = [signal for signal in events(symbol, 101, pause=PAUSE) if signal.payload_type == 101]
    return [
        Packet(101, first_sequence + n, at + 160 * n - signal.held, 1, signal.payload, signal.marker)
        for n, signal in enumerate(signals)
    ]


def _told(packets: Sequence[Packet]) -> str:
    reader = KeyReader()
    return "".join(filter(None, map(reader.read, packets)))


def test_a_press_is_sent_as_the_standard_says() -> None:
    signals = list(events("#", 101, pause=PAUSE))
    read = [struct.unpack("!BBH", signal.payload) for signal in signals if signal.payload_type == 101]
    assert [code for code, _, _ in read] == [11] * 8
    assert [duration for _, _, duration in read] == [160, 320, 480, 640, 800, 800, 800, 800]
    assert [flags >> 7 for _, flags, _ in read] == [0] * 5 + [1] * 3
    assert [signal.marker for signal in signals] == [True] + [False] * 10
    assert len({packet.timestamp for packet in _press("#")}) == 1


@pytest.mark.parametrize(
    "places",
    [range(8), [7], [0], [3, 4], [5, 5, 6, 7, 7], [7, 0, 3, 1, 5], [0, 1, 2, 3, 4]],
    ids=["all", "only an end", "only the start", "only the middle", "ends doubled", "disordered", "no end"],
)
def test_a_press_is_told_once_whatever_came_of_it(places: Sequence[int]) -> None:
    press = _press("5")
    assert _told([press[place] for place in places]) == "5"


def test_the_same_key_twice_is_two_keys_even_without_ends() -> None:
    first, second = _press("7", 10, 50_000), _press("7", 30, 54_000)
    assert _told(first[:4] + second) == "77"
    assert _told(first + second) == "77"


def test_an_end_that_comes_after_the_next_key_began_is_not_a_third() -> None:
    first, second = _press("1", 10, 50_000), _press("2", 30, 54_000)
    assert _told([*first[:7], second[0], first[7], *second[1:]]) == "12"


def test_a_press_of_more_than_eight_seconds_is_one() -> None:
    first = [_packet(3, duration, sequence=n) for n, duration in enumerate((160, 40_000, LONGEST))]
    second = [_packet(3, duration, at=1000 + LONGEST, sequence=5 + duration % 7, end=True) for duration in (900, 900)]
    assert _told(first + second) == "3"


def test_a_gateway_that_moves_the_timestamp_with_every_packet_presses_once() -> None:
    moving = [_packet(9, 160 * n, at=1000 + 160 * n, sequence=n, marker=int(n == 1)) for n in range(1, 6)]
    assert _told([*moving, _packet(9, 800, at=1800, sequence=6, end=True)]) == "9"


def test_what_is_no_key_is_not_told() -> None:
    assert _told([_packet(16, 160), _packet(13, 160, at=5), Packet(101, 1, 9, 1, b"\x01")]) == ""


def test_another_source_may_use_the_same_timestamp() -> None:
    assert _told([_packet(1, 160, ssrc=1), _packet(2, 160, ssrc=2)]) == "12"
