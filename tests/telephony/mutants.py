"""Packets that are wrong in every way that chance finds, the same ones for the same seed: SIP, SDP, RTP and RTCP.

Each begins as a sound packet and is then bent one to four times, at the level of octets or of its own grammar. Knows no
parser and no socket.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Final

Bend = Callable[[bytes, random.Random], bytes]

_METHODS = ("INVITE", "INVITE", "INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL", "ACK", "INFO", "UPDATE", "PRACK")
_METHODS_IN_DIALOG = ("REFER", "NOTIFY", "MESSAGE", "SUBSCRIBE", "PUBLISH", "NONSENSE")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"4294967296",
    b"99999999999999999999",
    b"1e9",
    b"0x10",
    b"\xd9\xa3",
)
_PIECES = (
    *(
        b"",
        b" ",
        b"\0",
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\n\r\n",
        b"\t",
        b",",
        b";",
        b";;,;",
        b":",
        b"=",
        b"?",
        b"@",
        b"%",
        b"%00",
    ),
    *(
        b'"',
        b"\\",
        b"<",
        b">",
        b"<>",
        b"[",
        b"]",
        b"[::1",
        b"*",
        b"\xff\xfe",
        b"\xc3(",
        "đặt bàn".encode(),
        b"\xed\xa0\x80",
    ),
    *(
        b"sip:",
        b"sips:",
        b"tel:",
        b"SIP/2.0",
        b"sip:a@b@c",
        b";tag=",
        b";branch=z9hG4bK",
        b";rport",
        b"z9hG4bK",
        b"a" * 3000,
    ),
)
_SDP: Final = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=call\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n"
    "a=ptime:20\r\na=sendrecv\r\na=rtcp:40001\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR\r\n"
)


def sip(seed: int, count: int, *, port: int = 5060) -> Iterator[bytes]:
    """Requests and responses; those that still can be answered name `port` of this machine in their Via."""
    for number in range(count):
        chance = random.Random(f"sip {seed} {number}")
        content = _bent(_SDP.encode(), chance, _SDP_BENDS) if chance.random() < 0.3 else _SDP.encode()
        whole = _message(chance, content if chance.random() < 0.6 else b"", port)
        yield whole if chance.random() < 0.05 else _bent(whole, chance, _SIP_BENDS)


def sdp(seed: int, count: int) -> Iterator[bytes]:
    """Session descriptions."""
    for number in range(count):
        chance = random.Random(f"sdp {seed} {number}")
        yield _bent(_SDP.encode(), chance, _SDP_BENDS)


def rtp(seed: int, count: int) -> Iterator[bytes]:
    """RTP with G.711 and telephone events, and RTCP reports."""
    for number in range(count):
        chance = random.Random(f"rtp {seed} {number}")
        yield _bent(_media(chance, number), chance, _OCTET_BENDS)


def _message(chance: random.Random, content: bytes, port: int) -> bytes:
    method = chance.choice(_METHODS if chance.random() < 0.9 else _METHODS_IN_DIALOG)
    start = f"{method} sip:100@127.0.0.1 SIP/2.0"
    if chance.random() < 0.15:
        start = f"SIP/2.0 {chance.choice((100, 180, 183, 200, 302, 401, 407, 486, 503, 699))} Whatever"
    own = f"{chance.getrandbits(64):x}"
    tag = f";tag={own[:6]}" if chance.random() < 0.2 else ""
    lines = [
        start,
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};rport;branch=z9hG4bK{own}",
        f'From: "Ngọc" <sip:90{chance.randrange(100)}@127.0.0.1:{port}>;tag={own[-6:]}',
        f"To: <sip:100@127.0.0.1>{tag}",
        f"Call-ID: {own}@127.0.0.1",
        f"CSeq: {chance.randrange(1, 100)} {method}",
        f"Contact: <sip:90@127.0.0.1:{port}>",
        "Max-Forwards: 70",
    ]
    lines += chance.sample(_EXTRAS, chance.randrange(4))
    if content:
        lines.append("Content-Type: application/sdp")
    lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


_EXTRAS: Final = (
    "Record-Route: <sip:127.0.0.1:9;lr>, <sip:127.0.0.1:9>",
    "Route: <sip:127.0.0.1;lr>",
    "Require: 100rel",
    "Supported: 100rel, timer, replaces",
    "Session-Expires: 1800;refresher=uas",
    "Min-SE: 90",
    "Expires: 3600",
    'Authorization: Digest username="an", realm="g", nonce="n", uri="sip:x", qop=auth, nc=00000001, cnonce="c"',
    "Replaces: abc@127.0.0.1;to-tag=1;from-tag=2",
    "Refer-To: <sip:200@127.0.0.1?Replaces=abc%3Bto-tag%3D1>",
    "RAck: 1 1 INVITE",
    "RSeq: 1",
    "P-Asserted-Identity: <sip:0901234567@127.0.0.1>, <tel:+84901234567>",
    "Event: refer",
    "Subscription-State: active;expires=60",
    "Date: Sat, 13 Nov 2010 23:29:00 GMT",
)


def _media(chance: random.Random, number: int) -> bytes:
    if chance.random() < 0.25:
        ssrc = chance.getrandbits(32)
        report = struct.pack("!BBHIIIIII", 0x80, 200, 6, ssrc, 0, 0, number * 160, number, number * 160)
        source = struct.pack("!BBHIBB", 0x81, 202, 3, ssrc, 1, 6) + b"a@b.vn"
        return report + source
    event = chance.random() < 0.3
    payload = bytes([chance.randrange(17), chance.choice((0x0A, 0x8A)), 0, 160]) if event else chance.randbytes(160)
    kind = 101 if event else chance.choice((0, 8, 8, 8, 13))
    return struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, number * 160 & 0xFFFFFFFF, 0x1234) + payload


def _bent(data: bytes, chance: random.Random, bends: Sequence[Bend]) -> bytes:
    for _ in range(chance.randrange(1, 5)):
        data = chance.choice(bends)(data, chance)
    return data[:65_000]


def _place(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A short stretch somewhere."""
    begin = chance.randrange(len(data) + 1)
    return begin, min(len(data), begin + chance.choice((0, 1, 1, 2, 4, 16, 60)))


def _flip(data: bytes, chance: random.Random) -> bytes:
    bent = bytearray(data)
    for _ in range(chance.randrange(1, 6) if bent else 0):
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _take_out(data: bytes, chance: random.Random) -> bytes:
    begin, end = _place(data, chance)
    return data[:begin] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    begin, end = _place(data, chance)
    return data[:begin] + data[begin:end] * chance.choice((2, 3, 300)) + data[end:]


def _insert_noise(data: bytes, chance: random.Random) -> bytes:
    begin, _ = _place(data, chance)
    return data[:begin] + chance.randbytes(chance.choice((1, 4, 64))) + data[begin:]


def _replace(data: bytes, chance: random.Random) -> bytes:
    begin, end = _place(data, chance)
    return data[:begin] + chance.choice(_PIECES) + data[end:]


def _renumber(data: bytes, chance: random.Random) -> bytes:
    """Some run of digits becomes an extreme number."""
    digits = [at for at, octet in enumerate(data) if 48 <= octet <= 57]
    if not digits:
        return data
    begin = end = chance.choice(digits)
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    return data[:begin] + chance.choice(_NUMBERS) + data[end:]


def _with_lines(change: Callable[[list[bytes], random.Random], None]) -> Bend:
    def bend(data: bytes, chance: random.Random) -> bytes:
        lines = data.split(b"\r\n")
        change(lines, chance)
        return b"\r\n".join(lines)

    return bend


def _drop_line(lines: list[bytes], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _repeat_line(lines: list[bytes], chance: random.Random) -> None:
    lines[1:1] = [chance.choice(lines)] * chance.choice((1, 1, 2, 400))


def _swap_lines(lines: list[bytes], chance: random.Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _fold_line(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at].replace(chance.choice((b" ", b";", b":")), b"\r\n ", 1)


def _change_value(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    separator = b":" if b":" in lines[at] else b"="
    name, found, value = lines[at].partition(separator)
    piece = chance.choice(_PIECES)
    lines[at] = name + found + chance.choice((piece, value + piece, piece + value, value + b"," + value, value * 40))


def _mix_names(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    name, colon, value = lines[at].partition(b":")
    lines[at] = chance.choice((name.swapcase(), name[:1], name + b" \t", b"X" + name, b"")) + colon + value


_OCTET_BENDS: Final[tuple[Bend, ...]] = (_flip, _cut_off, _take_out, _double, _insert_noise, _replace)
_LINE_BENDS: Final[tuple[Bend, ...]] = (
    _renumber,
    *(_with_lines(change) for change in (_drop_line, _repeat_line, _swap_lines, _fold_line, _change_value)),
)
_SDP_BENDS: Final[tuple[Bend, ...]] = (*_OCTET_BENDS, *_LINE_BENDS, *_LINE_BENDS)
_SIP_BENDS: Final[tuple[Bend, ...]] = (*_OCTET_BENDS, *_LINE_BENDS, *_LINE_BENDS, _with_lines(_mix_names))
