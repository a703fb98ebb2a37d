"""How a syllable sounds to an ear, or a recogniser, that does not tell all sounds apart; knows no words.

Two syllables with one key may be heard as each other: l and n, s and x, tr and ch, d, gi and r, the finals n and ng, t
and c, and the tones hỏi and ngã fall together in one region or another. A key is for comparing, never for writing.
"""

from __future__ import annotations

from functools import lru_cache

from giong.text.spelling import with_tone
from giong.text.tones import Tone, tone, without_tone
from giong.text.unicode import VOWELS, nfc
from giong.text.words import syllables

_ONSETS = (
    ("ngh", "ng"),
    ("gh", "g"),
    ("gi", "d"),
    ("tr", "ch"),
    ("qu", "kw"),
    ("ph", "f"),
    *((onset, onset) for onset in ("ch", "kh", "ng", "nh", "th")),
    ("n", "l"),
    ("s", "x"),
    ("r", "d"),
    ("c", "k"),
    ("q", "k"),
)
_FINALS = (("nh", "n"), ("ng", "n"), ("ch", "t"), ("c", "t"), ("y", "i"))
_FALLS_TOGETHER = {Tone.NGA: Tone.HOI}


@lru_cache(maxsize=1 << 14)
def sound(syllable: str) -> str:
    """The key of one syllable: equal for "năm" and "lăm", "sổ" and "xỗ", "trăng" and "chăn"."""
    lower = nfc(syllable).lower()
    mark = tone(lower)
    onset, rhyme = _cut(without_tone(lower))
    for final, alike in _FINALS:
        if rhyme.endswith(final) and len(rhyme) > len(final):
            rhyme = rhyme.removesuffix(final) + alike
            break
    return onset + with_tone(rhyme.replace("y", "i"), _FALLS_TOGETHER.get(mark, mark))


def sounds(text: str) -> str:
    """The keys of a text's syllables, between spaces."""
    return " ".join(sound(span.text) for span in syllables(nfc(text)))


def _cut(plain: str) -> tuple[str, str]:
    for onset, alike in _ONSETS:
        rest = plain.removeprefix(onset)
        if rest == plain:
            continue
        if onset == "gi" and (rest[:1] == "ê" or rest[:1] not in VOWELS):
            return alike, f"i{rest}"
        return alike, rest
    at = next((at for at, letter in enumerate(plain) if letter in VOWELS), len(plain))
    return plain[:at], plain[at:]
