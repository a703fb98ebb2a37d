"""Calls with human voices through the real detector, recogniser and synthesiser, on the virtual clock."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from giong.clock import run_virtually
from giong.dialogue.converse import converse
from giong.dialogue.line import Expectation, Heard, Piece
from giong.dialogue.memory import Notebook, Turn
from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.files import read_audio
from giong.speech.pcm import Audio, Samples
from giong.speech.silero import SileroActivity
from giong.speech.tts.espeak import EspeakSynthesiser
from giong.voice.caller import ScriptedCaller, Speak
from giong.voice.line import VoiceLine
from giong.voice.listen import Ears
from giong.voice.notices import Interrupted, Notice, Watch, unwatched
from giong.voice.port import Frame, Hold, Key
from giong.voice.talk import Speaker
from tests.voice.calls import Scripted

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[3] / "shared" / "data"))
WORDS = DATA / "speech" / "menu-words-8k"
MENU = Expectation("choice", ("cà phê", "khách sạn", "không", "đúng", "trở lại"), closed=True)

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not WORDS.is_dir(), reason=f"the recordings are missing: {WORDS}"),
    pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is missing: apt-get install espeak-ng"),
]


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def clip(text: str) -> Audio:
    """The first recording of a word."""
    for line in (WORDS / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        if (entry := json.loads(line))["text"] == text:
            return read_audio(WORDS / entry["audio_filepath"])
    raise LookupError(text)


def call(
    script: list[Speak],
    greeting: str,
    pool: ThreadPoolExecutor,
    *,
    port: Callable[[list[Speak]], ScriptedCaller] = lambda script: ScriptedCaller(script, rate_hz=8_000),
    watch: Watch = unwatched,
    expects: Expectation = MENU,
) -> list[Turn]:
    def answers(heard: Heard) -> list[Piece]:
        return [Piece(greeting if heard is None else "Dạ vâng ạ.", expects=expects)]

    notebook = Notebook()
    line = VoiceLine(
        port(script),
        ears=Ears(ConformerRecogniser(), SileroActivity, pool),
        speaker=Speaker(EspeakSynthesiser(), pool),
        watch=watch,
    )
    run_virtually(converse(line=line, answerer=Scripted(answers), memory=notebook))
    return notebook.turns


def test_four_words_by_telephone(pool: ThreadPoolExecutor) -> None:
    words = ["cà phê", "đúng", "trở lại", "khách sạn"]
    turns = call([Speak(clip(word)) for word in words], "Anh chị tìm gì ạ?", pool)
    assert [turn.said.text for turn in turns if turn.said] == words
    assert not any(turn.delivered.cut_off for turn in turns)


def test_a_person_interrupts(pool: ThreadPoolExecutor) -> None:
    greeting = "Dạ, đây là tổng đài tra cứu địa điểm, anh chị hãy nói tên loại địa điểm mà mình muốn tìm ạ."
    turns = call([Speak(clip("khách sạn"), into_s=1.0)], greeting, pool)
    assert turns[0].delivered.cut_off
    assert greeting.startswith(turns[0].delivered.text)
    assert turns[0].delivered.text
    assert [turn.said.text for turn in turns if turn.said] == ["khách sạn"]


class Echoing(ScriptedCaller):
    """A caller whose telephone sends back what it plays, later and weaker."""

    DELAY_S, FACTOR = 0.18, 0.25

    def __init__(self, script: list[Speak]) -> None:
        super().__init__(script, rate_hz=8_000)
        self._said = np.zeros(0, np.float32)
        self._on_its_way = np.zeros(round(self.DELAY_S * self.rate_hz), np.float32)
        self._heard = 0

    def play(self, samples: Samples) -> None:
        super().play(samples)
        self._said = np.concatenate([self._said, samples])

    def flush(self) -> int:
        kept = super().flush()
        self._said = self._said[:kept]
        return kept

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        async for item in super().incoming():
            if isinstance(item, Frame):
                size = len(item.samples)
                heard = self._said[self._heard : self.played()]
                self._heard = self.played()
                sounding = np.pad(heard, (0, max(0, size - len(heard))))
                self._on_its_way = np.concatenate([self._on_its_way, sounding])
                echo, self._on_its_way = self._on_its_way[:size], self._on_its_way[size:]
                yield Frame(item.samples + self.FACTOR * echo)
            else:
                yield item


def test_our_own_voice_coming_back_stops_nothing(pool: ThreadPoolExecutor) -> None:
    greeting = "Dạ, đây là tổng đài tra cứu địa điểm, anh chị hãy nói tên loại địa điểm mà mình muốn tìm ạ."
    notices: list[Notice] = []
    turns = call([Speak(clip("khách sạn"))], greeting, pool, port=Echoing, watch=notices.append)
    assert not turns[0].delivered.cut_off
    assert [turn.said.text for turn in turns if turn.said] == ["khách sạn"]
    assert not any(isinstance(notice, Interrupted) for notice in notices)


def test_a_person_interrupts_over_an_echo(pool: ThreadPoolExecutor) -> None:
    greeting = "Dạ, đây là tổng đài tra cứu địa điểm, anh chị hãy nói tên loại địa điểm mà mình muốn tìm ạ."
    turns = call([Speak(clip("khách sạn"), into_s=1.5)], greeting, pool, port=Echoing)
    assert turns[0].delivered.cut_off
    assert [turn.said.text for turn in turns if turn.said] == ["khách sạn"]


def dictated(groups: list[str], pause_s: float) -> Audio:
    """Recorded digits in groups, with pauses between them."""
    quiet = np.random.default_rng(1).normal(0.0, 1e-4, 8_000).astype(np.float32)
    sound: list[Samples] = []
    for group in groups:
        sound += [part for digit in group.split() for part in (digit_clip(digit).samples, quiet[:400])]
        sound.append(quiet[: round(pause_s * 8_000)])
    return Audio(np.concatenate(sound[:-1]), 8_000)


def digit_clip(digit: str) -> Audio:
    folder = DATA / "speech" / "digits-8k"
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        if (entry := json.loads(line))["text"] == digit:
            return read_audio(folder / entry["audio_filepath"])
    raise LookupError(digit)


def test_a_number_dictated_in_groups_is_one_turn(pool: ThreadPoolExecutor) -> None:
    number = dictated(["không chín không ba", "một hai ba", "bốn năm sáu"], 0.7)
    phone = Expectation("phone", patience_s=1.2)
    (turn,) = [turn for turn in call([Speak(number)], "Cho em xin số ạ.", pool, expects=phone) if turn.said]
    assert turn.said is not None
    assert len([letter for letter in turn.said.text if letter.isdigit()]) == 10


def test_a_read_sentence_with_its_own_pauses_is_one_turn(pool: ThreadPoolExecutor) -> None:
    sentence = read_audio(DATA / "speech" / "vieneu-refs" / "wav" / "Doan_nu_mien_Nam.wav")
    turns = call([Speak(sentence)], "Dạ em nghe.", pool, expects=Expectation())
    (said,) = [turn.said.text for turn in turns if turn.said]
    assert said.startswith("nuôi con")
    assert said.endswith("cha mẹ")
