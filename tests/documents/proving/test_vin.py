from __future__ import annotations

import pytest

from giong.documents.document import Verdict
from giong.documents.proving import vin


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("1M8GDM9AXKP042788", Verdict.PASSED),
        ("11111111111111111", Verdict.PASSED),
        ("1M8GDM9A1KP042788", Verdict.UNKNOWN),
        ("RLHJC5201DY123456", Verdict.UNKNOWN),
        ("C100E123456", Verdict.UNKNOWN),
    ],
)
def test_check_digits_pass_and_never_fail(number: str, verdict: Verdict) -> None:
    assert vin.check(number, "chassis_number").verdict is verdict


def test_letters_that_no_number_holds_are_digits() -> None:
    assert vin.repaired("1M8GDM9AXKPO42788") == "1M8GDM9AXKP042788"
    assert vin.repaired("RLHJC 5201 DYI23456") == "RLHJC5201DY123456"
    assert vin.repaired("IC100-O1") == "IC100O1"
