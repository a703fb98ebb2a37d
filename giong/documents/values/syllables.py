"""Words as recognition gives them, spelt as Vietnamese is: tone marks that slipped to the next letter or became an
apostrophe go back to their vowel. Knows no meaning, so that it changes no syllable into another one.
"""

from __future__ import annotations

import re

from giong.text.spelling import is_syllable, spelt, with_tone
from giong.text.spelling import like as in_case_of
from giong.text.tones import Tone, to_new, to_old, tone, without_tone
from giong.text.unicode import nfc

_LOOSE = re.compile(r"(?<![^\W\d_])([^\W\d_]*[âêôơưăÂÊÔƠƯĂaeiouyAEIOUY][^\W\d_]{0,2})\s?['’´ˊ⁄`](?=\s|\d|[^\W\d_]|$)")
_WORD = re.compile(r"[^\W\d_]+")


def mended(text: str) -> str:
    """ "Sô'5 phô ´8, nước rưả chén" → "Số 5 phố 8, nước rửa chén"."""
    text = _LOOSE.sub(_with_acute, nfc(text))
    return _WORD.sub(lambda match: _spelt(match.group()), text)


def _with_acute(match: re.Match[str]) -> str:
    """A vowel and a stroke behind it as the vowel with an acute accent, where that is a syllable."""
    word = match[1]
    plain = without_tone(word).lower()
    whole = with_tone(plain, Tone.SAC)
    if tone(word) is not Tone.NGANG or not is_syllable(whole):
        return match.group()
    after = match.string[match.end() : match.end() + 1]
    return in_case_of(word, whole) + ("" if not after or after.isspace() else " ")


def _spelt(word: str) -> str:
    """A tone mark where neither custom of writing has it is moved; "Thuý" and "Thúy" both stay."""
    right = spelt(word)
    return word if word in (to_old(right), to_new(right)) else right
