"""An assistant's folder made ready for its scenarios: nothing is stored, and its documents are found by words alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.reading import read_assistant, read_scenarios
from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.knowledge import IndexKnowledge
from giong.dialogue.mind import Mind, train
from giong.evaluation.recollection import RecollectingKnowledge, RecollectingUnderstander
from giong.retrieval.index import Index


@dataclass(frozen=True)
class Rehearsal:
    assistant: Assistant
    mind: Mind
    scenarios: list[ScenarioFile]


@contextmanager
def rehearsal(folder: Path) -> Iterator[Rehearsal]:
    """Raises `BadConfiguration` for a folder, and `BadInput` for a document, that cannot be used."""
    assistant, scenarios = read_assistant(folder), read_scenarios(folder)
    with (
        tempfile.TemporaryDirectory(prefix="giong-test-") as temporary,
        Index.open(Path(temporary)) as index,
    ):
        for source in assistant.knowledge:
            data = (folder / source.path).read_bytes()
            index.add(source.path, data, title=source.title or None, stated=source.stated)
        mind = train(assistant, knowledge=RecollectingKnowledge(IndexKnowledge(index)))
        means = replace(mind.means, understander=RecollectingUnderstander(mind.means.understander))
        yield Rehearsal(assistant, Mind(means), scenarios)
