"""A photo of a paper inside a talk: told about, filled into slots, doubted where it is unsure. Knows no order of
questions, and reads nothing itself.
"""

from __future__ import annotations

from giong.dialogue.assistant import Assistant, Slot
from giong.dialogue.filling import expectation, read_answer
from giong.dialogue.line import NO, YES, Choice, Expectation, Piece
from giong.dialogue.moment import Moment
from giong.dialogue.notes import Asked, Notes, Place
from giong.dialogue.papers import WRONG_DOCUMENT, PaperReading, Seen, masked
from giong.dialogue.slots.table import DOCUMENT
from giong.dialogue.speaking import written

CALL = "call"
REASONS = frozenset(
    {
        "blur", "glare", "dark", "cut", "small", "recapture", "photocopy", "wrong_document", "no_document", "blank",
        "late", "no_reader", "encrypted",
    }
)  # fmt: skip
"""Those for which there is a line of its own, `paper_<reason>`."""

INSTEAD = (
    Choice("Gõ thông tin", "gõ thông tin"),
    Choice("Chụp lại", "chụp lại"),
    Choice("Gặp nhân viên", "gặp nhân viên"),
)


def is_document(slot: Slot) -> bool:
    return slot.type == DOCUMENT


def cannot_be_sent(moment: Moment, slot: Slot) -> bool:
    """Whether this is a paper that the line carries no photo of: on a call its values are asked for instead."""
    return is_document(slot) and moment.means.channel == CALL


def awaited(assistant: Assistant, notes: Notes) -> Slot | None:
    """The paper that a photo sent now must be: the one asked for, or one that fills what is asked for."""
    place = notes.place
    flow = assistant.flows.get(place.flow) if place else None
    if place is None or flow is None:
        return None
    wanted = place.slot if notes.asked in (Asked.SLOT, Asked.DOUBT) else ""
    papers = [slot for name in flow.slots if is_document(slot := assistant.slots[name])]
    asked = next((paper for paper in papers if paper.name == wanted), None)
    return asked or next((paper for paper in papers if wanted in paper.fill), None)


def only_kind(slot: Slot | None) -> str:
    """The one kind of paper that will do; "" where there are several, or any will do."""
    return slot.accept[0] if slot and len(slot.accept) == 1 else ""


async def read(moment: Moment, slot: Slot | None, photo: str) -> PaperReading:
    """What the photo shows, refused where it is not a paper that `slot` accepts."""
    accepted = slot.accept if slot else ()
    seen = await moment.means.papers.read(photo, kind=only_kind(slot))
    if accepted and not seen.refused and seen.kind not in accepted:
        return PaperReading(seen.kind, seen.title, refused=WRONG_DOCUMENT)
    return seen


def shows_little(moment: Moment, slot: Slot, seen: PaperReading) -> bool:
    """Whether another photo is worth asking for: half of what is wanted cannot be read, and it is the first one."""
    tries = moment.notes.place.tries if moment.notes.place else 0
    return tries == 0 and 2 * len(_missing(slot, seen)) >= len(slot.fill) > 1


def _missing(slot: Slot, seen: PaperReading) -> list[str]:
    """The slots that the photo would fill and does not."""
    return [name for name, field in slot.fill.items() if field not in seen.fields]


def refusal(moment: Moment, slot: Slot | None, seen: PaperReading) -> Piece:
    """Why the photo will not do, and what to do about it."""
    if slot is not None and not seen.refused:
        missing = ", ".join(moment.assistant.slots[name].title for name in _missing(slot, seen))
        return moment.line("paper_partial", title=slot.title, missing=missing)
    key = f"paper_{seen.refused}" if seen.refused in REASONS else "paper_unreadable"
    return moment.line(key, title=slot.title if slot else "giấy tờ")


def fill(moment: Moment, place: Place, slot: Slot, *, photo: str, seen: PaperReading) -> list[str]:
    """Put what was read into the slots; returns those that were filled. A value that the slot's kind does not take is
    left to be asked for, and one that contradicts what the person said is doubted.
    """
    notes, filled = moment.notes, []
    notes.slots[slot.name] = photo
    for name, of in slot.fill.items():
        field, target = seen.fields.get(of), moment.assistant.slots[name]
        found = read_answer(moment, target, _as_said(field.value, target)) if field else None
        if field is None or found is None:
            continue
        contradicts = name in notes.slots and notes.slots[name] != found.value
        notes.slots[name] = found.value
        if field.sure and not contradicts:
            notes.doubtful.pop(name, None)
        else:
            notes.doubtful[name] = " ".join(field.doubts)
        filled.append(name)
    place.trail = [*(one for one in place.trail if one not in filled), *filled]
    return filled


def _as_said(value: str, slot: Slot) -> str:
    """Cards print names in capitals; people are not addressed so."""
    return value.title() if slot.type == "name" and value.isupper() else value


def is_doubtful(moment: Moment, name: str) -> bool:
    return name in moment.notes.doubtful and name in moment.notes.slots


def doubt(moment: Moment, slot: Slot) -> Piece:
    """Ask whether an unsure value is right; it has to be shown whole for that."""
    place = moment.notes.place
    assert place is not None
    place.slot = slot.name
    moment.notes.asked = Asked.DOUBT
    why = moment.notes.doubtful.get(slot.name, "")
    key = "paper_doubt_why" if why else "paper_doubt"
    names = {"title": slot.title, "value": written(moment.notes.slots[slot.name], slot), "why": why}
    return moment.speaker.phrases(
        moment.assistant.answers[key],
        key,
        extra=names,
        choices=(YES, NO),
        expects=Expectation("yes_no", ("có", "không", "đúng", "sai"), closed=True),
    )


def told(moment: Moment, slot: Slot, seen: PaperReading, filled: list[str]) -> Piece:
    """What was read, as far as it is sure; the rest is asked about."""
    sure = [name for name in filled if name not in moment.notes.doubtful]
    listed = [f"{moment.assistant.slots[name].title} {masked(seen.fields[slot.fill[name]])}" for name in sure]
    if not listed:
        return moment.line("paper_read_little", title=slot.title)
    return moment.line("paper_read", title=slot.title, fields=", ".join(listed))


def shown(moment: Moment, seen: PaperReading) -> Piece:
    """What is on a photo that nobody asked for."""
    listed = [f"{_small(field.title)}: {masked(field)}" for field in seen.fields.values() if _is_short(field)]
    if not listed:
        return moment.line("paper_shown_empty", title=_small(seen.title) or "một giấy tờ")
    return moment.line("paper_shown", title=_small(seen.title) or "giấy tờ", fields="; ".join(listed))


def otherwise(moment: Moment, slot: Slot) -> Piece:
    """After several photos that would not do: other ways."""
    key = "paper_otherwise"
    return moment.speaker.phrases(
        moment.assistant.answers[key],
        key,
        extra={"title": slot.title},
        choices=INSTEAD,
        expects=expectation(slot),
    )


def _is_short(field: Seen) -> bool:
    """Machine-readable lines and long lists say nothing to people."""
    return bool(field.value) and "\n" not in field.value and field.type != "mrz"


def _small(title: str) -> str:
    """Inside a sentence; an abbreviation keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
