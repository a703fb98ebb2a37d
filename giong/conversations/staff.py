"""The assistants at work: each organisation's folders, read when first asked for and again when they change, with their
knowledge open and in step with the folder. Knows no HTTP and no conversation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.conversations.shelves import Shelved, shelve
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder import read_assistant
from giong.dialogue.mind import Mind
from giong.errors import GiongError, NotFound
from giong.retrieval.index import Index

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 1.0
"""How often a folder is looked at for changes, at most."""

Train = Callable[[Assistant, Index], Mind]
"""Makes an assistant able to answer. Blocks for up to some seconds."""


@dataclass(frozen=True)
class Colleague:
    """One assistant of one organisation, ready to answer. `id` is its folder's name, `shelved` what was last done to
    bring the index in step with the folder."""

    id: str
    organisation_id: str
    assistant: Assistant
    mind: Mind
    index: Index
    shelved: Shelved


@dataclass
class _Post:
    """A place in the staff: the colleague, what its folder looked like, and when that was last checked."""

    folder: Path
    lock: asyncio.Lock
    colleague: Colleague | None = None
    stamp: tuple[Any, ...] = ()
    looked_at_s: float = float("-inf")


class Staff:
    """All colleagues. `folders` maps an organisation to its assistants' folders; `knowledge` holds the indexes."""

    def __init__(self, *, knowledge: Path, train: Train, open_index: Callable[[Path], Index]) -> None:
        self._knowledge = knowledge
        self._train = train
        self._open_index = open_index
        self._posts: dict[tuple[str, str], _Post] = {}

    def employ(self, organisation_id: str, folders: Iterable[Path]) -> list[str]:
        """Take assistants' folders into an organisation's staff; returns their ids. Nothing is read yet."""
        ids = []
        for folder in folders:
            self._posts.setdefault((organisation_id, folder.name), _Post(folder, asyncio.Lock()))
            ids.append(folder.name)
        return ids

    def ids(self, organisation_id: str) -> list[str]:
        """The organisation's assistants, by id."""
        return sorted(id for owner, id in self._posts if owner == organisation_id)

    async def get(self, organisation_id: str, id: str) -> Colleague:
        """The colleague, with its folder's present content.

        Raises `NotFound` for an unknown one and `BadConfiguration` if the folder cannot be used. A folder that is
        damaged while the assistant works leaves it working as it was.
        """
        post = self._posts.get((organisation_id, id))
        if post is None:
            known = ", ".join(self.ids(organisation_id)) or "—"
            raise NotFound(
                "assistant.not_found",
                vi=f"Không có trợ lý “{id}”. Các trợ lý hiện có: {known}.",
                en=f"There is no assistant “{id}”. There are: {known}.",
            )
        now_s = asyncio.get_running_loop().time()
        if post.colleague and now_s - post.looked_at_s < LOOK_AGAIN_S:
            return post.colleague
        async with post.lock:
            post.looked_at_s = now_s
            stamp = await asyncio.to_thread(_stamp, post.folder)
            if post.colleague is None or stamp != post.stamp:
                post.colleague = await self._read(organisation_id, id, post)
                post.stamp = stamp
            return post.colleague

    async def _read(self, organisation_id: str, id: str, post: _Post) -> Colleague:
        index = post.colleague.index if post.colleague else None
        try:
            return await asyncio.to_thread(self._prepare, organisation_id, id, post.folder, index)
        except GiongError as error:
            if post.colleague is None:
                raise
            log.error("assistant %s: the changed folder is not used: %s", id, error)
            return post.colleague

    def _prepare(self, organisation_id: str, id: str, folder: Path, index: Index | None) -> Colleague:
        assistant = read_assistant(folder)
        index = index or self._open_index(self._knowledge / organisation_id / id)
        shelved = shelve(assistant, index)
        for refused in shelved.refused:
            log.warning("assistant %s: %s is not used: %s", id, refused.name, refused.error)
        return Colleague(id, organisation_id, assistant, self._train(assistant, index), index, shelved)

    def close(self) -> None:
        """Close every open index."""
        for post in self._posts.values():
            if post.colleague:
                post.colleague.index.close()


def _stamp(folder: Path) -> tuple[Any, ...]:
    """What a folder looks like from outside; changes when a file is edited, added or removed."""
    files = [(str(file), file.stat()) for file in folder.rglob("*") if file.is_file()]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))
