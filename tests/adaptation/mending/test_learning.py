"""From what people asked in vain to an assistant that answers it, and back."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from giong.adaptation.mending.fixes import Kind
from giong.adaptation.mending.remedies import FAQ, Remedy
from giong.app import Rooms
from giong.conversations.missed import Sign
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.line import Said
from giong.errors import BadInput, Conflict, NotFound
from tests.adaptation.mending.conftest import Talk

ID = "thu-vien"
WIFI = ("mật khẩu wifi của thư viện là gì", "cho em xin mật khẩu wifi với", "wifi thư viện mật khẩu bao nhiêu")


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


async def ask_for_wifi(talk: Talk) -> None:
    for question in WIFI:
        await talk(question)


async def test_people_who_asked_the_same_are_one_group(rooms: Rooms, talk: Talk) -> None:
    await ask_for_wifi(talk)
    await talk("thư viện có dạy bơi cho trẻ em không", "thư viện có dạy bơi cho trẻ em không")
    await talk("thư viện mở cửa mấy giờ")
    overview = await rooms.learning.missed(rooms.home.id, ID)
    assert [(group.people, len(group.messages)) for group in overview.items] == [(3, 3), (1, 2)]
    assert overview.items[0].question in WIFI
    assert overview.items[0].signs == {Sign.UNKNOWN: 3}
    assert Sign.REPEATED in overview.items[1].signs
    assert (overview.groups, overview.by_meaning) == (2, False)


async def test_an_example_mends_a_group_and_undoing_brings_it_back(rooms: Rooms, talk: Talk, folder: Path) -> None:
    before = (folder / "intents.yaml").read_text(encoding="utf-8")
    await talk("giờ giấc phục vụ bạn đọc ra sao hả em ơi")
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.EXAMPLE, intent="gio_mo_cua"))
    after = (folder / "intents.yaml").read_text(encoding="utf-8")
    assert after.replace(f"    - {group.question}\n", "") == before
    assert fix.trial is not None
    assert (fix.trial.asked, fix.trial.answered, fix.trial.failed) == (1, 1, ())
    assert (await rooms.learning.missed(rooms.home.id, ID)).items == ()
    assert (await rooms.learning.undo(rooms.home.id, ID, fix.id)).undone_at is not None
    assert (folder / "intents.yaml").read_text(encoding="utf-8") == before
    assert [again.id for again in (await rooms.learning.missed(rooms.home.id, ID)).items] == [group.id]
    with pytest.raises(Conflict):
        await rooms.learning.undo(rooms.home.id, ID, fix.id)


async def test_an_answer_is_found_by_the_next_who_asks(rooms: Rooms, talk: Talk, folder: Path) -> None:
    await ask_for_wifi(talk)
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    remedy = Remedy(Kind.ANSWER, text="Dạ, mật khẩu là hoasen2026 ạ.", title="Mật khẩu wifi của thư viện là gì?")
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, remedy)
    assert fix.trial is not None
    assert fix.trial.answered >= 2
    assert (folder / FAQ).read_text(encoding="utf-8").splitlines() == [
        "Câu hỏi,Trả lời",
        'Mật khẩu wifi của thư viện là gì?,"Dạ, mật khẩu là hoasen2026 ạ."',
    ]
    await rooms.learning.undo(rooms.home.id, ID, fix.id)
    assert not (folder / FAQ).exists()


async def test_a_document_is_added_and_listed(rooms: Rooms, talk: Talk, folder: Path) -> None:
    await ask_for_wifi(talk)
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    remedy = Remedy(Kind.KNOWLEDGE, title="Mạng wifi", text="Mật khẩu wifi của thư viện là hoasen2026.")
    await rooms.learning.fix(rooms.home.id, ID, group.id, remedy)
    assert "knowledge/bo-sung/mang-wifi.md" in [source.path for source in read_assistant(folder).knowledge]


async def test_a_document_that_cannot_be_read_changes_nothing(rooms: Rooms, talk: Talk, folder: Path) -> None:
    await ask_for_wifi(talk)
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    before = contents(folder)
    with pytest.raises(BadInput):
        await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.KNOWLEDGE, name="wifi.docx", data=b"PK?"))
    assert contents(folder) == before
    assert [one.id for one in (await rooms.learning.missed(rooms.home.id, ID)).items] == [group.id]


async def test_of_two_who_mend_a_group_at_once_the_second_finds_it_mended(
    rooms: Rooms, talk: Talk, folder: Path
) -> None:
    await talk("giờ giấc phục vụ bạn đọc ra sao hả em ơi")
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    remedy = Remedy(Kind.EXAMPLE, intent="gio_mo_cua")
    made = await asyncio.gather(
        *(rooms.learning.fix(rooms.home.id, ID, group.id, remedy) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in made) == ["Fix", "NotFound"]
    assert (folder / "intents.yaml").read_text(encoding="utf-8").count(group.question) == 1


async def test_an_ignored_group_comes_back_for_new_people_only(rooms: Rooms, talk: Talk) -> None:
    conversation = await talk(WIFI[0])
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.IGNORE))
    assert fix.trial is None
    assert (await rooms.learning.missed(rooms.home.id, ID)).items == ()
    await rooms.reception.say(rooms.home.id, conversation, Said(WIFI[1]))
    await rooms.reception.settled()
    assert (await rooms.learning.missed(rooms.home.id, ID)).items == ()
    await talk(WIFI[2])
    (again,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    assert (again.people, again.earlier) == (1, (fix.id,))


async def test_a_fix_that_would_break_the_assistant_changes_nothing(rooms: Rooms, talk: Talk, folder: Path) -> None:
    await talk(WIFI[0])
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    before = contents(folder)
    taken = Remedy(Kind.EXAMPLE, intent="gio_mo_cua", text="đặt bàn ở phòng đọc")
    with pytest.raises(BadInput) as raised:
        await rooms.learning.fix(rooms.home.id, ID, group.id, taken)
    assert "dat_cho" in raised.value.vi
    with pytest.raises(NotFound) as unknown:
        await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.EXAMPLE, intent="gio_mo_cu"))
    assert "gio_mo_cua" in unknown.value.vi
    assert contents(folder) == before
    assert [one.id for one in (await rooms.learning.missed(rooms.home.id, ID)).items] == [group.id]


async def test_a_fix_whose_tests_fail_says_which(rooms: Rooms, talk: Talk, folder: Path) -> None:
    scenario = (
        "- scenario: không biết wifi\n  turns:\n    - user: mật khẩu wifi là gì\n      expect: {decision: unknown}\n"
    )
    (folder / "tests" / "wifi.yaml").write_text(scenario, encoding="utf-8")
    await talk("mật khẩu wifi là gì")
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.EXAMPLE, intent="gio_mo_cua"))
    assert fix.trial is not None
    assert fix.trial.failed == ("không biết wifi",)


async def test_personal_data_is_masked_everywhere(
    rooms: Rooms, talk: Talk, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await talk("số 0903123456 của tôi bị khoá thẻ bạn đọc thì làm sao")
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    assert "0903" not in repr(group)
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.EXAMPLE, intent="gio_mo_cua"))
    assert "0903" not in repr(fix)
    assert "số của tôi bị khoá thẻ bạn đọc" in (folder / "intents.yaml").read_text(encoding="utf-8")
    assert "khoá thẻ" not in caplog.text


async def test_hints_name_the_answer_the_intent_and_the_passage(rooms: Rooms, talk: Talk) -> None:
    await talk("mật khẩu wifi của thư viện là gì")
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    hints = await rooms.learning.hints(rooms.home.id, ID, group)
    assert "trong tài liệu của em không có" in hints.answer
    assert hints.intents
    assert {near.intent for near in hints.intents} <= {"gio_mo_cua", "dat_cho"}
    assert hints.passage is not None
    assert (hints.passage.source, hints.passage.score < 0.5) == ("Nội quy mượn sách", True)
    assert hints.suggestion.kind is Kind.ANSWER


async def test_what_one_organisation_missed_is_no_other_s(rooms: Rooms, talk: Talk, folder: Path) -> None:
    await talk(WIFI[0])
    other = await rooms.organisations.found("other")
    rooms.staff.employ(other.id, [folder])
    (group,) = (await rooms.learning.missed(rooms.home.id, ID)).items
    assert (await rooms.learning.missed(other.id, ID)).items == ()
    with pytest.raises(NotFound):
        await rooms.learning.fix(other.id, ID, group.id, Remedy(Kind.IGNORE))
    fix = await rooms.learning.fix(rooms.home.id, ID, group.id, Remedy(Kind.IGNORE))
    with pytest.raises(NotFound) as raised:
        await rooms.learning.undo(other.id, ID, fix.id)
    assert raised.value.code == "fix.not_found"
