"""What people thought of answers: thumbs up or down, with a reason if they gave one. Knows no assistant and no page.

An answer is named by the number of the event that completed it, which is what a client saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from giong.clock import Clock, SystemClock
from giong.errors import NotFound
from giong.storage.database import Database
from giong.storage.owned import owned
from giong.storage.schema import conversations, ratings, turns

REASON_CHARS = 1_000


@dataclass(frozen=True)
class Rating:
    """`number` is the event's. A second rating of the same answer replaces the first."""

    number: int
    good: bool
    reason: str
    at: datetime


class Ratings:
    """The ratings of all organisations; each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def rate(
        self, organisation_id: str, conversation_id: str, number: int, *, good: bool, reason: str = ""
    ) -> Rating:
        """Keep what the person thinks of the answer completed by event `number`. NotFound if there is none."""
        rating = Rating(number, good, reason.strip()[:REASON_CHARS], self._clock.now())

        def work(connection: Connection) -> None:
            owned(connection, conversations, organisation_id=organisation_id, id=conversation_id)
            row = {
                "organisation_id": organisation_id,
                "conversation_id": conversation_id,
                "turn": _turn_of(connection, conversation_id, number),
                "good": rating.good,
                "reason": rating.reason,
                "at": rating.at,
            }
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            changed = {name: row[name] for name in ("good", "reason", "at")}
            same = ["conversation_id", "turn"]
            connection.execute(insert(ratings).values(row).on_conflict_do_update(index_elements=same, set_=changed))

        await self._database.write(work)
        return rating

    async def retract(self, organisation_id: str, conversation_id: str, number: int) -> None:
        """Forget the rating of an answer; nothing happens if there is none."""

        def work(connection: Connection) -> None:
            owned(connection, conversations, organisation_id=organisation_id, id=conversation_id)
            turn = _turn_of(connection, conversation_id, number)
            mine = and_(ratings.c.conversation_id == conversation_id, ratings.c.turn == turn)
            connection.execute(delete(ratings).where(mine))

        await self._database.write(work)

    async def of(self, organisation_id: str, conversation_id: str) -> list[Rating]:
        """All ratings in a conversation, in the answers' order."""

        def work(connection: Connection) -> list[Rating]:
            owned(connection, conversations, organisation_id=organisation_id, id=conversation_id)
            rows = connection.execute(
                select(turns.c.event_number, ratings.c.good, ratings.c.reason, ratings.c.at)
                .join(turns, and_(turns.c.conversation_id == conversation_id, turns.c.number == ratings.c.turn))
                .where(ratings.c.conversation_id == conversation_id)
                .order_by(ratings.c.turn)
            )
            return [Rating(row.event_number, row.good, row.reason, row.at) for row in rows]

        return await self._database.read(work)


def _turn_of(connection: Connection, conversation_id: str, number: int) -> int:
    """The turn that event `number` completed."""
    which = and_(turns.c.conversation_id == conversation_id, turns.c.event_number == number)
    turn: int | None = connection.scalar(select(turns.c.number).where(which))
    if turn is None:
        raise NotFound(
            "rating.no_answer",
            vi="Số này không phải của một câu trả lời. Hãy gửi số của sự kiện “turn”.",
            en="This is not the number of an answer. Send that of a “turn” event.",
        )
    return turn
