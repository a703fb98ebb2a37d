"""Voices in the format of Piper: a VITS network in an ONNX file and a JSON file that describes it.

Knows the format only: the `piper-tts` package is under the GPL and is not used. Phonemes come from the eSpeak NG
program. The network gives a sentence whole, so a text is spoken sentence by sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from giong.errors import BadConfiguration, Unavailable
from giong.speech.pcm import Samples
from giong.speech.tts.espeak import find_program
from giong.speech.tts.level import levelled
from giong.speech.tts.phonemes import Clause, clauses
from giong.speech.tts.pieces import in_pieces, silence
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.voices import chosen

BEGIN, PAD, END = "^", "_", "$"
SENTENCE_PAUSE_S = 0.2
LONGEST_PHONEMES = 300
"""The network's time and memory grow with the length of a sentence; a longer one is cut at a comma."""


class Network(Protocol):
    """What is used of `onnxruntime.InferenceSession`."""

    def run(self, output_names: None, input_feed: Mapping[str, Any], /) -> Sequence[Any]: ...


@dataclass(frozen=True)
class VoiceFile:
    """What a voice's `.onnx.json` says."""

    name: str
    rate_hz: int
    language: str
    ids: Mapping[str, Sequence[int]]
    speakers: Mapping[str, int]
    noise_scale: float
    length_scale: float
    noise_w: float


class PiperSynthesiser:
    """One voice file; its speakers, where it has several, are the voices."""

    name = "piper"

    def __init__(self, network: Network, file: VoiceFile, *, program: str | None = None) -> None:
        self._network = network
        self._file = file
        self._program = program or find_program()
        self.rate_hz = file.rate_hz
        self.voices = tuple(file.speakers) or (file.name,)

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        speaker = self._file.speakers.get(chosen(voice.name, self.voices))
        return self._speak(text, speaker=speaker, speed=voice.speed)

    def _speak(self, text: str, *, speaker: int | None, speed: float) -> Iterator[Samples]:
        read = clauses(text, language=self._file.language, program=self._program)
        for phonemes in sentences(read):
            sound = self._sound(phoneme_ids(phonemes, self._file.ids), speaker=speaker, speed=speed)
            yield from in_pieces(levelled(sound, self.rate_hz), self.rate_hz)
            yield silence(SENTENCE_PAUSE_S, self.rate_hz)

    def _sound(self, ids: Sequence[int], *, speaker: int | None, speed: float) -> Samples:
        file = self._file
        scales = [file.noise_scale, file.length_scale / speed, file.noise_w]
        feed: dict[str, Any] = {
            "input": np.array([ids], dtype=np.int64),  # (1, n)
            "input_lengths": np.array([len(ids)], dtype=np.int64),
            "scales": np.array(scales, dtype=np.float32),
        }
        if speaker is not None:
            feed["sid"] = np.array([speaker], dtype=np.int64)
        sound = np.asarray(self._network.run(None, feed)[0], dtype=np.float32).reshape(-1)
        return np.nan_to_num(sound)


def sentences(read: Iterable[Clause]) -> Iterator[str]:
    """Join clauses to sentences, with the marks that the network learnt its melody from."""
    sentence = ""
    for clause in read:
        sentence += f"{' ' if sentence else ''}{clause.phonemes}{clause.mark}"
        if clause.ends_sentence or len(sentence) > LONGEST_PHONEMES:
            yield sentence
            sentence = ""
    if sentence:
        yield sentence


def phoneme_ids(phonemes: str, ids: Mapping[str, Sequence[int]]) -> list[int]:
    """The network's input: begin, then every known phoneme, each followed by padding, then end."""
    known = [ids[phoneme] for phoneme in phonemes if phoneme in ids]
    padded = [number for phoneme in [ids[BEGIN], *known] for number in (*phoneme, *ids[PAD])]
    return [*padded, *ids[END]]


def load(*, model: str | Path, threads: int = 1, program: str | None = None) -> PiperSynthesiser:
    """The voice in the file `model` (`….onnx`, with its `….onnx.json` beside it)."""
    path = Path(model)
    file = read_voice_file(path)
    return PiperSynthesiser(_network(path, threads), file, program=program)


def read_voice_file(model: Path) -> VoiceFile:
    """Read the description that lies beside the network."""
    path = model.with_name(model.name + ".json")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        inference = told["inference"]
        return VoiceFile(
            name=model.stem,
            rate_hz=int(told["audio"]["sample_rate"]),
            language=told["espeak"]["voice"],
            ids={BEGIN: [1], PAD: [0], END: [2]} | told["phoneme_id_map"],
            speakers=told.get("speaker_id_map", {}),
            noise_scale=float(inference["noise_scale"]),
            length_scale=float(inference["length_scale"]),
            noise_w=float(inference["noise_w"]),
        )
    except FileNotFoundError as error:
        raise Unavailable(
            "engine.piper.missing_voice",
            vi=f"Không thấy tệp giọng {path.name}. Hãy tải bằng lệnh: giong engines pull {model.stem}",
            en=f"The voice file {path.name} is missing. Get it with: giong engines pull {model.stem}",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path) from error


def _network(path: Path, threads: int) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        network: Network = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no class
        raise _broken(path) from error
    return network


def _broken(path: Path) -> BadConfiguration:
    name = path.name.removesuffix(".json").removesuffix(".onnx")
    return BadConfiguration(
        "engine.piper.broken_voice",
        vi=f"Tệp giọng {path.name} bị hỏng. Hãy xoá rồi tải lại: giong engines pull {name}",
        en=f"The voice file {path.name} is broken. Delete it and get it again: giong engines pull {name}",
    )
