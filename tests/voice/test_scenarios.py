"""The sample assistants' scenarios over real listening and talking, with rehearsed engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from giong.dialogue.folder.reading import read_scenarios
from giong.dialogue.folder.schema import ScenarioTurnFile
from giong.dialogue.line import Via
from giong.evaluation.lines import Script
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import run_scenarios
from giong.voice.caller import Hush
from giong.voice.line import VoiceLine
from giong.voice.rehearsal import rehearsed_call

ASSISTANTS = Path(__file__).parents[2] / "assistants"


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def _unspeakable(turn: ScenarioTurnFile) -> bool:
    return bool(turn.press or turn.keys or turn.photo)


@pytest.mark.parametrize("assistant", sorted(folder.name for folder in ASSISTANTS.iterdir() if folder.is_dir()))
def test_a_call_goes_as_the_chat_does(assistant: str, pool: ThreadPoolExecutor) -> None:
    def call(script: Script) -> VoiceLine:
        return rehearsed_call([Hush() if said is None else said.text for said in script], pool)

    with rehearsal(ASSISTANTS / assistant) as ready:
        written = read_scenarios(ASSISTANTS / assistant, generated=False)
        spoken = [one for one in written if not any(map(_unspeakable, one.turns))]
        results = list(run_scenarios(ready.mind, spoken, call_line=call))
    assert len(results) > 5
    for result in results:
        typed, phoned = ([(turn.delivered, turn.act) for turn in turns] for turns in (result.chat, result.call))
        assert phoned == typed, result.scenario
    assert any(turn.said and turn.said.via is Via.SPEECH for result in results for turn in result.call)
