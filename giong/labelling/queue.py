"""The queue of uncertain fields: asked about by uncertainty, settled by people. Knows no HTTP and no engine.

A row tells which field of which paper is uncertain and never what stands in it. The crop of the picture and the label
are kept sealed in the paper's own folder, so that whatever erases the paper erases them.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from giong.clock import Clock, SystemClock
from giong.documents.document import Document, Field, Origin
from giong.errors import BadInput, Conflict, GiongError, NotFound
from giong.labelling.label import Label, Verdict
from giong.labelling.uncertainty import Doubt, doubts, engines
from giong.papers.formbook import Formbook
from giong.papers.paper import Status
from giong.papers.register import Papers
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import reviews
from giong.text.unicode import nfc
from giong.vision.shapes import around

PURPOSE = "review"
TAKEN_FOR = timedelta(minutes=2)
"""Whoever was shown a field has so long until it is shown to somebody else."""
MOST_CHARS = 2_000
OPEN = "open"


OnSettled = Callable[[str, Label], Awaitable[None]]
"""Told organisation and label when somebody has spoken of a field."""


@dataclass(frozen=True)
class Question:
    """A field that somebody is asked about. `doubts` are what failed checks say, in both languages."""

    id: str
    paper_id: str
    kind: str
    kind_vi: str
    kind_en: str
    field: str
    field_vi: str
    field_en: str
    type: str
    value: str
    confidence: float
    page: int
    has_crop: bool
    doubts: tuple[tuple[str, str], ...]
    created_at: datetime


class Queue:
    """The queues of all organisations."""

    def __init__(self, database: Database, papers: Papers, clock: Clock | None = None) -> None:
        self._database = database
        self._papers = papers
        self._forms = Formbook(database, clock)
        self._clock = clock or SystemClock()
        self.on_settled: list[OnSettled] = []

    async def fill(self, organisation_id: str, paper_id: str) -> None:
        """Take in what is uncertain in a paper that was just read. Called once more, it adds nothing."""
        paper = await self._papers.get(organisation_id, paper_id)
        if paper.status is not Status.DONE:
            return
        document = await self._document(organisation_id, paper_id)
        for doubt in doubts(document) if document else ():
            has_crop = await self._keep_crop(organisation_id, paper_id, doubt.field)
            row = self._row(organisation_id, paper_id, paper.found_kind, doubt) | {"has_crop": has_crop}
            await self._database.write(partial(_add, row=row))

    async def forget(self, organisation_id: str, paper_id: str) -> None:
        """The paper is erased: so is what was asked about it."""
        of_paper = (reviews.c.organisation_id == organisation_id) & (reviews.c.paper_id == paper_id)
        await self._database.write(lambda connection: connection.execute(delete(reviews).where(of_paper)))

    async def open(self, organisation_id: str, *, kind: str = "") -> int:
        """How many fields wait."""
        waiting = _waiting(organisation_id, kind)
        counted = select(func.count()).select_from(reviews).where(waiting)
        return await self._database.read(lambda connection: connection.scalar(counted) or 0)

    async def next(self, organisation_id: str, *, kind: str = "", after: str = "") -> Question | None:
        """The most uncertain field that nobody else is looking at, those skipped last; None if there is none. `after`:
        not this one.
        """
        now = self._clock.now()
        free = or_(reviews.c.taken_until.is_(None), reviews.c.taken_until < now)
        found = (
            select(reviews)
            .where(_waiting(organisation_id, kind), free, reviews.c.id != after)
            .order_by(
                reviews.c.skipped_at.is_not(None), reviews.c.skipped_at, reviews.c.uncertainty.desc(), reviews.c.id
            )
            .limit(1)
            .with_for_update(skip_locked=True)
        )

        def work(connection: Connection) -> Row[Any] | None:
            row = connection.execute(found).one_or_none()
            if row is not None:
                taken = update(reviews).where(reviews.c.id == row.id).values(taken_until=now + TAKEN_FOR)
                connection.execute(taken)
            return row

        row = await self._database.write(work)
        return None if row is None else await self._question(row)

    async def crop(self, organisation_id: str, id: str) -> bytes:
        """The part of the picture where the field stands, as JPEG."""
        row = await self._find(organisation_id, id)
        return await self._papers.part(organisation_id, row.paper_id, _crop(row.field))

    async def confirm(self, organisation_id: str, id: str, *, who: str) -> Label:
        """The value that was read is right."""
        row = await self._open_one(organisation_id, id)
        return await self._settle(row, None, who=who)

    async def correct(self, organisation_id: str, id: str, value: str, *, who: str) -> Label:
        """The right value is another one."""
        value = nfc(value).strip()
        if not value or len(value) > MOST_CHARS:
            raise BadInput(
                "review.bad_value",
                vi=f"Giá trị đúng phải có từ 1 đến {MOST_CHARS} ký tự.",
                en=f"The right value has 1 to {MOST_CHARS} characters.",
            )
        return await self._settle(await self._open_one(organisation_id, id), value, who=who)

    async def skip(self, organisation_id: str, id: str) -> None:
        """Somebody else, or later."""
        row = await self._open_one(organisation_id, id)
        changed = update(reviews).where(reviews.c.id == row.id)
        changed = changed.values(skipped_at=self._clock.now(), taken_until=None)
        await self._database.write(lambda connection: connection.execute(changed))

    async def of_kind(self, organisation_id: str, kind: str) -> AsyncIterator[Label]:
        """See `label.Labels`."""
        settled = (
            select(reviews.c.paper_id, reviews.c.field)
            .where(reviews.c.organisation_id == organisation_id, reviews.c.kind == kind, reviews.c.status != OPEN)
            .order_by(reviews.c.settled_at.desc(), reviews.c.id)
        )
        async for label in self._labels(organisation_id, settled):
            yield label

    async def of_paper(self, organisation_id: str, paper_id: str) -> list[Label]:
        """What people have said of a paper; empty while any of its fields waits."""
        of_paper = (reviews.c.organisation_id == organisation_id) & (reviews.c.paper_id == paper_id)
        waiting = select(func.count()).select_from(reviews).where(of_paper, reviews.c.status == OPEN)
        if await self._database.read(lambda connection: connection.scalar(waiting)):
            return []
        settled = select(reviews.c.paper_id, reviews.c.field).where(of_paper).order_by(reviews.c.id)
        return [label async for label in self._labels(organisation_id, settled)]

    async def _labels(self, organisation_id: str, settled: Select[tuple[str, str]]) -> AsyncIterator[Label]:
        for row in await self._database.read(lambda connection: connection.execute(settled).all()):
            try:
                kept = await self._papers.part(organisation_id, row.paper_id, _label(row.field))
            except NotFound:  # erased meanwhile
                continue
            yield _read_label(kept)

    async def _settle(self, row: Row[Any], value: str | None, *, who: str) -> Label:
        document = await self._document(row.organisation_id, row.paper_id)
        field = document.fields.get(row.field) if document else None
        if document is None or field is None:
            raise _gone()
        label = self._labelled(row, document, field, value=value, who=who)
        data = json.dumps(asdict(label), ensure_ascii=False, default=str).encode()
        await self._papers.keep_part(row.organisation_id, row.paper_id, _label(row.field), data)
        changed = update(reviews).where(reviews.c.id == row.id, reviews.c.status == OPEN)
        changed = changed.values(status=label.verdict.value, who=who, settled_at=label.at, taken_until=None)
        settled = await self._database.write(lambda connection: connection.execute(changed).rowcount)
        if not settled:
            raise _settled_before()
        known = replace(field, value=label.value, confidence=1.0, origin=Origin.PERSON)
        await self._papers.amend(row.organisation_id, row.paper_id, known, who=who, purpose=PURPOSE)
        for tell in self.on_settled:
            await tell(row.organisation_id, label)
        return label

    def _labelled(self, row: Row[Any], document: Document, field: Field, *, value: str | None, who: str) -> Label:
        right = field.value if value is None else value
        box = around(field.boxes)
        return Label(
            paper_id=row.paper_id,
            kind=row.kind,
            field=row.field,
            value=right,
            verdict=Verdict.CONFIRMED if right == field.value else Verdict.CORRECTED,
            read=field.value,
            confidence=field.confidence,
            origin=str(field.origin),
            engines=engines(document, field),
            who=who,
            at=self._clock.now(),
            page=field.page,
            box=(box.left, box.top, box.right, box.bottom) if field.boxes else None,
        )

    async def _document(self, organisation_id: str, paper_id: str) -> Document | None:
        result = await self._papers.result(organisation_id, paper_id, reveal_for=PURPOSE, who=PURPOSE, deliver=False)
        return result.document

    async def _keep_crop(self, organisation_id: str, paper_id: str, field: Field) -> bool:
        """Cut out where the field stands, since the picture itself goes when the result is delivered."""
        if not field.boxes:
            return False
        box = around(field.boxes)
        try:
            crop = await self._papers.crop(
                organisation_id,
                paper_id,
                page=field.page,
                box=box,
                margin_px=max(6, box.height_px // 3),
                purpose=PURPOSE,
                who=PURPOSE,
            )
            await self._papers.keep_part(organisation_id, paper_id, _crop(field.name), crop)
        except NotFound:
            return False
        return True

    def _row(self, organisation_id: str, paper_id: str, kind: str, doubt: Doubt) -> dict[str, Any]:
        return {
            "id": new_id("review"),
            "organisation_id": organisation_id,
            "paper_id": paper_id,
            "kind": kind,
            "field": doubt.field.name,
            "page": doubt.field.page,
            "confidence": doubt.field.confidence,
            "uncertainty": doubt.uncertainty,
            "checks": list(doubt.checks),
            "status": OPEN,
            "who": "",
            "created_at": self._clock.now(),
        }

    async def _question(self, row: Row[Any]) -> Question | None:
        try:
            document = await self._document(row.organisation_id, row.paper_id)
        except GiongError:
            document = None
        field = document.fields.get(row.field) if document else None
        if document is None or field is None:
            await self.forget(row.organisation_id, row.paper_id)
            return await self.next(row.organisation_id)
        kind = await self._forms.kind(row.organisation_id, row.kind)
        spec = next((one for one in kind.fields if one.name == row.field), None) if kind else None
        failed = (check for check in document.failed if row.field in check.fields)
        return Question(
            id=row.id,
            paper_id=row.paper_id,
            kind=row.kind,
            kind_vi=kind.vi if kind else row.kind,
            kind_en=kind.en if kind else row.kind,
            field=row.field,
            field_vi=spec.vi if spec else row.field,
            field_en=spec.en if spec else row.field,
            type=spec.type if spec else "text",
            value=field.value,
            confidence=field.confidence,
            page=row.page,
            has_crop=row.has_crop,
            doubts=tuple((check.vi, check.en) for check in failed),
            created_at=row.created_at,
        )

    async def _find(self, organisation_id: str, id: str) -> Row[Any]:
        return await self._database.read(
            lambda connection: owned(connection, reviews, organisation_id=organisation_id, id=id)
        )

    async def _open_one(self, organisation_id: str, id: str) -> Row[Any]:
        row = await self._find(organisation_id, id)
        if row.status != OPEN:
            raise _settled_before()
        return row


def _waiting(organisation_id: str, kind: str) -> Any:
    waiting = (reviews.c.organisation_id == organisation_id) & (reviews.c.status == OPEN)
    return waiting & (reviews.c.kind == kind) if kind else waiting


def _add(connection: Connection, *, row: dict[str, Any]) -> None:
    known = select(reviews.c.id).where(reviews.c.paper_id == row["paper_id"], reviews.c.field == row["field"])
    if connection.scalar(known) is None:
        connection.execute(insert(reviews), row)


def _crop(field: str) -> str:
    return f"crop-{field}"


def _label(field: str) -> str:
    return f"label-{field}"


def _read_label(data: bytes) -> Label:
    kept = json.loads(data)
    box = tuple(kept["box"]) if kept["box"] else None
    return replace(
        Label(**kept), verdict=Verdict(kept["verdict"]), engines=tuple(kept["engines"]), box=box,
        at=datetime.fromisoformat(kept["at"]),
    )  # fmt: skip


def _gone() -> NotFound:
    return NotFound("review.gone", vi="Giấy tờ này đã được xoá.", en="This paper was erased.")


def _settled_before() -> Conflict:
    return Conflict(
        "review.settled",
        vi="Mục này đã có người xử lý. Hãy sang mục tiếp theo.",
        en="Somebody has settled this one. Go on to the next.",
    )
