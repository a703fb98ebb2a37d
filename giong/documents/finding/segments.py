"""Words of a line that stand together, as a text of bare letters in which labels can be looked for. Knows no label."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from giong.text.unicode import fold
from giong.vision.page import Line, Word
from giong.vision.shapes import Box, around

_ALIKE = str.maketrans("01|!5869iqjy", "ollls8bgloil")
_COLUMN_GAP = 1.6
"""Words further apart than this many line heights may belong to different columns."""
_ALIGNED_LINES = 3
_GLUED = re.compile(r".*?[^\W\d_]{2}(?::(?=\w)|\.(?=\d{6}))")
_EVEN = 0.5
_ROOM = 0.3
"""In heights of the line: labels may be printed smaller than their values, which then begin further left."""
_NARROW, _WIDE = frozenset("ijltfrIìíỉĩị.,:;'|/()-!"), frozenset("mw")
_EDGE = " \t:;.,/|\\-–—_=~*'\"“”‘’`•·«»"
_TAIL = _EDGE.replace(",", "").replace(".", "").replace(";", "").replace("-", "")
"""What falls away at the end: a comma there says that the value goes on in the next line."""


def skeleton(text: str) -> str:
    """Letters and digits without diacritics, look-alikes made one: what labels are compared by."""
    return "".join(letter for letter in fold(text) if letter.isalnum()).translate(_ALIKE)


@dataclass(frozen=True)
class Segment:
    """Words of a line that stand close together. `letters` is their skeleton, `at` the word and the place in it of each
    letter.
    """

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def height_px(self) -> float:
        heights = sorted(word.box.height_px for word in self.words)
        return max(1.0, float(heights[len(heights) // 2]))

    @cached_property
    def _letters(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        letters: list[str] = []
        at: list[tuple[int, int]] = []
        for number, word in enumerate(self.words):
            for place, letter in enumerate(word.text):
                plain = skeleton(letter)
                letters.append(plain)
                at.extend((number, place) for _ in plain)
        return "".join(letters), tuple(at)

    @property
    def letters(self) -> str:
        return self._letters[0]

    @property
    def at(self) -> tuple[tuple[int, int], ...]:
        return self._letters[1]

    def starts_word(self, letter: int) -> bool:
        """Whether a word begins with this letter: it follows a space or a sign, is a capital behind a small letter or a
        figure behind a letter ("tênLÊ", "ngày05").
        """
        if letter <= 0 or letter >= len(self.at):
            return True
        word, place = self.at[letter]
        return place == 0 or _begins(self.words[word].text[place - 1], self.words[word].text[place])

    def has_colon(self, start: int, end: int) -> bool:
        """Whether a colon stands between two letters, so that they are not of one label."""
        word, place = self.at[start]
        last, last_place = self.at[min(end, len(self.at)) - 1]
        if word == last:
            return ":" in self.words[word].text[place:last_place]
        inner = (self.words[at].text for at in range(word + 1, last))
        parts = (self.words[word].text[place:], *inner, self.words[last].text[:last_place])
        return any(":" in part for part in parts)

    def piece(self, start: int, end: int) -> Segment | None:
        """From one letter to before another, with the signs between; None where nothing is left."""
        if start >= len(self.at):
            return None
        first, first_place = self.at[start]
        last, last_place = self.at[end] if end < len(self.at) else (len(self.words) - 1, len(self.words[-1].text))
        pieces = []
        for number in range(first, last + 1):
            word = self.words[number]
            left = first_place if number == first else 0
            right = last_place if number == last else len(word.text)
            if right > left:
                pieces.append(_part(word, left, right))
        return trimmed(pieces)


def _begins(before: str, here: str) -> bool:
    if not before.isalnum():
        return True
    return (before.islower() and here.isupper()) or (before.isalpha() and here.isdigit())


def _part(word: Word, start: int, end: int) -> Word:
    """Some letters of a word; its box as wide as such letters are in most faces."""
    if start == 0 and end == len(word.text):
        return word
    before, own, after = (_width(part) for part in (word.text[:start], word.text[start:end], word.text[end:]))
    scale = word.box.width_px / max(0.1, before + own + after)
    left, right = word.box.left + round(before * scale), word.box.left + round((before + own) * scale)
    return Word(word.text[start:end], replace(word.box, left=left, right=right), word.confidence)


def _width(text: str) -> float:
    """In widths of a figure."""
    return sum(0.5 if sign in _NARROW else 1.3 if sign.isupper() or sign in _WIDE else 1.0 for sign in text)


def unglued(words: Iterable[Word]) -> Iterator[Word]:
    """Words between which no space was seen after a colon, or a dot before a number: "Họtên:PHẠM" are two. Which of
    them the engine doubted nobody knows: the second has an even chance.
    """
    for word in words:
        found = _GLUED.match(word.text)
        if found is None:
            yield word
        else:
            yield _part(word, 0, found.end())
            second = _part(word, found.end(), len(word.text))
            room = replace(second.box, left=max(word.box.left, second.box.left - round(_ROOM * word.box.height_px)))
            yield from unglued([Word(second.text, room, max(_EVEN, word.confidence))])


def trimmed(words: Sequence[Word]) -> Segment | None:
    """Without the signs around it: a colon before, a stroke behind."""
    kept = list(words)
    while kept and not kept[0].text.strip(_EDGE):
        kept.pop(0)
    while kept and not kept[-1].text.strip(_EDGE):
        kept.pop()
    if not kept:
        return None
    first = kept[0]
    lead = len(first.text) - len(first.text.lstrip(_EDGE))
    kept[0] = _part(first, lead, len(first.text))
    last = kept[-1]
    kept[-1] = _part(last, 0, len(last.text.rstrip(_TAIL)))
    return Segment(tuple(kept))


def segments(lines: Iterable[Line]) -> list[Segment]:
    """The lines, cut where a wide gap may part two columns."""
    return list(_segments(tuple(lines)))


@lru_cache(maxsize=2)
def _segments(lines: tuple[Line, ...]) -> tuple[Segment, ...]:
    """Kept, because every kind asks for those of the same page."""
    rows = (sorted(unglued(line.words), key=lambda word: word.box.left) for line in lines if line.words)
    return tuple(Segment(tuple(part)) for row in rows for part in _cut(row))


def _cut(row: Sequence[Word]) -> Iterator[list[Word]]:
    heights = sorted(word.box.height_px for word in row)
    height = max(1, heights[len(heights) // 2])
    part = [row[0]]
    for before, word in pairwise(row):
        if word.box.left - before.box.right > _COLUMN_GAP * height:
            yield part
            part = []
        part.append(word)
    yield part


class Columns:
    """Where the lines of a page begin: two columns may come as close as two words, and then only this parts them."""

    def __init__(self, found: Iterable[Segment]) -> None:
        self._lefts = sorted(segment.box.left for segment in found)

    def begin_at(self, word: Word) -> bool:
        """Whether several lines begin just where this word does."""
        slack_px = 0.25 * word.box.height_px
        left = word.box.left
        lines = bisect_right(self._lefts, left + slack_px) - bisect_left(self._lefts, left - slack_px)
        return lines >= _ALIGNED_LINES

    def parted(self, segment: Segment) -> list[Segment]:
        """The segment, cut where other lines begin."""
        starts = [0, *(at for at, word in enumerate(segment.words) if at and self.begin_at(word)), len(segment.words)]
        return [Segment(segment.words[start:end]) for start, end in pairwise(starts)]


def sureness(words: Sequence[Word]) -> float:
    """What the engine thinks of these words together: between its mean and its worst."""
    if not words:
        return 0.0
    values = [word.confidence for word in words]
    return (sum(values) / len(values) + min(values)) / 2
