"""A folder is checked: mistakes, warnings with their lines, and what the examples are worth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from giong.cli.check import check as command
from giong.evaluation.checking import check

SAMPLE = Path(__file__).parents[1] / "dialogue" / "assistants" / "cap-nuoc"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "cap-nuoc"))


def write(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_examples_are_graded_by_what_was_learnt_without_them(folder: Path) -> None:
    review = check(folder).review
    assert review is not None
    grades = {grade.intent: grade for grade in review.grades}
    assert grades["mat_nuoc"].examples == 5
    assert 0.3 <= review.accuracy <= 1
    assert all(0 <= grade.f1 <= 1 for grade in review.grades)
    assert sum(one.count for one in review.confusions if one.intent == "mat_nuoc") == round(
        (1 - grades["mat_nuoc"].recall) * 5
    )
    assert review.bands.clarify <= review.bands.answer
    assert check(folder) == check(folder)


def test_examples_that_nearly_contradict_or_repeat_are_warned_of_at_their_line(folder: Path) -> None:
    write(folder / "intents.yaml", "nước bị đục, nước", "nhà tôi bị mất nước đục, nước bẩn quá ạ, nước")
    warned = {(warning.line, warning.en) for warning in check(folder).warnings if "nước" in warning.en}
    assert any(line == 11 and "(mat_nuoc, line 4)" in text and "(nuoc_duc)" in text for line, text in warned)
    assert any("“nước bẩn quá” says what “nước bẩn quá ạ”" in text for _, text in warned)


def test_an_intent_with_too_few_examples_and_a_flow_that_nothing_starts_are_warned_of(folder: Path) -> None:
    (folder / "flows" / "mo_coi.yaml").write_text("flow: mo_coi\nsteps: [{say: a}]\n", encoding="utf-8")
    warnings = check(folder).warnings
    assert any("“nuoc_duc” is hard to tell" in warning.en and "4 examples" in warning.en for warning in warnings)
    assert [warning.file for warning in warnings if "nothing starts" in warning.en] == ["flows/mo_coi.yaml"]


def test_the_command_shows_mistakes_with_their_place_and_fails(folder: Path) -> None:
    assert CliRunner().invoke(command, [str(folder)]).exit_code == 0
    write(folder / "slots.yaml", "type: phone", "type: fone")
    told = CliRunner().invoke(command, [str(folder), "--json"])
    assert told.exit_code == 1
    found = json.loads(told.output)["assistants"][0]
    assert not found["ok"]
    assert found["understanding"] is None
    assert "“phone”" in found["problems"][0]["vi"]
    assert found["problems"][0]["file"] == "slots.yaml"
