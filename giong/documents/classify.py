"""Which kind of paper was read: the kind that it is most like. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from giong.documents.kind import Kind, Paper

LEAST = 0.3
"""Below this likeness a paper is of no known kind."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind that the paper resembles most (None: no kind), how much, and how much the next one."""

    kind: Kind | None
    likeness: float = 0.0
    runner_up: float = 0.0

    @property
    def confidence(self) -> float:
        """From 0 to 1: a clear lead counts, and how much it resembles at all."""
        lead = (self.likeness - self.runner_up) / max(self.likeness, 1e-6)
        return min(1.0, self.likeness * (0.6 + 0.4 * lead) + 0.3 * lead) if self.kind else 0.0


def classify(paper: Paper, kinds: Sequence[Kind]) -> Guess:
    """The likeliest of these kinds."""
    if not paper.pages:
        return Guess(None)
    ranked = sorted(((kind.likeness(paper), place) for place, kind in enumerate(kinds)), reverse=True)
    if not ranked or ranked[0][0] < LEAST:
        return Guess(None, ranked[0][0] if ranked else 0.0)
    return Guess(kinds[ranked[0][1]], ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0)
