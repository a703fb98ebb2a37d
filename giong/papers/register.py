"""The register of papers: taken in, read, shown with a trace, forgotten. Knows no HTTP and no engine.

What a paper says lies sealed on the shelf; the database holds that it was received, how far it is, and who saw it.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from giong.clock import Clock, SystemClock
from giong.documents.document import Field
from giong.errors import Conflict, NotFound
from giong.papers import formbook, rows
from giong.papers.desk import Desk
from giong.papers.formbook import Formbook
from giong.papers.masking import masked
from giong.papers.paper import Access, Act, Paper, Received, Result, Status
from giong.papers.shelf import Order, Shelf
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.vision.shapes import Box

_NAME_CHARS = 255

OnErased = Callable[[str, str], Awaitable[None]]
"""Told organisation and paper before a paper is erased, so that others erase what they made of it."""


class Papers:
    """The papers of all organisations."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        desk: Desk,
        *,
        keep_pictures: bool = False,
        clock: Clock | None = None,
    ) -> None:
        """`keep_pictures`: they are not deleted when the result is delivered, but by `Retention` some days later."""
        self._database = database
        self._shelf = shelf
        self._desk = desk
        self._keep_pictures = keep_pictures
        self._clock = clock or SystemClock()
        self._forms = Formbook(database, clock)
        self._amending = asyncio.Lock()
        self.on_erased: list[OnErased] = []

    async def receive(
        self,
        organisation_id: str,
        data: bytes,
        *,
        purpose: str,
        name: str = "",
        kind: str = "",
        password: str = "",
        conversation_id: str = "",
        key: str = "",
        callback_url: str = "",
        reveal_for: str = "",
        who: str = "",
        now: bool = False,
    ) -> Received:
        """Take a paper in and have it read; or the one that was sent with this `key` before.

        `now` reads it at once instead of after the background jobs that wait. What cannot be opened is refused here,
        and nothing is kept of it.
        """
        await self._forms.check(organisation_id, kind)
        digest = await asyncio.to_thread(self._shelf.digest, organisation_id, data)
        # A client's key may say whose paper it is.
        key = await asyncio.to_thread(self._shelf.digest, organisation_id, key.encode()) if key else ""
        if key and (known := await self._known(organisation_id, key, digest)) is not None:
            return known
        await self._desk.look(data, name=name, password=password)
        id, at = new_id("paper"), self._clock.now()
        row = {
            "id": id,
            "organisation_id": organisation_id,
            "client_key": key or id,
            "digest": digest,
            "bytes": len(data),
            "kind": kind,
            "purpose": purpose,
            "conversation_id": conversation_id or None,
            "status": Status.WAITING.value,
            "callback": "asked" if callback_url else "",
            "created_at": at,
            "updated_at": at,
        }
        order = Order(name[-_NAME_CHARS:], password, callback_url, reveal_for)
        paper = await self._keep(row, order, data, who)
        if paper.id != id:
            return Received(paper.id, paper.status, again=True)
        if now:
            self._desk.read_now(paper)
        else:
            await self._desk.read_later(organisation_id, id)
        return Received(id, paper.status)

    async def finished(self, organisation_id: str, id: str, *, wait_s: float = 30.0) -> Paper:
        """The paper once it is read, or as it stands after so many seconds."""
        return await self._desk.finished(organisation_id, id, wait_s=wait_s)

    async def get(self, organisation_id: str, id: str) -> Paper:
        """The paper as it stands; NotFound if it is missing or another organisation's."""
        return await self._database.read(lambda connection: rows.find(connection, organisation_id, id))

    async def recent(
        self,
        organisation_id: str,
        *,
        status: str = "",
        kind: str = "",
        before: datetime | None = None,
        limit: int = 50,
    ) -> list[Paper]:
        """The organisation's papers, newest first."""
        return await self._database.read(
            lambda connection: rows.recent(
                connection, organisation_id, status=status, kind=kind, before=before, limit=limit
            )
        )

    async def trail(self, organisation_id: str, id: str) -> list[Access]:
        """Who did or saw what of a paper, oldest first."""
        await self.get(organisation_id, id)
        return await self._database.read(lambda connection: rows.trail(connection, organisation_id, id))

    async def result(
        self,
        organisation_id: str,
        id: str,
        *,
        reveal_for: str | None = None,
        who: str = "",
        act: Act = Act.SHOWN,
        deliver: bool = True,
    ) -> Result:
        """The paper with what was read of it. Personal data is hidden unless `reveal_for` says for which purpose it is
        shown, which is written down. Unless `deliver` is False this hands the result over: the picture goes.
        """
        paper = await self.get(organisation_id, id)
        document = await asyncio.to_thread(self._shelf.result, paper) if paper.status.final else None
        if document is not None and reveal_for:
            await self._write_down(paper, act, who=who, purpose=reveal_for)
        if deliver:
            await self.delivered(organisation_id, id)
            paper = await self.get(organisation_id, id)
        if document is not None and not reveal_for:
            specs = await self._forms.specs(organisation_id, document.kind)
            document = await asyncio.to_thread(masked, document, specs)
        return Result(paper, document, masked=not reveal_for)

    async def picture(self, organisation_id: str, id: str, *, page: int = 1, purpose: str, who: str = "") -> bytes:
        """A page's picture as JPEG, in the pixels of its boxes. NotFound when it is not kept (any more)."""
        paper = await self.get(organisation_id, id)
        view = await asyncio.to_thread(self._shelf.picture, paper, page)
        if view is None:
            raise _no_picture()
        await self._write_down(paper, Act.PICTURE_SHOWN, who=who, purpose=purpose)
        return view

    async def crop(
        self, organisation_id: str, id: str, *, page: int, box: Box, purpose: str, who: str = "", margin_px: int = 6
    ) -> bytes:
        """The part of a page's picture around a field, as JPEG."""
        view = await self.picture(organisation_id, id, page=page, purpose=purpose, who=who)
        return await asyncio.to_thread(_cut, view, box.grown(margin_px))

    async def keep_part(self, organisation_id: str, id: str, part: str, data: bytes) -> None:
        """Keep something made of a paper, such as a crop, sealed in its folder: it is erased with the paper."""
        await asyncio.to_thread(self._shelf.keep_part, await self.get(organisation_id, id), part, data)

    async def part(self, organisation_id: str, id: str, part: str) -> bytes:
        """What was kept as this part; NotFound if there is none."""
        data = await asyncio.to_thread(self._shelf.part, await self.get(organisation_id, id), part)
        if data is None:
            raise _no_picture()
        return data

    async def remove_part(self, organisation_id: str, id: str, part: str) -> None:
        """Erase one part, if it is there."""
        await asyncio.to_thread(self._shelf.remove_part, await self.get(organisation_id, id), part)

    async def amend(self, organisation_id: str, id: str, field: Field, *, who: str = "", purpose: str = "") -> None:
        """A person gave this field: from now on it stands in the result in place of the one that was read."""
        async with self._amending:
            paper = await self.get(organisation_id, id)
            document = await asyncio.to_thread(self._shelf.result, paper)
            if document is None:
                raise _not_read()
            amended = replace(document, fields={**document.fields, field.name: field})
            await asyncio.to_thread(self._shelf.amend_result, paper, amended)
            await self._write_down(paper, Act.AMENDED, who=who, purpose=purpose)

    async def order(self, organisation_id: str, id: str) -> Order:
        """What was asked of a paper."""
        await self.get(organisation_id, id)
        return await asyncio.to_thread(self._shelf.order, organisation_id, id)

    async def hold(self, organisation_id: str, id: str) -> None:
        """Keep the picture although the result was delivered: somebody is to look at it."""
        await self._change(await self.get(organisation_id, id), held=True)

    async def release(self, organisation_id: str, id: str) -> None:
        """Nobody needs the picture any more: it goes if the result was delivered."""
        await self._change(await self.get(organisation_id, id), held=False)
        paper = await self.get(organisation_id, id)
        if paper.delivered_at is not None:
            await self._let_picture_go(paper)

    async def delivered(self, organisation_id: str, id: str, *, called_back: bool = False) -> None:
        """The result has reached whom it is for; while a callback is due, only `called_back` lets the picture go."""
        paper = await self.get(organisation_id, id)
        if not paper.status.final or paper.status is Status.ERASED:
            return
        if paper.delivered_at is None:
            await self._change(paper, delivered_at=self._clock.now())
        await self._let_picture_go(paper, called_back=called_back)

    async def erase_picture(self, organisation_id: str, id: str) -> None:
        """Delete the file and every picture of it; what was read stays."""
        paper = await self.get(organisation_id, id)
        if paper.picture_erased_at is not None or not paper.status.final:
            return
        await asyncio.to_thread(self._shelf.drop_pictures, paper)
        await self._change(paper, picture_erased_at=self._clock.now())
        await self._write_down(paper, Act.PICTURE_ERASED)

    async def erase(
        self, organisation_id: str, id: str, *, who: str = "", purpose: str = "", act: Act = Act.ERASED
    ) -> None:
        """Erase a paper everywhere: file, pictures, crops, result, and what others made of it. Only that it was there,
        and who saw it, stays. Erasing twice is harmless.
        """
        paper = await self.get(organisation_id, id)
        for tell in self.on_erased:
            await tell(organisation_id, id)
        at = self._clock.now()

        def work(connection: Connection) -> None:
            rows.forget(connection, id, at)
            if paper.status is not Status.ERASED:
                rows.write_down(connection, paper, act, who=who, purpose=purpose, at=at)

        await self._database.write(work)
        await asyncio.to_thread(self._shelf.clear, organisation_id, id)

    async def erase_organisation(self, organisation_id: str) -> None:
        """Forget everything of an organisation. Its key goes first, so that copies elsewhere do not open either."""
        ids = await self._database.read(lambda connection: rows.ids(connection, organisation_id))
        for id in ids:
            for tell in self.on_erased:
                await tell(organisation_id, id)
        await asyncio.to_thread(self._shelf.destroy, organisation_id)

        def work(connection: Connection) -> None:
            rows.forget_organisation(connection, organisation_id)
            formbook.forget_organisation(connection, organisation_id)

        await self._database.write(work)

    async def _keep(self, row: dict[str, Any], order: Order, data: bytes, who: str) -> Paper:
        """The paper of the row's key, newly kept or known before. Whatever goes wrong, nothing is half kept."""
        owner, id = row["organisation_id"], row["id"]

        def work(connection: Connection) -> Paper:
            paper = rows.paper(rows.add(connection, row))
            if paper.id == id:
                rows.write_down(connection, paper, Act.RECEIVED, who=who, purpose=row["purpose"], at=row["created_at"])
            return paper

        kept = False
        try:
            await asyncio.to_thread(self._shelf.take, owner, id, order, data)
            paper = await self._database.write(work)
            kept = paper.id == id
            return paper
        finally:
            if not kept:
                await asyncio.to_thread(self._shelf.clear, owner, id)

    async def _known(self, organisation_id: str, key: str, digest: str) -> Received | None:
        row = await self._database.read(lambda connection: rows.by_key(connection, organisation_id, key))
        if row is None:
            return None
        if row.digest != digest:
            raise Conflict(
                "paper.key_in_use",
                vi="Khoá Idempotency-Key này đã dùng cho một tệp khác. Hãy dùng khoá mới cho mỗi tệp.",
                en="This Idempotency-Key was used for another file. Use a new one for each file.",
            )
        return Received(row.id, Status(row.status), again=True)

    async def _let_picture_go(self, paper: Paper, *, called_back: bool = False) -> None:
        if not self._keep_pictures and not paper.held and (called_back or paper.callback in rows.CALLED_BACK):
            await self.erase_picture(paper.organisation_id, paper.id)

    async def _change(self, paper: Paper, **values: Any) -> None:
        at = self._clock.now()
        await self._database.write(lambda connection: rows.change(connection, paper.id, at, **values))

    async def _write_down(self, paper: Paper, act: Act, *, who: str = "", purpose: str = "") -> None:
        at = self._clock.now()
        await self._database.write(
            lambda connection: rows.write_down(connection, paper, act, who=who, purpose=purpose, at=at)
        )


def _cut(view: bytes, box: Box) -> bytes:
    from PIL import Image

    into = io.BytesIO()
    with Image.open(io.BytesIO(view), formats=["JPEG"]) as picture:
        inside = box.within(picture.width, picture.height)
        picture.crop((inside.left, inside.top, inside.right, inside.bottom)).save(into, "JPEG", quality=90)
    return into.getvalue()


def _not_read() -> NotFound:
    return NotFound(
        "paper.no_result",
        vi="Giấy tờ này chưa có kết quả, hoặc kết quả đã bị xoá.",
        en="There is no result of this paper yet, or it was erased.",
    )


def _no_picture() -> NotFound:
    return NotFound(
        "paper.no_picture",
        vi="Không còn lưu hình này. Hình được xoá ngay khi kết quả đã giao, trừ khi cài đặt giữ lại.",
        en="This picture is not kept. Pictures are deleted as soon as the result is delivered, unless set otherwise.",
    )
