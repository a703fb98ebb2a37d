"""Which words of an answer lie where in the sound, and so which of them were heard. Knows no port and no engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from giong.dialogue.line import Delivered, Piece
from giong.text.words import Span
from giong.voice.expecting import to_spoken

_WORD = re.compile(r"\S+")
SYLLABLE_S = 0.22
"""A spoken Vietnamese syllable, for sentences that are cut off before their whole sound exists."""


@dataclass
class _Passage:
    """A sentence of a piece and its sound, which grows while it is synthesised. Positions in samples."""

    span: Span
    start: int
    end: int
    whole: bool = False


@dataclass
class _Entry:
    piece: Piece
    passages: list[_Passage]


@dataclass(frozen=True)
class Stretch:
    """Where a piece lies; `end` is None while its sound still grows."""

    text: str
    start: int
    end: int | None


class Playlist:
    """One answer. Positions are those of the port: samples since the call began."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._entries: list[_Entry] = []
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether all pieces are known."""
        return self._ended

    def add_piece(self, piece: Piece) -> None:
        """The next piece begins; its passages follow."""
        self._entries.append(_Entry(piece, []))

    def add_passage(self, span: Span, at: int) -> None:
        """The next sentence of the last piece begins at a position."""
        self._entries[-1].passages.append(_Passage(span, at, at))

    def extend(self, to: int) -> None:
        """The sound of the last sentence now reaches to a position."""
        self._entries[-1].passages[-1].end = to

    def close_passage(self) -> None:
        """The last sentence has all its sound."""
        self._entries[-1].passages[-1].whole = True

    def close(self) -> None:
        """No more pieces will come."""
        self._ended = True

    def delivered(self, played: int) -> Delivered:
        """What was heard when `played` samples had been."""
        pieces: list[Piece] = []
        for entry in self._entries:
            if entry.piece.in_passing:
                continue
            if not all(passage.whole and passage.end <= played for passage in entry.passages):
                if text := self._heard_text(entry, played):
                    pieces.append(replace(entry.piece, text=text))
                return Delivered(tuple(pieces), cut_off=True)
            pieces.append(entry.piece)
        return Delivered(tuple(pieces), cut_off=not self._ended)

    def stretch(self, number: int) -> Stretch | None:
        """Where the piece of this number lies, if it has any sound yet."""
        if number >= len(self._entries) or not (passages := self._entries[number].passages):
            return None
        complete = number + 1 < len(self._entries) or self._ended
        whole = complete and all(passage.whole for passage in passages)
        return Stretch(self._entries[number].piece.text, passages[0].start, passages[-1].end if whole else None)

    def heard_text(self, number: int, played: int) -> str:
        """What of the piece of this number was heard when `played` samples had been."""
        return self._heard_text(self._entries[number], played)

    def words_between(self, start: int, end: int) -> list[str]:
        """Spoken syllables of the sentences that sound anywhere between two positions."""
        passages = (passage for entry in self._entries for passage in entry.passages)
        sounding = [p.span.text for p in passages if p.start < end and p.end > start]
        return [word for text in sounding for word in to_spoken(text).split()]

    def _heard_text(self, entry: _Entry, played: int) -> str:
        text, said = entry.piece.text, spoken_text(entry.piece)
        heard = 0
        for passage in entry.passages:
            if passage.start < played:
                heard = passage.span.start + self._heard_chars(passage, played)
        if said == text:
            return text[:heard].rstrip()
        # Other words were spoken than the history keeps: as large a share of them counts as heard.
        share = _syllables(said[:heard]) / max(1, _syllables(said))
        return text[: _chars(text, share * _syllables(text))]

    def _heard_chars(self, passage: _Passage, played: int) -> int:
        text = passage.span.text
        if passage.whole and passage.end <= played:
            return len(text)
        length, syllables = passage.end - passage.start, _syllables(text)
        if not passage.whole:
            length = max(length, round(syllables * SYLLABLE_S * self._rate_hz))
        return _chars(text, syllables * (played - passage.start) / length if length else 0.0)


def spoken_text(piece: Piece) -> str:
    """What a voice says for a piece."""
    return piece.speech or piece.text


def _chars(text: str, syllables: float) -> int:
    """How much of `text` has been said after so many syllables: whole words only."""
    end, said = 0, 0
    for word in _WORD.finditer(text):
        said += _syllables(word.group())
        if said > syllables:
            break
        end = word.end()
    return end


def _syllables(text: str) -> int:
    return sum(len(to_spoken(word).split()) or 1 for word in text.split())
