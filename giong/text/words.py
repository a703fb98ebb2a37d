"""Syllables and words with their places in the text; knows spelling rules and a short list of compounds, no grammar.

Vietnamese writes a space between syllables, so a syllable is what other languages' tokenisers call a word. `words`
joins syllables into compounds by the longest match in a lexicon; it serves display and guarding, not search (compounds
were measured to lower recall).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from giong.text.compounds import COMPOUNDS
from giong.text.lexicon import bag
from giong.text.tones import Tone, to_old, tone, without_tone
from giong.text.unicode import nfc, unaccented


@dataclass(frozen=True)
class Span:
    """A piece of a text; `source[start:end] == text`."""

    text: str
    start: int
    end: int


_SYLLABLE = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_][\u0300-\u036f]*)+")

_ONSETS = (*bag("ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"), "ngh")
_RHYMES = bag(
    """a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it
    iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on
    ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng u ua uân uâng uât uây uc uê uêch uên uênh
    uêu ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi
    ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    """
)
_UNMARKED_RHYMES = frozenset(unaccented(rhyme) for rhyme in _RHYMES)
_FRONT = tuple("eêiy")
_STOPPED = ("p", "t", "c", "ch")


def syllables(text: str) -> list[Span]:
    """Syllables and numbers in order, without punctuation; "5kg" gives "5" and "kg"."""
    return [Span(match.group(), match.start(), match.end()) for match in _SYLLABLE.finditer(text)]


def word_at(row: Sequence[str], index: int) -> str:
    """The syllable at a place of a row, or "" beyond either end."""
    return row[index] if 0 <= index < len(row) else ""


def words(text: str, lexicon: Set[str] = COMPOUNDS) -> list[Span]:
    """Words in order: the longest compound of `lexicon` (lower case) at each place, else the syllable."""
    parts = syllables(text)
    keys = [to_old(nfc(part.text.lower())) for part in parts]
    found: list[Span] = []
    at = 0
    while at < len(parts):
        last = at + _compound_length(text, parts, keys, at, lexicon) - 1
        start, end = parts[at].start, parts[last].end
        found.append(Span(text[start:end], start, end))
        at = last + 1
    return found


def _compound_length(text: str, parts: list[Span], keys: list[str], at: int, lexicon: Set[str]) -> int:
    longest, key = 1, keys[at]
    for length in range(2, min(4, len(parts) - at) + 1):
        left, right = parts[at + length - 2], parts[at + length - 1]
        if text[left.end : right.start] != " ":
            break
        key = f"{key} {keys[at + length - 1]}"
        if key in lexicon:
            longest = length
    return longest


def is_vietnamese_syllable(syllable: str) -> bool:
    """Whether the spelling is possible in Vietnamese ("nghiêng" yes, "nghang", "street" no)."""
    plain = without_tone(syllable.lower())
    return plain in _spellings() and (not plain.endswith(_STOPPED) or tone(syllable) in (Tone.SAC, Tone.NANG))


def is_unmarked_syllable(letters: str) -> bool:
    """Whether a Vietnamese syllable is written so without diacritics ("NGUYEN" yes, "HTTP" no)."""
    return letters.lower() in _unmarked_spellings()


@cache
def _spellings() -> frozenset[str]:
    """Every possible syllable without its tone."""
    begun = {onset + rhyme for onset in ("", *_ONSETS) for rhyme in _RHYMES if _fits(onset, rhyme)}
    ged = {f"g{rhyme}" for rhyme in _RHYMES if rhyme.startswith("i")}
    return frozenset(begun | {"gi"} | ged | {f"q{rhyme}" for rhyme in _RHYMES if rhyme.startswith("uy")})


@cache
def _unmarked_spellings() -> frozenset[str]:
    onsets = ("", *map(unaccented, _ONSETS))
    begun = {onset + rhyme for onset in onsets for rhyme in _UNMARKED_RHYMES}
    return frozenset(begun | {f"q{rhyme}" for rhyme in _UNMARKED_RHYMES if rhyme.startswith("uy")})


def _fits(onset: str, rhyme: str) -> bool:
    if onset in ("k", "gh", "ngh"):
        return rhyme.startswith(_FRONT)
    if onset in ("c", "g", "ng"):
        return not rhyme.startswith(_FRONT)
    return onset != "qu" or not rhyme.startswith(("u", "o", "ư"))
