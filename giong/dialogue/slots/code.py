"""Codes such as customer numbers: letters and digits that match a pattern, also when they are spelled out."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.text.unicode import unaccented

_LETTERS = {
    "a": "A", "bê": "B", "bờ": "B", "xê": "C", "cờ": "C", "dê": "D", "dờ": "D", "đê": "D", "đờ": "D",
    "e": "E",
    "ép": "F", "gờ": "G", "giê": "G", "hát": "H", "hờ": "H", "i": "I", "gi": "J", "ca": "K", "lờ": "L",
    "en": "N", "nờ": "N", "em": "M", "mờ": "M",
    "o": "O", "pê": "P", "pờ": "P", "quy": "Q", "cu": "Q", "rờ": "R", "ét": "S", "sờ": "S", "tê": "T",
    "tờ": "T", "u": "U", "vê": "V", "vờ": "V",
    "ích": "X", "y": "Y", "dét": "Z",
}  # fmt: skip
_DIGITS = {
    "không": "0", "một": "1", "mốt": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5",
    "lăm": "5", "sáu": "6",
    "bảy": "7", "bẩy": "7", "tám": "8", "chín": "9",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+")
MAX_TOKENS = 60


class Code:
    """The value is the code as the pattern has it: capital letters, no spaces."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        return self.find(text, slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        if not slot.pattern:
            return None
        pattern = re.compile(slot.pattern)
        tokens = list(_TOKEN.finditer(text))[:MAX_TOKENS]
        signs = [_sign(token.group()) for token in tokens]
        for start in range(len(tokens)):
            joined = ""
            ends = []
            for end in range(start, min(len(tokens), start + 24)):
                joined += signs[end]
                if pattern.fullmatch(joined):
                    ends.append((end, joined))
            if ends:
                end, value = ends[-1]
                return Found(value, tokens[start].start(), tokens[end].end())
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _sign(word: str) -> str:
    lower = word.lower()
    if lower in _DIGITS:
        return _DIGITS[lower]
    return _LETTERS.get(lower) or unaccented(word).upper()
