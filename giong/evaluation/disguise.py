"""Puts invented persons in the place of real ones, the same one each time, so that a conversation still makes sense.

What is replaced: the values of personal slots wherever they stand, and whatever `text.masking` finds. Knows no
scenario.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from giong.dialogue.assistant import Assistant, Slot
from giong.evaluation.generation.samples import samples
from giong.text import masking
from giong.text.masking import Kind
from giong.text.unicode import fold

PERSONAL = frozenset(
    {"name", "phone", "email", "address", "code", "citizen_id", "tax_code", "bank_account", "plate", "url", "file"}
)
"""Types of slots whose values say who someone is."""
_NAMES = ("Đỗ Thị Mai", "Trần Văn Minh", "Lê Thu Hà", "Vũ Đình Long", "Nguyễn Thị Lan", "Phạm Hoàng Nam")
_KINDS: Mapping[str, Kind] = {"name": Kind.NAME, "phone": Kind.PHONE, "email": Kind.EMAIL}


class Disguise:
    """The invented data of one conversation. Nothing of it belongs to anybody."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._known: dict[tuple[str, str], str] = {}
        self._words: dict[str, str] = {}

    def learn(self, slots: Mapping[str, Any]) -> None:
        """Personal values, to be found in what was said before and after."""
        for name, value in slots.items():
            slot = self._assistant.slots.get(name)
            if slot is not None and slot.type in PERSONAL and isinstance(value, str) and value:
                self._words[value] = self._of_slot(slot, value)

    def value(self, name: str, value: Any) -> Any:
        """A slot's value as it is in the disguise."""
        if not isinstance(value, str):
            return value
        return self._words.get(value) or self.text(value)

    def text(self, text: str) -> str:
        """A sentence in the disguise."""
        for word in sorted(self._words, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", self._words[word], text, flags=re.IGNORECASE)
        invented = set(self._words.values())
        for masked in reversed(masking.find(text)):
            if not any(masked.span.text in one or one in masked.span.text for one in invented):
                replaced = self._of_kind(masked.kind, masked.span.text)
                text = text[: masked.span.start] + replaced + text[masked.span.end :]
        return text

    def json(self, value: Any) -> Any:
        """A JSON value in the disguise."""
        if isinstance(value, dict):
            return {key: self.json(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.json(one) for one in value]
        return self.value("", value)

    def _of_slot(self, slot: Slot, value: str) -> str:
        if kind := _KINDS.get(slot.type):
            return self._of_kind(kind, value)
        known = samples(slot)
        given = [one.value for one in known.good] if known else []
        return self._once(slot.name, value, lambda number: given[number % len(given)] if given else "—")

    def _of_kind(self, kind: Kind, value: str) -> str:
        return self._once(kind.value, value, lambda number: _invented(kind, value, number))

    def _once(self, kind: str, value: str, make: Callable[[int], str]) -> str:
        """The same stand-in for the same value, however it is written."""
        key = kind, re.sub(r"\W", "", fold(value))
        if key not in self._known:
            self._known[key] = make(sum(other == kind for other, _ in self._known))
        return self._known[key]


def _invented(kind: Kind, value: str, number: int) -> str:
    match kind:
        case Kind.NAME:
            return _NAMES[number % len(_NAMES)]
        case Kind.PHONE:
            return f"09030000{number + 1:02}"
        case Kind.EMAIL:
            return f"khach{number + 1}@example.vn"
        case Kind.PLATE:
            return f"29A-000.{number + 1:02}"
        case Kind.SECRET:
            return "mat-khau-0"
    length = max(len(re.sub(r"\D", "", value)), 9)
    return f"{number + 1:0{length}}"
