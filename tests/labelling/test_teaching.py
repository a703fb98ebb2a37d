"""Forms are learnt from received papers, recognised in the next ones, and improved by what people say of those."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giong.documents.forms.form import Form
from giong.errors import BadInput, NotFound
from giong.labelling.queue import Queue
from giong.labelling.teaching import Sample, Teaching
from giong.papers.examples import Marked
from giong.papers.formbook import Formbook
from giong.vision.page import Page
from tests.documents.forms.leave import FIRST, PLACES, SECOND, filled
from tests.labelling.leaves import WORK
from tests.papers.conftest import Office, office


class School:
    """An office that learns forms."""

    def __init__(self, rooms: Office) -> None:
        self.rooms, self.organisation = rooms, rooms.organisation
        self.queue = Queue(rooms.database, rooms.papers)
        self.formbook = Formbook(rooms.database)
        self.teaching = Teaching(rooms.papers, self.formbook, self.queue)
        rooms.desk.on_read.append(self.queue.fill)
        self.queue.on_settled.append(self.teaching.settled)

    async def receive(self, data: bytes, kind: str = "") -> str:
        received = await self.rooms.papers.receive(self.organisation, data, purpose="thử", kind=kind, now=True)
        await self.rooms.papers.finished(self.organisation, received.id)
        return received.id

    async def learn(self, name: str = "leave") -> Form:
        page = filled(FIRST)
        marks = [Marked(name=field, box=_around(page, value), value=value) for field, value in FIRST.items()]
        sample = Sample(await self.receive(b"high first"), marks)
        return await self.teaching.learn(self.organisation, name, [sample], vi="Đơn nghỉ phép", who="Mai")

    async def settle_all(self) -> None:
        while (question := await self.queue.next(self.organisation)) is not None:
            if question.value == SECOND[question.field] or question.field == "advance":
                await self.queue.confirm(self.organisation, question.id, who="Mai")
            else:
                await self.queue.correct(self.organisation, question.id, SECOND[question.field], who="Mai")


def _around(page: Page, value: str) -> tuple[float, float, float, float]:
    box = next(line.box for line in page.lines if line.text == value)
    return (box.left, box.top, box.right, box.bottom)


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    async with office(tmp_path / "data", work=WORK) as rooms:
        yield School(rooms)


async def test_a_form_is_learnt_from_a_received_paper_and_known_in_the_next(school: School) -> None:
    await school.learn()
    result = await school.rooms.papers.result(school.organisation, await school.receive(b"high second"))
    assert (result.kind, result.masked) == ("leave", True)
    assert result.document is not None
    assert set(result.document.fields) == set(PLACES)
    assert not any(word in str(result.document.fields) for word in SECOND.values())
    shown = await school.rooms.papers.result(school.organisation, result.id, reveal_for="thử")
    assert shown.document is not None
    assert shown.document.fields["name"].value == SECOND["name"]


async def test_a_paper_whose_fields_people_settled_improves_its_form_at_once(school: School) -> None:
    before = await school.learn()
    await school.receive(b"low second", kind="leave")
    question = await school.queue.next(school.organisation)
    assert question is not None
    assert (question.kind, question.kind_vi) == ("leave", "Đơn nghỉ phép")
    await school.queue.confirm(school.organisation, question.id, who="Mai")
    assert (await school.formbook.get(school.organisation, "leave")).examples == 1  # the others still wait
    await school.settle_all()
    after = await school.formbook.get(school.organisation, "leave")
    assert after.examples == 2
    longer, shorter = after.place("department"), before.place("department")
    assert longer is not None
    assert shorter is not None
    assert longer.box.width_px > shorter.box.width_px  # "Kho vận miền Nam" is longer than "Kế toán"


async def test_a_form_is_its_organisations_own_and_can_be_forgotten(school: School) -> None:
    await school.learn()
    other = await school.rooms.organisations.ensure("other")
    assert await school.formbook.all(other.id) == []
    with pytest.raises(BadInput) as unknown:
        await school.rooms.papers.receive(other.id, b"high second", purpose="thử", kind="leave")
    assert unknown.value.code == "paper.unknown_kind"
    with pytest.raises(NotFound):
        await school.formbook.forget(other.id, "leave")
    await school.formbook.forget(school.organisation, "leave")
    result = await school.rooms.papers.result(school.organisation, await school.receive(b"high second"))
    assert result.kind == ""


async def test_no_form_takes_the_name_of_a_kind_and_none_is_learnt_from_what_is_not_there(school: School) -> None:
    with pytest.raises(BadInput) as taken:
        await school.learn("receipt")
    assert taken.value.code == "form.name_taken"
    paper = await school.receive(b"high first")
    mark = Marked(name="from", box=(310, 550, 610, 600))
    with pytest.raises(NotFound) as missing:
        await school.teaching.learn(school.organisation, "leave", [Sample(paper, [mark], page=2)])
    assert missing.value.code == "form.no_page"
