"""Rules for what is said where a paper is the matter: words instead of the photo that was asked for, and whether a
value that was read of one is right.
"""

from __future__ import annotations

import re

from giong.dialogue.assistant import Slot
from giong.dialogue.filling import YES_NO, fill_mentioned, is_open_kind, read_answer
from giong.dialogue.flows import go_on, question
from giong.dialogue.manners.questions import is_question
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.notes import Place
from giong.dialogue.rewinding import rewind

_SENDS_SOON = any_of(
    "chụp lại|gửi lại|để tôi chụp|để em chụp|để mình chụp|để anh chụp|để chị chụp|đang chụp|chụp ngay|gửi ngay",
    "đang gửi|sẽ gửi|gửi đây|chụp đây",
)
_DENIAL = re.compile(
    r"^\W*(?:dạ\s+|à\s+|ừ\s+)?(?:không|sai|chưa|nhầm|khong|chua)(?:\s+(?:phải|đúng|phai|dung|rồi|roi))*"
    r"(?:\s+(?:ạ|em|bạn))*[\s,.:;]*(?:(?:mà|phải|là|tên|tôi|em|thật ra|đúng ra)\s+)*",
    re.IGNORECASE,
)


async def without_photo(moment: Moment, slot: Slot) -> Pieces | None:
    """The person tells the values, or says that no photo will come, or that it comes soon."""
    place = moment.notes.place
    assert place is not None
    if moment.wants("agent") or moment.wants("cancel"):
        return None
    if told := fill_mentioned(moment, slot.fill):
        place.trail = [*place.trail, *told]
        return _without(moment, place, slot)
    if is_question(moment.text):
        return None
    if read_answer(moment, slot):
        return _without(moment, place, slot, tells=True)
    if _SENDS_SOON.search(moment.text):
        moment.decide("wait")
        return just(moment.line("wait"))
    return None


async def _without(moment: Moment, place: Place, slot: Slot, *, tells: bool = False) -> Pieces:
    """Go on as if there were no photo: what it would have filled is asked for. `tells`: and say so."""
    moment.decide("flow", flow=place.flow)
    moment.notes.slots[slot.name] = ""
    moment.notes.misses, place.slot, place.tries = 0, "", 0
    if tells:
        yield moment.line("paper_typed")
    async for piece in go_on(moment):
        yield piece


async def doubt_answered(moment: Moment) -> Pieces | None:
    """ "Đúng", "sai", "không, là Nguyễn Văn An"; None for anything else."""
    place = moment.notes.place
    slot = moment.assistant.slots.get(place.slot) if place else None
    if place is None or slot is None:
        return go_on(moment)
    denial = _DENIAL.match(moment.text)
    rest = moment.text[denial.end() :] if denial else ""
    better = read_answer(moment, slot, rest) if rest.strip(" .,!") else None
    if better is None and not is_open_kind(slot):
        better = read_answer(moment, slot)
    if better is not None and slot.type != "yes_no":
        return _put_right(moment, place, slot, better.value)
    found = read_answer(moment, YES_NO)
    if found is None or moment.wants("cancel") or moment.wants("agent") or is_question(moment.text):
        return None
    return _settled(moment, place, slot) if found.value else _asked_for(moment, place, slot)


async def _settled(moment: Moment, place: Place, slot: Slot) -> Pieces:
    moment.decide("flow", flow=place.flow)
    moment.notes.doubtful.pop(slot.name, None)
    moment.notes.misses, place.slot, place.tries = 0, "", 0
    async for piece in go_on(moment):
        yield piece


async def _put_right(moment: Moment, place: Place, slot: Slot, value: object) -> Pieces:
    moment.notes.slots[slot.name] = value
    rewind(moment, slot.name)
    async for piece in _settled(moment, place, slot):
        yield piece


async def _asked_for(moment: Moment, place: Place, slot: Slot) -> Pieces:
    moment.decide("correct", flow=place.flow)
    moment.notes.doubtful.pop(slot.name, None)
    moment.notes.slots.pop(slot.name, None)
    moment.notes.misses, place.tries = 0, 0
    yield question(moment, slot.name)
