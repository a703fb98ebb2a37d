"""The language-model slot: messages in, an answer out while it is being written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from giong.language.messages import Message
from giong.usage import Usage

MAX_TOKENS = 512
TEMPERATURE = 0.2
"""Low: what is worded here must stay with the passages that it is given."""

Report = Callable[[Usage], None]


def unreported(_: Usage) -> None:
    """For a caller that does not count."""


class LanguageModel(Protocol):
    """Contract, checked for every engine by `tests/language/llm/test_conformance.py`:

    pieces joined are the answer; none is empty; `report` is called once, after the last piece; an iterator that is
    closed early stops the engine's work; several answers may be written at once.
    """

    name: str

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = MAX_TOKENS,
        temperature: float = TEMPERATURE,
        report: Report = unreported,
    ) -> AsyncIterator[str]:
        """Write the next message.

        Raises `errors.Unavailable` when the model is away; after the first piece this means that the answer is not
        whole and must not be kept as one. Nothing is tried again after the first piece.
        """
