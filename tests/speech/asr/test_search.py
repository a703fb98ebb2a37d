"""Decoding a tiny network's log-probabilities: six pieces, frames written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from giong.speech.asr import search
from giong.speech.asr.bias import graph
from giong.speech.asr.ctc import Greedy
from giong.speech.asr.network import LogProbs
from giong.speech.asr.recogniser import Bias
from giong.speech.asr.search import GraphSearch

PIECES = ("<blank>", "<unk>", "▁cà", "▁phê", "▁xe", "▁ba", "▁karaoke", "▁ph", "ê", "ựng", "▁cạch")


def frames(*rows: dict[str, float]) -> LogProbs:
    """Each row names the likely pieces; blank gets what is left, everything else next to nothing."""
    made = np.full((len(rows), len(PIECES)), 1e-6)
    for frame, likely in zip(made, rows, strict=True):
        for piece, probability in likely.items():
            frame[PIECES.index(piece)] = probability
        frame[0] = max(1.0 - frame[1:].sum(), 1e-6)
    return np.log(made / made.sum(axis=1, keepdims=True)).astype(np.float32)


def read(log_probs: LogProbs, *phrases: str, closed: bool = True) -> str:
    decoder = GraphSearch(graph(Bias(phrases, closed), PIECES), PIECES)
    decoder.push(log_probs)
    return " ".join(word.text for word in decoder.words())


def greedy(log_probs: LogProbs) -> Greedy:
    decoder = Greedy(PIECES)
    decoder.push(log_probs)
    return decoder


def test_greedy_merges_repeats_and_a_blank_parts_them() -> None:
    heard = greedy(frames({"▁ba": 0.9}, {"▁ba": 0.8}, {}, {"▁ba": 0.7}, {"▁xe": 0.9})).words()
    assert [word.text for word in heard] == ["ba", "ba", "xe"]
    assert (heard[0].start_s, heard[0].end_s) == (0.0, 0.08)
    assert heard[0].confidence == pytest.approx(0.9, abs=0.01)
    assert (heard[2].start_s, heard[2].end_s) == (0.16, 0.2)


def test_pieces_join_to_a_syllable_as_sure_as_its_least_sure_piece() -> None:
    (word,) = greedy(frames({"▁ph": 0.9}, {"ê": 0.6})).words()
    assert word.text == "phê"
    assert word.confidence == pytest.approx(0.6, abs=0.01)


def test_a_rhyme_whose_onset_was_lost_is_a_word_of_its_own() -> None:
    words = greedy(frames({"▁cạch": 0.9}, {"ựng": 0.9})).words()
    assert [word.text for word in words] == ["cạch", "ựng"]


def test_a_menu_wins_over_what_sounds_nearly_like_it() -> None:
    log_probs = frames({}, {"▁cà": 0.6}, {}, {"▁xe": 0.6, "▁phê": 0.1}, {})
    assert " ".join(word.text for word in greedy(log_probs).words()) == "cà xe"
    assert read(log_probs, "cà phê", "ba") == "cà phê"


def test_what_is_far_from_every_phrase_is_heard_as_itself() -> None:
    assert read(frames({}, {"▁xe": 0.99999}, {}, {"▁ba": 0.99999}, {}), "cà phê") == "xe ba"


def test_a_menu_s_phrase_is_believed_more_than_its_sound_alone() -> None:
    log_probs = frames({}, {"▁cà": 0.9}, {}, {"▁xe": 0.6, "▁phê": 0.2}, {})
    sureness = []
    for closed in (True, False):
        decoder = GraphSearch(graph(Bias(("cà phê",), closed), PIECES), PIECES)
        decoder.push(log_probs)
        sureness.append(decoder.words()[1].confidence)
    assert sureness == pytest.approx([0.6, 0.2], abs=0.01)


def test_silence_is_no_answer() -> None:
    assert read(frames(*[{}] * 20), "cà phê", "ba") == ""


def test_a_sequence_of_phrases_with_the_same_one_twice() -> None:
    log_probs = frames({"▁ba": 0.9}, {}, {"▁ba": 0.9}, {"▁cà": 0.9}, {"▁phê": 0.9})
    assert read(log_probs, "ba", "cà phê") == "ba ba cà phê"
    assert read(frames({"▁ba": 0.9}, {"▁ba": 0.9}), "ba") == "ba"


@pytest.mark.parametrize("phrase", ["ka ra ô kê", "ka rao ke", "karaoke"])
def test_a_phrase_is_recognised_in_the_network_s_spelling_and_written_in_the_menu_s(phrase: str) -> None:
    assert read(frames({}, {"▁karaoke": 0.9}, {}), phrase, "ba") == phrase


def test_a_phrase_may_be_cut_into_pieces_in_any_way() -> None:
    assert read(frames({"▁cà": 0.9}, {"▁ph": 0.9}, {"ê": 0.9}), "cà phê") == "cà phê"


def test_an_open_bias_prefers_a_phrase_only_where_it_is_near() -> None:
    unsure = frames({"▁cà": 0.9}, {"▁xe": 0.6, "▁phê": 0.3})
    sure = frames({"▁cà": 0.9}, {"▁xe": 0.999})
    assert read(unsure, "cà phê", closed=False) == "cà phê"
    assert read(sure, "cà phê", closed=False) == "cà xe"


def test_pieces_of_any_length_give_the_same_words_and_long_silence_settles_them() -> None:
    log_probs = frames({"▁ba": 0.9}, *[{}] * 40, {"▁cà": 0.7}, {"▁phê": 0.4}, *[{}] * 40, {"▁xe": 0.99999})
    whole = GraphSearch(graph(Bias(("ba", "cà phê"), True), PIECES), PIECES)
    whole.push(log_probs)
    parts = GraphSearch(graph(Bias(("ba", "cà phê"), True), PIECES), PIECES)
    for start in range(0, len(log_probs), 7):
        parts.push(log_probs[start : start + 7])
    assert parts.words() == whole.words()
    assert [word.text for word in whole.words()] == ["ba", "cà", "phê", "xe"]
    assert [round(word.start_s / 0.04) for word in whole.words()] == [0, 41, 42, 83]


def test_forgetting_dead_ends_changes_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = np.random.default_rng(5)
    said = [{piece: 0.6} for piece in choice.choice(["▁ba", "▁cà", "▁phê", "▁xe", "ê"], 300)]
    phrases = graph(Bias(("cà phê", "ba"), False), PIECES)
    remembering = GraphSearch(phrases, PIECES)
    remembering.push(frames(*said))
    monkeypatch.setattr(search, "_FORGET_AFTER", 20)
    forgetful = GraphSearch(phrases, PIECES)
    forgetful.push(frames(*said))
    assert forgetful.words() == remembering.words()
    assert len(forgetful.words()) > 100
    assert len(forgetful._history) < len(remembering._history) - 100


def test_a_phrase_of_foreign_letters_does_no_harm() -> None:
    assert read(frames({"▁ba": 0.9}), "日本", "ba") == "ba"
