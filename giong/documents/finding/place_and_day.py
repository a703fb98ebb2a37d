"""The line above a signature: "Hà Nội, ngày 12 tháng 05 năm 2023", also bilingual, as cards and certificates print it.
Knows no kind of paper.

What is between the figures ("ngày/date", "tháng/month") is often misread, so the figures and the first letters of the
words decide, not the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from giong.documents.document import Candidate
from giong.documents.finding import printed
from giong.documents.finding.rows import Row, rows
from giong.documents.kind import Paper
from giong.text.dates import exists
from giong.text.provinces import named
from giong.text.unicode import fold, nfc
from giong.vision.page import Block, Page, Word
from giong.vision.shapes import around

_D = r"[0-9oqil|szb]"
_LINE = re.compile(
    r"(?P<place>[^\W\d_][^\d:]{1,40})?[\s,.;:|/-]*"
    rf"(?<![a-z])n[gq9](?:[aeo][a-z]*|h\w*)\b\D{{0,10}}?(?P<day>(?<!\w){_D}{{1,2}})"
    rf"[\s,./|]*t[hn]\w*\D{{0,10}}?(?P<month>(?<!\w){_D}{{1,2}})"
    rf"[\s,./|]*n[aeo]\w*\D{{0,9}}?(?P<year>[12]{_D}{{3}})(?!\d)"
)
_WORDS = (re.compile(r"\bng[a-z]*\W"), re.compile(r"\bt[ah]\w*[nm]\w*\W"), re.compile(r"\bna\w*\W"))
"""How the words between the figures begin, misread or not."""
_LEAST_DIGITS = 4
_DIGITS = str.maketrans("oqil|szb", "00111528")
_LEAD = re.compile(r"(?i)^(?:tỉnh|thành phố|tp\.?|t\.)\s*")


@dataclass(frozen=True, slots=True)
class PlaceAndDay:
    """What the line says: `day` as dd/mm/yyyy; `place` as printed, "" where none stands before the day."""

    place: str
    day: str
    raw: str
    place_words: tuple[Word, ...]
    day_words: tuple[Word, ...]
    instead_of: tuple[Word, ...] = ()
    """The words of the page, where the line was read once more."""


def found(page: Page) -> list[PlaceAndDay]:
    """Every such line on the page, from top to bottom."""
    return [line for row in rows(page) for line in _in_row(row)]


def looked_for(paper: Paper, at: int) -> list[PlaceAndDay]:
    """Those of one of the paper's pages; where none can be made out, the line that is most like one is read again."""
    page = paper.pages[at]
    lines = found(page)
    if lines or paper.again is None or at >= len(paper.pictures) or not paper.pictures[at].size:
        return lines
    for row in filter(_is_like, rows(page)):
        reading = paper.again(paper.pictures[at], row.box.grown(3))
        words = [Word(piece.text, row.box, piece.confidence) for piece in reading.pieces]
        stood = tuple(word for segment in row.segments for word in segment.words)
        lines += [replace(line, instead_of=stood) for line in _in_words(words)]
    return lines


def _is_like(row: Row) -> bool:
    """Whether the words and figures of such a line may stand here, though misread."""
    plain = fold(row.text)
    return sum(map(str.isdigit, plain)) >= _LEAST_DIGITS and sum(bool(p.search(plain)) for p in _WORDS) >= 2


def _in_row(row: Row) -> Iterator[PlaceAndDay]:
    return _in_words([word for segment in row.segments for word in segment.words])


def _in_words(words: Sequence[Word]) -> Iterator[PlaceAndDay]:
    text = " ".join(nfc(word.text) for word in words)
    plain = fold(text)
    if len(plain) != len(text):
        return
    for match in _LINE.finditer(plain):
        day, month, year = (int(match[part].translate(_DIGITS)) for part in ("day", "month", "year"))
        if exists(day, month, year):
            place = text[slice(*match.span("place"))].strip(" ,.;:|/-") if match["place"] else ""
            here = _between(words, *match.span("place")) if place else ()
            rest = tuple(word for word in _between(words, *match.span()) if word not in here)
            value = f"{day:02d}/{month:02d}/{year}"
            yield PlaceAndDay(_spelt(place), value, text[slice(*match.span())], here, rest)


def _between(words: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that stand in this part of the text which they make with a space between each two."""
    found, at = [], 0
    for word in words:
        if at < end and at + len(word.text) > start:
            found.append(word)
        at += len(nfc(word.text)) + 1
    return tuple(found)


def without(page: Page, lines: Iterable[PlaceAndDay]) -> Page:
    """The page without these lines, which otherwise would be taken for the end of an address above them."""
    gone = {word for line in lines for word in (*line.place_words, *line.day_words, *line.instead_of)}
    if not gone:
        return page
    blocks = (_block(block, gone) for block in page.blocks)
    return replace(page, blocks=tuple(block for block in blocks if block.lines or block.table))


def _block(block: Block, gone: Set[Word]) -> Block:
    lines = (replace(line, words=tuple(word for word in line.words if word not in gone)) for line in block.lines)
    return replace(block, lines=tuple(line for line in lines if line.words))


def _spelt(place: str) -> str:
    """The name of a province in its spelling; any other place as it was read."""
    lead = _LEAD.match(place)
    bare = place[lead.end() :] if lead else place
    province = named(bare)
    if province is None or fold(bare) not in (fold(province.name), fold(province.today)):
        return place
    name = province.name if fold(bare) == fold(province.name) else province.today
    return (place[: lead.end()] if lead else "") + (name.upper() if bare.isupper() else name)


def issued(page: Page, lines: Iterable[PlaceAndDay]) -> Iterator[tuple[str, Candidate]]:
    """Candidates for the fields `date` and `place_issue`. How the words between the figures were read says nothing of
    the day.
    """
    for line in lines:
        for name, value, words in (("date", line.day, line.day_words), ("place_issue", line.place, line.place_words)):
            if value and words:
                telling = [word for word in words if any(map(str.isdigit, word.text))] or words
                likelihood = 0.97 * printed.sureness(telling)
                box = around(word.box for word in words)
                origin = printed.origin_of(page.lines[0].engine)
                yield name, Candidate(value, line.raw, likelihood, origin, page.number, (box,))
