"""The seam to an assistant's documents: a question in, passages out, and when what they say holds. Knows no file format
and no ranking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from giong.retrieval.answer import Answer
from giong.retrieval.index import Hit, Index
from giong.retrieval.passages import Passage
from giong.retrieval.register import HOLDS, Register, Standing

FOUND = 12
"""How many passages are looked for: some of them may not hold today."""


@dataclass(frozen=True)
class Finding:
    """What the documents say to a question. `rival` is what another one says instead; `standing` tells whether the
    answer's text holds today.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None
    rival: Answer | None = None
    standing: Standing = HOLDS

    @property
    def confidence(self) -> float:
        return self.answer.confidence if self.answer else 0.0


class Knowledge(Protocol):
    """What an assistant may answer from."""

    async def search(self, query: str) -> Sequence[Hit]:
        """The passages that may answer, best first; none is a valid result. Raises only for defects."""

    def register(self) -> Register:
        """When the sources hold."""

    def section(self, passage_id: str) -> Sequence[Passage]:
        """The passages under the same headings as this one, in reading order; none where it is not there."""


class IndexKnowledge:
    """Knowledge in a retrieval index. Searching is work for the processor, so it is done in a thread."""

    def __init__(self, index: Index, *, limit: int = FOUND) -> None:
        self._index = index
        self._limit = limit

    async def search(self, query: str) -> Sequence[Hit]:
        return await asyncio.to_thread(self._index.search, query, limit=self._limit)

    def register(self) -> Register:
        return self._index.register()

    def section(self, passage_id: str) -> Sequence[Passage]:
        return self._index.section(passage_id)


class NoKnowledge:
    """The fake: an assistant without documents."""

    async def search(self, query: str) -> Sequence[Hit]:
        return ()

    def register(self) -> Register:
        return Register()

    def section(self, passage_id: str) -> Sequence[Passage]:
        return ()
