"""The meanings of sentences, computed once and kept in the database. Knows no assistant and no group.

A sentence is kept as a digest only; its vector belongs to the organisation that said it, and to the engine that made
it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from sqlalchemy import Connection, select

from giong.language.embedding.embedder import Vectors
from giong.storage.database import Database
from giong.storage.once import add_once
from giong.storage.schema import meanings

AT_ONCE = 500
"""How many digests one statement asks for; SQLite takes 32,766 at most."""
MOST_CHARACTERS = 320
"""What of a sentence is embedded."""


class Meanings:
    """All meanings; each method asks for the organisation and the engine's name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, organisation_id: str, engine: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """Text → its vector, for those that have one."""
        digests = {_digest(text): text for text in texts}

        def work(connection: Connection) -> dict[str, Vectors]:
            found: dict[str, Vectors] = {}
            for some in _chunks(list(digests)):
                rows = connection.execute(
                    select(meanings.c.digest, meanings.c.vector).where(
                        meanings.c.organisation_id == organisation_id,
                        meanings.c.engine == engine,
                        meanings.c.digest.in_(some),
                    )
                )
                found |= {digests[row.digest]: np.frombuffer(row.vector, dtype="<f4") for row in rows}
            return found

        return await self._database.read(work)

    async def keep(self, organisation_id: str, engine: str, vectors: Mapping[str, Vectors]) -> None:
        """Remember texts' vectors."""

        def work(connection: Connection) -> None:
            for text, vector in vectors.items():
                row = {
                    "organisation_id": organisation_id,
                    "engine": engine,
                    "digest": _digest(text),
                    "vector": vector.astype("<f4").tobytes(),
                }
                add_once(connection, meanings, row)

        await self._database.write(work)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
