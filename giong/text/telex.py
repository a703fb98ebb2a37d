"""Telex keys that were left in the words: "muoosn" is muốn; knows no dictionary, only what can be a syllable.

Telex (and its free form, marks at the end of the word): aa ee oo are â ê ô, w is a horn or a breve, dd is đ, and
s f r x j are the tones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from giong.text.spelling import LONGEST, decomposed, is_syllable, like, spelt, with_tone
from giong.text.tones import Tone
from giong.text.unicode import VOWELS

_TONES = {"s": Tone.SAC, "f": Tone.HUYEN, "r": Tone.HOI, "x": Tone.NGA, "j": Tone.NANG}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"o": "ơ", "u": "ư", "a": "ă"}
_MOST_LETTERS = LONGEST + 4


@dataclass(frozen=True)
class Keyed:
    """A word read as keys. `sure` if no other reading is likely: several keys, or one that no foreign word would have
    in its place.
    """

    text: str
    sure: bool


@lru_cache(maxsize=1 << 14)
def read(word: str) -> Keyed | None:
    """The syllable that was meant, or None if the word is not one typed with keys left in it."""
    if not 2 <= len(word) <= _MOST_LETTERS:
        return None
    plain, mark = decomposed(word)
    letters: list[str] = []
    keys = 0
    for at, letter in enumerate(plain):
        if letter in _TONES and any(other in VOWELS for other in letters):
            if mark is not Tone.NGANG:
                return None
            mark = _TONES[letter]
            keys += 1
        elif _shaped(letters, letter, plain[at - 1 : at]):
            keys += 1
        elif letter == "w" and plain[at + 1 : at + 2] not in VOWELS:
            letters.append("ư")
            keys += 1
        else:
            letters.append(letter)
    if not keys:
        return None
    meant = spelt(with_tone("".join(letters), mark))
    if not is_syllable(meant.lower()):
        return None
    return Keyed(like(word, meant), sure=keys > 1 or not word.isascii() or plain.startswith("dd"))


def _shaped(letters: list[str], key: str, before: str) -> bool:
    """Give a letter before the key its hat, horn, breve or stroke, if the key can. Hats only where the key stands right
    behind its letter: apart, many foreign words would have one.
    """
    if key == "d" and letters[:1] == ["d"]:
        letters[0] = "đ"
        return True
    if key in _HATS and before == key == letters[-1]:
        letters[-1] = _HATS[key]
        return True
    return key == "w" and _horned(letters)


def _horned(letters: list[str]) -> bool:
    for at in range(len(letters) - 1, -1, -1):
        letter = letters[at]
        if letter not in _HORNS:
            continue
        before = letters[at - 1] if at else ""
        if before == "u" and letters[:2] != ["q", "u"]:
            if letter == "o":
                letters[at] = "ơ"
            letters[at - 1] = "ư" if letter == "o" or at == len(letters) - 1 else before
            if letter == "a" and at < len(letters) - 1:
                letters[at] = "ă"
            return True
        letters[at] = _HORNS[letter]
        return True
    return False
