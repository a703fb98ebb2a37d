"""Who has picked up: synthetic announcements and beeps, and people's voices."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from giong.speech.files import read_audio
from giong.speech.pcm import Samples
from giong.speech.resample import resample
from giong.voice.answering import Answering, Verdict, Who
from giong.voice.notices import Final, Partial

RATE_HZ = 8_000
SPEECH = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[3] / "shared" / "data")) / "speech"


def quiet(seconds: float) -> Samples:
    return np.random.default_rng(7).normal(0.0, 1e-4, round(seconds * RATE_HZ)).astype(np.float32)


def voice(seconds: float) -> Samples:
    """Syllables with the spectrum of a vowel: many harmonics of 130 Hz, five times a second."""
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    harmonics = sum(np.sin(2 * np.pi * 130.0 * n * at_s + n) / n for n in range(1, 20))
    return np.asarray(0.1 * harmonics * np.abs(np.sin(np.pi * 5 * at_s)), np.float32) + quiet(seconds)


def tone(hz: float, seconds: float) -> Samples:
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(0.2 * np.sin(2 * np.pi * hz * at_s), np.float32)


def heard(*parts: Samples) -> list[Verdict]:
    """All verdicts on a line that sounds like this."""
    answering = Answering(RATE_HZ)
    frames = np.concatenate(parts)
    pieces: Iterable[Samples] = (frames[at : at + 160] for at in range(0, len(frames), 160))
    return [verdict for piece in pieces if (verdict := answering.hear(piece))]


def worded(*texts: str) -> Verdict | None:
    answering = Answering(RATE_HZ)
    for text in texts:
        answering.notice(Final(text, 1.0))
    return answering.verdict


def test_who_says_something_short_and_waits_is_a_person() -> None:
    (verdict,) = heard(quiet(0.5), voice(0.6), quiet(3.0))
    assert (verdict.who, verdict.reason) == (Who.PERSON, "short_greeting")
    assert verdict.at_s < 2.0


def test_who_says_nothing_is_a_person() -> None:
    (verdict,) = heard(quiet(6.0))
    assert (verdict.who, verdict.reason) == (Who.PERSON, "silent")


def test_who_talks_on_and_on_to_nobody_is_a_machine() -> None:
    (verdict,) = heard(*[voice(1.5), quiet(0.3)] * 6)
    assert (verdict.who, verdict.reason) == (Who.VOICEMAIL, "long_speech")


def test_after_the_beep_a_message_can_be_left() -> None:
    verdicts = heard(*[voice(1.5), quiet(0.3)] * 5, tone(1_000.0, 0.4), quiet(1.0))
    assert [(one.who, one.ready) for one in verdicts] == [(Who.VOICEMAIL, False), (Who.VOICEMAIL, True)]


def test_a_short_voicemail_greeting_is_known_by_its_beep() -> None:
    verdicts = heard(voice(2.8), quiet(1.0), tone(1_400.0, 0.3), quiet(1.0))
    assert [one.who for one in verdicts] == [Who.PERSON, Who.VOICEMAIL]
    assert verdicts[-1].ready


def test_a_beep_in_the_room_of_a_person_changes_nothing() -> None:
    assert [one.who for one in heard(voice(0.5), quiet(1.0), tone(1_000.0, 0.4), quiet(2.0))] == [Who.PERSON]


def test_call_progress_tones_are_no_beep() -> None:
    assert not any(one.ready for one in heard(voice(1.5), quiet(0.3), tone(425.0, 1.0), quiet(1.0)))


def test_a_fax() -> None:
    assert heard(quiet(0.5), tone(2_100.0, 2.0))[0].who is Who.FAX


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("thuê bao quý khách vừa gọi tạm thời không liên lạc được", Who.ANNOUNCEMENT),
        ("số máy quý khách vừa gọi hiện đang bận xin quý khách vui lòng gọi lại sau", Who.ANNOUNCEMENT),
        ("số mái quí khách vừa gọi không đúng", Who.ANNOUNCEMENT),
        ("the number you have dialed is not available at this moment", Who.ANNOUNCEMENT),
        ("chào bạn mình là nam hiện mình không nghe máy được hãy để lại lời nhắn sau tiếng bíp", Who.VOICEMAIL),
        ("please leave a message after the tone", Who.VOICEMAIL),
        ("cảm ơn quý khách đã gọi đến ngân hàng để gặp tổng đài viên vui lòng bấm phím không", Who.MENU),
        ("a lô", Who.PERSON),
        ("alo ai đấy ạ", Who.PERSON),
        ("dạ em nghe đây", Who.PERSON),
        ("vâng", Who.PERSON),
        ("công ty hoa sen xin nghe", Who.PERSON),
        ("a lô tôi đang bận gọi lại sau nhé", Who.PERSON),
        ("a lô số này không đúng đâu em gọi nhầm rồi", Who.PERSON),
        ("alo anh ấy đi vắng rồi em để lại lời nhắn nhé", Who.PERSON),
        ("a lô quý khách nào đấy ạ", Who.PERSON),
    ],
)
def test_words(said: str, who: Who) -> None:
    verdict = worded(said)
    assert verdict is not None
    assert verdict.who is who


def test_an_announcement_of_which_only_the_customer_is_understood() -> None:
    answering = Answering(RATE_HZ)
    for piece in np.split(np.concatenate([voice(1.8), quiet(0.2)] * 2), 200):
        answering.hear(piece)
    verdict = answering.notice(Partial("chú mấy quý khách rồi chuyển xin quý khách"))
    assert verdict is not None
    assert verdict.who is Who.ANNOUNCEMENT


def test_a_recording_that_begins_like_a_person_is_found_out() -> None:
    answering = Answering(RATE_HZ)
    assert answering.notice(Final("xin chào ai đấy ạ", 1.0)) is not None
    revised = answering.notice(Partial("hiện mình đang bận xin để lại lời nhắn sau tiếng bíp"))
    assert revised is not None
    assert revised.machine


def test_once_we_talk_the_rhythm_tells_nothing() -> None:
    answering = Answering(RATE_HZ)
    answering.spoke()
    for at in range(0, 12 * RATE_HZ, 160):
        assert answering.hear(voice(12)[at : at + 160] if at == 0 else voice(0.02)) is None


@pytest.mark.data
@pytest.mark.skipif(not SPEECH.is_dir(), reason=f"the recordings are missing: {SPEECH}")
def test_people_are_people() -> None:
    """Recorded words and sentences up to five seconds, each as the first thing that is said: never a machine."""
    verdicts = []
    for folder in ("vieneu-refs", "vivos-mini", "menu-words-8k"):
        lines = (SPEECH / folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        for line in lines[:60]:
            audio = resample(read_audio(SPEECH / folder / json.loads(line)["audio_filepath"]), RATE_HZ)
            verdicts.append(heard(quiet(0.6), audio.samples, quiet(3.0))[-1].who)
    assert len(verdicts) > 70
    assert set(verdicts) == {Who.PERSON}
