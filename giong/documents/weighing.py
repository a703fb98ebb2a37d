"""One value for each field out of everything that was found for it: print, codes, a second look. Knows no kind.

Candidates that say the same support each other as independent witnesses do: what is left of the doubt is the product of
their doubts. One that says something else lowers what is believed, the more the further it is from the chosen one (a
misread letter contradicts less than another name).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding.labels import skeleton
from giong.text.unicode import has_diacritics

_STRONGEST = (Origin.PERSON, Origin.XML, Origin.QR, Origin.TEXT_LAYER, Origin.MRZ, Origin.PRINT, Origin.DERIVED)
_SAME_WITNESS = 0.6
"""A second look with the same eyes is worth this share of an independent one."""
_CONTRADICTION = 0.6
_FAILED = 0.45
"""What is believed of a value is multiplied by this for each check that it fails."""
_PASSED = 0.35
"""Each check that it passes takes this share off the doubt."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chosen candidate and how much is believed of it, from 0 to 1, not calibrated."""

    candidate: Candidate
    likelihood: float
    agreed: bool
    """Whether more than one origin says so."""


def comparable(value: str) -> str:
    """What makes two values the same: composed letters, single spaces, no matter of case."""
    return " ".join(unicodedata.normalize("NFC", value).split()).casefold()


def weigh(candidates: Iterable[Candidate]) -> Weighed | None:
    """The value that has most behind it; None where there is no candidate."""
    groups = _groups(candidates)
    if not groups:
        return None
    believed = {key: _belief(group) for key, group in groups.items()}
    best = max(believed, key=lambda key: believed[key])
    chosen = _representative(groups[best])
    doubt = max(
        (believed[key] * _distance(chosen.value, group[0].value) for key, group in groups.items() if key != best),
        default=0.0,
    )
    origins = {candidate.origin for candidate in groups[best]}
    return Weighed(chosen, believed[best] * (1 - _CONTRADICTION * doubt), len(origins) > 1)


def _groups(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates of one value together; signs and lost diacritics make no other value."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.value:
            groups.setdefault(_key(candidate.value), []).append(candidate)
    for key in [key for key in groups if key.isascii()]:
        marked = [
            other for other in groups if other != key and skeleton(other) == skeleton(key) and not other.isascii()
        ]
        if len(marked) == 1:
            groups[marked[0]] += groups.pop(key)
    return groups


def _key(value: str) -> str:
    return "".join(char for char in comparable(value) if char.isalnum())


def _belief(group: Sequence[Candidate]) -> float:
    doubt = 1.0
    by_origin: dict[Origin, list[float]] = {}
    for candidate in group:
        by_origin.setdefault(candidate.origin, []).append(min(0.999, max(0.0, candidate.likelihood)))
    for likelihoods in by_origin.values():
        first, *others = sorted(likelihoods, reverse=True)
        doubt *= 1 - first
        for other in others[:1]:
            doubt *= 1 - _SAME_WITNESS * other
    return 1 - doubt


def _representative(group: Sequence[Candidate]) -> Candidate:
    """The candidate whose spelling is kept: the strongest origin's, unless it lacks the diacritics."""
    marked = [candidate for candidate in group if has_diacritics(candidate.value)] or group
    return min(marked, key=lambda candidate: (_STRONGEST.index(candidate.origin), -candidate.likelihood))


def _distance(one: str, other: str) -> float:
    """From 0 for nearly the same to 1 for something else: figures are the same or not."""
    if _key(one).isdigit() and _key(other).isdigit():
        return 1.0
    return min(1.0, 2.5 * (1 - fuzz.ratio(_key(one), _key(other)) / 100))


def checked(likelihood: float, name: str, checks: Iterable[Check]) -> float:
    """What is believed of a field after the checks that name it."""
    for check in checks:
        if name in check.fields:
            if check.verdict is Verdict.FAILED:
                likelihood *= _FAILED
            elif check.verdict is Verdict.PASSED:
                likelihood = 1 - (1 - likelihood) * (1 - _PASSED)
    return likelihood


def field_of(name: str, weighed: Weighed, confidence: float, checks: Sequence[Check] = ()) -> Field:
    """The field as it is given."""
    chosen = weighed.candidate
    return Field(
        name,
        chosen.value,
        chosen.raw or chosen.value,
        round(confidence, 4),
        normalised=normalised(chosen.value),
        origin=chosen.origin,
        page=chosen.page,
        boxes=chosen.boxes,
        checks=tuple(check for check in checks if name in check.fields),
    )


def normalised(value: str) -> str:
    """The ISO form of a date; "" for anything that needs no other form."""
    parts = value.split("/")
    if len(parts) == 3 and [len(part) for part in parts] == [2, 2, 4] and all(part.isdigit() for part in parts):
        return "-".join(reversed(parts))
    return ""


def fields_of(found: Mapping[str, Weighed]) -> dict[str, Field]:
    """Fields before any check, for the checks to look at."""
    return {name: field_of(name, weighed, weighed.likelihood) for name, weighed in found.items()}
