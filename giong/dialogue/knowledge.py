"""The seam to an assistant's documents: a question in, passages out. Knows no file format and no ranking."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from giong.retrieval.answer import Answer
from giong.retrieval.index import Hit, Index


@dataclass(frozen=True)
class Finding:
    """What the documents say to a question."""

    query: str
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None

    @property
    def confidence(self) -> float:
        return self.answer.confidence if self.answer else 0.0


class Knowledge(Protocol):
    """What an assistant may answer from."""

    async def search(self, query: str) -> Sequence[Hit]:
        """The passages that may answer, best first; none is a valid result. Raises only for defects."""


class IndexKnowledge:
    """Knowledge in a retrieval index. Searching is work for the processor, so it is done in a thread."""

    def __init__(self, index: Index, *, limit: int = 5) -> None:
        self._index = index
        self._limit = limit

    async def search(self, query: str) -> Sequence[Hit]:
        return await asyncio.to_thread(self._index.search, query, limit=self._limit)


class NoKnowledge:
    """The fake: an assistant without documents."""

    async def search(self, query: str) -> Sequence[Hit]:
        return ()
