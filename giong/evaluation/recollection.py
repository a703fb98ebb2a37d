"""An understander and documents that remember what they were asked: in a rehearsal the same sentences come again on the
other line and, with mutants, again and again. Both give the same answer to the same question, so nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from giong.dialogue.knowledge import Knowledge
from giong.dialogue.line import Expectation
from giong.dialogue.nlu.understanding import Understander, Understanding
from giong.retrieval.index import Hit
from giong.retrieval.passages import Passage
from giong.retrieval.register import Register


class RecollectingUnderstander:
    """See `Understander`."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander
        self._known: dict[tuple[str, Expectation | None], Understanding] = {}

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        key = text, expecting
        if key not in self._known:
            self._known[key] = await self._understander.understand(text, expecting)
        return self._known[key]


class RecollectingKnowledge:
    """See `Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._found: dict[str, Sequence[Hit]] = {}

    async def search(self, query: str) -> Sequence[Hit]:
        if query not in self._found:
            self._found[query] = await self._knowledge.search(query)
        return self._found[query]

    def register(self) -> Register:
        return self._knowledge.register()

    def section(self, passage_id: str) -> Sequence[Passage]:
        return self._knowledge.section(passage_id)
