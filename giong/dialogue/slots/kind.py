"""The seam of slot kinds: a `Kind` recognises one kind of value. Knows no talk; the table of kinds is
`slots/table.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from giong.dialogue.assistant import Slot


@dataclass(frozen=True)
class Found:
    """A value (JSON) and the part `text[start:end]` that said it; `unsure` where it should be said back ("cuối
    tuần").
    """

    value: Any
    start: int
    end: int
    unsure: bool = False


@dataclass(frozen=True)
class Wrong:
    """A value was meant that will not do. `reason` is a key of `reasons.LINES`, `names` are what that line names."""

    reason: str
    names: Mapping[str, str] = field(default_factory=dict)


class Kind(Protocol):
    """One kind of value. All three are pure and quick; `text` is composed (NFC) and in written form."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        """The value when `text` answers the question for it; what is wrong with it where one was surely meant; or None.

        May be generous: the person was asked.
        """

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        """The value when `text` mentions it in passing, or None. Must be sure: nobody asked for it."""

    def written(self, value: Any, slot: Slot) -> str:
        """The value as it is shown and said back; read again, or said aloud and heard, it gives the same value (but a
        file).
        """
