"""What one call sends, a packet every 20 ms: queued sound, keys, or silence. Knows no clock; the wheel calls `tick`."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from giong.telephony.rtp.ledger import Page
from giong.telephony.rtp.packet import Packet, render

TICK_SAMPLES = 160
"""20 ms at the 8 kHz in which RTP clocks telephone codecs count."""

Protect = Callable[[bytes], bytes]
"""Encrypts a whole packet."""


class Signal(NamedTuple):
    """A packet that goes before all sound: of a telephone event, or of a tone. `held` samples of time have passed since
    the timestamp that it bears.
    """

    payload: bytes
    payload_type: int
    marker: bool = False
    held: int = 0


class Begin(NamedTuple):
    """Where the counting of a stream begins."""

    ssrc: int
    sequence: int
    timestamp: int


class Lane:
    """The outgoing half of a call. Silent until it is told the codec and where to send."""

    def __init__(self, opened: socket.socket, page: Page, begin: Begin) -> None:
        self._socket = opened
        self._page = page
        self._ssrc, self._sequence, self._timestamp = begin
        self._target: tuple[str, int] | None = None
        self._protect: Protect | None = None
        self._payload_type = 0
        self._silence = b""
        self._sound: deque[bytes] = deque()
        self._tail = b""  # less than a packet
        self._signals: deque[Signal] = deque()
        self._generation = 0
        self._played = self._packets = self._octets = self._refused = 0
        self._latest_ns = 0
        self._marker = True

    def aim(self, target: tuple[str, int] | None) -> None:
        """Send there from the next packet on; with None nothing is sent and what is queued waits."""
        self._marker = self._marker or self._target is None
        self._target = target

    def protect(self, protect: Protect | None) -> None:
        """Encrypt from the next packet on."""
        self._protect = protect

    def speak(self, payload_type: int, silence: bytes, recode: bytes | None = None) -> None:
        """The codec: its payload type and 20 ms of silence. What is queued is translated by the table `recode`."""
        self._payload_type, self._silence = payload_type, silence
        if recode is not None:
            self._sound = deque(packet.translate(recode) for packet in self._sound)
            self._tail = self._tail.translate(recode)

    def queue(self, generation: int, octets: bytes) -> None:
        """Encoded sound, to be sent after what is queued already. Harmless before the codec is known."""
        self._turn_to(generation)
        octets = self._tail + octets
        size = len(self._silence) or TICK_SAMPLES
        whole = len(octets) // size * size
        self._sound.extend(octets[start : start + size] for start in range(0, whole, size))
        self._tail = octets[whole:]

    def signal(self, signals: Iterable[Signal]) -> None:
        """Packets to be sent before the sound, which waits."""
        self._signals.extend(signals)

    def tick(self, now_ns: int, late_ns: int, ticks: int = 1) -> None:
        """Send what these 20 ms have. When the process was kept from running, `ticks` have passed since the last."""
        if self._page.generation != self._generation:
            self._turn_to(self._page.generation)
        self._timestamp += TICK_SAMPLES * (ticks - 1)
        if self._target is not None and self._silence:
            self._transmit(self._target, now_ns)
        if late_ns > self._latest_ns:
            self._latest_ns = late_ns
            self._page.note_trouble(self._refused, late_ns)
        self._timestamp += TICK_SAMPLES

    def close(self) -> None:
        """Gives back this process's copy of the socket."""
        self._socket.close()
        self._page.note_released()

    def _turn_to(self, generation: int) -> None:
        """What was queued before must not be heard any more."""
        if generation != self._generation:
            self._generation = generation
            self._sound.clear()
            self._tail = b""
            self._played = 0

    def _transmit(self, target: tuple[str, int], now_ns: int) -> None:
        payload, payload_type, marker, held = self._next()
        timestamp = (self._timestamp - held) & 0xFFFFFFFF
        packet = Packet(payload_type, self._sequence, timestamp, self._ssrc, payload, marker or self._marker)
        self._sequence += 1
        self._marker = False
        data = render(packet)
        try:
            self._socket.sendto(self._protect(data) if self._protect else data, target)
        except OSError:  # nobody listens there, no way there, or no room: lost, as it might be on the way
            self._refused += 1
            self._page.note_trouble(self._refused, self._latest_ns)
        self._packets += 1
        self._octets += len(payload)
        self._page.note_sent(self._packets, self._octets, self._timestamp & 0xFFFFFFFF, now_ns)

    def _next(self) -> Signal:
        if self._signals:
            return self._signals.popleft()
        if self._sound:
            return Signal(self._take(self._sound.popleft()), self._payload_type)
        if self._tail:
            tail, self._tail = self._tail, b""
            return Signal(self._take(tail) + self._silence[len(tail) :], self._payload_type)
        return Signal(self._silence, self._payload_type)

    def _take(self, sound: bytes) -> bytes:
        self._played += len(sound)
        self._page.note_played(self._generation, self._played)
        return sound
