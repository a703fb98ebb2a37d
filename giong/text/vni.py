"""VNI keys that were left in the words: "muo61n" is muốn; knows no dictionary, only what can be a syllable.

VNI: 1 to 5 are sắc, huyền, hỏi, ngã, nặng; 6 is a hat, 7 a horn, 8 a breve, 9 the stroke of đ.
"""

from __future__ import annotations

from giong.text.spelling import LONGEST, decomposed, is_syllable, like, spelt, with_tone
from giong.text.telex import Keyed
from giong.text.tones import Tone
from giong.text.unicode import VOWELS

_TONES = {"1": Tone.SAC, "2": Tone.HUYEN, "3": Tone.HOI, "4": Tone.NGA, "5": Tone.NANG}
_SHAPES = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_MOST_LETTERS = LONGEST + 3


def read(word: str) -> Keyed | None:
    """The syllable that was meant, or None. Only digits inside a word are sure: "phuong3" may be ward number 3."""
    if not 2 <= len(word) <= _MOST_LETTERS or word[0].isdigit():
        return None
    plain, mark = decomposed(word)
    letters: list[str] = []
    keys = 0
    for letter in plain:
        if letter in _TONES:
            if mark is not Tone.NGANG or not any(other in VOWELS for other in letters):
                return None
            mark = _TONES[letter]
            keys += 1
        elif letter in _SHAPES:
            if not _shaped(letters, _SHAPES[letter]):
                return None
            keys += 1
        elif letter.isdigit():
            return None
        else:
            letters.append(letter)
    meant = spelt(with_tone("".join(letters), mark))
    if not keys or not is_syllable(meant.lower()):
        return None
    return Keyed(like(word, meant), sure=any(letter.isdigit() for letter in plain.rstrip("0123456789")))


def _shaped(letters: list[str], shapes: dict[str, str]) -> bool:
    for at in range(len(letters) - 1, -1, -1):
        letter = letters[at]
        if letter in shapes:
            letters[at] = shapes[letter]
            if shapes[letter] == "ơ" and letters[:2] != ["q", "u"] and letters[at - 1 : at] == ["u"]:
                letters[at - 1] = "ư"
            return True
    return False
