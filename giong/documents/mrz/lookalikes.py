"""Characters that recognition takes for one another, and what a character may be at a place where only some classes of
characters can stand. Knows no format.

Classes are written as one small letter for each place: `d` digit, `n` digit or filler, `l` letter, `a` letter or
filler, `x` any of A-Z, 0-9 and the filler, `s` sex, `c` check digit (a digit, or a filler for an empty field). Anything
else in a mask stands for itself. The filler is `<`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.unicode import unaccented

FILLER = "<"
UNREADABLE = "?"
"""Stands where a character was seen that cannot be at its place and resembles none that can."""

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALLOWED = {
    "d": _DIGITS,
    "n": _DIGITS + FILLER,
    "l": _LETTERS,
    "a": _LETTERS + FILLER,
    "x": _DIGITS + _LETTERS + FILLER,
    "s": "MFX" + FILLER,
    "c": _DIGITS + FILLER,
}

_AS_DIGIT = dict(zip("OQDUCILJTZAYSGBERP", "000001117244568889", strict=True))
_AS_LETTER = dict(zip("01245678", "OIZASGTB", strict=True))
_AS_SEX = {"H": "M", "N": "M", "W": "M", "P": "F", "E": "F", "R": "F", "K": FILLER, "C": FILLER}
_AS_FILLER = frozenset("KCELSXRGVT")
"""Letters as which fillers are read."""

_CONFUSED = (
    "08", "06", "09", "17", "14", "12", "27", "38", "35", "39", "49", "56", "58", "68", "89", "69",
    "O0", "Q0", "D0", "I1", "L1", "Z2", "S5", "B8", "G6", "T7", "A4", "OQ", "OD", "BR", "BE", "CG", "EF", "IL", "KX",
    "MN", "PR", "UV", "VY", "MH", "NH", "K<", "C<",
)  # fmt: skip
_ALIKE: dict[str, str] = {}
for _pair in (*_CONFUSED, *(pair[::-1] for pair in _CONFUSED)):
    _ALIKE[_pair[0]] = _ALIKE.get(_pair[0], "") + _pair[1]

_SIGNS = str.maketrans(
    dict.fromkeys("‹⟨〈≤({[€¢£≪-–—_~=^:·•", FILLER)
    | {"«": FILLER * 2, "|": "I", "!": "I", "$": "S", "§": "S", "°": "0"}
)
_SMALL = str.maketrans(dict.fromkeys("kcxe", FILLER))
_NEITHER = re.compile(r"[^A-Z0-9<]")


def plain(text: str) -> str:
    """A line of a machine-readable zone as recognition gave it, in its own alphabet and without spaces.

    There are no small letters in it: k, c, x and e among capitals are fillers, which are smaller than letters.
    """
    text = unaccented(text)
    if sum(map(str.isupper, text)) + sum(map(str.isdigit, text)) >= sum(map(str.islower, text)):
        text = text.translate(_SMALL)
    return _NEITHER.sub("", text.translate(_SIGNS).upper())


def may_be(char: str, place: str) -> bool:
    """Whether the character can stand at a place of this class."""
    return char in _ALLOWED.get(place, place)


def taken_for(char: str, place: str) -> str:
    """The character of the class that this one was most likely meant to be; UNREADABLE where none resembles it."""
    if may_be(char, place):
        return char
    if place in "dnc":
        return _AS_DIGIT.get(char, FILLER if place == "n" and char in _AS_FILLER else UNREADABLE)
    if place in "la":
        return _AS_LETTER.get(char, UNREADABLE)
    if place == "s":
        return _AS_SEX.get(char, UNREADABLE)
    return place if place not in _ALLOWED else UNREADABLE


def resembles(char: str, other: str) -> bool:
    """Whether one of the two is easily taken for the other."""
    return char == other or other in _ALIKE.get(char, "") or (other == FILLER and char in _AS_FILLER)


def alternatives(char: str, place: str) -> str:
    """Other characters that the place may hold and that are taken for this one; all of the class where it was not
    readable.
    """
    found = _ALLOWED.get(place, place) if char == UNREADABLE else _ALIKE.get(char, "")
    return "".join(other for other in found if may_be(other, place))


@dataclass(frozen=True, slots=True)
class Coerced:
    """A text forced into its mask: how many characters were taken for others, how many could not be, and how many
    letters that the mask names were nothing like them.
    """

    text: str
    changed: int = 0
    unreadable: int = 0
    strayed: int = 0
    doubt: float = 0.0
    """Of the names, which have no check digit: what it took to make names of them."""

    @property
    def cost(self) -> float:
        return self.changed + 3 * (self.unreadable + self.strayed) + self.doubt


def coerced(text: str, mask: str) -> Coerced:
    """The text with every character taken for one that its place can hold. Both must be of one length."""
    places = list(zip(text, mask, strict=True))
    read = "".join(taken_for(char, place) for char, place in places)
    strayed = sum(not resembles(char, place) for char, place in places if place not in _ALLOWED)
    changed = sum(char != other for char, other in zip(text, read, strict=True))
    return Coerced(read, changed, read.count(UNREADABLE), strayed)


_RUN = re.compile(r"[<KCELSXRG]*<[<KCELSXRG]*|K{2,}|C{2,}")
_MOST_LACKING = 14


def fitted(text: str, mask: str) -> list[Coerced]:
    """The text in the mask's length and classes, most plausible first: where characters lack or are too many, fillers
    are put in or taken out, in one run of them, as recognition loses and doubles them. Empty where that cannot be.
    """
    lacking = len(mask) - len(text)
    if abs(lacking) > _MOST_LACKING:
        return []
    variants = _stretched(text, lacking) if lacking else [text]
    return sorted((coerced(variant, mask) for variant in variants), key=lambda found: found.cost)[:3]


def _stretched(text: str, lacking: int) -> list[str]:
    variants = {text + FILLER * lacking} if lacking > 0 else {text[:lacking], text[-lacking:]}
    for run in _RUN.finditer(text):
        size = len(run[0]) + lacking
        if size >= 1:
            variants.add(text[: run.start()] + FILLER * size + text[run.end() :])
    return sorted(variants)
