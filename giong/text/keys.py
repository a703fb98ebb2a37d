"""Keys of Telex or VNI in a row of words, where the row as a whole says whether doubtful ones are meant: "bus" is a
bus, unless other words show that no input method was on. Knows no wording.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from giong.text import telex, vni
from giong.text.diacritics import common_words
from giong.text.joined import foreign_words
from giong.text.spelling import is_typed_syllable
from giong.text.telex import Keyed
from giong.text.tokens import Word


def meant(words: Sequence[Word], known: Container[str]) -> dict[int, str]:
    """What each word with keys left in it stands for, by where the word starts. Words in `known` are none of them."""
    found = {word.start: (word, keyed) for word, keyed in _candidates(words, known)}
    if not found:
        return {}
    vietnamese = sum(word.lower in known or is_typed_syllable(word.lower) for word in words)
    if 2 * (vietnamese + len(found)) <= sum(word.text.isalpha() for word in words):
        return {}
    evidence = _Evidence(
        sure=sum(keyed.sure and word.lower not in foreign_words() for word, keyed in found.values()),
        found=len(found),
        marked=any(word.free and not word.text.isascii() for word in words),
    )
    return {start: keyed.text for start, (word, keyed) in found.items() if evidence.speaks_for(word, keyed)}


def _candidates(words: Sequence[Word], known: Container[str]) -> Iterator[tuple[Word, Keyed]]:
    for word in words:
        acronym = word.text.isupper() and len(word.text) > 1
        if acronym or not word.free or word.lower in known or is_typed_syllable(word.lower):
            continue
        keyed = telex.read(word.text) if word.text.isalpha() else vni.read(word.text)
        if keyed is not None:
            yield word, keyed


@dataclass(frozen=True)
class _Evidence:
    """What a row of words tells of its keys: how many words are surely typed so, how many may be, and whether some word
    has its diacritics, so that an input method was on.
    """

    sure: int
    found: int
    marked: bool

    def speaks_for(self, word: Word, keyed: Keyed) -> bool:
        if word.lower in foreign_words():
            return self.sure > 1 if self.marked else self.sure > 0 or self.found > 2
        if keyed.sure or self.sure > 0 or self.found > 2:
            return True
        if not word.text.isalpha():
            return self.found > 1 and keyed.text.lower() in common_words()
        return len(word.text) > 2 and word.text.islower()
