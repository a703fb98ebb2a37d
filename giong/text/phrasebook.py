"""Words that stand for others, with where they do: "bn" is "bao nhiêu" before "tiền" and "bạn" after "chào"; knows no
list of them by itself.

A list has a line for each reading: what is typed, what is meant, and conditions between semicolons: `after` or `before`
certain neighbours, `not after`, `not before`, and `caps` where it may be written in capitals in a line that is not.
Neighbours are compared without diacritics; ^ is the beginning, $ the end of the words, # a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from giong.text.lexicon import rows
from giong.text.unicode import fold

_CONDITIONS = ("after", "before", "not after", "not before", "caps")


@dataclass(frozen=True)
class Reading:
    """What is meant, and the neighbours it needs and forbids. `words` is how many typed words it replaces."""

    words: int
    meant: str
    neighbours: dict[str, frozenset[str]] = field(default_factory=dict)
    caps: bool = False

    def fits(self, before: str, after: str) -> bool:
        """Whether it may be meant between two words. Either side is enough where both are asked for."""
        wanted = [self.neighbours[name] for name in ("after", "before") if name in self.neighbours]
        given = {"after": before, "before": after}
        if wanted and not any(given[name] in self.neighbours.get(name, ()) for name in given):
            return False
        return before not in self.neighbours.get("not after", ()) and after not in self.neighbours.get("not before", ())


class Phrasebook:
    """The readings of one list."""

    def __init__(self, lines: Sequence[tuple[str, ...]]) -> None:
        self._readings: dict[str, list[tuple[tuple[str, ...], Reading]]] = {}
        for typed, meant, *rest in lines:
            words = tuple(typed.split())
            reading = _reading(len(words), meant, rest[0] if rest else "")
            self._readings.setdefault(words[0], []).append((words, reading))
        for readings in self._readings.values():
            readings.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, word: str) -> bool:
        return word in self._readings

    def find(self, words: Sequence[str], at: int) -> Reading | None:
        """The first reading that fits at a place of a row of lower-case words; longer phrases first."""
        for typed, reading in self._readings.get(words[at], ()):
            end = at + len(typed)
            if len(typed) > 1 and tuple(words[at:end]) != typed:
                continue
            before = _neighbour(words[at - 1]) if at else "^"
            after = _neighbour(words[end]) if end < len(words) else "$"
            if reading.fits(before, after):
                return reading
        return None


@cache
def phrasebook(name: str) -> Phrasebook:
    """One of the lists beside this room's code."""
    return Phrasebook(rows(name))


def _neighbour(word: str) -> str:
    return "#" if word[:1].isdigit() else "$" if not word[:1].isalpha() else fold(word)


def _reading(words: int, meant: str, conditions: str) -> Reading:
    neighbours: dict[str, frozenset[str]] = {}
    caps = False
    for condition in filter(None, (part.strip() for part in conditions.split(";"))):
        name, _, listed = condition.partition(":")
        if name not in _CONDITIONS:
            raise ValueError(f"no such condition: {name}")
        if name == "caps":
            caps = True
        else:
            neighbours[name] = frozenset(fold(word) for word in listed.split())
    return Reading(words, meant, neighbours, caps)
