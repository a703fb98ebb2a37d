"""The embedded recogniser: features, network and decoder joined into streams. Knows no files, no voice
activity, no menu.
"""

from __future__ import annotations

from collections.abc import Iterable
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
        self._decoder: Decoder | None = None
        self._state: State | None = None
        self._heard = 0

    def feed(self, samples: Samples) -> None:
        """Like `accept`, without spelling out what is understood."""
        self._heard += len(samples)
        self._step(self._features.push(samples))

    def accept(self, samples: Samples) -> Transcript:
        self.feed(samples)
        return self._transcript(final=False)

    def finish(self) -> Transcript:
        self._step(self._features.flush())
        return self._transcript(final=True)

    def _step(self, windows: Iterable[Window]) -> None:
        for window in windows:
            network = load_network()
            self._state = self._state or _lead_state(network)
            self._decoder = self._decoder or _decoder(network, self._bias, self._decoding)
            log_probs, self._state = network.step(window, self._state)
            self._decoder.push(log_probs)

    def _transcript(self, *, final: bool) -> Transcript:
        words = self._decoder.words() if self._decoder else ()
        text = " ".join(word.text for word in words)
        if not final:
            return Transcript(text, words, final=False)
        alternatives = self._decoder.alternatives() if self._decoder else ()
        usage = Usage(audio_in_s=self._heard / RATE_HZ)
        return Transcript(text, words, usage=usage, alternatives=alternatives)


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
