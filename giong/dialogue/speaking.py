"""Makes pieces of an answer from an assistant's fixed lines: wordings in turn, names filled in, options read out on a
call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giong.dialogue.assistant import Assistant, Phrase, Phrases, Slot
from giong.dialogue.expressions import Scope, Template
from giong.dialogue.functions import FUNCTIONS
from giong.dialogue.functions import date as written_date
from giong.dialogue.line import Choice, Expectation, Piece
from giong.dialogue.notes import Notes
from giong.dialogue.slots.table import KINDS

_OPENING = re.compile(r"((?:^|[.!?…][\"”’)]*\s+)[\"“‘(]*)(\w)")


@dataclass(frozen=True)
class Speaker:
    """Speaks for `assistant` in one turn; notes which wording it used."""

    assistant: Assistant
    notes: Notes
    channel: str
    now: datetime

    def line(self, key: str, **extra: str) -> Piece:
        """The fixed line of this name; `extra` are names that only this line knows."""
        return self.phrases(self.assistant.answers[key], key, extra=extra)

    def phrases(
        self,
        phrases: Phrases,
        key: str,
        *,
        extra: Mapping[str, str] | None = None,
        choices: Sequence[Choice] = (),
        expects: Expectation | None = None,
    ) -> Piece:
        """One of `phrases`, another one each time. `key` names the line for counting and for a recording."""
        count = self.notes.used.get(key, 0)
        self.notes.used[key] = count + 1
        number = count % len(phrases)
        phrase = phrases[number]
        scope = self.scope(extra)
        text = capitalised(phrase.text.render(scope))
        shown = tuple(choices) or phrase.choices
        return Piece(
            text=text,
            speech=_speech(phrase, scope, text, shown),
            choices=shown,
            prompt=self._prompt(phrase, key, number),
            expects=expects,
        )

    def text(self, template: Template) -> str:
        return template.render(self.scope())

    def scope(self, extra: Mapping[str, str] | None = None) -> Scope:
        assistant, slots = self.assistant, self.notes.slots
        fixed: dict[str, Any] = {
            **self._variables(),
            "self": self.notes.own or assistant.persona.own,
            "customer": self.notes.customer or assistant.persona.customer,
            "assistant": assistant.name,
            "channel": self.channel,
            "code": self.notes.code,
            "today": self.now.date().isoformat(),
            "hour": self.now.hour,
            "part_of_day": part_of_day(self.now.hour),
            "hotline": assistant.desk.phone,
            "open_hours": assistant.desk.hours,
        }
        shown = {name: written(value, assistant.slots.get(name)) for name, value in slots.items()}
        shown |= {name: "" for name in assistant.slots if name not in slots}
        shown["today"] = written_date(fixed["today"])
        nothing = dict.fromkeys(assistant.slots)
        return Scope({**nothing, **slots, **fixed, **(extra or {})}, FUNCTIONS, shown)

    def _variables(self) -> dict[str, Any]:
        """The assistant's, as they are for this person."""
        given = self.notes.given
        return {name: given.get(name, value) for name, value in self.assistant.variables.items()}

    def _prompt(self, phrase: Phrase, key: str, number: int) -> str:
        """A recording can stand in only for a line whose words never change."""
        changed = self.notes.own or self.notes.customer
        constant = {*self.assistant.variables} - {*self.notes.given}
        constant |= set() if changed else {"self", "customer"}
        used = {name for expression in phrase.text.expressions() for name in expression.used}
        if not key or used - constant:
            return ""
        return key if number == 0 else f"{key}.{number + 1}"


def part_of_day(hour: int) -> str:
    """As people greet by it."""
    if hour < 4 or hour >= 18:
        return "buổi tối"
    return "buổi sáng" if hour < 11 else "buổi trưa" if hour < 13 else "buổi chiều"


def written(value: Any, slot: Slot | None) -> str:
    """A slot's value as it is shown."""
    if value is None:
        return ""
    if slot is None:
        return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
    return KINDS[slot.type].written(value, slot)


def capitalised(text: str) -> str:
    """A sentence may begin with "{{customer}}", which is written small inside sentences."""
    return _OPENING.sub(lambda opening: opening.group(1) + opening.group(2).upper(), text)


def _speech(phrase: Phrase, scope: Scope, text: str, choices: Sequence[Choice]) -> str:
    """What is said where it differs from what is written. Buttons cannot be seen on a call, so they are read out."""
    if phrase.speech is not None:
        return capitalised(phrase.speech.render(scope))
    return spoken_with(text, choices) if choices else ""


def spoken_with(text: str, choices: Sequence[Choice]) -> str:
    """The text with its options, each with the telephone key that chooses it."""
    listed = " ".join(f"Phím {number}, {choice.title}." for number, choice in enumerate(choices[:9], 1))
    return f"{text} {listed}".strip()
