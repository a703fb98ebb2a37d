"""The promises of `LanguageModel`, kept by every engine; the remote one against a server on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from giong.language.llm.guarded import GuardedModel
from giong.language.llm.model import LanguageModel
from giong.language.llm.remote import RemoteModel
from giong.language.llm.scripted import ScriptedModel
from giong.language.messages import system, user
from giong.usage import Usage

ANSWER = "Dạ, giờ làm việc là bảy giờ ba mươi. Mời anh chị đến ạ."
MESSAGES = [system("Trả lời ngắn."), user("Mấy giờ mở cửa?")]


def stub() -> FastAPI:
    """A server of OpenAI's shape that gives one answer, word by word."""
    app = FastAPI()

    async def events(asked: dict[str, int]) -> AsyncIterator[str]:
        words = ANSWER.split(" ")[: asked["max_tokens"]]
        yield ": keep-alive\n\n"
        yield f"data: {json.dumps({'choices': [{'delta': {'role': 'assistant', 'content': None}}]})}\n\n"
        for at, word in enumerate(words):
            content = word if at == 0 else f" {word}"
            yield f"data: {json.dumps({'choices': [{'delta': {'content': content}}]})}\n\n"
        yield f"data: {json.dumps({'choices': [{'delta': {}, 'finish_reason': 'stop'}]})}\n\n"
        usage = {"prompt_tokens": 9, "completion_tokens": len(words)}
        yield f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n"
        yield "data: [DONE]\n\n"

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> StreamingResponse:
        return StreamingResponse(events(await request.json()), media_type="text/event-stream")

    return app


def remote() -> LanguageModel:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(stub()), base_url="http://llm.test/v1/")
    return RemoteModel(client, model="stub")


@pytest.fixture(params=[remote, lambda: ScriptedModel(ANSWER), lambda: GuardedModel(ScriptedModel(ANSWER))],
                ids=["remote", "scripted", "guarded"])  # fmt: skip
def model(request: pytest.FixtureRequest) -> LanguageModel:
    made: LanguageModel = request.param()
    return made


async def test_pieces_joined_are_the_answer(model: LanguageModel) -> None:
    pieces = [piece async for piece in model.complete(MESSAGES)]
    assert "".join(pieces) == ANSWER
    assert len(pieces) > 1
    assert all(pieces)


async def test_usage_is_reported_once_after_the_last_piece(model: LanguageModel) -> None:
    reported: list[Usage] = []
    async for _ in model.complete(MESSAGES, report=reported.append):
        assert reported == []
    assert len(reported) == 1
    assert reported[0].tokens_out == len(ANSWER.split())
    assert reported[0].tokens_in > 0


async def test_the_answer_is_no_longer_than_asked(model: LanguageModel) -> None:
    assert len([piece async for piece in model.complete(MESSAGES, max_tokens=3)]) == 3


async def test_closing_early_ends_the_work(model: LanguageModel) -> None:
    reported: list[Usage] = []
    pieces = model.complete(MESSAGES, report=reported.append)
    assert await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]
    assert [piece async for piece in pieces] == []
    assert reported == []


async def test_several_answers_at_once(model: LanguageModel) -> None:
    async def whole() -> str:
        return "".join([piece async for piece in model.complete(MESSAGES)])

    assert await asyncio.gather(*(whole() for _ in range(5))) == [ANSWER] * 5


async def test_it_has_a_name(model: LanguageModel) -> None:
    assert model.name
