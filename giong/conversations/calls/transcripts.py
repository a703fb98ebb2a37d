"""Transcripts of calls: the lines of both sides with their times, written while the call goes on, and what of them can
be searched. Knows no line and no sound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from giong.storage.database import Database
from giong.storage.owned import owned
from giong.storage.schema import call_lines, call_words, calls
from giong.text.masking import LABELS, Kind, Masked, find
from giong.text.tones import to_new
from giong.text.unicode import fold, nfc
from giong.text.words import Span

SPEECH, BUTTON = "speech", "button"

_ANONYMOUS_KEYS = 4
"""So many keys may be a number of somebody; fewer are choices of a menu."""

_WORD = re.compile(r"\w+")


class Side(StrEnum):
    """Who spoke. An agent is a person who took the call over."""

    CALLER = "caller"
    ASSISTANT = "assistant"
    AGENT = "agent"


@dataclass(frozen=True)
class TimedWord:
    """A word as it was heard, in spoken form, on the clock of the recording."""

    text: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True)
class CallLine:
    """What one side said in one go. Times are on the clock of the recording; `via` is "speech" or "button".

    `cut_off`: it was interrupted, and `text` is what was heard of it. `words` is empty where times are not known.
    """

    number: int
    side: Side
    text: str
    begin_ms: int
    end_ms: int
    via: str = SPEECH
    confidence: float = 1.0
    cut_off: bool = False
    words: tuple[TimedWord, ...] = ()


class Transcripts:
    """The transcripts of all organisations' calls; each method asks for the organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, organisation_id: str, call_id: str, line: CallLine, *, saying: bool = False) -> None:
        """Add the line, or replace the one with its number. While it is still being said (`saying`) it is kept for the
        case that the process dies, and cannot be found yet.
        """
        row = _row(organisation_id, call_id, line)
        heard = "" if saying else searchable(line.text)

        def work(connection: Connection) -> None:
            owned(connection, calls, organisation_id=organisation_id, id=call_id)
            write = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            changed = {name: value for name, value in row.items() if name not in ("call_id", "number")}
            connection.execute(
                write(call_lines).values(row).on_conflict_do_update(index_elements=["call_id", "number"], set_=changed)
            )
            if heard:
                connection.execute(
                    update(call_words)
                    .where(call_words.c.call_id == call_id)
                    .values(words=call_words.c.words + f"{heard} ")
                )

        await self._database.write(work)

    async def drop(self, organisation_id: str, call_id: str, number: int) -> None:
        """Take back a line of which nothing was heard."""

        def work(connection: Connection) -> None:
            owned(connection, calls, organisation_id=organisation_id, id=call_id)
            connection.execute(delete(call_lines).where(call_lines.c.call_id == call_id, call_lines.c.number == number))

        await self._database.write(work)

    async def of(self, organisation_id: str, call_id: str) -> list[CallLine]:
        """The lines of a call, in order."""
        found = select(call_lines).where(call_lines.c.call_id == call_id).order_by(call_lines.c.number)

        def work(connection: Connection) -> list[CallLine]:
            owned(connection, calls, organisation_id=organisation_id, id=call_id)
            return [_line(row) for row in connection.execute(found)]

        return await self._database.read(work)


def masked_lines(lines: Sequence[CallLine]) -> list[str]:
    """The texts of a call's lines without personal data."""
    keys = sum(sum(map(str.isdigit, line.text)) for line in lines if line.via == BUTTON)
    masked = []
    for row in runs(lines):
        hides_keys = row[0].via == BUTTON and keys >= _ANONYMOUS_KEYS
        for line, hidden in zip(row, hidden_in([line.text for line in row]), strict=True):
            whole = hides_keys and line.text.isdigit()
            masked.append(LABELS[Kind.NUMBER] if whole else _without(line.text, hidden))
    return masked


def runs(lines: Sequence[CallLine]) -> list[list[CallLine]]:
    """The lines, those together that one side said without the other saying anything in between: a number may be told
    in several breaths.
    """
    return [list(row) for _, row in groupby(lines, key=lambda line: (line.side, line.via))]


def hidden_in(texts: Sequence[str]) -> list[list[Masked]]:
    """The personal data of texts that follow one another, for each text with places in it."""
    begins = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
    found = find(" ".join(texts))
    return [
        [_within(masked, begin, text) for masked in found if _meets(masked.span, begin, text)]
        for begin, text in zip(begins, texts, strict=True)
    ]


def _meets(span: Span, begin: int, text: str) -> bool:
    return span.start < begin + len(text) and span.end > begin


def _within(masked: Masked, begin: int, text: str) -> Masked:
    start, end = max(0, masked.span.start - begin), min(len(text), masked.span.end - begin)
    return replace(masked, span=Span(text[start:end], start, end))


def _without(text: str, hidden: Sequence[Masked]) -> str:
    for masked in reversed(hidden):
        text = text[: masked.span.start] + masked.label + text[masked.span.end :]
    return text


def searchable(text: str) -> str:
    """The words of a text as they are looked for: each as it is written and, where that differs, without diacritics."""
    found = []
    for word in _words(text):
        plain = fold(word)
        found += [word] if plain == word else [word, plain]
    return " ".join(found)


def terms(query: str) -> list[str]:
    """The words of a query. One that was typed with diacritics finds only itself, one without finds all its kin."""
    return _words(query)


def _words(text: str) -> list[str]:
    return [to_new(word) for word in _WORD.findall(nfc(text).lower())]


def _row(organisation_id: str, call_id: str, line: CallLine) -> dict[str, Any]:
    return {
        "organisation_id": organisation_id,
        "call_id": call_id,
        "number": line.number,
        "side": line.side.value,
        "via": line.via,
        "text": line.text,
        "begin_ms": line.begin_ms,
        "end_ms": line.end_ms,
        "confidence": line.confidence,
        "cut_off": line.cut_off,
        "words": [[word.text, word.begin_ms, word.end_ms] for word in line.words] or None,
    }


def _line(row: Row[Any]) -> CallLine:
    return CallLine(
        number=row.number,
        side=Side(row.side),
        text=row.text,
        begin_ms=row.begin_ms,
        end_ms=row.end_ms,
        via=row.via,
        confidence=row.confidence,
        cut_off=row.cut_off,
        words=tuple(TimedWord(*word) for word in row.words or ()),
    )
