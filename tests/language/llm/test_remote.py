from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from giong.errors import BadConfiguration, BadInput, Busy, Unavailable
from giong.language.llm import remote
from giong.language.llm.remote import RemoteModel, load
from giong.language.messages import Message, assistant, user

MESSAGES: list[Message] = [user("chào em"), assistant("dạ"), user("mấy giờ?")]


def event(content: str, finish: str | None = None) -> bytes:
    choice = {"delta": {"content": content}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n".encode()


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> RemoteModel:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://llm.test/v1/")
    return RemoteModel(client, model="qwen")


async def whole(model: RemoteModel) -> str:
    return "".join([piece async for piece in model.complete(MESSAGES)])


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "RETRY_S", 0.0)


async def test_the_server_is_asked_as_openai_is() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=event("dạ", "stop"))

    await whole(answering(answer))
    body = json.loads(asked[0].content)
    assert asked[0].url.path == "/v1/chat/completions"
    assert body["model"] == "qwen"
    assert body["stream"] is True
    assert body["messages"][1] == {"role": "assistant", "content": "dạ"}


async def test_a_passing_failure_is_tried_again_before_the_first_piece() -> None:
    statuses = [503, 429]

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(statuses.pop(0)) if statuses else httpx.Response(200, content=event("dạ", "stop"))

    assert await whole(answering(answer)) == "dạ"


async def test_nothing_is_tried_again_after_the_first_piece() -> None:
    asked = 0

    async def broken() -> AsyncIterator[bytes]:
        yield event("Dạ, ")
        raise httpx.ReadError("gone")

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(200, content=broken())

    pieces = answering(answer).complete(MESSAGES)
    assert await anext(pieces) == "Dạ, "
    with pytest.raises(Unavailable) as away:
        await anext(pieces)
    assert away.value.code == "engine.llm.unreachable"
    assert asked == 1


@pytest.mark.parametrize(
    "body",
    [
        event("Dạ"),
        b"data: not json\n\n",
        b'data: {"error": {"message": "out of memory"}}\n\n',
        b"data: []\n\n",
    ],
    ids=["broken-off", "not-json", "error", "not-an-event"],
)
async def test_an_answer_that_is_not_whole_is_an_error(body: bytes) -> None:
    with pytest.raises(Unavailable):
        await whole(answering(lambda _: httpx.Response(200, content=body)))


@pytest.mark.parametrize(
    ("status", "kind"), [(429, Busy), (502, Unavailable), (401, BadConfiguration), (400, BadInput)]
)
async def test_statuses_become_errors(status: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        await whole(answering(lambda _: httpx.Response(status)))


async def test_a_server_that_is_away_is_unavailable() -> None:
    with pytest.raises(Unavailable) as away:
        await whole(load(base_url="http://127.0.0.1:9/v1", model="none"))
    assert away.value.code == "engine.llm.unreachable"
