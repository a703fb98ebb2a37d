"""Puts the documents of an assistant's folder into its index, so that the two agree. Knows no job and no upload."""

from __future__ import annotations

from dataclasses import dataclass

from giong.dialogue.assistant import Assistant
from giong.errors import GiongError
from giong.retrieval.index import Added, Index

UPLOADS = "uploads/"
"""Names of uploaded sources begin with this; all others are files of the assistant's folder."""


@dataclass(frozen=True)
class Refused:
    """A file of the folder that could not be read, and why."""

    name: str
    error: GiongError


@dataclass(frozen=True)
class Shelved:
    """What became of the folder's files: how many are new or changed, the same, gone, refused."""

    added: int
    unchanged: int
    removed: int
    refused: tuple[Refused, ...]
    passages: int


def shelve(assistant: Assistant, index: Index) -> Shelved:
    """Make everything in the folder findable by words, and forget what is gone. Unchanged files cost nothing."""
    files = [source for source in assistant.knowledge if (assistant.folder / source.path).is_file()]
    refused: list[Refused] = []
    results: list[Added] = []
    for source in files:
        try:
            data = (assistant.folder / source.path).read_bytes()
            results.append(index.add(source.path, data, title=source.title or None, stated=source.stated))
        except GiongError as error:
            refused.append(Refused(source.path, error))
    wanted = {source.path for source in files}
    gone = [known for known in index.sources() if not known.name.startswith(UPLOADS) and known.name not in wanted]
    for known in gone:
        index.remove(known.id)
    return Shelved(
        added=sum(not result.unchanged for result in results),
        unchanged=sum(result.unchanged for result in results),
        removed=len(gone),
        refused=tuple(refused),
        passages=sum(result.passages for result in results),
    )
