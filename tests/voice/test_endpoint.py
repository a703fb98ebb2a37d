"""How much silence ends a turn."""

from __future__ import annotations

import pytest

from giong.dialogue.line import Expectation
from giong.voice.completeness import is_whole
from giong.voice.endpoint import Heard, PatientEndpoint
from giong.voice.timing import Timing

TIMING = Timing()
ANYTHING = Expectation()
PHONE = Expectation("phone", patience_s=1.2)
MENU = Expectation("choice", ("trạm ATM", "cà phê"), closed=True)
YES_NO = Expectation("yes_no", ("có", "không"), closed=True)


def needed_s(text: str, expectation: Expectation = ANYTHING, *pauses_s: float) -> float:
    return PatientEndpoint(TIMING).silence_needed_s(Heard(text.split(), pauses_s=pauses_s), expectation)


@pytest.mark.parametrize(
    ("text", "expectation", "silence_s"),
    [
        ("tôi muốn báo mất điện", ANYTHING, TIMING.pause_s),
        ("cho em hỏi giá điện được không ạ", ANYTHING, TIMING.closed_s),
        ("số của em là", ANYTHING, TIMING.unfinished_s),
        ("tính trung bình của dãy số", ANYTHING, TIMING.pause_s),
        ("tôi ra ủy ban xã", ANYTHING, TIMING.pause_s),
        ("dạ em ơi", ANYTHING, TIMING.opening_s),
        ("dạ", YES_NO, TIMING.pause_s),
        ("số của em là không chín không", ANYTHING, TIMING.digits_s),
        ("tôi có ba", ANYTHING, TIMING.pause_s),
        ("ngày mười hai tháng", Expectation("date"), TIMING.unfinished_s),
        ("", ANYTHING, TIMING.unheard_s),
        ("cà phê", MENU, TIMING.complete_s),
        ("cà", MENU, TIMING.pause_s),
        ("không chín", Expectation("phone"), TIMING.digits_s),
        ("không chín", PHONE, PHONE.patience_s),
        ("bê ca một", Expectation("code", patience_s=1.2), 1.2),
        ("không chín không ba một hai ba bốn năm sáu", PHONE, TIMING.complete_s),
        ("số em là không chín không ba à một hai ba bốn năm sáu", PHONE, TIMING.complete_s),
        ("không hai bốn ba tám hai năm một hai ba", PHONE, PHONE.patience_s),
        ("không hai bốn ba tám hai năm một hai ba bốn", PHONE, TIMING.complete_s),
        ("tôi muốn", Expectation("text", patience_s=2.0), 2.0),
        ("mất điện từ sáng ạ", Expectation("text", patience_s=1.2), TIMING.closed_s),
    ],
)
def test_silence_depends_on_what_was_said(text: str, expectation: Expectation, silence_s: float) -> None:
    assert needed_s(text, expectation) == pytest.approx(silence_s)


def test_phrases_match_as_they_are_spoken() -> None:
    assert is_whole(["số", "hai"], Expectation("choice", ("số 2",), closed=True))
    assert not is_whole(["số", "hai"], Expectation("choice", ("số 2",), closed=False))


def test_the_pauses_between_groups_tell_how_long_the_next_may_be() -> None:
    assert needed_s("không chín không ba một hai ba", PHONE, 0.3) < PHONE.patience_s / 1.5
    assert needed_s("không chín không ba một hai ba", PHONE, 0.9) == pytest.approx(TIMING.most_s)
    assert needed_s("không chín không ba một hai ba", PHONE, 0.05) == PHONE.patience_s


def test_how_somebody_groups_digits_is_remembered() -> None:
    endpoint = PatientEndpoint(TIMING)
    endpoint.ended(Heard(["không", "chín", "không", "ba", "một", "hai", "ba"], pauses_s=[0.3, 0.35]))
    assert endpoint.silence_needed_s(Heard(["bốn", "năm"]), PHONE) < PHONE.patience_s


def test_slow_speakers_are_waited_for() -> None:
    endpoint = PatientEndpoint(TIMING)
    words = ["tôi", "muốn", "báo", "mất", "điện", "ở", "nhà"]
    ordinary = endpoint.silence_needed_s(Heard(words, 0.2 * len(words)), ANYTHING)
    slow = endpoint.silence_needed_s(Heard(words, 0.45 * len(words)), ANYTHING)
    assert ordinary <= TIMING.pause_s < slow < 2 * TIMING.pause_s


def test_who_was_cut_off_is_given_more_time_for_a_while() -> None:
    endpoint = PatientEndpoint(TIMING)
    heard = Heard(["tôi", "báo", "mất", "điện", "nhà"])
    endpoint.cut_off()
    warned = endpoint.silence_needed_s(heard, ANYTHING)
    for _ in range(5):
        endpoint.ended(heard)
    assert warned > TIMING.pause_s == endpoint.silence_needed_s(heard, ANYTHING)
