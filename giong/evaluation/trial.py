"""An assistant's folder tried out after a change: its own scenarios, and sentences that it should answer now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from giong.adaptation.mending.trial import Trial
from giong.clock import run_virtually
from giong.dialogue.line import Said
from giong.dialogue.mind import Mind
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import run_scenarios
from giong.evaluation.sender import RehearsedSender

NO_ANSWER = frozenset({"unknown", "clarify", "error", "agent_closed"})
"""Decisions that leave a sentence as missed as before."""


def try_out(folder: Path, sentences: Sequence[str]) -> Trial:
    """Implements `adaptation.mending.trial.TryOut`. Runs event loops of its own: not to be called from inside one."""
    with rehearsal(folder) as ready:
        results = list(run_scenarios(ready.mind, ready.scenarios))
        answered = sum(_answers(ready.mind, sentence) for sentence in sentences)
    failed = tuple(result.scenario for result in results if not result.passed)
    return Trial(len(results), failed, len(sentences), answered)


def _answers(mind: Mind, sentence: str) -> bool:
    means = replace(mind.means, sender=RehearsedSender(mind.means.assistant.hosts, {}))

    async def decision() -> str:
        reply = Mind(means).reply(Said(sentence), {})
        async for _ in reply.pieces():
            pass
        return reply.report.decision

    return run_virtually(decision()) not in NO_ANSWER
