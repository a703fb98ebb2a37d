"""The incoming half of a call: packets become frames of sound, without gaps, and keys. Knows no socket and no clock:
the time is told.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from giong.speech.codecs import RATE_HZ, Codec, alaw, mulaw
from giong.speech.pcm import Samples
from giong.telephony.rtp.comfort import PAYLOAD_TYPE as COMFORT
from giong.telephony.rtp.comfort import ComfortNoise
from giong.telephony.rtp.concealment import Concealment
from giong.telephony.rtp.dtmf import KeyReader
from giong.telephony.rtp.jitter import JitterBuffer, Missing, Sound
from giong.telephony.rtp.packet import Packet
from giong.telephony.rtp.reception import Reception
from giong.voice.port import FRAME_S, frame_samples

FRAME = frame_samples(RATE_HZ)
MOST_AHEAD_S = 3.0
"""Sound that comes faster than real time for longer than this is dropped, so that one call is not the work of ten.
After a stand-still of the program so much comes at once, and is kept."""
_FASTEST = 1.01
"""Clocks that are faster than this are no clocks."""


class Receiver:
    """Begins with silence, in real time, until the first packet comes."""

    def __init__(self, now_s: float) -> None:
        self.buffer = JitterBuffer()
        self.reception = Reception()
        self.filled = 0
        """Samples that were lost and made up."""
        self._codecs: dict[int, Codec] = {0: mulaw(), 8: alaw()}
        self._dtmf: int | None = None
        self._keys = KeyReader()
        self._concealment = Concealment()
        self._comfort = ComfortNoise()
        self._resting = False  # the other side has said that it is silent
        self._rest = np.zeros(0, np.float32)  # decoded, less than a frame
        self._silent_until_s = now_s
        self._allowed_s = MOST_AHEAD_S
        self._allowed_at_s = now_s

    def agree(self, payload_type: int, codec: Codec, dtmf: int | None) -> None:
        """What the other side may send, beside the static types of G.711, which some send whatever was agreed."""
        self._codecs[payload_type] = codec
        self._dtmf = dtmf

    def restart(self, now_s: float) -> None:
        """Begin anew with silence, as after a hold."""
        self.buffer.reset()
        self._concealment.reset()
        self._rest = np.zeros(0, np.float32)
        self._silent_until_s = now_s

    def knows(self, packet: Packet) -> bool:
        """Whether it is of a payload type that was agreed. Others must not be put in."""
        return packet.payload_type in self._codecs or packet.payload_type in (self._dtmf, COMFORT)

    def put(self, packet: Packet, now_s: float) -> str | None:
        """A packet has come; returns the key if it is the first to tell of one."""
        if packet.payload_type == self._dtmf:
            self.reception.count(packet, now_s)
            self.buffer.skip(packet)
            self._resting = True  # events come in the place of sound
            return self._keys.read(packet)
        if packet.payload_type in self._codecs:
            self.reception.count(packet, now_s)
            self.buffer.put(packet, len(packet.payload), now_s)
        else:
            self.reception.count(packet, now_s)
            self.buffer.put(packet, 0, now_s)
        return None

    def take(self, now_s: float) -> Iterator[Samples]:
        """The frames that are known by now."""
        if not self.buffer.started:
            while self._silent_until_s + FRAME_S <= now_s:
                self._silent_until_s += FRAME_S
                yield np.zeros(FRAME, np.float32)
        self._allowed_s = min(MOST_AHEAD_S, self._allowed_s + _FASTEST * (now_s - self._allowed_at_s))
        self._allowed_at_s = now_s
        for piece in self.buffer.take(now_s):
            for frame in self._frames(self._sound(piece) if isinstance(piece, Sound) else self._made_up(piece)):
                if self._allowed_s >= FRAME_S:
                    self._allowed_s -= FRAME_S
                    yield frame

    def due_s(self) -> float:
        """When `take` has something even if nothing comes."""
        return self.buffer.due_s() if self.buffer.started else self._silent_until_s + FRAME_S

    def _sound(self, piece: Sound) -> Samples:
        packet = piece.packet
        if packet.payload_type == COMFORT:
            self._comfort.told(packet.payload)
            self._resting = True
            return np.zeros(0, np.float32)
        self._resting = False
        samples = self._concealment.good(self._codecs[packet.payload_type].decode(packet.payload)[piece.skip :])
        self._comfort.heard(samples)
        return samples

    def _made_up(self, piece: Missing) -> Samples:
        if not piece.lost or self._resting:
            return self._comfort.make(piece.samples)
        self.filled += piece.samples
        if self._concealment.silent:
            return self._comfort.make(piece.samples)
        return self._concealment.lost(piece.samples)

    def _frames(self, samples: Samples) -> Iterator[Samples]:
        if not len(self._rest) and len(samples) == FRAME:
            yield samples
            return
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME):
            yield sound[start : start + FRAME]
