"""What came of what was sent to us: lost packets and jitter, as RFC 3550 counts them (appendices A.1, A.3, A.8). Knows
no socket.
"""

from __future__ import annotations

from giong.telephony.rtp.jitter import CLOCK_HZ
from giong.telephony.rtp.packet import Packet, ahead

_MOST_STEP = 3000
"""A sequence number further ahead than this begins a new count (`MAX_DROPOUT`)."""


class Reception:
    """Counts over all streams of one call; `ssrc` is the present one."""

    def __init__(self) -> None:
        self.ssrc = 0
        self.packets = 0
        self.jitter = 0.0
        """In timestamp units."""
        self._expected_before = 0  # of streams that ended
        self._first = 0
        self._highest = -1  # extended sequence number; -1: nothing yet
        self._transit = 0.0
        self._reported_expected = self._reported_packets = 0

    def count(self, packet: Packet, now_s: float) -> None:
        """A packet has come."""
        step = ahead(packet.sequence, self._highest & 0xFFFF, 16)
        if self._highest < 0 or packet.ssrc != self.ssrc or abs(step) > _MOST_STEP:
            self._begin(packet, now_s)
            step = 0
        self.packets += 1
        self._highest += max(0, step)
        transit = now_s * CLOCK_HZ - packet.timestamp
        change = abs(transit - self._transit)
        self._transit = transit
        if change < CLOCK_HZ:
            self.jitter += (change - self.jitter) / 16

    @property
    def highest(self) -> int:
        """The highest sequence number, its wraps counted in the upper 16 bits."""
        return max(0, self._highest)

    @property
    def expected(self) -> int:
        """Packets that were sent, as far as the numbers tell."""
        return self._expected_before + (self._highest - self._first + 1 if self._highest >= 0 else 0)

    @property
    def lost(self) -> int:
        """Packets that never came. Doubled ones make up for lost ones, as the RFC has it, but not below nothing."""
        return max(0, self.expected - self.packets)

    def fraction_lost(self) -> float:
        """Of the packets since this was last asked."""
        expected, packets = self.expected - self._reported_expected, self.packets - self._reported_packets
        self._reported_expected, self._reported_packets = self.expected, self.packets
        return max(0.0, 1 - packets / expected) if expected > 0 else 0.0

    def _begin(self, packet: Packet, now_s: float) -> None:
        self._expected_before = self.expected
        self.ssrc = packet.ssrc
        self._first = self._highest = packet.sequence
        self._transit = now_s * CLOCK_HZ - packet.timestamp
