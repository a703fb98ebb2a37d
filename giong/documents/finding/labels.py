"""Values found by the labels printed beside them: "Họ và tên / Full name:" and what stands to its right or below it.
Knows no kind of paper and no form of value.

Labels are compared by their skeleton (no diacritics, no spaces, letters that recognition confuses made one) with a few
edits allowed, so that "Ho va ten", "Họvà tên;" and "Hq và tên" are all found. Where a value stands is decided by
neighbourhood and never by a place on the page: the rest of the label's own line first, then what is on its right, then
what is below, each only as far as the next label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from giong.documents.finding.segments import Columns, Segment, segments, skeleton, sureness, trimmed
from giong.text.words import is_vietnamese_syllable
from giong.vision.page import Line, Page, Word
from giong.vision.shapes import Box, around

__all__ = [
    "Hit",
    "Label",
    "Segment",
    "Span",
    "after",
    "by_field",
    "divided",
    "find",
    "joined",
    "likeness",
    "same_row",
    "segments",
    "skeleton",
]

_CLEAR = 0.8
_EXACT = 0.9
"""Labels in capitals that are misread more than this, and followed by no value of theirs, are names."""
_SHORT = 4
"""Wordings of so few letters must stand there letter by letter and as a word of their own."""
_EDITS_SHARE = 0.25
_START_SHARE = 0.3
_ROUGHLY = 62.0
"""Of 100: what a quick look at a line must find before the places of edits are worked out."""
_MIDDLING = 6
"""At the start of a line, for wordings of more letters than that."""
_INSIDE_SHARE = 0.12
"""The same inside a line, where the label does not follow a gap: names of places resemble short labels."""
_LINE_GAP = 1.3
"""A line further below than this many line heights does not go on with the value above."""
_FAR_BELOW = 2.2
_SAME_LEFT = 2.5
_WEAK = 0.4
_LEFT_OUT = 0.6
_NOISE, _SURE = 0.5, 0.6
"""Words below the first are noise where a word above the second follows."""
_NOISE_WORDS = 4
_LABEL_WORDS = 5
_ALIKE, _ALIKE_ENDED = 75.0, 50.0
"""Of 100: from here on words after a label are its second wording; the second where a colon ends them."""
_WORD_GAP = 3.2
_LONE_SIGNS = ("-", "–", "&", "/", "+", ",", "%")
_END = " \t:;.,/|\\-–—_=~*'\"“”‘’`•·«»"


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Label:
    """The wordings that announce a field, in any language; one with the field "" only ends the value before it.

    `lines` is how many lines the value may have. `accepts` tells a value that may be this field's from one that cannot
    ("has digits"): what it refuses is left to other labels. `goes_on` tells of a value so far and a further line
    whether that belongs to it; where it is None, `accepts` decides.
    """

    field: str
    wordings: tuple[str, ...]
    lines: int = 1
    accepts: Callable[[str], bool] = _anything
    goes_on: Callable[[str, str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """What stands at a label. `score` says how well the label itself was recognised; `rows` are the lines of the value
    and `boxes` theirs; `beside` whether it began in the label's line.
    """

    field: str
    text: str
    words: tuple[Word, ...]
    box: Box
    score: float
    label: Box
    rows: tuple[str, ...]
    boxes: tuple[Box, ...]
    beside: bool

    @property
    def confidence(self) -> float:
        """The engine's, of the least certain word."""
        return min((word.confidence for word in self.words), default=0.0)


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
            if not offset or hit.start - offset > 2:  # a value may begin as its label does: "HỘ KINH DOANH AN BÌNH"
                found.append(hit)
            offset = hit.end
    return found


def _hit(label: Label, pattern: str, segment: Segment, offset: int) -> Hit | None:
    letters = segment.letters[offset:]
    if len(pattern) <= _SHORT:
        return _exact_hit(label, pattern, segment, offset)
    if len(letters) < len(pattern) * (1 - _START_SHARE):
        return None
    if not fuzz.partial_ratio(pattern, letters, score_cutoff=_ROUGHLY):
        return None
    edits, start, end = _aligned(pattern, letters)
    start, end = start + offset, end + offset
    if not segment.starts_word(start):
        nearby = [place for place in (start - 1, start + 1) if segment.starts_word(place)]
        if not nearby:
            return None
        start = nearby[0]
    if edits > _share(segment, start, pattern) * len(pattern) or segment.has_colon(start, end):
        return None
    return Hit(label, segment, start, _word_end(segment, end), 1 - edits / len(pattern))


def _share(segment: Segment, start: int, pattern: str) -> float:
    """Which share of a wording's letters may be misread at this place."""
    if start == 0:
        return _START_SHARE if len(pattern) > _MIDDLING else _EDITS_SHARE
    return _EDITS_SHARE if _follows_gap(segment, start) else _INSIDE_SHARE


def _follows_gap(segment: Segment, start: int) -> bool:
    """Whether a label may begin here in the middle of a line: after a sign or a gap wider than between words."""
    if start == 0:
        return True
    word, place = segment.at[min(start, len(segment.at) - 1)]
    if place > 0:
        return True
    if word == 0:
        return False
    before, own = segment.words[word - 1], segment.words[word]
    return own.box.left - before.box.right > 0.8 * segment.height_px or before.text.endswith(("/", ":", "|", "-"))


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
    """A short label is believed where its value follows, or where it stands alone; one that is much misread where its
    value follows: names resemble labels ("NGUYỄN THỊ AN", "Ngày hết hạn"; "NGUYỄN QUỐC LINH", "Nguyên quán"; "LÊ THỊ
    HẰNG", "Hạng").
    """
    if hit.score < _EXACT and hit.label.field and _goes_on_in_capitals(hit):
        return False
    is_short = hit.end - hit.start <= _SHORT
    if (not is_short and hit.score >= _CLEAR) or not hit.label.field:
        return True
    rest = hit.segment.piece(hit.end, len(hit.segment.at))
    if rest is not None:
        return hit.label.accepts(rest.text)
    return hit.score >= _CLEAR and (not is_short or _follows_gap(hit.segment, hit.start))


def _goes_on_in_capitals(hit: Hit) -> bool:
    """Whether all from here on is in capitals, and what follows cannot be the label's value."""
    end = len(hit.segment.at)
    whole, rest = hit.segment.piece(hit.start, end), hit.segment.piece(hit.end, end)
    return rest is not None and whole is not None and whole.text.isupper() and not hit.label.accepts(rest.text)


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
    lines = [skeleton(text) for text in (*(line.text for line in page.lines), *_of_two_lines(page.lines))]
    for wording in wordings:
        pattern = _wording(wording)
        for line in lines:
            if len(line) >= len(pattern) * (1 - _EDITS_SHARE) and fuzz.partial_ratio(
                pattern, line, score_cutoff=_ROUGHLY
            ):
                best = max(best, 1 - _aligned(pattern, line)[0] / len(pattern))
    return best


def _of_two_lines(lines: Sequence[Line]) -> Iterator[str]:
    """Lines in capitals with what stands in capitals under their middle: titles are broken."""
    capitals = [line for line in lines if line.text.isupper()]
    for above in capitals:
        height = above.box.height_px
        for below in capitals:
            down = below.box.middle[1] - above.box.middle[1]
            if 0.5 * height < down < 2.2 * height and abs(below.box.middle[0] - above.box.middle[0]) < height:
                yield f"{above.text} {below.text}"


@dataclass(frozen=True, slots=True)
class _Announcement:
    """A label as a person sees it: the same field in one language or two, beside or below each other. `own` is what
    follows in the label's own lines.
    """

    hits: tuple[Hit, ...]
    own: tuple[Segment, ...] = ()

    @property
    def label(self) -> Label:
        return self.hits[0].label

    @property
    def box(self) -> Box:
        return around(hit.box for hit in self.hits)

    @property
    def height_px(self) -> float:
        return max(hit.segment.height_px for hit in self.hits)

    @property
    def score(self) -> float:
        return max(hit.score for hit in self.hits)

    @property
    def is_weak(self) -> bool:
        """Whether what follows in the label's lines is so unsure that it may be but the rest of the label."""
        return sureness([word for row in self.own for word in row.words]) < _WEAK

    def accepts(self, segment: Segment) -> bool:
        return self.label.accepts(segment.text)

    def takes_up(self, rows: Sequence[Segment], more: Segment) -> bool:
        """Whether the value in these rows may go on with another."""
        if self.label.goes_on is None:
            return self.accepts(more)
        return self.label.goes_on(" ".join(row.text for row in rows), more.text)

    def doubted(self) -> _Announcement:
        """The same, where something unreadable was left out that may have been the beginning of the value."""
        return _Announcement(tuple(replace(hit, score=hit.score * _LEFT_OUT) for hit in self.hits))

    def goes_on_with(self, hit: Hit) -> bool:
        """Whether the hit is the same label in another language: in the next line, under the first."""
        box, other, height = self.hits[-1].box, hit.box, max(self.height_px, hit.segment.height_px)
        near = -0.5 * height < other.top - box.bottom < 1.2 * height or same_row(box, other)
        return hit.label.field == self.label.field and near and abs(other.left - box.left) < _SAME_LEFT * height


def after(page: Page, labels: Sequence[Label]) -> list[Span]:
    """The values that stand at the labels, in reading order; a field may be found more than once, or not at all."""
    return divided(page, labels)[0]


def divided(page: Page, labels: Sequence[Label]) -> tuple[list[Span], list[Segment]]:
    """The values that stand at the labels, and the text that belongs to no label."""
    announced, free = _announced(page, labels)
    starts = [(one, list(one.own), True) for one in announced if one.label.field and one.own and not one.is_weak]
    for one in announced:
        if not one.label.field or (one.own and not one.is_weak):
            continue
        found = _neighbour(one, announced, free)
        better = found is not None and sureness(found[0].words) > _WEAK and not _is_nearer(one, found[0], announced)
        if found is not None and (not one.own or better):
            free = [other for other in free if other is not found[0]]
            starts.append((one.doubted() if one.own else one, [found[0]], found[1]))
        elif one.own:
            starts.append((one, list(one.own), True))
    spans = []
    for one, rows, beside in sorted(starts, key=lambda start: start[0].box.top):
        rows[-1], free = _completed(one, rows[-1], free)
        while len(rows) < one.label.lines and (more := _going_on(one, rows, announced, free)) is not None:
            free = [other for other in free if other is not more]
            rows.append(more)
            rows[-1], free = _completed(one, rows[-1], free)
        spans.append(_span(one, rows, beside=beside))
    return spans, free


def by_field(spans: Iterable[Span]) -> Mapping[str, list[Span]]:
    """The spans of each field, the best label first."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.field, []).append(span)
    for several in found.values():
        several.sort(key=lambda span: span.score, reverse=True)
    return found


def _announced(page: Page, labels: Sequence[Label]) -> tuple[list[_Announcement], list[Segment]]:
    """The labels with what follows them in their lines, and the text that no label's line claims."""
    announced: list[_Announcement] = []
    free: list[Segment] = []
    whole = segments(page.lines)
    columns = Columns(whole)
    for segment in whole:
        hits = _in_segment(segment, labels)
        before = segment.piece(0, hits[0].start) if hits else trimmed(segment.words)
        free += columns.parted(before) if before is not None else ()
        for place, hit in enumerate(hits):
            end = hits[place + 1].start if place + 1 < len(hits) else len(segment.at)
            own, left = _own(hit, segment.piece(hit.end, end), columns)
            free += left
            _announce(announced, hit, own)
    return announced, free


def _own(hit: Hit, rest: Segment | None, columns: Columns) -> tuple[tuple[Segment, ...], list[Segment]]:
    """What of the rest of its line is a label's value, and what is left to others."""
    rest = None if rest is None else _without_label(hit.label, rest)
    if rest is None:
        return (), []
    if not _follows_colon(hit.segment, rest):
        rest = _without_noise(rest)
    if hit.label.lines == 1:
        first, *others = columns.parted(rest)
        if others and hit.label.accepts(first.text):
            return (first,), others
    return ((rest,), []) if hit.label.accepts(rest.text) else ((), columns.parted(rest))


def _announce(announced: list[_Announcement], hit: Hit, own: tuple[Segment, ...]) -> None:
    for place in range(len(announced) - 1, -1, -1):
        one = announced[place]
        if hit.label.field and one.goes_on_with(hit) and (len(one.own) + len(own) <= max(1, one.label.lines)):
            announced[place] = _Announcement((*one.hits, hit), (*one.own, *own))
            return
    announced.append(_Announcement((hit,), own))


def _without_label(label: Label, rest: Segment) -> Segment | None:
    """Without what is but another wording of the same label, broken off by the line or misread: "/ Place of", "/
    Adơess: 12 Lê Lợi"; None where nothing else is there.
    """
    if _begins_wording(label, rest):
        return None
    for words in range(min(_LABEL_WORDS, len(rest.words)), 0, -1):
        if _is_wording(label, Segment(rest.words[:words])):
            return trimmed(rest.words[words:])
    return rest


def _begins_wording(label: Label, rest: Segment) -> bool:
    return any(
        len(rest.letters) < len(pattern) and fuzz.ratio(rest.letters, pattern[: len(rest.letters)]) >= 80
        for pattern in map(_wording, label.wordings)
        if len(rest.letters) >= 3
    )


def _is_wording(label: Label, head: Segment) -> bool:
    """Whether it may be a misread wording: names that resemble one end with a syllable, and no colon ends them."""
    ended = head.text.endswith(":")
    if not ended and is_vietnamese_syllable(head.words[-1].text.strip(_END)):
        return False
    least = _ALIKE_ENDED if ended else _ALIKE
    return any(
        len(pattern) > _SHORT and fuzz.ratio(head.letters, pattern) >= least
        for pattern in map(_wording, label.wordings)
    )


def _follows_colon(segment: Segment, rest: Segment) -> bool:
    """Whether a colon ends the label, so that whatever follows is value. Boxes of words may overlap: order tells."""
    first = rest.words[0]
    before = ""
    for word in segment.words:
        if word.box.right == first.box.right and word.text.endswith(first.text):
            return (word.text.removesuffix(first.text) or before).endswith(":")
        before = word.text
    return False


def _without_noise(rest: Segment) -> Segment:
    """Without the unreadable words at its beginning: small print of a second language before a value in large. A colon
    ends them.
    """
    for place, word in enumerate(rest.words[: _NOISE_WORDS + 1]):
        if word.text.endswith(":") and word.confidence < _NOISE and place + 1 < len(rest.words):
            return Segment(rest.words[place + 1 :])
        if word.confidence >= _SURE and place > 0:
            first = rest.words[place - 1]
            begins = first.text.istitle() and is_vietnamese_syllable(first.text)
            return Segment(rest.words[place - 1 if begins else place :])
        if word.confidence >= _NOISE or (place == 0 and is_vietnamese_syllable(word.text)):
            return rest
    return rest


def _neighbour(
    one: _Announcement, announced: Sequence[_Announcement], free: Sequence[Segment]
) -> tuple[Segment, bool] | None:
    """What stands on the label's right, else below it, if it may be its value."""
    boxes, height = [hit.box for hit in one.hits], one.height_px
    right = [
        other
        for other in free
        for box in boxes
        if other.box.left >= box.right - height
        and same_row(box, other.box)
        and one.accepts(other)
        and not _between(one, box, other.box, announced)
    ]
    if right:
        return min(right, key=lambda other: other.box.left), True
    box = boxes[-1]
    below = [
        other
        for other in free
        if 0 < _drop(box, other) <= (_FAR_BELOW + 1) * max(height, other.height_px)
        and box.left - _SAME_LEFT * height < other.box.right
        and other.box.left < max(box.right, box.left + 6 * height)
        and one.accepts(other)
        and not _above(one, box, other.box, announced)
    ]
    return (min(below, key=lambda other: (_drop(box, other), other.box.left)), False) if below else None


def _is_nearer(one: _Announcement, value: Segment, announced: Sequence[_Announcement]) -> bool:
    """Whether another label that has no value yet stands nearer to this one."""

    def distance(other: _Announcement) -> float:
        box = other.hits[-1].box
        return abs(value.box.middle[1] - box.middle[1]) + abs(value.box.left - box.left)

    return any(
        distance(other) < distance(one)
        for other in announced
        if other is not one and other.label.field and not other.own and other.accepts(value)
    )


def _drop(box: Box, other: Segment) -> float:
    """How far the middle of a segment lies below a box, counted from a hair above the lower edge of that."""
    return other.box.middle[1] - (box.middle[1] + 0.4 * box.height_px)


def same_row(one: Box, other: Box) -> bool:
    """Whether two boxes share so much of their height that they stand on one line."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.4 * min(one.height_px, other.height_px)


def _others(one: _Announcement, announced: Sequence[_Announcement]) -> Iterator[Box]:
    return (hit.box for other in announced if other is not one for hit in other.hits)


def _between(one: _Announcement, box: Box, value: Box, announced: Sequence[_Announcement]) -> bool:
    """Whether another label stands between this one and a value in its line."""
    return any(
        same_row(box, label) and box.right <= label.left and label.right <= value.left + 1
        for label in _others(one, announced)
    )


def _above(one: _Announcement, box: Box, value: Box, announced: Sequence[_Announcement]) -> bool:
    """Whether another label stands between this one and the value below it, in the same column."""
    return any(
        box.bottom - 0.5 * box.height_px < label.middle[1] < value.top
        and label.left < value.right
        and value.left < label.right
        for label in _others(one, announced)
    )


def _span(one: _Announcement, rows: Sequence[Segment], *, beside: bool) -> Span:
    words = tuple(word for row in rows for word in row.words if _says_something(word))
    texts = tuple(" ".join(word.text for word in row.words if _says_something(word)) for row in rows)
    text = " ".join(texts).rstrip(_END)
    boxes = tuple(row.box for row in rows)
    return Span(one.label.field, text, words, around(boxes), one.score, one.box, texts, boxes, beside)


def _says_something(word: Word) -> bool:
    """Specks are read as signs that stand alone; only few signs do."""
    return any(map(str.isalnum, word.text)) or word.text in _LONE_SIGNS


def _completed(one: _Announcement, row: Segment, free: list[Segment]) -> tuple[Segment, list[Segment]]:
    """A row of a long value with what follows on the same line after a gap just wide enough to have been cut, and what
    is left to others.
    """
    near = _WORD_GAP * row.height_px
    for other in sorted(free, key=lambda other: other.box.left):
        beside = 0 <= other.box.left - row.box.right <= near and same_row(row.box, other.box)
        if beside and one.label.lines > 1 and sureness(other.words) >= min(_WEAK, sureness(row.words)):
            row = Segment(row.words + other.words)
            free = [left for left in free if left is not other]
    return row, free


def _going_on(
    one: _Announcement, rows: Sequence[Segment], announced: Sequence[_Announcement], free: Sequence[Segment]
) -> Segment | None:
    """The line that continues the value: next below, starting where the label or the value starts. The label's own
    second language may stand between.
    """
    last = rows[-1]
    lowest = max([last.box.middle[1], *(hit.box.middle[1] for hit in one.hits)])
    lefts = [one.box.left, *(row.box.left for row in rows)]
    found = [
        other
        for other in free
        if last.box.middle[1] < other.box.middle[1]
        and other.box.middle[1] - lowest <= (1 + _LINE_GAP) * max(last.height_px, other.height_px)
        and min(lefts) - 2 * last.height_px <= other.box.left <= max(lefts) + 2 * last.height_px
        and not same_row(last.box, other.box)
        and sureness(other.words) >= min(_WEAK, sureness(last.words))
        and one.takes_up(rows, other)
    ]
    if not found:
        return None
    nearest = min(found, key=lambda other: other.box.middle[1])
    return None if _parts(one, last, nearest, announced) else nearest


def _parts(one: _Announcement, last: Segment, more: Segment, announced: Sequence[_Announcement]) -> bool:
    """Whether another label stands between two lines of a value, or before the second one in its row, in their
    column.
    """
    return any(
        last.box.middle[1] < label.middle[1] <= more.box.middle[1] + 0.3 * more.height_px
        and not same_row(last.box, label)
        and label.left < more.box.right
        and one.box.left - 3 * more.height_px <= label.left
        for label in _others(one, announced)
    )


_BREAK = re.compile(r"\s+")


def joined(rows: Sequence[str], sign: str = " ") -> str:
    """The lines of a value as one text; a sign such as ", " comes between lines that no sign parts."""
    text = ""
    for row in rows:
        gap = "" if not text else (" " if sign == " " or text.rstrip().endswith((",", ";", "-")) else sign)
        text += gap + row.strip()
    return _BREAK.sub(" ", text).strip()
