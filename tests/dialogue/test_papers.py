"""A photo of a paper in a talk, where scenarios in YAML do not reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from giong.dialogue.folder.problems import BadFolder
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.line import Said
from giong.dialogue.mind import Mind, train
from giong.dialogue.papers import FakePapers, PaperReading, Seen, masked
from tests.dialogue.test_reply import CLOCK, Talk

WARD = Path(__file__).parents[2] / "assistants" / "phuong"
CARD = PaperReading(
    "cccd_front",
    "Căn cước, mặt trước",
    {
        "id": Seen("001188004567", "Số căn cước", "id"),
        "name": Seen("LÊ THỊ HẠNH", "Họ và tên", "name"),
        "dob": Seen("15/08/1988", "Ngày sinh", "date"),
        "address": Seen("Số 8 ngõ 15, phường Hoa Sữa, Hà Nội", "Nơi thường trú", "address"),
    },
)


@pytest.fixture(scope="module")
def mind() -> Mind:
    return train(read_assistant(WARD), clock=CLOCK)


def talk_with(mind: Mind, **readings: PaperReading) -> tuple[Talk, FakePapers]:
    papers = FakePapers(readings)
    return Talk(mind.seeing(papers)), papers


def said(talk: Talk, *photos: str, text: str = "") -> str:
    return talk.say(Said(text, photos=photos)).delivered.text


def test_the_reader_is_told_what_the_paper_is_meant_to_be(mind: Mind) -> None:
    talk, papers = talk_with(mind, a=CARD)
    talk.say("tôi muốn khai báo tạm trú")
    said(talk, "a")
    assert papers.asked == [("a", "cccd_front")]


def test_a_photo_that_nobody_asked_for_is_told_masked(mind: Mind) -> None:
    talk, papers = talk_with(mind, a=CARD)
    answer = said(talk, "a")
    assert papers.asked == [("a", "")]
    assert "căn cước, mặt trước" in answer
    assert "Lê" not in answer
    assert "LÊ … HẠNH" in answer
    assert "••••••••4567" in answer
    assert "••/••/1988" in answer
    assert "ngõ 15" not in answer


def test_words_beside_a_photo_are_answered_and_the_photo_is_used_when_it_is_needed(mind: Mind) -> None:
    talk, _ = talk_with(mind, a=CARD)
    answer = said(talk, "a", text="tôi muốn khai báo tạm trú")
    assert "tạm trú ở địa chỉ nào" in answer
    assert talk.memory.state["slots"]["so_can_cuoc"] == "001188004567"


def test_words_that_want_nothing_leave_the_photo_to_be_told(mind: Mind) -> None:
    talk, _ = talk_with(mind, a=CARD)
    assert "4567" in said(talk, "a", text="của mình đây bạn")


def test_what_contradicts_the_person_is_asked(mind: Mind) -> None:
    talk, _ = talk_with(mind, a=CARD)
    talk.say("tôi muốn khai báo tạm trú")
    talk.say("số căn cước của tôi là 001188004568")
    answer = said(talk, "a")
    assert "001188004567" in answer
    assert talk.memory.state["asked"] == "doubt"
    talk.say("đúng")
    assert talk.memory.state["doubtful"] == {}


def test_an_aside_at_a_doubt_puts_the_doubt_once_more(mind: Mind) -> None:
    unsure = replace(CARD, fields={**CARD.fields, "id": Seen("001188004567", confidence=0.4)})
    talk, _ = talk_with(mind, a=unsure)
    talk.say("tôi muốn khai báo tạm trú")
    said(talk, "a")
    answer = talk.say("mấy giờ phường làm việc").delivered.text
    assert "7 giờ 30" in answer
    assert "001188004567" in answer
    assert talk.memory.state["asked"] == "doubt"


def test_without_a_reader_the_values_can_be_typed(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("tôi muốn khai báo tạm trú")
    assert "chưa đọc được ảnh" in said(talk, "a")
    assert "họ và tên" in talk.say("gõ thông tin").delivered.text


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (Seen("NGUYỄN VĂN AN", type="name"), "NGUYỄN … AN"),
        (Seen("Lê Hà", type="name"), "Lê Hà"),
        (Seen("B1234567", type="id"), "••••4567"),
        (Seen("12/05/1990", type="date"), "••/••/1990"),
        (Seen("Nam"), "Nam"),
    ],
)
def test_masked(seen: Seen, shown: str) -> None:
    assert masked(seen) == shown


def test_a_document_without_fields_is_a_mistake_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "assistant.yaml").write_text("giong: 1\nname: Thử\n", encoding="utf-8")
    (tmp_path / "slots.yaml").write_text(
        "anh: {type: document, ask: Gửi ảnh ạ, accept: [cccd_front]}\n"
        "the: {type: document, ask: Gửi ảnh ạ, accept: [cccd_front], fill: {ho_tn: name}}\n"
        "ho_ten: {type: name, ask: Tên ạ, fill: {ho_ten: name}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadFolder) as bad:
        read_assistant(tmp_path)
    told = str(bad.value.en)
    assert "needs “accept”" in told
    assert "ho_ten" in told
    assert "only a document" in told
