from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.telephony.rtp.packet import MAX_OCTETS, Packet, ahead, is_rtcp, parse, render

PLAIN = Packet(8, 7, 160, 0xCAFE, b"sound", marker=True)


@given(
    st.builds(
        Packet,
        payload_type=st.integers(0, 63) | st.integers(96, 127),
        sequence=st.integers(0, 0xFFFF),
        timestamp=st.integers(0, 0xFFFFFFFF),
        ssrc=st.integers(0, 0xFFFFFFFF),
        payload=st.binary(max_size=320),
        marker=st.booleans(),
    )
)
def test_what_is_rendered_is_read(packet: Packet) -> None:
    assert parse(render(packet)) == packet


def test_contributors_extension_and_padding_are_no_sound() -> None:
    header = render(PLAIN)[:12]
    contributors = bytes([header[0] | 2]) + header[1:] + bytes(8)
    extended = bytes([contributors[0] | 0x10]) + contributors[1:] + b"\xbe\xde\x00\x01" + bytes(4)
    padded = bytes([extended[0] | 0x20]) + extended[1:] + b"sound" + b"\x00\x00\x03"
    assert parse(padded) == PLAIN


@pytest.mark.parametrize(
    "data",
    [
        b"",
        render(PLAIN)[:11],
        b"\x00" + render(PLAIN)[1:],  # version 0: STUN and the like
        bytes([0x8F]) + render(PLAIN)[1:],  # fifteen contributors in five octets
        bytes([0x90]) + render(PLAIN)[1:12] + b"\xbe",  # an extension that is cut off
        bytes([0x90]) + render(PLAIN)[1:12] + b"\xbe\xde\xff\xff",  # longer than the packet
        bytes([0xA0]) + render(PLAIN)[1:12] + b"\x00",  # padding of no octets
        bytes([0xA0]) + render(PLAIN)[1:12] + b"\xff",  # of more than there are
        b"\x81\xc9\x00\x07" + bytes(28),  # a receiver report
        render(PLAIN) + bytes(MAX_OCTETS),
    ],
)
def test_what_is_no_packet_is_none(data: bytes) -> None:
    assert parse(data) is None


def test_no_mutant_of_a_packet_raises() -> None:
    seeded = random.Random(4)
    for _ in range(20_000):
        data = bytearray(render(PLAIN))
        for _ in range(seeded.randint(1, 8)):
            data[seeded.randrange(len(data))] = seeded.randrange(256)
        packet = parse(bytes(data[: seeded.randint(0, len(data))]))
        assert packet is None or len(packet.payload) <= 5


def test_reports_are_told_from_sound_on_one_port() -> None:
    assert is_rtcp(b"\x80\xc8\x00\x06")
    assert not is_rtcp(render(PLAIN))


def test_counters_wrap() -> None:
    assert ahead(2, 0xFFFF, 16) == 3
    assert ahead(0xFFFF, 2, 16) == -3
    assert ahead(5, 5, 32) == 0
