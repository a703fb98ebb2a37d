from __future__ import annotations

import random
import struct

import pytest

from giong.telephony.rtp.packet import Packet, is_rtcp
from giong.telephony.rtp.reception import Reception
from giong.telephony.rtp.rtcp import GOODBYE, Reports, Sending

NOW_S = 1_800_000_000.25
OURS, THEIRS = 0x11111111, 0x22222222
SENDING = Sending(OURS, 50, 8000, 123_456)


def _reception(numbers: list[int], way_s: list[float] | None = None) -> Reception:
    reception = Reception()
    for place, number in enumerate(numbers):
        late_s = way_s[place] if way_s else 0.0
        reception.count(Packet(8, number & 0xFFFF, 160 * number, THEIRS, b"\xd5" * 160), 0.02 * number + late_s)
    return reception


def test_loss_is_counted_over_the_wrap_and_per_report() -> None:
    reception = _reception([n for n in range(65_530, 65_630) if n % 10])
    assert (reception.expected, reception.packets, reception.lost) == (99, 90, 9)
    assert reception.highest == 65_629
    assert reception.fraction_lost() == pytest.approx(9 / 99)
    assert reception.fraction_lost() == 0


def test_disorder_is_no_loss_and_a_new_stream_is_added() -> None:
    reception = _reception([1, 2, 4, 3, 5])
    reception.count(Packet(8, 40_000, 0, 7, b""), 1.0)
    assert (reception.expected, reception.lost, reception.ssrc) == (6, 0, 7)


def test_jitter_is_that_of_the_standard() -> None:
    # Each packet is 10 ms later or earlier than the one before: J grows by (|D| - J) / 16 towards 80 units.
    reception = _reception(list(range(400)), [0.01 * (n % 2) for n in range(400)])
    assert reception.jitter == pytest.approx(80, rel=0.01)


def test_a_report_is_a_compound_of_whole_words() -> None:
    data = Reports().compose(SENDING, _reception([1, 2]), NOW_S, leaving=True)
    kinds, place = [], 0
    while place < len(data):
        kinds.append(data[place + 1])
        place += 4 + 4 * struct.unpack_from("!H", data, place + 2)[0]
    assert kinds == [200, 202, GOODBYE]
    assert place == len(data)
    assert is_rtcp(data)
    assert Reports().compose(Sending(OURS, 0, 0, 0), Reception(), NOW_S)[1] == 201


def test_two_sides_learn_the_round_trip_and_what_was_lost() -> None:
    ours, theirs = Reports(), Reports()
    theirs.read(ours.compose(SENDING, Reception(), NOW_S), THEIRS, NOW_S + 0.04)
    heard = Reception()
    for number in (1, 2, 4, 5):
        heard.count(Packet(8, number, 160 * number, OURS, b""), 0.02 * number)
    answer = theirs.compose(Sending(THEIRS, 9, 9, 9), heard, NOW_S + 2.04)
    ours.read(answer, OURS, NOW_S + 2.1)
    assert ours.round_trip_s == pytest.approx(0.1, abs=0.001)
    assert ours.remote_lost == 1
    assert ours.remote_jitter_s == pytest.approx(0, abs=0.001)


def test_reports_about_others_and_impossible_times_are_passed_over() -> None:
    ours, theirs = Reports(), Reports()
    theirs.read(ours.compose(SENDING, Reception(), NOW_S), THEIRS, NOW_S)
    answer = theirs.compose(Sending(THEIRS, 9, 9, 9), _reception([1]), NOW_S + 1)
    ours.read(answer, OURS, NOW_S - 100)
    assert (ours.round_trip_s, ours.remote_lost) == (None, None)


def test_no_mutant_of_a_report_raises() -> None:
    seeded = random.Random(6)
    whole = Reports().compose(SENDING, _reception([1, 2, 3]), NOW_S, leaving=True)
    reports = Reports()
    for _ in range(10_000):
        data = bytearray(whole)
        for _ in range(seeded.randint(1, 6)):
            data[seeded.randrange(len(data))] = seeded.randrange(256)
        reports.read(bytes(data[: seeded.randint(0, len(data))]), OURS, NOW_S)
    assert reports.compose(SENDING, _reception([1]), NOW_S)
