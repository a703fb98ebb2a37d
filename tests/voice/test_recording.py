"""Both sides of a call, aligned."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from giong.clock import run_virtually
from giong.dialogue.converse import converse
from giong.dialogue.memory import Notebook
from giong.errors import StorageFull
from giong.speech.pcm import Samples
from giong.speech.tts.synthesiser import Voice
from giong.voice.caller import ScriptedCaller, Speak
from giong.voice.line import VoiceLine
from giong.voice.recording import RecordedPort
from giong.voice.rehearsal import RATE_HZ, VOICE_LEVEL, RehearsedRecogniser, rehearsed_ears, rehearsed_speaker
from tests.voice.calls import Scripted, polite


class Tape:
    def __init__(self) -> None:
        self.sides: list[tuple[Samples, Samples]] = []

    def write(self, left: Samples, right: Samples) -> None:
        assert len(left) == len(right)
        self.sides.append((left, right))

    def seconds(self, side: int, level: float) -> list[float]:
        """The first and the last moment of every stretch louder than `level`; gaps of 0.3 s do not part them."""
        sound = np.concatenate([pair[side] for pair in self.sides])
        loud = np.flatnonzero(np.abs(sound) > level) / RATE_HZ
        gaps = np.flatnonzero(np.diff(loud) > 0.3)
        inner = [float(loud[at]) for gap in gaps for at in (gap, gap + 1)]
        return [float(loud[0]), *inner, float(loud[-1])]


def recorded(*script: Speak, caller: RehearsedRecogniser, greeting: str) -> Tape:
    tape = Tape()

    async def main() -> None:
        with ThreadPoolExecutor(2) as pool:
            port = RecordedPort(ScriptedCaller(script), tape, pool)
            line = VoiceLine(port, ears=rehearsed_ears(caller, pool), speaker=rehearsed_speaker(pool, Voice()))
            answers = Scripted(lambda heard: [greeting if heard is None else "vâng"])
            await converse(line=line, answerer=answers, memory=Notebook())

    run_virtually(main())
    return tape


def test_caller_left_assistant_right_in_time() -> None:
    caller = RehearsedRecogniser()
    tape = recorded(Speak(caller.speech("mất điện")), caller=caller, greeting="xin chào anh chị")
    caller_began, caller_ended = tape.seconds(0, VOICE_LEVEL)
    greeting_began, greeting_ended, answer_began, answer_ended = tape.seconds(1, 0.01)
    assert greeting_began < 0.05
    assert 0.7 < greeting_ended < 0.85
    assert 0.55 < caller_began - greeting_ended < 0.7
    assert 0.35 < answer_began - caller_ended < 0.45
    assert 0.1 < answer_ended - answer_began < 0.25


def test_sound_that_was_cut_off_is_not_on_the_tape() -> None:
    caller = RehearsedRecogniser()
    interruption = Speak(caller.speech("khoan đã em"), into_s=0.5)
    tape = recorded(interruption, caller=caller, greeting=" ".join(["dài"] * 20))
    caller_began, _ = tape.seconds(0, VOICE_LEVEL)
    _, greeting_ended, *_ = tape.seconds(1, 0.01)
    assert 0.0 < greeting_ended - caller_began < 0.15


class FullDisk:
    def write(self, left: Samples, right: Samples) -> None:
        raise StorageFull("audio.disk_full", vi="Ổ đĩa đã đầy.", en="The disk is full.")


def test_a_full_disk_ends_the_recording_and_not_the_call() -> None:
    caller, notebook = RehearsedRecogniser(), Notebook()

    async def main() -> RecordedPort:
        with ThreadPoolExecutor(2) as pool:
            port = RecordedPort(ScriptedCaller([Speak(caller.speech("mất điện"))]), FullDisk(), pool)
            line = VoiceLine(port, ears=rehearsed_ears(caller, pool), speaker=rehearsed_speaker(pool))
            await converse(line=line, answerer=Scripted(polite), memory=notebook)
            return port

    port = run_virtually(main())
    assert port.failure is not None
    assert port.failure.code == "audio.disk_full"
    assert [turn.delivered.text for turn in notebook.turns] == ["xin chào", "bạn nói mất điện"]
