"""Brings question–answer lists into an assistant's folder, drafts them from its documents and keeps what people decide
about the drafts. Knows no HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from weakref import WeakValueDictionary

from giong.adaptation.faq.drafting import drafted
from giong.adaptation.faq.pairs import Pair, Review, known_in, pairs_in, review
from giong.adaptation.faq.table import LIST, Draft, Status, drafts, with_drafts, with_pairs
from giong.adaptation.mending import edits
from giong.conversations.staff import Colleague, Staff
from giong.errors import BadInput, Conflict, NotFound


@dataclass(frozen=True)
class Imported:
    """`review` of the list, and the files that were changed for it (none in a dry run)."""

    review: Review
    files: tuple[str, ...]


@dataclass(frozen=True)
class Drafted:
    """The new drafts of a source; those made before, whatever was decided about them, are only counted."""

    fresh: tuple[Draft, ...]
    known: int


class Library:
    """The question–answer lists of all assistants."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._locks: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()

    async def take_in(
        self, organisation_id: str, assistant: str, name: str, data: bytes, *, dry_run: bool = False
    ) -> Imported:
        """Add the list in a spreadsheet. What contradicts a known answer, or another row, is left out and told."""
        colleague = await self._staff.get(organisation_id, assistant)
        folder = self._staff.working_folder(organisation_id, assistant)
        async with self._lock(folder):
            return await asyncio.to_thread(_take_in, folder, colleague, name, data, dry_run)

    async def draft(self, organisation_id: str, assistant: str, source: str) -> Drafted:
        """Draft pairs from one of the assistant's documents, by its id, file or title. Nothing is answered from them
        until they are approved.
        """
        colleague = await self._staff.get(organisation_id, assistant)
        folder = self._staff.working_folder(organisation_id, assistant)
        async with self._lock(folder):
            return await asyncio.to_thread(_draft, folder, colleague, source)

    async def drafts(self, organisation_id: str, assistant: str, *, status: Status | None = None) -> list[Draft]:
        """The drafts, or those of one status."""
        folder = self._staff.working_folder(organisation_id, assistant)
        found = await asyncio.to_thread(drafts, folder)
        return [one for one in found if status in (None, one.status)]

    async def approve(
        self, organisation_id: str, assistant: str, ids: Sequence[str], *, question: str = "", answer: str = ""
    ) -> list[Draft]:
        """Answer from these drafts from now on; of a single one the words may be changed."""
        if (question or answer) and len(ids) != 1:
            raise BadInput(
                "faq.one_at_a_time",
                vi="Chỉ sửa được lời của từng cặp hỏi đáp một. Hãy duyệt riêng cặp cần sửa.",
                en="Only one pair at a time can be reworded. Approve that one by itself.",
            )
        return await self._decide(organisation_id, assistant, ids, Status.APPROVED, question, answer)

    async def reject(self, organisation_id: str, assistant: str, ids: Sequence[str]) -> list[Draft]:
        """Do not offer these drafts again."""
        return await self._decide(organisation_id, assistant, ids, Status.REJECTED)

    async def _decide(
        self,
        organisation_id: str,
        assistant: str,
        ids: Sequence[str],
        status: Status,
        question: str = "",
        answer: str = "",
    ) -> list[Draft]:
        folder = self._staff.working_folder(organisation_id, assistant)
        async with self._lock(folder):
            decided = await asyncio.to_thread(_decide, folder, ids, status, question, answer)
        self._staff.look_again(organisation_id, assistant)
        return decided

    def _lock(self, folder: Path) -> asyncio.Lock:
        return self._locks.setdefault(folder, asyncio.Lock())


def _take_in(folder: Path, colleague: Colleague, name: str, data: bytes, dry_run: bool) -> Imported:
    pairs, skipped = pairs_in(name, data)
    found = review(pairs, known_in(colleague.index.passages()), skipped)
    changes = with_pairs(folder, found.fresh)
    if dry_run or not changes:
        return Imported(found, ())
    return Imported(found, tuple(edit.path for edit in edits.make(folder, changes)))


def _draft(folder: Path, colleague: Colleague, source: str) -> Drafted:
    chosen = _source(colleague, source)
    passages = [one for one in colleague.index.passages() if one.source_id == chosen]
    known = known_in(colleague.index.passages())
    before = drafts(folder)
    ids = {one.id for one in before}
    found = review(drafted(passages), known).fresh
    fresh = [Draft(pair.id, pair) for pair in found if pair.id not in ids]
    if fresh:
        edits.make(folder, with_drafts([*before, *fresh]))
    return Drafted(tuple(fresh), len(found) - len(fresh))


def _source(colleague: Colleague, wanted: str) -> str:
    sources = colleague.index.sources()
    for one in sources:
        path = PurePosixPath(one.name)
        if wanted in (one.id, one.name, one.title, path.name, path.stem):
            return one.id
    known = ", ".join(PurePosixPath(one.name).name for one in sources) or "—"
    raise NotFound(
        "faq.no_source",
        vi=f"Không có tài liệu “{wanted}” trong tri thức. Các tài liệu: {known}.",
        en=f"There is no source “{wanted}” in the knowledge. There are: {known}.",
    )


def _decide(folder: Path, ids: Sequence[str], status: Status, question: str, answer: str) -> list[Draft]:
    every = drafts(folder)
    by_id = {one.id: one for one in every}
    _all_there(ids, by_id)
    decided = [replace(by_id[id], status=status, pair=_reworded(by_id[id].pair, question, answer)) for id in ids]
    _not_served_already([by_id[id] for id in ids])
    fresh = [one.pair for one in decided]
    after = {one.id: one for one in decided}
    changes = with_drafts([after.get(one.id, one) for one in every])
    if status is Status.APPROVED:
        changes |= with_pairs(folder, fresh)
    edits.make(folder, changes)
    return decided


def _all_there(ids: Iterable[str], known: dict[str, Draft]) -> None:
    missing = ", ".join(id for id in ids if id not in known)
    if missing:
        raise NotFound(
            "faq.no_draft",
            vi=f"Không có bản nháp {missing}. Hãy xem danh sách bằng “giong faq list”.",
            en=f"There is no draft {missing}. See the list with “giong faq list”.",
        )


def _not_served_already(chosen: Iterable[Draft]) -> None:
    served = ", ".join(one.id for one in chosen if one.status is Status.APPROVED)
    if served:
        raise Conflict(
            "faq.approved_already",
            vi=f"Cặp hỏi đáp {served} đã được duyệt và đang dùng để trả lời. Muốn bỏ, hãy xoá dòng đó trong {LIST}.",
            en=f"The pair {served} is approved and answered from. To drop it, delete its row in {LIST}.",
        )


def _reworded(pair: Pair, question: str, answer: str) -> Pair:
    return replace(pair, questions=(question or pair.question,), answer=answer or pair.answer)
