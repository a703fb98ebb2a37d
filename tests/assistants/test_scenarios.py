"""Every scenario of the sample assistants, played over a chat and over a scripted call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from giong.dialogue.folder import read_assistant, read_scenarios
from giong.dialogue.knowledge import IndexKnowledge
from giong.dialogue.mind import Mind, train
from giong.dialogue.schema import ScenarioFile
from giong.evaluation.scenarios import explained, run_scenario
from giong.retrieval.index import Index
from giong.text.unicode import fold

ROOT = Path(__file__).resolve().parents[2] / "assistants"
PLAYED = [
    pytest.param(folder.parent, scenario, id=f"{folder.parent.name}: {fold(scenario.scenario)}")
    for folder in sorted(ROOT.glob("*/assistant.yaml"))
    for scenario in read_scenarios(folder.parent)
]


@pytest.fixture(scope="module")
def minds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Mind]]:
    """Each assistant with its documents indexed by words alone, which needs no model."""
    made: dict[Path, Mind] = {}
    indexes = []
    for folder in {param.values[0] for param in PLAYED}:
        assert isinstance(folder, Path)
        assistant = read_assistant(folder)
        index = Index.open(tmp_path_factory.mktemp(folder.name))
        indexes.append(index)
        for source in assistant.knowledge:
            index.add(source.path, (folder / source.path).read_bytes(), title=source.title or None)
        made[folder] = train(assistant, knowledge=IndexKnowledge(index))
    yield made
    for index in indexes:
        index.close()


@pytest.mark.parametrize(("folder", "scenario"), PLAYED)
def test_scenario(minds: dict[Path, Mind], folder: Path, scenario: ScenarioFile) -> None:
    result = run_scenario(minds[folder], scenario)
    assert result.passed, explained(result)
