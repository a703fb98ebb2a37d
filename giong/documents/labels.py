"""Values found by the labels printed beside them: "Họ và tên / Full name:" and what stands to its right or below it.
Knows no kind of paper and no form of value.

Labels are compared by their skeleton (no diacritics, no spaces, letters that recognition confuses made one) with a few
edits allowed, so that "Ho va ten", "Họvà tên;" and "Hq và tên" are all found. Where a value stands is decided by
neighbourhood and never by a place on the page: the rest of the label's own line first, then what is on its right, then
what is below, each only as far as the next label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from giong.text.unicode import fold
from giong.vision.page import Line, Page, Word
from giong.vision.shapes import Box, around

_ALIKE = str.maketrans("01|!5869iqjy", "ollls8bgloil")
_SHORT = 4
"""Wordings of so few letters must stand there letter by letter and as a word of their own."""
_EDITS_SHARE = 0.25
_COLUMN_GAP = 1.6
"""Words further apart than this many line heights may belong to different columns."""
_LINE_GAP = 1.3
"""A line further below than this many line heights does not go on with the value above."""
_FAR_BELOW = 2.2
_EDGE = " \t:;.,/|\\-–—_=~*'\"“”‘’`•·«»"


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Label:
    """The wordings that announce a field, in any language; one with the field "" only ends the value before it.

    `lines` is how many lines the value may have. `accepts` tells a value that may be this field's from one that cannot
    ("has digits"): what it refuses is left to other labels.
    """

    field: str
    wordings: tuple[str, ...]
    lines: int = 1
    accepts: Callable[[str], bool] = _anything


@dataclass(frozen=True, slots=True)
class Span:
    """What stands at a label. `score` says how well the label itself was recognised; `rows` are the lines of the value;
    `beside` whether it began in the label's line.
    """

    field: str
    text: str
    words: tuple[Word, ...]
    box: Box
    score: float
    label: Box
    rows: tuple[str, ...]
    beside: bool

    @property
    def confidence(self) -> float:
        """The engine's, of the least certain word."""
        return min((word.confidence for word in self.words), default=0.0)


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
        """Whether a word begins with this letter, or it follows a sign."""
        if letter <= 0 or letter >= len(self.at):
            return True
        word, place = self.at[letter]
        return place == 0 or not self.words[word].text[place - 1].isalnum()

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
        return _trimmed(pieces)


def _part(word: Word, start: int, end: int) -> Word:
    """Some letters of a word; its box in proportion."""
    if start == 0 and end == len(word.text):
        return word
    letter = word.box.width_px / max(1, len(word.text))
    box = replace(word.box, left=round(word.box.left + start * letter), right=round(word.box.left + end * letter))
    return Word(word.text[start:end], box, word.confidence)


def _trimmed(words: Sequence[Word]) -> Segment | None:
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
    kept[-1] = _part(last, 0, len(last.text.rstrip(_EDGE)))
    return Segment(tuple(kept))


@dataclass(frozen=True, slots=True)
class Hit:
    """A label found in a segment: its letters from `start` to before `end`."""

    label: Label
    segment: Segment
    start: int
    end: int
    score: float

    @property
    def box(self) -> Box:
        piece = self.segment.piece(self.start, self.end)
        return piece.box if piece else self.segment.box


def segments(lines: Iterable[Line]) -> list[Segment]:
    """The lines, cut where a wide gap may part two columns."""
    found: list[Segment] = []
    for line in lines:
        if not line.words:
            continue
        words = sorted(line.words, key=lambda word: word.box.left)
        heights = sorted(word.box.height_px for word in words)
        height = max(1, heights[len(heights) // 2])
        row = [words[0]]
        for before, word in pairwise(words):
            if word.box.left - before.box.right > _COLUMN_GAP * height:
                found.append(Segment(tuple(row)))
                row = []
            row.append(word)
        found.append(Segment(tuple(row)))
    return found


@lru_cache(maxsize=4096)
def _wording(text: str) -> str:
    return skeleton(text)


def _aligned(pattern: str, text: str) -> tuple[int, int, int]:
    """Where the pattern stands in the text with the fewest edits: (edits, start, end). Sellers, 1980."""
    row = [(0, place) for place in range(len(text) + 1)]
    for number, wanted in enumerate(pattern, start=1):
        before, row = row, [(number, 0)]
        for place, letter in enumerate(text, start=1):
            edits, start = before[place - 1]
            best = (edits + (letter != wanted), start)
            down, right = before[place], row[place - 1]
            if down[0] + 1 < best[0]:
                best = (down[0] + 1, down[1])
            if right[0] + 1 < best[0]:
                best = (right[0] + 1, right[1])
            row.append(best)
    edits, end = min((cell[0], place) for place, cell in enumerate(row))
    return edits, row[end][1], end


def _hits_of(label: Label, segment: Segment) -> list[Hit]:
    found = []
    for wording in label.wordings:
        pattern = _wording(wording)
        offset = 0
        while pattern and (hit := _hit(label, pattern, segment, offset)) is not None:
            found.append(hit)
            offset = hit.end
    return found


def _hit(label: Label, pattern: str, segment: Segment, offset: int) -> Hit | None:
    letters = segment.letters[offset:]
    if len(pattern) <= _SHORT:
        return _exact_hit(label, pattern, segment, offset)
    if len(letters) < len(pattern) * (1 - _EDITS_SHARE):
        return None
    if fuzz.partial_ratio(pattern, letters) < 100 * (1 - 1.6 * _EDITS_SHARE):
        return None
    edits, start, end = _aligned(pattern, letters)
    if edits > _EDITS_SHARE * len(pattern):
        return None
    start, end = start + offset, end + offset
    if not segment.starts_word(start):
        nearby = [place for place in (start - 1, start + 1) if segment.starts_word(place)]
        if not nearby:
            return None
        start = nearby[0]
    return Hit(label, segment, start, _word_end(segment, end), 1 - edits / len(pattern))


def _word_end(segment: Segment, end: int) -> int:
    """The end moved over one or two left-over letters to the end of the word, or back to where a word began."""
    for step in (0, 1, -1, 2):
        if end + step > 0 and segment.starts_word(end + step) and end + step <= len(segment.at):
            return end + step
    return end


def _exact_hit(label: Label, pattern: str, segment: Segment, offset: int) -> Hit | None:
    start = segment.letters.find(pattern, offset)
    while start >= 0:
        end = start + len(pattern)
        follows_digit = end < len(segment.at) and _letter(segment, end).isdigit()
        if segment.starts_word(start) and (segment.starts_word(end) or follows_digit):
            return Hit(label, segment, start, end, 1.0)
        start = segment.letters.find(pattern, start + 1)
    return None


def _letter(segment: Segment, at: int) -> str:
    word, place = segment.at[at]
    return segment.words[word].text[place]


def _believable(hit: Hit) -> bool:
    """A short label is believed where its value follows, or nothing does."""
    if hit.end - hit.start > _SHORT or not hit.label.field:
        return True
    rest = hit.segment.piece(hit.end, len(hit.segment.at))
    return rest is None or hit.label.accepts(rest.text)


def _chosen(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that overlap the longest and best; neighbours of one field ("Số / No.") become one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.end - hit.start) * hit.score**3, reverse=True):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    kept.sort(key=lambda hit: hit.start)
    joined: list[Hit] = []
    for hit in kept:
        last = joined[-1] if joined else None
        if last and last.label.field == hit.label.field and hit.start - last.end <= 2:
            joined[-1] = replace(last, end=hit.end, score=max(last.score, hit.score))
        else:
            joined.append(hit)
    return joined


def find(page: Page, labels: Sequence[Label]) -> list[Hit]:
    """Every label that stands on the page, in reading order."""
    return [hit for segment in segments(page.lines) for hit in _in_segment(segment, labels)]


def _in_segment(segment: Segment, labels: Sequence[Label]) -> list[Hit]:
    return _chosen(hit for label in labels for hit in _hits_of(label, segment) if _believable(hit))


def likeness(page: Page, wordings: Iterable[str]) -> float:
    """How well the best of the wordings stands in some line of the page, from 0 to 1: for titles."""
    best = 0.0
    lines = [skeleton(line.text) for line in page.lines]
    for wording in wordings:
        pattern = _wording(wording)
        for line in lines:
            if len(line) >= len(pattern) * (1 - _EDITS_SHARE) and fuzz.partial_ratio(pattern, line) > 60:
                best = max(best, 1 - _aligned(pattern, line)[0] / len(pattern))
    return best


@dataclass
class _Claims:
    """Which pieces of text are still nobody's, and which belong to which label."""

    free: list[Segment]
    hits: list[Hit]
    own: dict[int, Segment] = field(default_factory=dict)
    """The rest of the label's own segment, by the number of the hit."""

    def take(self, segment: Segment) -> None:
        self.free = [other for other in self.free if other is not segment]


def after(page: Page, labels: Sequence[Label]) -> list[Span]:
    """The values that stand at the labels, in reading order; a field may be found more than once, or not at all."""
    claims = _claimed(page, labels)
    starts: dict[int, tuple[Segment, bool]] = {}
    for number, hit in enumerate(claims.hits):
        if hit.label.field and (own := claims.own.get(number)) is not None and _fits(hit, own):
            starts[number] = (own, True)
    for number, hit in enumerate(claims.hits):
        if hit.label.field and number not in starts and (other := _neighbour(hit, claims)) is not None:
            starts[number] = other
            claims.take(other[0])
    return [_span(claims.hits[number], *starts[number], claims) for number in sorted(starts)]


def by_field(spans: Iterable[Span]) -> Mapping[str, list[Span]]:
    """The spans of each field, the best label first."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.field, []).append(span)
    for several in found.values():
        several.sort(key=lambda span: span.score, reverse=True)
    return found


def _claimed(page: Page, labels: Sequence[Label]) -> _Claims:
    claims = _Claims([], [])
    for segment in segments(page.lines):
        hits = _in_segment(segment, labels)
        before = segment.piece(0, hits[0].start) if hits else _trimmed(segment.words)
        if before is not None:
            claims.free.append(before)
        for place, hit in enumerate(hits):
            end = hits[place + 1].start if place + 1 < len(hits) else len(segment.at)
            rest = segment.piece(hit.end, end)
            if rest is not None and not _is_label_rest(hit.label, rest):
                if _fits(hit, rest):
                    claims.own[len(claims.hits)] = rest
                else:
                    claims.free.append(rest)
            claims.hits.append(hit)
    return claims


def _is_label_rest(label: Label, rest: Segment) -> bool:
    """Whether it is but the beginning of another wording of the same label: "/ Place of", broken off by the line."""
    return any(
        len(rest.letters) < len(pattern) and fuzz.ratio(rest.letters, pattern[: len(rest.letters)]) >= 80
        for pattern in map(_wording, label.wordings)
        if len(rest.letters) >= 3
    )


def _fits(hit: Hit, segment: Segment) -> bool:
    return hit.label.accepts(segment.text)


def _neighbour(hit: Hit, claims: _Claims) -> tuple[Segment, bool] | None:
    """What stands on the label's right, else below it, if it may be its value."""
    box, height = hit.box, hit.segment.height_px
    right = [
        other
        for other in claims.free
        if other.box.left >= box.right - height
        and _same_row(box, other.box)
        and not _label_between(box, other.box, claims.hits)
        and _fits(hit, other)
    ]
    if right:
        return min(right, key=lambda other: other.box.left), True
    below = [
        other
        for other in claims.free
        if 0 < _drop(box, other) <= (_FAR_BELOW + 1) * max(height, other.height_px)
        and other.box.right > box.left
        and other.box.left < max(box.right, box.left + 6 * height)
        and _fits(hit, other)
        and not _label_above(hit, other.box, claims.hits)
    ]
    return (min(below, key=lambda other: (_drop(box, other), other.box.left)), False) if below else None


def _drop(box: Box, other: Segment) -> float:
    """How far the middle of a segment lies below a box, counted from a hair above the lower edge of that."""
    return other.box.middle[1] - (box.middle[1] + 0.4 * box.height_px)


def _same_row(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.4 * min(one.height_px, other.height_px)


def _label_between(box: Box, other: Box, hits: Sequence[Hit]) -> bool:
    boxes = (hit.box for hit in hits)
    return any(_same_row(box, label) and box.right <= label.left and label.right <= other.left for label in boxes)


def _label_above(hit: Hit, value: Box, hits: Sequence[Hit]) -> bool:
    """Whether another label stands between this one and the value below it, in the same column."""
    box = hit.box
    return any(
        other is not hit
        and other.label.field != hit.label.field
        and box.bottom - 0.5 * box.height_px < other.box.middle[1] < value.top
        and other.box.left < value.right
        and value.left < other.box.right
        for other in hits
    )


def _span(hit: Hit, first: Segment, beside: bool, claims: _Claims) -> Span:
    rows = [first]
    while len(rows) < hit.label.lines and (more := _going_on(hit, rows, claims)) is not None:
        rows.append(more)
        claims.take(more)
        while (rest := _same_line(rows[-1], claims)) is not None:
            claims.take(rest)
            rows[-1] = Segment(rows[-1].words + rest.words)
    words = tuple(word for row in rows for word in row.words)
    text = " ".join(row.text for row in rows)
    box = around(row.box for row in rows)
    return Span(hit.label.field, text, words, box, hit.score, hit.box, tuple(row.text for row in rows), beside)


def _same_line(row: Segment, claims: _Claims) -> Segment | None:
    """What follows on the same line after a gap just wide enough to have been cut."""
    near = 2 * _COLUMN_GAP * row.height_px
    found = (
        other for other in claims.free if 0 <= other.box.left - row.box.right <= near and _same_row(row.box, other.box)
    )
    return next(found, None)


def _going_on(hit: Hit, rows: Sequence[Segment], claims: _Claims) -> Segment | None:
    """The line that continues the value: next below, starting where the label or the value starts."""
    last = rows[-1]
    height = max(last.height_px, 1.0)
    lefts = [hit.box.left, *(row.box.left for row in rows)]
    found = [
        other
        for other in claims.free
        if 0 < other.box.middle[1] - last.box.middle[1] <= (1 + _LINE_GAP) * max(height, other.height_px)
        and min(lefts) - 2 * height <= other.box.left <= max(lefts) + 2 * height
        and not _same_row(last.box, other.box)
        and _fits(hit, other)
    ]
    if not found:
        return None
    nearest = min(found, key=lambda other: other.box.middle[1])
    return None if _label_above_row(hit, last, nearest, claims.hits) else nearest


def _label_above_row(hit: Hit, last: Segment, more: Segment, hits: Sequence[Hit]) -> bool:
    """Whether a label stands between two lines, or before the second one in its row, in their column."""
    return any(
        other is not hit
        and last.box.middle[1] < other.box.middle[1] <= more.box.middle[1] + 0.3 * more.height_px
        and not _same_row(last.box, other.box)
        and other.box.left < more.box.right
        and hit.box.left - more.height_px < other.box.right
        and other.box.left >= hit.box.left - 3 * more.height_px
        for other in hits
    )


_BREAK = re.compile(r"\s+")


def joined(rows: Sequence[str], sign: str = " ") -> str:
    """The lines of a value as one text; a sign such as ", " comes between lines that no sign parts."""
    text = ""
    for row in rows:
        gap = "" if not text else (" " if sign == " " or text.rstrip().endswith((",", ";", "-")) else sign)
        text += gap + row.strip()
    return _BREAK.sub(" ", text).strip()
