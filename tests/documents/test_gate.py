"""What is sent back, and with which reason."""

from __future__ import annotations

import pytest

from giong.documents import gate
from giong.documents.document import Reason, Rejection
from giong.documents.kind import Shape
from giong.vision.quality import Quality


def quality(**measures: float) -> Quality:
    return Quality(width_px=1200, height_px=760, **measures)


def reason(found: Rejection | None) -> Reason | None:
    return found.reason if found else None


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"blur": 0.9}, Reason.BLUR),
        ({"glare": 1.0}, Reason.GLARE),
        ({"darkness": 1.0}, Reason.DARK),
        ({"recapture": 0.9}, Reason.RECAPTURE),
        ({"darkness": 1.0, "blur": 1.0}, Reason.DARK),
        ({"blur": 0.4, "glare": 0.4, "darkness": 0.5}, None),
    ],
)
def test_a_card_before_it_is_read(measures: dict[str, float], expected: Reason | None) -> None:
    assert reason(gate.before_reading(quality(**measures), Shape.CARD)) is expected


def test_a_card_too_small_to_read() -> None:
    assert reason(gate.before_reading(Quality(width_px=290, height_px=180), Shape.CARD)) is Reason.SMALL


def test_a_card_that_lies_on_its_side_is_as_large_as_its_longer_side() -> None:
    assert gate.before_reading(Quality(width_px=280, height_px=440), Shape.CARD) is None


def test_a_card_that_could_be_read_is_sent_back_from_a_screen_or_cut() -> None:
    assert reason(gate.of_card(quality(recapture=0.9), Shape.CARD, cut=False)) is Reason.RECAPTURE
    assert reason(gate.of_card(quality(), Shape.CARD, cut=True)) is Reason.CUT
    assert gate.of_card(quality(blur=0.5), Shape.CARD, cut=False) is None
    assert gate.of_card(quality(recapture=0.9), Shape.SHEET, cut=True) is None


def test_lines_too_low_to_read_explain_why_little_was_read() -> None:
    assert reason(gate.after_reading(quality(), Shape.SHEET, line_px=6.0)) is Reason.SMALL
    assert gate.after_reading(quality(), Shape.SHEET, line_px=20.0) is None


def test_sheets_and_pictures_without_an_outline_are_read_first() -> None:
    white = quality(glare=1.0, blur=1.0, recapture=1.0)
    assert gate.before_reading(white, Shape.SHEET) is None
    assert gate.before_reading(white, Shape.CARD, found=False) is None


def test_a_middling_measure_explains_why_little_was_read() -> None:
    assert reason(gate.after_reading(quality(blur=0.4), Shape.CARD)) is Reason.BLUR
    assert reason(gate.after_reading(quality(blur=0.4), Shape.CARD, complete=False)) is Reason.CUT
    assert gate.after_reading(quality(blur=0.1), Shape.CARD) is None


def test_every_reason_has_its_sentences() -> None:
    for one in Reason:
        found = gate.rejection(one)
        assert found.vi.endswith("giúp em.")
        assert found.en.endswith(".")
