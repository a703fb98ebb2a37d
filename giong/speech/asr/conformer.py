"""The embedded recogniser: features, network and decoder joined into streams. Knows no files, no voice
activity, no menu.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from giong.errors import BadConfiguration
from giong.speech.asr.beam import PrefixBeam
from giong.speech.asr.bias import graph
from giong.speech.asr.ctc import Decoder, Greedy
from giong.speech.asr.features import RATE_HZ, Features, lead_window
from giong.speech.asr.network import Network, State, Window, load_network
from giong.speech.asr.recogniser import Bias, Transcript
from giong.speech.asr.search import GraphSearch
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.usage import Usage

_PIECE_SAMPLES = RATE_HZ * 10
"""A long clip is fed ten seconds at a time, so that its features never lie in memory all at once."""


class Decoding(StrEnum):
    """How the network's probabilities are read where no phrase is expected.

    A menu (a closed bias) is always searched exactly.
    """

    GREEDY = "greedy"
    BEAM = "beam"


class ConformerRecogniser:
    """Implements `Recogniser`; the network is loaded with the first samples."""

    name = "conformer"
    rate_hz = RATE_HZ

    def __init__(self, decoding: Decoding = Decoding.GREEDY) -> None:
        self._decoding = decoding

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        samples = resample(audio, RATE_HZ).samples
        stream = self.stream(bias=bias)
        for start in range(0, len(samples), _PIECE_SAMPLES):
            stream.feed(samples[start : start + _PIECE_SAMPLES])
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> ConformerStream:
        return ConformerStream(bias, self._decoding)


class ConformerStream:
    """Implements `RecogniserStream`: every 400 ms of sound cost one step of the network."""

    def __init__(self, bias: Bias | None, decoding: Decoding) -> None:
        self._bias = bias
        self._decoding = decoding
        self._features = Features()
        self._reading: _Reading | None = None
        self._heard = 0

    def feed(self, samples: Samples) -> None:
        """Like `accept`, without spelling out what is understood."""
        self._heard += len(samples)
        for window in self._features.push(samples):
            self._begun().step(window)

    def accept(self, samples: Samples) -> Transcript:
        self.feed(samples)
        return Transcript("", final=False) if self._reading is None else self._reading.transcript()

    def finish(self) -> Transcript:
        usage = Usage(audio_in_s=self._heard / RATE_HZ)
        if not self._heard:
            return Transcript("", usage=usage)
        ending = self._begun().fork()
        for window in self._features.tail():
            ending.step(window)
        return replace(ending.transcript(), final=True, usage=usage, alternatives=ending.decoder.alternatives())

    def _begun(self) -> _Reading:
        if self._reading is None:
            network = load_network()
            decoder = _decoder(network, self._bias, self._decoding)
            self._reading = _Reading(network, _lead_state(network), decoder)
        return self._reading


@dataclass
class _Reading:
    """What network and decoder have made of the windows so far."""

    network: Network
    state: State
    decoder: Decoder

    def step(self, window: Window) -> None:
        log_probs, self.state = self.network.step(window, self.state)
        self.decoder.push(log_probs)

    def fork(self) -> _Reading:
        return replace(self, decoder=self.decoder.fork())

    def transcript(self) -> Transcript:
        words = self.decoder.words()
        return Transcript(" ".join(word.text for word in words), words, final=False)


def _decoder(network: Network, bias: Bias | None, decoding: Decoding) -> Decoder:
    phrases = graph(bias, network.pieces) if bias and bias.phrases else None
    if decoding is Decoding.BEAM and not (bias and bias.closed):
        return PrefixBeam(network.pieces, graph=phrases)
    return GraphSearch(phrases, network.pieces) if phrases else Greedy(network.pieces)


@lru_cache(maxsize=1)
def _lead_state(network: Network) -> State:
    """The network's state after a moment of faint noise, shared by all streams."""
    return network.step(lead_window(), State.blank())[1]


def load(decoding: str = Decoding.GREEDY) -> ConformerRecogniser:
    """The engine table's entry point: loads the network now, so that a call does not wait for it."""
    recogniser = ConformerRecogniser(_decoding(decoding))
    load_network()
    return recogniser


def _decoding(name: str) -> Decoding:
    try:
        return Decoding(name)
    except ValueError as error:
        known = ", ".join(Decoding)
        raise BadConfiguration(
            "asr.unknown_decoding",
            vi=f"Không có cách giải mã “{name}”. Hãy chọn một trong: {known}",
            en=f"There is no decoding “{name}”. Choose one of: {known}",
        ) from error
