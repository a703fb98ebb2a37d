"""A detector that sleeps through silence and misses nothing that stands above it."""

from __future__ import annotations

import numpy as np
import pytest

from giong.speech.gate import QUIET_FRAMES, REPLAYED_FRAMES, GatedActivity
from giong.speech.pcm import Samples
from giong.speech.resample import resample
from giong.speech.silero import SileroActivity
from giong.speech.vad import FRAME_SAMPLES, RATE_HZ
from tests.speech.recordings import clip

CHANCE = np.random.default_rng(5)


class Loud:
    """Loud is speech; remembers what it was given."""

    def __init__(self) -> None:
        self.heard: list[Samples] = []

    def probability(self, frame: Samples) -> float:
        self.heard.append(frame)
        return float(np.abs(frame).max() > 0.05)

    def reset(self) -> None:
        self.heard.clear()


def hiss(level: float, frames: int) -> list[Samples]:
    return list(CHANCE.normal(0.0, level, (frames, FRAME_SAMPLES)).astype(np.float32))


@pytest.mark.parametrize("level", [0.0, 1e-4, 3e-3])
def test_steady_background_costs_nothing_once_it_is_known(level: float) -> None:
    detector = Loud()
    gate = GatedActivity(detector)
    assert {gate.probability(frame) for frame in hiss(level, 500)} == {0.0}
    assert gate.asleep
    assert len(detector.heard) == QUIET_FRAMES


def test_a_sound_wakes_it_and_it_hears_what_came_just_before() -> None:
    detector = Loud()
    gate = GatedActivity(detector)
    quiet = hiss(1e-3, 100)
    for frame in quiet:
        gate.probability(frame)
    [voice] = hiss(0.2, 1)
    assert gate.probability(voice) == 1.0
    assert all(
        one is other
        for one, other in zip(detector.heard[QUIET_FRAMES:], [*quiet[-REPLAYED_FRAMES:], voice], strict=True)
    )


def test_it_stays_awake_while_somebody_speaks_and_in_the_pauses_between_words() -> None:
    detector = Loud()
    gate = GatedActivity(detector)
    talk = [frame for _ in range(20) for frame in (*hiss(0.2, 10), *hiss(1e-3, QUIET_FRAMES - 1))]
    for frame in talk:
        gate.probability(frame)
    assert len(detector.heard) == len(talk)


def test_a_background_that_swells_slowly_is_slept_through_and_one_that_jumps_is_not() -> None:
    gate = GatedActivity(Loud())
    for level in np.geomspace(1e-4, 1e-2, 900):
        for frame in hiss(level, 1):
            gate.probability(frame)
    assert gate.asleep
    for frame in hiss(2e-2, 2):
        gate.probability(frame)
    assert not gate.asleep


@pytest.mark.data
def test_soft_speech_is_found_as_without_the_gate() -> None:
    speech = resample(clip("vieneu-refs", "example_3.wav"), RATE_HZ).samples * np.float32(0.05)
    hissing = CHANCE.normal(0.0, 3e-4, RATE_HZ * 3).astype(np.float32)
    sound = np.concatenate([hissing, speech, hissing, speech, hissing])
    frames = sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)

    def voiced(activity: SileroActivity | GatedActivity) -> list[bool]:
        return [activity.probability(frame) >= 0.5 for frame in frames]

    ungated, gated = voiced(SileroActivity()), voiced(GatedActivity(SileroActivity()))
    starts = [number for number in range(1, len(frames)) if ungated[number] and not any(ungated[number - 20 : number])]
    assert len(starts) >= 2
    assert all(any(gated[start - 8 : start + 2]) for start in starts)
    assert sum(gated) >= sum(ungated) * 0.9
