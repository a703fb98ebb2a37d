"""Talks whose client sends the whole history each time, as OpenAI's chat API does. Knows no HTTP.

What the assistant remembers of such a talk (the flow in progress, its slots) is found again by a digest of the history.
It is kept in memory only: after a restart, or once `KEPT` other talks went on since, the last message is answered
without it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from giong.dialogue.memory import Notebook
from giong.errors import BadInput
from giong.storage.ids import new_id

KEPT = 10_000
"""Talks remembered at a time."""
MOST_TURNS = 50
"""Turns remembered of a talk, the last ones; the state that it is in is remembered whole."""

Message = tuple[str, str]
"""Role ("user", "assistant" …) and text."""


@dataclass(frozen=True)
class Exchange:
    """One question of a talk. Call `end` with the answer, so that the next question finds the talk again."""

    id: str
    text: str
    memory: Notebook
    talks: Talks
    owner: tuple[str, str]
    messages: tuple[Message, ...]

    def end(self, answer: str) -> None:
        self.talks.keep(self.owner, (*self.messages, ("assistant", answer)), self.memory)


class Talks:
    """The talks of one process."""

    def __init__(self) -> None:
        self._memories: OrderedDict[str, Notebook] = OrderedDict()

    def begin(self, organisation_id: str, assistant: str, messages: Sequence[Message]) -> Exchange:
        """The question that `messages` end with, and what is remembered of those before it."""
        if messages[-1][0] != "user":
            raise BadInput(
                "chat.last_not_user",
                vi="Tin cuối cùng trong messages phải có role là user.",
                en="The last of messages must have the role user.",
            )
        owner = (organisation_id, assistant)
        place = _digest(owner, messages[:-1])
        known = self._memories.get(place)
        memory = Notebook()
        if known:
            self._memories.move_to_end(place)  # a talk that goes on is not the next to be forgotten
            # A copy: the client may ask two different things after the same history.
            memory.turns, memory.state = known.turns[-MOST_TURNS:], known.state
        return Exchange(new_id("chatcmpl"), messages[-1][1], memory, self, owner, tuple(messages))

    def keep(self, owner: tuple[str, str], messages: Sequence[Message], memory: Notebook) -> None:
        place = _digest(owner, messages)
        self._memories[place] = memory
        self._memories.move_to_end(place)
        while len(self._memories) > KEPT:
            self._memories.popitem(last=False)


def _digest(owner: tuple[str, str], messages: Sequence[Message]) -> str:
    """Of what was said and answered; system messages are the client's own affair. White space does not count."""
    digest = hashlib.sha256("\0".join(owner).encode())
    for role, text in messages:
        if role in ("user", "assistant"):
            digest.update(f"\0{role}\0{' '.join(text.split())}".encode())
    return digest.hexdigest()
