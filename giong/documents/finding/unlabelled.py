"""Values that are recognised by their own form where the labels could not be read: a name by its surname, a place by
its province, a sex by its word. Knows no kind of paper.

Small print suffers first, so on bad pictures labels are lost while values can still be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from giong.documents.document import Candidate
from giong.documents.finding.printed import origin_of
from giong.documents.finding.segments import Segment, sureness
from giong.documents.values.addresses import begins
from giong.documents.values.shaped import Shaped, is_surname, name, place
from giong.text.provinces import named
from giong.text.words import is_vietnamese_syllable
from giong.vision.page import Page, Word
from giong.vision.shapes import around

TRUST = 0.7
"""What is found without its label is believed this much of what it would be with it."""
_LEAST_SURE = 0.45
_NAME_WORDS = range(2, 6)
_LINE_GAP = 2.0
_PLACE_LINES = 3
_LABEL_WORDS = 8
"""The longest label with a colon behind it, in two languages."""


def names(page: Page, free: Iterable[Segment]) -> list[Candidate]:
    """What reads like a person's name and stands alone, likeliest first."""
    found = [candidate for segment in free if (candidate := _name(page, segment)) is not None]
    return sorted(found, key=lambda candidate: candidate.likelihood, reverse=True)


def _name(page: Page, segment: Segment) -> Candidate | None:
    words = _capital_tail(_sure_tail(segment, begins=is_surname))
    if len(words) not in _NAME_WORDS or not is_surname(words[0].text):
        return None
    if not all(word.text[:1].isupper() and is_vietnamese_syllable(word.text) for word in words):
        return None
    text = " ".join(word.text for word in words)
    value = name(text)
    return None if value is None else _candidate(page, Segment(tuple(words)), value)


def _sure_tail(segment: Segment, *, begins: Callable[[str], bool]) -> list[Word]:
    """The words after a colon, else from the first unreadable one that may begin such a value, else after the last
    unreadable one: the label's remains stand before the value.
    """
    words = list(segment.words)
    colon = next((at for at, word in enumerate(words[:_LABEL_WORDS]) if word.text.endswith(":")), None)
    if colon is not None and colon + 1 < len(words):
        return words[colon + 1 :]
    doubtful = [at for at, word in enumerate(words) if word.confidence < _LEAST_SURE]
    first = next((at for at in doubtful if begins(words[at].text)), None)
    if first is not None:
        return words[first:]
    return words[doubtful[-1] + 1 :] if doubtful and len(doubtful) < len(words) else words


def _capital_tail(words: Sequence[Word]) -> Sequence[Word]:
    """The words in capitals behind others, as names are printed behind a label; all words where there are none."""
    start = len(words)
    while start > 0 and words[start - 1].text.isupper():
        start -= 1
    return words[start:] if len(words) - start >= min(_NAME_WORDS) else words


def places(page: Page, free: Sequence[Segment]) -> list[Candidate]:
    """Places that end with a province, each of up to three lines, from top to bottom."""
    found: list[Candidate] = []
    used: list[Segment] = []
    for segment in sorted(free, key=lambda segment: segment.box.top):
        if segment in used or "," not in segment.text:
            continue
        sure = tuple(_sure_tail(segment, begins=begins))
        if not sure:
            continue
        rows, last = [Segment(sure)], segment
        while not _ends_place(rows) and len(rows) < _PLACE_LINES and (more := _below(last, free)) is not None:
            rows.append(more)
            last = more
        if _ends_place(rows):
            used += rows
            whole = Segment(tuple(word for row in rows for word in row.words))
            value = place(whole.text)
            if value is not None:
                found.append(_candidate(page, whole, value))
    return found


def _ends_place(rows: Sequence[Segment]) -> bool:
    last = " ".join(row.text for row in rows).rpartition(",")[2].strip(" .")
    return named(last) is not None or named(last.partition(" ")[2]) is not None


def _below(row: Segment, free: Sequence[Segment]) -> Segment | None:
    near = [
        other
        for other in free
        if 0.5 * row.height_px < other.box.middle[1] - row.box.middle[1] < _LINE_GAP * row.height_px
        and other.box.left < row.box.right
        and row.box.left < other.box.right
    ]
    return min(near, key=lambda other: other.box.middle[1], default=None)


def words_of(page: Page, free: Iterable[Segment], wanted: Sequence[str]) -> Iterator[Candidate]:
    """Pieces of text that are one of these words and nothing else."""
    plain = {word.casefold(): word for word in wanted}
    for segment in free:
        word = plain.get(segment.text.strip(" .:,").casefold())
        if word is not None:
            yield _candidate(page, segment, Shaped(word))


def _candidate(page: Page, segment: Segment, value: Shaped) -> Candidate:
    engine = page.lines[0].engine if page.lines else ""
    return Candidate(
        value.value,
        segment.text,
        TRUST * sureness(segment.words) * value.trust,
        origin_of(engine),
        page.number,
        (around(word.box for word in segment.words),),
    )
