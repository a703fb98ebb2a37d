"""The same talk over a chat line and over a call leaves the same history."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from giong.channels.web import WebLine
from giong.clock import run_virtually
from giong.dialogue.converse import converse
from giong.dialogue.line import Expectation, Heard, Line, Piece, Said
from giong.dialogue.memory import Notebook
from giong.voice.rehearsal import rehearsed_call
from tests.voice.calls import Scripted

SAID = ("tôi muốn báo mất điện", "số 12 phố Huế", "0903123456", "đúng rồi", "cảm ơn em")


def answers(heard: Heard) -> list[Piece]:
    if not isinstance(heard, Said):
        return [Piece("Xin chào anh chị."), Piece("Em có thể giúp gì ạ?")]
    asking = Piece("Đúng không ạ?", expects=Expectation("yes_no", ("đúng rồi",), closed=True))
    return [Piece(f"Em ghi nhận: {heard.text}. Hết 15.000 đồng."), asking]


def history(line: Line) -> list[tuple[str, tuple[Piece, ...], bool]]:
    notebook = Notebook()
    run_virtually(converse(line=line, answerer=Scripted(answers), memory=notebook))
    return [
        (turn.said.text if turn.said else "", turn.delivered.pieces, turn.delivered.cut_off) for turn in notebook.turns
    ]


class PatientChat(WebLine):
    """A chat whose person types the next thing when the answer is there."""

    def __init__(self) -> None:
        super().__init__(self._read)
        self._rest = list(SAID)

    async def _read(self, piece: Piece) -> None:
        if not piece.text.endswith("?"):
            return
        if self._rest:
            self.put(Said(self._rest.pop(0)))
        else:
            asyncio.get_running_loop().call_later(1.0, self.leave)


def test_chat_and_call() -> None:
    with ThreadPoolExecutor(1) as pool:
        called = history(rehearsed_call(SAID, pool))
    assert len(called) == 1 + len(SAID)
    assert [said for said, _, _ in called][1:] == list(SAID)
    assert history(PatientChat()) == called
