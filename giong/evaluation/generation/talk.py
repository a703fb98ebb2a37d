"""Puts turns together to a scenario with a name. Knows no assistant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.dialogue.folder.schema import FakeAnswerFile, ScenarioFile, ScenarioTurnFile
from giong.evaluation.generation.walk import Walk

LONGEST_CHARS = 90

Answers = Mapping[str, FakeAnswerFile | list[FakeAnswerFile]]


def along(name: str, walked: Walk, turns: Sequence[ScenarioTurnFile]) -> ScenarioFile:
    """Turns of a walk, with what the services answer in them."""
    used = {turn.expect.action for turn in turns}
    actions = {action: _answers_of(given) for action, given in walked.actions.items() if action in used}
    return talk(name, turns, actions)


def talk(name: str, turns: Sequence[ScenarioTurnFile], actions: Answers | None = None) -> ScenarioFile:
    shortened = name if len(name) <= LONGEST_CHARS else name[: LONGEST_CHARS - 1].rstrip() + "…"
    return ScenarioFile(scenario=shortened, actions=dict(actions or {}), turns=list(turns))


def titled(title: str, what: str) -> str:
    return f"{capital(title)}: {what}"


def capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def named_apart(scenarios: list[ScenarioFile]) -> list[ScenarioFile]:
    """With a number after names that occur more than once."""
    counts: dict[str, int] = {}
    apart = []
    for one in scenarios:
        counts[one.scenario] = number = counts.get(one.scenario, 0) + 1
        apart.append(one if number == 1 else one.model_copy(update={"scenario": f"{one.scenario} ({number})"}))
    return apart


def _answers_of(given: list[FakeAnswerFile]) -> FakeAnswerFile | list[FakeAnswerFile]:
    return given[0] if all(one == given[0] for one in given) else given
