"""The seam to a language model that helps to understand: which of the assistant's intents a sentence means, and which
of its words are values. Knows no flow. What it says is a suggestion, never an act.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from giong.dialogue.assistance import prompts
from giong.dialogue.assistance.wording import written
from giong.dialogue.assistant import Intent, Slot
from giong.language.llm.model import LanguageModel
from giong.text.unicode import fold
from giong.usage import Usage

EXAMPLES = 3
"""Sentences of each intent that a model is shown."""
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


@dataclass(frozen=True)
class Suggestion:
    """`intent` is one of those offered, or ""; `slots` are the person's own words for some of them. `heard` is False
    where nothing usable came.
    """

    intent: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    heard: bool = True
    usage: Usage = field(default_factory=Usage)


class Assistance(Protocol):
    """Helps to understand."""

    async def suggest(
        self, text: str, *, intents: Sequence[Intent], slots: Sequence[Slot], within_s: float
    ) -> Suggestion:
        """What `text` may mean. Never raises, and is never later than `within_s`."""


class ModelAssistance:
    """A language model helps; whatever it says beyond what was offered, or was not said by the person, is ignored."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    async def suggest(
        self, text: str, *, intents: Sequence[Intent], slots: Sequence[Slot], within_s: float
    ) -> Suggestion:
        described = {one.name: [one.title, *(example.text for example in one.examples[:EXAMPLES])] for one in intents}
        mark = f"du_lieu_{secrets.token_hex(4)}"
        messages = prompts.understand(text, described, {slot.name: slot.title for slot in slots}, mark=mark)
        answer, usage = await written(self._model, messages, within_s=within_s)
        told = _object(answer or "")
        if told is None:
            return Suggestion(heard=False, usage=usage)
        intent, said = told.get("intent"), told.get("slots")
        return Suggestion(
            intent=intent if isinstance(intent, str) and intent in described else "",
            slots=_own_words(said, text, slots) if isinstance(said, dict) else {},
            usage=usage,
        )


def _object(text: str) -> dict[str, Any] | None:
    match = _OBJECT.search(text)
    try:
        value = json.loads(match.group()) if match else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _own_words(said: dict[str, Any], text: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Only what the person said, word for word."""
    heard = f" {' '.join(fold(text).split())} "
    words = {slot.name: said.get(slot.name) for slot in slots}
    return {
        name: value
        for name, value in words.items()
        if isinstance(value, str)
        and re.search(rf"(?<!\w){re.escape(' '.join(fold(value).split()))}(?!\w)", heard)
        and value.strip()
    }
