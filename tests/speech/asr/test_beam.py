"""The beam search against probabilities that are counted by hand: every alignment of a tiny matrix."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TypeVar

import numpy as np
import pytest

from giong.errors import BadConfiguration
from giong.speech.asr.beam import PrefixBeam, Width
from giong.speech.asr.bias import graph
from giong.speech.asr.conformer import ConformerRecogniser, load
from giong.speech.asr.ctc import Decoder, Greedy
from giong.speech.asr.network import BLANK, LogProbs, load_network
from giong.speech.asr.recogniser import Bias
from tests.speech.recordings import clip

D = TypeVar("D", bound=Decoder)

PIECES = ("<blank>", "<unk>", "▁ba", "▁bốn", "▁năm")
MENU = ("<blank>", "<unk>", "▁cà", "▁phê", "▁xe", "▁ph", "ê", "▁càphê")
EVERYTHING = Width(readings=10_000, pieces=len(PIECES), least=0.0)


def random_frames(seed: int, frames: int, *, peaked: float = 1.0, pieces: int = len(PIECES)) -> LogProbs:
    logits = np.random.default_rng(seed).normal(0.0, peaked, (frames, pieces))
    return (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))).astype(np.float32)


def frames(*rows: dict[str, float]) -> LogProbs:
    made = np.full((len(rows), len(MENU)), 1e-6)
    for frame, likely in zip(made, rows, strict=True):
        for piece, probability in likely.items():
            frame[MENU.index(piece)] = probability
        frame[0] = max(1.0 - frame[1:].sum(), 1e-6)
    return np.log(made / made.sum(axis=1, keepdims=True)).astype(np.float32)


def collapsed(alignment: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(piece for piece, _ in itertools.groupby(alignment) if piece != BLANK)


def counted(log_probs: LogProbs) -> dict[tuple[int, ...], float]:
    """Every reading's probability: the sum over all its alignments."""
    rows = np.exp(log_probs.astype(np.float64))
    readings: dict[tuple[int, ...], float] = defaultdict(float)
    for alignment in itertools.product(range(rows.shape[1]), repeat=len(rows)):
        readings[collapsed(alignment)] += float(np.prod(rows[range(len(rows)), alignment]))
    return readings


def log_probability(log_probs: LogProbs, reading: tuple[int, ...]) -> float:
    """The forward algorithm of CTC (Graves et al. 2006, section 4.1)."""
    states = [BLANK, *itertools.chain.from_iterable((piece, BLANK) for piece in reading)]
    forward = np.full(len(states), -np.inf)
    forward[0] = 0.0
    for row in log_probs.astype(np.float64):
        come = forward.copy()
        come[1:] = np.logaddexp(come[1:], forward[:-1])
        for at in range(2, len(states)):
            if states[at] not in (BLANK, states[at - 2]):
                come[at] = np.logaddexp(come[at], forward[at - 2])
        forward = come + row[states]
    return float(np.logaddexp(forward[-1], forward[-2] if len(states) > 1 else -np.inf))


def fed(decoder: D, log_probs: LogProbs, piece: int = 1_000) -> D:
    for start in range(0, len(log_probs), piece):
        decoder.push(log_probs[start : start + piece])
    return decoder


@pytest.mark.parametrize("seed", range(6))
def test_without_pruning_every_reading_has_the_probability_of_all_its_alignments(seed: int) -> None:
    log_probs = random_frames(seed, 5)
    readings = fed(PrefixBeam(PIECES, width=EVERYTHING), log_probs).readings()
    found = {tuple(one.piece for one in reading.spotted): reading.log_probability for reading in readings}
    expected = counted(log_probs)
    assert found.keys() == expected.keys()
    assert [found[key] for key in expected] == pytest.approx(np.log(list(expected.values())), abs=1e-5)
    assert sum(np.exp(list(found.values()))) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_the_beam_s_reading_is_at_least_as_likely_as_the_greedy_one(seed: int) -> None:
    log_probs = random_frames(seed, 40, peaked=4.0)
    best = fed(PrefixBeam(PIECES), log_probs).readings()[0]
    plain = collapsed(tuple(log_probs.argmax(axis=1).tolist()))
    exact = log_probability(log_probs, tuple(one.piece for one in best.spotted))
    assert exact >= log_probability(log_probs, plain) - 1e-6
    assert best.log_probability <= exact + 1e-4, "what was pruned is missing, nothing is counted twice"


def test_a_reading_of_many_alignments_beats_the_best_alignment() -> None:
    log_probs = np.log(np.array([[0.6, 1e-9, 0.4, 1e-9, 1e-9]] * 2)).astype(np.float32)
    assert fed(Greedy(PIECES), log_probs).words() == ()
    (word,) = fed(PrefixBeam(PIECES), log_probs).words()
    assert word.text == "ba"


def test_words_lie_on_the_frames_of_the_best_alignment() -> None:
    log_probs = frames({}, {"▁cà": 0.9}, {"▁cà": 0.7}, {}, {"▁cà": 0.8}, {"▁xe": 0.9}, {})
    assert fed(PrefixBeam(MENU), log_probs).words() == fed(Greedy(MENU), log_probs).words()


@pytest.mark.parametrize("piece", [1, 3, 7, 50])
def test_frames_in_pieces_of_any_size_give_the_same_readings(piece: int) -> None:
    log_probs = random_frames(3, 100, peaked=3.0)
    whole, parts = fed(PrefixBeam(PIECES), log_probs), fed(PrefixBeam(PIECES), log_probs, piece)
    assert parts.readings() == whole.readings()
    assert parts.words() == whole.words()


def test_what_all_readings_share_is_settled_and_an_old_doubt_decided_so_that_the_search_stays_small() -> None:
    beam = PrefixBeam(PIECES)
    longest = 0
    for seed in range(100):
        beam.push(random_frames(seed, 20, peaked=4.0))
        longest = max(longest, *map(len, beam._beam))
    assert len(beam.words()) > 500
    assert longest < 300, "ten seconds of pieces at most"
    times = [time for word in beam.words() for time in (word.start_s, word.end_s)]
    assert times == sorted(times)


def test_silence_does_not_end_a_doubt_within_ten_seconds() -> None:
    doubtful = [{}, {"▁cà": 0.99}, {"▁phê": 0.5, "▁xe": 0.4}]
    beam = fed(PrefixBeam(MENU), frames(*doubtful, *[{}] * 200))
    assert [alternative.text for alternative in beam.alternatives()][:2] == ["cà phê", "cà xe"]
    beam = fed(PrefixBeam(MENU), frames(*doubtful, *[{}] * 300))
    assert [alternative.text for alternative in beam.alternatives()] == ["cà phê"]


def test_alternatives_begin_with_the_text_and_share_its_probability() -> None:
    log_probs = frames({}, {"▁cà": 0.99}, {}, {"▁phê": 0.5, "▁xe": 0.3}, {})
    beam = fed(PrefixBeam(MENU), log_probs)
    told = beam.alternatives()
    assert [alternative.text for alternative in told[:3]] == ["cà phê", "cà xe", "cà"]
    assert [alternative.confidence for alternative in told[:3]] == pytest.approx([0.5, 0.3, 0.2], abs=0.02)
    assert " ".join(word.text for word in beam.words()) == told[0].text


def test_readings_that_are_spelt_alike_are_one_alternative() -> None:
    beam = fed(PrefixBeam(MENU), frames({"▁phê": 0.5, "▁ph": 0.5}, {"▁phê": 0.5, "ê": 0.5}))
    texts = [alternative.text for alternative in beam.alternatives()]
    assert len(texts) == len(set(texts))
    assert beam.alternatives()[0].text == "phê"


def biased(log_probs: LogProbs, *phrases: str) -> str:
    decoder = fed(PrefixBeam(MENU, graph=graph(Bias(phrases), MENU)), log_probs)
    return " ".join(word.text for word in decoder.words())


def test_a_phrase_that_is_near_is_preferred_in_any_cut() -> None:
    unsure = frames({"▁cà": 0.9}, {"▁xe": 0.6, "▁phê": 0.3})
    assert biased(unsure) == "cà xe"
    assert biased(unsure, "cà phê") == "cà phê"
    assert biased(frames({"▁cà": 0.9}, {"▁ph": 0.3, "▁xe": 0.6}, {"ê": 0.9}), "cà phê") == "cà phê"
    assert biased(frames({"▁cà": 0.9}, {"▁xe": 0.999}), "cà phê") == "cà xe"


def test_a_phrase_earns_its_bonus_each_time_and_only_whole() -> None:
    graph_of_phrase = graph(Bias(("cà phê",)), MENU)

    def bonus(*pieces: str) -> float:
        log_probs = frames(*({piece: 0.999} for piece in pieces))
        best = fed(PrefixBeam(MENU, graph=graph_of_phrase), log_probs).readings()[0]
        return best.score - best.log_probability

    assert bonus("▁cà", "▁phê") == pytest.approx(3.0)
    assert bonus("▁cà", "▁phê", "▁xe", "▁cà", "▁phê") == pytest.approx(6.0)
    assert bonus("▁cà", "▁xe", "▁phê") == pytest.approx(0.0)
    assert bonus("▁cà", "▁phê", "ê") == pytest.approx(0.0)


@pytest.mark.data
def test_a_recording_is_read_with_alternatives_in_a_stream_as_in_a_whole() -> None:
    recogniser = load("beam")
    audio = clip("vivos-mini", "VIVOSDEV01_R055.wav")
    whole = recogniser.transcribe(audio)
    stream = recogniser.stream()
    for at in range(0, len(audio.samples), 1_234):
        assert stream.accept(audio.samples[at : at + 1_234]).alternatives == ()
    assert stream.finish() == whole
    assert whole.alternatives[0].text == whole.text
    assert sum(alternative.confidence for alternative in whole.alternatives) == pytest.approx(1.0, abs=0.02)
    assert ConformerRecogniser().transcribe(audio).alternatives == ()


def test_a_decoding_that_nobody_knows_is_named_with_the_known_ones() -> None:
    with pytest.raises(BadConfiguration, match="greedy, beam") as unknown:
        load("viterbi")
    assert unknown.value.code == "asr.unknown_decoding"


def test_random_probabilities_of_the_real_vocabulary_are_survived() -> None:
    pieces = load_network().pieces
    flat = random_frames(1, 10, pieces=len(pieces))
    assert fed(PrefixBeam(pieces), flat).alternatives()
