"""Keys as telephone events (RFC 4733), to be sent and received. Knows no sound and no socket.

One press is many packets: they bear the timestamp of its begin and a growing duration, and the last, marked as the end,
is sent three times. Any of them may be lost, doubled or late.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from giong.telephony.rtp.lane import TICK_SAMPLES, Signal
from giong.telephony.rtp.packet import Packet, ahead

SYMBOLS = "0123456789*#"
"""Event codes 0 to 11. The letters A to D (12 to 15) are on no telephone of today."""

LONGEST = 0xFFFF
"""Duration at which a press goes on as a new segment with a new timestamp (RFC 4733 §2.5.1.3)."""
_PAYLOAD = struct.Struct("!BBH")
_END = 0x80
_VOLUME = 10
"""In -dBm0."""
_ENDS = 3
_PAUSE_TICKS = 3
_REMEMBERED = 32


def events(symbol: str, payload_type: int, *, pause: Signal, ticks: int = 5) -> Iterator[Signal]:
    """The packets of one press of `ticks` × 20 ms, and a pause after it."""
    code = SYMBOLS.index(symbol)
    for tick in range(ticks):
        payload = _PAYLOAD.pack(code, _VOLUME, TICK_SAMPLES * (tick + 1))
        yield Signal(payload, payload_type, marker=tick == 0, held=TICK_SAMPLES * tick)
    end = _PAYLOAD.pack(code, _END | _VOLUME, TICK_SAMPLES * ticks)
    for repeat in range(_ENDS):
        yield Signal(end, payload_type, held=TICK_SAMPLES * (ticks + repeat))
    for _ in range(_PAUSE_TICKS):
        yield pause


@dataclass(slots=True)
class _Press:
    ssrc: int
    timestamp: int
    code: int
    duration: int
    sequence: int
    ended: bool


class KeyReader:
    """Tells each press once, at the first of its packets that comes."""

    def __init__(self) -> None:
        self._presses: deque[_Press] = deque(maxlen=_REMEMBERED)

    def read(self, packet: Packet) -> str | None:
        """The key that this packet is the first to tell of."""
        if len(packet.payload) < _PAYLOAD.size:
            return None
        code, flags, duration = _PAYLOAD.unpack_from(packet.payload)
        press = self._known(packet) or self._continued(packet, code, duration)
        if press is not None:
            press.ended = press.ended or bool(flags & _END)
            if ahead(packet.sequence, press.sequence, 16) > 0:
                press.sequence, press.duration = packet.sequence, duration
            return None
        self._presses.append(_Press(packet.ssrc, packet.timestamp, code, duration, packet.sequence, bool(flags & _END)))
        return SYMBOLS[code] if code < len(SYMBOLS) else None

    def _known(self, packet: Packet) -> _Press | None:
        for press in reversed(self._presses):
            if press.timestamp == packet.timestamp and press.ssrc == packet.ssrc:
                return press
        return None

    def _continued(self, packet: Packet, code: int, duration: int) -> _Press | None:
        """The press that goes on under another timestamp: the next segment of a long one, or the work of a gateway
        that moves the timestamp with every packet.
        """
        if not self._presses:
            return None
        last = self._presses[-1]
        if last.ended or last.code != code or last.ssrc != packet.ssrc or packet.marker:
            return None
        moved = ahead(packet.timestamp, last.timestamp, 32)
        segment = moved == LONGEST
        gateway = ahead(packet.sequence, last.sequence, 16) == 1 and moved > 0 and last.duration < duration
        if not (segment or gateway):
            return None
        last.timestamp = packet.timestamp
        return last
