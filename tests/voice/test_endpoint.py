"""How much silence ends a turn."""

from __future__ import annotations

import pytest

from giong.dialogue.line import Expectation
from giong.voice.endpoint import is_complete, silence_needed_s
from giong.voice.timing import Timing

TIMING = Timing()
ANYTHING = Expectation()
PHONE_NUMBER = "không chín không ba một hai ba bốn năm sáu"
MENU = Expectation("choice", ("trạm ATM", "cà phê"), closed=True)


@pytest.mark.parametrize(
    ("text", "expectation", "needed_s"),
    [
        ("tôi muốn báo mất điện", ANYTHING, TIMING.pause_s),
        ("số của em là", ANYTHING, TIMING.unfinished_s),
        ("không chín không ba", ANYTHING, TIMING.digits_s),
        ("tôi có ba", ANYTHING, TIMING.pause_s),
        ("", ANYTHING, TIMING.unheard_s),
        ("cà phê", MENU, TIMING.complete_s),
        ("cà", MENU, TIMING.pause_s),
        ("không chín", Expectation("phone"), TIMING.digits_s),
        ("không chín", Expectation("phone", patience_s=1.5), 1.5),
        (
            "không chín không ba một hai ba bốn năm sáu",
            Expectation("phone", patience_s=1.5),
            TIMING.complete_s,
        ),
        ("tôi muốn", Expectation("text", patience_s=2.0), 2.0),
    ],
)
def test_silence_depends_on_what_was_said(text: str, expectation: Expectation, needed_s: float) -> None:
    assert silence_needed_s(text, expectation, TIMING) == needed_s


def test_phrases_match_as_they_are_spoken() -> None:
    assert is_complete("số hai", Expectation("choice", ("số 2",), closed=True))
    assert not is_complete("số hai", Expectation("choice", ("số 2",), closed=False))
