"""A language model that says what it was told to say, for tests. Knows nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence

from giong.language.llm.model import MAX_TOKENS, TEMPERATURE, Report, unreported
from giong.language.messages import Message
from giong.usage import Usage

_WORD = re.compile(r"\S+\s*|\s+")


class ScriptedModel:
    """Gives its answers in turn, word by word, the last one for ever; `asked` keeps what it was asked."""

    name = "scripted"

    def __init__(self, *answers: str) -> None:
        self._answers = answers
        self.asked: list[tuple[Message, ...]] = []

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = MAX_TOKENS,
        temperature: float = TEMPERATURE,
        report: Report = unreported,
    ) -> AsyncIterator[str]:
        answer = self._answers[min(len(self.asked), len(self._answers) - 1)]
        self.asked.append(tuple(messages))
        words = _WORD.findall(answer)[:max_tokens]
        for word in words:
            yield word
        read = sum(len(message.content.split()) for message in messages)
        report(Usage(tokens_in=read, tokens_out=len(words)))
