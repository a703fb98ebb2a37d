from __future__ import annotations

import numpy as np
import pytest

from giong.speech.energy import EnergyActivity
from giong.speech.pcm import Samples
from giong.speech.resample import resample
from giong.speech.silero import SileroActivity
from giong.speech.vad import FRAME_SAMPLES, RATE_HZ, Segment, VoiceActivity, segments
from tests.speech.recordings import clip


def hiss(seconds: float, level: float = 1e-3) -> Samples:
    return np.random.default_rng(3).normal(0.0, level, round(seconds * RATE_HZ)).astype(np.float32)


@pytest.fixture(params=[SileroActivity, EnergyActivity])
def activity(request: pytest.FixtureRequest) -> VoiceActivity:
    made: VoiceActivity = request.param()
    return made


def test_noise_is_no_speech(activity: VoiceActivity) -> None:
    assert segments(hiss(3.0), activity) == []
    assert segments(np.zeros(RATE_HZ, np.float32), activity) == []
    assert segments(np.zeros(0, np.float32), activity) == []


@pytest.mark.data
def test_speech_is_found_where_it_is(activity: VoiceActivity) -> None:
    speech = resample(clip("vieneu-refs", "example_3.wav"), RATE_HZ).samples
    found = segments(np.concatenate([hiss(2.0), speech, hiss(2.0), speech, hiss(2.0)]), activity)
    length_s = len(speech) / RATE_HZ
    assert len(found) == 2
    for segment, start_s in zip(found, (2.0, 4.0 + length_s), strict=True):
        assert start_s - 0.3 < segment.start_s < start_s + 0.5
        assert start_s + length_s - 0.7 < segment.end_s < start_s + length_s + 0.5


@pytest.mark.data
def test_reset_forgets(activity: VoiceActivity) -> None:
    speech = resample(clip("vieneu-refs", "example_3.wav"), RATE_HZ).samples
    frames = [speech[at : at + FRAME_SAMPLES] for at in range(0, len(speech) - FRAME_SAMPLES, FRAME_SAMPLES)]
    first = [activity.probability(frame) for frame in frames]
    activity.reset()
    assert [activity.probability(frame) for frame in frames] == pytest.approx(first)


@pytest.mark.data
def test_detectors_side_by_side_do_not_disturb_each_other() -> None:
    speech = resample(clip("vieneu-refs", "example_3.wav"), RATE_HZ).samples
    frames = [speech[at : at + FRAME_SAMPLES] for at in range(0, len(speech) - FRAME_SAMPLES, FRAME_SAMPLES)]
    alone = SileroActivity()
    expected = [alone.probability(frame) for frame in frames]
    first, second = SileroActivity(), SileroActivity()
    heard = [(first.probability(frame), second.probability(0.1 * frame))[0] for frame in frames]
    assert heard == pytest.approx(expected)


class Scripted:
    """Speech in the frames that it is told."""

    def __init__(self, speaking: str) -> None:
        self._speaking = speaking
        self.reset()

    def probability(self, frame: Samples) -> float:
        self._next += 1
        return float(self._speaking[self._next - 1] == "x")

    def reset(self) -> None:
        self._next = 0


def found_in(speaking: str, *, pause_s: float = 0.1, margin_s: float = 0.0, longest_s: float = 9) -> list[Segment]:
    samples = np.zeros(len(speaking) * FRAME_SAMPLES, np.float32)
    return segments(samples, Scripted(speaking), pause_s=pause_s, margin_s=margin_s, longest_s=longest_s)


def test_short_pauses_join_and_long_ones_part() -> None:
    assert found_in("..xxx.xx....xx..") == [Segment(0.064, 0.256), Segment(0.384, 0.448)]


def test_margins_stay_inside_the_recording_and_meet() -> None:
    assert found_in("x....x", pause_s=0.1, margin_s=0.1) == [Segment(0.0, 0.132), Segment(0.132, 0.192)]


def test_a_long_stretch_is_cut() -> None:
    parts = found_in("x" * 100, longest_s=1.5)
    assert [round(part.end_s - part.start_s, 2) for part in parts] == [1.5, 1.5, 0.2]
