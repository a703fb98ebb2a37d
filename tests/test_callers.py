"""The thirty callers of the documentation: all of them are played, and none of them breaks an assistant."""

from __future__ import annotations

import yaml

from docs.callers import CALLERS, PAGE, CallersFile

FILES = [CallersFile(**yaml.safe_load(path.read_text("utf-8"))) for path in sorted(CALLERS.glob("*.yaml"))]
TEXT = PAGE.read_text("utf-8")


def test_thirty_callers_on_both_lines_are_printed() -> None:
    callers = [caller for file in FILES for caller in file.callers]
    assert len(callers) == 30
    assert {caller.line for caller in callers} == {"web", "call"}
    assert all(f"### {caller.caller} (" in TEXT for caller in callers)


def test_what_went_wrong_is_printed_beside_the_turn() -> None:
    marks = [one.wrong for file in FILES for caller in file.callers for one in caller.says if one.wrong]
    assert marks
    assert sum(f"✗ {mark}" in TEXT for mark in marks) >= 0.8 * len(marks)  # some were not reached any more


def test_no_answer_is_an_apology_for_a_defect_or_shows_a_secret() -> None:
    answers = [line for line in TEXT.splitlines() if line.startswith("  - **Trợ lý:**")]
    assert len(answers) > 180
    assert not any(word in line for line in answers for word in ("trục trặc", "{{", "TOKEN", "Traceback"))
