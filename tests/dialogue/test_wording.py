"""A language model may word an answer, but not invent one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from giong.clock import run_virtually
from giong.dialogue.assistant import Persona
from giong.dialogue.wording import ModelWording, invented
from giong.errors import Unavailable
from giong.language.messages import Message
from giong.usage import Usage

PASSAGES = ["Phí lắp đặt đồng hồ nước mới là 950.000 đồng.", "Công ty Suối Trong làm việc từ 7:30."]
EXTRACTED = "Phí lắp đặt đồng hồ nước mới là 950.000 đồng."


class Scripted:
    name = "scripted"

    def __init__(self, *parts: str, pause_s: float = 0.0, error: Exception | None = None) -> None:
        self._parts = parts
        self._pause_s = pause_s
        self._error = error
        self.messages: Sequence[Message] = ()

    async def complete(self, messages: Sequence[Message], *, report: Any, **_: Any) -> AsyncIterator[str]:
        self.messages = messages
        for part in self._parts:
            await asyncio.sleep(self._pause_s)
            yield part
        if self._error:
            raise self._error
        report(Usage(tokens_out=5))


def word(model: Scripted) -> tuple[str, Usage]:
    wording = ModelWording(model, Persona(), timeout_s=4.0)
    return run_virtually(wording.word("phí lắp đồng hồ bao nhiêu", EXTRACTED, PASSAGES))


def test_a_faithful_text_is_used_and_counted() -> None:
    text, usage = word(Scripted("Dạ, phí lắp đồng hồ mới là ", "950.000 đồng ạ."))
    assert text == "Dạ, phí lắp đồng hồ mới là 950.000 đồng ạ."
    assert usage.tokens_out == 5


@pytest.mark.parametrize(
    "text",
    ["Dạ, phí là 900.000 đồng ạ.", "Dạ, nộp cho ông Nguyễn Văn Tèo ạ.", "Dạ, gọi 1900 9999 ạ.", "", "a " * 2000],
)
def test_an_invention_is_not_used(text: str) -> None:
    assert word(Scripted(text))[0] == EXTRACTED


@pytest.mark.parametrize(
    "model",
    [
        Scripted("Dạ, ", pause_s=60),
        Scripted("Dạ, phí", error=Unavailable("llm.away", vi="vắng", en="away")),
    ],
)
def test_a_model_that_fails_leaves_the_extracted_answer(model: Scripted) -> None:
    assert word(model)[0] == EXTRACTED


def test_facts_are_compared_whole() -> None:
    assert invented("Phí là 50.000 đồng.", PASSAGES) == ["50.000"]
    assert invented("Công ty Suối Trong mở cửa lúc 7:30.", PASSAGES) == []
