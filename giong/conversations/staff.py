"""The assistants at work: each organisation's folders, read when first asked for and again when they change, with their
knowledge open and in step with the folder. Knows no HTTP and no conversation.

Where a version was published, its copy of the folder serves, and the working folder may be edited at leisure.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.conversations.shelves import Shelved, shelve
from giong.conversations.versions import WORKING, Versions
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.reading import read_assistant
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
    bring the index in step with the folder, `version` the published version that it is (0: the working folder).
    """

    id: str
    organisation_id: str
    assistant: Assistant
    mind: Mind
    index: Index
    shelved: Shelved
    version: int = WORKING


@dataclass
class _Post:
    """A place in the staff: the colleague, what its folder looked like, and when that was last checked. `working` is
    the folder that people edit; None where only published versions are left.
    """

    working: Path | None
    lock: asyncio.Lock
    colleague: Colleague | None = None
    stamp: tuple[Any, ...] = ()
    looked_at_s: float = float("-inf")


class Staff:
    """All colleagues. `knowledge` holds the indexes; `drafts`: working folders serve even where there are versions."""

    def __init__(
        self,
        *,
        knowledge: Path,
        train: Train,
        open_index: Callable[[Path], Index],
        versions: Versions,
        drafts: bool = False,
    ) -> None:
        self._knowledge = knowledge
        self._versions = versions
        self._drafts = drafts
        self._train = train
        self._open_index = open_index
        self._posts: dict[tuple[str, str], _Post] = {}

    def employ(self, organisation_id: str, folders: Iterable[Path]) -> list[str]:
        """Take assistants' folders into an organisation's staff, and those of which only published versions are left;
        returns their ids. Nothing is read yet.
        """
        ids = []
        for folder in folders:
            self._posts.setdefault((organisation_id, folder.name), _Post(folder, asyncio.Lock()))
            ids.append(folder.name)
        for id in self._versions.ids(organisation_id):
            if self._versions.serving(organisation_id, id) is not None and id not in ids:
                self._posts.setdefault((organisation_id, id), _Post(None, asyncio.Lock()))
                ids.append(id)
        return ids

    def working_folder(self, organisation_id: str, id: str) -> Path:
        """The folder that people edit, from which a version can be published."""
        working = self._post(organisation_id, id).working
        if working is None:
            raise NotFound(
                "assistant.no_working_folder",
                vi=f"Trợ lý “{id}” chỉ còn các bản đã phát hành, không còn thư mục đang sửa trên máy này.",
                en=f"Of the assistant “{id}” only published versions are left, no working folder, on this machine.",
            )
        return working

    def ids(self, organisation_id: str) -> list[str]:
        """The organisation's assistants, by id."""
        return sorted(id for owner, id in self._posts if owner == organisation_id)

    async def get(self, organisation_id: str, id: str) -> Colleague:
        """The colleague, with its folder's present content.

        Raises `NotFound` for an unknown one and `BadConfiguration` if the folder cannot be used. A folder that is
        damaged while the assistant works leaves it working as it was.
        """
        post = self._post(organisation_id, id)
        now_s = asyncio.get_running_loop().time()
        if post.colleague and now_s - post.looked_at_s < LOOK_AGAIN_S:
            return post.colleague
        async with post.lock:
            post.looked_at_s = now_s
            stamp = await asyncio.to_thread(self._stamp, organisation_id, id)
            if post.colleague is None or stamp != post.stamp:
                post.colleague = await self._read(organisation_id, id, post)
                post.stamp = stamp
            return post.colleague

    def look_again(self, organisation_id: str, id: str) -> None:
        """Another version may serve now: do not wait to find out."""
        self._post(organisation_id, id).looked_at_s = float("-inf")

    def _post(self, organisation_id: str, id: str) -> _Post:
        post = self._posts.get((organisation_id, id))
        if post is None:
            known = ", ".join(self.ids(organisation_id)) or "—"
            raise NotFound(
                "assistant.not_found",
                vi=f"Không có trợ lý “{id}”. Các trợ lý hiện có: {known}.",
                en=f"There is no assistant “{id}”. There are: {known}.",
            )
        return post

    async def _read(self, organisation_id: str, id: str, post: _Post) -> Colleague:
        index = post.colleague.index if post.colleague else None
        try:
            return await asyncio.to_thread(self._prepare, organisation_id, id, index)
        except GiongError as error:
            if post.colleague is None:
                raise
            log.error("assistant %s: the changed folder is not used: %s", id, error)
            return post.colleague

    def _stamp(self, organisation_id: str, id: str) -> tuple[Any, ...]:
        """What the assistant is made from, seen from outside; changes when a file or the serving version does."""
        version = None if self._drafts else self._versions.serving(organisation_id, id)
        if version is not None:
            return ("version", version.number, version.digest)
        return _stamp(self.working_folder(organisation_id, id))

    def _present(self, organisation_id: str, id: str) -> tuple[Path, int]:
        """The folder that serves, and its version."""
        version = None if self._drafts else self._versions.serving(organisation_id, id)
        if version is not None:
            return self._versions.folder(organisation_id, id, version), version.number
        return self.working_folder(organisation_id, id), WORKING

    def _index_folder(self, organisation_id: str, id: str) -> Path:
        """A draft beside a served version has an index of its own, so that what is tried out is not served."""
        beside = self._drafts and self._versions.serving(organisation_id, id) is not None
        return self._knowledge / organisation_id / (f"{id}.draft" if beside else id)

    def _prepare(self, organisation_id: str, id: str, index: Index | None) -> Colleague:
        folder, version = self._present(organisation_id, id)
        assistant = read_assistant(folder)
        index = index or self._open_index(self._index_folder(organisation_id, id))
        shelved = shelve(assistant, index)
        for refused in shelved.refused:
            log.warning("assistant %s: %s is not used: %s", id, refused.name, refused.error)
        return Colleague(id, organisation_id, assistant, self._train(assistant, index), index, shelved, version=version)

    def close(self) -> None:
        """Close every open index."""
        for post in self._posts.values():
            if post.colleague:
                post.colleague.index.close()


def _stamp(folder: Path) -> tuple[Any, ...]:
    """What a folder looks like from outside; changes when a file is edited, added or removed."""
    files = [(str(file), file.stat()) for file in folder.rglob("*") if file.is_file()]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))
