"""Papers are received once, read, shown with a trace, and gone when they are erased."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from giong.documents.document import Field, Origin
from giong.errors import BadInput, Conflict, NotFound
from giong.papers.paper import Act, Status
from tests.papers.conftest import Office, office
from tests.papers.fakes import CARD, MARK, paper
from tests.papers.fakes import picture as picture_of

NUMBER, NAME = "001099012345", "NGUYỄN VĂN ẢO"
SECRETS = (NUMBER.encode(), NAME.encode(), json.dumps(NAME)[1:-1].encode(), b"the-file.jpg", MARK)


async def read(here: Office, data: bytes = CARD, **given: str) -> str:
    received = await here.papers.receive(
        here.organisation, data, purpose="mở tài khoản", name="the-file.jpg", now=True, **given
    )
    await here.papers.finished(here.organisation, received.id)
    return received.id


async def test_hidden_by_default_shown_for_a_purpose_with_a_line_in_the_trail(data: Path) -> None:
    async with office(data) as here:
        id = await read(here)
        hidden = await here.papers.result(here.organisation, id, deliver=False)
        assert hidden.document is not None
        assert NUMBER not in str(hidden)
        assert NAME not in str(hidden)
        assert hidden.document.fields["id"].value.endswith("345")
        shown = await here.papers.result(here.organisation, id, reveal_for="đối chiếu tại quầy", who="khoá quầy 1")
        assert shown.document is not None
        assert shown.document.fields["name"].value == NAME
        trail = await here.papers.trail(here.organisation, id)
        assert [line.act for line in trail] == [Act.RECEIVED, Act.SHOWN, Act.PICTURE_ERASED]
        assert (trail[1].who, trail[1].purpose) == ("khoá quầy 1", "đối chiếu tại quầy")
        assert NUMBER not in str(trail)


async def test_the_picture_goes_when_the_result_is_delivered_unless_somebody_is_to_look_at_it(data: Path) -> None:
    async with office(data) as here:
        id = await read(here)
        picture = await here.papers.picture(here.organisation, id, purpose="kiểm tra")
        assert picture == picture_of(f"=id {NUMBER}")
        await here.papers.hold(here.organisation, id)
        await here.papers.result(here.organisation, id)
        assert await here.papers.picture(here.organisation, id, purpose="kiểm tra")
        await here.papers.release(here.organisation, id)
        with pytest.raises(NotFound) as error:
            await here.papers.picture(here.organisation, id, purpose="kiểm tra")
        assert error.value.code == "paper.no_picture"
        assert set(here.vault.parts(here.organisation, id)) == {"order", "result"}


async def test_nothing_is_readable_on_the_disk_and_nothing_is_left_of_what_was_erased(data: Path) -> None:
    made_of_it: list[tuple[str, str]] = []

    async def forget(organisation_id: str, id: str) -> None:
        made_of_it.append((organisation_id, id))

    async with office(data, keep_pictures=True) as here:
        here.papers.on_erased.append(forget)
        first, second = [await read(here, key=f"khách {NAME} {number}") for number in (1, 2)]
        await here.papers.keep_part(here.organisation, first, "crop-1", MARK + b"crop")
        await here.papers.result(here.organisation, first)
        kept = here.bytes_kept()
        assert not [secret for secret in SECRETS if secret in kept]
        sealed = [path.read_bytes() for path in here.data.glob(f"papers/*/{first}/*")]
        assert len(sealed) == 6

        await here.papers.erase(here.organisation, first, who="khoá quầy 1", purpose="khách yêu cầu")
        await here.papers.erase(here.organisation, first)
        kept = here.bytes_kept()
        assert not [one for one in sealed if one in kept]
        assert made_of_it == [(here.organisation, first)] * 2
        paper = await here.papers.get(here.organisation, first)
        assert (paper.status, paper.client_key) == (Status.ERASED, first)
        assert (await here.papers.result(here.organisation, first, reveal_for="xem")).document is None
        assert (await here.papers.trail(here.organisation, first))[-1].purpose == "khách yêu cầu"
        assert (await here.papers.result(here.organisation, second)).document is not None


async def test_when_an_organisation_goes_its_copies_cannot_be_opened_either(data: Path) -> None:
    async with office(data, keep_pictures=True) as here:
        id = await read(here)
        backup = {path: path.read_bytes() for path in here.data.glob(f"papers/*/{id}/*")}
        await here.papers.erase_organisation(here.organisation)
        assert not list((here.data / "papers").iterdir())
        assert await here.papers.recent(here.organisation) == []
        for path, sealed in backup.items():  # restored from a backup
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(sealed)
        with pytest.raises(NotFound) as error:
            here.vault.get(here.organisation, id, "result")
        assert error.value.code == "paper.seal_broken"


async def test_another_organisation_finds_nothing(data: Path) -> None:
    async with office(data) as here:
        id = await read(here)
        other = (await here.organisations.found("khac")).id
        for asked in (
            here.papers.get(other, id),
            here.papers.result(other, id, reveal_for="xem"),
            here.papers.picture(other, id, purpose="xem"),
            here.papers.trail(other, id),
            here.papers.part(other, id, "crop-1"),
            here.papers.erase(other, id),
        ):
            with pytest.raises(NotFound) as error:
                await asked
            assert error.value.code == "paper.not_found"
        assert await here.papers.recent(other) == []


async def test_the_same_key_is_the_same_paper_and_never_another_file(data: Path) -> None:
    async with office(data) as here:
        first = await here.papers.receive(here.organisation, CARD, purpose="thử", key="k1")
        again = await here.papers.receive(here.organisation, CARD, purpose="thử", key="k1")
        assert (again.id, again.again) == (first.id, True)
        with pytest.raises(Conflict):
            await here.papers.receive(here.organisation, paper("khác"), purpose="thử", key="k1")
        both = await asyncio.gather(
            *(here.papers.receive(here.organisation, CARD, purpose="thử", key="k2") for _ in range(2))
        )
        assert len({one.id for one in both}) == 1
        assert len(list((here.data / "papers" / here.organisation).iterdir())) == 3  # two papers and the key


async def test_what_cannot_be_opened_is_refused_and_nothing_is_kept(data: Path) -> None:
    async with office(data) as here:
        with pytest.raises(BadInput) as error:
            await here.papers.receive(here.organisation, b"", purpose="thử")
        assert error.value.code == "paper.empty"
        with pytest.raises(BadInput) as error:
            await here.papers.receive(here.organisation, paper("x", kind="secret"), purpose="thử")
        assert error.value.code == "paper.encrypted"
        assert await here.papers.recent(here.organisation) == []
        assert [path.name for path in (here.data / "papers").rglob("*") if path.is_file()] == ["key"]
        id = await read(here, paper("x", kind="secret"), password="mở ra")
        assert (await here.papers.get(here.organisation, id)).status is Status.DONE
        assert (await here.papers.order(here.organisation, id)).password == ""


async def test_a_rejected_picture_says_why(data: Path) -> None:
    async with office(data) as here:
        id = await read(here, paper("x", kind="blurred"))
        result = await here.papers.result(here.organisation, id)
        assert (result.status, result.paper.rejection) == (Status.REJECTED, "blur")
        assert result.document is not None
        assert result.document.rejection is not None
        assert "mờ" in result.document.rejection.vi


async def test_what_a_person_gave_stands_in_the_result(data: Path) -> None:
    async with office(data) as here:
        id = await read(here)
        given = Field("name", "NGUYỄN VĂN ẢNH", "", 1.0, origin=Origin.PERSON)
        await here.papers.amend(here.organisation, id, given, who="chị Lan")
        shown = await here.papers.result(here.organisation, id, reveal_for="xem lại")
        assert shown.document is not None
        assert shown.document.fields["name"] == given
        assert shown.document.fields["id"].value == NUMBER
        trail = await here.papers.trail(here.organisation, id)
        assert (trail[1].act, trail[1].who) == (Act.AMENDED, "chị Lan")
        await here.papers.erase(here.organisation, id)
        with pytest.raises(NotFound):
            await here.papers.amend(here.organisation, id, given)
