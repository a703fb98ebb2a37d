"""Corrections inside a flow: "à nhầm, số 0912…", "địa chỉ là 15 Láng Hạ". Knows the slots answered so far, no order of
steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from giong.dialogue.assistant import Confirm, Slot
from giong.dialogue.filling import holds_phone, is_open_kind, mentioned, named, named_in_part, read_answer
from giong.dialogue.flows import go_on, question, step_at
from giong.dialogue.line import Choice, Expectation, Piece
from giong.dialogue.manners.colloquial import bare
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import Asked
from giong.dialogue.rewinding import rewind
from giong.dialogue.slots.choice import numbered
from giong.dialogue.slots.kind import Found
from giong.dialogue.speaking import written
from giong.text.unicode import fold

_MARK = any_of(
    "à nhầm|nhầm rồi|nhầm|lộn|sửa lại|sửa|đổi lại|đổi thành|đổi|chỉnh lại|mới đúng|đọc sai|nói sai|ghi sai|thay vì",
    "ý tôi là|ý em là|ý mình là|ý anh là|ý chị là|ý cháu là",
)
_MARK_ACCENTED = any_of("không phải|sai|xin lỗi", plain=False)
_NO_CHANGE = any_of("không nhầm|không lộn|không cần sửa|không phải sửa|khỏi sửa|không sửa|không đổi|khỏi đổi")
_DENIAL = re.compile(
    r"(?:à |ấy |ôi |ơ )*(?:nhầm|sai|lộn|không phải|không đúng|nham|lon)(?: rồi| mất rồi| roi| chỗ đó| cái đó)*",
    re.IGNORECASE,
)
COUNTS = ("number", "integer", "percent")
NUMBER_WORDS = 3
"""A number that is put right comes with its unit at most."""
_JOINING = re.compile(r"^[\s,:]*(?:(?:phải|mới|thành|là|ở|sang|chứ|của|tôi|em|mình|anh|chị)\s+)*", re.IGNORECASE)


def _mark(text: str) -> re.Match[str] | None:
    return _MARK.search(text) or _MARK_ACCENTED.search(text)


@dataclass(frozen=True)
class Correction:
    """What is to be put right; `found` is None where the new value is still to be asked for."""

    slot: Slot
    found: Found | None


def is_marked(text: str) -> bool:
    """Whether the words themselves say that something was wrong."""
    return _mark(text) is not None


def is_bare_denial(moment: Moment) -> bool:
    """ "Nhầm rồi", "sai rồi": nothing else is said."""
    return _DENIAL.fullmatch(bare(moment.text).strip(" .,!")) is not None


def asks_for_change(text: str) -> bool:
    """Whether the words ask to change something, so that a yes among them is no consent: "ok nhưng sửa tên"."""
    return _MARK.search(text) is not None and _NO_CHANGE.search(text) is None


def find_correction(moment: Moment, names: Iterable[str], *, marked: bool) -> Correction | None:
    """The slot among `names`, newest first, that the sentence corrects. `marked`: only if it says so itself."""
    says_so = is_marked(moment.text)
    if marked and not says_so:
        return None
    slots = [
        moment.assistant.slots[name] for name in names if name in moment.notes.slots and name in moment.assistant.slots
    ]
    mark = _mark(moment.text)
    found = _of_named(moment, slots, says_so=says_so)
    if found is None and mark:
        found = _of_named_in_part(moment, slots, moment.text[mark.end() :])
    found = found or _of_mentioned(moment, slots)
    if found or not says_so or not slots:
        return found
    return _phone(moment) if holds_phone(moment) else _after_mark(moment, slots)


def _of_named(moment: Moment, slots: Sequence[Slot], *, says_so: bool) -> Correction | None:
    """ "địa chỉ là 15 Láng Hạ", or only "sửa địa chỉ"."""
    for slot in slots:
        if (at := named(slot, moment.text)) >= 0:
            rest = _JOINING.sub("", moment.text[at:])
            found = read_answer(moment, slot, rest) if rest.strip() else None
            if _is_new(moment, slot, found):
                return Correction(slot, found)
            if found is None and says_so and not mentioned(moment, slot):
                return Correction(slot, None)
    return None


def _of_named_in_part(moment: Moment, slots: Sequence[Slot], text: str) -> Correction | None:
    """ "sửa lại tên: Đỗ Thị Nguyệt", "đổi giờ", by a word that stands in one title only."""
    words = _JOINING.sub("", text)
    called = [(slot, at) for slot in slots if (at := named_in_part(slot, words)) >= 0]
    if len(called) != 1:
        return None
    slot, at = called[0]
    rest = _JOINING.sub("", words[at:])
    if not bare(rest).strip(" ,.!"):
        return Correction(slot, None)
    found = read_answer(moment, slot, rest)
    return Correction(slot, found) if _is_new(moment, slot, found) else None


def _of_mentioned(moment: Moment, slots: Sequence[Slot]) -> Correction | None:
    """A value of a kind that has a form of its own."""
    for slot in slots:
        found = mentioned(moment, slot)
        if _is_new(moment, slot, found):
            return Correction(slot, found)
    return None


def _phone(moment: Moment) -> Correction | None:
    """A telephone number is nothing else, not even before it was asked for; while it is asked for it is the answer."""
    place = moment.notes.place
    asked = moment.assistant.flows[place.flow].slots if place else ()
    slots = [moment.assistant.slots[name] for name in asked if place and name != place.slot]
    phones = [slot for slot in slots if slot.type == "phone"]
    return _of_mentioned(moment, phones) if len(phones) == 1 else None


def _after_mark(moment: Moment, slots: Sequence[Slot]) -> Correction | None:
    """ "à nhầm, 15 Láng Hạ", "à nhầm, 6 kỳ": numbers, places and names have no sure form, so only what follows the mark
    is taken for one, and a number only where it cannot be part of an address.
    """
    mark = _mark(moment.text)
    rest = bare(_JOINING.sub("", moment.text[mark.end() :])) if mark else ""
    numbers = [slot for slot in slots if slot.type in COUNTS]
    if len(numbers) == 1 and _is_bare_number(rest, numbers[0], among=slots):
        slot = numbers[0]
    elif is_open_kind(slots[0]) and len(rest.split()) > 1:
        slot = slots[0]
    else:
        return None
    found = read_answer(moment, slot, rest)
    return Correction(slot, found) if _is_new(moment, slot, found) else None


def _is_bare_number(text: str, slot: Slot, *, among: Sequence[Slot]) -> bool:
    """A number with its unit and nothing else: "6", "6 kỳ"."""
    words = fold(text).split()
    title = fold(slot.title).split()
    units = [word for word in words[1:] if word not in title]
    return bool(words) and len(words) <= NUMBER_WORDS and not (units and any(map(is_open_kind, among)))


def _is_new(moment: Moment, slot: Slot, found: Found | None) -> bool:
    return found is not None and found.value != moment.notes.slots.get(slot.name)


async def correct(moment: Moment, correction: Correction) -> Pieces:
    """Put it right and go back to where the flow was."""
    name = correction.slot.name
    place = moment.notes.place
    assert place is not None
    moment.decide("correct", flow=place.flow)
    moment.notes.misses = 0
    if correction.found is None:
        yield ask_anew(moment, name)
        return
    moment.notes.slots[name] = correction.found.value
    yield moment.line("corrected", value=written(correction.found.value, correction.slot))
    asking = place.slot if place.slot and place.slot not in moment.notes.slots else ""
    if not rewind(moment, name) and asking:
        yield question(moment, asking)
        return
    place.slot = ""
    async for piece in go_on(moment):
        yield piece


def ask_anew(moment: Moment, name: str) -> Piece:
    """Forget a value and ask for it where the flow asked for it."""
    moment.notes.slots.pop(name, None)
    rewind(moment, name, ask=True)
    return question(moment, name)


async def denied(moment: Moment) -> Pieces:
    """The person says that what was to be confirmed is not right."""
    step, place = step_at(moment), moment.notes.place
    assert isinstance(step, Confirm)
    assert place is not None
    if step.no >= 0:
        place.at = step.no
        async for piece in go_on(moment):
            yield piece
    elif len(step.slots) == 1:
        yield ask_anew(moment, step.slots[0])
    else:
        yield what_to_correct(moment, step.slots)


async def ask_which(moment: Moment, names: Sequence[str]) -> Pieces:
    """ "Nhầm rồi", and no word of what."""
    place = moment.notes.place
    moment.decide("correct", flow=place.flow if place else "")
    yield ask_anew(moment, names[0]) if len(names) == 1 else what_to_correct(moment, names)


def what_to_correct(moment: Moment, names: Sequence[str]) -> Piece:
    titles = [_title(moment.assistant.slots[name]) for name in names if name in moment.assistant.slots]
    moment.notes.asked = Asked.CORRECTION
    return moment.speaker.phrases(
        moment.assistant.answers["what_to_correct"],
        "what_to_correct",
        choices=tuple(Choice(title, title) for title in titles),
        expects=Expectation(phrases=tuple(titles)),
    )


def _title(slot: Slot) -> str:
    return slot.title[:1].upper() + slot.title[1:]


def _is_called(slot: Slot, text: str) -> bool:
    """By its title, or by a word or two of it: "ngày" for "ngày hẹn"."""
    return named(slot, text) >= 0 or f" {fold(bare(text))} " in f" {fold(slot.title)} "


async def chosen(moment: Moment) -> Pieces | None:
    """The answer to "which of these is wrong?"."""
    step, place = step_at(moment), moment.notes.place
    names = step.slots if isinstance(step, Confirm) else tuple(place.trail) if place else ()
    if correction := find_correction(moment, names, marked=False):
        return correct(moment, correction)
    slots = [moment.assistant.slots[name] for name in names if name in moment.assistant.slots]
    if correction := _of_named_in_part(moment, slots, moment.text):
        return correct(moment, correction)
    index = numbered(moment.text, len(slots), among_days=any(slot.type == "date" for slot in slots))
    wanted = slots[index] if index is not None else next((s for s in slots if _is_called(s, moment.text)), None)
    if wanted is None:
        return None
    return correct(moment, Correction(wanted, None))
