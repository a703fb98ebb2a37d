"""A language model that keeps people waiting only so long: limits on its time and length, and a pause after failures.

Wraps any model and is one itself. Knows no prompt.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from giong.clock import now_s
from giong.errors import GiongError, Unavailable
from giong.language.llm.model import MAX_TOKENS, TEMPERATURE, LanguageModel, Report, unreported
from giong.language.messages import Message


@dataclass(frozen=True)
class Patience:
    """How long the first piece and the whole may take, how long a text may be, and after how many failures in a row
    the model is left alone for a while; then one request tries whether it is back.
    """

    first_s: float = 2.5
    total_s: float = 4.0
    chars: int = 4000
    failures: int = 3
    pause_s: float = 30.0


class GuardedModel:
    """See `model.LanguageModel`; whatever goes wrong is `errors.Unavailable`.

    Who stops listening (an interrupted turn) counts neither for the model nor against it.
    """

    def __init__(self, model: LanguageModel, patience: Patience | None = None) -> None:
        self._model = model
        self._patience = patience or Patience()
        self._failures = 0
        self._paused_until_s = float("-inf")
        self.name = model.name

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = MAX_TOKENS,
        temperature: float = TEMPERATURE,
        report: Report = unreported,
    ) -> AsyncIterator[str]:
        self._admit()
        pieces = self._model.complete(messages, max_tokens=max_tokens, temperature=temperature, report=report)
        try:
            async with aclosing(self._in_time(pieces)) as timed:
                async for piece in timed:
                    yield piece
        except GiongError as error:
            self._failed()
            raise error if isinstance(error, Unavailable) else _unusable(error) from error
        self._failures = 0

    async def _in_time(self, pieces: AsyncIterator[str]) -> AsyncGenerator[str]:
        begun_s, chars = now_s(), 0
        until_s = begun_s + self._patience.first_s
        try:
            while True:
                try:
                    async with asyncio.timeout_at(until_s):
                        piece = await anext(pieces)
                except StopAsyncIteration:
                    return
                except TimeoutError:
                    raise _slow() from None
                until_s = begun_s + self._patience.total_s
                chars += len(piece)
                if chars > self._patience.chars:
                    raise _endless()
                yield piece
        finally:
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()

    def _admit(self) -> None:
        if self._failures < self._patience.failures:
            return
        if now_s() < self._paused_until_s:
            raise _paused()
        # The one that tries; others are refused until it is known how it went.
        self._paused_until_s = now_s() + self._patience.total_s

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= self._patience.failures:
            self._paused_until_s = now_s() + self._patience.pause_s


def _slow() -> Unavailable:
    return Unavailable(
        "engine.llm.slow",
        vi="Mô hình ngôn ngữ trả lời quá chậm. Hãy chọn mô hình nhỏ hơn hoặc máy chủ mạnh hơn.",
        en="The language model is too slow. Choose a smaller one or a stronger server.",
    )


def _endless() -> Unavailable:
    return Unavailable(
        "engine.llm.endless",
        vi="Mô hình ngôn ngữ viết quá dài. Hãy chọn mô hình khác.",
        en="The language model writes too much. Choose another one.",
    )


def _paused() -> Unavailable:
    return Unavailable(
        "engine.llm.paused",
        vi="Mô hình ngôn ngữ vừa lỗi nhiều lần nên được nghỉ ít giây. Hãy thử lại sau.",
        en="The language model has failed several times and is left alone for some seconds. Try again later.",
    )


def _unusable(error: GiongError) -> Unavailable:
    return Unavailable(error.code, vi=error.vi, en=error.en)
