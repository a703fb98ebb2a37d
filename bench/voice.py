"""How long a caller waits for the first sound of an answer, and for silence when interrupting; prints JSON.

    .venv/bin/python -m bench.voice [--turns 12] [--interruptions 8] [--seed 1] [--data ../shared/data]

Calls over the WAV port in real time, with the real detector, recogniser and synthesiser, and an assistant
that answers at once. Times are taken from the stereo recording, that is, from the sound itself: the last loud
moment of the caller to the first of the assistant, and the first loud moment of an interruption to the last
of the assistant. The callers are human recordings (menu words at 8 kHz against a closed menu, read sentences
at 16 kHz against no expectation); without them eSpeak NG speaks, and `callers` says so. On a machine that is
busy otherwise (`load_average` above its cores) the recogniser is late and the figures say little.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from giong.dialogue.converse import converse
from giong.dialogue.line import Delivered, Expectation, Heard, Piece, Said
from giong.dialogue.memory import Act, Notebook, Report, State
from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.files import read_audio
from giong.speech.pcm import Audio, Samples
from giong.speech.silero import SileroActivity
from giong.speech.tts.espeak import EspeakSynthesiser
from giong.speech.tts.synthesiser import Voice
from giong.voice.caller import ScriptedCaller, Speak
from giong.voice.line import VoiceLine
from giong.voice.listen import Ears
from giong.voice.notices import Interrupted, Notice, TurnLatency
from giong.voice.recording import RecordedPort
from giong.voice.talk import Speaker

MENU = Expectation(
    "choice",
    ("cà phê", "karaoke", "khách sạn", "không", "mát xa", "trạm ATM", "trở lại", "đúng"),
    closed=True,
)
LONG = "Dạ, em xin đọc bảng giá điện của tháng này để anh chị tham khảo, bắt đầu từ bậc một cho đến bậc sáu."
SENTENCES = (
    "tôi muốn báo mất điện",
    "cho tôi hỏi giờ làm việc",
    "hóa đơn bao nhiêu",
    "tôi muốn gặp nhân viên",
)
QUIET_DB = -30.0
"""Below its loudest 20 ms by this much, a side of the recording is silent."""
FRAME_S = 0.02
PAUSE_S = 0.4
"""Shorter gaps lie inside one stretch of speech."""


@dataclass(frozen=True)
class Callers:
    """Utterances of one kind, and how an assistant listens to them."""

    name: str
    clips: list[Audio]
    expects: Expectation | None


class Reply:
    """The same pieces whatever is heard."""

    def __init__(self, pieces: Sequence[Piece], state: State) -> None:
        self._pieces = pieces
        self.state = state
        self.act: Act | None = None
        self.report = Report()

    async def pieces(self) -> AsyncIterator[Piece]:
        for piece in self._pieces:
            yield piece

    def settle(self, delivered: Delivered) -> None:
        pass


class Prompt:
    """Answers at once."""

    def __init__(self, text: str, expects: Expectation | None) -> None:
        self._text = text
        self._expects = expects

    def reply(self, heard: Heard, state: State) -> Reply:
        number = sum(map(ord, heard.text)) % 100 if isinstance(heard, Said) else 0
        return Reply([Piece(f"{self._text} {number}.", expects=self._expects)], state)


class Tape:
    """The recording, in memory."""

    def __init__(self) -> None:
        self._blocks: list[tuple[Samples, Samples]] = []

    def write(self, left: Samples, right: Samples) -> None:
        self._blocks.append((left, right))

    def stretches(self, side: int, rate_hz: int) -> list[tuple[float, float]]:
        """Where that side speaks: (first, last) loud moment, in seconds."""
        sound = np.concatenate([block[side] for block in self._blocks])
        size = round(FRAME_S * rate_hz)
        frames = sound[: len(sound) // size * size].reshape(-1, size)
        rms = np.sqrt(np.mean(frames**2, axis=1))
        loud = np.flatnonzero(rms > rms.max() * 10 ** (QUIET_DB / 20))
        parts = np.split(loud, np.flatnonzero(np.diff(loud) * FRAME_S > PAUSE_S) + 1)
        return [(float(part[0] * FRAME_S), float((part[-1] + 1) * FRAME_S)) for part in parts if len(part)]


class Studio:
    """The real engines."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2)
        self._recogniser = ConformerRecogniser()
        self._recogniser.transcribe(Audio(np.zeros(16_000, np.float32), 16_000))
        self._synthesiser = EspeakSynthesiser()

    def speech(self, text: str) -> Audio:
        return Audio(np.concatenate(list(self._synthesiser.synthesise(text, Voice()))), self._synthesiser.rate_hz)

    def call(self, script: Sequence[Speak], answers: Prompt, rate_hz: int) -> tuple[Tape, list[Notice]]:
        """Hold a call and return what was recorded and noticed."""
        tape, notices = Tape(), list[Notice]()

        async def main() -> None:
            port = RecordedPort(ScriptedCaller(script, rate_hz=rate_hz, patience_s=3.0), tape, self._pool)
            ears = Ears(self._recogniser, SileroActivity, self._pool)
            speaker = Speaker(self._synthesiser, self._pool)
            line = VoiceLine(port, ears=ears, speaker=speaker, watch=notices.append)
            await converse(line=line, answerer=answers, memory=Notebook())

        asyncio.run(main())
        return tape, notices


def callers(data: Path, studio: Studio) -> list[Callers]:
    """Human recordings where there are any."""
    human = [
        Callers("menu, closed", _clips(data / "speech" / "menu-words-8k"), MENU),
        Callers(
            "sentences, open", _clips(data / "speech" / "vivos-mini") + _clips(data / "speech" / "vieneu-refs"), None
        ),
    ]
    if all(kind.clips for kind in human):
        return human
    return [Callers("espeak, open", [studio.speech(sentence) for sentence in SENTENCES], None)]


def _clips(folder: Path) -> list[Audio]:
    manifest = folder / "manifest.jsonl"
    lines = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []
    return [read_audio(folder / json.loads(line)["audio_filepath"]) for line in lines]


def answer_waits(studio: Studio, kind: Callers, clips: list[Audio]) -> tuple[list[float], list[TurnLatency]]:
    """Seconds from the end of every utterance to the first sound of its answer; and the parts as the call
    tells them."""
    rate_hz = port_rate_hz(clips)
    script = [Speak(clip) for clip in clips]
    tape, notices = studio.call(script, Prompt("Dạ vâng ạ, số", kind.expects), rate_hz)
    ends = [last for _, last in tape.stretches(0, rate_hz)]
    waits, answered = [], 0.0
    for begin, _ in tape.stretches(1, rate_hz):
        before = max((end for end in ends if end <= begin), default=0.0)
        if before > answered:
            waits.append(begin - before)
        answered = begin
    parts = [notice for notice in notices if isinstance(notice, TurnLatency)]
    return waits, parts


def silence_waits(studio: Studio, clips: list[Audio]) -> tuple[list[float], list[Interrupted]]:
    """Seconds from the beginning of every interruption until the assistant is silent."""
    rate_hz = port_rate_hz(clips)
    script = [Speak(clip, into_s=1.5) for clip in clips]
    tape, notices = studio.call(script, Prompt(LONG, None), rate_hz)
    waits = []
    for onset, _ in tape.stretches(0, rate_hz):
        for first, last in tape.stretches(1, rate_hz):
            if first < onset < last + PAUSE_S:
                waits.append(max(0.0, last - onset))
    return waits, [notice for notice in notices if isinstance(notice, Interrupted)]


def port_rate_hz(clips: list[Audio]) -> int:
    """The telephone's rate for telephone recordings, else 16 kHz."""
    return 8_000 if all(clip.rate_hz == 8_000 for clip in clips) else 16_000


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """n, median and 95th percentile in milliseconds."""
    if not seconds:
        return {"n": 0}
    p50, p95 = np.percentile(seconds, [50, 95])
    return {"n": len(seconds), "p50_ms": round(float(p50) * 1000), "p95_ms": round(float(p95) * 1000)}


def measure(*, turns: int, interruptions: int, seed: int, data: Path) -> dict[str, Any]:
    """All figures."""
    studio, chance = Studio(), random.Random(seed)
    kinds = callers(data, studio)
    every: list[float] = []
    answers: dict[str, object] = {}
    for kind in kinds:
        waits, parts = answer_waits(studio, kind, chance.choices(kind.clips, k=turns))
        every += waits
        names = ("endpoint_s", "text_s", "reply_s", "audio_s")
        answers[kind.name] = (
            summary(waits)
            | {"answers_into_a_pause": len(parts) - turns}
            | {f"{name}_p50": round(float(np.median([getattr(part, name) for part in parts])), 3) for name in names}
        )
    silences, reported = silence_waits(studio, chance.choices(kinds[-1].clips, k=interruptions))
    return {
        "seed": seed,
        "load_average": round(os.getloadavg()[0], 1),
        "callers": "human" if len(kinds) > 1 else "espeak",
        "speech_end_to_answer_audio": summary(every),
        "by_caller": answers,
        "interruption_to_silence": summary(silences),
        "interruption_to_silence_reported": summary([one.silence_s for one in reported]),
        "interruption_to_certainty_reported": summary([one.sure_s for one in reported]),
    }


def main() -> None:
    """Read the options and print."""
    here = Path(__file__).parents[1]
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--turns", type=int, default=12, help="for each kind of caller")
    options.add_argument("--interruptions", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    default_data = Path(os.environ.get("GIONG_DATA", here.parent / "shared" / "data"))
    options.add_argument("--data", type=Path, default=default_data)
    chosen = options.parse_args()
    figures = measure(turns=chosen.turns, interruptions=chosen.interruptions, seed=chosen.seed, data=chosen.data)
    print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
