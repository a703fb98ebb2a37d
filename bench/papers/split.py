"""The two halves of everything that is drawn: what tuning may see, and what only reports see. Knows no paper."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from random import Random


class Split(StrEnum):
    TUNE = "tune"
    REPORT = "report"

    def half(self, things: Sequence[str]) -> list[str]:
        """Every other one of them: the two splits share none."""
        return list(things[0 if self is Split.TUNE else 1 :: 2])


def seeded(split: Split, kind: str, level: int, number: int, seed: int) -> Random:
    """The chance behind one specimen: the same on every machine, and different for each."""
    return Random(f"{seed}/{split}/{kind}/{level}/{number}")
