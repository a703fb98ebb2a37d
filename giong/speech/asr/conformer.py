"""The embedded recogniser: features, network and decoder joined into streams. Knows no files, no voice
activity, no menu.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

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


class ConformerRecogniser:
    """Implements `Recogniser`; the network is loaded with the first samples."""

    name = "conformer"
    rate_hz = RATE_HZ

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        samples = resample(audio, RATE_HZ).samples
        stream = ConformerStream(bias)
        for start in range(0, len(samples), _PIECE_SAMPLES):
            stream.feed(samples[start : start + _PIECE_SAMPLES])
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> ConformerStream:
        return ConformerStream(bias)


class ConformerStream:
    """Implements `RecogniserStream`: every 400 ms of sound cost one step of the network."""

    def __init__(self, bias: Bias | None) -> None:
        self._bias = bias
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
            self._decoder = self._decoder or _decoder(network, self._bias)
            log_probs, self._state = network.step(window, self._state)
            self._decoder.push(log_probs)

    def _transcript(self, *, final: bool) -> Transcript:
        words = self._decoder.words() if self._decoder else ()
        text = " ".join(word.text for word in words)
        return Transcript(text, words, final, Usage(audio_in_s=self._heard / RATE_HZ) if final else Usage())


def _decoder(network: Network, bias: Bias | None) -> Decoder:
    if bias and bias.phrases:
        return GraphSearch(graph(bias, network.pieces), network.pieces)
    return Greedy(network.pieces)


@lru_cache(maxsize=1)
def _lead_state(network: Network) -> State:
    """The network's state after a moment of faint noise, shared by all streams."""
    return network.step(lead_window(), State.blank())[1]


def load() -> ConformerRecogniser:
    """The engine table's entry point: loads the network now, so that a call does not wait for it."""
    load_network()
    return ConformerRecogniser()
