"""A language model behind an OpenAI-compatible `/chat/completions` address. Knows not who runs the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any

import httpx

from giong.errors import BadConfiguration, BadInput, Busy, GiongError, Unavailable
from giong.language.llm.model import MAX_TOKENS, TEMPERATURE, Report, unreported
from giong.language.messages import Message
from giong.usage import Usage

CONNECT_S = 5.0
READ_S = 60.0
"""The longest wait for the next piece; a large model reads for many seconds before the first."""
TRIES = 3
RETRY_S = 0.5
_END = "[DONE]"
_PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})
"""Statuses after which the same request may well succeed."""
_TOO_LONG = frozenset({400, 413, 422})


class RemoteModel:
    """Streams an answer over server-sent events; tries again only while nothing of it has come."""

    def __init__(self, client: httpx.AsyncClient, *, model: str) -> None:
        self._client = client
        self._model = model
        self.name = f"remote:{model}"

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = MAX_TOKENS,
        temperature: float = TEMPERATURE,
        report: Report = unreported,
    ) -> AsyncIterator[str]:
        asked = {
            "model": self._model,
            "messages": [{"role": message.role.value, "content": message.content} for message in messages],
            "max_tokens": max_tokens,
            "temperature": temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        for attempt in range(TRIES):
            begun = False
            try:
                async with aclosing(self._answer(asked, report)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
                return
            except Unavailable:
                if begun or attempt == TRIES - 1:
                    raise
            await asyncio.sleep(RETRY_S * 2**attempt)

    async def _answer(self, asked: dict[str, Any], report: Report) -> AsyncGenerator[str]:
        usage, finished = Usage(), False
        try:
            async with self._client.stream("POST", "chat/completions", json=asked) as response:
                if response.is_error:
                    raise _refused(response.status_code)
                async for event in _events(response):
                    usage = _usage(event) or usage
                    choice: dict[str, Any] = next(iter(event.get("choices") or ()), {})
                    finished = finished or bool(choice.get("finish_reason"))
                    if piece := (choice.get("delta") or {}).get("content"):
                        yield piece
        except httpx.HTTPError as error:
            raise _away(type(error).__name__) from error
        except (ValueError, AttributeError) as error:
            raise _away("not an answer of a language model") from error
        if not finished:
            raise _away("the answer broke off")
        report(usage)


async def _events(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in response.aiter_lines():
        if not line.startswith("data:"):
            continue
        data = line.removeprefix("data:").strip()
        if data == _END:
            return
        event = json.loads(data)
        if "error" in event:
            raise _away("the server reports an error")
        yield event


def _usage(event: dict[str, Any]) -> Usage | None:
    told = event.get("usage")
    if not told:
        return None
    return Usage(tokens_in=int(told.get("prompt_tokens", 0)), tokens_out=int(told.get("completion_tokens", 0)))


def _away(reason: str) -> Unavailable:
    return Unavailable(
        "engine.llm.unreachable",
        vi="Mô hình ngôn ngữ không trả lời. Hãy kiểm tra địa chỉ, đường mạng và máy chủ của mô hình.",
        en=f"The language model does not answer ({reason}). Check its address, the network and its server.",
    )


def _refused(status: int) -> GiongError:
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Busy(
            "engine.llm.busy",
            vi="Mô hình ngôn ngữ đang quá tải hoặc hết hạn mức. Hãy thử lại sau ít phút.",
            en="The language model is overloaded or its quota is spent. Try again in a few minutes.",
            retry_after_s=60,
        )
    if status in _PASSING:
        return _away(f"HTTP {status}")
    if status in _TOO_LONG:
        return BadInput(
            "engine.llm.bad_input",
            vi=f"Mô hình ngôn ngữ không nhận nội dung này (HTTP {status}), có thể vì quá dài. Hãy rút gọn.",
            en=f"The language model does not take this (HTTP {status}); it may be too long. Shorten it.",
        )
    return BadConfiguration(
        "engine.llm.refused",
        vi=f"Mô hình ngôn ngữ từ chối yêu cầu (HTTP {status}). Hãy kiểm tra khoá API và tên mô hình.",
        en=f"The language model refused the request (HTTP {status}). Check the API key and the model name.",
    )


def load(*, base_url: str, model: str, api_key: str = "", timeout_s: float = READ_S) -> RemoteModel:
    """The model called `model` at `base_url` (`https://…/v1`), waiting at most `timeout_s` for a piece."""
    client = httpx.AsyncClient(
        base_url=base_url.rstrip("/") + "/",
        headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
        timeout=httpx.Timeout(timeout_s, connect=CONNECT_S),
    )
    return RemoteModel(client, model=model)
