"""Every scenario of the sample assistants, played over a chat and over a scripted call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from giong.dialogue.folder.reading import read_scenarios
from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.mind import Mind
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import run_scenario
from giong.evaluation.telling import explained
from giong.text.unicode import fold

ROOT = Path(__file__).resolve().parents[2] / "assistants"
FOLDERS = sorted(path.parent for path in ROOT.glob("*/assistant.yaml"))
PLAYED = [
    pytest.param(folder, scenario, id=f"{folder.name}: {fold(scenario.scenario)}")
    for folder in FOLDERS
    for scenario in read_scenarios(folder)
]


@pytest.fixture(scope="module")
def minds() -> Iterator[dict[Path, Mind]]:
    with ExitStack() as stack:
        yield {folder: stack.enter_context(rehearsal(folder)).mind for folder in FOLDERS}


@pytest.mark.parametrize(("folder", "scenario"), PLAYED)
def test_scenario(minds: dict[Path, Mind], folder: Path, scenario: ScenarioFile) -> None:
    result = run_scenario(minds[folder], scenario)
    assert result.passed, explained(result)
