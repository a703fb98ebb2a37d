"""The Piper format, with a stand-in network; `test_conformance` runs a real voice that a package ships."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from giong.errors import BadConfiguration, Unavailable
from giong.speech.tts.phonemes import Clause, clauses
from giong.speech.tts.piper import PiperSynthesiser, VoiceFile, load, phoneme_ids, read_voice_file, sentences
from giong.speech.tts.synthesiser import Voice
from tests.speech.tts.test_conformance import needs_espeak

LETTERS = "sˈi1n tʃaː2w,.?"
IDS = {"_": [0], "^": [1], "$": [2]} | {letter: [at + 3] for at, letter in enumerate(dict.fromkeys(LETTERS))}
FILE = VoiceFile(
    name="vi_VN-two-low",
    rate_hz=16_000,
    language="vi",
    ids=IDS,
    speakers={"lan": 0, "mai": 7},
    noise_scale=0.6,
    length_scale=1.2,
    noise_w=0.8,
)


class Network:
    """Answers a hum as long as its input says, and remembers what it was given."""

    def __init__(self) -> None:
        self.fed: list[Mapping[str, Any]] = []

    def run(self, output_names: None, input_feed: Mapping[str, Any], /) -> Sequence[Any]:
        self.fed.append(input_feed)
        samples = int(input_feed["input_lengths"][0] * 800 * input_feed["scales"][1])
        return [np.sin(np.arange(samples) / 8).astype(np.float32).reshape(1, 1, 1, -1)]


def written(folder: Path, **changes: Any) -> Path:
    told = {
        "audio": {"sample_rate": 16_000},
        "espeak": {"voice": "vi"},
        "inference": {"noise_scale": 0.6, "length_scale": 1.2, "noise_w": 0.8},
        "phoneme_id_map": IDS,
        "speaker_id_map": {"lan": 0, "mai": 7},
    }
    (folder / "vi_VN-two-low.onnx.json").write_text(json.dumps(told | changes))
    return folder / "vi_VN-two-low.onnx"


def test_phonemes_are_padded_between_begin_and_end_and_unknown_ones_are_left_out() -> None:
    ids = {"^": [1], "_": [0], "$": [2], "a": [5], "b": [6, 7]}
    assert phoneme_ids("aÿb", ids) == [1, 0, 5, 0, 6, 7, 0, 2]


def test_clauses_join_to_sentences_and_a_long_sentence_is_cut_at_a_comma() -> None:
    short = [Clause("a", ","), Clause("b", "."), Clause("c", "")]
    assert list(sentences(short)) == ["a, b.", "c"]
    assert list(sentences([Clause("a" * 400, ","), Clause("b", "")])) == ["a" * 400 + ",", "b"]


@needs_espeak
def test_clauses_keep_their_marks_and_words_of_other_languages() -> None:
    read = list(clauses("Xin chào… tôi dùng Facebook, 3.5 nhé?", language="vi"))
    assert [clause.mark for clause in read] == [".", ",", "?"]
    assert [clause.ends_sentence for clause in read] == [True, False, True]
    assert read[0].phonemes == "sˈi1n tʃˈaː2w"
    assert "(" not in read[1].phonemes


@needs_espeak
def test_speaks_sentence_by_sentence_with_the_chosen_speaker() -> None:
    network = Network()
    synthesiser = PiperSynthesiser(network, FILE)
    pieces = synthesiser.synthesise("xin chào. dạ vâng ạ.", Voice("mai", speed=2.0))
    next(iter(pieces))
    assert len(network.fed) == 1, "the second sentence waits until the first one is taken"
    list(pieces)
    assert len(network.fed) == 2
    assert network.fed[0]["sid"].tolist() == [7]
    assert network.fed[0]["scales"].tolist() == pytest.approx([0.6, 0.6, 0.8])
    assert network.fed[0]["input"].shape == (1, network.fed[0]["input_lengths"][0])


@needs_espeak
def test_a_voice_with_one_speaker_has_its_file_name() -> None:
    alone = VoiceFile("vi_VN-one-low", 16_000, "vi", IDS, {}, 0.6, 1.0, 0.8)
    network = Network()
    synthesiser = PiperSynthesiser(network, alone)
    assert synthesiser.voices == ("vi_VN-one-low",)
    assert list(synthesiser.synthesise("dạ", Voice()))
    assert "sid" not in network.fed[0]


def test_the_description_is_read(tmp_path: Path) -> None:
    assert read_voice_file(written(tmp_path)) == FILE


def test_a_missing_voice_names_the_command_that_gets_it(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="giong engines pull vi_VN-vais1000-medium"):
        load(model=tmp_path / "vi_VN-vais1000-medium.onnx")


@pytest.mark.parametrize("changes", [{"audio": {}}, {"inference": 3}])
def test_a_broken_description_says_so(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(BadConfiguration) as broken:
        load(model=written(tmp_path, **changes))
    assert broken.value.code == "engine.piper.broken_voice"


def test_a_broken_network_says_so(tmp_path: Path) -> None:
    model = written(tmp_path)
    model.write_bytes(b"not a network")
    with pytest.raises(BadConfiguration, match=r"vi_VN-two-low\.onnx bị hỏng"):
        load(model=model)
