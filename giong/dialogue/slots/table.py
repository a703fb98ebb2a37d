"""The table of slot kinds: the names used in slots.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from giong.dialogue.slots.amount import Duration, Integer, Money, Number, Percent
from giong.dialogue.slots.choice import Choice, YesNo
from giong.dialogue.slots.code import Code
from giong.dialogue.slots.contact import Email, Phone
from giong.dialogue.slots.kind import Kind
from giong.dialogue.slots.when import Date, Time
from giong.dialogue.slots.words import Address, Name, Text

KINDS: Mapping[str, Kind] = {
    "text": Text(),
    "name": Name(),
    "phone": Phone(),
    "number": Number(),
    "integer": Integer(),
    "percent": Percent(),
    "money": Money(),
    "date": Date(),
    "time": Time(),
    "duration": Duration(),
    "yes_no": YesNo(),
    "choice": Choice(),
    "code": Code(),
    "address": Address(),
    "email": Email(),
}

OPEN = frozenset({"text", "name", "address"})
"""Kinds that nearly any words would fill, so a question must be told from an answer by other signs."""
