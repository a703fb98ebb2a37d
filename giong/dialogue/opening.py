"""What an assistant notes before it speaks to somebody whom it calls itself. Knows no list and no campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from giong.dialogue.assistant import Assistant
from giong.dialogue.manners.honorifics import addressed_as
from giong.dialogue.memory import State
from giong.dialogue.notes import Notes
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import KINDS

ADDRESS = "customer"
"""What is known under this name says how the person is addressed: "chị", "bác", or only "nữ"."""


def opening(assistant: Assistant, variables: Mapping[str, Any], *, today: date) -> State:
    """The state of an outbound talk. What is known by the name of a slot fills it, so that it is not asked for; a value
    that the slot would not take is left out, and asked for.
    """
    notes = Notes(outbound=True)
    for name, value in variables.items():
        if name == ADDRESS:
            address = addressed_as(str(value))
            if address is not None:
                notes.own, notes.customer = address.own, address.customer
        elif slot := assistant.slots.get(name):
            found = KINDS[slot.type].read(str(value), slot, today)
            if isinstance(found, Found):
                notes.slots[name] = found.value
        elif name in assistant.variables:
            notes.given[name] = value
    return notes.dump()
