"""What assistants missed, and mending it: lists groups, makes fixes, tries them out, takes them back. Knows no HTTP."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from sqlalchemy import Connection

from giong.adaptation.mending import edits, hints, remedies
from giong.adaptation.mending.fixes import Fix, Fixes, settled
from giong.adaptation.mending.groups import Group, groups_of, wordings
from giong.adaptation.mending.hints import Hints
from giong.adaptation.mending.meanings import MOST_CHARACTERS, Meanings
from giong.adaptation.mending.remedies import Remedy
from giong.adaptation.mending.trial import TryOut
from giong.clock import Clock, SystemClock
from giong.conversations.missed import Missed, answer_to, collect
from giong.conversations.staff import Colleague, Staff
from giong.dialogue import standing
from giong.dialogue.folder.reading import read_assistant
from giong.engines.running import Running
from giong.engines.table import Slot
from giong.errors import Conflict, GiongError, NotFound, Unavailable
from giong.jobs.board import Jobs
from giong.jobs.work import Record, Task
from giong.language.embedding.embedder import Vectors
from giong.storage.database import Database

JOB = "embed_missed"
DAYS = 30
"""How far back missed messages are looked for, unless asked otherwise."""
EMBEDDED_AT_ONCE = 64
"""So many new sentences are given their meaning while somebody waits (0.6 s); more as a job."""
TRIED = 30
"""Most sentences of a group that are said to the assistant after a fix."""

Progress = Callable[[int, int], None]
"""Gets (done, of all)."""


@dataclass(frozen=True)
class Overview:
    """The groups that wait, those of most people first; `groups` of them in all. `by_meaning` is False while meanings
    of so many sentences are `pending`, or where there is no embedder: then they are grouped by their words.
    """

    items: tuple[Group, ...]
    groups: int
    by_meaning: bool
    pending: int


@dataclass(frozen=True)
class _Collection:
    """What one assistant missed, which of it fixes have settled, and the examples that it has learnt."""

    messages: list[Missed]
    settled: dict[tuple[str, int], frozenset[str]]
    examples: list[str]


class Learning:
    """Learning from what was missed, for all organisations; each method asks for the organisation."""

    def __init__(
        self,
        database: Database,
        staff: Staff,
        engines: Running,
        jobs: Jobs,
        *,
        try_out: TryOut,
        clock: Clock | None = None,
    ) -> None:
        self._database = database
        self._staff = staff
        self._engines = engines
        self._jobs = jobs
        self._try_out = try_out
        self._clock = clock or SystemClock()
        self._meanings = Meanings(database)
        self._fixes = Fixes(database, self._clock)
        self._locks: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
        jobs.register(JOB, self._run)

    async def missed(
        self, organisation_id: str, assistant: str, *, since: datetime | None = None, limit: int = 20
    ) -> Overview:
        """What waits for a fix."""
        colleague = await self._staff.get(organisation_id, assistant)
        groups, pending, by_meaning = await self._groups(colleague, since)
        return Overview(tuple(groups[:limit]), len(groups), by_meaning, pending)

    async def group(self, organisation_id: str, assistant: str, id: str, *, since: datetime | None = None) -> Group:
        """The group that holds the message `id`. Raises `NotFound` when none waits that does."""
        colleague = await self._staff.get(organisation_id, assistant)
        groups, _, _ = await self._groups(colleague, since)
        for group in groups:
            if any(one.id == id for one in group.messages):
                return group
        raise NotFound(
            "missed.not_found",
            vi="Không có nhóm câu hỏi này, hoặc nhóm đã được xử lý. Hãy xem lại danh sách.",
            en="There is no such group, or it was dealt with. Look at the list again.",
        )

    async def hints(self, organisation_id: str, assistant: str, group: Group) -> Hints:
        """What helps to decide about the group."""
        colleague = await self._staff.get(organisation_id, assistant)
        spoken = next((one for one in group.messages if one.text == group.question), group.messages[0])
        answer = await self._database.read(lambda connection: answer_to(connection, organisation_id, spoken))
        intents = await hints.near(colleague, group)
        hits = await asyncio.to_thread(colleague.index.search, group.question, limit=1)
        passage = hints.passage(hits[0]) if hits else None
        return Hints(answer, intents, passage, hints.suggestion(colleague, group, intents))

    async def fix(
        self, organisation_id: str, assistant: str, id: str, remedy: Remedy, *, since: datetime | None = None
    ) -> Fix:
        """Do something about the group that holds message `id`, and try the assistant out. A fix whose tests fail
        stays until it is undone; one that would break the assistant, or whose document cannot be read, changes nothing
        and raises `BadInput`.
        """
        folder = self._staff.working_folder(organisation_id, assistant)
        async with self._lock(folder):
            # Within the lock: of two people who mend one group the second finds it mended.
            group = await self.group(organisation_id, assistant, id, since=since)
            made = await asyncio.to_thread(_make, folder, group, remedy)
            try:
                fix = await self._fixes.add(
                    organisation_id,
                    assistant,
                    kind=remedy.kind,
                    title=group.question,
                    edits=made,
                    settles=group.messages,
                )
            except BaseException:
                await asyncio.to_thread(edits.take_back, folder, made)
                raise
            return await self._tried(organisation_id, fix, folder, group.texts[:TRIED]) if made else fix

    async def undo(self, organisation_id: str, assistant: str, fix_id: str) -> Fix:
        """Take a fix back: the files, too. Raises `Conflict` when it was, or when they were changed since."""
        folder = self._staff.working_folder(organisation_id, assistant)
        async with self._lock(folder):
            fix = await self._fixes.get(organisation_id, assistant, fix_id)
            if fix.undone_at is not None:
                raise Conflict(
                    "fix.undone_already",
                    vi="Việc sửa này đã được hoàn tác rồi.",
                    en="This fix was undone before.",
                )
            return await self._taken_back(organisation_id, fix, folder)

    async def fixes(self, organisation_id: str, assistant: str, *, limit: int = 50) -> list[Fix]:
        """The assistant's fixes, newest first."""
        await self._staff.get(organisation_id, assistant)
        return await self._fixes.recent(organisation_id, assistant, limit=limit)

    async def embed_now(
        self,
        organisation_id: str,
        assistant: str,
        *,
        since: datetime | None = None,
        on_progress: Progress | None = None,
    ) -> int:
        """Compute the meanings that are not known yet; returns how many those were."""
        if not self._engines.has(Slot.EMBEDDING):
            return 0
        collection = await self._collect(await self._staff.get(organisation_id, assistant), since)
        texts = _sentences(collection)
        embedder = await self._engines.embedder()
        known = await self._meanings.known(organisation_id, embedder.name, texts)
        new = [text for text in texts if text not in known]
        for start in range(0, len(new), EMBEDDED_AT_ONCE):
            await self._embed(organisation_id, new[start : start + EMBEDDED_AT_ONCE])
            if on_progress:
                on_progress(min(start + EMBEDDED_AT_ONCE, len(new)), len(new))
        return len(new)

    async def _groups(self, colleague: Colleague, since: datetime | None) -> tuple[list[Group], int, bool]:
        collection = await self._collect(colleague, since)
        vectors, pending = await self._vectors(colleague, _sentences(collection))
        background = [vectors[text] for text in collection.examples] if vectors else []
        groups = await asyncio.to_thread(
            groups_of,
            collection.messages,
            collection.settled,
            vectors,
            np.stack(background) if background else None,
        )
        return groups, pending, vectors is not None

    async def _collect(self, colleague: Colleague, since: datetime | None) -> _Collection:
        organisation_id, assistant = colleague.organisation_id, colleague.id
        begin = since or self._clock.now() - timedelta(days=DAYS)

        def work(connection: Connection) -> _Collection:
            sure = colleague.assistant.thresholds.answer
            found = collect(connection, organisation_id, assistant, since=begin, sure=sure)
            return _Collection(found, settled(connection, organisation_id, assistant), _examples(colleague))

        return await self._database.read(work)

    async def _vectors(self, colleague: Colleague, texts: Sequence[str]) -> tuple[dict[str, Vectors] | None, int]:
        """The sentences' meanings, or None and how many are missing still, which a job is at work on."""
        if not self._engines.has(Slot.EMBEDDING):
            return None, 0
        try:
            embedder = await self._engines.embedder()
            known = await self._meanings.known(colleague.organisation_id, embedder.name, texts)
            new = [text for text in texts if text not in known]
            if len(new) > EMBEDDED_AT_ONCE:
                key = hashlib.sha256("\n".join(new).encode()).hexdigest()
                await self._jobs.submit(colleague.organisation_id, JOB, {"assistant": colleague.id}, key=key)
                return None, len(new)
            return known | await self._embed(colleague.organisation_id, new), 0
        except Unavailable:
            return None, len(texts)

    async def _embed(self, organisation_id: str, texts: list[str]) -> dict[str, Vectors]:
        if not texts:
            return {}
        embedder = await self._engines.embedder()
        shortened = [text[:MOST_CHARACTERS] for text in texts]
        rows = await asyncio.to_thread(embedder.queries, shortened)
        vectors = dict(zip(texts, rows, strict=True))
        await self._meanings.keep(organisation_id, embedder.name, vectors)
        return vectors

    async def _run(self, task: Task) -> Record:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            loop.call_soon_threadsafe(lambda: asyncio.ensure_future(task.progress(done, total)))

        return {"embedded": await self.embed_now(task.organisation_id, task.payload["assistant"], on_progress=tell)}

    async def _tried(self, organisation_id: str, fix: Fix, folder: Path, sentences: list[str]) -> Fix:
        try:
            trial = await asyncio.to_thread(self._try_out, folder, sentences)
        except GiongError:
            # That a document cannot be read shows only when it is.
            await self._taken_back(organisation_id, fix, folder)
            raise
        return await self._fixes.tried(organisation_id, fix.id, trial)

    async def _taken_back(self, organisation_id: str, fix: Fix, folder: Path) -> Fix:
        await asyncio.to_thread(edits.take_back, folder, list(fix.edits))
        return await self._fixes.undone(organisation_id, fix.id)

    def _lock(self, folder: Path) -> asyncio.Lock:
        return self._locks.setdefault(folder, asyncio.Lock())


def _make(folder: Path, group: Group, remedy: Remedy) -> list[edits.Edit]:
    wanted = remedies.changes(read_assistant(folder), folder, group, remedy)
    return edits.make(folder, wanted) if wanted else []


def _examples(colleague: Colleague) -> list[str]:
    """What is usually said to the assistant. What is said to all of them would make its own matters look alike."""
    own = (intent for intent in colleague.assistant.intents.values() if intent.name not in standing.INTENTS)
    return [example.text for intent in own for example in intent.examples]


def _sentences(collection: _Collection) -> list[str]:
    """Everything whose meaning is needed, each once."""
    return list(dict.fromkeys([*wordings(collection.messages).values(), *collection.examples]))
