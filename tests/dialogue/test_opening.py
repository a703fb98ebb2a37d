"""What is known of somebody whom we call gets into the talk: the first words, the address, the slots."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.line import Delivered, Said
from giong.dialogue.memory import Act, End
from giong.dialogue.mind import Mind, train

FILES = {
    "assistant.yaml": """giong: 1
name: Cửa hàng
variables: {ten: "", mon_hang: "hàng"}
outbound: hoi
""",
    "slots.yaml": """diem: {type: integer, min: 1, max: 5, ask: "Chấm mấy điểm ạ?"}
ngay_mua: {type: date, ask: "Mua ngày nào ạ?"}
""",
    "flows/hoi.yaml": """flow: hoi
steps:
  - say: "Dạ, {{self}} chào {{customer}} {{ten}}, {{customer}} đã mua {{mon_hang}}."
  - ask: ngay_mua
  - ask: diem
  - end: xong
""",
}


def mind(tmp_path: Path) -> Mind:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return train(read_assistant(tmp_path))


@dataclass(frozen=True)
class Answer:
    text: str
    act: Act | None
    slots: dict[str, Any]


def talk(mind: Mind, variables: dict[str, object], *words: str) -> list[Answer]:
    async def play() -> list[Answer]:
        state, answers = mind.opening(variables), []
        for heard in (None, *map(Said, words)):
            reply = mind.reply(heard, state)
            pieces = tuple([piece async for piece in reply.pieces()])
            reply.settle(Delivered(pieces))
            state = reply.state
            answers.append(Answer(" ".join(piece.text for piece in pieces), reply.act, reply.report.slots))
        return answers

    return asyncio.run(play())


def test_the_flow_begins_with_what_the_list_says(tmp_path: Path) -> None:
    known = {"ten": "Lan", "customer": "Nữ", "ngay_mua": "3/11/2026", "self": "tao", "khac": "x"}
    first, last = talk(mind(tmp_path), known, "bốn")
    assert first.text == "Dạ, em chào chị Lan, chị đã mua hàng. Chấm mấy điểm ạ?"
    assert last.slots == {"ngay_mua": "2026-11-03", "diem": 4}
    assert last.act == End("xong")


def test_a_value_that_the_slot_refuses_is_asked_for(tmp_path: Path) -> None:
    [first] = talk(mind(tmp_path), {"ngay_mua": "không rõ", "customer": "quý khách"})
    assert first.text == "Dạ, em chào anh/chị , anh/chị đã mua hàng. Mua ngày nào ạ?"


def test_who_wants_no_more_calls_is_let_go(tmp_path: Path) -> None:
    *_, last = talk(mind(tmp_path), {"ten": "Lan"}, "đừng gọi cho tôi nữa nhé")
    assert last.act == End("do_not_call")
    assert "không gọi" in last.text
