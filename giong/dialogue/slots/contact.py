"""Telephone numbers and e-mail addresses in what a person says or types."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.text import phones
from giong.text.unicode import fold

_DIGITS = re.compile(r"(?<![\w])\+?\d(?:[\s.\-()]*\d){2,14}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AT = re.compile(r"\s*(?:\(a\)|\ba còng\b|\ba móc\b|\bat\b|\bcòng\b)\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*\bchấm\b\s*", re.IGNORECASE)


class Phone:
    """A Vietnamese telephone number; the value is its digits with the leading 0."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        return self.find(text, slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = None
        for match in _DIGITS.finditer(text):
            phone = phones.parse(match.group())
            if phone is not None and len(phone.number) >= 8:
                # The last one counts: people correct themselves ("0912 … à nhầm, 0913 …").
                found = Found(phone.number, match.start(), match.end())
        return found

    def written(self, value: Any, slot: Slot) -> str:
        phone = phones.parse(str(value))
        return " ".join(phone.groups) if phone else str(value)


class Email:
    """An e-mail address, also spoken: "lan chấm nguyễn a còng gmail chấm com"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        if found := self.find(text, slot, today):
            return found
        typed = fold(_DOT.sub(".", _AT.sub("@", text)))
        head, at, host = typed.partition("@")
        typed = head.replace(" ", "") + at + host.replace(" ", "") if at else typed
        match = _EMAIL.search(typed)
        return Found(match.group().strip("."), 0, len(text)) if match else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _EMAIL.search(text)
        return Found(match.group().lower(), match.start(), match.end()) if match else None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)
