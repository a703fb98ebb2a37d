"""Which words of a question only ask, greet or soften: how much each word tells about where the answer stands.

Knows the turns of phrase of people who ask, and no texts. Knowledge asks nothing and greets nobody, so that such words
would otherwise count as information that every text lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from giong.text.lexicon import bag
from giong.text.unicode import fold

TELLING = 1.0
ASKING = 0.4
"""Of a word that asks: lists of questions have it, running text does not. From 0.2 to 0.6 recall hardly changes."""
SILENT = 0.0
"""Of a greeting, an address or a particle."""

_GREETINGS = """
alo; a lô; dạ; vâng; xin chào; chào em; chào anh; chào chị; chào bạn; em ơi; anh ơi; chị ơi; bạn ơi; ad ơi; shop ơi
cho hỏi; cho tôi hỏi; cho em hỏi; cho mình hỏi; cho anh hỏi; cho chị hỏi; cho bác hỏi; cho hỏi chút; xin hỏi
tôi muốn hỏi; em muốn hỏi; mình muốn hỏi; tôi muốn biết; em muốn biết; mình muốn biết; làm ơn; cảm ơn
"""
"""Said before or after the question itself."""
_PARTICLES = bag("à ạ á nhỉ nhé nhá hả hở hử ơi")
_CLEAR_WITHOUT_DIACRITICS = bag("a oi")
_PARTICLES_AFTER_ASKING = _PARTICLES | bag("vậy thế nha ha đó đấy em anh chị bạn ad shop")
"""Particles and forms of address, some of which are words of their own elsewhere ("nha" may be a house)."""
_ASKING = """
là; thì; ở; gì; nào; ai; mấy; đâu; bao nhiêu; bao nhiêu tiền; bao lâu; bao giờ; bao xa; mất bao; mất mấy; hết bao
tốn bao; ở đâu; tại đâu; từ đâu; khi nào; lúc nào; thế nào; tại sao; vì sao; làm sao; ra sao; thì sao; sao lại; có phải
phải không; đúng không; được không; hay không; không; chưa; số mấy; cho em; em muốn; bên mình; anh chị; cho; tôi; mình
hỏi; xin; muốn; biết
"""
_UNCLEAR_WITHOUT_DIACRITICS = bag("may dau cho toi minh hoi xin biet")
"""Single asking words that are other words too once their diacritics are gone: máy, đầu, chợ, tối, ảnh, hội …"""
_COUNTED = bag("gio ngay tuan thang nam tuoi lan tien phut tieng")
"""What "mấy" counts; before these "may" is "mấy"."""


def weights(words: Sequence[str], *, folded: bool) -> list[float]:
    """How much each term of a question counts, from 0 to 1. `folded`: they were typed without diacritics."""
    turns = _turns(folded)
    told = [TELLING] * len(words)
    for at, size in _found(words, turns.asking):
        told[at : at + size] = [ASKING] * size
    if folded:
        for at, word in enumerate(words[:-1]):
            if word == "may" and words[at + 1] in _COUNTED:
                told[at] = ASKING
    first = _greeted(words, turns)
    last = _softened(words, told, turns)
    return [weight if first <= at < last else SILENT for at, weight in enumerate(told)]


class _Turns:
    """The turns of phrase as terms, written with diacritics or without."""

    def __init__(self, *, folded: bool) -> None:
        self.greetings = _phrases(_GREETINGS, folded=folded)
        self.asking = _phrases(_ASKING, folded=folded)
        self.particles = _PARTICLES
        self.after_asking = _PARTICLES_AFTER_ASKING
        if folded:
            self.asking -= {(word,) for word in _UNCLEAR_WITHOUT_DIACRITICS}
            self.particles = _CLEAR_WITHOUT_DIACRITICS
            self.after_asking = frozenset(map(fold, _PARTICLES_AFTER_ASKING))


@cache
def _turns(folded: bool) -> _Turns:
    return _Turns(folded=folded)


def _phrases(text: str, *, folded: bool) -> frozenset[tuple[str, ...]]:
    phrases = (phrase for line in text.strip().split("\n") for phrase in line.split(";"))
    return frozenset(tuple((fold(phrase) if folded else phrase).split()) for phrase in phrases)


def _found(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> list[tuple[int, int]]:
    """(place, length) of every phrase among the words; they may overlap."""
    longest = max(map(len, phrases))
    return [
        (at, size)
        for at in range(len(words))
        for size in range(1, longest + 1)
        if at + size <= len(words) and tuple(words[at : at + size]) in phrases
    ]


def _greeted(words: Sequence[str], turns: _Turns) -> int:
    """Where the question begins: after greetings."""
    first = 0
    while True:
        sizes = [size for at, size in _found(words[first : first + 4], turns.greetings) if at == 0]
        if not sizes:
            return first
        first += max(sizes)
        while first < len(words) and words[first] in turns.particles:
            first += 1


def _softened(words: Sequence[str], told: Sequence[float], turns: _Turns) -> int:
    """Where the question ends: before particles, addresses and greetings."""

    def asked(at: int) -> bool:
        if at < 0 or told[at] < TELLING or words[at] in turns.particles:
            return at >= 0
        counted = at > 0 and fold(words[at]) in _COUNTED and told[at - 1] < TELLING
        return counted or (words[at] in turns.after_asking and asked(at - 1))

    last = len(words)
    while last:
        sizes = [size for at, size in _found(words[:last], turns.greetings) if at + size == last]
        if sizes:
            last -= max(sizes)
        elif words[last - 1] in turns.particles or (words[last - 1] in turns.after_asking and asked(last - 2)):
            last -= 1
        else:
            break
    return last
