"""A measured figure beside the limit that it should keep or the peer that ran in the same breath. Knows no bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`at_most` and `at_least` are limits in the figure's unit; `peer` is what the same machine did just before with
    something else, named by `peer_is`. The ratio to a peer survives a busy machine, the figure itself does not.
    """

    name: str
    value: float
    unit: str
    n: int
    at_most: float | None = None
    at_least: float | None = None
    peer: float | None = None
    peer_is: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        if self.at_most is None and self.at_least is None:
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer if self.peer else None

    def as_json(self) -> dict[str, Any]:
        shown = {name: value for name, value in vars(self).items() if value not in (None, "")}
        shown["value"] = round(self.value, 4)
        if self.kept is not None:
            shown["kept"] = self.kept
        if self.ratio is not None:
            shown["peer"], shown["ratio"] = round(self.peer or 0.0, 4), round(self.ratio, 3)
        return shown


@dataclass(frozen=True)
class Options:
    """What every bench gets. `quick` measures less; `data` may be absent; `cache` keeps what takes minutes to make;
    `rasa_python` has Rasa installed; `workers` servers share the calls.
    """

    quick: bool
    seed: int
    data: Path
    cache: Path | None
    rasa_python: Path | None = None
    workers: int = 1


class NothingToMeasureError(Exception):
    """The bench's data or tool is not here; the text says what is missing."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]
