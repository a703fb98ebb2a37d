"""One turn, the path that every chat message, call utterance and webhook takes. Knows no audio, HTTP, SIP or SQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Protocol

from giong.dialogue.line import Delivered, Heard, Line, Piece, Said
from giong.dialogue.memory import Act, Memory, Report, State, Turn


class Reply(Protocol):
    """An answer in the making. Iterate `pieces` once; the rest is right when it has ended or was closed.

    `state` is what the assistant wants to remember if it got that far; it is always consistent, also when the iteration
    was cut short.
    """

    @property
    def state(self) -> State: ...

    @property
    def act(self) -> Act | None: ...

    @property
    def report(self) -> Report: ...

    def pieces(self) -> AsyncIterator[Piece]: ...

    def settle(self, delivered: Delivered) -> None:
        """Called once, after the pieces and before `state` is read: what of them reached the person."""


class Answerer(Protocol):
    """Whoever writes the answers: an assistant."""

    def reply(self, heard: Heard, state: State) -> Reply:
        """Begin an answer to what was heard, knowing `state`. Returns at once; the work is done while iterating."""


async def take_turn(
    *, heard: Heard, answerer: Answerer, memory: Memory, line: Line, stop: asyncio.Event
) -> Turn | None:
    """Remember what was said, write the answer as a stream, let the line deliver it, remember what arrived.

    Returns None, and does nothing, when the same message (by its key) was stored before. `stop` belongs to this turn
    alone: a person who speaks again while the answer is still being thought or synthesised hears nothing of the old
    one. What was delivered is kept even when the answer broke off with an exception, which is raised afterwards.
    """
    said = heard if isinstance(heard, Said) else None
    if said is not None and not await memory.hear(said):
        return None
    reply = answerer.reply(heard, await memory.recall())
    failures: list[Exception] = []
    delivered = Delivered()
    try:
        async with aclosing(_until_failure(reply.pieces(), failures)) as pieces:
            delivered = await line.say(pieces, stop)
    finally:
        reply.settle(delivered)
        turn = Turn(said=said, delivered=delivered, act=reply.act, report=reply.report)
        await asyncio.shield(memory.keep(turn, reply.state))
    if failures:
        raise failures[0]
    return turn


async def _until_failure(pieces: AsyncIterator[Piece], failures: list[Exception]) -> AsyncGenerator[Piece, None]:
    """To the line a failure is the end of the answer, so that it still tells what was delivered."""
    try:
        async for piece in pieces:
            yield piece
    except Exception as error:
        failures.append(error)
