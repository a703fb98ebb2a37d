"""A decoder that is asked for the end goes on as if nobody had asked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from giong.speech.asr.beam import PrefixBeam
from giong.speech.asr.bias import graph
from giong.speech.asr.ctc import Decoder, Greedy
from giong.speech.asr.network import LogProbs
from giong.speech.asr.recogniser import Bias
from giong.speech.asr.search import GraphSearch

PIECES = ("<blank>", "<unk>", "▁cà", "▁phê", "▁không", "▁đúng", "s", "▁")
PHRASES = graph(Bias(("cà phê", "không")), PIECES)
DECODERS: dict[str, Callable[[], Decoder]] = {
    "greedy": lambda: Greedy(PIECES),
    "beam": lambda: PrefixBeam(PIECES, graph=PHRASES),
    "search": lambda: GraphSearch(PHRASES, PIECES),
}


def random_frames(seed: int, frames: int) -> LogProbs:
    logits = np.random.default_rng(seed).normal(0.0, 3.0, (frames, len(PIECES)))
    return (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))).astype(np.float32)


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("seed", range(8))
def test_what_the_fork_hears_is_unknown_to_the_other(name: str, seed: int) -> None:
    heard, ending, rest = random_frames(seed, 30), random_frames(seed + 100, 20), random_frames(seed + 200, 30)
    asked, unasked = DECODERS[name](), DECODERS[name]()
    for decoder in (asked, unasked):
        decoder.push(heard)
    before = asked.words()
    fork = asked.fork()
    fork.push(ending)
    assert asked.words() == before
    for decoder in (asked, unasked):
        decoder.push(rest)
    assert (asked.words(), asked.alternatives()) == (unasked.words(), unasked.alternatives())
    whole = DECODERS[name]()
    whole.push(heard)
    whole.push(ending)
    assert (fork.words(), fork.alternatives()) == (whole.words(), whole.alternatives())
