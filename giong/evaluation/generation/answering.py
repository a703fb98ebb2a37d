"""What people answer to the question for a slot: the same thing in other forms, and what will not do."""

from __future__ import annotations

from collections.abc import Iterator

from giong.dialogue.assistant import Slot
from giong.dialogue.folder.schema import ExpectFile, ScenarioFile, ScenarioTurnFile
from giong.evaluation.generation import talk
from giong.evaluation.generation.ground import Ground, Opened
from giong.evaluation.generation.samples import Sample, samples


def answers(ground: Ground) -> Iterator[ScenarioFile]:
    """Each slot once, where it is asked for first."""
    for slot in ground.assistant.slots.values():
        asked, known = ground.asked_for(slot), samples(slot)
        if asked is None or known is None:
            continue
        opened, at = asked
        yield from (_odd(ground, opened, slot, at=at, sample=sample) for sample in known.odd)
        yield from (_bad(opened, slot, at=at, words=words) for words in known.bad)


def _odd(ground: Ground, opened: Opened, slot: Slot, *, at: int, sample: Sample) -> ScenarioFile:
    said = ground.answered(opened, slot, sample)
    return talk.along(f"{talk.capital(slot.title)} nói là “{sample.words}”", said, said.turns[: at + 2])


def _bad(opened: Opened, slot: Slot, *, at: int, words: str) -> ScenarioFile:
    """Asked again; then the answer will do."""
    turns = opened.plain.turns
    expect = ExpectFile(decision="again", flow=opened.flow_at(at), slots={slot.name: None})
    refused = ScenarioTurnFile(user=words, expect=expect)
    whole = [*turns[: at + 1], refused, *turns[at + 1 : at + 2]]
    return talk.along(f"{talk.capital(slot.title)}: “{words}” không được nhận", opened.plain, whole)
