"""One conversation as the dialogue remembers it, kept durably. Knows no assistant and no line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from giong.clock import Clock
from giong.conversations import events, records, turns
from giong.conversations.events import Entry, Event, Kind
from giong.conversations.watch import Bell
from giong.dialogue.line import Piece, Said
from giong.dialogue.memory import State, Turn
from giong.errors import Conflict, GiongError
from giong.storage.database import Database
from giong.storage.owned import owned
from giong.storage.schema import conversations

T = TypeVar("T")

BATCH = 200
"""How many events a follower reads at once."""


@dataclass(frozen=True)
class Desk:
    """What every thread needs. `poll_s` is how soon a follower sees what another process stored."""

    database: Database
    clock: Clock
    bell: Bell
    poll_s: float


class Thread:
    """The memory of one conversation (`dialogue.memory.Memory`), for one answerer at a time.

    Turns are taken one by one under `Conversations.turn`. If two processes answer at once all the same, the
    second `keep` is a Conflict and nothing of it is stored.
    """

    def __init__(self, desk: Desk, *, organisation_id: str, id: str) -> None:
        self._desk = desk
        self._organisation_id = organisation_id
        self.id = id
        self._turns: int | None = None  # how many there were when the state was recalled
        self._answers: int | None = None  # the message that the next turn answers
        self._row_taken_up: Row[Any] | None = None  # spares `recall` from asking again
        self._publishing: list[asyncio.Future[int]] = []

    async def recall(self) -> State:
        row, self._row_taken_up = self._row_taken_up, None
        if row is None:
            row = await self._desk.database.read(self._row)
        self._turns = row.turns
        state: State = row.state
        return state

    async def hear(self, said: Said) -> bool:
        """True without storing anything, too, for a message that `post` stored and `take_up` took up."""
        if self._answers is not None:
            return True
        number, fresh = await self.post(said)
        self._answers = number if fresh else None
        return fresh

    async def keep(self, turn: Turn, state: State) -> None:
        """Notes also the turn's citations and usage; an act ends the conversation or hands it over."""
        answers, self._answers = self._answers, None
        published, self._publishing = self._publishing, []

        def work(connection: Connection, row: Row[Any]) -> int:
            if self._turns not in (None, row.turns):
                raise _overtaken()
            return turns.keep(connection, row, turn, state, answers=answers, at=self._desk.clock.now())

        try:
            self._turns = await self._change(work)
        finally:
            # A piece that could not be shown is in the turn; if that could not be stored either, it has
            # raised.
            await asyncio.gather(*published, return_exceptions=True)

    async def history(self) -> list[Turn]:
        return await self._desk.database.read(lambda connection: turns.history(connection, self._row(connection).id))

    async def post(self, said: Said) -> tuple[int, bool]:
        """Store durably what was said: the number of its event, and False if this `key` was stored before.

        The message can then be answered at leisure: take it up, then take the turn.
        """

        def work(connection: Connection, row: Row[Any]) -> tuple[int, bool]:
            if said.key and (number := events.number_of(connection, row.id, said.key)):
                return number, False
            entry = Entry(Kind.SAID, records.said_record(said), said.key)
            now, waiting = self._desk.clock.now(), row.unanswered + 1
            return events.append(connection, row, entry, at=now, unanswered=waiting), True

        return await self._change(work)

    async def take_up(self, number: int) -> bool:
        """The next turn answers the posted message with event `number`. False: it has its answer.

        Pieces of an answer that a crash broke off are declared void to whoever follows.
        """

        def look(connection: Connection) -> tuple[Row[Any], bool, bool]:
            row = self._row(connection)
            answered = row.unanswered == 0 or turns.answered(connection, row.id, number)
            return row, answered, not answered and events.broke_off(connection, row.id)

        row, answered, broke_off = await self._desk.database.read(look)
        if answered:
            return False
        if broke_off:
            entry = Entry(Kind.AGAIN, {"answers": number})
            await self._change(lambda connection, row: events.append(connection, row, entry, at=self._desk.clock.now()))
        self._row_taken_up, self._answers = row, number
        return True

    async def publish(self, piece: Piece) -> None:
        """Let followers see a piece of the answer that is being made.

        It is stored, then shown, in the order of calls; the next `keep` waits for that, so that the pieces
        and the turn can share a commit.
        """
        entry = Entry(Kind.PIECE, records.piece_record(piece))
        self._publishing.append(
            self._change(lambda connection, row: events.append(connection, row, entry, at=self._desk.clock.now()))
        )

    async def fail(self, number: int, error: GiongError) -> None:
        """Say visibly that the message with event `number` gets no (whole) answer, and why."""
        body = {"answers": number, "code": error.code, "vi": error.vi, "en": error.en}
        await self._change(
            lambda connection, row: turns.fail(connection, row, body, answers=number, at=self._desk.clock.now())
        )

    async def events(self, after: int = 0, limit: int = BATCH) -> list[Event]:
        """The stored events that follow number `after`, at most `limit` of them."""
        return await self._desk.database.read(
            lambda connection: events.after(connection, self._row(connection).id, after, limit=limit)
        )

    async def follow(self, after: int = 0) -> AsyncGenerator[Event]:
        """The events that follow number `after`, for ever: first those stored, then each new one at once.

        Close it (`contextlib.aclosing`) when the reader has gone.
        """
        with self._desk.bell.listen(self.id) as ear:
            while True:
                ear.clear()
                while batch := await self.events(after):
                    for event in batch:
                        yield event
                    after = batch[-1].number
                try:
                    await asyncio.wait_for(ear.wait(), self._desk.poll_s)
                except TimeoutError:
                    continue

    def _change(self, work: Callable[[Connection, Row[Any]], T]) -> asyncio.Future[T]:
        """Have `work` run on the conversation's locked row, then let followers look."""
        change = self._desk.database.write(lambda connection: work(connection, self._row(connection, lock=True)))
        change.add_done_callback(lambda _: self._desk.bell.ring(self.id))
        return change

    def _row(self, connection: Connection, *, lock: bool = False) -> Row[Any]:
        return owned(connection, conversations, organisation_id=self._organisation_id, id=self.id, lock=lock)


def _overtaken() -> Conflict:
    return Conflict(
        "conversation.overtaken",
        vi="Hội thoại này vừa được trả lời ở nơi khác. Hãy tải lại rồi thử lại.",
        en="This conversation was answered elsewhere meanwhile. Load it again, then try again.",
    )
