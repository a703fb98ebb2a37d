"""What a caller heard, from the times of packets."""

from __future__ import annotations

import pytest

from bench import ear
from bench.softphone import LOUD, PACKET_S, Packet, parse
from giong.speech.codecs import alaw


def packets(sounds: str, *, begin_s: float = 100.0, first: int = 65_530) -> list[Packet]:
    """One packet for each letter: x is loud, . is silent, - never came, > came 50 ms late."""
    came: list[Packet] = []
    for place, sound in enumerate(sounds):
        if sound != "-":
            late_s = 0.05 if sound == ">" else 0.0
            came.append(Packet(begin_s + place * PACKET_S + late_s, (first + place) & 0xFFFF, sound == "x"))
    return came


def test_a_packet_that_comes_late_or_never_leaves_a_gap() -> None:
    assert ear.gaps(packets("xxxxxxxxxxxx")) == []
    assert ear.gaps(packets("xxx>")) == pytest.approx([0.05])
    assert ear.gaps(packets("xxx---x")) == pytest.approx([0.06])
    assert ear.lost(packets("xxx---xxx-x")) == 4  # the numbers begin anew on the way


def test_silence_after_an_interruption_is_when_the_last_sound_before_a_pause_has_ended() -> None:
    talk = packets("x" * 50 + "." * 5 + "x" * 5 + "." * 40 + "x" * 20)
    assert ear.silence_after(talk, 100.5) == pytest.approx(101.2)
    assert ear.silence_after(packets("x" * 50 + "." * 200), 102.0) == 102.0  # it was silent already
    assert ear.silence_after(packets("x" * 300), 100.5) is None


def test_only_pauses_longer_than_those_between_sentences_count() -> None:
    answer = packets("x" * 20 + "." * 12 + "x" * 20 + "." * 30 + "x" * 10 + "." * 40)
    assert ear.pauses_within(answer, 100.0, 102.0) == pytest.approx([0.6])


def test_loud_octets_are_those_that_people_hear() -> None:
    codec = alaw()
    quiet, loud = (bytes([octet]) for octet in (codec.silence, int(codec.octets[32768 + 16000])))
    assert (quiet.translate(LOUD), loud.translate(LOUD)) == (b"\0", b"\1")


def test_a_message_is_read_as_far_as_a_caller_needs_it() -> None:
    answer = parse(b"SIP/2.0 200 OK\r\nVia: a\r\nRecord-Route: <sip:p1>\r\nRECORD-ROUTE: <sip:p2>\r\n\r\nv=0\r\n")
    assert (answer.status, answer.all("record-route"), answer.body) == (200, ["<sip:p1>", "<sip:p2>"], "v=0\r\n")
    assert parse(b"BYE sip:a SIP/2.0\r\n\r\n").status == 0
