"""Intents said as they were not taught, and sentences that are none of the assistant's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from giong.dialogue.assistant import Example, Intent
from giong.dialogue.folder.schema import ExpectFile, ScenarioFile, ScenarioTurnFile
from giong.evaluation.generation import talk
from giong.evaluation.generation.ground import Ground
from giong.text.unicode import fold

OUTSIDE = 4
"""Of the sentences that the assistant is not there for, so many are tried."""

_WAYS: Mapping[str, str] = {
    "nói lễ phép": "dạ cho hỏi chút, {words} với ạ",
    "viết không dấu": "{folded}",
}


def meanings(ground: Ground) -> Iterator[ScenarioFile]:
    """Each intent of its own said politely and without diacritics; then what is outside."""
    for number, intent in enumerate(ground.own_intents()):
        plain = [example for example in intent.examples if not example.slots and len(example.text.split()) > 1]
        for way, example in zip(_WAYS, _spread(plain, len(_WAYS), start=number), strict=False):
            words = _WAYS[way].format(words=example.text, folded=fold(example.text))
            yield _meant(ground, intent, words, way)
    yield from (_outside(words) for words in ground.assistant.outside[:OUTSIDE])


def _meant(ground: Ground, intent: Intent, words: str, way: str) -> ScenarioFile:
    flow = ground.assistant.flow_for(intent.name)
    expect: dict[str, Any] = {"intent": intent.name}
    if flow is None:
        expect["says"] = [ground.line(intent.name)]
    elif not ground.tells(words):
        opened = next((one for one in ground.opened if one.flow is flow), None)
        first = opened.plain.turns[0].expect if opened else ExpectFile()
        expect |= {"flow": first.flow, "says": first.says}
    turn = ScenarioTurnFile(user=words, expect=ExpectFile(**expect))
    return talk.talk(f"{intent.title}, {way}: {words}", [turn])


def _outside(words: str) -> ScenarioFile:
    """What the author said is no business of this assistant's."""
    turn = ScenarioTurnFile(user=words, expect=ExpectFile(decision="unknown", flow=""))
    return talk.talk(f"Ngoài phạm vi: {words}", [turn])


def _spread(items: Sequence[Example], count: int, *, start: int) -> list[Example]:
    """`count` of the items, others for another `start`."""
    return [items[(start + number) % len(items)] for number in range(min(count, len(items)))]
