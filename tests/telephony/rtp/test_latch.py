from __future__ import annotations

from giong.telephony.rtp.latch import Latch
from giong.telephony.rtp.packet import Packet

TOLD, NATTED, STRANGER = ("10.0.0.5", 4000), ("203.0.113.9", 61_000), ("198.51.100.7", 5555)


def _packet(sequence: int, ssrc: int = 1) -> Packet:
    return Packet(8, sequence, 160 * sequence, ssrc, b"")


def test_the_first_source_is_kept_and_strangers_are_not_heard() -> None:
    latch = Latch(TOLD)
    assert latch.accepts(_packet(1), NATTED, 0.0)
    assert not latch.accepts(_packet(2, ssrc=9), STRANGER, 0.02)
    assert not latch.accepts(_packet(2), STRANGER, 0.02)  # not even with the stream's own numbers
    assert latch.accepts(_packet(2), NATTED, 0.02)
    assert (latch.source, latch.strangers) == (NATTED, 2)


def test_the_address_that_was_told_takes_the_call_back_from_a_stranger() -> None:
    latch = Latch(TOLD)
    assert latch.accepts(_packet(1, ssrc=9), STRANGER, 0.0)
    assert latch.accepts(_packet(1), TOLD, 0.1)
    assert not latch.accepts(_packet(2, ssrc=9), STRANGER, 0.12)
    assert latch.source == TOLD


def test_a_stream_may_move_when_its_old_source_is_silent() -> None:
    latch = Latch(TOLD)
    assert latch.accepts(_packet(65_535), NATTED, 0.0)
    moved = ("203.0.113.9", 61_777)
    assert not latch.accepts(_packet(0), moved, 0.5)
    assert not latch.accepts(_packet(30_000), STRANGER, 1.5)
    elsewhere = ("198.51.100.7", 61_777)
    assert not latch.accepts(_packet(10, ssrc=9), elsewhere, 1.5)
    assert latch.accepts(_packet(40), elsewhere, 1.5)
    assert latch.source == elsewhere


def test_the_same_host_may_begin_anew_from_another_port_when_the_old_one_is_silent() -> None:
    latch = Latch(TOLD)
    assert latch.accepts(_packet(1), NATTED, 0.0)
    other_port = (NATTED[0], 7)
    assert not latch.accepts(_packet(1, ssrc=5), other_port, 0.9)
    assert latch.accepts(_packet(2, ssrc=5), other_port, 1.1)


def test_after_a_move_the_old_source_is_not_taken_for_the_new_one() -> None:
    latch = Latch(TOLD, before=NATTED, now_s=10.0)
    assert not latch.accepts(_packet(1), NATTED, 10.1)
    assert latch.accepts(_packet(1, ssrc=5), ("192.0.2.77", 4), 10.2)
    stays = Latch(TOLD, before=NATTED, now_s=10.0)
    assert stays.accepts(_packet(1), NATTED, 10.6)


def test_the_same_source_may_begin_another_stream() -> None:
    latch = Latch(TOLD)
    assert latch.accepts(_packet(1), TOLD, 0.0)
    assert latch.accepts(_packet(900, ssrc=2), TOLD, 0.02)
