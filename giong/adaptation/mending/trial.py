"""The seam to an assistant's tests: a folder and sentences in, how it went out. Knows no scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Trial:
    """How an assistant did: `failed` names the scenarios that went wrong of so many; `answered` counts the sentences,
    each said as the first of a talk, that got an answer, of so many `asked`.
    """

    scenarios: int
    failed: tuple[str, ...]
    asked: int
    answered: int

    @property
    def passed(self) -> bool:
        return not self.failed


class TryOut(Protocol):
    """Tries out the assistant in a folder. Blocks for seconds; nothing is stored, and no action is sent to anybody."""

    def __call__(self, folder: Path, sentences: Sequence[str]) -> Trial:
        """Play its scenarios, and say the sentences."""
