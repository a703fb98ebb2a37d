"""From the evidence of a field to how often such a field is right. Knows no kind of paper and no engine.

The curves are monotone and were fitted on specimens with known fields (`python -m bench papers calibrate`); they lie in
`lists/calibration.tsv` as knots between which one goes straight. Fields with like evidence share a curve: first by kind
of paper, type and what the checks said, then by where the value was taken from, at last all together. A curve for few
fields was drawn towards the wider one (`fit`).

Just below 0.9 the curves are held back: people take 0.9 for "need not be looked at", so it is given only where nearly
all such fields were right. Between 0.85 and 0.9 a few more are right than is promised.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from giong.documents.document import Origin

HIGHEST = 0.995
"""Nothing is surer than what some hundred specimens can show."""
LOWEST = 0.01
ENOUGH = 60
"""A group of fewer fields has no curve of its own."""
_PRIOR = 20.0
"""How many fields the wider curve counts for beside a group's own at each place."""
_EVERYTHING = "all"
_CAUTION = ((0.0, 0.0), (0.85, 0.85), (0.95, 0.9), (1.0, 1.0))
"""From the share that was right to the confidence that is given."""

Curve = tuple[tuple[float, float], ...]
"""(likelihood, confidence), both rising."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a field besides its likelihood."""

    kind: str
    type: str
    origin: str
    passed: int = 0
    failed: int = 0

    @property
    def groups(self) -> tuple[str, ...]:
        """From the narrowest to all fields."""
        state = "failed" if self.failed else "passed" if self.passed else "unchecked"
        own = f"{self.kind}/{self.type}/{state}"
        return own, f"{self.type}/{self.origin}/{state}", f"{self.origin}/{state}", _EVERYTHING


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of a specimen: what was believed of it, and whether it was right."""

    evidence: Evidence
    likelihood: float
    right: bool


def calibrated(likelihood: float, *, kind: str, type: str, origin: Origin, passed: int, failed: int) -> float:
    """How often fields like this one are right; the likelihood itself as long as no curve was ever fitted."""
    return confidence(fitted(), likelihood, Evidence(kind, type, str(origin), passed, failed))


def confidence(curves: Mapping[str, Curve], likelihood: float, evidence: Evidence) -> float:
    curve = next((curves[group] for group in evidence.groups if group in curves), None)
    return likelihood if curve is None else at(_CAUTION, at(curve, likelihood))


def at(curve: Curve, likelihood: float) -> float:
    """The curve's height: flat above its last knot; below its first, where nothing was seen, falling with the
    likelihood.
    """
    place = bisect_right(curve, (likelihood, 2.0))
    if place == 0:
        first, height = curve[0]
        return height * likelihood / first
    if place == len(curve):
        return curve[-1][1]
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * (likelihood - left) / (right - left)


# ── fitting ──


def fit(samples: Iterable[Sample]) -> dict[str, Curve]:
    """A curve for each group that has enough fields, wider groups first because narrower ones lean on them."""
    held = list(samples)
    grouped: dict[str, list[Sample]] = {}
    depth: dict[str, int] = {}
    for sample in held:
        for place, group in enumerate(reversed(sample.evidence.groups)):
            grouped.setdefault(group, []).append(sample)
            depth[group] = place
    curves: dict[str, Curve] = {}
    for group in sorted(grouped, key=lambda name: (depth[name], name)):
        members = grouped[group]
        if len(members) >= ENOUGH or group == _EVERYTHING:
            wider = {_wider(sample.evidence, group, curves) for sample in members}
            curves[group] = _curve(members, [curves[name] for name in wider if name])
    return curves


def _wider(evidence: Evidence, group: str, curves: Mapping[str, Curve]) -> str:
    """The next wider group of this evidence that has a curve; "" for all fields."""
    names = evidence.groups
    return next((name for name in names[names.index(group) + 1 :] if name in curves), "")


def _curve(samples: Sequence[Sample], wider: Sequence[Curve]) -> Curve:
    """Isotonic regression of right or wrong on likelihood, by pooling adjacent violators (Ayer and others 1955), each
    pool drawn towards the wider curves, or towards an even chance where there is none.
    """
    pools: list[_Pool] = []
    for likelihood, tied in groupby(sorted(samples, key=_likelihood), key=_likelihood):
        verdicts = [sample.right for sample in tied]
        pools.append(_Pool(len(verdicts), sum(verdicts), likelihood * len(verdicts)))
        while len(pools) > 1 and pools[-2].share >= pools[-1].share:
            last = pools.pop()
            pools[-1] = pools[-1].joined(last)
    knots = [(pool.likelihood, _drawn(pool, wider)) for pool in pools]
    return _rising(knots)


def _likelihood(sample: Sample) -> float:
    return sample.likelihood


@dataclass(frozen=True, slots=True)
class _Pool:
    count: int
    right: int
    total: float
    """Of their likelihoods."""

    @property
    def share(self) -> float:
        return self.right / self.count

    @property
    def likelihood(self) -> float:
        return self.total / self.count

    def joined(self, other: _Pool) -> _Pool:
        return _Pool(self.count + other.count, self.right + other.right, self.total + other.total)


def _drawn(pool: _Pool, wider: Sequence[Curve]) -> float:
    if not wider:
        return (pool.right + 1) / (pool.count + 2)  # Laplace's rule of succession
    expected = sum(at(curve, pool.likelihood) for curve in wider) / len(wider)
    return (pool.right + _PRIOR * expected) / (pool.count + _PRIOR)


def _rising(knots: Sequence[tuple[float, float]]) -> Curve:
    """Rounded, kept within bounds and in order; drawing may have bent it."""
    curve: list[tuple[float, float]] = []
    for likelihood, height in knots:
        place = round(likelihood, 4)
        bounded = round(min(HIGHEST, max(LOWEST, height)), 4)
        if curve and bounded <= curve[-1][1]:
            continue
        if curve and place <= curve[-1][0]:
            curve[-1] = (curve[-1][0], bounded)
            continue
        curve.append((place, bounded))
    return tuple(curve)


# ── the table ──


@cache
def fitted() -> Mapping[str, Curve]:
    """The curves that were fitted last; empty where the table is missing."""
    table = files("giong.documents").joinpath("lists", "calibration.tsv")
    return read(table.read_text(encoding="utf-8")) if table.is_file() else {}


def read(text: str) -> dict[str, Curve]:
    """Each line a group and one knot, parted by tabs; a line that begins with # is a comment."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            group, likelihood, height = line.split("\t")
            curves.setdefault(group, []).append((float(likelihood), float(height)))
    return {group: tuple(knots) for group, knots in curves.items()}


def written(curves: Mapping[str, Curve], *, note: str) -> str:
    """The text that `read` reads."""
    lines = [f"# {line}" for line in note.splitlines()]
    lines += [f"{group}\t{place:g}\t{height:g}" for group, curve in curves.items() for place, height in curve]
    return "\n".join(lines) + "\n"
