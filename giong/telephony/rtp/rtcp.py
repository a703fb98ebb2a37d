"""Reports about a call's sound, sent and received every few seconds (RFC 3550 §6). Knows no socket.

A report is a compound of a sender report (or a receiver report, if nothing was sent), the source description with the
canonical name, and at the end of the call a goodbye.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from giong.telephony.rtp.jitter import CLOCK_HZ
from giong.telephony.rtp.reception import Reception

INTERVAL_S = 5.0
SENDER, RECEIVER, DESCRIPTION, GOODBYE = 200, 201, 202, 203
_HEADER = struct.Struct("!BBH")
_SENDER_INFO = struct.Struct("!IIIIII")  # SSRC, NTP seconds and fraction, RTP timestamp, packets, octets
_BLOCK = struct.Struct("!IIIIII")  # SSRC, fraction and lost, highest, jitter, last report, delay since
_CNAME = 1
_NTP_EPOCH_S = 2_208_988_800
"""From 1900 to 1970."""
_MOST_LOST = 0x7FFFFF


@dataclass(frozen=True)
class Sending:
    """Our stream: its counts, and the timestamp that belongs to the present moment."""

    ssrc: int
    packets: int
    octets: int
    timestamp: int


def next_interval_s() -> float:
    """Half to one and a half of `INTERVAL_S`, so that many calls do not report at once (§6.3.1)."""
    return INTERVAL_S * random.uniform(0.5, 1.5)


class Reports:
    """One call's. Moments are seconds since 1970."""

    def __init__(self) -> None:
        self.round_trip_s: float | None = None
        self.remote_lost: int | None = None
        self.remote_jitter_s: float | None = None
        self._name = f"{random.getrandbits(48):012x}".encode()  # says nothing of who or where we are (RFC 7022)
        self._last_report = 0  # middle 32 bits of the NTP time of the other side's last sender report
        self._last_report_s = 0.0

    def compose(self, sending: Sending, reception: Reception, now_s: float, *, leaving: bool = False) -> bytes:
        """A compound packet."""
        block = self._block(reception, now_s) if reception.packets else b""
        ssrc = struct.pack("!I", sending.ssrc)
        if sending.packets:
            seconds, fraction = _ntp(now_s)
            info = _SENDER_INFO.pack(
                sending.ssrc,
                seconds,
                fraction,
                sending.timestamp & 0xFFFFFFFF,
                sending.packets & 0xFFFFFFFF,
                sending.octets & 0xFFFFFFFF,
            )
            report = _packet(SENDER, bool(block), info + block)
        else:
            report = _packet(RECEIVER, bool(block), ssrc + block)
        item = ssrc + bytes([_CNAME, len(self._name)]) + self._name
        description = _packet(DESCRIPTION, 1, item + bytes(4 - len(item) % 4))
        return report + description + (_packet(GOODBYE, 1, ssrc) if leaving else b"")

    def read(self, data: bytes, our_ssrc: int, now_s: float) -> None:
        """What the other side reports; what is not understood is passed over."""
        for kind, count, body in _packets(data):
            if kind == SENDER and len(body) >= _SENDER_INFO.size:
                _, seconds, fraction, *_ = _SENDER_INFO.unpack_from(body)
                self._last_report, self._last_report_s = _middle(seconds, fraction), now_s
                self._read_blocks(body[_SENDER_INFO.size :], count, our_ssrc, now_s)
            elif kind == RECEIVER:
                self._read_blocks(body[4:], count, our_ssrc, now_s)

    def _read_blocks(self, body: bytes, count: int, our_ssrc: int, now_s: float) -> None:
        for number in range(min(count, len(body) // _BLOCK.size)):
            ssrc, loss, _, jitter, last, delay = _BLOCK.unpack_from(body, number * _BLOCK.size)
            if ssrc != our_ssrc:
                continue
            lost = loss & 0xFFFFFF
            self.remote_lost = 0 if lost > _MOST_LOST else lost
            self.remote_jitter_s = jitter / CLOCK_HZ
            if last:
                trip = (_middle(*_ntp(now_s)) - last - delay) & 0xFFFFFFFF
                if trip < 1 << 20:  # 16 s; clocks that were put back give more
                    self.round_trip_s = trip / 65536

    def _block(self, reception: Reception, now_s: float) -> bytes:
        delay = round((now_s - self._last_report_s) * 65536) if self._last_report else 0
        loss = int(reception.fraction_lost() * 255) << 24 | min(reception.lost, _MOST_LOST)
        highest, jitter = reception.highest & 0xFFFFFFFF, int(reception.jitter) & 0xFFFFFFFF
        return _BLOCK.pack(reception.ssrc, loss, highest, jitter, self._last_report, delay & 0xFFFFFFFF)


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, len(body) // 4) + body


def _packets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, count and body of each packet of a compound, up to the first that cannot be read."""
    while len(data) >= _HEADER.size:
        first, kind, words = _HEADER.unpack_from(data)
        end = _HEADER.size + 4 * words
        if first >> 6 != 2 or end > len(data):
            return
        yield kind, first & 0x1F, data[_HEADER.size : end]
        data = data[end:]


def _ntp(now_s: float) -> tuple[int, int]:
    whole = int(now_s)
    return (whole + _NTP_EPOCH_S) & 0xFFFFFFFF, int((now_s - whole) * (1 << 32)) & 0xFFFFFFFF


def _middle(seconds: int, fraction: int) -> int:
    return (seconds & 0xFFFF) << 16 | fraction >> 16
