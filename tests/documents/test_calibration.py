from itertools import pairwise
from random import Random

import pytest

from giong.documents.calibration import (
    HIGHEST,
    Evidence,
    Sample,
    at,
    calibrated,
    confidence,
    fit,
    fitted,
    read,
    written,
)
from giong.documents.document import Origin

NAME = Evidence("cccd_front", "name", "print")
ID = Evidence("cccd_front", "id", "print", passed=1)


def samples(evidence: Evidence, n: int, *, power: float, seed: int = 1) -> list[Sample]:
    """Right as often as the likelihood raised to `power`."""
    chance = Random(seed)
    drawn = [chance.random() ** 0.3 for _ in range(n)]
    return [Sample(evidence, likelihood, chance.random() < likelihood**power) for likelihood in drawn]


def test_a_curve_says_how_often_fields_are_right() -> None:
    curves = fit(samples(NAME, 3000, power=3))
    for likelihood in (0.5, 0.7, 0.9):
        assert confidence(curves, likelihood, NAME) == pytest.approx(likelihood**3, abs=0.08)


def test_curves_rise_and_stay_within_bounds() -> None:
    for curve in fit([*samples(NAME, 500, power=2), *samples(ID, 500, power=0.1, seed=2)]).values():
        assert all(left < right and low < high for (left, low), (right, high) in pairwise(curve))
        assert 0 < curve[0][1] <= curve[-1][1] <= HIGHEST


def test_kinds_of_evidence_have_their_own_curves_when_there_are_enough_fields() -> None:
    curves = fit([*samples(NAME, 800, power=4), *samples(ID, 800, power=0.2, seed=2)])
    assert confidence(curves, 0.8, ID) > 0.85 > 0.55 > confidence(curves, 0.8, NAME)
    unseen = Evidence("letter", "money", "xml")
    assert confidence(curves, 0.8, unseen) == pytest.approx(at(curves["all"], 0.8))


def test_nine_in_ten_is_given_with_caution() -> None:
    curves = {"all": ((0.0, 0.0), (1.0, 1.0))}
    promised = [confidence(curves, share, NAME) for share in (0.5, 0.85, 0.93, 0.95, 0.99)]
    assert promised[:2] == pytest.approx([0.5, 0.85])
    assert promised[2] < 0.9 <= promised[3] < promised[4]


def test_few_fields_lean_on_the_wider_curve() -> None:
    few = [Sample(ID, 0.9, False)] * 59
    curves = fit([*samples(NAME, 1000, power=1), *few])
    assert "cccd_front/id/passed" not in curves
    assert set(curves) >= {"all", "cccd_front/name/unchecked", "name/print/unchecked"}


def test_the_table_is_read_as_it_was_written() -> None:
    curves = fit(samples(NAME, 300, power=2))
    assert read(written(curves, note="two\nlines")) == curves


def test_between_knots_one_goes_straight_above_them_level_and_below_them_down() -> None:
    curve = ((0.2, 0.1), (0.6, 0.5))
    assert [at(curve, place) for place in (0.0, 0.1, 0.2, 0.4, 0.6, 1.0)] == pytest.approx(
        [0.0, 0.05, 0.1, 0.3, 0.5, 0.5]
    )


def test_the_shipped_table_gives_confidences() -> None:
    values = [
        calibrated(place / 10, kind="cccd_front", type="name", origin=Origin.PRINT, passed=0, failed=0)
        for place in range(11)
    ]
    assert values == sorted(values)
    assert all(0 <= value <= 1 for value in values)
    assert all(group == "all" or "/" in group for group in fitted())
