"""Shares with their uncertainty, and whether confidences keep what they promise: functions with their sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def wilson(part: int, whole: int, *, z: float = 1.96) -> Interval:
    """The 95 % interval of a share (Wilson 1927)."""
    if whole == 0:
        return Interval(0.0, 1.0)
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


@dataclass(frozen=True)
class Bin:
    """Fields whose confidence lies between two tenths."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def bins(trials: Sequence[tuple[float, bool]], *, edges: Sequence[float]) -> list[Bin]:
    """(confidence, right) by confidence; empty bins are left out. The last edge belongs to the last bin."""
    found = []
    for low, high in pairwise(edges):
        inside = [(sure, right) for sure, right in trials if low <= sure < high or (high == edges[-1] and sure == high)]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            found.append(Bin(low, high, len(inside), mean, sum(right for _, right in inside) / len(inside)))
    return found


def expected_error(trials: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins (Naeini and others, AAAI 2015)."""
    parted = bins(trials, edges=[place / 10 for place in range(11)])
    return sum(one.n * abs(one.confidence - one.right) for one in parted) / max(1, len(trials))
