"""Whose packets are heard, and where ours go: to where theirs come from (symmetric RTP, RFC 4961), whatever address was
told from behind a network address translation. Knows no socket.

A stranger who guesses the port must not take the call over (RFC 3550 §14, RFC 7362): the first source of valid packets
is kept. Another gets its place only if it is the one that was signalled, or if the old one is silent and the newcomer
goes on with its stream or comes from the same host.
"""

from __future__ import annotations

from giong.telephony.rtp.packet import Packet, ahead

Address = tuple[str, int]

SILENT_S = 1.0
"""A source is given up for another after this long."""
MOVING_S = 0.5
"""When a new address was signalled, packets from the old one are still on their way for this long."""
_MOST_STEP = 500
"""Packets: ten seconds of a stream."""


class Latch:
    """`source` is whom we hear and answer; None before the first packet."""

    def __init__(self, signalled: Address, *, before: Address | None = None, now_s: float = 0.0) -> None:
        self._before = before
        self._moved_s = now_s + MOVING_S
        self.signalled = signalled
        self.source: Address | None = None
        self.strangers = 0
        self._ssrc = self._sequence = 0
        self._heard_s = 0.0

    def accepts(self, packet: Packet, source: Address, now_s: float) -> bool:
        """Whether this packet is the other side's."""
        if source != self.source and not self._may_take_over(packet, source, now_s):
            self.strangers += 1
            return False
        self.source = source
        self._ssrc, self._sequence, self._heard_s = packet.ssrc, packet.sequence, now_s
        return True

    def _may_take_over(self, packet: Packet, source: Address, now_s: float) -> bool:
        if source == self.signalled:
            return True
        if self.source is None:
            return source != self._before or now_s >= self._moved_s
        goes_on = packet.ssrc == self._ssrc and 0 < ahead(packet.sequence, self._sequence, 16) <= _MOST_STEP
        same_host = source[0] in (self.source[0], self.signalled[0])
        return (goes_on or same_host) and now_s - self._heard_s >= SILENT_S
