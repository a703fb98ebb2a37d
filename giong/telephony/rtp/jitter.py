"""Puts packets that came late, twice, disordered or not at all into one stream without gaps. Knows no codec, no socket
and no clock: the time is told.

The listener is a machine, which needs no even pace. So a packet in order is handed on at once, with no delay at all;
only what is missing is waited for: `patience_s` after the moment at which the packet should have come. That moment is
reckoned from the quickest of those before it: the minimum of the transit times, leaking upwards so that it follows a
clock that drifts. Patience grows with the worst lateness of the last seconds.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from giong.telephony.rtp.packet import Packet, ahead

CLOCK_HZ = 8_000
"""In which the timestamps of telephone codecs count, whatever their sampling rate (RFC 3551 §4.5.2)."""

FIRST_PATIENCE_S = 0.04
MOST_PATIENCE_S = 0.2
MARGIN_S = 0.02
"""Patience goes beyond the worst lateness seen by this much."""
MEMORY_S = 10.0
"""After which a lateness counts for a third of what it was."""
LEAK = 0.0005
"""The quickest transit is forgotten at 0.5 ms a second, more than the 0.1 ms by which poor clocks drift apart."""
JUMP_S = 1.0
"""A timestamp further away than this belongs to a new stream."""
TOO_LATE_IN_A_ROW = 10
"""So many packets after their turn: the way has become longer, and the stream begins anew."""
MOST_WAITING = 128
FILL_SAMPLES = 160


@dataclass(frozen=True, slots=True)
class Sound:
    """The payload that comes next. Its first `skip` samples were filled in already."""

    packet: Packet
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """So many samples did not come: `lost` on the way, or never sent because the other side was silent."""

    samples: int
    lost: bool


@dataclass(slots=True)
class _Waiting:
    packet: Packet
    samples: int
    follows: bool  # the packet before it by number has been seen


class JitterBuffer:
    """One direction of one call."""

    def __init__(self) -> None:
        self.late = 0
        self.duplicates = 0
        self._waiting: dict[int, _Waiting] = {}  # by extended timestamp
        self._ssrc: int | None = None
        self._position = 0  # extended timestamp of what is handed on next
        self._highest = 0  # sequence number
        self._recent: deque[int] = deque(maxlen=MOST_WAITING)  # sequence numbers
        self._quickest_s = 0.0  # transit: arrival minus timestamp
        self._lateness_s = 0.0
        self._seen_s = 0.0
        self._too_late = 0

    @property
    def started(self) -> bool:
        """Whether anything has come."""
        return self._ssrc is not None

    @property
    def patience_s(self) -> float:
        """How long after its time a packet is waited for."""
        return min(max(self._lateness_s + MARGIN_S, FIRST_PATIENCE_S), MOST_PATIENCE_S)

    def reset(self) -> None:
        """Forget the stream; the next packet begins one."""
        self._ssrc = None
        self._waiting.clear()

    def put(self, packet: Packet, samples: int, now_s: float) -> None:
        """A packet of so many samples has come; 0 if it tells of silence from there on."""
        at = self._extended(packet)
        if packet.ssrc != self._ssrc or abs(at - self._position) > JUMP_S * CLOCK_HZ:
            at = self._restart(packet, now_s)
        step = ahead(packet.sequence, self._highest, 16)
        if step <= 0 and packet.sequence in self._recent:
            self.duplicates += 1
            return
        self._recent.append(packet.sequence)
        if step > 0:
            self._highest = packet.sequence
        self._learn(now_s - at / CLOCK_HZ, now_s)
        if at + samples <= self._position and samples:
            self._drop(packet, now_s)
        elif len(self._waiting) < MOST_WAITING:
            self._too_late = 0
            self._waiting[at] = _Waiting(packet, samples, step == 1)

    def skip(self, packet: Packet) -> None:
        """A packet of the same stream has come that bears no sound."""
        if packet.ssrc == self._ssrc and ahead(packet.sequence, self._highest, 16) > 0:
            self._highest = packet.sequence

    def take(self, now_s: float) -> list[Sound | Missing]:
        """All that can be handed on by now, in order."""
        pieces: list[Sound | Missing] = []
        while self.started and (piece := self._next(now_s)):
            pieces.append(piece)
        return pieces

    def due_s(self) -> float:
        """When `take` has something even if nothing comes."""
        return self._quickest_s + self._position / CLOCK_HZ + self.patience_s

    def _next(self, now_s: float) -> Sound | Missing | None:
        at = min(self._waiting, default=None)
        if at is not None and at <= self._position:
            found = self._waiting.pop(at)
            skip = min(self._position - at, found.samples)
            self._position = max(self._position, at + found.samples)
            return Sound(found.packet, skip)
        if at is not None and self._waiting[at].follows:
            return self._fill(at - self._position, lost=False)
        if now_s >= self.due_s():
            return self._fill(FILL_SAMPLES if at is None else min(FILL_SAMPLES, at - self._position), lost=True)
        return None

    def _fill(self, samples: int, *, lost: bool) -> Missing:
        self._position += samples
        return Missing(samples, lost)

    def _extended(self, packet: Packet) -> int:
        return self._position + ahead(packet.timestamp, self._position & 0xFFFFFFFF, 32)

    def _restart(self, packet: Packet, now_s: float) -> int:
        self._waiting.clear()
        self._recent.clear()
        self._ssrc = packet.ssrc
        self._highest = packet.sequence - 1
        self._position = packet.timestamp
        self._quickest_s = now_s - packet.timestamp / CLOCK_HZ
        self._seen_s = now_s
        self._too_late = 0
        return packet.timestamp

    def _drop(self, packet: Packet, now_s: float) -> None:
        self.late += 1
        self._too_late += 1
        if self._too_late >= TOO_LATE_IN_A_ROW:
            self._restart(packet, now_s)

    def _learn(self, transit_s: float, now_s: float) -> None:
        passed_s = max(0.0, now_s - self._seen_s)
        self._seen_s = now_s
        self._quickest_s = min(self._quickest_s + LEAK * passed_s, transit_s)
        lateness_s = transit_s - self._quickest_s
        self._lateness_s = max(lateness_s, self._lateness_s * math.exp(-passed_s / MEMORY_S))
