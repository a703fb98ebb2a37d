"""A network that loses, delays, disorders and doubles packets, the same way for the same seed; and a clock to live
through what it delivers.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from giong.speech.codecs import alaw
from giong.speech.pcm import Samples
from giong.telephony.rtp.packet import Packet
from giong.telephony.rtp.receiver import Receiver

TICK_S = 0.02
BASE_S = 0.03
SSRC = 0x1234

Timed = tuple[float, Packet]


@dataclass
class Network:
    seed: int
    loss: float = 0.0
    jitter_s: float = 0.0
    doubled: float = 0.0
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def deliver(self, sent: Iterable[Timed]) -> list[Timed]:
        """In the order of arrival."""
        arrivals: list[tuple[float, int, Packet]] = []
        for number, (at_s, packet) in enumerate(sent):
            for copy in range(1 + (self.random.random() < self.doubled)):
                if self.random.random() >= self.loss:
                    way_s = BASE_S + self.random.uniform(0, self.jitter_s)
                    heapq.heappush(arrivals, (at_s + way_s, 2 * number + copy, packet))
        return [(at_s, packet) for at_s, _, packet in (heapq.heappop(arrivals) for _ in range(len(arrivals)))]


def speech_packets(
    samples: Samples, *, sequence: int = 65_000, timestamp: int = 2**32 - 4000, ssrc: int = SSRC, from_s: float = 0.0
) -> Iterator[Timed]:
    """20 ms each, sent on the tick; the counters wrap on the way."""
    for number in range(len(samples) // 160):
        payload = alaw().encode(samples[160 * number : 160 * (number + 1)])
        at = (timestamp + 160 * number) & 0xFFFFFFFF
        yield from_s + TICK_S * number, Packet(8, (sequence + number) & 0xFFFF, at, ssrc, payload, number == 0)


def live(receiver: Receiver, arrivals: Iterable[Timed], until_s: float) -> Iterator[tuple[float, Samples | str]]:
    """What the receiver tells, and when."""
    queue = list(arrivals)
    now_s = 0.0
    while now_s < until_s:
        due_s = receiver.due_s()
        if queue and queue[0][0] <= due_s:
            now_s, packet = queue.pop(0)
            if key := receiver.put(packet, now_s):
                yield now_s, key
        else:
            now_s = max(now_s, due_s)
        for frame in receiver.take(now_s):
            yield now_s, frame


def hear(receiver: Receiver, arrivals: Iterable[Timed], until_s: float) -> tuple[Samples, list[float]]:
    """All sound, and when each frame was told."""
    told = [(at_s, item) for at_s, item in live(receiver, arrivals, until_s) if not isinstance(item, str)]
    return np.concatenate([frame for _, frame in told]), [at_s for at_s, _ in told]


def voice(seconds: float, *, pitch_hz: float = 140.0, seed: int = 1) -> Samples:
    """Harmonics of a gliding pitch, louder and softer by syllables: what concealment is good at, and what it is not."""
    time_s = np.arange(round(seconds * 8000)) / 8000
    glide = pitch_hz * (1 + 0.05 * np.sin(2 * np.pi * 0.7 * time_s))
    phase = 2 * np.pi * np.cumsum(glide) / 8000
    sound = sum(np.sin(n * phase) / n for n in range(1, 12))
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * time_s)
    noise = np.random.default_rng(seed).standard_normal(len(time_s)) * 0.01
    return (0.15 * np.asarray(sound) * syllables + noise).astype(np.float32)
