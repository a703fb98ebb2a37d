"""A text that is rewritten step by step and knows where each of its letters came from; knows no language.

What a person typed must be given back as they typed it (a name, an address, the history of a talk), however much of
it was rewritten to be understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """`text[start:end]` becomes `now`."""

    start: int
    end: int
    now: str


@dataclass(frozen=True)
class Rewriting:
    """`starts[i]` and `ends[i]` bound what letter i of `text` came from in `source`; both are None while nothing has
    been changed.
    """

    source: str
    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    @classmethod
    def of(cls, text: str) -> Rewriting:
        return cls(text, text)

    def rewritten(self, edits: Iterable[Edit]) -> Rewriting:
        """With the edits made; they are in order and do not overlap."""
        edits = list(edits)
        if not edits:
            return self
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        copied = 0

        def copy(start: int, end: int) -> None:
            pieces.append(self.text[start:end])
            starts.extend(range(start, end) if self.starts is None else self.starts[start:end])
            ends.extend(range(start + 1, end + 1) if self.ends is None else self.ends[start:end])

        for edit in edits:
            copy(copied, edit.start)
            begin, end = self.source_span(edit.start, edit.end)
            pieces.append(edit.now)
            starts += [begin] * len(edit.now)
            ends += [end] * len(edit.now)
            copied = edit.end
        copy(copied, len(self.text))
        return Rewriting(self.source, "".join(pieces), starts, ends)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the source.
        Letters that were rewritten together are given back together.
        """
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return at, at
        return self.starts[start], max(self.ends[start], self.ends[end - 1])

    def as_typed(self, start: int, end: int) -> str:
        """The words of `text[start:end]` as they were typed."""
        begin, stop = self.source_span(start, end)
        return self.source[begin:stop]
