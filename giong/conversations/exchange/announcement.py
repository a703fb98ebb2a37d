"""Says one sentence before an assistant's greeting, in the same breath. Knows no line and no recording."""

from __future__ import annotations

from collections.abc import AsyncIterator

from giong.dialogue.line import Delivered, Heard, Piece
from giong.dialogue.memory import Act, Report, State
from giong.dialogue.mind import Mind
from giong.dialogue.reply import AssistantReply
from giong.dialogue.turn import Reply


class Announced:
    """An `Answerer` that greets as `mind` does, with `piece` first, and otherwise answers as it does."""

    def __init__(self, mind: Mind, piece: Piece | None) -> None:
        self._mind = mind
        self._piece = piece

    def reply(self, heard: Heard, state: State) -> Reply:
        reply = self._mind.reply(heard, state)
        return reply if heard is not None or self._piece is None else _Preceded(reply, self._piece)


class _Preceded:
    """See `turn.Reply`."""

    def __init__(self, reply: AssistantReply, piece: Piece) -> None:
        self._reply = reply
        self._piece = piece

    @property
    def state(self) -> State:
        return self._reply.state

    @property
    def act(self) -> Act | None:
        return self._reply.act

    @property
    def report(self) -> Report:
        return self._reply.report

    async def pieces(self) -> AsyncIterator[Piece]:
        yield self._piece
        pieces = self._reply.pieces()
        try:
            async for piece in pieces:
                yield piece
        finally:
            if close := getattr(pieces, "aclose", None):
                await close()

    def settle(self, delivered: Delivered) -> None:
        """The assistant knows only of its own words."""
        self._reply.settle(Delivered(delivered.pieces[1:], delivered.cut_off))
