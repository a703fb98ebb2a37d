"""Uncertain fields become a queue, and what people say of them labels that are erased with the paper."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from giong.errors import BadInput, Conflict, NotFound
from giong.labelling.label import Verdict
from giong.labelling.queue import Queue
from tests.labelling.fakes import WORK
from tests.papers.conftest import Office, office
from tests.papers.fakes import paper

CARD = paper("=id 001188004567~!0.99", "=name LÊ THỊ HẠNH~0.62", "=dob 15/08/1988", "=sex Nữ~0.85")


class Desk:
    """An office with a queue."""

    def __init__(self, rooms: Office) -> None:
        self.rooms, self.organisation = rooms, rooms.organisation
        self.queue = Queue(rooms.database, rooms.papers)
        rooms.desk.on_read.append(self.queue.fill)
        rooms.papers.on_erased.append(self.queue.forget)

    async def receive(self, data: bytes = CARD) -> str:
        received = await self.rooms.papers.receive(self.organisation, data, purpose="thử", now=True)
        await self.rooms.papers.finished(self.organisation, received.id)
        await self.rooms.papers.result(self.organisation, received.id)
        return received.id

    async def next(self, **more: str) -> tuple[str, str]:
        """Id and field of the next question."""
        found = await self.queue.next(self.organisation, **more)
        return (found.id, found.field) if found else ("", "")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with office(tmp_path / "data", work=WORK) as rooms:
        yield Desk(rooms)


async def test_the_most_uncertain_field_comes_first_and_sure_ones_never(desk: Desk) -> None:
    await desk.receive()
    first = await desk.queue.next(desk.organisation)
    assert first is not None
    assert (first.field, first.value, first.field_vi) == ("id", "001188004567", "Số")
    assert first.doubts == (("Chưa khớp.", "It does not fit."),)
    assert [(await desk.next())[1] for _ in range(3)] == ["name", "sex", ""]
    assert await desk.queue.open(desk.organisation) == 3


async def test_a_correction_is_a_label_with_its_provenance(desk: Desk) -> None:
    id = await desk.receive()
    await desk.next()
    name, _ = await desk.next()
    await desk.queue.correct(desk.organisation, name, "LÊ THỊ HẠNH DUNG", who="Mai")
    sex, _ = await desk.next()
    await desk.queue.confirm(desk.organisation, sex, who="Mai")
    labels = [label async for label in desk.queue.of_kind(desk.organisation, "cccd_front")]
    assert {(label.field, label.verdict, label.value) for label in labels} == {
        ("name", Verdict.CORRECTED, "LÊ THỊ HẠNH DUNG"),
        ("sex", Verdict.CONFIRMED, "Nữ"),
    }
    corrected = next(label for label in labels if label.field == "name")
    assert (corrected.read, corrected.confidence, corrected.who) == ("LÊ THỊ HẠNH", 0.62, "Mai")
    assert (corrected.paper_id, corrected.origin, corrected.box) == (id, "print", (1, 2, 30, 20))
    assert len(corrected.engines) == 1  # of the line that the field's box touches
    with pytest.raises(Conflict):
        await desk.queue.confirm(desk.organisation, name, who="Lan")
    result = await desk.rooms.papers.result(desk.organisation, id, reveal_for="thử")
    assert result.document is not None
    known = result.document.fields["name"]
    assert (known.value, known.confidence, known.origin) == ("LÊ THỊ HẠNH DUNG", 1.0, "person")


async def test_the_crop_outlives_the_picture_and_nothing_of_it_is_readable(desk: Desk) -> None:
    id = await desk.receive()
    with pytest.raises(NotFound):
        await desk.rooms.papers.picture(desk.organisation, id, purpose="thử")
    review, _ = await desk.next()
    with Image.open(io.BytesIO(await desk.queue.crop(desk.organisation, review))) as crop:
        assert crop.size == (36, 26)
    assert "HẠNH".encode() not in desk.rooms.bytes_kept()


async def test_what_is_skipped_comes_last_and_what_somebody_looks_at_not_at_all(desk: Desk) -> None:
    await desk.receive()
    first, _ = await desk.next()
    await desk.queue.skip(desk.organisation, first)
    assert [(await desk.next())[1] for _ in range(4)] == ["name", "sex", "id", ""]


async def test_labels_and_questions_are_erased_with_the_paper(desk: Desk) -> None:
    id = await desk.receive()
    review, _ = await desk.next()
    await desk.queue.confirm(desk.organisation, review, who="Mai")
    await desk.rooms.papers.erase(desk.organisation, id)
    assert await desk.queue.open(desk.organisation) == 0
    assert [label async for label in desk.queue.of_kind(desk.organisation, "cccd_front")] == []


async def test_a_stranger_sees_none_of_it(desk: Desk) -> None:
    await desk.receive()
    review, _ = await desk.next()
    stranger = (await desk.rooms.organisations.ensure("other")).id
    assert await desk.queue.next(stranger) is None
    for asked in (desk.queue.crop(stranger, review), desk.queue.confirm(stranger, review, who="x")):
        with pytest.raises(NotFound):
            await asked


async def test_a_value_must_be_a_value(desk: Desk) -> None:
    await desk.receive()
    review, _ = await desk.next()
    for value in ("  ", "x" * 3000):
        with pytest.raises(BadInput):
            await desk.queue.correct(desk.organisation, review, value, who="Mai")
