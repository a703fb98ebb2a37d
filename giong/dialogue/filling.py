"""Reads values for slots out of what was said. Knows slots and their kinds, no order of questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from giong.dialogue.assistant import Slot
from giong.dialogue.line import Expectation, Piece
from giong.dialogue.manners.colloquial import bare
from giong.dialogue.moment import Moment
from giong.dialogue.slots.choice import SURE_SYLLABLES
from giong.dialogue.slots.kind import Found, Wrong
from giong.dialogue.slots.table import AMENDABLE, KINDS, OPEN
from giong.text.dictation import last_version
from giong.text.unicode import fold
from giong.text.written import written_from

CLOSED_ANSWERS = ("có", "không", "đúng", "vâng", "phải", "sai")
PATIENCE_S = {
    "phone": 1.2, "code": 1.2, "citizen_id": 1.2, "tax_code": 1.2, "bank_account": 1.2, "plate": 1.2, "address": 1.2,
    "email": 1.5, "url": 1.5, "text": 1.2,
}  # fmt: skip
"""People pause in the middle of these."""

_ALSO_CALLED = {"name": ("tên là", "tên tôi là", "tôi tên", "tên em là", "em tên")}
"""How people say which thing they mean without its title."""
MAX_CHARS = 500
"""Values are looked for in the beginning of a message only."""


YES_NO = Slot("", "yes_no", ())
_PHONE = Slot("", "phone", ())


def answer(moment: Moment, slot: Slot, text: str | None = None) -> Found | Wrong | None:
    """The value in an answer to the question for `slot`, or what is wrong with it. Numbers may be spelled out, typed or
    dictated.
    """
    look = KINDS[slot.type].read
    text = moment.text if text is None else text
    if slot.type in AMENDABLE and (tail := last_version(text)) != text and tail.strip():
        found = _in_either_form(look, moment, slot, tail)
        if isinstance(found, Found):
            behind = len(text) - len(tail)
            return replace(found, start=found.start + behind, end=found.end + behind)
    return _in_either_form(look, moment, slot, text)


def read_answer(moment: Moment, slot: Slot, text: str | None = None) -> Found | None:
    """The value in an answer to the question for `slot`, if it will do."""
    found = answer(moment, slot, text)
    return found if isinstance(found, Found) else None


def marked(moment: Moment, slot: Slot) -> Found | None:
    """The value in the words that were marked as the slot's when the sentence was understood."""
    words = moment.understanding.slots.get(slot.name, "")
    return read_answer(moment, slot, words) if words else None


def what_is_wrong(moment: Moment, slot: Slot) -> Piece | None:
    """The line that tells why the answer to the question for `slot` will not do; None where no value was made out."""
    found = answer(moment, slot)
    return moment.line(found.reason, **found.names) if isinstance(found, Wrong) else None


def mentioned(moment: Moment, slot: Slot, text: str | None = None) -> Found | None:
    """The value of a slot that was not asked for, where it is surely there."""
    found = _in_either_form(KINDS[slot.type].find, moment, slot, text)
    return found if isinstance(found, Found) else None


def _in_either_form(
    look: Callable[[str, Slot, date], Found | Wrong | None], moment: Moment, slot: Slot, text: str | None
) -> Found | Wrong | None:
    """In the words as they stand, or else with what was dictated written out."""
    text = (moment.text if text is None else text)[:MAX_CHARS]
    today = moment.speaker.now.date()
    found = look(text, slot, today)
    if isinstance(found, Found):
        return found
    digits = written_from(text)
    late = look(digits.text, slot, today) if digits.text != text else None
    if not isinstance(late, Found):
        return found or late
    start, end = digits.source_span(late.start, late.end)
    return replace(late, start=start, end=end)


def fill_mentioned(moment: Moment, names: Iterable[str], text: str | None = None) -> list[str]:
    """Fill the empty ones of these slots from the sentence, and tell which; two of one kind cannot be told apart."""
    slots, notes = moment.assistant.slots, moment.notes
    empty = [slots[name] for name in names if name not in notes.slots]
    for slot in empty:
        if found := marked(moment, slot):
            notes.slots[slot.name] = found.value
    for slot in empty:
        alone = sum(other.type == slot.type for other in empty) == 1 or slot.type in ("choice", "code")
        if slot.name not in notes.slots and alone and (found := mentioned(moment, slot, text)):
            notes.slots[slot.name] = found.value
    return [slot.name for slot in empty if slot.name in notes.slots]


def holds_phone(moment: Moment) -> bool:
    """Whether a telephone number is said, typed or dictated."""
    return mentioned(moment, _PHONE) is not None


def named(slot: Slot, text: str) -> int:
    """Where the words after the slot's name begin in `text`; -1 where it is not named."""
    plain = fold(text)
    for title in (slot.title, slot.name.replace("_", " "), *_ALSO_CALLED.get(slot.type, ())):
        at = plain.find(fold(title))
        if at >= 0:
            return at + len(title)
    return -1


def named_in_part(slot: Slot, text: str) -> int:
    """The same where `text` begins with a word of the slot's title: "tên" for "họ tên"; -1 where it does not."""
    words = "|".join(re.escape(word) for word in fold(slot.title).split())
    match = re.match(rf"(?:(?:{words})(?!\w)\s*)+", fold(text)) if words else None
    return match.end() if match else -1


def is_option(moment: Moment, names: Iterable[str]) -> bool:
    """Whether what was said is nothing but an option of one of these slots: "khai sinh"."""
    said = bare(moment.text)
    if len(said.split()) < SURE_SYLLABLES:
        return False
    slots = (moment.assistant.slots[name] for name in names)
    found = (mentioned(moment, slot, said) for slot in slots if slot.type == "choice")
    return any(one is not None and one.end - one.start >= len(said) for one in found)


def is_open_kind(slot: Slot) -> bool:
    """Whether nearly any words would fill it."""
    return slot.type in OPEN


def expectation(slot: Slot) -> Expectation:
    """What to listen for when `slot` is asked for."""
    phrases: tuple[str, ...] = ()
    if slot.type == "yes_no":
        phrases = CLOSED_ANSWERS
    elif slot.type == "choice":
        phrases = tuple(dict.fromkeys(word for o in slot.options for word in (o.title, *o.synonyms)))
    return Expectation(
        slot_type=slot.type,
        phrases=phrases,
        closed=slot.type in ("choice", "yes_no"),
        patience_s=PATIENCE_S.get(slot.type, 0.0),
    )
