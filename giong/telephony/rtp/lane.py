"""What one call sends, a packet every 20 ms: queued sound, keys, or silence. Knows no clock; the pacer calls `tick`.

Filled from the event loop and emptied by the pacer's thread. All that both touch is guarded by one lock that is held
for microseconds.
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from giong.telephony.rtp.datagrams import Send
from giong.telephony.rtp.packet import Packet, render

TICK_SAMPLES = 160
"""20 ms at the 8 kHz in which RTP clocks telephone codecs count."""

Protect = Callable[[bytes], bytes]
"""Encrypts a whole packet."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A packet that goes before all sound: of a telephone event, or of a tone. `held` samples of time have passed since
    the timestamp that it bears.
    """

    payload: bytes
    payload_type: int
    marker: bool = False
    held: int = 0


@dataclass(frozen=True)
class Sent:
    """What has left so far, as a sender report tells it. `timestamp` belongs to the packet that is sent next."""

    ssrc: int
    packets: int
    octets: int
    timestamp: int
    refused: int


class Lane:
    """The outgoing half of a call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ssrc = secrets.randbits(32)
        self._sequence = secrets.randbits(16)
        self._timestamp = secrets.randbits(32)
        self._send: Send | None = None
        self._protect: Protect | None = None
        self._payload_type = 0
        self._silence = b""
        self._sound: deque[bytes] = deque()
        self._tail = b""  # less than a packet
        self._signals: deque[Signal] = deque()
        self._played = 0
        self._packets = self._octets = self._refused = 0
        self._marker = True

    def connect(self, send: Send | None, protect: Protect | None = None) -> None:
        """Send there from the next packet on; with None nothing is sent and what is queued waits."""
        with self._lock:
            self._marker = self._marker or self._send is None
            self._send, self._protect = send, protect

    def speak(self, payload_type: int, silence: bytes) -> None:
        """The codec: its payload type and 20 ms of silence. What is queued must be of the same codec."""
        with self._lock:
            self._payload_type, self._silence = payload_type, silence

    def queue(self, octets: bytes) -> None:
        """Encoded sound, to be sent after what is queued already."""
        with self._lock:
            octets = self._tail + octets
            size = len(self._silence)
            whole = len(octets) // size * size
            self._sound.extend(octets[start : start + size] for start in range(0, whole, size))
            self._tail = octets[whole:]

    def signal(self, signals: Iterable[Signal]) -> None:
        """Packets to be sent before the sound, which waits."""
        with self._lock:
            self._signals.extend(signals)

    def flush(self) -> int:
        """Drop all sound not sent yet; returns `played`."""
        with self._lock:
            self._sound.clear()
            self._tail = b""
            return self._played

    def played(self) -> int:
        """Samples of queued sound that have been sent."""
        return self._played

    def queued_samples(self) -> int:
        """Samples that wait."""
        with self._lock:
            return len(self._sound) * len(self._silence) + len(self._tail)

    def sent(self) -> Sent:
        with self._lock:
            return Sent(self._ssrc, self._packets, self._octets, self._timestamp & 0xFFFFFFFF, self._refused)

    def tick(self, ticks: int = 1) -> None:
        """Send what these 20 ms have. When the pacer was kept from coming, `ticks` have passed since the last time."""
        with self._lock:
            self._timestamp += TICK_SAMPLES * (ticks - 1)
            if self._send is not None:
                self._transmit(self._send)
            self._timestamp += TICK_SAMPLES

    def _transmit(self, send: Send) -> None:
        payload, payload_type, marker, held = self._next()
        packet = Packet(
            payload_type, self._sequence, self._timestamp - held, self._ssrc, payload, marker or self._marker
        )
        self._sequence += 1
        self._marker = False
        data = render(packet)
        if not send(self._protect(data) if self._protect else data):
            self._refused += 1
        self._packets += 1
        self._octets += len(payload)

    def _next(self) -> tuple[bytes, int, bool, int]:
        if self._signals:
            signal = self._signals.popleft()
            return signal.payload, signal.payload_type, signal.marker, signal.held
        if self._sound:
            self._played += len(self._silence)
            return self._sound.popleft(), self._payload_type, False, 0
        if self._tail:
            tail, self._tail = self._tail, b""
            self._played += len(tail)
            return tail + self._silence[len(tail) :], self._payload_type, False, 0
        return self._silence, self._payload_type, False, 0
