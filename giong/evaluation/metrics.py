"""Measures of how far an answer is from what was expected: pure functions on text. Knows no engine and no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorCount:
    """Errors against the units (words or characters) of the reference; counts of several texts may be added."""

    errors: int = 0
    total: int = 0

    def __add__(self, other: ErrorCount) -> ErrorCount:
        return ErrorCount(self.errors + other.errors, self.total + other.total)

    @property
    def rate(self) -> float:
        """Above 1 when much was invented; 0 for an empty reference that was met."""
        return self.errors / max(self.total, 1)


def word_errors(reference: str, hypothesis: str) -> ErrorCount:
    """Substituted, missing and invented words; texts are compared as they are."""
    return _errors(reference.split(), hypothesis.split())


def char_errors(reference: str, hypothesis: str) -> ErrorCount:
    """The same for characters, without spaces."""
    return _errors("".join(reference.split()), "".join(hypothesis.split()))


def _errors(reference: Sequence[str], hypothesis: Sequence[str]) -> ErrorCount:
    return ErrorCount(edit_distance(reference, hypothesis), len(reference))


def edit_distance(first: Sequence[str], second: Sequence[str]) -> int:
    """The fewest insertions, deletions and substitutions between two sequences (Levenshtein 1966)."""
    above = list(range(len(second) + 1))
    for row, one in enumerate(first, start=1):
        line = [row]
        for column, other in enumerate(second, start=1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (one != other)))
        above = line
    return above[-1]
