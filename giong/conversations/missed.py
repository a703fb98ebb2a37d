"""Messages that an assistant did not understand, or answered wrongly, found in the stored turns by what happened
then. Knows no grouping, no fix and no engine; what it hands out has its personal data masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from giong.conversations import records
from giong.dialogue.line import Via
from giong.storage.schema import conversations, events, ratings, turns
from giong.text.masking import mask
from giong.text.unicode import fold
from giong.text.words import syllables

MOST_TURNS = 50_000
"""Older turns are not looked at."""
ALIKE = 0.8
"""Share of common syllables from which a sentence is the one before, said again."""
FEWEST_SYLLABLES = 3
"""A shorter sentence said twice is a habit ("dạ vâng"), not a repetition."""
FEW_SYLLABLES = 7
"""Up to here an objection says nothing but that."""


class Sign(StrEnum):
    """What shows that a message was missed."""

    UNKNOWN = "unknown"
    """The assistant said that it does not know."""
    UNSURE = "unsure"
    """It asked what is meant, or answered with less confidence than it should."""
    REFUSED = "refused"
    """It asked what is meant, and nothing of that was."""
    CORRECTED = "corrected"
    """The person objected to the answer."""
    REPEATED = "repeated"
    """The person said the same again after the answer."""
    HANDED_OVER = "handed_over"
    """Nothing was left but to pass the person on to people."""
    RATED_BAD = "rated_bad"


@dataclass(frozen=True)
class Missed:
    """A message, masked, with its signs; `intent` is what it was taken for, `answered` whether that was acted upon."""

    conversation_id: str
    turn: int
    at: datetime
    text: str
    signs: frozenset[Sign]
    intent: str
    answered: bool
    reason: str = ""
    """Why the answer was rated bad, masked."""

    @property
    def id(self) -> str:
        return f"{self.conversation_id}.{self.turn}"


_OBJECTION = re.compile(
    r"\b(?:(?:khong|dau) phai (?:y|vay|the|cai|dieu|chuyen|viec)|khong (?:dung|phai) y|(?:hieu|tra loi|tu van|noi) "
    r"(?:sai|nham|lac|lech)|khong lien quan|hoi (?:mot|1) (?:dang|duong|neo)|sai (?:roi|y)|(?:co|dau co) hoi "
    r"(?:cai|dieu|viec) (?:do|nay|ay) dau|y (?:toi|em|minh|anh|chi|chau|con|tui) (?:la|khong phai|hoi|muon))\b"
)
_REFUSALS = {"khong", "khong phai", "khong a", "da khong", "khong phai a", "ko", "k", "sai", "khong dung", "deu khong"}
_MISTAKABLE = frozenset({"answer", "flow", "clarify", "unknown"})
"""Decisions that rest on having understood a request."""
_NO_REQUEST = frozenset(
    {"declined", "declined_order", "greet", "goodbye", "repeat", "cancel", "insulted", "upset", "emergency", "error"}
)
_WITHIN_FLOW = frozenset({"flow", "again", "correct", "back", "repeat", "confirm"})


def collect(
    connection: Connection, organisation_id: str, assistant: str, *, since: datetime, sure: float
) -> list[Missed]:
    """What one assistant missed since then, oldest first; an intent below `sure` was a guess."""
    rows = connection.execute(
        select(
            turns.c.conversation_id,
            turns.c.number,
            turns.c.decision,
            turns.c.intent,
            turns.c.confidence,
            turns.c.flow,
            turns.c.at,
            _said.c.body["text"].as_string().label("text"),
            _said.c.body["via"].as_string().label("via"),
            _settled.c.body["act"]["reason"].as_string().label("reason"),
            ratings.c.good,
            ratings.c.reason.label("complaint"),
        )
        .join(conversations, conversations.c.id == turns.c.conversation_id)
        .join(_settled, _event(_settled, turns.c.event_number))
        .outerjoin(_said, _event(_said, turns.c.answers))
        .outerjoin(
            ratings,
            and_(ratings.c.conversation_id == turns.c.conversation_id, ratings.c.turn == turns.c.number),
        )
        .where(
            conversations.c.organisation_id == organisation_id,
            conversations.c.assistant == assistant,
            conversations.c.updated_at >= since,
            turns.c.at >= since,
        )
        .order_by(turns.c.at.desc(), turns.c.conversation_id, turns.c.number.desc())
        .limit(MOST_TURNS)
    )
    in_order = sorted(rows.all(), key=lambda row: (row.conversation_id, row.number))
    talks = groupby(in_order, key=lambda row: str(row.conversation_id))
    masked = cache(mask)  # many people use the same words; what they said is forgotten with this call
    found = [one for _, talk in talks for one in _missed_in(tuple(talk), sure, masked)]
    return sorted(found, key=lambda one: (one.at, one.id))


def answer_to(connection: Connection, organisation_id: str, missed: Missed) -> str:
    """What the assistant answered, masked."""
    body = connection.scalar(
        select(events.c.body)
        .join(turns, and_(turns.c.conversation_id == events.c.conversation_id, turns.c.event_number == events.c.number))
        .where(
            turns.c.organisation_id == organisation_id,
            turns.c.conversation_id == missed.conversation_id,
            turns.c.number == missed.turn,
        )
    )
    delivered = records.read_delivered((body or {}).get("delivered", {}))
    return mask(" ".join(piece.text for piece in delivered.pieces))


_said, _settled = events.alias("said"), events.alias("settled")


def _event(event: Any, number: Any) -> Any:
    return and_(event.c.conversation_id == turns.c.conversation_id, event.c.number == number)


def _missed_in(talk: Sequence[Any], sure: float, masked: Callable[[str], str]) -> Iterator[Missed]:
    """One conversation, turn by turn. A sign may come turns after the message that it speaks of."""
    signs: dict[int, set[Sign]] = {}
    requests: list[int] = []
    flow = ""
    for place, row in enumerate(talk):
        inside = bool(flow) and row.flow == flow and row.decision in _WITHIN_FLOW
        flow = row.flow
        if row.text is None:
            continue
        last = requests[-1] if requests else None
        if last is not None:
            signs[last].update(_afterwards(talk[last], row))
        if row.good is not None and not row.good:
            signs.setdefault(place, set()).add(Sign.RATED_BAD)
        if inside or row.via == Via.BUTTON or _says_nothing(row, talk[last] if last is not None else None):
            continue
        for earlier in requests:
            if _same(talk[earlier].text, row.text):
                signs[earlier].add(Sign.REPEATED)
        signs.setdefault(place, set()).update(_at_once(row, sure))
        requests.append(place)
    for place, found in sorted(signs.items()):
        row = talk[place]
        if found and _has_words(row.text):
            answered = row.decision in ("answer", "flow")
            yield Missed(
                conversation_id=row.conversation_id,
                turn=row.number,
                at=row.at,
                text=masked(" ".join(row.text.split())),
                signs=frozenset(found),
                intent=row.intent,
                answered=answered,
                reason=masked(row.complaint or ""),
            )


def _at_once(row: Row[Any], sure: float) -> Iterator[Sign]:
    """What the answer itself shows."""
    if row.decision == "unknown":
        yield Sign.UNKNOWN
    elif row.decision == "clarify" or (row.decision in ("answer", "flow") and row.intent and row.confidence < sure):
        yield Sign.UNSURE
    elif row.decision in ("hand_over", "agent_closed") and row.reason == "misses":
        yield Sign.HANDED_OVER


def _afterwards(request: Row[Any], row: Row[Any]) -> Iterator[Sign]:
    """What `row`, said after the request, shows of the answer to it."""
    if (row.reason == "unknown" and request.decision == "unknown") or row.reason == "upset":
        yield Sign.HANDED_OVER
    if request.decision == "clarify" and row.number == request.number + 1 and _plain(row.text) in _REFUSALS:
        yield Sign.REFUSED
    if request.decision in _MISTAKABLE and row.number == request.number + 1 and _objects(row.text):
        yield Sign.CORRECTED


def _says_nothing(row: Row[Any], request: Row[Any] | None) -> bool:
    """Whether it holds no request of its own: a plain no to our question, or an objection and nothing else."""
    if not _has_words(row.text) or row.decision in _NO_REQUEST:
        return True
    if request is None:
        return False
    return _plain(row.text) in _REFUSALS or (_objects(row.text) and len(syllables(row.text)) <= FEW_SYLLABLES)


def _objects(text: str) -> bool:
    return _OBJECTION.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(span.text for span in syllables(fold(text)))


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _same(one: str, other: str) -> bool:
    left, right = set(_plain(one).split()), set(_plain(other).split())
    if min(len(left), len(right)) < FEWEST_SYLLABLES:
        return False
    return len(left & right) >= ALIKE * len(left | right)


def people(messages: Iterable[Missed]) -> int:
    """How many people said them: a conversation is one, however often it asks."""
    return len({one.conversation_id for one in messages})
