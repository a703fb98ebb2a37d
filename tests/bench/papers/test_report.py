from pathlib import Path

import pytest

from bench.papers import report
from bench.papers.fitting import fitted, samples
from bench.papers.sets import Order, write
from bench.papers.shares import bins, expected_error, wilson
from bench.papers.split import Split
from giong.evaluation.documents import Compared, Outcome, read_truths


def test_intervals_are_those_of_wilson() -> None:
    # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I.
    for part, whole, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = wilson(part, whole)
        assert (found.low, found.high) == pytest.approx((low, high), abs=2e-4)


def test_promises_that_are_kept_cost_nothing() -> None:
    kept = [(0.75, n % 4 > 0) for n in range(40)]
    assert expected_error(kept) == pytest.approx(0.0)
    assert expected_error([(1.0, False)]) == 1.0
    assert [one.n for one in bins([(0.0, False), (0.95, True), (1.0, True)], edges=(0, 0.5, 0.9, 1.0))] == [1, 2]


def an_outcome(number: int, *, right: bool, sure: float, rejection: str = "") -> Outcome:
    truth = read_truths(FOLDER)[0][0]
    field = Compared("name", "AN", "AN" if right else "ÂN", sure, "print")
    return Outcome(truth, "cccd_front", rejection, (field,), 0.5)


FOLDER = Path()


def test_a_set_is_drawn_read_and_reported(tmp_path: Path) -> None:
    global FOLDER
    FOLDER = tmp_path / "set"
    name = write(Order(Split.REPORT, "cccd_front", 1, 0, 1), FOLDER)
    truths, broken = read_truths(FOLDER)
    assert [truth.path.stem for truth in truths] == [name]
    assert not broken
    outcomes = [an_outcome(n, right=n % 5 > 0, sure=0.8) for n in range(50)]
    page = tmp_path / "papers.md"
    report.write(outcomes, page, context=report.Context("Somewhere."))
    text = page.read_text(encoding="utf-8")
    assert "80.0% (67.0–88.8)" in text
    assert "“AN” read as “ÂN” (0.80)" in text
    assert f"papers/{name}.jpg" in text
    pictures = list((tmp_path / "papers").glob("*.jpg"))
    assert 0 < sum(picture.stat().st_size for picture in pictures) <= 150_000


def test_calibration_mends_what_is_too_sure(tmp_path: Path) -> None:
    global FOLDER
    FOLDER = tmp_path / "set"
    write(Order(Split.TUNE, "cccd_front", 1, 0, 1), FOLDER)
    outcomes = [an_outcome(n, right=n % 2 > 0, sure=0.97) for n in range(200)]
    found = fitted(samples(outcomes))
    assert found.n == 200
    assert found.error < 0.05 < 0.4 < found.error_before
    assert found.confident == 0.0
