"""Messages found on a stream, however it is cut."""

import random

import pytest

from giong.telephony.sip.framing import PING, BrokenStream, Framer
from tests.telephony.sip.torture import SDP, request

STREAM = [request("INVITE", body=SDP), request("ACK"), PING, request("INFO", body="Signal=5"), request("BYE")]


@pytest.mark.parametrize("seed", range(20))
def test_messages_come_whole_from_pieces_of_any_size(seed: int) -> None:
    chance, framer = random.Random(seed), Framer()
    rest, found = b"".join(STREAM), []
    while rest:
        size = chance.choice([1, 2, 3, 40, 700])
        found += list(framer.feed(rest[:size]))
        rest = rest[size:]

    assert found == STREAM


@pytest.mark.parametrize(
    "data",
    [
        request("OPTIONS").replace(b"Content-Length: 0\r\n", b""),
        request("OPTIONS", "Content-Length: 5"),
        request("OPTIONS").replace(b"Content-Length: 0", b"Content-Length: 99999999"),
        b"x" * 70_000,
    ],
)
def test_a_stream_that_cannot_be_cut_is_given_up(data: bytes) -> None:
    with pytest.raises(BrokenStream):
        list(Framer().feed(data))


def test_a_compact_length_is_one_too() -> None:
    data = request("OPTIONS").replace(b"Content-Length: 0", b"l: 0")

    assert list(Framer().feed(data)) == [data]
